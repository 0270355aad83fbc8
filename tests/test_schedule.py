"""Due times: a table of cases, then properties over every zone there is."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.schedule import Slot, Timetable, following, instant, latest_slot, next_slot, quiet_until, slots, wall

DAILY = tuple(range(1, 8))
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)


def plan(*times: str, zone: str = "Asia/Shanghai", days: tuple[int, ...] = DAILY, quiet: object = None) -> Timetable:
    return Timetable(times=times, days=days, timezone=zone, quiet=quiet)  # type: ignore[arg-type]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


CASES = [
    # after, timetable, due
    ("2026-03-02T00:00", plan("08:00"), "2026-03-03T00:00"),  # strictly after
    ("2026-03-01T23:59", plan("08:00"), "2026-03-02T00:00"),
    ("2026-03-02T00:00", plan("18:00", "08:00"), "2026-03-02T10:00"),
    ("2026-03-02T10:00", plan("08:00", days=(5,)), "2026-03-06T00:00"),
    ("2026-03-29T00:00", plan("02:30", zone="Europe/Berlin"), "2026-03-29T01:00"),  # in the gap: its end, 03:00
    ("2026-03-29T00:00", plan("02:30", "03:00", zone="Europe/Berlin"), "2026-03-29T01:00"),  # one slot, not two
    ("2026-03-29T01:00", plan("02:30", "03:00", zone="Europe/Berlin"), "2026-03-30T00:30"),
    ("2026-10-24T23:00", plan("02:30", zone="Europe/Berlin"), "2026-10-25T00:30"),  # the first of two 02:30
    ("2026-10-25T00:30", plan("02:30", zone="Europe/Berlin"), "2026-10-26T01:30"),
    ("2026-03-08T06:00", plan("02:15", zone="America/New_York"), "2026-03-08T07:00"),
    ("2026-04-04T12:00", plan("02:00", zone="Australia/Lord_Howe"), "2026-04-04T15:30"),  # half an hour of overlap
    ("2026-03-01T12:00", plan("06:00", "08:00", quiet=("22:00", "07:00")), "2026-03-01T23:00"),  # held until waking
    ("2026-03-01T23:00", plan("06:00", "08:00", quiet=("22:00", "07:00")), "2026-03-02T00:00"),
    ("2026-03-01T12:00", plan("23:00", "06:00", quiet=("22:00", "07:00")), "2026-03-01T23:00"),  # merged into one
    ("2026-03-01T23:00", plan("23:00", "06:00", quiet=("22:00", "07:00")), "2026-03-02T23:00"),
    ("2026-03-01T23:00", plan("07:00", quiet=("22:00", "07:00")), "2026-03-02T23:00"),  # half-open
    ("2026-03-01T12:00", plan("12:30", quiet=("12:00", "14:00")), "2026-03-02T06:00"),
    ("2026-03-01T12:00", plan("08:00", quiet=("07:00", "07:00")), "2026-03-02T00:00"),  # equal ends: none
]


@pytest.mark.parametrize(("after", "timetable", "due"), CASES)
def test_next_slot(after: str, timetable: Timetable, due: str) -> None:
    slot = next_slot(timetable, utc(after))
    assert slot is not None
    assert slot.due_at == utc(due)


def test_no_times_or_no_days_means_never() -> None:
    assert next_slot(plan(), START) is None
    assert next_slot(plan("08:00", days=()), START) is None
    assert latest_slot(plan(), START) is None


@pytest.mark.parametrize("zone", ZONES)
def test_none_skipped_none_doubled_in_any_zone(zone: str) -> None:
    """Every local day of three years has its slots, in order, at the wall time asked for where the clock shows it."""
    timetable = plan("00:00", "02:30", zone=zone)
    seen: dict[date, int] = {}
    named = ZoneInfo(zone)
    before: Slot | None = None
    for slot in slots(timetable, date(2025, 12, 30)):
        if slot.due_at >= END:
            break
        assert before is None or before.due_at < slot.due_at
        shown = slot.due_at.astimezone(named)
        exact = shown.date() == slot.on and shown.time().replace(fold=0) == wall(slot.at)
        assert exact or _in_gap(slot, named)
        seen[slot.on] = seen.get(slot.on, 0) + 1
        before = slot
    assert {count for on, count in seen.items() if date(2026, 1, 1) <= on < date(2028, 12, 30)} == {2}
    assert len(seen) >= 3 * 365


def _in_gap(slot: Slot, named: ZoneInfo) -> bool:
    local = datetime.combine(slot.on, wall(slot.at), tzinfo=named)
    there_and_back = local.astimezone(UTC).astimezone(named)
    just_before = (slot.due_at - timedelta(seconds=1)).astimezone(named)
    return there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None) and just_before.utcoffset() != (
        slot.due_at.astimezone(named).utcoffset()
    )


ANY_TIME = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.sampled_from((0, 1, 15, 30, 45, 59)))
TIMETABLES = st.builds(
    Timetable,
    times=st.lists(ANY_TIME, min_size=1, max_size=4, unique=True).map(tuple),
    days=st.lists(st.integers(1, 7), min_size=1, unique=True).map(tuple),
    timezone=st.sampled_from(ZONES),
    quiet=st.none() | st.tuples(ANY_TIME, ANY_TIME),
)
INSTANTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@settings(max_examples=300, deadline=None)
@given(TIMETABLES, INSTANTS)
def test_the_next_slot_is_the_first_strictly_after(timetable: Timetable, after: datetime) -> None:
    slot = next_slot(timetable, after)
    assert slot is not None
    assert after < slot.due_at <= after + timedelta(days=9)
    assert quiet_until(slot.due_at, timetable.quiet, timetable.timezone) is None
    early = [
        s for s in islice(slots(timetable, after.date() - timedelta(days=4)), 60) if after < s.due_at < slot.due_at
    ]
    assert early == []
    before = latest_slot(timetable, after)
    assert before is not None
    assert before.due_at <= after
    assert next_slot(timetable, before.due_at) == slot


@settings(max_examples=200, deadline=None)
@given(TIMETABLES, INSTANTS)
def test_walking_by_label_meets_every_slot_once(timetable: Timetable, after: datetime) -> None:
    walked = []
    slot = next_slot(timetable, after)
    while slot is not None and len(walked) < 12:
        walked.append(slot)
        slot = following(timetable, slot.label, slot.due_at)
    expected = islice((s for s in slots(timetable, after.date() - timedelta(days=4)) if s.due_at > after), 12)
    assert walked == list(expected)
    assert all(a.due_at < b.due_at for a, b in pairwise(walked))


@settings(max_examples=200, deadline=None)
@given(TIMETABLES, TIMETABLES, INSTANTS, st.integers(0, 60 * 24 * 3))
def test_a_change_never_brings_an_edition_back(old: Timetable, new: Timetable, after: datetime, minutes: int) -> None:
    """Whatever changes, the next edition belongs to a later slot than the last, and its window is not empty."""
    had = next_slot(old, after)
    assert had is not None
    slot = following(new, had.label, had.due_at)
    assert slot is not None
    assert slot.due_at > had.due_at
    assert slot.on >= had.on
    if len(set(old.times)) == len(set(new.times)):
        assert (slot.on, slot.rank) > (had.on, had.rank)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/London", "America/St_Johns", "Pacific/Kiritimati"])
@pytest.mark.parametrize(("quiet", "inside", "outside"), [
    (("22:00", "07:00"), ("22:00", "23:59", "00:00", "06:59"), ("07:00", "12:00", "21:59")),
    (("12:00", "14:00"), ("12:00", "13:59"), ("11:59", "14:00", "00:00")),
])  # fmt: skip
def test_quiet_hours(zone: str, quiet: tuple[str, str], inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    on = date(2026, 6, 15)
    for at in inside:
        moment = instant(on, wall(at), zone)
        waking = quiet_until(moment, quiet, zone)
        assert waking is not None
        assert moment < waking < moment + timedelta(days=1)
        assert waking.astimezone(ZoneInfo(zone)).strftime("%H:%M") == quiet[1]
    assert all(quiet_until(instant(on, wall(at), zone), quiet, zone) is None for at in outside)


MOVES = [
    # had label, new timetable, last window's end, next due
    ("2026-03-02 1/1 08:00", plan("10:00"), "2026-03-02T00:00", "2026-03-03T02:00"),  # later: no second one today
    ("2026-03-01 1/1 10:00", plan("08:00"), "2026-03-01T02:00", "2026-03-02T00:00"),  # earlier: today's, maybe past
    ("2026-03-02 1/2 08:00", plan("18:00"), "2026-03-02T00:00", "2026-03-02T10:00"),  # one less a day
    ("2026-03-02 1/1 18:00", plan("08:00", "20:00"), "2026-03-02T10:00", "2026-03-02T12:00"),  # one more a day
    ("2026-03-02 1/1 08:00", plan("08:00", zone="America/New_York"), "2026-03-02T00:00", "2026-03-03T13:00"),
    ("2026-03-02 1/1 08:00", plan("08:00", zone="Pacific/Kiritimati"), "2026-03-02T19:00", "2026-03-03T18:00"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "timetable", "covered", "due"), MOVES)
def test_following(label: str, timetable: Timetable, covered: str, due: str) -> None:
    slot = following(timetable, label, utc(covered))
    assert slot is not None
    assert slot.due_at == utc(due)


@pytest.mark.parametrize("text", ["24:00", "8", "", "8:60", "x:y"])
def test_a_wall_time_is_checked(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        wall(text)
