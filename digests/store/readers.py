"""Readers: every choice they made, whether they are paused, and when they are due next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from digests.models import Address, Reader, Watch
from digests.schedule import Slot, Timetable, following, latest_slot, next_slot
from digests.store import reader_rows
from digests.store.delivery_schema import deliveries, editions, progress, readers, waits, watches

BATCH = 500
LAST_WATCH = "last watch"  # the name under which `progress` keeps the highest id that a watch ever had
CHUNK = 20_000  # readers a transaction, as in editions.FAN_OUT
REFUSED = "telegram: "  # begins every reason for a pause but the reader's own wish; `resume_chat` ends such a pause
WINDOW = timedelta(days=7)  # how far back a newcomer, or someone back from a pause, is told what happened
GROUP = (readers.c.timetable, readers.c.next_due_at, readers.c.last_slot, readers.c.covered_until)
SCHEDULE = (readers.c.times, readers.c.days, readers.c.timezone, readers.c.quiet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """Readers with the same timetable and standing. ``key`` is the timetable's hash."""

    key: str
    timetable: Timetable
    next_due_at: datetime | None
    last_slot: str | None
    covered_until: datetime


class Readers:
    """Rows of readers and their watches, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, address: Address) -> Reader | None:
        row = self.row(address)
        return None if row is None else reader_rows.reader(row, self._watches([row.id]).get(row.id, ()))

    def row(self, address: Address) -> Row[Any] | None:
        return self._connection.execute(select(readers).where(at(address))).one_or_none()

    def by_id(self, reader: int) -> Reader | None:
        row = self._connection.execute(select(readers).where(readers.c.id == reader)).one_or_none()
        return None if row is None else reader_rows.reader(row, self._watches([row.id]).get(row.id, ()))

    def all(self) -> Iterator[Reader]:
        """Every reader in the order they came."""
        last = 0
        while rows := self._connection.execute(
            select(readers).where(readers.c.id > last).order_by(readers.c.id).limit(BATCH)
        ).all():
            last = rows[-1].id
            watching = self._watches([row.id for row in rows])
            yield from (reader_rows.reader(row, watching.get(row.id, ())) for row in rows)

    def count(self) -> int:
        return int(self._connection.execute(select(func.count()).select_from(readers)).scalar_one())

    def save(self, reader: Reader, now: datetime) -> None:
        """Stores a new reader or changed choices, and works out when they are due next.

        A moved time or zone neither repeats nor skips an edition (``schedule.following``). Who starts, comes back
        or subscribes again waits for the next slot; what they missed meanwhile is in its window.
        """
        stored = self.row(reader.address)
        changed = reader_rows.values(reader) | self._due(reader, stored, now)
        if stored is None:
            added = insert(readers).values(**changed, covered_until=reader.since).returning(readers.c.id)
            reader_id = int(self._connection.execute(added).scalar_one())
        else:
            reader_id = stored.id
            changed["covered_until"] = max(stored.covered_until, reader.since)
            if stored.paused is not None and reader.paused is None:
                changed["covered_until"] = max(reader.since, min(stored.covered_until, now - WINDOW))
            self._connection.execute(update(readers).where(readers.c.id == reader_id).values(**changed))
        self._put_watches(reader_id, reader.watches)

    def _due(self, reader: Reader, stored: Row[Any] | None, now: datetime) -> dict[str, Any]:
        wanted = reader_rows.values(reader)
        if not wanted["active"]:
            return due(None)
        plan = reader_rows.timetable(reader)
        if stored is not None and stored.active and stored.timetable == wanted["timetable"]:
            return {}
        if stored is None or stored.last_slot is None:
            return due(next_slot(plan, now))
        if not stored.active:
            latest = latest_slot(plan, now)
            return due(next_slot(plan, now)) | ({"last_slot": latest.label} if latest else {})
        return due(following(plan, stored.last_slot, stored.covered_until))

    def pause(self, address: Address, reason: str, now: datetime) -> bool:
        """Stops all sending to a reader, their own wish or Telegram's answer; False for an unknown one.

        What was waiting is cancelled, so it is not had and comes with the first edition after ``resume``.
        """
        stored = self.get(address)
        if stored is None:
            return False
        self.save(replace(stored, paused=reason), now)
        mine = select(readers.c.id).where(at(address)).scalar_subquery()
        waiting = and_(deliveries.c.reader == mine, deliveries.c.state == "pending")
        self._connection.execute(
            update(deliveries).where(waiting).values(state="cancelled", reason="reader paused", changed_at=now)
        )
        return True

    def resume(self, address: Address, now: datetime) -> bool:
        """Sends again from the next slot on, with what they had not; False for one unknown or not paused."""
        stored = self.get(address)
        if stored is None or stored.paused is None:
            return False
        self.save(replace(stored, paused=None), now)
        return True

    def resume_chat(self, chat_id: int, now: datetime) -> int:
        """Resumes every reader of a chat that let the bot in again; those paused by their own wish stay so."""
        rows = self._connection.execute(
            select(readers).where(readers.c.chat_id == chat_id, readers.c.paused.startswith(REFUSED))
        ).all()
        return sum(self.resume(reader_rows.reader(row).address, now) for row in rows)

    def of_chat(self, chat_id: int) -> tuple[Address, ...]:
        """The readers of a chat: the chat itself and its topics."""
        rows = self._connection.execute(select(readers.c.thread_id).where(readers.c.chat_id == chat_id))
        return tuple(Address(chat_id=chat_id, thread_id=row.thread_id or None) for row in rows)

    def migrate(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup: the new id everywhere. Who subscribed there as well keeps that subscription."""
        for row in self._connection.execute(select(readers).where(readers.c.chat_id == old_chat_id)).all():
            taken = self.row(Address(chat_id=new_chat_id, thread_id=row.thread_id or None))
            if taken is None:
                changed = {"chat_id": new_chat_id, "kind": "supergroup"}
                self._connection.execute(update(readers).where(readers.c.id == row.id).values(**changed))
                continue
            had = select(deliveries.c.edition).where(deliveries.c.reader == taken.id)
            mine = and_(deliveries.c.reader == row.id, deliveries.c.edition.not_in(had))
            self._connection.execute(update(deliveries).where(mine).values(reader=taken.id))
            self._connection.execute(update(editions).where(editions.c.reader == row.id).values(reader=taken.id))
            self._connection.execute(delete(readers).where(readers.c.id == row.id))
        self._connection.execute(delete(waits).where(waits.c.chat_id == old_chat_id))

    def forget(self, address: Address) -> bool:
        """Removes a reader with everything that names them; False for an unknown one."""
        gone = self._connection.execute(delete(readers).where(at(address))).rowcount > 0
        self._connection.execute(delete(waits).where(waits.c.chat_id == address.chat_id))
        return gone

    def exported(self) -> Iterator[Reader]:
        """Readers as another machine should take them over: ``since`` is where what they were sent ends."""
        for reader in self.all():
            row = self.row(reader.address)
            if row is None:
                continue
            windows = (
                select(func.max(editions.c.until_at))
                .join(deliveries, deliveries.c.edition == editions.c.id)
                .where(deliveries.c.reader == row.id, deliveries.c.state.not_in(("failed", "cancelled")))
            )
            until = self._connection.execute(windows).scalar_one_or_none()
            yield replace(reader, since=max(row.covered_until, reader.since, until or reader.since))

    def take_in(self, reader: Reader, now: datetime) -> bool:
        """Stores an imported reader; False, and nothing touched, when it is known and no different."""
        stored = self.get(reader.address)
        if stored is not None:
            reader = replace(reader, since=max(reader.since, stored.since))
            if stored == reader:
                return False
        self.save(reader, now)
        return True

    def undecided(self, now: datetime) -> tuple[Undecided, ...]:
        """Who is due, or has no due time though they should, in groups that any decision fits alike."""
        open_ended = and_(readers.c.next_due_at.is_(None), readers.c.last_slot.is_not(None), readers.c.active)
        found: list[Undecided] = []
        for wanted in (open_ended, readers.c.next_due_at <= now):
            groups = select(func.min(readers.c.id)).where(wanted).group_by(*GROUP)
            query = select(readers.c.id, *GROUP, *SCHEDULE).where(readers.c.id.in_(groups))
            for row in self._connection.execute(query):
                noted = {name: getattr(row, name) for name in ("next_due_at", "last_slot", "covered_until")}
                found.append(Undecided(key=row.timetable, timetable=plan(row), **noted))
        return tuple(found)

    def decided(self, group: Undecided, slot: Slot | None, last_slot: str | None) -> bool:
        """Notes for a group what is due next, and which slot counts as served; True while some of it is left."""
        same = [readers.c.timetable == group.key, readers.c.covered_until == group.covered_until, readers.c.active]
        for name in ("next_due_at", "last_slot"):
            value, column = getattr(group, name), readers.c[name]
            same.append(column.is_(None) if value is None else column == value)
        chunk = select(readers.c.id).where(*same).limit(CHUNK)
        changed = due(slot) | {"last_slot": last_slot}
        return (
            self._connection.execute(update(readers).where(readers.c.id.in_(chunk)).values(**changed)).rowcount == CHUNK
        )

    def next_due_at(self) -> datetime | None:
        """When the next reader is due; None when nobody is."""
        return self._connection.execute(select(func.min(readers.c.next_due_at))).scalar_one_or_none()

    def due_at(self, address: Address) -> datetime | None:
        """When this reader is due next; None while paused or without a subscription."""
        row = self.row(address)
        return None if row is None else row.next_due_at

    def _watches(self, ids: Sequence[int]) -> dict[int, tuple[Watch, ...]]:
        found: dict[int, tuple[Watch, ...]] = {}
        query = select(watches).where(watches.c.reader.in_(ids)).order_by(watches.c.id)
        for row in self._connection.execute(query):
            watch = Watch(query=row.query, mode=row.mode, urgent=row.urgent)
            found[row.reader] = (*found.get(row.reader, ()), watch)
        return found

    def _put_watches(self, reader_id: int, wanted: Iterable[Watch]) -> None:
        rules = list(wanted)
        if self._watches([reader_id]).get(reader_id, ()) == tuple(rules):
            return
        unique = {rule.query: rule for rule in rules}.values()
        ids = self._new_watch_ids(len(unique))
        self._connection.execute(delete(watches).where(watches.c.reader == reader_id))
        rows = [
            {"id": number, "reader": reader_id, "query": watch.query, "mode": watch.mode, "urgent": watch.urgent}
            for number, watch in zip(ids, unique, strict=True)
        ]
        if rows:
            self._connection.execute(insert(watches), rows)

    def _new_watch_ids(self, count: int) -> range:
        """Ids that no watch ever had. Left to itself the database gives the highest again once its row is gone, and who
        holds the rules in memory could not tell one that was replaced from the one in its place.
        """
        used = self._connection.execute(select(progress.c.value).where(progress.c.name == LAST_WATCH))
        highest = self._connection.execute(select(func.max(watches.c.id)))
        last = max(used.scalar_one_or_none() or 0, highest.scalar_one() or 0)
        noted = upsert(progress).values(name=LAST_WATCH, value=last + count)
        self._connection.execute(noted.on_conflict_do_update(index_elements=["name"], set_={"value": last + count}))
        return range(last + 1, last + 1 + count)


def at(address: Address) -> Any:
    return and_(readers.c.chat_id == address.chat_id, readers.c.thread_id == (address.thread_id or 0))


def plan(row: Any) -> Timetable:
    quiet = (row.quiet[0], row.quiet[1]) if row.quiet else None
    return Timetable(times=tuple(row.times), days=tuple(row.days), timezone=row.timezone, quiet=quiet)


def due(slot: Slot | None) -> dict[str, Any]:
    return {"next_due_at": slot.due_at if slot else None, "due_slot": slot.label if slot else None}
