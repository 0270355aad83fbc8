"""What happened, passed on to open pages as server-sent events."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any

from bot.sandbox.world import Event

BEAT_S = 20  # a comment line in between, so that a dead connection is noticed
KEPT = 500  # events that a page which lost its connection can still catch up with
SLOW = 2_000  # lines waiting for a page that reads too slowly before it is told to load again

Draw = Callable[[Event], dict[str, Any] | None]


class Feed:
    """``draw`` turns an event into what a page needs, ``None`` for events that no page shows.

    Events are numbered, and a page names the last one it has: so nothing is lost between the moment that a page was
    made and the moment it listens. ``mark`` changes with every start of the server.
    """

    def __init__(self, draw: Draw, stopping: asyncio.Event) -> None:
        self._draw, self._stopping = draw, stopping
        self._pages: set[asyncio.Queue[str]] = set()
        self._recent: deque[tuple[int, Event]] = deque(maxlen=KEPT)
        self._count = 0
        self._start = secrets.token_hex(4)

    @property
    def mark(self) -> str:
        return f"{self._start}.{self._count}"

    def note(self, event: Event) -> None:
        self._count += 1
        self._recent.append((self._count, event))
        if self._pages and (drawn := self._draw(event)) is not None:
            self._push(self._line(self._count, drawn))

    def tell(self, drawn: dict[str, Any]) -> None:
        """Something that only pages care about, and only those open now."""
        self._push(f"data: {json.dumps(drawn, ensure_ascii=False)}\n\n")

    async def events(self, mark: str) -> AsyncIterator[str]:
        """The stream for one page that knows everything up to ``mark``, until the server stops."""
        mine: asyncio.Queue[str] = asyncio.Queue()
        missed = self._missed(mark)
        self._pages.add(mine)
        try:
            yield "retry: 1000\n\n" + missed
            while not self._stopping.is_set():
                try:
                    yield await asyncio.wait_for(mine.get(), BEAT_S)
                except TimeoutError:
                    yield ": beat\n\n"
        finally:
            self._pages.discard(mine)

    def close(self) -> None:
        """Wakes every stream, so that it sees the end."""
        self._push(": end\n\n")

    def _missed(self, mark: str) -> str:
        start, _, number = mark.partition(".")
        seen = int(number) if start == self._start and number.isdigit() else -1
        if seen < self._count - len(self._recent):
            return 'data: {"type": "reload"}\n\n'
        drawn = ((count, self._draw(event)) for count, event in self._recent if count > seen)
        return "".join(self._line(count, what) for count, what in drawn if what is not None)

    def _line(self, count: int, drawn: dict[str, Any]) -> str:
        return f"id: {self._start}.{count}\ndata: {json.dumps(drawn, ensure_ascii=False)}\n\n"

    def _push(self, line: str) -> None:
        for page in self._pages:
            if page.qsize() < SLOW:
                page.put_nowait(line)
            elif page.qsize() == SLOW:
                page.put_nowait('data: {"type": "reload"}\n\n')
