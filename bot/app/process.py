"""The process around the service: its threads, its signals, its log."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from digests import sources
from digests.store.calling import Caller

LOOKUP_THREADS = 2
COMPOSING_THREADS = 2  # one for what is due, which may be a broadcast of seconds, and one for what is asked for
NEW_OBJECTS = 5_000
ARENA_MAX = -8  # mallopt's number for M_ARENA_MAX, in glibc


def now() -> datetime:
    """The one clock of the service."""
    return datetime.now(UTC)


def share_memory() -> None:
    """Lets all threads allocate from one arena, before there are any. By itself glibc gives each one of its own, with
    holes that the others cannot use: 5 MB of 161 at rest. Under the interpreter's lock they take turns anyway.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have no arenas
        if mallopt is not None:
            mallopt(ARENA_MAX, 1)


def keep_loaded() -> Callable[[], None]:
    """Everything loaded by now stays to the end, so the garbage collector need not go through it again and again: each
    time took 45 ms (110,000 objects, mostly the library's and the dictionaries'), in which nobody was answered.

    It looks at what is new only after some thousand objects, and so takes 1 % of the time in which news are stored
    instead of 3 %. Gives what undoes both.
    """
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *usual[1:])

    def undo() -> None:
        gc.set_threshold(*usual)
        gc.unfreeze()

    return undo


@contextmanager
def threads() -> Iterator[dict[str, Executor]]:
    """Executors of our own: slow sources never starve lookups or editions, and composing never the outbox's writer."""
    sizes = {"lookups": LOOKUP_THREADS, "composing": COMPOSING_THREADS, "writer": 1, "reading": sources.AT_ONCE}
    threads = {name: ThreadPoolExecutor(size, thread_name_prefix=name) for name, size in sizes.items()}
    try:
        yield dict(threads)
    finally:
        for executor in threads.values():
            executor.shutdown(wait=True)


def caller(executor: Executor) -> Caller:
    async def call(work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(executor, work)

    return call


@contextmanager
def on_signal(number: signal.Signals, stop: Callable[[], object]) -> Iterator[None]:
    """Calls ``stop`` in the event loop when the signal comes."""
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(number, stop)
    except (NotImplementedError, RuntimeError):  # Windows, or not the main thread (tests): Ctrl-C still raises
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(number)


def configure_logging(verbose: bool) -> None:
    """Ours at INFO when asked; libraries only when they warn: their lower levels print URLs, and so the token."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for room in ("bot", "digests"):
        logging.getLogger(room).setLevel(logging.INFO if verbose else logging.WARNING)
    for library in ("httpx", "httpcore", "apscheduler", "jieba"):
        logging.getLogger(library).setLevel(logging.WARNING)
    # What the library logs about polling it also tells us, and we say it in one line.
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
