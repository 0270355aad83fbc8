"""Connects to Telegram and polls for updates; a refused token or a second instance ends the service."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import TelegramError as LibraryError
from telegram.ext import Application

from bot import errors
from bot.telegram import mapped, meaning

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.CHANNEL_POST, Update.MY_CHAT_MEMBER)
POLL_S = 25  # long polling; a stop does not wait for it
ACKNOWLEDGE_S = 4.0
RETRY_S = (1, 2, 5, 10, 30)  # pauses while Telegram cannot be reached at start; the last one repeats

log = logging.getLogger(__name__)


async def until_reached(application: AnyApplication) -> None:
    """Opens the connection; a network that is down is waited for, a refused token is not."""
    for attempt in itertools.count():
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


async def poll(application: AnyApplication, fatal: Callable[[Exception], None]) -> None:
    """Long polling. A refused token ends the library's loop without a word, so its task is watched.

    Raises:
        TelegramError: the server refuses to begin.
    """

    def failed(error: LibraryError) -> None:
        known = meaning(error)
        if isinstance(known, (errors.OtherInstance, errors.BadToken)):
            fatal(known)
        else:
            log.warning("no updates: %s", known)

    updater = application.updater
    assert updater is not None
    async with mapped():
        await updater.start_polling(
            timeout=POLL_S, bootstrap_retries=-1, allowed_updates=list(UPDATES), error_callback=failed
        )
    for task in asyncio.all_tasks():
        if task.get_name() == "Updater:start_polling:polling_task":
            task.add_done_callback(partial(_polling_ended, fatal))


def _polling_ended(fatal: Callable[[Exception], None], task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and isinstance(error := task.exception(), LibraryError):
        fatal(meaning(error))


async def stop_polling(application: AnyApplication) -> None:
    """Ends the polling. The library then tells Telegram what was handled; a line that is dead is not waited for."""
    if application.updater is not None and application.updater.running:
        with contextlib.suppress(LibraryError, TimeoutError):
            async with asyncio.timeout(ACKNOWLEDGE_S):
                await application.updater.stop()
