"""Articles as rows, and back."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Select, select

from digests.models import (
    Analysis,
    Article,
    Elsewhere,
    Keyword,
    LineRange,
    Paragraph,
    Role,
    StoredArticle,
    ThemeScore,
)
from digests.store.schema import articles, documents, sources


def joined() -> Select[Any]:
    return (
        select(
            articles,
            documents.c.name.label("document_name"),
            sources.c.id.label("source"),
            sources.c.name.label("source_name"),
        )
        .join(documents, documents.c.pk == articles.c.document)
        .join(sources, sources.c.id == documents.c.source)
    )


_PLAIN = (
    *("revision", "title", "kicker", "deck", "title_derived", "asked_by", "answered_by", "published_on"),
    *("published_how", "script", "url", "section_of", "sectioned", "continued_from", "continued_on", "page", "half_of"),
)
_plain = attrgetter(*_PLAIN)


def values_of(article: Article, analysis: Analysis) -> dict[str, Any]:
    """A row's values by column, without those that hang on where the article is stored."""
    return dict(zip(_PLAIN, _plain(article), strict=True)) | {
        "byline": article.byline,
        "context": article.context or None,
        "paragraphs": [_stored_paragraph(paragraph) for paragraph in article.paragraphs],
        "theme": analysis.theme,
        "themes": [(t.theme, t.score, t.hits) for t in analysis.themes],
        "keywords": [(k.text, k.weight, k.parts) for k in analysis.keywords],
    }


def _stored_paragraph(paragraph: Paragraph) -> list[Any]:
    """[text, lines, role, severed], and of one that goes on elsewhere: unfinished, [[document, lines, start], ...]."""
    stored_form: list[Any] = [paragraph.text, paragraph.lines, paragraph.role, paragraph.severed]
    if paragraph.unfinished or paragraph.elsewhere:
        places = [(place.document, place.lines, place.start) for place in paragraph.elsewhere]
        stored_form += [paragraph.unfinished, places]
    return stored_form


def _paragraph(
    text: str,
    lines: Iterable[LineRange],
    role: Role,
    severed: bool,
    unfinished: bool = False,
    places: Iterable[tuple[str, Iterable[LineRange], int]] = (),
) -> Paragraph:
    elsewhere = tuple([Elsewhere(document=name, lines=_ranges(other), start=start) for name, other, start in places])
    return Paragraph(
        text=text, lines=_ranges(lines), role=role, severed=severed, unfinished=unfinished, elsewhere=elsewhere
    )


def _ranges(stored_form: Iterable[LineRange]) -> tuple[LineRange, ...]:
    return tuple([(first, last) for first, last in stored_form])


def read_article(row: Row[Any]) -> Article:
    return Article(
        id=row.id,
        revision=row.revision,
        source=row.source,
        document=row.document_name,
        title=row.title,
        kicker=row.kicker,
        deck=row.deck,
        title_derived=row.title_derived,
        byline=tuple(row.byline),
        asked_by=row.asked_by,
        answered_by=row.answered_by,
        published_on=row.published_on,
        published_how=row.published_how,
        script=row.script,
        paragraphs=tuple(_paragraph(*paragraph) for paragraph in row.paragraphs),
        url=row.url,
        section_of=row.section_of,
        sectioned=row.sectioned,
        context=tuple(row.context or ()),
        continued_from=row.continued_from,
        continued_on=row.continued_on,
        page=row.page,
        half_of=row.half_of,
    )


def stored(row: Row[Any]) -> StoredArticle:
    """A row of ``joined()`` as the archive's article."""
    analysis = Analysis(
        article=row.id,
        keywords=tuple(
            Keyword(text=text, weight=weight, parts=tuple((name, value) for name, value in parts))
            for text, weight, parts in row.keywords
        ),
        themes=tuple(
            ThemeScore(theme=theme, score=score, hits=tuple((word, points) for word, points in hits))
            for theme, score, hits in row.themes
        ),
    )
    return StoredArticle(
        article=read_article(row),
        analysis=analysis,
        story=row.story,
        source_name=row.source_name,
        first_read_at=row.first_read_at,
    )
