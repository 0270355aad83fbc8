"""A broadcast against a server that enforces Telegram's limits: messages a second, refusals, answers meanwhile.

Server and bot share a process here, so seconds are scaled: at SCALE 2 the limits are 60 a second, and two messages to
one chat half a second apart. The library needs 6 to 11 ms of processor time a message, so scales above 3 measure that.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from bot.messages import Message
from bot.pacer import Pacer, Turn
from bot.telegram import Telegram
from digests.models import Address
from tests.delivering import broadcast, open_store, subscribe, subscriber, working
from tests.telegram_server import Limits, TelegramServer

CHATS = int(os.environ.get("BENCH_CHATS", "10000"))
SCALE = float(os.environ.get("BENCH_SCALE", "2"))
LOOKUPS_A_SECOND = 2.0  # answers to people, of a scaled second
LATENCY_S = 0.05


def measure() -> dict[str, Any]:
    """``ratio``: of the rate allowed, broadcast and answers together."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        subscribe(store, [subscriber(chat) for chat in range(1, CHATS + 1)])
        broadcast(store, ["x" * 1500], range(1, CHATS + 1))
        limits = Limits(scale=SCALE)
        pacer = Pacer(per_second=30 * SCALE, per_chat_s=1 / SCALE, group_per_minute=20 * SCALE)
        async with TelegramServer(latency_s=LATENCY_S / SCALE, limits=limits) as server:
            began = time.monotonic()
            cpu = time.process_time()
            async with working(store, server.api_url, pacer=pacer) as worker:
                waits: list[float] = []
                asking = asyncio.create_task(_ask(worker._telegram, waits))
                while sum(message.chat_id <= CHATS for message in server.accepted) < CHATS:  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
                seconds = time.monotonic() - began
                asking.cancel()
            sent = len(server.accepted)
        with store.reading() as tx:
            counts = tx.outbox.counts()
        store.close()
    waits.sort()
    allowed = 30 * SCALE
    return {
        "chats": CHATS,
        "scale": SCALE,
        "seconds": round(seconds, 1),
        "a_second": round(sent / seconds, 2),
        "baseline_allowed_a_second": allowed,
        "ratio": round(sent / seconds / allowed, 4),
        "refused_429": server.refused,
        "answers": len(waits),
        "answer_p50_ms": round(waits[len(waits) // 2] * 1000, 1) if waits else None,
        "answer_p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 1) if waits else None,
        "cpu_share": round((time.process_time() - cpu) / seconds, 2),
        **counts,
    }


async def _ask(telegram: Telegram, waits: list[float]) -> None:
    """People who look things up meanwhile, each in a chat of their own."""
    chat = CHATS + 1

    async def one(chat_id: int) -> None:
        begun = time.monotonic()
        await telegram.send(Address(chat_id=chat_id), Message(html="answer"), turn=Turn())
        waits.append(time.monotonic() - begun)

    async with asyncio.TaskGroup() as group:
        while True:
            chat += 1
            group.create_task(one(chat))
            await asyncio.sleep(1 / (LOOKUPS_A_SECOND * SCALE))
