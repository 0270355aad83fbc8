"""The real bot against the sandbox, over HTTP, with the seeds read: what tests of the conversation stand on."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest, RequestData

from bot import publish
from bot.app.updates import UpdatesRequest
from bot.buttons import Signer
from bot.commands import Conversation, PerChat, register
from bot.commands.flood import Flood
from bot.deliver import Worker
from bot.pacer import Pacer
from bot.requests import request
from bot.sandbox import OFF, Limits, Server
from bot.sandbox.methods import METHODS
from bot.sandbox.params import Params, Upload
from bot.sandbox.refusals import Refusal
from bot.telegram import Telegram
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


def conversation(
    newsroom: Newsroom,
    telegram: Telegram,
    signer: Signer,
    worker: Worker,
    pools: Mapping[str, Executor],
    admins: Iterable[int],
) -> Conversation:
    """Wired as `bot.app` does it."""
    return Conversation(
        newsroom=newsroom,
        telegram=telegram,
        signer=signer,
        for_reader=partial(publish.for_reader, signer=signer),
        wake=worker.wake,
        lookups=pools["lookups"],
        composing=pools["composing"],
        writer=pools["writer"],
        admins=frozenset(admins),
        timezone=newsroom.timezone,
    )


@asynccontextmanager
async def talking(
    newsroom: Newsroom, *, admins: tuple[int, ...] = (), pacer: Pacer | None = None, limits: Limits = OFF
) -> AsyncIterator[Talking]:
    """Started and polling; stopped in order at the end."""
    pools = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in ("lookups", "composing", "writer")}

    async def call(work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(pools["writer"], work)

    async with Server(0, limits=limits) as server:
        pacer = pacer or Pacer(per_second=1000, per_chat_s=0, group_per_minute=10_000)
        application = (
            ApplicationBuilder()
            .token(server.token)
            .base_url(f"{server.api_url}/bot")
            .rate_limiter(pacer)
            .request(request())
            .get_updates_request(request(UpdatesRequest, connections=2))
            .concurrent_updates(PerChat())
            .build()
        )
        await application.initialize()
        telegram = Telegram(application.bot, pacer)
        signer = Signer.of(server.token)
        failures: list[Exception] = []
        worker = Worker(newsroom.store, telegram, call=call, now=_now, on_fatal=failures.append)
        talk = conversation(newsroom, telegram, signer, worker, pools, admins)
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


class Direct(BaseRequest):
    """The strict sandbox without a socket between, for tests that say very much. ``refused``: what it did not take."""

    def __init__(self, server: Server) -> None:
        self._core = server.core
        self.refused: list[tuple[str, str]] = []

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1].lower()
        values = request_data.json_parameters if request_data else {}
        params = Params(dict(values))
        for field, part in (request_data.multipart_data or {}).items() if request_data else ():
            params.files[field] = Upload(part[0], part[2], part[1])
        try:
            result = METHODS[name](self._core, params)
            answer = {"ok": True, "result": await result if inspect.isawaitable(result) else result}
        except Refusal as refusal:
            self.refused.append((name, refusal.body()["description"]))
            return refusal.code, json.dumps(refusal.body()).encode()
        return 200, json.dumps(answer).encode()


@dataclass
class Straight:
    """The bot with its updates handed over one by one; ``errors``: what was logged as one."""

    server: Server
    newsroom: Newsroom
    application: Application[Any, Any, Any, Any, Any, Any]
    signer: Signer
    request: Direct
    errors: list[str]

    async def settle(self) -> None:
        """Handles every waiting update, then lets the outbox run dry."""
        core = self.server.core
        while core.updates.pending:
            for raw in await core.updates.poll(offset=0, limit=100, timeout_s=0, wanted=UPDATES):
                await core.updates.poll(offset=raw["update_id"] + 1, limit=1, timeout_s=0, wanted=UPDATES)
                update = Update.de_json(raw, self.application.bot)
                await self.application.process_update(update)
        for _ in range(2000):
            with self.newsroom.store.reading() as tx:
                counts = tx.outbox.counts()
            if not counts.get("pending") and not counts.get("sending"):
                return
            await asyncio.sleep(0.002)
        raise AssertionError(f"the outbox does not run dry: {counts}")

    @property
    def unanswered(self) -> list[str]:
        return [press.data for press in self.server.core.world.presses.values() if press.answer is None]

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Without edits that changed nothing, which Telegram refuses and readers do not notice."""
        return [refusal for refusal in self.request.refused if "not modified" not in refusal[1]]


class Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@asynccontextmanager
async def talking_in(home: Path, seeded_home: Path, *, admins: tuple[int, ...] = ()) -> AsyncIterator[Talking]:
    """``talking`` over a newsroom of its own, closed at the end."""
    newsroom = newsroom_in(home, seeded_home)
    async with talking(newsroom, admins=admins) as running:
        yield running
    newsroom.store.close()


@asynccontextmanager
async def straight(newsroom: Newsroom, *, admins: tuple[int, ...] = ()) -> AsyncIterator[Straight]:
    """The same bot as ``talking``, without polling and without sockets."""
    pools = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in ("lookups", "composing", "writer")}

    async def call(work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(pools["writer"], work)

    server, errors = Server(0, limits=OFF), Errors()
    direct = Direct(server)
    pacer = Pacer(per_second=100_000, per_chat_s=0, group_per_minute=1_000_000)
    builder = ApplicationBuilder().token(server.token).rate_limiter(pacer).updater(None).request(direct)
    application = builder.get_updates_request(direct).build()
    logging.getLogger("bot").addHandler(errors)
    await application.initialize()
    telegram, signer = Telegram(application.bot, pacer), Signer.of(server.token)
    worker = Worker(
        newsroom.store, telegram, call=call, now=_now, on_fatal=lambda error: errors.lines.append(repr(error))
    )
    talk = conversation(newsroom, telegram, signer, worker, pools, admins)
    talk.flood = talk.typing = Unlimited()
    register(application, talk)
    await worker.start()
    try:
        yield Straight(server, newsroom, application, signer, direct, errors.lines)
    finally:
        await worker.stop()
        await application.shutdown()
        logging.getLogger("bot").removeHandler(errors)
        for pool in pools.values():
            pool.shutdown()


class Unlimited(Flood):
    """For tests that say more in a second than any person."""

    def allows(self, chat_id: int, at: float) -> bool:
        return True

    def repeats(self, chat_id: int, message_id: int, data: str, at: float) -> bool:
        return False
