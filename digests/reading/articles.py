"""One document from bytes to articles: the order of the steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from digests.chinese.script import detect
from digests.errors import UnreadableDocument
from digests.models import Article, Document, Paragraph, Role, Script
from digests.reading import bylines, dates, folios, formats, furniture, issue, pdf, repair, versions
from digests.reading.decode import Undecodable, clean, decode
from digests.reading.lines import Line, Scraps, numbered, split
from digests.reading.marks import is_closed
from digests.reading.paper import columns, headlines, heads, pages, questions, torn, written
from digests.reading.paper.headlines import Heading
from digests.reading.paper.pages import Draft
from digests.reading.repair import Block
from digests.reading.web import html, parsing
from digests.reading.web.copied import apart, sign_with_day, strip_frame

_FRAME = frozenset(("folio", "masthead"))  # what only a newspaper's page has
_SAMPLE = 800  # characters enough to tell the script of a page, a few of each paragraph
_SHORTEST = 8  # characters of a body, below which a lone document is a heading or a slip, no article
# A jump text may begin with a whole sentence; only these openings prove it.
_WHOLE_OPENING = re.compile(
    "(?:[一-鿿·]{2,6}(?:表示|指出|认为|介绍|强调|说)[,:]|据(?:悉|了解|介绍)[,]|(?:近日|日前|今年|去年|近年来|"
    "此外)[,一-鿿]|\\d{4}年)"
)


class _Told(NamedTuple):
    """What is known of an article beside its text: its script, when it was published, how that is known, its page."""

    script: Script
    on: str | None
    how: str | None
    page: str | None


def read(document: Document) -> tuple[Article, ...]:
    """The articles of ``document`` in printed order. A page of questions: one for each, and last the whole page.

    Raises UnreadableDocument if the content is empty, binary, in no known charset, or holds no article.
    """
    try:
        found = _read(document)
    except (Undecodable, Scraps, pdf.NoText, parsing.NoText) as error:
        raise UnreadableDocument(document.source, f"{document.name} {error}") from error
    if not found:
        remedy = "it may be a list, or want a login" if "://" in document.name else "check what was put there"
        cause = f"{document.name} holds no article, only headings, links or notices; {remedy}"
        raise UnreadableDocument(document.source, cause)
    return found


def _read(document: Document) -> tuple[Article, ...]:
    match formats.kind(document):
        case "pdf":
            return _articles(document, split(clean(pdf.text(document.content)).split("\n")))
        case "html":
            page = html.extract(decode(document.content, document.charset), document.hints.url)
            lines = numbered([(number, text, indent, 0) for number, text, indent in page.paragraphs])
            return _articles(formats.told(document, page), lines, web=True, gallery=page.gallery)
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
    repair.measure(printed)
    return tuple(
        Paragraph(text=block.text, lines=block.lines) for block in repair.blocks(repair.printed(printed), strip=False)
    )


def _articles(
    document: Document, lines: Sequence[Line], *, web: bool = False, gallery: bool = False
) -> tuple[Article, ...]:
    """Articles of ``lines``; a web page holds one text, whatever its headings look like, a gallery its captions."""
    furniture.classify(lines)
    for line in lines if gallery else ():
        line.kind = "text" if line.kind == "caption" else line.kind
    if web:
        sign_with_day(lines)
    strip_frame(lines, document.hints.title)
    blocks, asked = _blocks(lines, web=web)
    framed = bool(document.hints.page) or any(line.why in _FRAME for line in lines)
    drafts = [] if asked else _drafts(blocks, lines, web=web, framed=framed)
    bodies = _spoken(blocks, asked) if asked else [draft.body for draft in drafts]
    script = detect("".join([block.text[:40] for block in blocks[:40] if block.kind == "text"])[:_SAMPLE])
    day = issue.day(lines, web=web)
    texts = ["\n\n".join([block.text for block in body]) for body in bodies]
    dated = dates.published(texts, day, document.hints, whole=bool(asked))
    page = document.hints.page or folios.folio(line.text for line in lines if line.why == "folio")
    told = [_Told(script, *found, folios.label(page) if page else None) for found in dated]
    if asked:
        return _distinct(_page_of_questions(document, blocks, asked, told))
    alone = len(drafts) == 1
    return _distinct(
        _article(document, draft, of, alone=alone, web=web) for draft, of in zip(drafts, told, strict=True)
    )


def _drafts(blocks: Sequence[Block], lines: Sequence[Line], *, web: bool, framed: bool) -> list[Draft]:
    """What has a body; a lone draft without a byline is signed by the credits that stand apart from it."""
    drafts = [pages.single(blocks)] if web else columns.put_back(pages.articles(blocks, framed=framed))
    drafts = [draft for draft in drafts if sum([len(block.text) for block in draft.body]) >= _SHORTEST]
    if len(drafts) == 1 and not drafts[0].byline:
        drafts[0].sign([name for line in lines if line.kind == "credit" for name in bylines.credited(line.text)])
    return drafts


def _blocks(lines: Sequence[Line], *, web: bool = False) -> tuple[list[Block], list[questions.Section]]:
    """Paragraphs, bylines and headings of a page; its questions if it holds only those.

    (Looking for them a second time would cut their marks off twice.)
    """
    turns = questions.turns(lines)
    repair.measure(lines)
    if not web:
        torn.mark(lines)
    breaks = heads.headline_lines(lines) | turns
    page = repair.printed(lines, breaks)
    asked = questions.marker_lines(lines if web else page.lines)
    if web:
        found = repair.blocks(page, breaks | apart(lines) | asked)
        return found, questions.sections(found)
    if asked and (sections := questions.sections(found := written.paragraphs(page, breaks | asked, stay=True))):
        return found, sections
    return written.paragraphs(page, breaks | asked), []


def _spoken(blocks: Sequence[Block], found: Sequence[questions.Section]) -> list[list[Block]]:
    """The bodies of the sections of a page of questions, and last that of the page itself."""
    spoken = [[*section.question, *section.answer] for section in found]
    whole = [*questions.introduction(blocks, found).body]
    for section, body in zip(found, spoken, strict=True):
        whole += [*section.headings, *body]
    return [*spoken, whole]


def _page_of_questions(
    document: Document, blocks: Sequence[Block], found: Sequence[questions.Section], told: Sequence[_Told]
) -> list[Article]:
    """Its sections, the first with what introduces them all, and the page itself."""
    above = questions.introduction(blocks, found)
    heading = headlines.choose(above.headings, "".join([block.text for block in above.body]))
    title = document.hints.title or (heading.title if heading else headlines.derive(above.body or found[0].question))
    whole = _identity(document, *(block.text for block in blocks))
    sections = [_section(document, part, whole, of) for part, of in zip(found, told, strict=False)]
    body = list(_paragraphs(above.body))
    for part, section in zip(found, sections, strict=True):
        body += [Paragraph(text=block.text, lines=block.lines, role="subhead") for block in part.headings]
        body += section.paragraphs
    page = Article(
        id=whole,
        source=document.source,
        document=document.name,
        title=title,
        title_derived=not (document.hints.title or heading),
        byline=document.hints.byline,
        published_on=told[-1].on,
        published_how=told[-1].how,
        script=told[-1].script,
        paragraphs=tuple(body),
        url=document.hints.url,
        sectioned=True,
    )
    context = (title, *(block.text for block in above.body))
    return [replace(sections[0], context=context), *sections[1:], page]


def _section(document: Document, section: questions.Section, whole: str, told: _Told) -> Article:
    body = _paragraphs(section.question, "question") + _paragraphs(section.answer, "answer")
    printed = " ".join(block.text for block in section.headings)
    heading = Heading(printed or headlines.derive(section.question), derived=not printed)
    return Article(
        id=versions.identity(document.hints.url or "", *(p.text for p in body)),
        source=document.source,
        document=document.name,
        title=heading.title,
        title_derived=heading.derived,
        published_on=told.on,
        published_how=told.how,
        script=told.script,
        paragraphs=body,
        url=document.hints.url,
        asked_by=section.asked_by,
        answered_by=section.answered_by,
        section_of=whole,
    )


def _open_ended(body: tuple[Paragraph, ...], last: Block, onward: str | None) -> tuple[Paragraph, ...]:
    """``body`` with its last paragraph marked if that is left open: its end is on another page, or lost in print.

    Without a marker only texts that end their sentences elsewhere show by an open end that something is missing.
    """
    told = onward or (not last.signed and any("。" in paragraph.text for paragraph in body[:-1]))
    if not told or body[-1].role != "body" or is_closed(body[-1].text):
        return body
    return (*body[:-1], replace(body[-1], unfinished=True))


def _article(document: Document, draft: Draft, told: _Told, *, alone: bool, web: bool) -> Article:
    hints = document.hints
    heading = headlines.choose(draft.headings, "".join([block.text for block in draft.body[:3]]))
    if alone and hints.title:
        heading = headlines.titled(heading, hints.title)
    heading = heading or Heading(headlines.derive(draft.body), derived=True)
    body = _paragraphs(draft.body)
    if draft.onward or not web:
        body = _open_ended(body, draft.body[-1], draft.onward)
    return Article(
        id=_identity(document, heading.title, *(p.text for p in body)),
        source=document.source,
        document=document.name,
        title=heading.title,
        kicker=heading.kicker,
        deck=heading.deck,
        title_derived=heading.derived,
        published_on=told.on,
        published_how=told.how,
        script=told.script,
        paragraphs=body,
        url=hints.url,
        byline=tuple(draft.byline) or hints.byline * alone,
        page=told.page,
        continued_from=draft.jump,
        continued_on=draft.onward,
    )


def _paragraphs(blocks: Iterable[Block], role: Role = "body") -> tuple[Paragraph, ...]:
    """Blocks as paragraphs. An unclosed heading in a body is a sub-head; a jump text begins severed."""
    return tuple(
        [
            Paragraph(
                text=block.text,
                lines=block.lines,
                role="subhead" if role == "body" and pages.is_heading(block) else role,
                severed=block.jump is not None and not _WHOLE_OPENING.match(block.head),
            )
            for block in blocks
        ]
    )


def _identity(document: Document, *texts: str) -> str:
    """The hash of the canonical URL where one is known, else of the text: the same text again is the same article."""
    return versions.identity(document.hints.url) if document.hints.url else versions.identity(*texts)


def _distinct(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Articles with ids of their own: several may stand under one URL, and a page may print the same text twice."""
    seen: set[str] = set()
    salted: dict[str, tuple[str, int]] = {}  # the last id made of another, and how many were
    out: list[Article] = []
    for article in articles:
        id, salt = salted.get(article.id, (article.id, 1))
        while id in seen:
            id, salt = versions.identity(id, str(salt)), salt + 1
        salted[article.id] = id, salt
        seen.add(id)
        out.append(article if id == article.id else replace(article, id=id))
    return tuple(out)
