"""A clock that was days ahead and was set right: nobody waits until it has caught up, nothing comes twice or never."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import publish
from bot.alerts import Alerts
from bot.clock import Clock
from digests.models import Address, Watch
from tests.delivering import NOW, subscribe, subscriber
from tests.newsdesk import ARTICLES, DAY, EVERYTHING, HOUR, Desk, opened_desk

AHEAD = [timedelta(hours=9), timedelta(days=1), timedelta(days=3), timedelta(days=10, hours=5), timedelta(days=3650)]


class Machine:
    """Time as it passes, and as a clock shows it that somebody may set."""

    def __init__(self) -> None:
        self.true, self.ahead = NOW - HOUR, timedelta(0)

    def now(self) -> datetime:
        return self.true + self.ahead

    def steady_s(self) -> float:
        return (self.true - NOW).total_seconds()


class Service:
    """What the service does every so often, in such time."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.machine = desk, Machine()
        self.clock = Clock(
            desk.newsroom, call=_never, read=_never, now=self.machine.now, wake=lambda: None,
            steady_s=self.machine.steady_s,
        )  # fmt: skip
        self.alerts = Alerts(desk.newsroom)

    def pass_by(self, hours: float) -> None:
        """Looks and tidies up every hour."""
        for _ in range(round(hours)):
            self.machine.true += HOUR
            self.look()
            self.clock._tidied()

    def look(self) -> None:
        self.clock._true()
        publish.open_due(self.desk.newsroom, self.machine.now())
        self.alerts.look(self.machine.now())

    def write(self, number: int) -> str:
        return self.desk.write(number, self.machine.now())


async def _never(work: Any) -> Any:
    raise AssertionError("nothing runs beside these tests")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with opened_desk(tmp_path) as desk:
        made = Service(desk)
        made.alerts.look(NOW - 2 * HOUR)
        yield made


def told(desk: Desk, chat: int) -> list[str]:
    """The headlines a reader was given, in order."""
    titles = "|".join(title for title, _ in ARTICLES)
    rows = [row for row in desk.rows(chat) if row.state != "cancelled"]
    return [found for row in rows for found in re.findall(titles, row.payload)]


def test_served_ahead_readers_get_what_is_new_at_their_next_time(service: Service) -> None:
    desk, machine = service.desk, service.machine
    subscribe(
        desk.store, [subscriber(1, themes=EVERYTHING), subscriber(2, themes=EVERYTHING, muted=("足球",))], NOW - HOUR
    )
    first = service.write(0)
    machine.ahead = 6 * DAY
    service.pass_by(2)
    assert told(desk, 1) == told(desk, 2) == [first]
    unserved = service.write(1)  # read by the wrong clock, and served to nobody yet
    machine.ahead = timedelta(0)
    service.pass_by(2)
    fresh = service.write(2)
    service.pass_by(24)
    for chat in (1, 2):
        assert sorted(told(desk, chat)) == sorted([first, unserved, fresh])
    later = service.write(3)
    service.pass_by(5 * 24)  # the very slot that the wrong clock served
    last = service.write(4)
    service.pass_by(48)
    for chat in (1, 2):
        assert told(desk, chat)[3:] == [later, last]
        assert len({row.edition for row in desk.rows(chat)}) == 4


