"""When readers are due: wall-clock times in IANA zones, weekdays and quiet hours, as arithmetic on instants.

A *slot* is one time of one local day. Its instant: the wall time in the reader's zone; inside a gap (clocks go
forward) the end of the gap, inside an overlap (clocks go back) the first of the two; inside quiet hours their
end. This map never runs backwards, so slots whose instants coincide merge into one and what is left is strictly
increasing. A slot's *label* (local day, rank among that day's times, wall time) says which editions a reader has
had whatever happens to the zone or the times afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
LOOK_BACK_DAYS = 2  # a slot held by quiet hours falls due at most a day later; zones differ by up to 26 hours
HORIZON_DAYS = 16  # two weeks and the days a zone or quiet hours may move a slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """A reader's wishes: ``times`` "HH:MM" in any order, ISO weekdays 1..7, ``quiet`` half-open, may cross midnight."""

    times: tuple[str, ...]
    days: tuple[int, ...]
    timezone: str
    quiet: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One time of one local day. ``rank`` is 1-based among that day's ``of`` times, ``due_at`` aware UTC."""

    on: date
    rank: int
    of: int
    at: str
    due_at: datetime

    @property
    def label(self) -> str:
        """``2026-11-22 1/2 08:00``; sorts by day and rank."""
        return f"{self.on.isoformat()} {self.rank}/{self.of} {self.at}"


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def wall(text: str) -> time:
    """``"08:00"`` as a time of day.

    Raises:
        ValueError: if it is not HH:MM within a day.
    """
    hours, _, minutes = text.partition(":")
    return time(int(hours), int(minutes))


def instant(on: date, at: time, timezone: str) -> datetime:
    """The instant of a wall time: the end of a gap it falls into, the first pass of an overlap."""
    named = zone(timezone)
    local = datetime.combine(on, at, tzinfo=named)
    found = local.astimezone(UTC)
    if found.astimezone(named).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    before = local.utcoffset() or timedelta(0)
    after = local.replace(fold=1).utcoffset() or timedelta(0)
    early, late = found - abs(after - before), found
    while late - early > SECOND:  # the offset changes somewhere in (early, late]
        middle = early + (late - early) / 2
        if middle.astimezone(named).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def quiet_until(moment: datetime, quiet: tuple[str, str] | None, timezone: str) -> datetime | None:
    """The end of the quiet hours that ``moment`` falls into; None outside of them. Equal ends: no quiet hours."""
    if quiet is None or quiet[0] == quiet[1]:
        return None
    local = moment.astimezone(zone(timezone))
    clock, start, end = local.time().replace(fold=0), wall(quiet[0]), wall(quiet[1])
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if not inside:
        return None
    on = local.date() if clock < end else local.date() + DAY
    waking = instant(on, end, timezone)
    if waking <= moment:  # the second pass of an overlap
        waking = datetime.combine(on, end, tzinfo=zone(timezone)).replace(fold=1).astimezone(UTC)
    return waking if waking > moment else moment + SECOND


def slots(timetable: Timetable, start: date) -> Iterator[Slot]:
    """The slots from local day ``start`` on, without end; none for a timetable without times or days."""
    times = sorted(set(timetable.times), key=wall)
    if not times or not timetable.days:
        return
    held: Slot | None = None
    on = start
    while on.year < 9999:
        if on.isoweekday() in timetable.days:
            for rank, at in enumerate(times, 1):
                due_at = instant(on, wall(at), timetable.timezone)
                due_at = quiet_until(due_at, timetable.quiet, timetable.timezone) or due_at
                slot = Slot(on=on, rank=rank, of=len(times), at=at, due_at=due_at)
                if held is not None and held.due_at < due_at:
                    yield held
                held = slot
        on += DAY


def next_slot(timetable: Timetable, after: datetime) -> Slot | None:
    """The first slot strictly after ``after``."""
    start = after.astimezone(zone(timetable.timezone)).date() - LOOK_BACK_DAYS * DAY
    return next((slot for slot in slots(timetable, start) if slot.due_at > after), None)


def latest_slot(timetable: Timetable, until: datetime) -> Slot | None:
    """The last slot at or before ``until``, looking back a fortnight."""
    latest = None
    start = until.astimezone(zone(timetable.timezone)).date() - HORIZON_DAYS * DAY
    for slot in slots(timetable, start):
        if slot.due_at > until:
            break
        latest = slot
    return latest


def following(timetable: Timetable, label: str, after: datetime) -> Slot | None:
    """The first slot that comes after the one labelled ``label`` and is due later than ``after``; may be past.

    Equally many times a day as then: the next rank, so that moving 10:00 to 08:00 at nine brings today's edition at
    once and moving 08:00 to 10:00 brings no second one. Otherwise the next wall time of the day counts. ``after`` is
    the end of the last window, which keeps a move across the date line from opening a window that ended already.
    """
    day, rank_of, at = label.split(" ")
    rank, of = (int(part) for part in rank_of.split("/"))
    on = date.fromisoformat(day)
    for slot in slots(timetable, on):
        later = (slot.on, slot.rank) > (on, rank) if slot.of == of else (slot.on, wall(slot.at)) > (on, wall(at))
        if later and slot.due_at > after:
            return slot
    return None
