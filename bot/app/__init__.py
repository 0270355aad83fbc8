"""The composition root: opens everything, wires it, starts it, and stops it in the one order that loses nothing.

Start: store, knowledge, Telegram (the sandbox without a token), outbox worker, updates, clock.
Stop: clock, updates, outbox worker, application, sandbox last.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from telegram.ext import ApplicationBuilder

from bot import publish
from bot.app.polling import AnyApplication, poll, stop_polling, until_reached
from bot.app.process import caller, configure_logging, keep_loaded, now, on_signal, share_memory, threads
from bot.app.refusals import Refusals
from bot.app.updates import UpdatesRequest
from bot.buttons import Signer
from bot.clock import Clock
from bot.commands import Conversation, PerChat, introduce, register
from bot.deliver import Worker, with_notice
from bot.pacer import Pacer
from bot.requests import request
from bot.settings import Settings, sandbox_token
from bot.telegram import Telegram
from digests import pipeline
from digests.errors import DigestError
from digests.knowledge import warm
from digests.pipeline import Newsroom
from digests.store.sole import sole_service

if TYPE_CHECKING:
    from bot.sandbox import Server

Announce = Callable[[str], object]


def run(settings: Settings, *, announce: Announce, verbose: bool = False) -> None:
    """Runs the service until SIGTERM or Ctrl-C.

    Raises:
        DigestError: the home or the database cannot be used.
        TelegramError: the token is refused, or another process polls with it.
    """
    configure_logging(verbose)
    share_memory()
    with sole_service(settings.data):
        asyncio.run(serve(settings, announce=announce))


async def serve(settings: Settings, *, announce: Announce) -> None:
    """The service as a coroutine: starts, waits for a signal or a fatal answer, drains, stops."""
    stopping: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    async with AsyncExitStack() as stack:
        for number in (signal.SIGTERM, signal.SIGINT):
            stack.enter_context(on_signal(number, partial(_stop, stopping)))
        newsroom = stack.enter_context(pipeline.opened(settings, settings.database))
        executors = stack.enter_context(threads())  # ended before the store closes: a lookup may still be under way
        with newsroom.store.writing() as tx:
            tx.sources.configure(settings.wanted_sources)
        service = Service(
            settings=settings,
            newsroom=newsroom,
            executors=executors,
            pacer=Pacer(**settings.telegram.limits.model_dump()),
            fatal=partial(_stop, stopping),
        )
        if settings.token is None:
            service = await _with_sandbox(service, stack)
        application = service.application()
        starting = asyncio.create_task(service.start(application, stack))
        done, _ = await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting in done:
            await starting
            stack.callback(keep_loaded())
            if service.sandbox is not None:
                announce(f"No token set, so this is a sandbox, not Telegram. Open the chat page: {service.sandbox.url}")
            announce(f"Jianbao is running as @{application.bot.username}. Ctrl-C stops it.")
            executors["lookups"].submit(warm, newsroom.knowledge)
            await stopping
        else:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            await stopping


async def _with_sandbox(service: Service, stack: AsyncExitStack) -> Service:
    """The same service with a Telegram of its own, started here, whose time can be moved."""
    from bot.app.levers import DROPPED, MovableTime, attach
    from bot.sandbox import PortTaken, Server

    home = service.settings.data
    time = MovableTime.of(home)
    server = Server(
        service.settings.sandbox.port,
        token=sandbox_token(home),
        now=time,
        snapshot=home / "sandbox.json",
        timezone=service.settings.timezone,
    )
    try:
        await server.start()
    except PortTaken as error:
        raise DigestError(str(error)) from error
    stack.push_async_callback(server.stop)
    write = caller(service.executors["writer"])
    on_started = partial(attach, server, service.newsroom, time=time, folder=home / DROPPED, write=write)
    operators = frozenset({server.visitor.id})
    return replace(service, sandbox=server, operators=operators, now=time, on_started=on_started)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What is open before anything runs. ``fatal`` ends the service with a failure."""

    settings: Settings
    newsroom: Newsroom
    executors: dict[str, Executor]
    pacer: Pacer
    fatal: Callable[[Exception], None]
    sandbox: Server | None = None
    operators: frozenset[int] = frozenset()  # beside those of the settings: who sits at the sandbox
    now: Callable[[], datetime] = now
    on_started: Callable[[Clock], object] = lambda clock: None

    def application(self) -> AnyApplication:
        """The library's application, paced by our own limiter, not yet connected."""
        token = self.sandbox.token if self.sandbox else self.settings.token or ""
        api_url = self.sandbox.api_url if self.sandbox else self.settings.telegram.api_url
        builder = (
            ApplicationBuilder()
            .token(token)
            .rate_limiter(self.pacer)
            .request(request())
            .get_updates_request(request(UpdatesRequest, connections=2))
            .concurrent_updates(PerChat())
        )
        if api_url is not None:
            root = api_url.rstrip("/")
            builder = builder.base_url(f"{root}/bot").base_file_url(f"{root}/file/bot")
        return builder.build()

    async def start(self, application: AnyApplication, stack: AsyncExitStack) -> None:
        """Starts everything in order; each step leaves on the stack how it is stopped."""
        await until_reached(application)
        stack.push_async_callback(application.shutdown)
        telegram = Telegram(application.bot, self.pacer)
        signer = Signer.of(application.bot.token)
        settled = asyncio.Event()
        refusals = Refusals(
            self.newsroom.store, telegram, self._admins, call=caller(self.executors["lookups"]), now=self.now
        )
        stack.push_async_callback(refusals.stop)
        worker = self._worker(telegram, signer, refusals)
        clock = self._clock(worker, signer, settled)
        talk = self._conversation(telegram, signer, worker, settled)
        stack.callback(talk.asked.stop)
        register(application, talk)
        self.on_started(clock)
        await application.start()
        application.create_task(introduce(application.bot), name="introduce")
        stack.push_async_callback(application.stop)
        await worker.start()
        stack.push_async_callback(worker.stop)
        await poll(application, self.fatal)
        stack.push_async_callback(stop_polling, application)
        await talk.asked.resume(talk)
        clock.start()
        stack.push_async_callback(clock.stop)
        stack.callback(self.newsroom.stop)  # first of all: the clock waits for what is being read

    @property
    def _admins(self) -> frozenset[int]:
        return frozenset(self.settings.telegram.admins) | self.operators

    def _worker(self, telegram: Telegram, signer: Signer, refusals: Refusals) -> Worker:
        kinds = self.settings.delivery.unknown.model_dump()
        return Worker(
            self.newsroom.store,
            telegram,
            call=caller(self.executors["writer"]),
            now=self.now,
            on_fatal=self.fatal,
            on_failed=refusals.refused,
            resend=frozenset(kind for kind, choice in kinds.items() if choice == "resend"),
            notice=partial(with_notice, signer=signer),
        )

    def _clock(self, worker: Worker, signer: Signer, settled: asyncio.Event) -> Clock:
        return Clock(
            self.newsroom,
            call=caller(self.executors["composing"]),
            read=caller(self.executors["reading"]),
            now=self.now,
            wake=worker.wake,
            signer=signer,
            grace=self.settings.delivery.grace,
            on_read=_settling(self.newsroom, settled),
        )

    def _conversation(self, telegram: Telegram, signer: Signer, worker: Worker, settled: asyncio.Event) -> Conversation:
        return Conversation(
            newsroom=self.newsroom,
            telegram=telegram,
            signer=signer,
            for_reader=partial(publish.for_reader, signer=signer),
            wake=worker.wake,
            lookups=self.executors["lookups"],
            composing=self.executors["composing"],
            writer=self.executors["writer"],
            admins=self._admins,
            timezone=self.settings.timezone,
            now=self.now,
            settled=settled,
        )


def _settling(newsroom: Newsroom, settled: asyncio.Event) -> Callable[[str], None]:
    """Sets ``settled`` once every source that was never read has been tried; at once in a running archive."""
    with newsroom.store.reading() as tx:
        unread = {r.source.id for r in tx.sources.all(active_only=True) if r.state.last_read_at is None}
    if not unread:
        settled.set()

    def done(source: str) -> None:
        unread.discard(source)
        if not unread:
            settled.set()

    return done


def _stop(stopping: asyncio.Future[None], error: Exception | None = None) -> None:
    """Ends the wait of ``serve``, with the failure if there is one; only the first call counts."""
    if stopping.done():
        return
    if error is None:
        stopping.set_result(None)
    else:
        stopping.set_exception(error)
