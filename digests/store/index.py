"""The lookup index: gram -> articles, newest first, and the search forms that candidates are checked and ranked on.

It is written in the transaction that stores the article, so it cannot lag behind, and every row of it is made from
the article alone, so it can be made again. SQLite's FTS5 holds the grams (``detail=none``: which article has a gram,
nothing else). Candidates come newest first and bounded; whether a candidate really holds the words is told by its
search form, which makes the answer exact, and how well it answers is for the pure code in ``digests.lookup``: BM25
inside FTS5 reads every posting of a common word, 82 to 241 ms on a million articles.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from digests.chinese import forms
from digests.chinese.pinyin import initials
from digests.models import Analysis, Article
from digests.query import Entry
from digests.store.article_rows import joined, stored
from digests.store.driver import driver
from digests.store.index_entries import IndexEntry, index_entry
from digests.store.index_queries import Alternatives, Facets, expression
from digests.store.schema import articles, standing

CHUNK = 500
TOGETHER = 32  # counts a statement
_ENTRY = "pk, article, story, title, body, marks, day"


class Index:
    """The index, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, pk: int, article: Article, analysis: Analysis) -> None:
        """Indexes the stored article ``pk``, or a new revision of it in place of the old one.

        One that readers are not shown is not to be found.
        """
        self.remove(pk)
        if not article.stands:
            return
        kept = select(articles.c.story, articles.c.first_read_at).where(articles.c.pk == pk)
        story, first_read_at = self._connection.execute(kept).one()
        self.add([(pk, story, index_entry(article, analysis, first_read_at))])

    def add(self, fresh: Iterable[tuple[int, str, IndexEntry]]) -> None:
        """Indexes articles that the index does not hold, as (pk, story, entry).

        They are written with ascending keys: at a lower one than the last FTS5 writes out what it holds so far, and has
        it to merge again.
        """
        ordered = sorted(fresh, key=itemgetter(0))
        if not ordered:
            return
        run = self._connection.exec_driver_sql
        columns = "pk, article, story, day, facets, marks, title, body"
        run(
            f"INSERT INTO search_texts ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(pk, it.article, story, it.day, it.facets, it.marks, it.title, it.body) for pk, story, it in ordered],
        )
        run("INSERT INTO search_grams (rowid, grams) VALUES (?, ?)", [(pk, it.grams) for pk, _, it in ordered])
        if names := dict.fromkeys(name for _, _, it in ordered for name in it.names):
            called = [(letters, name) for name in names for letters in initials(name)]
            run("INSERT OR IGNORE INTO search_names (initials, name) VALUES (?, ?)", called)

    def remove(self, pk: int) -> None:
        """Takes an article out; one that is not indexed is no error."""
        run = self._connection.exec_driver_sql
        row = run("SELECT title, body, marks, facets FROM search_texts WHERE pk = ?", (pk,)).first()
        if row is not None:
            # The very grams that were added, or some would be left behind.
            grams = f"{forms.Indexed(row.title, row.body, row.marks).spaced()} {row.facets}"
            run("INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', ?, ?)", (pk, grams))
            run("DELETE FROM search_texts WHERE pk = ?", (pk,))

    def newest(self, wanted: Sequence[Alternatives], *, limit: int, facets: Facets | None = None) -> list[int]:
        """Keys of articles that have, for every one of ``wanted``, all grams of one alternative; highest key first.

        Nothing wanted and nothing narrowed: every article. A superset of the articles that hold the words themselves:
        neighbouring pairs may stand apart in the text.
        """
        keys, values = _keys(expression(wanted, facets or Facets()))
        return [row[0] for row in self._rows(f"{keys} LIMIT ?", (*values, limit))]

    def matching(
        self,
        wanted: Sequence[Alternatives],
        *,
        facets: Facets | None = None,
        counts: Mapping[str, float] | None = None,
        without: Collection[str] = (),
    ) -> Generator[Entry]:
        """The entries of the articles that `newest` would give, read as they are consumed; to be closed.

        ``counts`` and ``without``: see `index_queries.expression`.
        """
        matched = expression(wanted, facets or Facets(), counts, without)
        source = (
            "search_grams g CROSS JOIN search_texts ON pk = g.rowid WHERE search_grams MATCH ? ORDER BY g.rowid DESC"
        )
        sql = f"SELECT {_ENTRY} FROM {source if matched else 'search_texts ORDER BY pk DESC'}"
        with closing(driver(self._connection).execute(sql, (matched,) if matched else ())) as rows:
            yield from map(_entry, rows)

    def counts(self, grams: Sequence[str], *, limit: int) -> list[tuple[int, int]]:
        """For each gram, how many articles have it, counted up to ``limit`` from the newest, and the last key seen."""
        one = f"SELECT count(*), min(pk) FROM ({_keys('.')[0]} LIMIT {limit:d})"
        found: list[tuple[int, int]] = []
        for start in range(0, len(grams), TOGETHER):
            asked = tuple(expression([[frozenset((gram,))]]) for gram in grams[start : start + TOGETHER])
            rows = self._rows(" UNION ALL ".join([one] * len(asked)), asked)
            found.extend((count, lowest or 0) for count, lowest in rows)
        return found

    def _rows(self, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        return driver(self._connection).execute(sql, values).fetchall()

    def called(self, letters: str, *, limit: int = 5) -> list[str]:
        """Names in the archive with these initials, as search forms; some may stand in no article any more."""
        rows = self._rows("SELECT name FROM search_names WHERE initials = ? ORDER BY name LIMIT ?", (letters, limit))
        return [row[0] for row in rows]

    def highest(self) -> int:
        """The highest key: about how many articles there are; 0 for none."""
        return int(self._rows("SELECT coalesce(max(pk), 0) FROM search_texts", ())[0][0])

    def entries(self, pks: Sequence[int]) -> list[Entry]:
        """What the index holds of these articles, in the order asked for."""
        found: dict[int, Entry] = {}
        for start in range(0, len(pks), CHUNK):
            chunk = tuple(pks[start : start + CHUNK])
            marks = ", ".join("?" * len(chunk))
            sql = f"SELECT {_ENTRY} FROM search_texts WHERE pk IN ({marks})"
            found |= {row[0]: _entry(row) for row in self._rows(sql, chunk)}
        return [found[pk] for pk in pks if pk in found]

    def stale(self) -> bool:
        """Whether the rows were made by other rules than today's: then `rebuild` is due."""
        version = self._connection.exec_driver_sql("SELECT value FROM search_state WHERE name = 'version'").scalar()
        return version != forms.VERSION

    def rebuild(self, progress: Callable[[int], object] = lambda done: None) -> int:
        """Makes the whole index again from the archive, in one transaction; gives the number of articles.

        ``progress`` hears how many are done.
        """
        run = self._connection.exec_driver_sql
        run("INSERT INTO search_grams (search_grams) VALUES ('delete-all')")
        run("DELETE FROM search_texts")
        run("DELETE FROM search_names")
        done = 0
        for rows in self._connection.execute(joined().where(standing).order_by("pk")).partitions(CHUNK):
            batch = [(row.pk, stored(row)) for row in rows]
            self.add(
                (pk, kept.story, index_entry(kept.article, kept.analysis, kept.first_read_at)) for pk, kept in batch
            )
            done += len(batch)
            progress(done)
        run("INSERT INTO search_grams (search_grams) VALUES ('optimize')")
        run("INSERT OR REPLACE INTO search_state (name, value) VALUES ('version', ?)", (forms.VERSION,))
        return done


def _keys(matched: str) -> tuple[str, tuple[str, ...]]:
    """The statement that gives the keys for an FTS5 query, highest first, and its values."""
    if matched:
        return "SELECT rowid AS pk FROM search_grams WHERE search_grams MATCH ? ORDER BY rowid DESC", (matched,)
    return "SELECT pk FROM search_texts ORDER BY pk DESC", ()


def _entry(row: Sequence[Any]) -> Entry:
    pk, article, story, title, body, marks, day = row
    return Entry(pk, article, story, title, body, marks, date.fromordinal(day))
