"""The whole service killed at random moments, against a server that refuses, hangs up and forgets to answer."""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from asyncio.subprocess import PIPE, Process
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import publish
from bot.buttons import Signer
from bot.messages import Message
from digests.models import Address
from digests.store import Store
from tests.delivering import subscribe, subscriber
from tests.newsdesk import EVERYTHING
from tests.talking import newsroom_in
from tests.telegram_server import RESET_AFTER, RESET_BEFORE, TOKEN, Fault, TelegramServer, error, throttled

CHATS = range(101, 125)
KILLS = 8
FAULTS = (throttled(1), error(500, "Internal Server Error"), error(502, "Bad Gateway"), RESET_BEFORE, RESET_AFTER,
          Fault(status=200, body=b"{"))  # fmt: skip


class Hostile(TelegramServer):
    """Hands out what people say in odd order and more than once, and ``anything`` may happen to what is sent."""

    def says(self, chat_id: int, text: str) -> None:
        number = 1 + max((update["update_id"] for update in self.updates), default=0)
        person = {"id": chat_id, "is_bot": False, "first_name": "读者"}
        message = {"message_id": number, "date": int(time.time()), "chat": {"id": chat_id, "type": "private"}}
        self.updates.append({"update_id": number, "message": message | {"from": person, "text": text}})

    def _other(self, method: str) -> Any:
        if method == "getUpdates":
            asked = int(self.calls[-1][1].get("offset") or 0)
            left = [update for update in self.updates if update["update_id"] >= asked]
            return [*reversed(left), *left[:1]]
        return super()._other(method)


async def start(home: Path, api_url: str) -> Process:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIANBAO_")}
    settings = {
        "JIANBAO_HOME": str(home), "JIANBAO_TELEGRAM_TOKEN": TOKEN, "JIANBAO_TELEGRAM__API_URL": api_url,
        "JIANBAO_TELEGRAM__LIMITS__PER_SECOND": "8", "JIANBAO_TELEGRAM__LIMITS__PER_CHAT_S": "0.01",
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=kept | settings | {"PYTHONUNBUFFERED": "1"}, stdout=PIPE
    )
    assert process.stdout
    async with asyncio.timeout(60):
        async for line in process.stdout:
            if b"is running" in line:
                break
    return process


def opened(home: Path, seeded_home: Path) -> Store:
    """A home with an edition for everyone in its outbox."""
    newsroom = newsroom_in(home, seeded_home)
    now = datetime.now(UTC)
    subscribe(newsroom.store, [subscriber(chat, themes=EVERYTHING) for chat in CHATS], now - timedelta(days=1))
    assert publish.publish(newsroom, now=now, signer=Signer.of(TOKEN)).readers == len(CHATS)
    return newsroom.store


def sendings(store: Store) -> list[tuple[str, int, str]]:
    """(state, chat, text) of every row."""
    with store.reading() as tx:
        rows = tx.outbox.rows()
    return [(row.state, row.address.chat_id, Message.from_payload(row.payload).html) for row in rows if row.payload]


@pytest.mark.full
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path, seeded_home: Path, seed: int) -> None:
    chance = random.Random(seed)
    home = tmp_path / "home"
    store = opened(home, seeded_home)
    server = Hostile(latency_s=0.02)
    async with server:
        server.anything = lambda method, data: chance.choice((*FAULTS, *(None,) * 12))
        for _ in range(KILLS):
            process = await start(home, server.api_url)
            for said in chance.sample(("/today", "/help", "数字经济", "/pause", "/resume"), 2):
                server.says(chance.choice(CHATS), said)
            await asyncio.sleep(chance.uniform(0.02, 0.9))
            process.kill()
            await process.wait()
        server.anything = lambda method, data: None
        process = await start(home, server.api_url)
        async with asyncio.timeout(120):
            while any(state in ("pending", "sending") for state, _, _ in sendings(store)):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        process.terminate()
        assert await process.wait() == 0
    for state, chat, text in sendings(store):
        times = sum(came.startswith(text) for came in server.texts(chat))  # a notice may stand below it
        assert times == 1 if state == "sent" else times <= 1, (state, times)
        assert state in ("sent", "unknown")
    with store.reading() as tx:
        for chat in CHATS:
            assert tx.outbox.had(Address(chat_id=chat)), "everyone was given something"
    store.close()
