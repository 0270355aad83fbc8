"""What each reader is due: which slot counts now, which is too late, and from when to when the edition looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from digests.schedule import Slot, Timetable, following, latest_slot, next_slot

WINDOW = timedelta(days=8)  # a week between two editions, with the day that quiet hours or a zone may add


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a reader is: what comes next (None: to be worked out), the last slot served, the end of its window."""

    timetable: Timetable
    next_due_at: datetime | None
    last_slot: str | None
    covered_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to note: ``due`` the slot that is next, possibly past; ``last_slot`` a slot that counts as served."""

    due: Slot | None
    last_slot: str | None


def decide(standing: Standing, now: datetime, grace: timedelta) -> Decision | None:
    """The slot that counts as seen from ``now``; None when what is noted already stands.

    Slots that passed while nobody looked are merged into the latest. More than ``grace`` late it is left out, and its
    stories come with the next. A clock that was set back changes nothing: what was served stays served.
    """
    plan, last_slot = standing.timetable, standing.last_slot
    noted = standing.next_due_at
    if noted is None:
        slot = following(plan, last_slot, standing.covered_until) if last_slot else next_slot(plan, now)
        return Decision(due=slot, last_slot=last_slot)
    if noted > now:
        return None
    latest = latest_slot(plan, now)
    if latest is None or latest.due_at < noted:
        return None  # the times were changed after the slot came due; it stands
    if now - latest.due_at > grace:
        return Decision(due=next_slot(plan, now), last_slot=latest.label)
    return Decision(due=latest, last_slot=last_slot) if latest.due_at > noted else None


def window(covered_until: datetime, until: datetime) -> tuple[datetime, datetime]:
    """The window of first reading of an edition, half-open: it begins where the last one ended, at most WINDOW ago."""
    return max(covered_until, until - WINDOW), until
