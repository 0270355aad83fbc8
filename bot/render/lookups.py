"""A page of a lookup: its hits with the words marked, what was understood, and what to do where nothing was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import buttons
from bot.buttons import Action, Signer
from bot.messages import Button, Message, Rows, utf16_len
from bot.render import markup
from bot.render.answers import NAME_UTF16, SENTENCE_UTF16, TEMPLATE, TITLE_UTF16, linkable
from bot.render.markup import Block, shorten
from bot.wording import Words
from digests.chinese.script import convert
from digests.models import ChatKind, Hit, Lookup

PER_PAGE = 5
QUERY_UTF16 = 200  # of a query as shown; what is asked is cut to the same before it is looked up
NEAREST = 6


def lookup(
    answer: Lookup,
    w: Words,
    *,
    signer: Signer,
    page: int,
    names: Mapping[str, str],
    watchable: bool = True,
    kind: ChatKind = "private",
) -> Message:
    """One page of hits. The query stands first in bold: paging reads it back from the message itself, so that no
    word a reader looked up has to be kept anywhere. ``watchable``: with a button that keeps the words as a watch.
    Where nothing is like what was asked for, a private chat is led to the themes.
    """
    query = shorten(markup.oneline(answer.query), QUERY_UTF16)
    if not answer.total:
        return _nothing(answer, query, w, signer, watchable=watchable, kind=kind)
    pages = -(-answer.total // PER_PAGE)
    dropped = shorten(w.join(answer.dropped), QUERY_UTF16)
    understood = shorten(_understood(answer, w, names), QUERY_UTF16) if answer.understood != answer.query else ""
    title = markup.macro(TEMPLATE, "found_title")(w, query, answer, understood, dropped, page, pages)
    macro = markup.macro(TEMPLATE, "hit")
    first = (page - 1) * PER_PAGE + 1
    shown = answer.hits[:PER_PAGE]
    hits = [
        Block(markup=macro(w, number, hit, shorten(hit.title, TITLE_UTF16), _pieces(hit), *_named(hit, names)))
        for number, hit in enumerate(shown, start=first)
    ]
    rows = _hit_rows(shown, first, page, pages, w, signer, watchable)
    return Message(html=markup.finished(markup.joined((Block(markup=title), *hits))), buttons=rows)


def _understood(answer: Lookup, w: Words, names: Mapping[str, str]) -> str:
    """How the query was read, its filters in the reader's words."""
    source = answer.hits[0].source if answer.hits else ""
    shown = convert(answer.understood, "hant") if w.language == "zh-Hant" else answer.understood
    return " ".join(_filter_in_words(part, w, names, source) for part in shown.split(" "))


def _filter_in_words(part: str, w: Words, names: Mapping[str, str], source: str) -> str:
    kind, _, value = part.partition(":")
    if kind == "from" and source:  # all hits are of the one that was asked for
        return w("find.source", name=source)
    if kind == "theme" and all(slug in names for slug in value.split("|")):
        return w("find.theme", names=w.join(names[slug] for slug in value.split("|")))
    if kind in ("after", "before") and value.count("-") == 2:
        return w("find.from_day" if kind == "after" else "find.to_day", day=w.printed_date(value))
    return part


def hit(found: Hit, w: Words, *, names: Mapping[str, str]) -> str:
    """One hit alone, as the markup of a message."""
    title = shorten(found.title, TITLE_UTF16)
    made = markup.macro(TEMPLATE, "hit")(w, None, found, title, _pieces(found), *_named(found, names))
    blocks = [Block(markup=made)]
    if linkable(found.url):
        blocks.append(Block(markup=markup.macro(TEMPLATE, "link")(w, found.url)))
    return markup.finished(markup.joined(blocks))


def _named(hit: Hit, names: Mapping[str, str]) -> tuple[str, str]:
    return shorten(hit.source, NAME_UTF16), shorten(names.get(hit.theme, ""), NAME_UTF16)


def _nothing(answer: Lookup, query: str, w: Words, signer: Signer, *, watchable: bool, kind: ChatKind) -> Message:
    words = (markup.oneline(str(markup.seen(word))) for word in answer.nearest)
    nearest = [word for word in words if word and signer.fits(Action.SUGGESTED, word)][:NEAREST]
    rows = buttons.flow([signer.button(word, Action.SUGGESTED, word) for word in nearest])
    own = [signer.button(w("button.watch_this"), Action.WATCH)] if watchable else []
    own += [signer.button(w("button.themes"), Action.THEMES)] if kind == "private" and not nearest else []
    rows = (*rows, tuple(own)) if own else rows
    if not nearest:
        more = w("find.nothing_near")
    else:
        more = w("find.nearest_words", words=w.join(nearest)) if kind == "channel" else w("find.nearest")
    return Message(html=markup.finished(markup.macro(TEMPLATE, "nothing_found")(w, query, more)), buttons=rows)


def _hit_rows(
    hits: Sequence[Hit], first: int, page: int, pages: int, w: Words, signer: Signer, watchable: bool
) -> Rows:
    articles = [
        signer.button(w("button.article_n", n=number), Action.ARTICLE, hit.article, "1")
        for number, hit in enumerate(hits, start=first)
    ]
    turning = []
    if page > 1:
        turning.append(signer.button(w("button.previous"), Action.LOOKUP_PAGE, str(page - 1)))
    if page < pages:
        turning.append(signer.button(w("button.next"), Action.LOOKUP_PAGE, str(page + 1)))
    own = (_watch_button(hits, w, signer),) if watchable else ()
    return tuple(row for row in (*buttons.rows(articles, per_row=3), tuple(turning), own) if row)


def _watch_button(hits: Sequence[Hit], w: Words, signer: Signer) -> Button:
    """Watches the words asked for, or, where only a guess led to anything, the words it led to."""
    if hits and all(found.how in ("pinyin", "fuzzy") for found in hits):
        best = hits[0]
        meant = " ".join(dict.fromkeys(best.sentence[start:end] for start, end in best.highlights))
        if meant and signer.fits(Action.WATCH, meant):
            return signer.button(w("button.watch", word=meant), Action.WATCH, meant)
    return signer.button(w("button.watch_this"), Action.WATCH)


def _pieces(hit: Hit) -> list[tuple[str, bool]]:
    """The sentence cut at its highlights, shortened around the first of them when it would fill the message."""
    text, spans = _window(hit)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def _window(hit: Hit) -> tuple[str, list[tuple[int, int]]]:
    text = hit.sentence
    spans = sorted((max(0, s), min(len(text), e)) for s, e in hit.highlights if s < e)[:12]
    if utf16_len(text) <= SENTENCE_UTF16:
        return text, _apart(spans)
    middle = spans[0][0] if spans else 0
    start = 0 if middle < SENTENCE_UTF16 // 4 else _clause_start(text, middle - SENTENCE_UTF16 // 8)
    head = "…" if start else ""
    kept = markup.cut(text[start:], SENTENCE_UTF16 - 10)[0]
    lead = start + len(text[start:]) - len(text[start:].lstrip()) - len(head)
    moved = [(s - lead, e - lead) for s, e in spans if s >= start and e - lead <= len(head) + len(kept)]
    return f"{head}{kept}…", _apart(moved)


def _clause_start(text: str, near: int) -> int:
    return next((i + 1 for i in range(near, max(0, near - 80), -1) if text[i] in "，,；;。、 "), near)


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
