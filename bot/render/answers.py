"""What the bot answers with: lines, lookups, pages of an article, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot import buttons
from bot.buttons import Action, Signer
from bot.messages import TEXT_UTF16, Button, Message, Rows, utf16_len
from bot.render import markup
from bot.render.markup import Block, shorten
from bot.wording import Words
from digests.models import Article, ChatKind, Hit, Lookup, Quote, Score, StoredArticle

TEMPLATE = "answers.telegram.j2"
PER_PAGE = 5
QUERY_UTF16 = 200  # of a query as shown; what is asked is cut to the same before it is looked up
TITLE_UTF16 = 120
SENTENCE_UTF16 = 440  # five hits with their titles, sentences and facts stay within one message
NAME_UTF16 = 50  # of a source, a theme, a document
PAGE_UTF16 = 3000  # of an article: a screenful or three, with room for its title
FACTS_UTF16 = 200
NEAREST = 6
WORDS = 8  # of a theme or an article, that a reason names


def line(text: str, rows: Rows = ()) -> Message:
    """A plain text of ours; cut where a reader's own words made it too long."""
    return Message(html=markup.finished(markup.macro(TEMPLATE, "line")(shorten(text, TEXT_UTF16 - 100))), buttons=rows)


def lines(texts: Iterable[str], rows: Rows = ()) -> Message:
    return line("\n".join(text for text in texts if text), rows)


def titled(title: str, texts: Iterable[str], rows: Rows = ()) -> Message:
    """A bold first line, then lines."""
    body = shorten("\n".join(text for text in texts if text), TEXT_UTF16 - 400).split("\n")
    return Message(html=markup.finished(markup.macro(TEMPLATE, "titled")(shorten(title, 300), body)), buttons=rows)


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
    return " ".join(_filter_in_words(part, w, names, source) for part in answer.understood.split(" "))


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
    if _linkable(found.url):
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


def article(
    stored: StoredArticle,
    w: Words,
    *,
    source: str,
    paragraphs: Sequence[tuple[str, str]],
    page: int,
    rows: Rows = (),
) -> Message:
    """Page ``page`` (1-based, held within 1..pages) of the repaired article.

    ``paragraphs``: (text, role), in the script asked for, like the article's names and ``source``, the outlet's.
    """
    made = article_pages(paragraphs)
    page = min(max(page, 1), len(made))
    facts = (*_facts(stored.article, source, w),) if page == 1 else ()
    head = markup.macro(TEMPLATE, "article_title")(
        w, shorten(stored.article.title, TITLE_UTF16), facts, page, len(made)
    )
    blocks = [Block(markup=head), *made[page - 1]]
    if page == len(made) and _linkable(stored.article.url):
        blocks.append(Block(markup=markup.macro(TEMPLATE, "link")(w, stored.article.url)))
    return Message(html=markup.finished(markup.joined(blocks)), buttons=rows)


def article_pages(paragraphs: Sequence[tuple[str, str]]) -> list[list[Block]]:
    """Pages that end with a paragraph, or with a sentence of a paragraph longer than a page. At least one."""
    macro = markup.macro(TEMPLATE, "paragraph")
    blocks = [
        Block(markup=macro(piece, role), opens=role in ("subhead", "question"))
        for text, role in paragraphs
        for piece in markup.cut(str(markup.seen(text)), PAGE_UTF16)
    ]
    return markup.pack(blocks, room_utf16=PAGE_UTF16) or [[]]


def _facts(printed: Article, source: str, w: Words) -> Iterable[str]:
    yield shorten(" · ".join(filter(None, (source, w.printed_date(printed.published_on)))), FACTS_UTF16)
    if printed.byline:
        yield shorten(w("article.by", names=w.join(printed.byline)), FACTS_UTF16)
    if printed.asked_by:
        yield shorten(w("article.asked", name=printed.asked_by), FACTS_UTF16)
    if printed.answered_by:
        yield shorten(w("article.answered", name=printed.answered_by), FACTS_UTF16)
    if printed.continued_from:
        yield w("article.continued", page=printed.continued_from)
    if printed.continued_on:
        yield w("article.onward", page=printed.continued_on)
    if printed.title_derived:
        yield w("article.derived")


def _linkable(url: str | None) -> bool:
    """Telegram drops links to hosts without a dot, and other schemes are not for readers."""
    if not url or not url.startswith(("http://", "https://")) or len(url) > 1000:
        return False
    return "." in url.split("/")[2] and not any(character.isspace() for character in url)


def why(
    w: Words,
    *,
    title: str,
    theme: str,
    hits: Sequence[tuple[str, float]],
    keywords: Sequence[tuple[str, float]],
    score: Score | None,
    quotes: Sequence[Quote],
    documents: Mapping[str, str],
    reports: int,
    muted: bool = False,
    rows: Rows = (),
) -> Message:
    """Why this story was chosen: theme words, the score's parts, keywords with weights, where the quotes stand.

    ``hits``: the words of the theme with their points, ``keywords``: those of the article with their weights, in the
    script shown. ``documents``: the document of every article that is quoted.
    """
    made = markup.macro(TEMPLATE, "why")(
        w,
        shorten(title, TITLE_UTF16),
        theme,
        [w("why.weight", word=shorten(word, 40), points=figure(points)) for word, points in hits[:WORDS]],
        figure(score.total) if score else "",
        [(part_name(w, name), figure(value)) for name, value in score.parts if figure(value) != "0"] if score else (),
        [w("why.weight", word=shorten(word, 40), points=figure(weight)) for word, weight in keywords[:WORDS]],
        [(_places(q, documents[q.article], w), shorten(q.text, SENTENCE_UTF16)) for q in quotes[:3]],
        reports,
        muted,
    )
    return Message(html=markup.finished(made), buttons=rows)


def figure(value: float) -> str:
    """Two decimals at most; what rounds to nothing is 0, without a sign."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def part_name(w: Words, name: str) -> str:
    """A score part in words; a part of a newer scorer keeps its own name."""
    key = f"part.{name}"
    return w(key) if w.has(key) else name


def _places(quote: Quote, document: str, w: Words) -> str:
    """Where a quote stands, in its article's document and in the one that finished the text."""
    places = [(document, quote.lines), *((place.document, place.lines) for place in quote.elsewhere)]
    return w.join([where(name, lines, w) for name, lines in places if lines])


def where(document: str, spans: Iterable[tuple[int, int]], w: Words) -> str:
    """Where a quote stands: the document and its lines."""
    shown = [
        w("digest.line", first=str(first)) if first == last else w("digest.lines", first=str(first), last=str(last))
        for first, last in list(spans)[:4]
    ]
    return w("why.lines", document=shorten(document, NAME_UTF16), lines=w.join(shown))
