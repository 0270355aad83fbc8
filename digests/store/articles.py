"""Articles with what their words told: written once a revision, read by id, by story or in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from digests.models import Analysis, Article, StoredArticle
from digests.store.article_rows import joined, read_article, stored, values_of
from digests.store.driver import Insert, driver, marks
from digests.store.schema import articles, documents

_INSERT = Insert(articles)
ISSUE, UNDATED = 120, 8  # documents of an issue, more than a newspaper has pages; of those without a day
CHUNK = 500  # ids a statement; SQLite's own limit of bound values is far above
_BY_PK = joined().where(articles.c.pk.in_(bindparam("pks", expanding=True)))  # every lookup reads its hits by it
_OF_ISSUE = (
    "SELECT a.pk, a.id, a.revision, a.page, a.continued_from, a.half_of"
    " FROM (SELECT pk FROM documents WHERE source = ? AND issue = ? AND name != ? ORDER BY pk DESC LIMIT ?) d"
    " JOIN articles a ON a.document = d.pk ORDER BY a.pk DESC"
)


class Leaf(NamedTuple):
    """Where an article of a newspaper stands, and whether it is the second half of another."""

    pk: int
    id: str
    revision: int
    page: str | None
    continued_from: str | None
    half_of: str | None


def row_of(article: Article, analysis: Analysis) -> dict[str, Any]:
    """What a row says whatever the archive holds, for `Articles.put`: made before the archive is locked, and for many
    articles in one go in half the time of one by one."""
    return _INSERT.bound(values_of(article, analysis))


class Articles:
    """Rows of articles, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver = driver(connection)

    def of_document(self, source: str, name: str) -> tuple[Article, ...]:
        """The articles last made of this document, in its order."""
        known = "SELECT 1 FROM documents WHERE source = ? AND name = ?"  # most are new, and this costs next to nothing
        if self._driver.execute(known, (source, name)).fetchone() is None:
            return ()
        query = (
            joined()
            .where(documents.c.source == source, documents.c.name == name)
            .order_by(articles.c.position, articles.c.pk)
        )
        return tuple(read_article(row) for row in self._connection.execute(query))

    def row(self, article_id: str) -> Article | None:
        """The article as it is stored, a half as the half that was read."""
        row = self._connection.execute(joined().where(articles.c.id == article_id)).one_or_none()
        return read_article(row) if row else None

    def second_halves(self, article_id: str) -> tuple[Article, ...]:
        """What finishes this very text, as read: none, or one that may itself be finished by another."""
        rows = self._connection.execute(joined().where(articles.c.half_of == article_id).order_by(articles.c.pk))
        return tuple(read_article(row) for row in rows)

    def of_issue(self, source: str, issue: str, *, but: str) -> tuple[Leaf, ...]:
        """What the articles of an issue's documents other than ``but`` are; of undated ones the latest `UNDATED`."""
        rows = self._driver.execute(_OF_ISSUE, (source, issue, but, ISSUE if issue else UNDATED)).fetchall()
        return tuple(Leaf(*row) for row in rows)

    def rows(self, pks: Sequence[int]) -> tuple[Article, ...]:
        """These articles as they are stored, at most `CHUNK`, halves as the halves that were read."""
        return tuple(read_article(row) for row in self._connection.execute(_BY_PK, {"pks": pks[:CHUNK]}))

    def sections(self, page: str) -> tuple[StoredArticle, ...]:
        """The articles that stand for a page of questions, in its order."""
        document = select(articles.c.document).where(articles.c.id == page).scalar_subquery()
        query = joined().where(articles.c.document == document, articles.c.section_of == page)
        return tuple(stored(row) for row in self._connection.execute(query.order_by(articles.c.position)))

    def revisions(self, ids: Sequence[str]) -> dict[str, int]:
        """Those of ``ids`` that the archive holds, each with its stored revision."""
        sql = f"SELECT id, revision FROM articles WHERE id IN ({marks(ids)})"
        return dict(self._driver.execute(sql, ids).fetchall())

    def highest(self) -> int:
        """The highest ``pk``; 0 in an empty archive."""
        return int(self._driver.execute("SELECT coalesce(max(pk), 0) FROM articles").fetchone()[0])

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
        row: Mapping[str, Any] | None = None,
    ) -> int:
        """Stores a new article, or a new revision under the same id; gives its ``pk``.

        ``pk``: for a new one; None: the next. ``row``: `row_of` it, where that was made before. One that readers are
        not shown is found in no theme. A half is told by the story of its whole, so that is where it moves.
        """
        place = {"document": document, "position": position, "revised_at": now}
        run = self._driver
        known = run.execute("SELECT pk FROM articles WHERE id = ?", (article.id,)).fetchone()
        if known is None:
            place |= {"pk": pk, "id": article.id, "story": story, "first_read_at": now}
            pk = _INSERT.run(run, {**(row or row_of(article, analysis)), **_INSERT.bound(place)})
        else:
            pk = known[0]
            values = values_of(article, analysis) | place | ({"story": story} if article.half_of else {})
            self._connection.execute(update(articles).where(articles.c.pk == pk).values(**values))
            run.execute("DELETE FROM article_themes WHERE article = ?", (pk,))
        themes = [(theme.theme, pk, theme.score) for theme in analysis.themes if article.stands]
        run.executemany("INSERT INTO article_themes (theme, article, score) VALUES (?, ?, ?)", themes)
        return int(pk)

    def get(self, article_id: str) -> StoredArticle | None:
        """The article; for a half of a text the whole."""
        found = self.many([article_id])
        if found and found[0].article.half_of:
            return self.get(found[0].article.half_of)
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
        """Every article in the order first read, halves as their wholes only; rows are fetched as they are consumed."""
        for row in self._connection.execute(joined().where(articles.c.half_of.is_(None)).order_by(articles.c.pk)):
            yield stored(row)

    def count(self) -> int:
        query = select(func.count()).select_from(articles).where(articles.c.half_of.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def place(self, article_id: str) -> tuple[int, int]:
        """Document and position of a stored article."""
        query = select(articles.c.document, articles.c.position).where(articles.c.id == article_id)
        row = self._connection.execute(query).one()
        return row.document, row.position

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
