"""Flood control and the queue of updates, on a clock of their own."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.limits import OFF, FloodControl, Limits
from bot.sandbox.refusals import Refusal
from bot.sandbox.updates import KEPT_S, Updates


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_a_chat_may_burst_and_then_gets_one_a_second() -> None:
    watch = Watch()
    flood = FloodControl(Limits(per_second=0, chat_burst=3), watch)
    assert [flood.take(7, group=False) for _ in range(4)] == [0, 0, 0, 1]
    assert flood.take(8, group=False) == 0
    watch.at += 1
    assert [flood.take(7, group=False) for _ in range(2)] == [0, 1]


def test_asking_again_too_early_neither_opens_nor_prolongs_the_pause() -> None:
    watch = Watch()
    flood = FloodControl(Limits(per_second=0, chat_burst=1, least_retry_s=5), watch)
    assert [flood.take(7, group=False), flood.take(7, group=False)] == [0, 5]
    watch.at += 4
    assert flood.take(7, group=False) == 5  # one second is left, and no answer is shorter than the least
    watch.at += 1
    assert flood.take(7, group=False) == 0


def test_a_group_gets_twenty_a_minute() -> None:
    watch = Watch()
    flood = FloodControl(Limits(per_second=0), watch)
    sent = 0
    for _ in range(120):
        sent += flood.take(-1, group=True) == 0
        watch.at += 1
    assert 20 + 38 <= sent <= 20 + 40


def test_the_bot_as_a_whole_gets_thirty_a_second() -> None:
    watch = Watch()
    flood = FloodControl(Limits(least_retry_s=1), watch)
    assert sum(flood.take(chat, group=False) == 0 for chat in range(100)) == 30
    watch.at += 1
    assert sum(flood.take(chat, group=False) == 0 for chat in range(100, 200)) == 30
    assert flood.refused == 140


def test_limits_can_be_off() -> None:
    flood = FloodControl(OFF, Watch())
    assert not any(flood.take(1, group=group) for group in (True, False) for _ in range(1000))


async def test_updates_are_kept_for_a_day() -> None:
    watch = Watch()
    updates = Updates(watch)
    updates.add("message", {"n": 1})
    watch.at += KEPT_S
    updates.add("message", {"n": 2})
    watch.at += 1
    kept = await updates.poll(offset=0, limit=100, timeout_s=0, wanted=None)
    assert [update["message"]["n"] for update in kept] == [2]


async def test_a_poll_waits_for_the_first_update() -> None:
    updates = Updates(Watch())
    waiting = asyncio.create_task(updates.poll(offset=0, limit=100, timeout_s=5, wanted=None))
    await asyncio.sleep(0)
    assert updates.polled
    updates.add("message", {"n": 1})
    assert [update["message"]["n"] for update in await asyncio.wait_for(waiting, 1)] == [1]
    assert not updates.polled


async def test_the_older_poll_is_ended_by_the_newer() -> None:
    updates = Updates(Watch())
    older = asyncio.create_task(updates.poll(offset=0, limit=100, timeout_s=5, wanted=None))
    await asyncio.sleep(0)
    newer = asyncio.create_task(updates.poll(offset=0, limit=100, timeout_s=5, wanted=None))
    with pytest.raises(Refusal, match="Conflict: terminated by other getUpdates request"):
        await older
    updates.close()
    assert await asyncio.wait_for(newer, 1) == []


@pytest.mark.parametrize(
    ("wanted", "kind", "kept"),
    [
        (None, "message", True),
        (None, "chat_member", False),
        (["chat_member"], "chat_member", True),
        (["chat_member"], "message", False),
        ([], "message", True),
        ([], "message_reaction", False),
    ],
)
async def test_which_kinds_are_kept(wanted: list[str] | None, kind: str, kept: bool) -> None:
    updates = Updates(Watch())
    await updates.poll(offset=0, limit=1, timeout_s=0, wanted=wanted)
    assert bool(updates.add(kind, {})) is kept
