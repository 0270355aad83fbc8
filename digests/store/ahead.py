"""What a clock that was wrong dated ahead, brought back to when it was right again.

Readers who were served meanwhile would wait until it catches up, which may take years, and what was read meanwhile
would be in nobody's window. What they had is told by their deliveries, so a window that begins earlier repeats nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, case, delete, func, literal, or_, select, update

from digests.schedule import Timetable, following, latest_slot, next_slot
from digests.store.article_rows import joined, stored
from digests.store.delivery_schema import deliveries, editions, readers, waits, watch_hits
from digests.store.editions import ANSWER
from digests.store.index import Index
from digests.store.readers import GROUP, SCHEDULE, due, plan
from digests.store.readers import WINDOW as NEWCOMERS
from digests.store.schema import Instant, articles, metadata, sources, standing

AT_ONCE = (sources.c.next_due_at, deliveries.c.not_before_at)  # nothing waits for longer than a day or two
LATER = (*AT_ONCE, readers.c.next_due_at, watch_hits.c.due_at, waits.c.until_at)  # may lie ahead; each has its own rule
BATCH = 500
WINDOW = timedelta(days=8)  # as in `editions`, which the store does not know
DAY = timedelta(days=1)  # by which a day of the calendar, somewhere, may be ahead of UTC


class Ahead:
    """Rows dated ahead, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def latest(self, limit: datetime) -> datetime | None:
        """How far ahead the clock was when something was last dated beyond ``limit``; None: never."""
        ends = (articles.c.first_read_at, editions.c.until_at, readers.c.covered_until)
        found = [self._connection.execute(select(func.max(column))).scalar_one_or_none() for column in ends]
        later = [at for at in found if at is not None and at > limit]
        served = self._connection.execute(select(readers.c.id).where(_served_ahead(limit)).limit(1)).first()
        return max(later, default=None if served is None else limit)

    def bring_back(self, moment: datetime, now: datetime, limit: datetime) -> None:
        """Dates at ``moment`` all that is dated later than ``now``. What may wait waits on, but not beyond ``limit``.

        A reader's next slot is the first after ``moment`` that they were not served. An edition whose window ends ahead
        loses its key: when the clock comes there, one with other stories is due.
        """
        undated = and_(articles.c.first_read_at > now, articles.c.published_on.is_(None), standing)
        keys = self._connection.execute(select(articles.c.pk).where(undated)).scalars().all()
        for row in self._connection.execute(_ahead(now)).all():
            self._schedule(row, moment)
        self._cover(moment, now)
        keyless = literal("ahead ").concat(editions.c.id)
        self._connection.execute(update(editions).where(editions.c.until_at > now).values(key=keyless))
        held = update(deliveries).where(deliveries.c.changed_at > now)
        self._connection.execute(held.values(not_before_at=None))
        for table in metadata.sorted_tables:
            self._clamp(table, moment, now)
        for column in AT_ONCE:
            self._connection.execute(update(column.table).where(column > limit).values({column.name: None}))
        mine = select(readers.c.next_due_at).where(readers.c.id == watch_hits.c.reader).scalar_subquery()
        hits = update(watch_hits).where(watch_hits.c.due_at > limit)
        self._connection.execute(hits.values(due_at=func.coalesce(mine, literal(moment, Instant))))
        self._connection.execute(delete(waits).where(waits.c.until_at > limit))
        self._index_anew(keys)

    def _schedule(self, group: Any, moment: datetime) -> None:
        timetable: Timetable = plan(group)
        latest = latest_slot(timetable, moment)
        last = group.last_slot
        if last is not None and latest is not None:
            last = min(last, latest.label)
        slot = following(timetable, last, moment) if last is not None else next_slot(timetable, moment)
        same = [readers.c.timetable == group.timetable, readers.c.active]
        for column in GROUP[1:]:
            value = getattr(group, column.name)
            same.append(column.is_(None) if value is None else column == value)
        self._connection.execute(update(readers).where(*same).values(**due(slot), last_slot=last))

    def _cover(self, moment: datetime, now: datetime) -> None:
        """Windows begin again where those ended that were right: of a leap of weeks an edition covers eight days, so
        what was new when the clock leapt was in none. Who came by the wrong clock is told of a week, as all newcomers.
        """
        ahead, week = readers.c.covered_until > now, literal(moment - NEWCOMERS, Instant)
        self._connection.execute(update(readers).where(readers.c.since > now).values(since=week))
        right = (
            select(func.max(editions.c.until_at))
            .join(deliveries, deliveries.c.edition == editions.c.id)
            .where(deliveries.c.reader == readers.c.id, deliveries.c.priority > ANSWER)
            .where(editions.c.kind == "digest", editions.c.until_at <= moment)
        ).scalar_subquery()
        began, most = func.coalesce(right, readers.c.since), literal(moment - WINDOW, Instant)
        covered = case((began > literal(moment, Instant), moment), (began < most, most), else_=began)
        self._connection.execute(update(readers).where(ahead).values(covered_until=covered))

    def _clamp(self, table: Table, moment: datetime, now: datetime) -> None:
        column: Column[Any]
        for column in table.columns:
            if isinstance(column.type, Instant) and not any(column is other for other in LATER):
                self._connection.execute(update(table).where(column > now).values({column.name: moment}))

    def _index_anew(self, keys: Sequence[int]) -> None:
        """The index knows an article that prints no day by the day it was read."""
        index = Index(self._connection)
        for start in range(0, len(keys), BATCH):
            query = joined().where(articles.c.pk.in_(keys[start : start + BATCH])).order_by(articles.c.pk)
            for row in self._connection.execute(query).all():
                kept = stored(row)
                index.put(row.pk, kept.article, kept.analysis)


def _served_ahead(now: datetime) -> Any:
    return and_(readers.c.active, readers.c.last_slot > (now + DAY).date().isoformat() + "~")


def _ahead(now: datetime) -> Any:
    """Readers to schedule anew, in groups that any decision fits alike."""
    newcomer = and_(readers.c.last_slot.is_(None), readers.c.next_due_at > now)
    wanted = and_(readers.c.active, or_(readers.c.covered_until > now, _served_ahead(now), newcomer))
    groups = select(func.min(readers.c.id)).where(wanted).group_by(*GROUP)
    return select(readers.c.id, *GROUP, *SCHEDULE).where(readers.c.id.in_(groups))