@pytest.mark.parametrize("ahead", AHEAD, ids=str)
def test_whoever_the_wrong_clock_met_gets_everything_once(service: Service, ahead: timedelta) -> None:
    desk, machine = service.desk, service.machine
    with_rule = {"themes": (), "watches": (Watch(query="机器人", mode="digest"),)}
    mine: list[dict[str, Any]] = [
        {}, {"times": ("07:30", "20:00")}, {"days": (1, 4)}, {"timezone": "America/New_York"},
        {"quiet": ("22:00", "09:00")}, {"send_empty": True}, with_rule,
    ]  # fmt: skip
    readers = [subscriber(chat, **{"themes": EVERYTHING, **chosen}) for chat, chosen in enumerate(mine, 1)]
    subscribe(desk.store, readers, NOW - HOUR)
    titles = [service.write(0)]
    machine.ahead = ahead
    service.pass_by(30)
    titles.append(service.write(1))
    subscribe(desk.store, [subscriber(20, themes=EVERYTHING, since=machine.now() - HOUR)], machine.now())
    paused = Address(chat_id=1)
    with desk.store.writing() as tx:
        tx.readers.pause(paused, "their wish", machine.now())
        tx.readers.resume(paused, machine.now())
    service.pass_by(3)
    machine.ahead = timedelta(0)
    service.pass_by(3)
    titles.append(service.write(2))
    service.pass_by(8 * 24)
    for chat in (*range(1, 7), 20):
        assert sorted(told(desk, chat)) == sorted(titles), chat
    assert told(desk, 7) == [titles[1]]
    with desk.store.reading() as tx:
        assert tx.ahead.latest(machine.now()) is None
        due = [tx.readers.due_at(reader.address) for reader in readers if reader.themes]
    assert all(at is not None and at - machine.now() <= 4 * DAY for at in due)


@pytest.mark.parametrize("ahead", [9 * HOUR, 30 * DAY], ids=str)
def test_what_waits_for_the_wrong_time_waits_no_longer(service: Service, ahead: timedelta) -> None:
    desk, machine = service.desk, service.machine
    subscribe(desk.store, [subscriber(1, themes=EVERYTHING)], NOW - HOUR)
    machine.ahead = ahead
    service.write(0)
    service.pass_by(16)
    (row,) = desk.rows(1)
    with desk.store.writing() as tx:
        tx.outbox.hold(row.id, machine.now() + HOUR, machine.now())
        tx.outbox.park(5, machine.now() + HOUR)
    machine.ahead = timedelta(0)
    service.pass_by(2)
    with desk.store.reading() as tx:
        assert [ready.delivery.id for ready in tx.outbox.ready(machine.now(), limit=9)] == [row.id]
        assert bool(tx.outbox.waits(machine.now())) == (ahead < 2 * DAY), "Telegram may well ask for hours"
        record = tx.sources.get(desk.source.id)
    assert record is not None
    assert record.due(machine.now() + HOUR)


def test_a_lookup_by_day_finds_what_was_read_ahead(service: Service) -> None:
    from digests import pipeline

    desk, machine = service.desk, service.machine
    machine.ahead = 400 * DAY
    service.write(0)
    machine.ahead = timedelta(0)
    service.pass_by(2)
    found = pipeline.find(desk.newsroom, "量子 7d", script=None, page=1, per_page=5, now=machine.now())
    assert [hit.title for hit in found.hits] == [ARTICLES[0][0]]
    assert pipeline.find(
        desk.newsroom, "量子 after:2026-06-01", script=None, page=1, per_page=5, now=machine.now()
    ).total == 0  # fmt: skip


def test_a_clock_that_was_right_all_along_and_one_that_was_just_set_change_nothing(service: Service) -> None:
    desk, machine = service.desk, service.machine
    subscribe(desk.store, [subscriber(1, themes=EVERYTHING), subscriber(2, themes=EVERYTHING, days=(7,))], NOW - HOUR)
    title = service.write(0)
    service.pass_by(3)
    before = [desk.due_at(1), desk.due_at(2)]
    machine.ahead = -30 * DAY  # a machine without a battery begins so, until the network tells it the time
    service.look()
    service.clock._tidied()
    machine.true += HOUR / 2
    service.clock._tidied()
    machine.ahead = timedelta(0)
    service.pass_by(4)
    assert [desk.due_at(1), desk.due_at(2)] == before
    with desk.store.reading() as tx:
        assert tx.articles.newest_at() == NOW - HOUR
    machine.ahead = -DAY  # for so long that it is believed
    service.pass_by(4)
    later = service.write(1)
    machine.ahead = timedelta(0)
    service.pass_by(8 * 24)
    assert told(desk, 1) == [title, later]
    assert sorted(told(desk, 2)) == sorted([title, later])
