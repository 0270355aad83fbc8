"""Watches as one list for all readers, and what they found: told at once, held back, or kept for the next digest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from digests.models import Reader
from digests.store import reader_rows
from digests.store.delivery_schema import (
    deliveries,
    editions,
    items,
    progress,
    readers,
    watch_hits,
    watches,
)
from digests.store.editions import LOST
from digests.store.schema import articles, documents
from digests.store.sources import Sources

BATCH = 500
DONE = "watches"
RULE = ("id", "reader", "query", "mode", "urgent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A watch and whose it is."""

    id: int
    reader: int
    query: str
    mode: str
    urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A story that a reader's rules found. Of two for the same story, the earlier ``due_at`` and all queries count."""

    reader: int
    story: str
    queries: tuple[str, ...]
    urgent: bool
    due_at: datetime


class Watches:
    """Rows of watches and what they found, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def version(self) -> tuple[int, int]:
        """Differs whenever the rules do, as no id is given twice."""
        row = self._connection.execute(select(func.count(), func.max(watches.c.id))).one()
        return int(row[0]), int(row[1] or 0)

    def queries(self) -> dict[int, str]:
        """Every rule's words, by its id."""
        return {row.id: row.query for row in self._connection.execute(select(watches.c.id, watches.c.query))}

    def rules(self, ids: Sequence[int]) -> tuple[Rule, ...]:
        """Those of ``ids`` whose readers are not paused."""
        found: list[Rule] = []
        for start in range(0, len(ids), BATCH):
            query = select(watches).join(readers).where(watches.c.id.in_(ids[start : start + BATCH]))
            rows = self._connection.execute(query.where(readers.c.paused.is_(None)))
            found.extend(Rule(**{name: row._mapping[name] for name in RULE}) for row in rows)
        return tuple(found)

    def begun(self) -> bool:
        """Whether it is noted how far looking came."""
        query = select(progress.c.value).where(progress.c.name == DONE)
        return self._connection.execute(query).scalar_one_or_none() is not None

    def fresh(self, limit: int) -> tuple[tuple[int, str, bool], ...]:
        """Articles not looked at yet, oldest first: key, id, whether the first read of its source brought it.

        What an archive held before anybody watched is passed over.
        """
        done = self._connection.execute(select(progress.c.value).where(progress.c.name == DONE)).scalar_one_or_none()
        if done is None:
            return ()
        query = (
            select(articles.c.pk, articles.c.id, articles.c.first_read_at, documents.c.source)
            .join(documents, documents.c.pk == articles.c.document)
            .where(articles.c.pk > done)
            .order_by(articles.c.pk)
            .limit(limit)
        )
        rows = self._connection.execute(query).all()
        known = Sources(self._connection)
        until = {source: known.first_until(source) for source in {row.source for row in rows}}
        return tuple((row.pk, row.id, row.first_read_at <= until[row.source]) for row in rows)

    def looked_at(self, pk: int | None) -> None:
        """Notes how far looking came; None: the archive as it is now, if nothing was noted before."""
        if pk is None:
            pk = self._connection.execute(select(func.coalesce(func.max(articles.c.pk), 0))).scalar_one()
            first = upsert(progress).values(name=DONE, value=pk).on_conflict_do_nothing()
            self._connection.execute(first)
            return
        self._connection.execute(update(progress).where(progress.c.name == DONE).values(value=pk))

    def had(self, story: str, among: Collection[int]) -> frozenset[int]:
        """Those of these readers who were given the story already."""
        found: set[int] = set()
        wanted = sorted(among)
        for start in range(0, len(wanted), BATCH):
            query = (
                select(deliveries.c.reader)
                .join(items, and_(items.c.edition == deliveries.c.edition, items.c.part == deliveries.c.part))
                .where(items.c.story == story, deliveries.c.state.not_in(LOST))
                .where(deliveries.c.reader.in_(wanted[start : start + BATCH]))
            )
            found.update(self._connection.execute(query).scalars())
        return frozenset(found)

    def keep(self, found: Iterable[Found]) -> None:
        """Notes what was found until its time comes."""
        for one in found:
            same = and_(watch_hits.c.reader == one.reader, watch_hits.c.story == one.story)
            known = self._connection.execute(select(watch_hits).where(same)).one_or_none()
            if known is None:
                fields = {"reader": one.reader, "story": one.story, "queries": list(one.queries)}
                fields |= {"urgent": one.urgent, "due_at": one.due_at}
                self._connection.execute(insert(watch_hits).values(**fields))
                continue
            queries = list(dict.fromkeys([*known.queries, *one.queries]))
            urgent, due_at = known.urgent or one.urgent, min(known.due_at, one.due_at)
            changed = {"queries": queries, "urgent": urgent, "due_at": due_at}
            self._connection.execute(update(watch_hits).where(same).values(**changed))

    def due(self, now: datetime, limit: int) -> dict[int, tuple[Found, ...]]:
        """What is to be told now, by reader; of at most ``limit`` readers, and then all that is due to them."""
        chosen = select(watch_hits.c.reader).where(watch_hits.c.due_at <= now).distinct().limit(limit)
        query = select(watch_hits).where(watch_hits.c.due_at <= now, watch_hits.c.reader.in_(chosen))
        found: dict[int, tuple[Found, ...]] = {}
        for one in self._found(query):
            found[one.reader] = (*found.get(one.reader, ()), one)
        return found

    def waiting(self, reader: int) -> tuple[Found, ...]:
        """All that waits to be told to a reader, due or not."""
        return tuple(self._found(select(watch_hits).where(watch_hits.c.reader == reader)))

    def _found(self, query: Select[Any]) -> Iterator[Found]:
        ordered = query.order_by(watch_hits.c.reader, watch_hits.c.due_at, watch_hits.c.story)
        for row in self._connection.execute(ordered):
            yield Found(
                reader=row.reader, story=row.story, queries=tuple(row.queries), urgent=row.urgent, due_at=row.due_at
            )

    def told(self, found: Iterable[Found]) -> None:
        """What was told, or need not be, is forgotten here; the deliveries remember it."""
        for one in found:
            same = and_(watch_hits.c.reader == one.reader, watch_hits.c.story == one.story)
            self._connection.execute(delete(watch_hits).where(same))

    def recent(self, reader: int, since: datetime) -> tuple[datetime, ...]:
        """When this reader was given alerts since then, oldest first."""
        query = (
            select(editions.c.opened_at)
            .join(deliveries, deliveries.c.edition == editions.c.id)
            .where(deliveries.c.reader == reader, deliveries.c.part == 1, deliveries.c.again == 0)
            .where(editions.c.kind == "alert", editions.c.opened_at > since)
            .order_by(editions.c.opened_at)
        )
        return tuple(self._connection.execute(query).scalars())

    def readers(self, ids: Sequence[int]) -> Mapping[int, tuple[Reader, datetime | None]]:
        """These readers, each with when they are due next."""
        found: dict[int, tuple[Reader, datetime | None]] = {}
        for start in range(0, len(ids), BATCH):
            query = select(readers).where(readers.c.id.in_(ids[start : start + BATCH]))
            rows: Any = self._connection.execute(query)
            found |= {row.id: (reader_rows.reader(row), row.next_due_at) for row in rows}
        return found
