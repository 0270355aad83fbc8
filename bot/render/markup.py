"""Telegram HTML made by templates: escaped by construction, measured as Telegram counts, packed into messages."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.messages import TEXT_UTF16, utf16_len

ENTITIES = 95  # a message keeps formatting for about 100 entities, see telegram.md
RAW_BYTES = 30_000  # Telegram refuses more than 32768 bytes before parsing
GAP = "\n\n"

TAG = re.compile(r"<[^<>]*>")
# Invisible to readers, but able to turn a line around, hide text or break a layout: C0 and C1 controls except the
# line feed, bidirectional overrides and isolates, zero-width space, byte order mark, tags. The zero-width joiner
# stays, emoji are made with it.
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
STACKED = 4  # combining marks on one character; more is decoration that runs over neighbouring lines


@cache
def environment() -> Environment:
    """One environment for every format. Text output is escaped as well, and unescaped as a whole at the end."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=seen,
    )
    made.filters["oneline"] = oneline
    return made


def macro(template: str, name: str) -> Callable[..., Markup]:
    """A macro of a template: what it gives is already escaped."""
    found = getattr(_module(template), name)
    return lambda *args, **values: Markup(str(found(*args, **values)).strip())


@cache
def _module(template: str) -> Any:
    return environment().get_template(template).module


def seen(value: object) -> object:
    """A value without what a reader cannot see but a layout can suffer from; markup and non-text pass."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = UNSEEN.sub("", value.replace("\r\n", "\n").replace("\t", " "))
    text = "".join(c if not 0xD800 <= ord(c) <= 0xDFFF else "\ufffd" for c in text)
    return text if text.isascii() else _unstacked(text)


def _unstacked(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= STACKED:
            kept.append(character)
    return "".join(kept)


def oneline(text: str) -> str:
    return " ".join(text.split())


def finished(made: Markup) -> str:
    """The markup as sent: quotation marks outside tags need no escape, and escaped ones only cost room."""
    pieces = TAG.split(made)
    tags = [*TAG.findall(made), ""]
    plain = (piece.replace("&#34;", '"').replace("&#39;", "'") for piece in pieces)
    return "".join(text + tag for text, tag in zip(plain, tags, strict=True))


def visible(markup: str) -> str:
    """The text Telegram shows: tags away, entities decoded, outer space cut."""
    return html.unescape(TAG.sub("", markup)).strip()


def shown_utf16(markup: str) -> int:
    return utf16_len(visible(markup))


def entities(markup: str) -> int:
    return sum(not tag.startswith("</") for tag in TAG.findall(markup))


def fits(markup: str, *, room_utf16: int = TEXT_UTF16) -> bool:
    return shown_utf16(markup) <= room_utf16 and entities(markup) <= ENTITIES and len(markup.encode()) <= RAW_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """An item that begins in a block. ``number``: as shown; ``article``: the one it quotes."""

    number: int
    story: str
    article: str
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stays together. ``opens``: a heading, which never ends a message. ``close``: no empty line before it."""

    markup: Markup
    opens: bool = False
    close: bool = False
    refs: tuple[Ref, ...] = ()


def pack(blocks: Sequence[Block], *, room_utf16: int = TEXT_UTF16, most_refs: int = 40) -> list[list[Block]]:
    """Blocks in order, as few messages as greedy filling gives; a heading goes with what follows it."""
    messages: list[list[Block]] = []
    current: list[Block] = []
    for group in _groups(blocks):
        refs = sum(len(block.refs) for block in (*current, *group))
        if current and (refs > most_refs or not fits(joined((*current, *group)), room_utf16=room_utf16)):
            messages.append(current)
            current = []
        current = [*current, *group]
    return [*messages, current] if current else messages


def _groups(blocks: Iterable[Block]) -> Iterable[list[Block]]:
    waiting: list[Block] = []
    for block in blocks:
        waiting.append(block)
        if not block.opens:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def joined(blocks: Iterable[Block]) -> Markup:
    made = Markup()
    for block in blocks:
        made += (Markup("\n" if block.close else GAP) if made else Markup()) + block.markup
    return made


def cut(text: str, most_utf16: int) -> list[str]:
    """Pieces of at most ``most_utf16`` units, cut at sentence ends, else at clause marks, else between characters."""
    pieces: list[str] = []
    rest = text.strip()
    while utf16_len(rest) > most_utf16:
        end = _place(rest, most_utf16)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*pieces, rest] if rest else pieces


def _place(text: str, most_utf16: int) -> int:
    from digests.chinese.sentences import split

    last = _room(text, most_utf16)
    window = text[:last]
    ends = [end for _, end in split(window) if end < last]
    if ends:
        return ends[-1]
    clauses = [index + 1 for index, character in enumerate(window) if character in "，,；;、 \n"]
    return clauses[-1] if clauses else _between(text, last)


def _room(text: str, most_utf16: int) -> int:
    """How many characters of ``text`` fit into so many units."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > most_utf16:
            return index
    return len(text)


def _between(text: str, at: int) -> int:
    """The last place up to ``at`` that parts no character from its marks, nor an emoji made of several."""
    while at > 1 and (unicodedata.combining(text[at]) or text[at] in "\u200d\ufe0f" or text[at - 1] == "\u200d"):
        at -= 1
    return at


def shorten(text: str, most_utf16: int) -> str:
    """At most so many units, what is left out shown as an ellipsis; the cut falls between two characters."""
    text = str(seen(text))
    if utf16_len(text) <= most_utf16:
        return text
    return text[: _between(text, _room(text, most_utf16 - 1))].rstrip() + "…"
