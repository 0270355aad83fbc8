"""Opens editions: compose -> render -> store the parts -> give every reader their rows.

Composed and rendered once for each audience (readers who chose alike and are due for the same window), stored before
the first reader is given it, then fanned out in chunks. A reader whose had stories, mutes or feedback touch it gets an
edition of their own, and so does one whose watches found more than it shows. Every step may be repeated after a crash:
an edition is found again by its key, a row by its reader and part, and whoever is still due was not served yet.
Editions that are due and digests that are asked for come from different threads, so what was composed for one reader is
stored only if they were given nothing meanwhile, else composed anew. All of it is synchronous; only short transactions
hold the store's one write lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.buttons import Signer
from bot.publish.opening import Opened, Plan, fan_out, open_all
from bot.publish.parts import rendered, stored
from bot.settings import GRACE
from digests import pipeline
from digests.editions import Standing, decide, window
from digests.models import Address
from digests.pipeline import Newsroom
from digests.store.editions import ANSWER

__all__ = ["Opened", "for_reader", "open_due", "publish", "rendered", "resume"]


def open_due(newsroom: Newsroom, now: datetime, *, signer: Signer | None = None, grace: timedelta = GRACE) -> Opened:
    """Opens every edition whose time has come; nothing to do is the usual case and cheap."""
    if not _decide(newsroom, now, grace):
        return Opened()
    with newsroom.store.reading() as tx:
        due = tx.editions.due(now)
    opened = open_all(Plan(newsroom=newsroom, now=now, read_up_to=newsroom.read_up_to(now), signer=signer), due)
    _decide(newsroom, now, grace)
    return opened


def _decide(newsroom: Newsroom, now: datetime, grace: timedelta) -> bool:
    """Notes for everyone who is due, or was just served, which slot counts; False when there was nobody."""
    with newsroom.store.reading() as tx:
        undecided = tx.readers.undecided(now)
    for group in undecided:
        standing = Standing(
            timetable=group.timetable,
            next_due_at=group.next_due_at,
            last_slot=group.last_slot,
            covered_until=group.covered_until,
        )
        decision = decide(standing, now, grace)
        left = decision is not None
        while left and decision is not None:
            with newsroom.store.writing() as tx:
                left = tx.readers.decided(group, decision.due, decision.last_slot)
    return bool(undecided)


def publish(newsroom: Newsroom, *, themes: Sequence[str] = (), now: datetime, signer: Signer | None = None) -> Opened:
    """Opens an edition now for everyone on schedule, of ``themes`` alone if any are given. Quiet hours still hold."""
    chosen = tuple(sorted(set(themes))) or None
    plan = Plan(newsroom=newsroom, now=now, read_up_to=newsroom.read_up_to(now), signer=signer, themes=chosen)
    with newsroom.store.reading() as tx:
        fitting = [due for due in tx.editions.everyone() if plan.themes_of(due.example)]
    return open_all(plan, fitting)


def resume(newsroom: Newsroom) -> int:
    """Finishes the fan-out of editions opened by hand that a crash interrupted; gives how many readers that were."""
    with newsroom.store.reading() as tx:
        unfinished = list(tx.editions.unfinished())
    return sum(fan_out(newsroom, edition, audience, None, empty=False)[0] for edition, audience in unfinished)


def for_reader(
    newsroom: Newsroom,
    address: Address,
    *,
    themes: tuple[str, ...],
    now: datetime,
    per_theme: int | None = None,
    everything: bool = False,
    signer: Signer | None = None,
) -> int:
    """One reader's digest at once, of what they have not had; gives how many messages wait in the outbox, 0: none.

    Their window stays where it is, so what ``per_theme`` kept back comes with their next edition.
    ``everything``: also what was first read before their window.
    """
    while True:
        with newsroom.store.reading() as tx:
            row, reader = tx.readers.row(address), tx.readers.get(address)
            newest = tx.outbox.newest(row.id) if row is not None else None
        if row is None or reader is None:
            return 0
        since = None if everything else window(row.covered_until, now)[0]
        composition = pipeline.compose(
            newsroom, themes=themes, since=since, until=now, script=reader.script, length=reader.length, now=now,
            template=reader.template, reader=address, limit=per_theme,
        )  # fmt: skip
        if not composition.stories:
            return 0
        parts = stored(newsroom, composition, reader, signer)
        with newsroom.store.writing(durable=True) as tx:
            if tx.outbox.newest(row.id) == newest:
                edition = tx.editions.open(
                    kind="digest", key=["asked", row.id, now, themes], themes=themes, since=since, until=now, now=now,
                    reader=row.id, **parts,
                )  # fmt: skip
                return tx.editions.give(edition, row.id, priority=ANSWER)
