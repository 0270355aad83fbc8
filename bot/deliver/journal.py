"""Outbox transitions, written durably and in groups: what gathers while one commit is under way shares the next.

A transition that waits for the disk alone would make the disk's flush the speed limit of a broadcast.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from digests.errors import StoreError
from digests.store import Store, Transaction
from digests.store.calling import Caller

T = TypeVar("T")
Change = Callable[[Transaction], T]
RETRY_S = (0.1, 0.5, 2.0, 5.0, 15.0)  # a full disk or a locked database: the outcome is kept until it can be written

log = logging.getLogger(__name__)


class Journal:
    """Writes through one thread; safe to use from any task of the event loop."""

    def __init__(self, store: Store, call: Caller) -> None:
        self._store = store
        self._call = call
        self._waiting: list[tuple[Change[Any], asyncio.Future[Any]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def write(self, change: Change[T]) -> T:
        """Applies ``change`` in a durable transaction and gives what it gave.

        Raises:
            StoreError: if the store cannot write now; nothing was changed then.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((change, done))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit(), name="journal")
        return await asyncio.shield(done)

    async def settle(self, change: Change[T]) -> T:
        """Like ``write``, but never gives up: for outcomes, which must not be lost while the process lives."""
        attempt = 0
        while True:
            try:
                return await self.write(change)
            except StoreError as error:
                if attempt == 0:
                    log.error("an outcome waits to be written: %s", error)
                await asyncio.sleep(RETRY_S[min(attempt, len(RETRY_S) - 1)])
                attempt += 1

    async def _commit(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                results = await self._call(partial(self._apply, [change for change, _ in group]))
            except Exception as error:
                for _, done in group:
                    if not done.done():
                        done.set_exception(error)
                        done.exception()  # a writer that was cancelled meanwhile will not fetch it
                continue
            for (_, done), result in zip(group, results, strict=True):
                if not done.done():
                    done.set_result(result)

    def _apply(self, changes: list[Change[Any]]) -> list[Any]:
        with self._store.writing(durable=True) as tx:
            return [change(tx) for change in changes]
