"""What a reader is due: decisions as a table."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.editions import WINDOW, Decision, Standing, decide, window
from digests.schedule import Timetable, latest_slot, next_slot

GRACE = timedelta(hours=6)
DAILY = tuple(range(1, 8))
HAD = "2026-03-01 1/1 08:00"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def standing(*times: str, next_due_at: str | None, last_slot: str | None = HAD, **chosen: object) -> Standing:
    plan = Timetable(times=times or ("08:00",), days=DAILY, timezone="Asia/Shanghai", **chosen)  # type: ignore[arg-type]
    return Standing(
        timetable=plan,
        next_due_at=utc(next_due_at) if next_due_at else None,
        last_slot=last_slot,
        covered_until=utc("2026-03-01T00:00"),
    )


CASES = [
    # standing, now, due (None: what is noted stands), served
    (standing(next_due_at="2026-03-02T00:00"), "2026-03-01T23:59", None, None),
    (standing(next_due_at="2026-03-02T00:00"), "2026-03-02T00:00", None, None),  # due now, as noted
    (standing(next_due_at="2026-03-02T00:00"), "2026-03-02T05:59", None, None),  # late, within grace
    (standing(next_due_at="2026-03-02T00:00"), "2026-03-02T06:01", "2026-03-03T00:00", "2026-03-02 1/1 08:00"),
    (standing(next_due_at="2026-03-02T00:00"), "2026-03-05T01:00", "2026-03-05T00:00", HAD),  # three days merged
    (standing("08:00", "10:00", next_due_at="2026-03-02T00:00"), "2026-03-02T02:30", "2026-03-02T02:00", HAD),
    (standing(next_due_at=None), "2026-03-01T00:00", "2026-03-02T00:00", HAD),  # just served
    (standing(next_due_at=None, last_slot=None), "2026-03-01T00:00", "2026-03-02T00:00", None),  # a newcomer
    (standing("12:00", next_due_at="2026-03-02T00:00"), "2026-03-02T00:00", None, None),  # moved after it came due
]


@pytest.mark.parametrize(("at", "now", "due", "served"), CASES)
def test_decide(at: Standing, now: str, due: str | None, served: str | None) -> None:
    decision = decide(at, utc(now), GRACE)
    if due is None:
        assert decision is None
    else:
        assert decision is not None
        assert decision.due is not None
        assert (decision.due.due_at, decision.last_slot) == (utc(due), served)


def test_a_window_begins_where_the_last_one_ended() -> None:
    until = utc("2026-03-20T00:00")
    assert window(utc("2026-03-19T00:00"), until) == (utc("2026-03-19T00:00"), until)
    assert window(utc("2026-01-01T00:00"), until) == (until - WINDOW, until)


PLANS = st.builds(
    Timetable,
    times=st.lists(st.sampled_from(("00:00", "07:30", "12:00", "23:45")), min_size=1, unique=True).map(tuple),
    days=st.lists(st.integers(1, 7), min_size=1, unique=True).map(tuple),
    timezone=st.sampled_from(("Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe")),
    quiet=st.sampled_from((None, ("22:00", "07:00"), ("11:00", "13:00"))),
)
# Minutes between two looks at the clock: ticks, a suspended laptop, a clock set back by an hour.
LOOKS = st.lists(st.sampled_from((1, 7, 30, 60, 8 * 60, 30 * 60, -60)), min_size=5, max_size=80)


@settings(max_examples=200, deadline=None)
@given(PLANS, LOOKS, st.integers(0, 500_000))
def test_however_the_clock_jumps_each_slot_is_served_at_most_once(plan: Timetable, looks: list[int], at: int) -> None:
    """Late ones merged, those past grace left out, none before its time and none twice."""
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=at)
    first = next_slot(plan, now)
    assert first is not None
    state = Standing(timetable=plan, next_due_at=first.due_at, last_slot=None, covered_until=now)
    noted: Decision = Decision(due=first, last_slot=None)
    served: list[datetime] = []
    latest = now
    for minutes in looks:
        now += timedelta(minutes=minutes)
        latest = max(latest, now)
        decision = decide(state, now, GRACE)
        if decision is not None:
            noted = decision
        assert noted.due is not None
        due_at = noted.due.due_at
        state = Standing(
            timetable=plan, next_due_at=due_at, last_slot=noted.last_slot, covered_until=state.covered_until
        )
        if due_at <= now:  # opened: as the store notes it, then worked out again
            assert now - due_at <= GRACE
            served.append(due_at)
            state = Standing(timetable=plan, next_due_at=None, last_slot=noted.due.label, covered_until=due_at)
            again = decide(state, now, GRACE)
            assert again is not None
            assert again.due is not None
            noted = again
            state = Standing(
                timetable=plan, next_due_at=again.due.due_at, last_slot=again.last_slot, covered_until=due_at
            )
    assert served == sorted(set(served))
    last = latest_slot(plan, now)
    if last is not None and now == latest and now - last.due_at <= GRACE and last.due_at > first.due_at:
        assert served[-1:] == [last.due_at]
