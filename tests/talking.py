"""The real bot against the sandbox, over HTTP, with the seeds read: what tests of the conversation stand on."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from telegram.ext import Application, ApplicationBuilder

from bot import publish
from bot.buttons import Signer
from bot.commands import Conversation, PerChat, register
from bot.deliver import Worker
from bot.pacer import Pacer
from bot.sandbox import OFF, Server
from bot.telegram import Telegram, request
from digests import knowledge
from digests.pipeline import Newsroom
from digests.settings import NewsChoices
from digests.store import Store

UPDATES = ["message", "callback_query", "inline_query", "channel_post", "my_chat_member"]


@dataclass(frozen=True)
class Talking:
    server: Server
    newsroom: Newsroom
    talk: Conversation
    application: Application[Any, Any, Any, Any, Any, Any]
    signer: Signer


def newsroom_in(home: Path, seeded_home: Path) -> Newsroom:
    """A newsroom of its own over a copy of the seeds."""
    shutil.copytree(seeded_home, home, dirs_exist_ok=True)
    choices = NewsChoices()
    store = Store(f"sqlite:///{home / 'jianbao.sqlite3'}")
    return Newsroom(store=store, knowledge=known(choices), timezone=choices.timezone)


_KNOWN: list[knowledge.Knowledge] = []


def known(choices: NewsChoices) -> knowledge.Knowledge:
    """Loaded once a process: it never changes."""
    if not _KNOWN:
        _KNOWN.append(knowledge.load(choices))
    return _KNOWN[0]


@asynccontextmanager
async def talking(newsroom: Newsroom, *, admins: tuple[int, ...] = ()) -> AsyncIterator[Talking]:
    """Started and polling; stopped in order at the end."""
    pools = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in ("lookups", "writer")}

    async def call(work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(pools["writer"], work)

    async with Server(0, limits=OFF) as server:
        pacer = Pacer(per_second=1000, per_chat_s=0, group_per_minute=10_000)
        application = (
            ApplicationBuilder()
            .token(server.token)
            .base_url(f"{server.api_url}/bot")
            .rate_limiter(pacer)
            .request(request())
            .get_updates_request(request(connections=2))
            .concurrent_updates(PerChat())
            .build()
        )
        await application.initialize()
        telegram = Telegram(application.bot, pacer)
        signer = Signer.of(server.token)
        failures: list[Exception] = []
        worker = Worker(newsroom.store, telegram, call=call, now=_now, on_fatal=failures.append)
        talk = Conversation(
            newsroom=newsroom,
            telegram=telegram,
            signer=signer,
            for_reader=partial(publish.for_reader, signer=signer),
            wake=worker.wake,
            lookups=pools["lookups"],
            writer=pools["writer"],
            admins=frozenset(admins),
            timezone=newsroom.timezone,
        )
        register(application, talk)
        await application.start()
        await worker.start()
        assert application.updater is not None
        await application.updater.start_polling(poll_interval=0, timeout=10, allowed_updates=UPDATES)
        try:
            yield Talking(server=server, newsroom=newsroom, talk=talk, application=application, signer=signer)
        finally:
            await application.updater.stop()
            await worker.stop()
            await application.stop()
            await application.shutdown()
            for pool in pools.values():
                pool.shutdown()
    assert failures == []


def _now() -> datetime:
    return datetime.now(UTC)
