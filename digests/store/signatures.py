"""Signatures of articles, and who may belong with a newcomer, found without comparing it with each.

What is read for one newcomer is bounded however large the archive: for each of its keys the newest `POSTINGS` articles
that have it, of those the `SAME_TEXT` and `SAME_EVENT` most promising signatures. A band counts the less the more
articles have it, so what thousands share (a form, a disclaimer) does not crowd out what two share.

A key that already leads to a story is not written again for its further articles, and event terms are those of the
articles that lead: a text printed by five hundred papers costs one posting, and is found as surely the last time.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from heapq import nlargest
from typing import Any

from sqlalchemy import Connection

from digests.models import Candidate, Signature
from digests.store.driver import driver, instant, marks

POSTINGS = 32
SAME_TEXT = 8
SAME_EVENT = 8
RECENT = 512  # candidates kept as made of their rows, of some 6 KB
_OF_BAND = f"SELECT article FROM bands WHERE band = ? ORDER BY article DESC LIMIT {POSTINGS}"
_OF_TERM = f"SELECT article FROM event_terms WHERE term = ? AND article >= ? ORDER BY article DESC LIMIT {POSTINGS}"
_SIGNATURES = (
    "SELECT a.story, s.lead, a.id, a.revision, g.first_read_at, g.chars, g.sketch, g.terms, g.gist FROM signatures g"
    " JOIN articles a ON a.pk = g.article JOIN stories s ON s.id = a.story WHERE g.article IN ({})"
)


class Signatures:
    """Rows of signatures and their keys, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._driver = driver(connection)
        self._windows: dict[datetime, int | None] = {}

    def candidates(self, wanted: Signature, *, event_since: datetime) -> tuple[Candidate, ...]:
        """Articles that share a band (any age) or two event terms (leads first read since ``event_since``).

        Oldest first. Ties between the equally promising go to the newest.
        """
        run = self._driver.execute
        texts: dict[int, float] = {}
        for band in wanted.bands:
            rows = run(_OF_BAND, (band,)).fetchall()
            points = 1 / max(1, len(rows))
            for (article,) in rows:
                texts[article] = texts.get(article, 0.0) + points
        best = _best(texts, SAME_TEXT)
        events = self._sharing_terms(wanted, event_since)
        for article in best:
            events.pop(article, None)
        best += _best(events, SAME_EVENT)
        if not best:
            return ()
        return tuple(sorted(map(_candidate, run(_SIGNATURES.format(marks(best)), best)), key=_age))

    def _sharing_terms(self, wanted: Signature, event_since: datetime) -> dict[int, float]:
        """Leads that share two terms, with the squared weights of what they share. One word alone leads to no event."""
        since = self._window(event_since)
        if since is None:
            return {}
        once: dict[int, float] = {}
        twice: dict[int, float] = {}
        run = self._driver.execute
        for term, weight in zip(wanted.event_keys, wanted.weights, strict=False):
            points = weight * weight
            for (article,) in run(_OF_TERM, (term, since)).fetchall():
                if article in once:
                    twice[article] = twice.get(article, once[article]) + points
                else:
                    once[article] = points
        return twice

    def _window(self, since: datetime) -> int | None:
        """The first article of the window, by the index on the time; once a transaction."""
        if since not in self._windows:
            sql = "SELECT pk FROM articles WHERE first_read_at >= ? ORDER BY first_read_at, pk LIMIT 1"
            row = self._driver.execute(sql, (instant(since),)).fetchone()
            if row is None:
                return None
            self._windows[since] = row[0]
        return self._windows[since]

    def put(
        self, article: int, signature: Signature, *, leads: bool, now: datetime, covered: Collection[int] = ()
    ) -> None:
        """Stores the signature of article ``article``, and what is new of its keys.

        ``covered``: bands that lead to its story already. Keys of an earlier revision stay: one that no longer fits
        costs a comparison, and others of the story may rely on it.
        """
        run = self._driver
        run.execute(
            "INSERT INTO signatures (article, first_read_at, chars, sketch, terms, gist) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET chars = excluded.chars, sketch = excluded.sketch, terms = excluded.terms,"
            " gist = excluded.gist",
            (article, instant(now), signature.chars, packed(signature.sketch), weighed(signature), signature.gist),
        )
        fresh = [(band, article) for band in signature.bands if band not in covered]
        run.executemany("INSERT OR IGNORE INTO bands (band, article) VALUES (?, ?)", fresh)
        if leads:
            keys = [(term, article) for term in signature.event_keys]
            run.executemany("INSERT OR IGNORE INTO event_terms (term, article) VALUES (?, ?)", keys)

    def remove(self, article: int) -> None:
        """Nothing is placed beside this article any more; keys that lead to it lead nowhere."""
        self._driver.execute("DELETE FROM signatures WHERE article = ?", (article,))

    def step_up(self, article_id: str) -> None:
        """Event terms lead to this article, which leads its story from now on."""
        run = self._driver
        sql = "SELECT article, terms FROM signatures JOIN articles ON pk = article WHERE id = ?"
        for article, terms in run.execute(sql, (article_id,)).fetchall():
            keys = [(term, article) for term in _unweighed(terms)[0]]
            run.executemany("INSERT OR IGNORE INTO event_terms (term, article) VALUES (?, ?)", keys)

    def step_down(self, article_id: str) -> None:
        """Event terms lead no longer to this article, which leads its story no longer."""
        run = self._driver
        sql = "SELECT article, terms FROM signatures JOIN articles ON pk = article WHERE id = ?"
        for article, terms in run.execute(sql, (article_id,)).fetchall():
            keys = [(term, article) for term in _unweighed(terms)[0]]
            run.executemany("DELETE FROM event_terms WHERE term = ? AND article = ?", keys)


def _best(points: Mapping[int, float], most: int) -> list[int]:
    """The articles with most points; of equal ones the newest."""
    return [article for _, article in nlargest(most, zip(points.values(), points, strict=True))]


def _age(candidate: Candidate) -> tuple[datetime, str]:
    return candidate.first_read_at, candidate.article


@lru_cache(maxsize=RECENT)
def _candidate(row: tuple[Any, ...]) -> Candidate:
    """Newcomers are placed beside the same few hundred for a while: making one takes longer than finding it again."""
    story, lead, article, revision, first_read_at, chars, sketch, terms, gist = row
    hashes, weights = _unweighed(terms)
    return Candidate(
        story=story,
        lead=lead,
        article=article,
        revision=revision,
        first_read_at=datetime.fromisoformat(first_read_at),
        signature=Signature(
            sketch=struct.unpack(f"<{len(sketch) // 4}I", sketch),
            terms=hashes,
            weights=weights,
            gist=gist,
            chars=chars,
        ),
    )


def packed(sketch: Sequence[int]) -> bytes:
    """As the column holds it."""
    return struct.pack(f"<{len(sketch)}I", *sketch)


def weighed(signature: Signature) -> bytes:
    """The terms as the column holds them."""
    count = len(signature.terms)
    return struct.pack(f"<{count}I{count}f", *signature.terms, *signature.weights)


def _unweighed(terms: bytes) -> tuple[tuple[int, ...], tuple[float, ...]]:
    count = len(terms) // 8
    values = struct.unpack(f"<{count}I{count}f", terms)
    return values[:count], values[count:]
