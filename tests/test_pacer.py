"""The pacer at Telegram's own limits, in simulated time: spacing, chats, groups, priorities, and what a 429 does."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot import pacer as pacing
from bot.pacer import ALERT, ANSWER, BROADCAST, Pacer, Turn, chats
from bot.pacer.rate import AHEAD_STARTS, LAG_STARTS
from tests.simulated import now, simulated

PER_S = 30
CROWD = 24  # that may be on their way at once
BROADCASTING = Turn(priority=BROADCAST)


class Line:
    """What arrives at Telegram, and when; refuses when told so. Times are seconds of the test."""

    def __init__(self, pacer: Pacer | None = None, *, latency_s: float = 0.0) -> None:
        self.pacer = pacer or Pacer()
        self.latency_s = latency_s
        self.arrived: list[tuple[int | str | None, float]] = []
        self.refusals: dict[int | str | None, list[float]] = {}
        self.refuse: Callable[[float], float] = lambda now: 0.0

    async def send(self, chat_id: int | str | None, turn: Turn | None = None, endpoint: str = "sendMessage") -> bool:
        async def call() -> bool:
            at = now()
            waits = self.refusals.get(chat_id)
            wait_s = waits.pop(0) if waits else self.refuse(at)
            if not wait_s:
                self.arrived.append((chat_id, at))
            await asyncio.sleep(self.latency_s)
            if wait_s:
                raise RetryAfter(timedelta(seconds=wait_s))
            return True

        return bool(await self.pacer.process_request(call, (), {}, endpoint, {"chat_id": chat_id}, turn))

    async def send_all(self, chats: Iterable[int | str], turn: Turn | None = None) -> None:
        await asyncio.gather(*(self.send(chat, turn) for chat in chats))

    def begin(self, chats: Iterable[int], turn: Turn | None = None) -> list[asyncio.Task[bool]]:
        return [asyncio.create_task(self.send(chat, turn)) for chat in chats]

    def times(self, *chats: int | str) -> list[float]:
        return [at for chat, at in self.arrived if chat in chats or not chats]


def starts(times: Iterable[float]) -> list[float]:
    """Times in intervals of the bot's rate."""
    return [round(at * PER_S, 6) for at in times]


async def refused(line: Line, *chats: int) -> None:
    for chat in chats:
        with pytest.raises(RetryAfter):
            await line.send(chat, BROADCASTING)


@simulated
async def test_starts_are_even_from_the_first_on() -> None:
    line = Line()
    await line.send_all(range(1, 101), BROADCASTING)
    assert starts(line.times()) == [max(0, n - LAG_STARTS) for n in range(100)]


@simulated
async def test_a_rest_saves_no_starts_up() -> None:
    line = Line()
    for _ in range(2):
        await line.send_all(range(1, 11), BROADCASTING)
        await asyncio.sleep(100)
    assert starts(at - line.times()[10] for at in line.times()[10:]) == [max(0, n - LAG_STARTS) for n in range(10)]


@simulated
async def test_an_answer_takes_its_start_in_advance_and_the_broadcast_waits_instead() -> None:
    line = Line()
    broadcast = line.begin(range(100, 160), BROADCASTING)
    await asyncio.sleep(10.5 / PER_S)
    await line.send_all(range(1, 6))
    await asyncio.gather(*broadcast)
    assert starts(line.times(*range(1, 6))) == [10.5, 10.5, 10.5, 11, 12]
    assert [at for at in starts(line.times(*range(100, 160))) if at > 10][:2] == [16, 17]
    assert starts(line.times())[-1] == 64 - LAG_STARTS, "no more starts than before"


@simulated
async def test_many_answers_are_as_even_as_a_broadcast() -> None:
    line = Line()
    await line.send_all(range(1, 101))
    assert starts(line.times()) == [max(0, n - LAG_STARTS - AHEAD_STARTS) for n in range(100)]


@simulated
async def test_a_chat_is_left_alone_from_the_end_of_a_request() -> None:
    line = Line(latency_s=0.5)
    await asyncio.gather(*(line.send(1) for _ in range(4)), line.send_all(range(2, 20)))
    assert line.times(1) == pytest.approx([0, 1.5, 3, 4.5])
    assert max(line.times(*range(2, 20))) < 1, "nobody waits behind a chat that has to"


