"""The pacer against a clock: spacing, chats, groups, priorities, and what a 429 does. Seconds are scaled down."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from telegram.error import RetryAfter

from bot import pacer as pacing
from bot.pacer import ALERT, ANSWER, BROADCAST, Pacer, Turn


class Line:
    """What arrives at Telegram, and when; refuses when told so."""

    def __init__(self, pacer: Pacer, *, latency_s: float = 0.0) -> None:
        self.pacer = pacer
        self.latency_s = latency_s
        self.arrived: list[tuple[int, float]] = []
        self.refusals: dict[int, list[float]] = {}
        self.refuse: Callable[[float], float] = lambda now: 0.0

    async def send(self, chat_id: int, turn: Turn | None = None, endpoint: str = "sendMessage") -> bool:
        async def call() -> bool:
            now = asyncio.get_running_loop().time()
            waits = self.refusals.get(chat_id)
            wait_s = waits.pop(0) if waits else self.refuse(now)
            if not wait_s:
                self.arrived.append((chat_id, now))
            await asyncio.sleep(self.latency_s)
            if wait_s:
                raise RetryAfter(timedelta(seconds=wait_s))
            return True

        return bool(await self.pacer.process_request(call, (), {}, endpoint, {"chat_id": chat_id}, turn))

    def times(self, chat_id: int | None = None) -> list[float]:
        return [at for chat, at in self.arrived if chat_id in (None, chat)]


BROADCASTING = Turn(priority=BROADCAST)


async def test_starts_are_even_from_the_first_on() -> None:
    line = Line(Pacer(per_second=200, per_chat_s=0))
    await asyncio.gather(*(line.send(chat, BROADCASTING) for chat in range(1, 101)))
    times = line.times()
    assert 0.45 < times[-1] - times[0] < 1.5
    for at in times:
        assert sum(at <= other < at + 0.1 for other in times) <= 20 + pacing.LAG_STARTS + 1


async def test_an_answer_takes_its_start_in_advance_and_the_broadcast_waits_instead() -> None:
    line = Line(Pacer(per_second=20, per_chat_s=0))
    broadcast = [asyncio.create_task(line.send(chat, BROADCASTING)) for chat in range(100, 120)]
    waits = []
    for chat in range(1, 6):
        await asyncio.sleep(0.11)
        began = asyncio.get_running_loop().time()
        await line.send(chat)
        waits.append(line.times(chat)[0] - began)
    assert sorted(waits)[2] < 0.01, "half an interval on average without it"
    await asyncio.gather(*broadcast)
    times = line.times()
    assert times[-1] - times[0] > (len(times) - 1 - pacing.AHEAD_STARTS) / 20 - 0.03, "no more starts than before"


async def test_many_answers_are_as_even_as_a_broadcast() -> None:
    line = Line(Pacer(per_second=200, per_chat_s=0))
    await asyncio.gather(*(line.send(chat) for chat in range(1, 101)))
    times = line.times()
    assert times[-1] - times[0] > 0.45
    for at in times:
        assert sum(at <= other < at + 0.1 for other in times) <= 20 + pacing.LAG_STARTS + pacing.AHEAD_STARTS + 1


async def test_a_chat_is_left_alone_from_the_end_of_a_request() -> None:
    line = Line(Pacer(per_second=1000, per_chat_s=0.1), latency_s=0.05)
    await asyncio.gather(*(line.send(1) for _ in range(4)), *(line.send(chat) for chat in range(2, 30)))
    assert all(later - earlier >= 0.149 for earlier, later in pairwise(line.times(1)))
    others = [at for chat, at in line.arrived if chat != 1]
    assert max(others) < line.times(1)[1]  # nobody waits behind a chat that has to


async def test_a_group_has_its_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "GROUP_WINDOW_S", 0.4)
    line = Line(Pacer(per_second=1000, per_chat_s=0.01, group_per_minute=3))
    await asyncio.gather(*(line.send(-1) for _ in range(7)), *(line.send(1) for _ in range(7)))
    times = line.times(-1)
    assert all(times[n + 3] - times[n] >= 0.399 for n in range(4))
    assert line.times(1)[-1] < times[3]


async def test_people_before_alerts_before_broadcasts() -> None:
    line = Line(Pacer(per_second=100, per_chat_s=0))
    waiting = [asyncio.create_task(line.send(chat, Turn(priority=BROADCAST))) for chat in range(100, 130)]
    await asyncio.sleep(0.05)
    waiting += [asyncio.create_task(line.send(2, Turn(priority=ALERT)))]
    waiting += [asyncio.create_task(line.send(1, Turn(priority=ANSWER)))]
    await asyncio.gather(*waiting)
    order = [chat for chat, _ in line.arrived]
    assert order.index(1) + 1 == order.index(2)
    assert order.index(2) < 15


async def test_before_runs_when_the_turn_has_come() -> None:
    line = Line(Pacer(per_second=50, per_chat_s=0))
    began: list[float] = []

    async def note() -> None:
        began.append(asyncio.get_running_loop().time())

    await asyncio.gather(*(line.send(chat, Turn(priority=BROADCAST, before=note)) for chat in range(1, 6)))
    assert all(0 <= arrived - began < 0.02 for began, arrived in zip(began, line.times(), strict=True))


async def test_a_stalled_disk_lets_no_crowd_loose() -> None:
    line = Line(Pacer(per_second=50, per_chat_s=0))
    disk = asyncio.Event()

    async def stalled() -> None:
        await disk.wait()

    turn = Turn(priority=BROADCAST, before=stalled)
    waiting = [asyncio.create_task(line.send(chat, turn)) for chat in range(1, 60)]
    await asyncio.sleep(1.5)
    assert len(line.pacer._under_way) == 40
    disk.set()
    await asyncio.gather(*waiting)
    times = line.times()
    assert all(sum(at <= other < at + 0.01 for other in times) <= 40 + 10 for at in times)
    assert not line.pacer._under_way


async def test_slow_answers_do_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "CROWD_AGE_S", 0.2)
    line = Line(Pacer(per_second=50, per_chat_s=0), latency_s=5)
    waiting = [asyncio.create_task(line.send(chat, BROADCASTING)) for chat in range(1, 61)]
    await asyncio.sleep(2)
    assert len(line.arrived) == 60
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert not line.pacer._under_way


async def test_a_429_parks_its_chat_and_no_other() -> None:
    line = Line(Pacer(per_second=500, per_chat_s=0))
    line.refusals[1] = [0.3]
    with pytest.raises(RetryAfter):
        await line.send(1, BROADCASTING)
    start = asyncio.get_running_loop().time()
    await asyncio.gather(line.send(1, BROADCASTING), *(line.send(chat, BROADCASTING) for chat in range(2, 20)))
    assert line.times(1)[0] - start > 0.25
    assert max(at for chat, at in line.arrived if chat != 1) - start < 0.2
    assert line.pacer.rate == line.pacer.ceiling
    assert line.pacer.parked_s == 0


async def test_a_second_chat_refused_parks_the_bot_and_slows_it() -> None:
    line = Line(Pacer(per_second=500, per_chat_s=0))
    line.refusals |= {1: [0.3], 2: [0.3]}
    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await line.send(chat, BROADCASTING)
    assert 0.1 < line.pacer.parked_s <= 0.3
    assert line.pacer.rate == pytest.approx(400)
    start = asyncio.get_running_loop().time()
    await line.send(3)
    assert line.times(3)[0] - start > 0.2
    await asyncio.gather(*(line.send(chat) for chat in range(4, 100)))
    assert 400 < line.pacer.rate < 500


async def test_an_answer_is_made_again_after_a_short_refusal() -> None:
    line = Line(Pacer(per_second=500, per_chat_s=0))
    line.refusals[1] = [0.05, 0.05]
    assert await line.send(1)
    line.refusals[2] = [pacing.PATIENCE_S + 1]
    with pytest.raises(RetryAfter):
        await line.send(2)


async def test_a_server_that_allows_less_is_found_out() -> None:
    """It allows 220 a second with a burst of 30, and shuts for half a second: a collapse for every fixed rate above."""
    tokens, filled_at, shut_until = 30.0, 0.0, 0.0

    def refuse(now: float) -> float:
        nonlocal tokens, filled_at, shut_until
        tokens, filled_at = min(30.0, tokens + (now - (filled_at or now)) * 220), now
        if now < shut_until:
            return shut_until - now
        if tokens < 1:
            shut_until = now + 0.5
            return 0.5
        tokens -= 1
        return 0.0

    line = Line(Pacer(per_second=300, per_chat_s=0), latency_s=0.005)
    line.refuse = refuse
    crowd = asyncio.Semaphore(48)

    async def until_sent(chat: int) -> None:
        async with crowd:
            while True:
                try:
                    await line.send(chat, BROADCASTING)
                    return
                except RetryAfter as refusal:
                    await asyncio.sleep(pacing.seconds(refusal))

    start = asyncio.get_running_loop().time()
    await asyncio.gather(*(until_sent(chat) for chat in range(1, 501)))
    assert 500 / (asyncio.get_running_loop().time() - start) > 100
    assert line.pacer.refusals < 12


async def test_what_counts_for_no_chat_passes_at_once() -> None:
    line = Line(Pacer(per_second=1, per_chat_s=10))
    line.pacer.park(None, 100)
    async with asyncio.timeout(1):
        for endpoint in ("answerCallbackQuery", "answerInlineQuery", "getMe", "sendChatAction"):
            assert await line.send(1, endpoint=endpoint)


async def test_edits_are_not_spaced_by_chat() -> None:
    line = Line(Pacer(per_second=500, per_chat_s=10))
    async with asyncio.timeout(1):
        for _ in range(5):
            await line.send(1, endpoint="editMessageText")
        await line.send(1)
        await line.send(1, endpoint="editMessageText")


async def test_who_gives_up_waiting_takes_no_turn() -> None:
    line = Line(Pacer(per_second=100, per_chat_s=0.2))
    await line.send(1)
    waiting = asyncio.create_task(line.send(1))
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await line.send(1)
    assert len(line.times(1)) == 2
    assert not line.pacer._chats[1].in_flight


async def test_a_fault_in_a_request_frees_its_chat() -> None:
    pacer = Pacer(per_second=100, per_chat_s=0)

    async def fail() -> None:
        raise ZeroDivisionError

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            await pacer.process_request(fail, (), {}, "sendMessage", {"chat_id": 1}, None)
    await pacer.shutdown()


async def test_chats_at_rest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "FORGET_CHATS", 50)
    line = Line(Pacer(per_second=2000, per_chat_s=0.001))
    for chat in range(1, 200):
        await line.send(chat)
    assert len(line.pacer._chats) <= 52


async def test_a_public_name_is_one_chat() -> None:
    pacer = Pacer(per_second=100, per_chat_s=0)
    calls = []

    async def call() -> bool:
        calls.append(1)
        return True

    assert await pacer.process_request(call, (), {}, "sendMessage", {"chat_id": "@name"}, None)
    assert len(pacer._chats) == 1
