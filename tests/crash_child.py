"""A broadcaster that can be killed: forked from a warm process, one run a line of JSON on stdin.

A run opens an edition, fans it out in chunks of two readers and sends until the outbox is empty. ``at`` kills it with
SIGKILL at that point, counted over every store write (before it begins, before and after its commit) and every
Telegram call (before it leaves, after its answer came); ``after_s`` sends ``signal`` from outside after that time.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram.request import HTTPXRequest

from bot.pacer import Pacer
from digests.store import Store, editions
from digests.store.editions import Audience
from tests.delivering import NOW, broadcast, open_store, subscriber, working
from tests.power_cuts import Points, around_writes


def around_sends(point: Points) -> None:
    """Makes points of every message: before its request leaves, after its answer came."""
    do_request = HTTPXRequest.do_request

    async def requested(self: HTTPXRequest, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        if not url.endswith("sendMessage"):
            return await do_request(self, url, *args, **kwargs)
        point()
        answer = await do_request(self, url, *args, **kwargs)
        point()
        return answer

    HTTPXRequest.do_request = requested  # type: ignore[method-assign, assignment]


async def run(order: dict[str, Any]) -> int:
    point = Points(order.get("at", 0))
    around_writes(point)
    around_sends(point)
    editions.FAN_OUT = 2 if order["chats"] < 20 else 50
    store = open_store(Path(order["folder"]))
    fan_out(store, order["parts"])
    pacer = Pacer(per_second=order.get("per_second", 500), per_chat_s=0, group_per_minute=10_000)
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    async with working(store, order["api_url"], now=lambda: datetime.now(UTC), pacer=pacer):
        while _unfinished(store) and not stopping.is_set():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    store.close()
    return point.passed


def _unfinished(store: Store) -> bool:
    with store.reading() as tx:
        counts = tx.outbox.counts()
    return bool(counts.get("pending") or counts.get("sending"))


def fan_out(store: Store, texts: list[str]) -> None:
    """Everyone on schedule, as `publish` does it: the edition, then chunk after chunk."""
    with store.reading() as tx:
        due = tx.editions.everyone()
    if not due:
        return
    profile, covered = due[0].audience.profile, due[0].audience.covered_until
    edition = broadcast(store, texts, [])
    audience = Audience(profile=profile, covered_until=covered, slot=None)
    while True:
        with store.writing(durable=True) as tx:
            if tx.editions.fan_out(edition, audience, empty=False, covers=None) is None:
                tx.editions.complete(edition)
                return


def subscribe(folder: Path, chats: int) -> None:
    store = open_store(folder)
    with store.writing() as tx:
        for chat in range(1, chats + 1):
            tx.readers.save(subscriber(chat), NOW)
    store.close()


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            passed = asyncio.run(run(order))
            Path(order["folder"], "passed").write_text(str(passed), "utf-8")
            os._exit(0)
        killer = None
        if "after_s" in order:
            number = signal.Signals[order.get("signal", "SIGKILL")]
            killer = threading.Timer(order["after_s"], os.kill, (child, number))
            killer.start()
        _, status = os.waitpid(child, 0)
        if killer is not None:
            killer.cancel()
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
