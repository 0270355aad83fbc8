"""Tells the operators that Telegram refused a message as malformed: our mistake, which none of its readers can mend.

One line an edition and hour: a broadcast with a mistake in its markup is refused once for each of its readers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import partial
from html import escape

from bot import errors
from bot.messages import Message
from bot.pacer import Turn
from bot.telegram import Telegram
from bot.wording import language_of, words
from digests.models import Address, Delivery, Language
from digests.store import Store
from digests.store.calling import Caller
from digests.store.editions import ANSWER

EVERY = timedelta(hours=1)
MOST = 10  # editions told of in that time: a mistake in our alerts would make many
END_S = 1.0  # for what is still being told when the service stops

log = logging.getLogger(__name__)


class Refusals:
    """``refused`` is the worker's ``on_failed``. ``call`` runs blocking work in a thread; ``now``: the service's."""

    def __init__(
        self, store: Store, telegram: Telegram, admins: Collection[int], *, call: Caller, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._telegram = telegram
        self._admins = sorted(admins)
        self._call = call
        self._now = now
        self._told: dict[int, datetime] = {}  # by edition
        self._tasks: set[asyncio.Task[None]] = set()

    def refused(self, delivery: Delivery, reason: str) -> None:
        """Notes a refusal; to be called from the event loop. Neither reader nor message is named, nor in ``reason``."""
        now = self._now()
        self._told = {edition: at for edition, at in self._told.items() if now - EVERY < at <= now}
        if delivery.edition in self._told or len(self._told) >= MOST:
            return
        self._told[delivery.edition] = now
        log.error("edition %d: a message was refused (%s), its payload is kept", delivery.edition, reason)
        for admin in self._admins:
            task = asyncio.create_task(self._tell(Address(chat_id=admin), delivery.edition, reason), name="refusal")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Lets what is being told end, for a moment."""
        if self._tasks:
            _, late = await asyncio.wait(list(self._tasks), timeout=END_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _tell(self, admin: Address, edition: int, reason: str) -> None:
        try:
            w = words(await self._call(partial(self._language, admin)))
            line = w("operator.refused", id=edition, reason=reason)
            await self._telegram.send(admin, Message(html=escape(line, quote=False)), turn=Turn(priority=ANSWER))
        except errors.TelegramError as error:
            log.warning("an operator could not be told: %s", type(error).__name__)
        except Exception:
            log.exception("telling an operator ended in a programming error")

    def _language(self, admin: Address) -> Language:
        """As they chose as a reader, else what the bot speaks to strangers."""
        with self._store.reading() as tx:
            reader = tx.readers.get(admin)
        return reader.language if reader else language_of(None)