@simulated
async def test_a_group_has_its_minute_and_a_person_has_not() -> None:
    line = Line()
    await asyncio.gather(*(line.send(-1) for _ in range(45)), *(line.send(1) for _ in range(45)))
    assert line.times(-1) == pytest.approx([60 * (n // 20) + n % 20 for n in range(45)])
    assert line.times(1) == pytest.approx(list(range(45)))


@simulated
async def test_a_pause_of_a_group_holds_beyond_its_minute() -> None:
    line = Line()
    await asyncio.gather(*(line.send(-1) for _ in range(20)))
    line.pacer.park(-1, 200)
    await line.send(-1)
    assert line.times(-1)[-1] == pytest.approx(219)


@pytest.mark.parametrize("per_minute", [0.5, 1, 1.9])
@simulated
async def test_less_than_two_a_minute_is_one(per_minute: float) -> None:
    line = Line(Pacer(group_per_minute=per_minute))
    await asyncio.gather(*(line.send(-1) for _ in range(3)))
    assert line.times() == pytest.approx([0, 60, 120])


@simulated
async def test_a_groups_minute_counts_from_the_end_of_requests() -> None:
    line = Line(latency_s=2)
    await asyncio.gather(*(line.send(-1) for _ in range(21)))
    assert line.times(-1)[-1] == pytest.approx(62)


@simulated
async def test_people_before_alerts_before_broadcasts() -> None:
    line = Line()
    waiting = line.begin(range(100, 130), BROADCASTING)
    await asyncio.sleep(0.5)
    waiting += line.begin([3], Turn(priority=ALERT)) + line.begin([2]) + line.begin([1], Turn(priority=ANSWER))
    await asyncio.gather(*waiting)
    order = [chat for chat, _ in line.arrived]
    assert order[19:22] == [2, 1, 3]


@simulated
async def test_before_runs_when_the_turn_has_come() -> None:
    line = Line()
    began: list[float] = []

    async def note() -> None:
        began.append(now())

    await line.send_all(range(1, 20), Turn(priority=BROADCAST, before=note))
    assert began == line.times()


@simulated
async def test_what_before_forbids_is_not_sent() -> None:
    line = Line()

    async def forbid() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await line.send(1, Turn(before=forbid))
    assert not line.arrived


@simulated
async def test_a_stalled_disk_lets_no_crowd_loose() -> None:
    line = Line()

    async def stalled() -> None:
        await asyncio.sleep(max(0.0, 10 - now()))

    await line.send_all(range(1, 101), Turn(priority=BROADCAST, before=stalled))
    assert starts(at - 10 for at in line.times()) == [max(0, n - CROWD - LAG_STARTS) for n in range(100)]


@simulated
async def test_slow_answers_do_not_hold_up_the_others() -> None:
    line = Line(latency_s=600)
    waiting = line.begin(range(1, 61), BROADCASTING)
    await asyncio.sleep(20)
    times = line.times()
    assert len(times) == 60
    assert times[CROWD - 1] < 1
    assert times[CROWD] == pytest.approx(2)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    line.latency_s = 0
    began = now()
    await line.send_all(range(100, 104), BROADCASTING)
    assert line.times()[-1] == began, "those given up are not waited for"


@simulated
async def test_a_429_parks_its_chat_and_no_other() -> None:
    line = Line()
    line.refusals[1] = [30]
    await refused(line, 1)
    await line.send_all([1, 2], BROADCASTING)
    assert line.arrived == [(2, 0), (1, 30)]
    assert (line.pacer.rate, line.pacer.parked_s) == (PER_S, 0)


@simulated
async def test_a_parked_chat_gets_no_edits_either() -> None:
    line = Line()
    line.pacer.park(1, 20)
    line.pacer.park(1, 10)  # ends no longer pause
    await line.send(1, endpoint="editMessageText")
    assert line.times() == [20]


@simulated
async def test_a_second_chat_refused_parks_the_bot_and_slows_it() -> None:
    line = Line()
    line.refusals |= {1: [10], 2: [20]}
    await refused(line, 1, 2)
    assert line.pacer.parked_s == 20
    assert line.pacer.rate == pytest.approx(0.8 * PER_S)
    assert line.pacer.refusals == 2
    await line.send(3)
    assert line.times() == pytest.approx([20])


@pytest.mark.parametrize(("wait_s", "later_s", "parked"), [(1, 1.9, True), (1, 2.1, False), (10, 9, True)])
@simulated
async def test_a_second_chat_tells_of_the_bot_while_the_first_waits_or_soon_after(
    wait_s: float, later_s: float, parked: bool
) -> None:
    line = Line()
    line.refusals |= {1: [wait_s], 2: [5]}
    await refused(line, 1)
    await asyncio.sleep(later_s)
    await refused(line, 2)
    assert (line.pacer.parked_s > 0) is parked
    assert (line.pacer.rate < PER_S) is parked


@simulated
async def test_one_chat_refused_again_and_again_is_no_matter_of_the_bot() -> None:
    line = Line()
    line.refusals[1] = [1, 1, 1]
    await refused(line, 1, 1, 1)
    assert (line.pacer.rate, line.pacer.parked_s) == (PER_S, 0)


@simulated
async def test_requests_refused_together_slow_the_bot_once() -> None:
    line = Line(latency_s=1)
    line.refusals = {chat: [5 if chat < 10 else 1] for chat in range(1, 11)}
    await asyncio.gather(*line.begin(range(1, 11), BROADCASTING), return_exceptions=True)
    assert line.pacer.rate == pytest.approx(0.8 * PER_S)
    assert line.pacer.refusals == 10
    assert 4 < line.pacer.parked_s <= 5, "the shortest of their pauses ends no longer one"


@simulated
async def test_the_rate_creeps_up_fast_to_near_where_it_was_refused_then_slowly() -> None:
    line = Line()
    line.refusals |= {1: [1], 2: [1]}
    await refused(line, 1, 2)
    rates = []
    for chat in range(10, 41):
        await line.send(chat, BROADCASTING)
        await asyncio.sleep(1)
        rates.append(line.pacer.rate)
    assert rates[0] == pytest.approx(24), "a pause is no quiet time"
    assert rates[10] == pytest.approx(27)
    assert rates[30] == pytest.approx(27 + 20 * 0.03)
    await asyncio.sleep(1000)
    await line.send(1)
    assert line.pacer.rate == PER_S


@simulated
async def test_refusals_without_end_never_stop_the_bot() -> None:
    line = Line(latency_s=0.1)
    line.refuse = lambda at: 10.0
    for chat in range(1, 100):
        await refused(line, chat)
    assert line.pacer.rate == pytest.approx(PER_S / 100)


@simulated
async def test_an_answer_is_made_again_after_a_short_refusal() -> None:
    line = Line()
    line.refusals[1] = [5, pacing.PATIENCE_S]
    assert await line.send(1)
    assert line.times(1) == [35]
    line.refusals[2] = [pacing.PATIENCE_S + 1]
    with pytest.raises(RetryAfter):
        await line.send(2)


async def nothing() -> None:
    pass


@pytest.mark.parametrize("turn", [Turn(priority=ALERT), BROADCASTING, Turn(before=nothing)])
@simulated
async def test_what_has_a_row_goes_back_to_it_when_refused(turn: Turn) -> None:
    line = Line()
    line.refusals[1] = [1]
    with pytest.raises(RetryAfter):
        await line.send(1, turn)


@simulated
async def test_a_server_that_allows_less_is_found_out() -> None:
    """It allows 22 a second with a burst of 10, and shuts for five seconds: a collapse for every fixed rate above."""
    tokens, filled_at, shut_until = 10.0, 0.0, 0.0

    def refuse(at: float) -> float:
        nonlocal tokens, filled_at, shut_until
        tokens, filled_at = min(10.0, tokens + (at - filled_at) * 22), at
        if at < shut_until:
            return shut_until - at
        if tokens < 1:
            shut_until = at + 5
            return 5.0
        tokens -= 1
        return 0.0

    line = Line(latency_s=0.05)
    line.refuse = refuse

    async def until_sent(chat: int) -> None:
        while True:
            try:
                await line.send(chat, BROADCASTING)
                return
            except RetryAfter as refusal:
                await asyncio.sleep(pacing.seconds(refusal))

    await asyncio.gather(*(until_sent(chat) for chat in range(1, 5001)))
    assert 5000 / now() > 18
    assert line.pacer.refusals < 25


@simulated
async def test_what_counts_for_no_chat_passes_at_once() -> None:
    line = Line()
    line.pacer.park(None, 100)
    for endpoint in ("answerCallbackQuery", "answerInlineQuery", "getMe", "getUpdates", "sendChatAction"):
        assert await line.send(1, endpoint=endpoint)
    assert await line.send(None, endpoint="setMyCommands")
    assert now() == 0


@simulated
async def test_a_pause_of_the_bot_holds_for_every_chat_and_no_shorter_one_ends_it() -> None:
    line = Line()
    line.pacer.park(None, 100)
    line.pacer.park(None, 10)
    await line.send_all([1, -1, "@name"])
    assert line.times() == pytest.approx([100] * 3)


@simulated
async def test_edits_are_not_spaced_by_chat() -> None:
    line = Line()
    for endpoint in ("editMessageText", "sendMessage", "editMessageText"):
        await line.send(1, endpoint=endpoint)
    assert line.times() == [0, 0, 0]
    await line.send(1)
    assert line.times()[-1] == pytest.approx(1)


@pytest.mark.parametrize("endpoint", ["sendMessage", "sendDocument", "copyMessage", "forwardMessage"])
@simulated
async def test_every_new_message_is_spaced_by_chat(endpoint: str) -> None:
    line = Line()
    for _ in range(2):
        await line.send(1, endpoint=endpoint)
    assert line.times() == pytest.approx([0, 1])


@simulated
async def test_who_gives_up_waiting_takes_no_turn() -> None:
    line = Line()
    await line.send(1)
    waiting = line.begin([1])
    await asyncio.sleep(0.5)
    waiting[0].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await line.send(1)
    assert line.times(1) == pytest.approx([0, 1])


@simulated
async def test_who_gives_up_in_the_moment_of_their_turn_frees_the_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    line, begin = Line(), Pacer._start

    def begin_and_cancel(*ticket: Any) -> None:
        begin(line.pacer, *ticket)
        waiting[0].cancel()

    with monkeypatch.context() as patched:
        patched.setattr(line.pacer, "_start", begin_and_cancel)
        waiting = line.begin([1])
        await asyncio.gather(*waiting, return_exceptions=True)
    assert not line.arrived
    await line.send(1)
    assert line.times() == pytest.approx([1])


@simulated
async def test_a_fault_in_a_request_frees_its_chat() -> None:
    pacer = Pacer()

    async def fail() -> None:
        raise ZeroDivisionError

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            await pacer.process_request(fail, (), {}, "sendMessage", {"chat_id": 1}, None)
    assert now() == pytest.approx(2)


@simulated
async def test_the_end_leaves_nothing_running() -> None:
    line = Line()
    waiting = line.begin([1, 1, 1])
    await asyncio.sleep(0.5)
    await line.pacer.shutdown()
    assert {task for task in asyncio.all_tasks() if task.get_name() == "pacer"} == set()
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert line.times() == [0]


@simulated
async def test_the_end_before_any_request_does_nothing() -> None:
    await Pacer().shutdown()


@simulated
async def test_only_chats_at_rest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chats, "FORGET_CHATS", 50)
    line = Line()
    line.pacer.park(1, 10_000)
    await asyncio.gather(*(line.send(-1) for _ in range(20)))
    await line.send_all(range(100, 300))
    assert len(line.pacer._chats.by_id) <= 50 + PER_S
    assert now() < 60
    await line.send_all([-1, 1])
    assert line.times(-1)[-1] == pytest.approx(60), "a group's minute"
    assert line.times(1) == pytest.approx([10_000]), "a pause"


@simulated
async def test_a_chat_keeps_its_pause_while_others_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chats, "FORGET_CHATS", 10)
    line = Line()
    for group in ([1], range(2, 20), [1]):
        await line.send_all(group)
    assert line.times(1) == pytest.approx([0, 1])


@simulated
async def test_a_chat_whose_request_is_under_way_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chats, "FORGET_CHATS", 10)
    line = Line(latency_s=30)
    slow = line.begin([1])
    await asyncio.sleep(20)
    line.latency_s = 0
    await line.send_all(range(100, 130))
    await line.send(1)
    await asyncio.gather(*slow)
    assert line.times(1) == pytest.approx([0, 31])


@simulated
async def test_a_public_name_is_one_chat_and_counts_as_a_group() -> None:
    line = Line()
    await asyncio.gather(*(line.send("@name") for _ in range(21)))
    assert line.times() == pytest.approx([*range(20), 60])


@simulated
async def test_other_limits_than_telegrams_are_kept_as_well() -> None:
    line = Line(Pacer(per_second=5, per_chat_s=3, group_per_minute=2))
    await asyncio.gather(line.send_all(range(1, 11), BROADCASTING), *(line.send(-1) for _ in range(3)))
    assert line.times(-1) == pytest.approx([0, 3, 60])
    assert line.times(*range(1, 11)) == pytest.approx([max(0, n + 1 - LAG_STARTS) / 5 for n in range(10)])
