"""The composition root: opens everything, wires it, starts it, and stops it in the one order that loses nothing.

Start: store, knowledge, Telegram (the sandbox without a token), outbox worker, updates, clock.
Stop: clock, updates, outbox worker, application, sandbox last.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import TelegramError as LibraryError
from telegram.ext import Application, ApplicationBuilder

from bot import errors, publish
from bot.buttons import Signer
from bot.clock import Clock
from bot.commands import Conversation, PerChat, introduce, register
from bot.deliver import Worker, with_notice
from bot.pacer import Pacer
from bot.settings import Settings, sandbox_token
from bot.telegram import Telegram, mapped, meaning, request
from digests import knowledge, pipeline
from digests.errors import DigestError
from digests.pipeline import Newsroom
from digests.store import Store
from digests.store.calling import Caller
from digests.store.sole import sole_service

Announce = Callable[[str], object]
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.CHANNEL_POST, Update.MY_CHAT_MEMBER)
POLL_S = 25  # long polling; a stop does not wait for it
RETRY_S = (1, 2, 5, 10, 30)  # pauses while Telegram cannot be reached at start; the last one repeats
LOOKUP_THREADS = 2

log = logging.getLogger(__name__)


def run(settings: Settings, *, announce: Announce, verbose: bool = False) -> None:
    """Runs the service until SIGTERM or Ctrl-C.

    Raises:
        DigestError: the home or the database cannot be used.
        TelegramError: the token is refused, or another process polls with it.
    """
    _configure_logging(verbose)
    with sole_service(settings.data):
        asyncio.run(serve(settings, announce=announce))


async def serve(settings: Settings, *, announce: Announce) -> None:
    """The service as a coroutine: starts, waits for a signal or a fatal answer, drains, stops."""
    stopping: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    async with AsyncExitStack() as stack:
        for number in (signal.SIGTERM, signal.SIGINT):
            stack.enter_context(_on_signal(number, stopping))
        threads = stack.enter_context(_threads())
        newsroom = stack.enter_context(opened(settings))
        token, api_url = await _telegram(settings, stack, announce)
        pacer = Pacer(**settings.telegram.limits.model_dump())
        application = _application(token, api_url, pacer)
        starting = asyncio.create_task(_start(settings, newsroom, application, pacer, threads, stopping, stack))
        done, _ = await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting in done:
            await starting
            announce(f"Jianbao is running as @{application.bot.username}. Ctrl-C stops it.")
            await stopping
        else:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            await stopping


@contextmanager
def opened(settings: Settings) -> Iterator[Newsroom]:
    """The newsroom with the settings' sources, closed at the end."""
    store = Store(settings.database)
    try:
        with store.writing() as tx:
            tx.sources.configure(settings.wanted_sources)
        known = knowledge.load(settings)
        with pipeline.open_fetcher(settings.allowed_hosts) as fetcher:
            yield Newsroom(store=store, knowledge=known, timezone=settings.timezone, fetcher=fetcher)
    finally:
        store.close()


def _now() -> datetime:
    """The one clock of the service."""
    return datetime.now(UTC)


@contextmanager
def _threads() -> Iterator[dict[str, Executor]]:
    """Three executors of our own: slow feeds never starve lookups, and there is one writer."""
    sizes = {"lookups": LOOKUP_THREADS, "writer": 1, "reading": 1}
    threads = {name: ThreadPoolExecutor(size, thread_name_prefix=name) for name, size in sizes.items()}
    try:
        yield dict(threads)
    finally:
        for executor in threads.values():
            executor.shutdown(wait=True)


