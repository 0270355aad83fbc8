"""Articles with what their words told: written once a revision, read by id, by story or in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select, update

from digests.models import Analysis, Article, Keyword, Paragraph, StoredArticle, ThemeScore
from digests.store.driver import Insert, driver, marks
from digests.store.schema import articles, documents, sources

_INSERT = Insert(articles)
CHUNK = 500  # ids a statement; SQLite's own limit of bound values is far above


class Articles:
    """Rows of articles, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_document(self, source: str, name: str) -> tuple[Article, ...]:
        """The articles last made of this document, in its order."""
        query = (
            joined()
            .where(documents.c.source == source, documents.c.name == name)
            .order_by(articles.c.position, articles.c.pk)
        )
        return tuple(_article(row) for row in self._connection.execute(query))

    def sections(self, page: str) -> tuple[StoredArticle, ...]:
        """The articles that stand for a page of questions, in its order."""
        document = select(articles.c.document).where(articles.c.id == page).scalar_subquery()
        query = joined().where(articles.c.document == document, articles.c.section_of == page)
        return tuple(stored(row) for row in self._connection.execute(query.order_by(articles.c.position)))

    def revisions(self, ids: Sequence[str]) -> dict[str, int]:
        """Those of ``ids`` that the archive holds, each with its stored revision."""
        sql = f"SELECT id, revision FROM articles WHERE id IN ({marks(ids)})"
        return dict(driver(self._connection).execute(sql, ids).fetchall())

    def highest(self) -> int:
        """The highest ``pk``; 0 in an empty archive."""
        return int(driver(self._connection).execute("SELECT coalesce(max(pk), 0) FROM articles").fetchone()[0])

    def put(
        self,
        article: Article,
        analysis: Analysis,
        *,
        document: int,
        position: int,
        story: str,
        now: datetime,
        pk: int | None = None,
    ) -> int:
        """Stores a new article, or a new revision under the same id; gives its ``pk``.

        ``pk``: for a new one; None: the next. One that readers are not shown is found in no theme.
        """
        values = _values(article, analysis) | {"document": document, "position": position, "revised_at": now}
        run = driver(self._connection)
        row = run.execute("SELECT pk FROM articles WHERE id = ?", (article.id,)).fetchone()
        if row is None:
            values |= {"pk": pk, "id": article.id, "story": story, "first_read_at": now}
            pk = _INSERT.run(self._connection, values)
        else:
            pk = row[0]
            self._connection.execute(update(articles).where(articles.c.pk == pk).values(**values))
            run.execute("DELETE FROM article_themes WHERE article = ?", (pk,))
        themes = [(theme.theme, pk, theme.score) for theme in analysis.themes if article.stands]
        run.executemany("INSERT INTO article_themes (theme, article, score) VALUES (?, ?, ?)", themes)
        return int(pk)

    def get(self, article_id: str) -> StoredArticle | None:
        found = self.many([article_id])
        return found[0] if found else None

    def many(self, ids: Sequence[str]) -> tuple[StoredArticle, ...]:
        """Those of ``ids`` that exist, in the order asked for."""
        found: dict[str, StoredArticle] = {}
        for start in range(0, len(ids), CHUNK):
            query = joined().where(articles.c.id.in_(ids[start : start + CHUNK]))
            found |= {row.id: stored(row) for row in self._connection.execute(query)}
        return tuple(found[article_id] for article_id in ids if article_id in found)

    def by_pk(self, pks: Sequence[int]) -> dict[int, StoredArticle]:
        """Those of ``pks`` that exist."""
        found: dict[int, StoredArticle] = {}
        for start in range(0, len(pks), CHUNK):
            rows = self._connection.execute(_BY_PK, {"pks": pks[start : start + CHUNK]})
            found |= {row.pk: stored(row) for row in rows}
        return found

    def all(self) -> Iterable[StoredArticle]:
        """Every article in the order first read; rows are fetched as they are consumed."""
        for row in self._connection.execute(joined().order_by(articles.c.pk)):
            yield stored(row)

    def count(self) -> int:
        return int(self._connection.execute(select(func.count()).select_from(articles)).scalar_one())

    def newest_at(self) -> datetime | None:
        """When an article was last read for the first time; None in an empty archive."""
        newest: datetime | None = self._connection.execute(select(func.max(articles.c.first_read_at))).scalar_one()
        return newest

    def per_document(self, source: str) -> dict[str, int]:
        """Document name to the number of articles last made of it."""
        query = (
            select(documents.c.name, func.count().label("articles"))
            .join(articles, articles.c.document == documents.c.pk)
            .where(documents.c.source == source)
            .group_by(documents.c.name)
        )
        return {row.name: row.articles for row in self._connection.execute(query)}

    def pk(self, article_id: str) -> int | None:
        return self._connection.execute(select(articles.c.pk).where(articles.c.id == article_id)).scalar_one_or_none()


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


_BY_PK = joined().where(articles.c.pk.in_(bindparam("pks", expanding=True)))  # every lookup reads its hits by it


def _values(article: Article, analysis: Analysis) -> dict[str, Any]:
    plain = (
        "revision title kicker deck title_derived asked_by answered_by published_on published_how script url"
        " section_of sectioned continued_from"
    )
    return {name: getattr(article, name) for name in plain.split()} | {
        "byline": list(article.byline),
        "context": list(article.context) or None,
        "paragraphs": [[p.text, [list(span) for span in p.lines], p.role, p.severed] for p in article.paragraphs],
        "theme": analysis.theme,
        "themes": [[t.theme, t.score, [list(hit) for hit in t.hits]] for t in analysis.themes],
        "keywords": [[k.text, k.weight, [list(part) for part in k.parts]] for k in analysis.keywords],
    }


def _article(row: Row[Any]) -> Article:
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
        paragraphs=tuple(
            Paragraph(text=text, lines=tuple((first, last) for first, last in lines), role=role, severed=severed)
            for text, lines, role, severed in row.paragraphs
        ),
        url=row.url,
        section_of=row.section_of,
        sectioned=row.sectioned,
        context=tuple(row.context or ()),
        continued_from=row.continued_from,
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
        article=_article(row),
        analysis=analysis,
        story=row.story,
        source_name=row.source_name,
        first_read_at=row.first_read_at,
    )
