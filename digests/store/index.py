"""The lookup index: gram -> articles, newest first, and the search forms that candidates are checked and ranked on.

It is written in the transaction that stores the article, so it cannot lag behind, and every row of it is made from
the article alone, so it can be made again. SQLite's FTS5 holds the grams (``detail=none``: which article has a gram,
nothing else). Candidates come newest first and bounded; whether a candidate really holds the words is told by its
search form, which makes the answer exact, and how well it answers is for the pure code in ``digests.lookup``: BM25
inside FTS5 reads every posting of a common word, 82 to 241 ms on a million articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from digests.chinese import forms
from digests.chinese.pinyin import initials
from digests.models import OTHER, Analysis, Article
from digests.query import Entry
from digests.store.articles import joined, stored
from digests.store.schema import articles, standing

NEEDED = 48  # grams asked of the index for one word; more would not narrow down, and the form is checked anyway
MONTHS = 36
CHUNK = 500
_FACET = "\ue001"

Grams = frozenset[str]
Alternatives = Sequence[Grams]  # any one of these sets


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What narrows a lookup down, none of it text. Days include both ends."""

    theme: str | None = None
    source: str | None = None
    after: date | None = None
    before: date | None = None


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
        first_read_at = self._connection.execute(select(articles.c.first_read_at).where(articles.c.pk == pk))
        self.add([(pk, article, analysis, first_read_at.scalar_one())])

    def add(self, fresh: Iterable[tuple[int, Article, Analysis, datetime]]) -> None:
        """Indexes articles that the index does not hold, as (pk, article, analysis, first read at)."""
        texts, grams = [], []
        names: dict[str, None] = {}
        for pk, article, analysis, first_read_at in fresh:
            entry = forms.indexed(article)
            day = _day(article.published_on, first_read_at)
            facets = _facets(article.source, [theme.theme for theme in analysis.themes] or [OTHER], day)
            texts.append((pk, entry.title, entry.body, entry.marks, day.toordinal(), facets))
            grams.append((pk, _gram_text(entry, facets)))
            names |= dict.fromkeys(forms.names(article, (keyword.text for keyword in analysis.keywords)))
        if texts:
            run = self._connection.exec_driver_sql
            run("INSERT INTO search_texts (pk, title, body, marks, day, facets) VALUES (?, ?, ?, ?, ?, ?)", texts)
            run("INSERT INTO search_grams (rowid, grams) VALUES (?, ?)", grams)
        if names:
            called = [(letters, name) for name in names for letters in initials(name)]
            run("INSERT OR IGNORE INTO search_names (initials, name) VALUES (?, ?)", called)

    def remove(self, pk: int) -> None:
        """Takes an article out; one that is not indexed is no error."""
        run = self._connection.exec_driver_sql
        row = run("SELECT title, body, marks, facets FROM search_texts WHERE pk = ?", (pk,)).first()
        if row is not None:
            grams = _gram_text(forms.Indexed(row.title, row.body, row.marks), row.facets)
            run("INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', ?, ?)", (pk, grams))
            run("DELETE FROM search_texts WHERE pk = ?", (pk,))

    def newest(
        self, wanted: Sequence[Alternatives], *, limit: int, below: int | None = None, facets: Facets | None = None
    ) -> list[int]:
        """Keys of articles that have, for every one of ``wanted``, all grams of one alternative; highest key first.

        ``below``: only keys under it. Nothing wanted and nothing narrowed: every article. A superset of the articles
        that hold the words themselves: neighbouring pairs may stand apart in the text.
        """
        expression = _expression(wanted, facets or Facets())
        if expression:
            sql = "SELECT rowid FROM search_grams WHERE search_grams MATCH ?"
            values: tuple[Any, ...] = (expression,)
            key = "rowid"
        else:
            sql, values, key = "SELECT pk FROM search_texts WHERE 1", (), "pk"
        if below is not None:
            sql, values = f"{sql} AND {key} < ?", (*values, below)
        return [row[0] for row in self._rows(f"{sql} ORDER BY {key} DESC LIMIT ?", (*values, limit))]

    def _rows(self, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """The driver's own rows: SQLAlchemy's would cost as much again as reading them, and there are thousands."""
        result = self._connection.exec_driver_sql(sql, values)
        rows = list(result.cursor.fetchall()) if result.cursor is not None else []
        result.close()
        return rows

    def called(self, letters: str, *, limit: int = 5) -> list[str]:
        """Names in the archive with these initials, as search forms; some may stand in no article any more."""
        rows = self._rows("SELECT name FROM search_names WHERE initials = ? ORDER BY name LIMIT ?", (letters, limit))
        return [row[0] for row in rows]

    def highest(self) -> int:
        """The highest key: about how many articles there are; 0 for none."""
        return int(self._connection.exec_driver_sql("SELECT max(pk) FROM search_texts").scalar() or 0)

    def entries(self, pks: Sequence[int]) -> list[Entry]:
        """What the index holds of these articles, in the order asked for."""
        found: dict[int, Entry] = {}
        for start in range(0, len(pks), CHUNK):
            chunk = tuple(pks[start : start + CHUNK])
            marks = ", ".join("?" * len(chunk))
            rows = self._rows(
                "SELECT t.pk, a.id, a.story, t.title, t.body, t.marks, t.day, s.lead = a.id FROM search_texts t"
                f" JOIN articles a ON a.pk = t.pk JOIN stories s ON s.id = a.story WHERE t.pk IN ({marks})",
                chunk,
            )
            found |= {row[0]: _entry(row) for row in rows}
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
            self.add((pk, kept.article, kept.analysis, kept.first_read_at) for pk, kept in batch)
            done += len(batch)
            progress(done)
        run("INSERT INTO search_grams (search_grams) VALUES ('optimize')")
        run("INSERT OR REPLACE INTO search_state (name, value) VALUES ('version', ?)", (forms.VERSION,))
        return done


def _entry(row: Sequence[Any]) -> Entry:
    pk, article, story, title, body, marks, day, lead = row
    return Entry(
        pk=pk,
        article=article,
        story=story,
        title=title,
        body=body,
        marks=marks,
        day=date.fromordinal(day),
        lead=bool(lead),
    )


def _day(published_on: str | None, first_read_at: datetime) -> date:
    """The printed day, of a month or year the first; the day first read (UTC) where none is printed or it is no day."""
    if published_on:
        year, month, day = (*published_on.split("-"), "1", "1")[:3]
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            pass
    return first_read_at.date()


def _facet(name: str, value: str) -> str:
    """A gram for a fact that is no text; whatever the tokenizer would part at is spelt out."""
    plain = "".join(c if c.isalnum() else f"{_FACET}{ord(c):x}" for c in value.casefold())
    return f"{_FACET}{name}{_FACET}{plain}"


def _facets(source: str, themes: Iterable[str], day: date) -> str:
    facets = [_facet("source", source), _facet("month", f"{day.year:04}{day.month:02}")]
    return " ".join(facets + [_facet("theme", theme) for theme in themes])


def _gram_text(entry: forms.Indexed, facets: str) -> str:
    """What FTS5 is given: grams parted by spaces. The same for the same row, or removing would leave grams behind."""
    return f"{' '.join(entry.grams())} {facets}"


def _expression(wanted: Sequence[Alternatives], facets: Facets) -> str:
    """The FTS5 query; "" when everything matches. Each gram is one quoted token, so nothing in it is syntax."""
    groups = [" OR ".join(_all_of(grams) for grams in alternatives) for alternatives in wanted]
    if facets.theme:
        groups.append(_quoted(_facet("theme", facets.theme)))
    if facets.source:
        groups.append(_quoted(_facet("source", facets.source)))
    if facets.after and facets.before and (months := _months(facets.after, facets.before)):
        groups.append(" OR ".join(_quoted(_facet("month", month)) for month in months))
    return " AND ".join(f"({group})" for group in groups)


def _months(after: date, before: date) -> list[str]:
    """The months between two days; [] for more than MONTHS: the entries' own days decide anyway."""
    first, last = after.year * 12 + after.month - 1, before.year * 12 + before.month - 1
    if not 0 <= last - first < MONTHS:
        return []
    return [f"{month // 12:04}{month % 12 + 1:02}" for month in range(first, last + 1)]


def _all_of(grams: Grams) -> str:
    chosen = sorted(grams)
    step = -(-len(chosen) // NEEDED)
    return "(" + " AND ".join(_quoted(gram) for gram in chosen[::step]) + ")"


def _quoted(gram: str) -> str:
    return '"' + gram.replace('"', '""') + '"'
