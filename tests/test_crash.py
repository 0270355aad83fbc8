"""kill -9 of a real process at every point and at random ones: nothing lost, nothing twice, unknown only if it must."""

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from digests.models import Address
from tests.crash_child import subscribe
from tests.delivering import NOW, open_store
from tests.telegram_server import TelegramServer

PARTS = ["one", "two"]
KILLED = -9
ROOT = Path(__file__).parent.parent


class Broadcaster:
    """The process that runs, and dies, on order."""

    def __init__(self, process: asyncio.subprocess.Process, api_url: str) -> None:
        self._process = process
        self._api_url = api_url

    async def run(self, folder: Path, chats: int, **order: Any) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = {"folder": str(folder), "chats": chats, "parts": PARTS, "api_url": self._api_url, **order}
        self._process.stdin.write(json.dumps(line).encode() + b"\n")
        return int(await asyncio.wait_for(self._process.stdout.readline(), 60))


@asynccontextmanager
async def broadcasting(server: TelegramServer) -> AsyncIterator[Broadcaster]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crash_child", cwd=ROOT, stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Broadcaster(process, server.api_url)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def check(folder: Path, chats: int, server: TelegramServer, broadcaster: Broadcaster) -> int:
    """Every part of every chat is sent once, or unknown and at most once there; gives how many are unknown."""
    store = open_store(folder)
    arrived = Counter((message.chat_id, message.text) for message in server.accepted)
    with store.reading() as tx:
        rows = tx.outbox.rows()
    assert sorted((row.address.chat_id, row.part) for row in rows) == [
        (chat, part) for chat in range(1, chats + 1) for part in (1, 2)
    ]
    for row in rows:
        times = arrived[(row.address.chat_id, PARTS[row.part - 1])]
        assert row.state in ("sent", "unknown"), row
        assert times == 1 if row.state == "sent" else times <= 1, row
    unknown = [row for row in rows if row.state == "unknown"]
    for chat in {row.address.chat_id for row in unknown}:
        address = Address(chat_id=chat)
        with store.writing() as tx:
            (offered,) = tx.outbox.unknown_for(address)
            assert tx.outbox.again(offered.id, address, NOW) == sum(row.address == address for row in unknown)
    store.close()
    if unknown:
        before = len(server.accepted)
        assert await broadcaster.run(folder, chats) == 0
        assert len(server.accepted) == before + len(unknown)
    return len(unknown)


async def at_point(tmp_path: Path, server: TelegramServer, broadcaster: Broadcaster, at: int, chats: int = 6) -> bool:
    """One run killed at a point and restarted to the end; False when there was no such point any more."""
    folder = tmp_path / f"at{at}"
    folder.mkdir()
    server.accepted.clear()
    subscribe(folder, chats)
    killed = await broadcaster.run(folder, chats, at=at)
    if killed == KILLED:
        assert await broadcaster.run(folder, chats) == 0
    else:
        assert killed == 0
    assert await check(folder, chats, server, broadcaster) <= chats
    return killed == KILLED


async def at_random(tmp_path: Path, server: TelegramServer, broadcaster: Broadcaster, seed: int) -> int:
    chance = random.Random(seed)
    folder, chats = tmp_path / f"random{seed}", chance.randint(1, 200)
    folder.mkdir()
    server.accepted.clear()
    subscribe(folder, chats)
    for _ in range(chance.randint(1, 3)):
        if await broadcaster.run(folder, chats, after_s=chance.uniform(0.02, 0.15 + chats / 250)) == 0:
            break
    assert await broadcaster.run(folder, chats) == 0
    return await check(folder, chats, server, broadcaster)


async def test_killed_at_points_of_a_broadcast(tmp_path: Path) -> None:
    """A sample of the points; all of them under ``-m full``."""
    async with TelegramServer() as server, broadcasting(server) as broadcaster:
        for at in (5, 17, 23, 31, 46, 60):
            await at_point(tmp_path, server, broadcaster, at)


async def test_killed_at_random_moments(tmp_path: Path) -> None:
    async with TelegramServer(latency_s=0.005) as server, broadcasting(server) as broadcaster:
        for seed in range(2):
            await at_random(tmp_path, server, broadcaster, seed)


async def test_sigterm_drains_and_the_next_start_resumes(tmp_path: Path) -> None:
    async with TelegramServer(latency_s=0.1) as server, broadcasting(server) as broadcaster:
        subscribe(tmp_path, 100)
        began = time.monotonic()
        assert await broadcaster.run(tmp_path, 100, after_s=1.5, signal="SIGTERM", per_second=60) == 0
        assert time.monotonic() - began < 1.5 + 10
        store = open_store(tmp_path)
        with store.reading() as tx:
            counts = tx.outbox.counts()
        store.close()
        assert set(counts) == {"pending", "sent"}
        assert counts["sent"] == len(server.accepted)
        assert await broadcaster.run(tmp_path, 100) == 0
        assert await check(tmp_path, 100, server, broadcaster) == 0


@pytest.mark.full
@pytest.mark.timeout(1800)
async def test_killed_at_every_point(tmp_path: Path) -> None:
    async with TelegramServer() as server, broadcasting(server) as broadcaster:
        at = 1
        while await at_point(tmp_path, server, broadcaster, at):
            at += 1
        assert at > 60
        print(f"{at - 1} points")


@pytest.mark.full
@pytest.mark.timeout(3600)
async def test_killed_at_two_hundred_random_moments(tmp_path: Path) -> None:
    async with TelegramServer(latency_s=0.005) as server, broadcasting(server) as broadcaster:
        unknown = [await at_random(tmp_path, server, broadcaster, seed) for seed in range(1000, 1200)]
        print(f"{sum(unknown)} unknown in {len(unknown)} runs")
