"""One document from bytes to articles: the order of the steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from digests.chinese.script import detect
from digests.errors import UnreadableDocument
from digests.models import Article, Document, Hints, Paragraph, Role, Script
from digests.reading import (
    bylines,
    columns,
    dates,
    formats,
    furniture,
    headlines,
    html,
    order,
    pages,
    pdf,
    questions,
    repair,
    versions,
)
from digests.reading.decode import Undecodable, clean, decode
from digests.reading.headlines import Heading
from digests.reading.lines import Line, split
from digests.reading.pages import Draft
from digests.reading.repair import Block
from digests.reading.web import apart, strip_frame

_SAMPLE = 1500  # characters enough to tell the script of a text
_SHORTEST = 8  # characters of a body, below which a lone document is a heading or a slip, no article
# A jump text may begin with a whole sentence; only these openings prove it.
_WHOLE_OPENING = re.compile(
    "(?:[一-鿿·]{2,6}(?:表示|指出|认为|介绍|强调|说)[,:]|据(?:悉|了解|介绍)[,]|(?:近日|日前|今年|去年|近年来|"
    "此外)[,一-鿿]|\\d{4}年)"
)


def read(document: Document) -> tuple[Article, ...]:
    """The articles of ``document`` in printed order. A page of questions: one for each, and last the whole page.

    Raises UnreadableDocument if the content is empty, binary, in no known charset, or holds no article.
    """
    try:
        found = _read(document)
    except (Undecodable, pdf.NoText, html.NoText) as error:
        raise UnreadableDocument(document.source, f"{document.name} {error}") from error
    if not found:
        cause = f"{document.name} holds no article, only headings, links or notices; check what was put there"
        raise UnreadableDocument(document.source, cause)
    return found


def _read(document: Document) -> tuple[Article, ...]:
    match formats.kind(document):
        case "pdf":
            return _articles(document, split(clean(pdf.text(document.content)).split("\n")))
        case "html":
            page = html.extract(decode(document.content, document.charset), document.hints.url)
            return _articles(
                formats.told(document, page), [Line(n, text, 0, 0) for n, text in page.paragraphs], web=True
            )
        case "markdown":
            raw = decode(document.content, document.charset).split("\n")
            return _articles(document, split(map(formats.without_markdown, raw)))
        case "text":
            return _articles(document, split(decode(document.content, document.charset).split("\n")))


def paragraphs(lines: Sequence[str]) -> tuple[Paragraph, ...]:
    """Hard-wrapped printed lines as paragraphs, page furniture left out; bylines and credits stay as paragraphs.

    Line numbers count ``lines`` from 1.
    """
    printed = split(lines)
    furniture.classify(printed, strip=False)
    for line in printed:
        if line.kind in ("credit", "caption", "byline"):
            line.kind = "text"
    return tuple(
        Paragraph(text=block.text, lines=block.lines) for block in repair.blocks(repair.printed(printed), strip=False)
    )


def _articles(document: Document, lines: Sequence[Line], *, web: bool = False) -> tuple[Article, ...]:
    """Articles of ``lines``; a web page holds one text, whatever its headings look like."""
    furniture.classify(lines)
    strip_frame(lines, document.hints.title)
    blocks = _blocks(lines, web=web)
    if found := questions.sections(blocks):
        articles = _page_of_questions(document, blocks, found)
    else:
        drafts = [pages.single(blocks)] if web else columns.put_back(pages.articles(blocks))
        drafts = [draft for draft in drafts if sum(len(block.text) for block in draft.body) >= _SHORTEST]
        if len(drafts) == 1 and not drafts[0].byline:
            drafts[0].sign([name for line in lines if line.kind == "credit" for name in bylines.credited(line.text)])
        articles = [_article(document, draft, alone=len(drafts) == 1) for draft in drafts]
    script = detect("".join(block.text[:200] for block in blocks[:40] if block.kind == "text")[:_SAMPLE])
    day = dates.masthead([line.text for line in lines if line.kind in ("furniture", "credit")])
    return _distinct(_dated(articles, script, document.hints, day))


def _blocks(lines: Sequence[Line], *, web: bool = False) -> list[Block]:
    """Paragraphs, bylines and headings of a page, its columns put in order first."""
    breaks = pages.headline_lines(lines)
    if web:
        return repair.blocks(repair.printed(lines, breaks), breaks | apart(lines) | questions.marker_lines(lines))
    page = repair.printed(lines, breaks)
    ordered = order.put_in_order(page.lines, page.seen, breaks, indents=page.usual.faithful > 0.9)
    if ordered != page.lines:
        page, breaks = replace(page, lines=ordered), pages.headline_lines(ordered)
    return repair.blocks(page, breaks | questions.marker_lines(ordered))


def _page_of_questions(document: Document, blocks: Sequence[Block], found: list[questions.Section]) -> list[Article]:
    """Its sections, the first with what introduces them all, and the page itself."""
    above = questions.introduction(blocks, found)
    heading = headlines.choose(above.headings)
    title = document.hints.title or (heading.title if heading else headlines.derive(above.body or found[0].question))
    body = [part for section in found for part in (_headed(section), *_spoken(section))]
    whole = Article(
        id=_identity(document, *(block.text for block in blocks)),
        source=document.source,
        document=document.name,
        title=title,
        title_derived=not (document.hints.title or heading),
        byline=document.hints.byline,
        script="hans",
        paragraphs=_paragraphs(above.body) + tuple(p for part in body for p in part),
        url=document.hints.url,
        sectioned=True,
    )
    sections = [_section(document, section, whole.id) for section in found]
    context = (title, *(block.text for block in above.body))
    return [replace(sections[0], context=context), *sections[1:], whole]


def _headed(section: questions.Section) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=block.text, lines=block.lines, role="subhead") for block in section.headings)


def _spoken(section: questions.Section) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    return _paragraphs(section.question, "question"), _paragraphs(section.answer, "answer")


def _section(document: Document, section: questions.Section, whole: str) -> Article:
    question, answer = _spoken(section)
    body = question + answer
    printed = " ".join(block.text for block in section.headings)
    heading = Heading(printed or headlines.derive(section.question), derived=not printed)
    return Article(
        id=versions.identity(document.hints.url or "", *(p.text for p in body)),
        source=document.source,
        document=document.name,
        title=heading.title,
        title_derived=heading.derived,
        script="hans",
        paragraphs=body,
        url=document.hints.url,
        asked_by=section.asked_by,
        answered_by=section.answered_by,
        section_of=whole,
    )


def _article(document: Document, draft: Draft, *, alone: bool) -> Article:
    hints = document.hints
    heading = headlines.choose(draft.headings)
    if alone and hints.title:
        heading = replace(heading, title=hints.title) if heading else Heading(hints.title)
    heading = heading or Heading(headlines.derive(draft.body), derived=True)
    body = _paragraphs(draft.body)
    return Article(
        id=_identity(document, heading.title, *(p.text for p in body)),
        source=document.source,
        document=document.name,
        title=heading.title,
        kicker=heading.kicker,
        deck=heading.deck,
        title_derived=heading.derived,
        script="hans",
        paragraphs=body,
        url=hints.url,
        byline=tuple(draft.byline) or hints.byline * alone,
        continued_from=draft.jump,
    )


def _dated(articles: Sequence[Article], script: Script, hints: Hints, day: str | None) -> list[Article]:
    """``articles`` of one page with script and dates: what one says of the year holds for the others too."""
    texts = [article.text for article in articles]
    own = [dates.years(text) for text in texts]
    page = dates.together(years for article, years in zip(articles, own, strict=True) if not article.sectioned)
    out: list[Article] = []
    for article, text, years in zip(articles, texts, own, strict=True):
        on, how = dates.published(text, years, page, day, hints)
        out.append(replace(article, script=script, published_on=on, published_how=how))
    return out


def _paragraphs(blocks: Iterable[Block], role: Role = "body") -> tuple[Paragraph, ...]:
    """Blocks as paragraphs. An unclosed heading in a body is a sub-head; a jump text begins severed."""
    return tuple(
        Paragraph(
            text=block.text,
            lines=block.lines,
            role="subhead" if role == "body" and pages.is_heading(block) else role,
            severed=block.jump is not None and not _WHOLE_OPENING.match(block.head),
        )
        for block in blocks
    )


def _identity(document: Document, *texts: str) -> str:
    """The hash of the canonical URL where one is known, else of the text: the same text again is the same article."""
    return versions.identity(document.hints.url) if document.hints.url else versions.identity(*texts)


def _distinct(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Articles with ids of their own: several may stand under one URL, and a page may print the same text twice."""
    seen: set[str] = set()
    out: list[Article] = []
    for article in articles:
        salt = 1
        while article.id in seen:
            article, salt = replace(article, id=versions.identity(article.id, str(salt))), salt + 1
        seen.add(article.id)
        out.append(article)
    return tuple(out)
