"""Telegram on loopback: the Bot API and the chat page in one small server inside the caller's event loop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import itertools
import logging
import secrets
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.sandbox.api import Api
from bot.sandbox.core import Core
from bot.sandbox.faults import Faults, linger
from bot.sandbox.guard import Guard
from bot.sandbox.limits import Limits
from bot.sandbox.page import Actions, Page
from bot.sandbox.snapshot import load, save
from bot.sandbox.visitors import Chats
from bot.sandbox.world import BOT_ID, Chat, Topic, User, World

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
SNAPSHOT_S = 2
STOP_S = 2
DEFAULT_LIMITS = Limits()
VISITOR_ID = 900_001  # the person at the chat page: fixed, so that a subscription outlives a restart
GROUP_ID = -1_000_000_900_002
CHANNEL_ID = -1_000_000_900_003
TOPICS = {11: "财经", 12: "体育"}


class PortTaken(Exception):
    """``str()`` is one line for a person: which port, which setting, what to do."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(
            f"port {port} on {HOST} is taken (is another jianbao running?): "
            f"stop that one, or set sandbox.port to another number (0 picks a free one)"
        )


class Server:
    """``port`` 0 picks a free one. ``now`` gives the time that messages carry.

    ``chats`` makes people and chats for tests, ``faults`` makes Telegram misbehave, ``core`` is everything behind,
    ``actions`` are levers on the chat page, which may be set at any time. ``snapshot`` is a file that keeps the page's
    chats over a restart: read here, written when they changed and at the end. ``timezone`` (an IANA name) is where the
    person at the page lives; without it their browser says.
    """

    def __init__(
        self,
        port: int = 8765,
        *,
        token: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        limits: Limits = DEFAULT_LIMITS,
        snapshot: Path | None = None,
        timezone: str = "",
    ) -> None:
        self._asked_port = port
        self.port = 0
        self.token = token or f"{BOT_ID}:{secrets.token_urlsafe(26)[:35]}"
        bot_id = self.token.partition(":")[0]
        self.core = Core(World(now, int(bot_id) if bot_id.isdecimal() else BOT_ID), limits)
        self.chats = Chats(self.core)
        self.actions = Actions()
        self.visitor = _furnish(self.core.world)
        self._snapshot = snapshot
        self._read: dict[str, int] = {}
        if snapshot:
            load(self.core.world, self.visitor, self._read, snapshot)
        self._stopping = asyncio.Event()
        self._page = Page(self.core, self.visitor, lambda: self.actions, self._stopping, self._read, timezone)
        self._uvicorn: _Quiet | None = None
        self._running: asyncio.Task[None] | None = None
        self._keeping: asyncio.Task[None] | None = None

    def __repr__(self) -> str:
        return f"Server(port={self.port or self._asked_port})"

    @property
    def faults(self) -> Faults:
        return self.core.faults

    @property
    def api_url(self) -> str:
        """Root of the Bot API: calls go to ``{api_url}/bot<token>/<method>``."""
        return f"http://{HOST}:{self.port}"

    @property
    def url(self) -> str:
        """The chat page."""
        return f"http://{HOST}:{self.port}/"

    async def start(self) -> str:
        """Listens and returns the chat page's address.

        Raises:
            PortTaken: the port is in use.
        """
        listener = _listen(self._asked_port)
        self.port = listener.getsockname()[1]
        transports: dict[tuple[str, int], asyncio.Transport] = {}
        app = self._app(lambda peer: transports[peer].abort() if peer in transports else None)
        config = uvicorn.Config(
            app,
            http=_protocol(transports),
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=STOP_S,
        )
        self._uvicorn = _Quiet(config)
        self._running = asyncio.create_task(self._uvicorn.serve(sockets=[listener]), name="sandbox")
        if self._snapshot:
            self._keeping = asyncio.create_task(self._keep(), name="sandbox snapshot")
        while not self._uvicorn.started:
            if self._running.done():
                await self._running
            await asyncio.sleep(0.005)
        return self.url

    async def stop(self) -> None:
        """Ends waiting polls and closes; a second call does nothing."""
        if not self._uvicorn or not self._running:
            return
        self._stopping.set()
        self.core.updates.close()
        self._page.feed.close()
        self._uvicorn.should_exit = True
        await self._running
        self._running = None
        if self._keeping:
            await self._keeping

    async def __aenter__(self) -> Server:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _keep(self) -> None:
        """Writes the snapshot a little after something changed, and at the end."""
        changed = asyncio.Event()
        self.core.world.listeners.append(lambda event: changed.set())
        while not self._stopping.is_set():
            await linger(SNAPSHOT_S, self._stopping)
            if changed.is_set() or self._stopping.is_set():
                changed.clear()
                self._save()

    def _save(self) -> None:
        if not self._snapshot:
            return
        try:
            save(self.core.world, self.visitor, self._read, self._snapshot)
        except OSError as error:
            log.warning("the sandbox's chats could not be saved (%s)", error.strerror)

    def _app(self, abort: Callable[[tuple[str, int]], None]) -> Any:
        api = Api(self.core, self.token, self._stopping, abort)
        return Guard(Starlette(routes=[*api.routes(), *self._page.routes()]), self.port)


def _furnish(world: World) -> User:
    """The person at the chat page, and a chat of each kind: with the bot, a group with topics, a channel."""
    visitor = world.add_user(User(id=VISITOR_ID, first_name="读者", language_code="zh-hans"))
    world.add_chat(Chat(id=VISITOR_ID, kind="private", title=visitor.first_name, started=False))
    group = world.add_chat(
        Chat(id=GROUP_ID, kind="supergroup", title="编辑部", forum=True, members={VISITOR_ID: "creator"})
    )
    for thread_id, name in TOPICS.items():
        group.topics[thread_id] = Topic(thread_id=thread_id, name=name)
    group.ids = itertools.count(max(TOPICS) + 1)
    world.add_chat(
        Chat(
            id=CHANNEL_ID,
            kind="channel",
            title="每日简报",
            members={VISITOR_ID: "creator"},
            bot_status="administrator",
        )
    )
    return visitor


class _Quiet(uvicorn.Server):
    """Leaves the signals to whoever owns the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(port: int) -> socket.socket:
    # The protocol is named because asyncio turns Nagle's delay (40 ms an answer) off only for sockets that name it.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortTaken(port) from error
        raise
    listener.setblocking(False)
    return listener


def _protocol(transports: dict[tuple[str, int], asyncio.Transport]) -> type[H11Protocol]:
    """uvicorn's protocol, which also lets a fault close its connection without an answer."""

    class Protocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.peer = transport.get_extra_info("peername")[:2]
            transports[self.peer] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            transports.pop(self.peer, None)
            super().connection_lost(exc)

    return Protocol
