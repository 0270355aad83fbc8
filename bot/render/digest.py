"""A composition as Telegram messages, plain text or a page of HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from bot.buttons import Signer
from bot.messages import TEXT_UTF16, Message, utf16_len
from bot.render import keys, markup
from bot.render.markup import Block, Ref
from bot.wording import Words, words
from digests.models import ChatKind, Composition, Digest, Item, Language, Template

TEMPLATE = "digest.telegram.j2"
TITLE_UTF16 = 120  # kept free in every message for its first line
PLAIN_UTF16 = 110  # quotes up to here show in full; longer ones fold behind "show more"
HEADLINE_UTF16 = 200
LINE_UTF16 = 400  # of a brief item
ITEMS_A_MESSAGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One message of a digest and the stories that begin in it."""

    message: Message
    stories: tuple[str, ...]


def pages(
    composition: Composition,
    language: Language,
    *,
    signer: Signer | None = None,
    kind: ChatKind = "private",
    timezone: str = "Asia/Shanghai",
    names: Mapping[str, str] | None = None,
) -> tuple[Page, ...]:
    """The messages of a digest, in order; none for a composition without items.

    Split between items, and inside an item too long for one message between its sentences. ``signer`` None, or a
    channel (whose readers share one message): no buttons. ``names``: theme names that replace the digests' own.
    """
    w = words(language)
    count = sum(len(d.items) for d in composition.digests)
    packed = markup.pack(
        tuple(_blocks(composition, w, names or {})), room_utf16=TEXT_UTF16 - TITLE_UTF16, most_refs=ITEMS_A_MESSAGE
    )
    title = markup.macro(TEMPLATE, "title")
    day = w.day(composition.key.until, timezone)
    made = []
    for part, blocks in enumerate(packed, start=1):
        first = title(w, day, count if part == 1 else None, part, len(packed))
        refs = _refs(blocks)
        rows = keys.listed(w, signer, refs, composition.key.themes) if signer and kind != "channel" else ()
        html = markup.finished(markup.joined((Block(markup=first), *blocks)))
        message = Message(html=html, buttons=rows, silent=part > 1)
        made.append(Page(message=message, stories=tuple(ref.story for ref in refs)))
    return tuple(made)


def digest(composition: Composition, language: Language, **how: Any) -> tuple[Message, ...]:
    """The messages of ``pages`` alone."""
    return tuple(page.message for page in pages(composition, language, **how))


def alert(
    queries: Sequence[str],
    items: Sequence[Item],
    language: Language,
    *,
    signer: Signer | None = None,
    kind: ChatKind = "private",
    template: Template = "full",
) -> tuple[Message, ...]:
    """New stories for a reader's watches; ``queries``: the rules they match. None without items."""
    w = words(language)
    blocks = tuple(block for number, item in enumerate(items, start=1) for block in _item(w, number, item, template))
    said = markup.shorten(w("watch.alert", query=w.join(queries)), TITLE_UTF16)
    title = Block(markup=markup.macro(TEMPLATE, "alert_title")(said))
    messages = []
    for part in markup.pack(blocks, room_utf16=TEXT_UTF16 - TITLE_UTF16, most_refs=ITEMS_A_MESSAGE):
        rows = keys.listed(w, signer, _refs(part), ()) if signer and kind != "channel" else ()
        messages.append(Message(html=markup.finished(markup.joined((title, *part))), buttons=rows))
    return tuple(messages)


def digest_text(composition: Composition, language: Language = "zh-Hans", *, timezone: str = "Asia/Shanghai") -> str:
    """For a terminal or a plain mail. Escaped like everything and decoded as a whole at the end."""
    page = markup.environment().get_template("digest.txt.j2").render(**_whole(composition, language, timezone))
    return Markup(page).unescape().strip() + "\n"


def digest_html(composition: Composition, language: Language = "zh-Hans", *, timezone: str = "Asia/Shanghai") -> str:
    """A whole page."""
    return markup.environment().get_template("digest.html.j2").render(**_whole(composition, language, timezone)).strip()


def _whole(composition: Composition, language: Language, timezone: str) -> dict[str, Any]:
    w, template = words(language), composition.key.template
    return {
        "w": w,
        "lang": language,
        "day": w.day(composition.key.until, timezone),
        "count": sum(len(d.items) for d in composition.digests),
        "digests": composition.digests,
        "line": None if template == "full" else partial(_line, template=template),
    }


def _blocks(composition: Composition, w: Words, names: Mapping[str, str]) -> Iterator[Block]:
    number = 0
    theme = markup.macro(TEMPLATE, "theme")
    for section in composition.digests:
        if section.items:
            yield Block(markup=theme(_name(section, names)), opens=True)
        for item in section.items:
            number += 1
            yield from _item(w, number, item, composition.key.template)


def _name(section: Digest, names: Mapping[str, str]) -> str:
    return names.get(section.theme, section.name)


def _refs(blocks: Sequence[Block]) -> tuple[Ref, ...]:
    return tuple(ref for block in blocks for ref in block.refs)


def _item(w: Words, number: int, item: Item, template: Template) -> Iterator[Block]:
    ref = Ref(number=number, story=item.story, article=item.articles[0], theme=item.theme)
    if template == "full":
        yield from _full(w, ref, item)
        return
    most = LINE_UTF16 if template == "brief" and item.quotes else HEADLINE_UTF16
    text = markup.shorten(_line(item, template), most) or "—"
    yield Block(markup=markup.macro(TEMPLATE, "short_item")(w, number, text, item), close=True, refs=(ref,))


def _line(item: Item, template: Template) -> str:
    """All that a short template says of a story: what was said, or its headline."""
    said = " ".join(quote.text for quote in item.quotes) if template == "brief" else ""
    return said or item.headline


def _full(w: Words, ref: Ref, item: Item) -> Iterator[Block]:
    """One block, or several where the quotes alone would overflow a message; buttons go with the first."""
    macro = markup.macro(TEMPLATE, "item")
    room = TEXT_UTF16 - TITLE_UTF16 - 600  # the headline, the facts and the theme's name
    pieces = [piece for quote in item.quotes for piece in markup.cut(str(markup.seen(quote.text)), room)]
    headline = markup.cut(str(markup.seen(item.headline)), HEADLINE_UTF16)
    shown = headline[0] + ("…" if len(headline) > 1 else "") if headline else "—"
    groups = _grouped(pieces, room)
    for index, group in enumerate(groups):
        made = macro(
            w,
            ref.number,
            shown if index == 0 else "",
            group,
            item if index == len(groups) - 1 else None,
            sum(map(utf16_len, group)) > PLAIN_UTF16,
        )
        yield Block(markup=made, refs=(ref,) if index == 0 else ())


def _grouped(pieces: list[str], room_utf16: int) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    used = 0
    for piece in pieces:
        if groups[-1] and used + utf16_len(piece) > room_utf16:
            groups.append([])
            used = 0
        groups[-1].append(piece)
        used += utf16_len(piece) + 1
    return groups
