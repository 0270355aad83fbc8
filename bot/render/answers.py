"""What the bot answers with: lines, pages of an article, reasons; lookups apart, in `lookups`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.messages import TEXT_UTF16, Message, Rows
from bot.render import markup
from bot.render.markup import Block, shorten
from bot.wording import Words
from digests.models import Article, Quote, Score, StoredArticle

TEMPLATE = "answers.telegram.j2"
TITLE_UTF16 = 120
SENTENCE_UTF16 = 440  # five hits with their titles, sentences and facts stay within one message
NAME_UTF16 = 50  # of a source, a theme, a document
PAGE_UTF16 = 3000  # of an article: a screenful or three, with room for its title
FACTS_UTF16 = 200
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
    if page == len(made) and linkable(stored.article.url):
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


def linkable(url: str | None) -> bool:
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
