"""Editions: one composition or alert each, stored as parts before a single reader is given it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, exists, func, insert, literal, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from digests.models import Reader
from digests.store import reader_rows
from digests.store.delivery_schema import deliveries, editions, items, parts, readers, watch_hits

FAN_OUT = 20_000  # readers a transaction; a million at once held SQLite's only write lock for up to 4 s
LOST = ("failed", "cancelled")  # what was in these was not had
Kind = Literal["digest", "alert"]
ANSWER, ALERT, DIGEST = 0, 1, 2  # priorities of deliveries: what a person asked for goes first


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Readers who share a composition. ``slot`` None: opened by hand, not because they are due."""

    profile: str
    covered_until: datetime
    slot: datetime | None

    def stored(self) -> dict[str, str | None]:
        slot = self.slot.isoformat() if self.slot else None
        return {"profile": self.profile, "covered_until": self.covered_until.isoformat(), "slot": slot}

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Audience:
        slot = datetime.fromisoformat(stored["slot"]) if stored["slot"] else None
        return cls(profile=stored["profile"], covered_until=datetime.fromisoformat(stored["covered_until"]), slot=slot)

    def condition(self) -> Any:
        timely = readers.c.active if self.slot is None else readers.c.next_due_at == self.slot
        return and_(timely, readers.c.profile == self.profile, readers.c.covered_until == self.covered_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An audience, one of its readers to compose for, how many there are, and whether each needs their own."""

    audience: Audience
    example: Reader
    count: int
    personal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A story as an edition shows it: in which part, and of how many reports it told."""

    story: str
    part: int
    reports: int


class Editions:
    """Rows of editions, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def latest(self) -> datetime | None:
        """The latest end of a window that any edition had; None without editions."""
        return self._connection.execute(select(func.max(editions.c.until_at))).scalar_one_or_none()

    def due(self, now: datetime) -> tuple[Due, ...]:
        """The audiences whose slot has come, earliest slot first, most readers first."""
        return self._audiences(readers.c.next_due_at <= now, slot=True)

    def everyone(self) -> tuple[Due, ...]:
        """Every reader on schedule, by audience, due or not."""
        return self._audiences(readers.c.active, slot=False)

    def _audiences(self, wanted: Any, *, slot: bool) -> tuple[Due, ...]:
        keys = [readers.c.profile, readers.c.covered_until, readers.c.personal]
        slot_at = readers.c.next_due_at if slot else literal(None).label("next_due_at")
        counted = func.count().label("size")
        query = select(slot_at, *keys, counted, func.min(readers.c.id).label("example")).where(wanted)
        rows = self._connection.execute(query.group_by(*(keys + [readers.c.next_due_at] * slot))).all()
        rows = sorted(rows, key=lambda row: (row.next_due_at or row.covered_until, -row.size))
        examples = self._examples([row.example for row in rows])
        return tuple(
            Due(
                audience=Audience(profile=row.profile, covered_until=row.covered_until, slot=row.next_due_at),
                example=examples[row.example],
                count=row.size,
                personal=row.personal,
            )
            for row in rows
        )

    def _examples(self, ids: Sequence[int]) -> dict[int, Reader]:
        found: dict[int, Reader] = {}
        for start in range(0, len(ids), 500):
            query = select(readers).where(readers.c.id.in_(ids[start : start + 500]))
            found |= {row.id: reader_rows.reader(row) for row in self._connection.execute(query)}
        return found

    def open(
        self,
        *,
        kind: Kind,
        key: Sequence[object],
        themes: Sequence[str],
        since: datetime | None,
        until: datetime,
        payloads: Sequence[str],
        shown: Iterable[Shown],
        now: datetime,
        reader: int | None = None,
        audience: Audience | None = None,
    ) -> int:
        """Stores an edition with its parts, once per ``key``; gives its id, also when it was there already."""
        hashed = hashlib.blake2b(json.dumps(key, default=str).encode(), digest_size=16).hexdigest()
        known = self._connection.execute(select(editions.c.id).where(editions.c.key == hashed)).scalar_one_or_none()
        if known is not None:
            return int(known)
        fields: dict[str, Any] = {
            "kind": kind,
            "key": hashed,
            "reader": reader,
            "themes": list(themes),
            "since_at": since,
        }
        fields |= {"until_at": until, "opened_at": now, "cursor": 0, "state": "open"}
        fields |= {"audience": audience.stored() if audience else {}}
        edition = int(self._connection.execute(insert(editions).values(**fields).returning(editions.c.id)).scalar_one())
        numbered = [{"edition": edition, "part": n, "payload": text} for n, text in enumerate(payloads, 1)]
        if numbered:
            self._connection.execute(insert(parts), numbered)
        stories = [{"edition": edition, "story": s.story, "part": s.part, "reports": s.reports} for s in shown]
        if stories:
            self._connection.execute(upsert(items).on_conflict_do_nothing(), stories)
        return edition

    def fan_out(
        self,
        edition: int,
        audience: Audience,
        *,
        empty: bool,
        covers: datetime | None,
        watches: bool = False,
        told: Mapping[str, int] | None = None,
    ) -> tuple[int, int] | None:
        """Gives the next chunk of the audience their deliveries: (readers, deliveries); None when nobody is left.

        Readers who had a story of the edition are passed over: they need one of their own. So are, with ``watches``,
        those whose watches found a story that is not in it. ``empty``: only those who want to hear that there is
        nothing new get a message. ``covers``: the new end of their window, None to leave it. ``told``: stories with
        new facts since so many reports. What a chunk did and how far it came are one transaction, so repeating it is
        harmless.
        """
        cursor = self._connection.execute(select(editions.c.cursor).where(editions.c.id == edition)).scalar_one()
        fitting = [*self._new_to(edition, told or {}), *(self._nothing_else_found(edition) if watches else ())]
        wanted = and_(audience.condition(), readers.c.personal.is_(False), readers.c.id > cursor, *fitting)
        chunk = select(readers.c.id).where(wanted).order_by(readers.c.id).limit(FAN_OUT).subquery()
        last, count = self._connection.execute(select(func.max(chunk.c.id), func.count())).one()
        if last is None:
            return None
        chosen = and_(wanted, readers.c.id <= last)
        given = self._give(edition, and_(chosen, readers.c.send_empty) if empty else chosen, DIGEST)
        self._advance(chosen, audience.slot, covers)
        self._connection.execute(update(editions).where(editions.c.id == edition).values(cursor=last))
        return int(count), given

    def give(self, edition: int, reader: int, *, priority: int = DIGEST) -> int:
        """One reader their deliveries of an edition; gives how many parts are new to them."""
        return self._give(edition, readers.c.id == reader, priority)

    def advance(self, reader: int, slot: datetime | None, covers: datetime | None) -> None:
        """Notes that a reader's slot is served, with or without a message."""
        due = readers.c.next_due_at == slot if slot else readers.c.active
        self._advance(and_(readers.c.id == reader, due), slot, covers)

    def left(
        self, audience: Audience, *, personal: bool, until: datetime, after: int, limit: int = 200
    ) -> tuple[int, ...]:
        """Readers of an audience beyond ``after`` who have no delivery of a window that ends at ``until``, by id."""
        mine = select(editions.c.id).where(editions.c.until_at == until, editions.c.kind == "digest")
        served = exists().where(deliveries.c.reader == readers.c.id, deliveries.c.edition.in_(mine)).correlate(readers)
        wanted = and_(audience.condition(), readers.c.personal.is_(personal), readers.c.id > after, ~served)
        query = select(readers.c.id).where(wanted).order_by(readers.c.id).limit(limit)
        return tuple(self._connection.execute(query).scalars())

    def complete(self, edition: int) -> None:
        """Everyone it fits has it."""
        done = update(editions).where(editions.c.id == edition, editions.c.state == "open")
        self._connection.execute(done.values(state="complete"))

    def unfinished(self) -> Iterator[tuple[int, Audience]]:
        """Editions opened by hand whose fan-out was interrupted."""
        query = select(editions).where(editions.c.state == "open", editions.c.reader.is_(None))
        for row in self._connection.execute(query).all():
            if row.audience and row.audience["slot"] is None:
                yield row.id, Audience.of(row.audience)

    def _new_to(self, edition: int, told: Mapping[str, int]) -> list[Any]:
        """The condition that a reader had nothing of this edition as it tells it; empty when no other edition did."""
        mine, other = items.alias(), items
        as_told = or_(mine.c.reports < other.c.reports * 2, mine.c.reports < other.c.reports + 2)  # see compose.grown
        for story, reports in told.items():  # news to whoever was told of no more reports
            as_told = and_(as_told, or_(mine.c.story != story, other.c.reports > reports))
        sharing = (
            select(other.c.edition)
            .join(mine, and_(mine.c.edition == edition, mine.c.story == other.c.story))
            .where(other.c.edition != edition, as_told)
            .distinct()
        )
        if self._connection.execute(sharing.limit(1)).first() is None:
            return []
        touched = and_(deliveries.c.reader == readers.c.id, deliveries.c.edition.in_(sharing))
        return [~exists().where(touched, deliveries.c.state.not_in(LOST)).correlate(readers)]

    def _nothing_else_found(self, edition: int) -> list[Any]:
        """The condition that a reader's watches found no story but those of this edition; empty when nothing waits."""
        if self._connection.execute(select(watch_hits.c.reader).limit(1)).first() is None:
            return []
        shown = select(items.c.story).where(items.c.edition == edition)
        found = exists().where(watch_hits.c.reader == readers.c.id, watch_hits.c.story.not_in(shown))
        return [~found.correlate(readers)]

    def _give(self, edition: int, chosen: Any, priority: int) -> int:
        fields = ("reader", "edition", "part", "again", "priority", "state", "attempts", "noticed")
        constants = (literal(0), literal(priority), literal("pending"), literal(0), literal(False))
        rows = (
            select(readers.c.id, parts.c.edition, parts.c.part, *constants)
            .select_from(readers.join(parts, parts.c.edition == edition))
            .where(chosen)
            .order_by(readers.c.id, parts.c.part)
        )
        return self._connection.execute(upsert(deliveries).from_select(fields, rows).on_conflict_do_nothing()).rowcount

    def _advance(self, chosen: Any, slot: datetime | None, covers: datetime | None) -> None:
        changed: dict[str, Any] = {}
        if slot is not None:
            changed |= {"last_slot": readers.c.due_slot, "due_slot": None, "next_due_at": None}
        if covers is not None:
            changed |= {"covered_until": covers}
        if changed:
            self._connection.execute(update(readers).where(chosen).values(**changed))
