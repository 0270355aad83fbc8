"""Per chat in order, different chats side by side; floods held off."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from telegram import Chat, InlineQuery, Message, Update, User

from bot.commands import PerChat
from bot.commands.flood import REMEMBERED, REPEAT_S, WARN_AGAIN_S, Flood

USER = User(id=1, first_name="读者", is_bot=False)
NOW = 1000.0  # of a steady clock


def update(number: int, chat_id: int) -> Update:
    chat = Chat(id=chat_id, type="private")
    return Update(number, message=Message(number, datetime.now(UTC), chat, from_user=USER, text="x"))


async def test_one_chat_in_order_others_side_by_side() -> None:
    processor = PerChat()
    done: list[tuple[int, int]] = []
    slow = asyncio.Event()

    async def handle(chat_id: int, number: int) -> None:
        if (chat_id, number) == (1, 0):
            await slow.wait()
        done.append((chat_id, number))

    tasks = [
        asyncio.create_task(processor.process_update(update(10 * chat_id + number, chat_id), handle(chat_id, number)))
        for number in range(3)
        for chat_id in (1, 2)
    ]
    await asyncio.sleep(0.01)
    assert done == [(2, 0), (2, 1), (2, 2)]
    slow.set()
    await asyncio.gather(*tasks)
    assert done[3:] == [(1, 0), (1, 1), (1, 2)]
    assert processor._last == {}


async def test_a_failure_does_not_hold_up_its_chat() -> None:
    processor = PerChat()
    done: list[int] = []

    async def handle(number: int) -> None:
        if number == 0:
            raise ValueError
        done.append(number)

    tasks = [asyncio.create_task(processor.process_update(update(n, 1), handle(n))) for n in range(3)]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(results[0], ValueError)
    assert done == [1, 2]


async def test_updates_without_a_chat_are_kept_in_the_order_of_their_person() -> None:
    processor = PerChat()
    done: list[int] = []

    async def handle(number: int) -> None:
        await asyncio.sleep(0.01 if number == 0 else 0)
        done.append(number)

    updates = [Update(n, inline_query=InlineQuery(str(n), USER, "x", "")) for n in range(2)]
    await asyncio.gather(*(processor.process_update(u, handle(n)) for n, u in enumerate(updates)))
    await processor.process_update("no update at all", handle(2))
    assert done == [0, 1, 2]


def test_a_bucket_runs_dry_and_fills_again() -> None:
    flood = Flood(burst=3, per_s=0.5)
    assert [flood.allows(1, NOW) for _ in range(5)] == [True, True, True, False, False]
    assert flood.allows(2, NOW), "another chat has its own"
    assert not flood.allows(1, NOW + 1.9)
    assert flood.allows(1, NOW + 2.1)
    assert [flood.allows(1, NOW + 1000) for _ in range(4)] == [True, True, True, False], "no more than a burst is saved"
    assert [flood.warns(1, NOW + at) for at in (0.0, 1.0, WARN_AGAIN_S)] == [True, False, True]
    assert not flood.warns(99, NOW)


def test_forty_at_once_and_three_a_second_are_a_hurry_more_is_a_flood() -> None:
    flood = Flood()
    assert sum(flood.allows(1, NOW) for _ in range(100)) == 40
    assert sum(flood.allows(1, NOW + 10) for _ in range(100)) == 30
    assert flood.warns(1, NOW)
    assert [flood.warns(1, NOW + at) for at in (29, 30)] == [False, True]


def test_a_double_tap_is_told_from_a_second_press() -> None:
    flood = Flood()
    assert not flood.repeats(1, 1, "x", NOW)
    assert flood.repeats(1, 1, "x", NOW + REPEAT_S / 2)
    for chat_id, message_id, data in ((1, 1, "y"), (1, 2, "x"), (2, 1, "x")):
        assert not flood.repeats(chat_id, message_id, data, NOW + REPEAT_S / 2)
    assert not flood.repeats(1, 1, "x", NOW + REPEAT_S * 2)


def test_memory_of_chats_is_bounded() -> None:
    flood = Flood(burst=1)
    for chat_id in range(REMEMBERED + 50):
        flood.allows(chat_id, NOW)
        flood.repeats(chat_id, 1, "x", NOW)
    assert len(flood._buckets) == len(flood._presses) == REMEMBERED
    assert not flood.allows(REMEMBERED + 49, NOW)
    assert flood.repeats(REMEMBERED + 49, 1, "x", NOW)
    assert flood.allows(0, NOW), "the longest untouched is forgotten first"
