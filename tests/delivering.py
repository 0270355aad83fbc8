"""What the delivery tests share: a store with readers, an edition in the outbox, a worker against the test server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from telegram.ext import ExtBot

from bot.deliver import Worker
from bot.messages import Message
from bot.pacer import Pacer
from bot.requests import request
from bot.telegram import Telegram
from digests.models import Address, Reader
from digests.store import Store
from digests.store.editions import Shown
from tests.telegram_server import TOKEN

T = TypeVar("T")
NOW = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # a Monday, 08:00 in Shanghai


def open_store(folder: Path) -> Store:
    return Store(f"sqlite:///{folder / 'test.sqlite3'}")


def subscriber(chat_id: int, *, thread_id: int | None = None, **chosen: Any) -> Reader:
    chosen = {"themes": ("urban",), "since": NOW - timedelta(days=7), **chosen}
    return Reader(address=Address(chat_id=chat_id, thread_id=thread_id), **chosen)


def subscribe(store: Store, readers: Sequence[Reader], now: datetime = NOW) -> None:
    with store.writing() as tx:
        for reader in readers:
            tx.readers.save(reader, now)


def broadcast(
    store: Store, texts: Sequence[str], chats: Sequence[int], *, stories: Sequence[Shown] = (), kind: Any = "digest",
    key: str = "one", priority: int = 2,
) -> int:  # fmt: skip
    """An edition of these parts, given to these chats."""
    with store.writing() as tx:
        edition = tx.editions.open(
            kind=kind, key=[key], themes=["urban"], since=None, until=NOW, now=NOW, shown=stories,
            payloads=[Message(html=text).payload() for text in texts],
        )  # fmt: skip
        for chat_id in chats:
            row = tx.readers.row(Address(chat_id=chat_id))
            assert row is not None
            tx.editions.give(edition, row.id, priority=priority)
    return edition


def states(store: Store) -> dict[tuple[int, int], str]:
    """(chat, part) -> state of its latest row."""
    with store.reading() as tx:
        return {(row.address.chat_id, row.part): row.state for row in tx.outbox.rows()}


class Clock:
    """A wall clock the test moves; it stands still otherwise."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@asynccontextmanager
async def working(
    store: Store, api_url: str, *, now: Callable[[], datetime] | None = None, pacer: Pacer | None = None,
    read_s: float = 20.0, **options: Any,
) -> AsyncIterator[Worker]:  # fmt: skip
    """A started worker; stopped in order at the end."""
    pacer = pacer or Pacer(per_second=1000, per_chat_s=0, group_per_minute=1000)
    bot: ExtBot[Any] = ExtBot(
        TOKEN, base_url=f"{api_url}/bot", request=request(read_s=read_s), get_updates_request=request(),
        rate_limiter=pacer,
    )  # fmt: skip
    options.setdefault("on_fatal", lambda error: None)
    with ThreadPoolExecutor(1) as writer:

        async def call(work: Callable[[], T]) -> T:
            return await asyncio.get_running_loop().run_in_executor(writer, work)

        async with bot:
            worker = Worker(store, Telegram(bot, pacer), call=call, now=now or (lambda: datetime.now(UTC)), **options)
            await worker.start()
            try:
                yield worker
            finally:
                await worker.stop(options.get("drain_s", 10.0))


async def until(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    """Waits until ``condition`` holds; fails the test when it does not in time."""
    async with asyncio.timeout(timeout_s):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
