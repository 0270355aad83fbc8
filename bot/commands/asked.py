"""Digests on request: opened at once, or, in a new archive, as soon as its sources were read for the first time."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot import render
from bot.commands.talk import Ask, Request
from bot.messages import Message
from digests.errors import DigestError
from digests.models import Address
from digests.store.promises import Promise

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from bot.wording import Words
    from digests.pipeline import Newsroom

T = TypeVar("T")

log = logging.getLogger(__name__)

SETTLE_S = 4.0  # how long a chat may be kept waiting for the first reading of the sources; longer, it is told
MOST_LATE = 20  # asks of one chat that wait for it


class ForReader(Protocol):
    """Opens an edition for one reader now, through the outbox; gives how many messages wait there. Synchronous."""

    def __call__(
        self,
        newsroom: Newsroom,
        address: Address,
        *,
        themes: tuple[str, ...],
        now: datetime,
        per_theme: int | None,
        everything: bool,
    ) -> int: ...


class Talk(Protocol):
    """What a digest that is asked for needs of the conversation; its members mean what they mean there."""

    @property
    def newsroom(self) -> Newsroom: ...
    @property
    def for_reader(self) -> ForReader: ...
    @property
    def wake(self) -> Callable[[], None]: ...
    @property
    def now(self) -> Callable[[], datetime]: ...
    @property
    def settled(self) -> asyncio.Event | None: ...
    async def read(self, work: Callable[[], T], /) -> T: ...
    async def write(self, work: Callable[[], T], /) -> T: ...
    async def compose(self, work: Callable[[], T], /) -> T: ...
    async def words(self, request: Request) -> Words: ...
    async def send(self, request: Request, message: Message) -> None: ...


class Asked:
    """What waits for the first reading of a new archive, beside the updates of its chat: those are never held up.

    It was promised, so it is kept in the store, and comes after a restart, too.
    """

    def __init__(self) -> None:
        self._late: dict[Address, list[Promise]] = {}
        self._nothing: dict[Address, Callable[[], Awaitable[None]]] = {}  # says so to who asked since the start
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, talk: Talk, request: Request, ask: Ask) -> None:
        """An edition for this reader alone. Says so when there is nothing in it, or nothing was read yet."""
        wanted = Promise(themes=ask.themes, per_theme=ask.per_theme, everything=ask.everything)
        if request.address in self._late:
            self._late[request.address][MOST_LATE - 1 :] = [wanted]
            self._nothing[request.address] = partial(talk.send, request, ask.nothing)
            await talk.write(partial(_keep, talk.newsroom, request.address, tuple(self._late[request.address])))
            return
        settled = await _settled(talk)
        if await _opened(talk, request.address, wanted):
            talk.wake()
        elif settled:
            await talk.send(request, ask.nothing)
        else:
            await talk.write(partial(_keep, talk.newsroom, request.address, (wanted,)))
            self._nothing[request.address] = partial(talk.send, request, ask.nothing)
            self._wait(talk, request.address, (wanted,))
            await talk.send(request, render.line((await talk.words(request))("today.reading")))

    async def resume(self, talk: Talk) -> None:
        """Takes up what was promised before the service ended."""
        for address, promised in (await talk.read(partial(_kept, talk.newsroom))).items():
            self._wait(talk, address, promised)

    def stop(self) -> None:
        """Leaves what still waits to the next start."""
        for task in self._tasks:
            task.cancel()

    def _wait(self, talk: Talk, address: Address, wanted: Sequence[Promise]) -> None:
        self._late[address] = [*wanted]
        task = asyncio.create_task(self._open_late(talk, address), name="asked early")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _open_late(self, talk: Talk, address: Address) -> None:
        if talk.settled is not None:
            await talk.settled.wait()
        promised, nothing = self._late.pop(address, []), self._nothing.pop(address, None)
        try:
            opened = [await _opened(talk, address, one) for one in promised]
            await talk.write(partial(_keep, talk.newsroom, address, ()))
        except DigestError as error:
            log.error("a digest asked for early failed: %s", type(error).__name__)
            return
        if any(opened):
            talk.wake()
        elif nothing is not None:
            await nothing()


def _keep(newsroom: Newsroom, address: Address, promised: Sequence[Promise]) -> None:
    with newsroom.store.writing() as tx:
        tx.promises.keep(address, promised)


def _kept(newsroom: Newsroom) -> dict[Address, tuple[Promise, ...]]:
    with newsroom.store.reading() as tx:
        return tx.promises.all()


async def _settled(talk: Talk) -> bool:
    """Whether all sources were tried by now, or within a moment."""
    if talk.settled is not None:
        with suppress(TimeoutError):
            await asyncio.wait_for(talk.settled.wait(), SETTLE_S)
    return talk.settled is None or talk.settled.is_set()


async def _opened(talk: Talk, address: Address, wanted: Promise) -> int:
    work = partial(
        talk.for_reader,
        talk.newsroom,
        address,
        themes=wanted.themes,
        now=talk.now(),
        per_theme=wanted.per_theme,
        everything=wanted.everything,
    )
    return await talk.compose(work)
