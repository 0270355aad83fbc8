"""The queue of updates, and the one process that may poll it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from bot.sandbox.refusals import Refusal

KEPT_S = 24 * 3600
MAX_TIMEOUT_S = 50
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_CONFLICT = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Updates:
    """``seconds`` is a steady clock. Which kinds are wanted is remembered from poll to poll, as Telegram does."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._queue: deque[tuple[float, dict[str, Any]]] = deque()
        self._next_id = 500_000_001
        self._wanted: frozenset[str] | None = None
        self._poller: asyncio.Future[None] | None = None
        self._closed = False

    @property
    def pending(self) -> int:
        return len(self._queue)

    @property
    def polled(self) -> bool:
        """Whether a poll is waiting right now."""
        return self._poller is not None

    @property
    def allowed(self) -> list[str] | None:
        return sorted(self._wanted) if self._wanted is not None else None

    def add(self, kind: str, payload: dict[str, Any]) -> int:
        """Queues an update; 0 where the bot did not ask for this kind."""
        if kind in ONLY_ON_REQUEST if self._wanted is None else kind not in self._wanted:
            return 0
        update_id, self._next_id = self._next_id, self._next_id + 1
        self._queue.append((self._seconds(), {"update_id": update_id, kind: payload}))
        if self._poller and not self._poller.done():
            self._poller.set_result(None)
        return update_id

    async def poll(self, *, offset: int, limit: int, timeout_s: int, wanted: list[str] | None) -> list[dict[str, Any]]:
        """Confirms what lies below ``offset`` and waits for more; a negative offset keeps that many at the end.

        Raises:
            Refusal: 409, once another poll came while this one waited.
        """
        if self._poller and not self._poller.done():
            self._poller.set_exception(Refusal(409, _CONFLICT))
        if wanted is not None:
            self._wanted = frozenset(wanted) or None
        self._forget(offset)
        if not self._queue and timeout_s > 0 and not self._closed:
            await self._wait(min(timeout_s, MAX_TIMEOUT_S))
        count = min(limit, 100) if limit > 0 else 100
        return [update for _, update in list(self._queue)[:count]]

    def clear(self) -> None:
        self._queue.clear()

    def close(self) -> None:
        """Wakes whoever waits, for good."""
        self._closed = True
        if self._poller and not self._poller.done():
            self._poller.set_result(None)

    def _forget(self, offset: int) -> None:
        while self._queue and (self._seconds() - self._queue[0][0] > KEPT_S):
            self._queue.popleft()
        if offset > 0:
            while self._queue and self._queue[0][1]["update_id"] < offset:
                self._queue.popleft()
        elif offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()

    async def _wait(self, timeout_s: float) -> None:
        waiting = self._poller = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(asyncio.shield(waiting), timeout_s)
        except TimeoutError:
            pass
        finally:
            if self._poller is waiting:
                self._poller = None
