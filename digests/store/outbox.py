"""The outbox: one row per part and reader, and the only transitions there are.

``pending -> sending -> sent | failed | unknown | pending`` and ``pending -> cancelled``. Nothing leaves sent,
failed, unknown or cancelled; showing or sending again is a new row. ``sending`` is committed before the request
leaves, so what a crash leaves in ``sending`` may have arrived and becomes ``unknown``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, insert, literal, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from digests.models import Address, Delivery, DeliveryState
from digests.store.delivery_rows import Progress, Ready, delivery, joined, ready
from digests.store.delivery_schema import deliveries, editions, items, parts, readers, waits
from digests.store.editions import ANSWER, LOST
from digests.store.schema import Instant

PRIORITIES = (0, 1, 2)
KEEP = timedelta(days=30)  # payloads and finished rows; what 'had' needs stays
ABORTED = "aborted by an operator"
BOT = 0  # the chat id under which a wait of the whole bot is kept


class Outbox:
    """Rows of deliveries, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ready(self, now: datetime, *, limit: int, busy: Collection[int] = ()) -> tuple[Ready, ...]:
        """At most ``limit`` deliveries whose turn it is: by priority, then age, at most one a chat.

        Chats in ``busy`` are left out. A part waits until every part before it is decided.
        """
        found: dict[int, Ready] = {}
        for priority in PRIORITIES:
            timely = (deliveries.c.not_before_at.is_(None), deliveries.c.not_before_at <= now)
            for condition in timely:
                if len(found) < limit:
                    taken = {*busy, *found}
                    for turn in self._ready(priority, condition, limit - len(found), taken):
                        found.setdefault(turn.delivery.address.chat_id, turn)
        return tuple(found.values())[:limit]

    def _ready(self, priority: int, timely: Any, limit: int, taken: Collection[int]) -> Iterator[Ready]:
        earlier = deliveries.alias()
        undecided = exists().where(
            earlier.c.reader == deliveries.c.reader,
            earlier.c.edition == deliveries.c.edition,
            earlier.c.again == deliveries.c.again,
            earlier.c.part < deliveries.c.part,
            earlier.c.state.in_(("pending", "sending")),
        )
        query = joined().where(deliveries.c.state == "pending", deliveries.c.priority == priority, timely, ~undecided)
        if taken:
            query = query.where(readers.c.chat_id.not_in(taken))
        query = query.order_by(deliveries.c.not_before_at, deliveries.c.id).limit(limit)
        return (ready(row) for row in self._connection.execute(query).all())

    def next_at(self, now: datetime) -> datetime | None:
        """When the next waiting delivery's time comes; None when none waits for a time after ``now``."""
        times = [
            self._connection.execute(
                select(func.min(deliveries.c.not_before_at)).where(
                    deliveries.c.state == "pending", deliveries.c.priority == priority, deliveries.c.not_before_at > now
                )
            ).scalar_one_or_none()
            for priority in PRIORITIES
        ]
        return min((at for at in times if at is not None), default=None)

    def sending(self, delivery: int, now: datetime) -> bool:
        """Takes a pending row for the one call that follows; False when it was cancelled meanwhile."""
        return self._move(delivery, "pending", now, state="sending")

    def sent(self, delivery: int, message_id: int, now: datetime) -> None:
        self._move(delivery, "sending", now, state="sent", message_id=message_id, reason=None)

    def failed(self, delivery: int, reason: str, now: datetime) -> None:
        self._move(delivery, "sending", now, state="failed", reason=reason)

    def unknown(self, delivery: int, reason: str, now: datetime) -> None:
        self._move(delivery, "sending", now, state="unknown", reason=reason)

    def retry(self, delivery: int, reason: str, not_before_at: datetime | None, now: datetime) -> None:
        """Back to pending after a certain non-delivery."""
        attempts = deliveries.c.attempts + 1
        changed = {"state": "pending", "reason": reason, "not_before_at": not_before_at, "attempts": attempts}
        self._move(delivery, "sending", now, **changed)

    def hold(self, delivery: int, until: datetime, now: datetime) -> None:
        """Keeps a pending row back without counting an attempt: quiet hours."""
        self._move(delivery, "pending", now, not_before_at=until)

    def _move(self, delivery: int, before: DeliveryState, now: datetime, **changed: Any) -> bool:
        mine = and_(deliveries.c.id == delivery, deliveries.c.state == before)
        return self._connection.execute(update(deliveries).where(mine).values(**changed, changed_at=now)).rowcount == 1

    def recover(self, now: datetime) -> tuple[int, ...]:
        """After a crash: what was being sent is unknown from now on. To be called before the first send."""
        lost = (
            update(deliveries)
            .where(deliveries.c.state == "sending")
            .values(state="unknown", reason="stopped before Telegram's answer came", changed_at=now)
            .returning(deliveries.c.id)
        )
        return tuple(self._connection.execute(lost).scalars())

    def kind(self, delivery: int) -> str:
        query = select(editions.c.kind).join(deliveries, deliveries.c.edition == editions.c.id)
        return str(self._connection.execute(query.where(deliveries.c.id == delivery)).scalar_one())

    def resend(self, delivery: int, not_before_at: datetime | None, now: datetime) -> None:
        """A second try for an unknown one, as a new row; once, however often it is asked for."""
        row = self._connection.execute(select(deliveries).where(deliveries.c.id == delivery)).one()
        if row.again == 0 and row.state == "unknown":
            fields = {name: row._mapping[name] for name in ("reader", "edition", "part", "priority")}
            fields |= {"again": 1, "state": "pending", "attempts": 0, "noticed": False, "not_before_at": not_before_at}
            self._connection.execute(upsert(deliveries).values(**fields, changed_at=now).on_conflict_do_nothing())

    def park(self, chat_id: int, until: datetime) -> None:
        """A wait that Telegram asked for, kept over restarts: a chat's, or the bot's (``BOT``)."""
        self._connection.execute(delete(waits).where(waits.c.chat_id == chat_id))
        self._connection.execute(insert(waits).values(chat_id=chat_id, until_at=until))
        if chat_id != BOT:
            those = select(readers.c.id).where(readers.c.chat_id == chat_id)
            later = and_(
                deliveries.c.state == "pending",
                deliveries.c.reader.in_(those),
                deliveries.c.not_before_at.is_(None) | (deliveries.c.not_before_at < until),
            )
            self._connection.execute(update(deliveries).where(later).values(not_before_at=until))

    def waits(self, now: datetime) -> dict[int, datetime]:
        """The waits that are not over, by chat."""
        rows = self._connection.execute(select(waits).where(waits.c.until_at > now))
        return {row.chat_id: row.until_at for row in rows}

    def unknown_for(self, address: Address, *, noticed: bool | None = False) -> tuple[Delivery, ...]:
        """What this reader may have missed: the first unknown part of each digest or alert, oldest first.

        ``noticed``: those they were not told of yet (False), were told of (True), or all (None). What was shown
        again is left out.
        """
        other = deliveries.alias()
        shown = exists().where(
            other.c.reader == deliveries.c.reader,
            other.c.edition == deliveries.c.edition,
            other.c.part == deliveries.c.part,
            other.c.again > deliveries.c.again,
            other.c.state.not_in(LOST),
        )
        chat = and_(readers.c.chat_id == address.chat_id, readers.c.thread_id == (address.thread_id or 0))
        query = joined().where(deliveries.c.state == "unknown", chat, ~shown)
        if noticed is not None:
            query = query.where(deliveries.c.noticed.is_(noticed))
        first: dict[int, Delivery] = {}
        for row in self._connection.execute(query.order_by(deliveries.c.edition, deliveries.c.part)):
            first.setdefault(row.edition, delivery(row))
        return tuple(first.values())

    def noticed(self, ids: Iterable[int]) -> None:
        """The reader was told of these unknown ones, and of the other parts of the same editions."""
        for told in ids:
            row = self._connection.execute(select(deliveries).where(deliveries.c.id == told)).one_or_none()
            if row is not None:
                same = and_(deliveries.c.reader == row.reader, deliveries.c.edition == row.edition)
                unknown = and_(same, deliveries.c.state == "unknown")
                self._connection.execute(update(deliveries).where(unknown).values(noticed=True))

    def again(self, delivery: int, address: Address, now: datetime) -> int:
        """New rows for the unknown parts of the edition that ``delivery`` belongs to; how many.

        0 when it is not this reader's, nothing of it is unknown any more, or it was asked for before: a button
        pressed twice shows once.
        """
        row = self._connection.execute(joined().where(deliveries.c.id == delivery)).one_or_none()
        if row is None or Address(chat_id=row.chat_id, thread_id=row.thread_id or None) != address:
            return 0
        same = and_(deliveries.c.reader == row.reader, deliveries.c.edition == row.edition)
        rows = self._connection.execute(select(deliveries).where(same).order_by(deliveries.c.again)).all()
        latest = {each.part: each for each in rows}
        texts = set(self._connection.execute(
            select(parts.c.part).where(parts.c.edition == row.edition, parts.c.payload.is_not(None))
        ).scalars())  # fmt: skip
        lost = [part for part, each in sorted(latest.items()) if each.state == "unknown" and part in texts]
        turn = max(each.again for each in rows) + 1
        fresh = [
            {"reader": row.reader, "edition": row.edition, "part": part, "again": turn, "priority": ANSWER,
             "state": "pending", "attempts": 0, "noticed": False, "changed_at": now}
            for part in lost
        ]  # fmt: skip
        if fresh:
            self._connection.execute(insert(deliveries), fresh)
        return len(fresh)

    def had(self, address: Address) -> dict[str, int]:
        """The stories this reader was given, unknown ones included, with how many reports each told of."""
        mine = select(readers.c.id).where(
            readers.c.chat_id == address.chat_id, readers.c.thread_id == (address.thread_id or 0)
        )
        query = (
            select(items.c.story, func.max(items.c.reports).label("reports"))
            .join(deliveries, and_(deliveries.c.edition == items.c.edition, deliveries.c.part == items.c.part))
            .where(deliveries.c.reader == mine.scalar_subquery(), deliveries.c.state.not_in(LOST))
            .group_by(items.c.story)
        )
        return {row.story: row.reports for row in self._connection.execute(query)}

    def newest(self, reader: int) -> tuple[int, int | None] | None:
        """The reader and the newest row they were given, None for none; None where there is no such reader."""
        given = select(func.max(deliveries.c.id)).where(deliveries.c.reader == reader).scalar_subquery()
        row = self._connection.execute(select(readers.c.id, given).where(readers.c.id == reader)).one_or_none()
        return None if row is None else (row[0], row[1])

    def cancel(self, edition: int, now: datetime) -> int | None:
        """Aborts a broadcast: what was not sent stays unsent. Gives how many deliveries that are, None where there is
        no such edition.
        """
        mine = update(editions).where(editions.c.id == edition)
        if self._connection.execute(mine.values(state="aborted")).rowcount == 0:
            return None
        waiting = and_(deliveries.c.edition == edition, deliveries.c.state == "pending")
        changed = {"state": "cancelled", "reason": ABORTED, "changed_at": now}
        return self._connection.execute(update(deliveries).where(waiting).values(**changed)).rowcount

    def take_up_again(self, edition: int, now: datetime) -> int | None:
        """Resumes an aborted broadcast: new rows for what was cancelled, once. Gives how many deliveries that are, 0
        where it was not aborted, None where there is no such edition.
        """
        if self._connection.execute(select(editions.c.id).where(editions.c.id == edition)).one_or_none() is None:
            return None
        undone = update(editions).where(editions.c.id == edition, editions.c.state == "aborted")
        if self._connection.execute(undone.values(state="open")).rowcount == 0:
            return 0
        names = ("reader", "edition", "part", "priority")
        fields = (*names, "again", "state", "attempts", "noticed", "changed_at")
        constants = (deliveries.c.again + 1, literal("pending"), literal(0), literal(False), literal(now, Instant))
        cancelled = and_(deliveries.c.edition == edition, deliveries.c.state == "cancelled")
        rows = select(*(deliveries.c[name] for name in names), *constants).where(
            cancelled, deliveries.c.reason == ABORTED, readers.c.paused.is_(None)
        )
        rows = rows.join(readers, readers.c.id == deliveries.c.reader).order_by(deliveries.c.id)
        return self._connection.execute(upsert(deliveries).from_select(fields, rows).on_conflict_do_nothing()).rowcount

    def counts(self, edition: int | None = None) -> dict[str, int]:
        """Deliveries by state, of one edition or of all."""
        query = select(deliveries.c.state, func.count().label("size")).group_by(deliveries.c.state)
        if edition is not None:
            query = query.where(deliveries.c.edition == edition)
        return {row.state: row.size for row in self._connection.execute(query.order_by(deliveries.c.state))}

    def progress(self) -> tuple[Progress, ...]:
        """The broadcasts that are under way."""
        waiting = select(deliveries.c.edition).where(deliveries.c.state == "pending").distinct()
        rows = self._connection.execute(select(editions.c.id, editions.c.state).where(editions.c.id.in_(waiting)))
        return tuple(Progress(edition=row.id, state=row.state, counts=self.counts(row.id)) for row in rows.all())

    def rows(self, state: str | None = None, *, limit: int | None = None) -> tuple[Delivery, ...]:
        """The outbox in the order it was filled."""
        query = joined().order_by(deliveries.c.id)
        if state is not None:
            query = query.where(deliveries.c.state == state)
        return tuple(delivery(row) for row in self._connection.execute(query.limit(limit)))

    def tidy(self, now: datetime) -> None:
        """Drops what is older than ``KEEP``: payloads, except of failed ones, and rows that 'had' does not need."""
        old = select(editions.c.id).where(editions.c.opened_at < now - KEEP)
        kept = select(deliveries.c.edition).where(deliveries.c.state.in_(("failed", "pending", "sending")))
        spent = and_(parts.c.edition.in_(old), parts.c.edition.not_in(kept), parts.c.payload.is_not(None))
        self._connection.execute(update(parts).where(spent).values(payload=None))
        told = exists().where(items.c.edition == deliveries.c.edition, items.c.part == deliveries.c.part)
        needless = and_(deliveries.c.state.in_(("sent", "unknown")), ~told) | (deliveries.c.state == "cancelled")
        self._connection.execute(delete(deliveries).where(deliveries.c.edition.in_(old), needless))
        self._connection.execute(delete(waits).where(waits.c.until_at < now))
