"""From a reader's message to the bot's reply, beside a broadcast at Telegram's full rate, over a large archive.

The real bot, its worker and the sandbox share one process, which pins itself to one core. A reader asks at most once in
six seconds, and never twice at a time. All percentiles are of one sample, by nearest rank; ``loop_ms`` is how late the
event loop came round meanwhile, which every reply waits for, ``gc_ms`` the longest pause of the garbage collector.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from bot.app.process import keep_loaded
from bot.messages import Message
from bot.pacer import Pacer
from bot.sandbox import Server
from bot.sandbox.visitors import Visitor
from digests.models import Address, Reader
from digests.pipeline import Newsroom
from digests.settings import NewsChoices
from digests.store import Store
from tests.archive_made import articles, clauses
from tests.archived import NOW, fill
from tests.talking import known, talking

ARTICLES = int(os.environ.get("BENCH_ARTICLES", "100000"))
REPLIES = int(os.environ.get("BENCH_REPLIES", "1050"))
ASKING_PER_S = 5.0
PER_S = 30
PEOPLE = 30
OTHER = ("/help", "/themes", "/settings", "/watches", "/today", "/taste")


def measure() -> dict[str, Any]:
    """Milliseconds of all replies and of the lookups among them; what was broadcast meanwhile."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.environ["PTB_TIMEDELTA"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'jianbao.sqlite3'}")
        choices = NewsChoices()
        newsroom = Newsroom(store=store, knowledge=known(choices), timezone=choices.timezone)
        fill(store, articles(ARTICLES))
        try:
            return asyncio.run(_measure(newsroom))
        finally:
            store.close()


async def _measure(newsroom: Newsroom) -> dict[str, Any]:
    async with talking(newsroom, pacer=Pacer(per_second=PER_S, per_chat_s=1, group_per_minute=20)) as running:
        _broadcast(running.server, newsroom, int(PER_S * (REPLIES / ASKING_PER_S + 5)))
        people = [(running.server.chats.private(), asyncio.Lock()) for _ in range(PEOPLE)]
        chance = random.Random(7)
        waits: list[tuple[str, float]] = []
        late: list[float] = []
        keep_loaded()
        pauses = _Pauses()
        gc.callbacks.append(pauses)
        first = running.server.chats.private()
        for words in (*OTHER, "创新 企业", "企页", "qiye"):  # what the first of a kind loads is a matter of starting
            await _ask(first, asyncio.Lock(), words, [])
        sent = running.server.core.calls.get("sendmessage", 0)
        running.talk.wake()
        began, cpu = time.monotonic(), time.process_time()
        asking = [asyncio.create_task(_watch(late))]
        for turn in range(REPLIES):
            await asyncio.sleep(max(0.0, began + turn / ASKING_PER_S - time.monotonic()))
            asking.append(asyncio.create_task(_ask(*people[turn % PEOPLE], _words(chance), waits)))
        watching, *asked = asking
        await asyncio.gather(*asked)
        watching.cancel()
        gc.callbacks.remove(pauses)
        seconds = time.monotonic() - began
        sent = running.server.core.calls["sendmessage"] - sent
        cpu = time.process_time() - cpu
    if os.environ.get("BENCH_SLOWEST"):
        print(*sorted(waits, key=lambda wait: -wait[1])[:8], sep="\n")
    lookups = [wait for said, wait in waits if not said.startswith("/")]
    return {
        "articles": ARTICLES,
        "replies": len(waits),
        "messages_per_s": round(sent / seconds, 1),
        "cpu_share": round(cpu / seconds, 2),
        **_percentiles("ms", [wait for _, wait in waits]),
        **_percentiles("lookup_ms", lookups),
        "lookups": len(lookups),
        **_percentiles("loop_ms", late),
        "gc_ms": round(pauses.longest_s * 1000, 1),
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "baseline_ms_p99": 150,
    }


def _broadcast(server: Server, newsroom: Newsroom, chats: int) -> None:
    """An edition for so many readers, each with a chat of their own."""
    first = 5_000_000
    for number in range(chats):
        server.chats.private(user_id=first + number)
    with newsroom.store.writing() as tx:
        edition = tx.editions.open(
            kind="digest", key=["bench"], themes=["urban"], since=None, until=NOW, now=NOW, shown=(),
            payloads=[Message(html="<b>简报</b>\n" + "一句原文。" * 250).payload()],
        )  # fmt: skip
        for number in range(chats):
            address = Address(chat_id=first + number)
            tx.readers.save(Reader(address=address, themes=("urban",), since=NOW), NOW)
            row = tx.readers.row(address)
            assert row is not None
            tx.editions.give(edition, row.id, priority=2)


def _words(chance: random.Random) -> str:
    """Two lookups of three: one or two words of the archive, or a command."""
    if chance.random() < 0.3:
        return chance.choice(OTHER)
    words = [word for word in chance.choice(clauses()) if len(word) > 1] or ["发展"]
    return " ".join(chance.sample(words, min(len(words), chance.choice((1, 1, 2)))))


async def _ask(person: Visitor, alone: asyncio.Lock, words: str, waits: list[tuple[str, float]]) -> None:
    async with alone:  # an answer that came late would be taken for the next one's
        began = time.perf_counter()
        await person.ask(words, timeout_s=60)
        waits.append((words, (time.perf_counter() - began) * 1000))


class _Pauses:
    """Told by the garbage collector when it begins and ends."""

    def __init__(self) -> None:
        self.longest_s = self._began = 0.0

    def __call__(self, phase: str, _: object) -> None:
        if phase == "start":
            self._began = time.perf_counter()
        else:
            self.longest_s = max(self.longest_s, time.perf_counter() - self._began)


async def _watch(late: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.01)
        late.append((time.perf_counter() - began - 0.01) * 1000)


def _percentiles(name: str, values: list[float]) -> dict[str, float]:
    """By nearest rank."""
    ordered = sorted(values)
    return {f"{name}_p{part}": round(ordered[-(-len(ordered) * part // 100) - 1], 1) for part in (50, 95, 99)}
