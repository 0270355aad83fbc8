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
from functools import partial

from telegram.ext import ApplicationBuilder

from bot import publish
from bot.app.polling import AnyApplication, poll, stop_polling, until_reached
from bot.app.process import caller, configure_logging, now, on_signal, threads
from bot.buttons import Signer
from bot.clock import Clock
from bot.commands import Conversation, PerChat, introduce, register
from bot.deliver import Worker, with_notice
from bot.pacer import Pacer
from bot.settings import Settings, sandbox_token
from bot.telegram import Telegram, request
from digests import pipeline
from digests.errors import DigestError
from digests.pipeline import Newsroom, ReadReport
from digests.store.sole import sole_service

Announce = Callable[[str], object]


def run(settings: Settings, *, announce: Announce, verbose: bool = False) -> None:
    """Runs the service until SIGTERM or Ctrl-C.

    Raises:
        DigestError: the home or the database cannot be used.
        TelegramError: the token is refused, or another process polls with it.
    """
    configure_logging(verbose)
    with sole_service(settings.data):
        asyncio.run(serve(settings, announce=announce))


async def serve(settings: Settings, *, announce: Announce) -> None:
    """The service as a coroutine: starts, waits for a signal or a fatal answer, drains, stops."""
    stopping: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    async with AsyncExitStack() as stack:
        for number in (signal.SIGTERM, signal.SIGINT):
            stack.enter_context(on_signal(number, partial(_stop, stopping)))
        executors = stack.enter_context(threads())
        newsroom = stack.enter_context(pipeline.opened(settings, settings.database))
        with newsroom.store.writing() as tx:
            tx.sources.configure(settings.wanted_sources)
        token, api_url = await _telegram(settings, stack, announce)
        pacer = Pacer(**settings.telegram.limits.model_dump())
        application = _application(token, api_url, pacer)
        starting = asyncio.create_task(_start(settings, newsroom, application, pacer, executors, stopping, stack))
        done, _ = await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting in done:
            await starting
            announce(f"Jianbao is running as @{application.bot.username}. Ctrl-C stops it.")
            await stopping
        else:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            await stopping


async def _telegram(settings: Settings, stack: AsyncExitStack, announce: Announce) -> tuple[str, str | None]:
    """Token and root of the Bot API: the operator's, or the sandbox, started here."""
    if settings.token is not None:
        return settings.token, settings.telegram.api_url
    from bot.sandbox import PortTaken, Server

    server = Server(settings.sandbox.port, token=sandbox_token(settings.data), snapshot=settings.data / "sandbox.json")
    try:
        url = await server.start()
    except PortTaken as error:
        raise DigestError(str(error)) from error
    stack.push_async_callback(server.stop)
    announce(f"No token set, so this is a sandbox, not Telegram. Open the chat page: {url}")
    return server.token, server.api_url


def _application(token: str, api_url: str | None, pacer: Pacer) -> AnyApplication:
    builder = (
        ApplicationBuilder()
        .token(token)
        .rate_limiter(pacer)
        .request(request())
        .get_updates_request(request(connections=2))
        .concurrent_updates(PerChat())
    )
    if api_url is not None:
        root = api_url.rstrip("/")
        builder = builder.base_url(f"{root}/bot").base_file_url(f"{root}/file/bot")
    return builder.build()


async def _start(
    settings: Settings,
    newsroom: Newsroom,
    application: AnyApplication,
    pacer: Pacer,
    executors: dict[str, Executor],
    stopping: asyncio.Future[None],
    stack: AsyncExitStack,
) -> None:
    """Starts everything in order; each step leaves on the stack how it is stopped."""
    await until_reached(application)
    stack.push_async_callback(application.shutdown)
    signer = Signer.of(application.bot.token)
    telegram = Telegram(application.bot, pacer)
    fatal = partial(_stop, stopping)
    kinds = settings.delivery.unknown
    worker = Worker(
        newsroom.store,
        telegram,
        call=caller(executors["writer"]),
        now=now,
        on_fatal=fatal,
        resend=frozenset(kind for kind in ("digest", "alert") if getattr(kinds, kind) == "resend"),
        notice=partial(with_notice, signer=signer),
    )
    settled = asyncio.Event()
    clock = Clock(
        newsroom,
        call=caller(executors["reading"]),
        now=now,
        wake=worker.wake,
        signer=signer,
        grace=settings.delivery.grace,
        on_read=_settling(newsroom, settled),
    )
    talk = Conversation(
        newsroom=newsroom,
        telegram=telegram,
        signer=signer,
        for_reader=partial(publish.for_reader, signer=signer),
        wake=worker.wake,
        lookups=executors["lookups"],
        writer=executors["writer"],
        admins=frozenset(settings.telegram.admins),
        timezone=settings.timezone,
        now=now,
        settled=settled,
    )
    register(application, talk)
    await application.start()
    application.create_task(introduce(application.bot), name="introduce")
    stack.push_async_callback(application.stop)
    await worker.start()
    stack.push_async_callback(worker.stop)
    await poll(application, fatal)
    stack.push_async_callback(stop_polling, application)
    clock.start()
    stack.push_async_callback(clock.stop)


def _settling(newsroom: Newsroom, settled: asyncio.Event) -> Callable[[str, ReadReport], None]:
    """Sets ``settled`` once every source that was never read has been tried; at once in a running archive."""
    with newsroom.store.reading() as tx:
        unread = {r.source.id for r in tx.sources.all(active_only=True) if r.state.last_read_at is None}
    if not unread:
        settled.set()

    def done(source: str, report: ReadReport) -> None:
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