def _caller(executor: Executor) -> Caller:
    async def call(work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(executor, work)

    return call


async def _telegram(settings: Settings, stack: AsyncExitStack, announce: Announce) -> tuple[str, str | None]:
    """Token and root of the Bot API: the operator's, or the sandbox, started here."""
    if settings.token is not None:
        return settings.token, settings.telegram.api_url
    from bot.sandbox import PortTaken, Server

    server = Server(settings.sandbox.port, token=sandbox_token(settings.data))
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
    threads: dict[str, Executor],
    stopping: asyncio.Future[None],
    stack: AsyncExitStack,
) -> None:
    """Starts everything in order; each step leaves on the stack how it is stopped."""
    await _until_reached(application)
    stack.push_async_callback(application.shutdown)
    signer = Signer.of(application.bot.token)
    telegram = Telegram(application.bot, pacer)
    fatal = partial(_stop, stopping)
    kinds = settings.delivery.unknown
    worker = Worker(
        newsroom.store,
        telegram,
        call=_caller(threads["writer"]),
        now=_now,
        on_fatal=fatal,
        resend=frozenset(kind for kind in ("digest", "alert") if getattr(kinds, kind) == "resend"),
        notice=partial(with_notice, signer=signer),
    )
    clock = Clock(
        newsroom,
        call=_caller(threads["reading"]),
        now=_now,
        wake=worker.wake,
        signer=signer,
        grace=settings.delivery.grace,
    )
    talk = Conversation(
        newsroom=newsroom,
        telegram=telegram,
        signer=signer,
        for_reader=partial(publish.for_reader, signer=signer),
        wake=worker.wake,
        lookups=threads["lookups"],
        writer=threads["writer"],
        admins=frozenset(settings.telegram.admins),
        timezone=settings.timezone,
        now=_now,
    )
    register(application, talk)
    await application.start()
    application.create_task(introduce(application.bot), name="introduce")
    stack.push_async_callback(application.stop)
    await worker.start()
    stack.push_async_callback(worker.stop)
    await _poll(application, fatal)
    stack.push_async_callback(_stop_polling, application)
    clock.start()
    stack.push_async_callback(clock.stop)


async def _until_reached(application: AnyApplication) -> None:
    """Opens the connection; a network that is down is waited for, a refused token is not."""
    for attempt in range(1_000_000):
        try:
            async with mapped():
                await application.initialize()
            return
        except errors.BadToken:
            raise
        except errors.TelegramError as error:
            pause_s = RETRY_S[min(attempt, len(RETRY_S) - 1)]
            log.warning("Telegram cannot be reached (%s); trying again in %d s", error, pause_s)
            await asyncio.sleep(pause_s)


async def _poll(application: AnyApplication, fatal: Callable[[Exception], None]) -> None:
    """Long polling. A refused token ends the library's loop without a word, so its task is watched."""

    def failed(error: LibraryError) -> None:
        known = meaning(error)
        if isinstance(known, (errors.OtherInstance, errors.BadToken)):
            fatal(known)
        else:
            log.warning("no updates: %s", known)

    updater = application.updater
    assert updater is not None
    await updater.start_polling(
        timeout=POLL_S, bootstrap_retries=-1, allowed_updates=list(UPDATES), error_callback=failed
    )
    for task in asyncio.all_tasks():
        if task.get_name() == "Updater:start_polling:polling_task":
            task.add_done_callback(partial(_polling_ended, fatal))


def _polling_ended(fatal: Callable[[Exception], None], task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and isinstance(error := task.exception(), LibraryError):
        fatal(meaning(error))


async def _stop_polling(application: AnyApplication) -> None:
    if application.updater is not None and application.updater.running:
        with contextlib.suppress(LibraryError):
            await application.updater.stop()


def _stop(stopping: asyncio.Future[None], error: Exception | None = None) -> None:
    """Ends the wait of ``serve``, with the failure if there is one; only the first call counts."""
    if stopping.done():
        return
    if error is None:
        stopping.set_result(None)
    else:
        stopping.set_exception(error)


@contextmanager
def _on_signal(number: signal.Signals, stopping: asyncio.Future[None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(number, _stop, stopping)
    except (NotImplementedError, RuntimeError):  # Windows, or not the main thread (tests): Ctrl-C still raises
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(number)


def _configure_logging(verbose: bool) -> None:
    """Ours at INFO when asked; libraries only when they warn: their lower levels print URLs, and so the token."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for room in ("bot", "digests"):
        logging.getLogger(room).setLevel(logging.INFO if verbose else logging.WARNING)
    for library in ("httpx", "httpcore", "apscheduler", "jieba"):
        logging.getLogger(library).setLevel(logging.WARNING)
    # What the library logs about polling it also tells us, and we say it in one line.
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
