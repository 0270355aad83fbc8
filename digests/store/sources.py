"""Sources and what is known of their documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from digests.models import Fingerprint, Source, SourceState
from digests.store.driver import driver, instant
from digests.store.schema import documents, sources

FIRST_READ = ""  # the name of no document: the row that stands for the end of a source's first read
DAY = timedelta(days=1)
SLIP = timedelta(minutes=1)  # a clock is set back by so much in passing
STATE = tuple(field.name for field in fields(SourceState))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """A source as the archive knows it. ``configured``: named by the settings file; ``active``: to be read."""

    source: Source
    configured: bool
    active: bool
    state: SourceState

    def due(self, now: datetime) -> bool:
        """As `Sources.due` has it."""
        due_at, read_at = self.state.next_due_at, self.state.last_read_at
        return self.active and (due_at is None or due_at <= now or (read_at is not None and read_at > now + SLIP))


class Sources:
    """Rows of sources and documents, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver = driver(connection)

    def configure(self, wanted: Iterable[Source]) -> None:
        """Makes the settings' sources active; one that the settings no longer name stays, but is not read."""
        self._connection.execute(update(sources).where(sources.c.configured).values(active=False))
        for source in wanted:
            self.put(source, configured=True)

    def put(self, source: Source, *, configured: bool = False, active: bool = True) -> None:
        """Stores the source under its id; what its reads left behind is kept."""
        values: dict[str, Any] = {
            "kind": source.kind,
            "location": source.location,
            "name": source.name,
            "every_s": source.every_s,
            "include": list(source.include),
            "exclude": list(source.exclude),
            "category": source.category,
            "configured": configured,
            "active": active,
        }
        statement = upsert(sources).values(id=source.id, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=[sources.c.id], set_=values))

    def get(self, source_id: str) -> SourceRecord | None:
        row = self._connection.execute(select(sources).where(sources.c.id == source_id)).one_or_none()
        return None if row is None else _record(row)

    def all(self, *, active_only: bool = False) -> tuple[SourceRecord, ...]:
        query = select(sources).order_by(sources.c.id)
        if active_only:
            query = query.where(sources.c.active)
        return tuple(_record(row) for row in self._connection.execute(query))

    def due(self, now: datetime) -> tuple[SourceRecord, ...]:
        """Active sources whose time has come, never-read ones first.

        One that was read in the future is due too: the clock was wrong then, and may have been by years.
        """
        come = (
            (sources.c.next_due_at.is_(None)) | (sources.c.next_due_at <= now) | (sources.c.last_read_at > now + SLIP)
        )
        query = (
            select(sources)
            .where(sources.c.active, come)
            .order_by(sources.c.next_due_at.is_not(None), sources.c.next_due_at, sources.c.id)
        )
        return tuple(_record(row) for row in self._connection.execute(query))

    def finish(self, source_id: str, state: SourceState) -> None:
        """Closes one read with what it leaves for the next one."""
        values = {name: getattr(state, name) for name in STATE}
        self._connection.execute(update(sources).where(sources.c.id == source_id).values(**values))

    def listed(self, source_id: str, there: Collection[str], now: datetime, *, whole: bool) -> None:
        """Notes what a good read found ``there``; nothing, where the server said that nothing had changed.

        What is there no more is not told of any more as yielding nothing. ``whole``: nothing is left for the next read.
        Then the first read is over, which took several where a feed has many teasers or the service was stopped; and a
        day after it began in any case, see `Sources.first_until`.
        """
        if there:
            gone = [(source_id, name) for name, _ in self.rejected(source_id) if name not in there]
            self._driver.executemany("UPDATE documents SET reason = NULL WHERE source = ? AND name = ?", gone)
        began, over_at = self._first_read(source_id)
        if over_at is None and (whole or (began is not None and began + DAY < now)):
            at = now if began is None or began + DAY >= now else began
            self.put_document(source_id, FIRST_READ, fingerprint=Fingerprint(stamp="", digest=""), now=at)

    def first_until(self, source_id: str) -> datetime:
        """Up to when, that moment included, what was read of a source is no news.

        Raises LookupError for one of which nothing was read.
        """
        began, over_at = self._first_read(source_id)
        if over_at is not None:
            return over_at
        if began is None:
            raise LookupError(f"nothing was read of source {source_id}")
        return began + DAY

    def _first_read(self, source_id: str) -> tuple[datetime | None, datetime | None]:
        """When the first read began, and when the read that ended it did, which is a row of its own."""
        mine = documents.c.source == source_id
        query = select(documents.c.first_read_at).where(mine, documents.c.name != FIRST_READ)
        began = self._connection.execute(query.order_by(documents.c.first_read_at).limit(1)).scalar_one_or_none()
        over = select(documents.c.first_read_at).where(mine, documents.c.name == FIRST_READ)
        return began, self._connection.execute(over).scalar_one_or_none()

    def hurry(self, source_id: str) -> None:
        """Makes a source due at once."""
        self._connection.execute(update(sources).where(sources.c.id == source_id).values(next_due_at=None))

    def deactivate(self, source_id: str) -> bool:
        """Stops reading a source; its articles and its id stay. False when there is no such active source."""
        changed = self._connection.execute(
            update(sources).where(sources.c.id == source_id, sources.c.active).values(active=False)
        )
        return changed.rowcount > 0

    def fingerprints(self, source_id: str) -> dict[str, Fingerprint]:
        """Document name to how it looked when it was last read."""
        query = select(documents.c.name, documents.c.stamp, documents.c.digest).where(documents.c.source == source_id)
        return {row.name: Fingerprint(stamp=row.stamp, digest=row.digest) for row in self._connection.execute(query)}

    def put_document(
        self,
        source_id: str,
        name: str,
        *,
        fingerprint: Fingerprint,
        now: datetime,
        reason: str | None = None,
        issue: str | None = None,
    ) -> int:
        """Remembers a document as read; gives its key. ``reason``: why it yielded no article; ``issue``: see there."""
        sql = (
            "INSERT INTO documents (source, name, stamp, digest, reason, issue, first_read_at, read_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, name) DO UPDATE"
            " SET stamp = excluded.stamp, digest = excluded.digest, reason = excluded.reason,"
            " issue = coalesce(excluded.issue, issue), read_at = excluded.read_at RETURNING pk"
        )
        at = instant(now)
        values = (source_id, name, fingerprint.stamp, fingerprint.digest, reason, issue, at, at)
        return int(self._driver.execute(sql, values).fetchone()[0])

    def rejected(self, source_id: str) -> tuple[tuple[str, str], ...]:
        """(document, reason) of those that yielded nothing."""
        query = (
            select(documents.c.name, documents.c.reason)
            .where(documents.c.source == source_id, documents.c.reason.is_not(None))
            .order_by(documents.c.name)
        )
        return tuple((name, reason) for name, reason in self._connection.execute(query))


def _record(row: Any) -> SourceRecord:
    source = Source(
        id=row.id,
        kind=row.kind,
        location=row.location,
        name=row.name,
        every_s=row.every_s,
        include=tuple(row.include),
        exclude=tuple(row.exclude),
        category=row.category,
    )
    state = SourceState(**{name: getattr(row, name) for name in STATE})
    return SourceRecord(source=source, configured=row.configured, active=row.active, state=state)
