"""The clock with a real newsroom: sources read, editions opened, and a stop that waits."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot import publish
from bot.alerts import Alerts
from bot.app.process import caller
from bot.clock import Clock
from digests import pipeline
from digests.errors import StoreError
from digests.models import Watch
from tests import delivering
from tests.delivering import NOW, subscribe, subscriber, until
from tests.newsdesk import ARTICLES, EVERYTHING, Desk, opened_desk


async def ticking(
    desk: Desk,
    at: Callable[[], datetime],
    work: Callable[[Clock, list[int]], object],
    on_read: Callable[[str], None] | None = None,
) -> None:
    woken: list[int] = []
    with ThreadPoolExecutor(1) as composing, ThreadPoolExecutor(1) as reading:
        call, read = caller(composing), caller(reading)
        clock = Clock(desk.newsroom, call=call, read=read, now=at, wake=lambda: woken.append(1), on_read=on_read)
        clock.start()
        try:
            result = work(clock, woken)
            if asyncio.iscoroutine(result):
                await result
        finally:
            await clock.stop()
        assert not clock._tasks


async def test_a_dropped_article_becomes_an_alert_and_an_edition(tmp_path: Path) -> None:
    at = delivering.Clock()
    with opened_desk(tmp_path) as desk:
        desk.write(4, NOW - timedelta(days=1))
        Alerts(desk.newsroom).look(NOW - timedelta(days=1))
        subscribe(
            desk.store, [subscriber(1, themes=EVERYTHING), subscriber(2, themes=(), watches=(Watch(query="合肥"),))]
        )

        async def work(clock: Clock, woken: list[int]) -> None:
            desk.drop(0, NOW)
            at.at = NOW + timedelta(minutes=2)
            await until(lambda: [row.address.chat_id for row in desk.rows()] == [2])
            at.at = NOW + timedelta(days=1)
            clock.look()
            await until(lambda: [row.kind for row in desk.rows()] == ["alert", "digest"])
            assert woken

        await ticking(desk, at, work)
        assert ARTICLES[0][0] in desk.rows(1)[0].payload


async def test_who_asks_for_a_look_waits_for_no_tick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for every in ("SOURCES_EVERY_S", "EDITIONS_EVERY_S"):
        monkeypatch.setattr(f"bot.clock.{every}", 3600)
    at = delivering.Clock()
    with opened_desk(tmp_path) as desk:
        subscribe(desk.store, [subscriber(1, themes=EVERYTHING)])

        def stored() -> int:
            with desk.store.reading() as tx:
                return tx.articles.count()

        async def work(clock: Clock, woken: list[int]) -> None:
            await until(lambda: not clock._tasks)
            desk.drop(0, NOW)
            at.at = NOW + timedelta(hours=1)
            clock.look()
            await until(lambda: stored() == 1)
            at.at = NOW + timedelta(days=1)
            await until(lambda: not clock._tasks)
            clock.look()
            await until(lambda: len(desk.rows(1)) == 1)

        await ticking(desk, at, work)


async def test_a_clock_that_is_set_back_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[datetime] = []

    def noted(_: object, now: datetime, **how: object) -> publish.Opened:
        looks.append(now)
        return publish.Opened()

    monkeypatch.setattr(publish, "open_due", noted)
    for every in ("EDITIONS_EVERY_S", "WATCH_EVERY_S"):
        monkeypatch.setattr(f"bot.clock.{every}", 0.05)
    with opened_desk(tmp_path) as desk, time_machine.travel(NOW + timedelta(days=5)) as machine:

        async def work(clock: Clock, woken: list[int]) -> None:
            await until(lambda: len(looks) > 2)
            machine.move_to(NOW)
            await until(lambda: looks[-1] < NOW + timedelta(days=1))

        await ticking(desk, lambda: datetime.now(UTC), work)
    assert "the clock was set to 2026-03-02" in caplog.text


async def test_one_failed_look_never_stops_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[int] = []

    def failing(*args: object, **kwargs: object) -> publish.Opened:
        looks.append(1)
        raise (StoreError("database: the disk is full"), ValueError("ours"))[len(looks) % 2]

    monkeypatch.setattr(publish, "open_due", failing)
    monkeypatch.setattr("bot.clock.EDITIONS_EVERY_S", 0.05)
    with opened_desk(tmp_path) as desk:

        async def work(clock: Clock, woken: list[int]) -> None:
            await until(lambda: len(looks) >= 3)

        await ticking(desk, delivering.Clock(), work)
    assert "the disk is full" in caplog.text
    assert "programming error" in caplog.text


async def test_a_source_that_fails_was_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*args: object, **kwargs: object) -> None:
        raise ValueError("ours")

    monkeypatch.setattr(pipeline, "read", failing)
    tried: list[str] = []
    with opened_desk(tmp_path) as desk:
        await ticking(desk, delivering.Clock(), lambda clock, woken: until(lambda: "desk" in tried), tried.append)


async def test_sources_that_hang_never_hold_up_an_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answered = threading.Event(), threading.Event()

    def hanging(*args: object, **kwargs: object) -> pipeline.ReadReport:
        asked.set()
        assert answered.wait(30)
        return pipeline.ReadReport()

    at = delivering.Clock()
    with opened_desk(tmp_path) as desk:
        desk.write(4, NOW - timedelta(hours=1))
        subscribe(desk.store, [subscriber(1, themes=EVERYTHING)])
        monkeypatch.setattr(pipeline, "read", hanging)

        async def work(clock: Clock, woken: list[int]) -> None:
            try:
                await until(asked.is_set)
                at.at = NOW + timedelta(days=1)
                clock.look()
                await until(lambda: len(desk.rows(1)) == 1, 10)
            finally:
                answered.set()

        await ticking(desk, at, work)


async def test_stopping_waits_for_what_is_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    done: list[int] = []

    def slow(*args: object, **kwargs: object) -> publish.Opened:
        time.sleep(0.3)
        done.append(1)
        return publish.Opened()

    monkeypatch.setattr(publish, "open_due", slow)
    with opened_desk(tmp_path) as desk:
        await ticking(desk, delivering.Clock(), lambda clock, woken: asyncio.sleep(0.1))
    assert done
