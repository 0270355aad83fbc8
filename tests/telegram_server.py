"""A Telegram for tests: real HTTP on loopback, its limits enforced where asked, and every way of failing.

Unlike the sandbox it is small enough to be trusted at a glance, can break a connection before or after it took a
message in, and remembers exactly what it accepted and what it answered.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs

TOKEN = "1234567890:TESTTESTTESTTESTTESTTESTTESTTESTTES"


@dataclass(frozen=True)
class Fault:
    """What happens to one call instead of success. ``accept``: the message is delivered all the same."""

    status: int = 0
    description: str = ""
    parameters: dict[str, int] | None = None
    reset: Literal["", "before", "after"] = ""
    hang_s: float = 0.0
    body: bytes | None = None

    @property
    def accepts(self) -> bool:
        return self.reset == "after" or (self.hang_s > 0 and not self.status)


def error(status: int, description: str, **parameters: int) -> Fault:
    return Fault(status=status, description=description, parameters=parameters or None)


THROTTLED = "Too Many Requests: retry after {}"
RESET_BEFORE = Fault(reset="before")
RESET_AFTER = Fault(reset="after")


def throttled(seconds: int) -> Fault:
    return error(429, THROTTLED.format(seconds), retry_after=seconds)


@dataclass(frozen=True)
class Accepted:
    chat_id: int
    thread_id: int | None
    text: str
    at: float
    message_id: int
    buttons: str


@dataclass
class Limits:
    """Telegram's limits as the FAQ has them; a second of these is 1/scale of a real one."""

    per_second: float = 30.0
    burst: float = 30.0
    per_chat_s: float = 1.0
    group_per_minute: int = 20
    retry_after_s: int = 5
    scale: float = 1.0
    tokens: float = field(default=30.0)
    filled_at: float = 0.0
    shut_until: float = 0.0
    last: dict[int, float] = field(default_factory=dict)
    groups: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def refusal(self, chat_id: int, now: float) -> Fault | None:
        rate = self.per_second * self.scale
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * rate)
        self.filled_at = now
        over = now < self.shut_until or self.tokens < 1
        too_soon = now - self.last.get(chat_id, -1e9) < self.per_chat_s / self.scale
        window = self.groups[chat_id] if chat_id < 0 else deque[float]()
        while window and window[0] <= now - 60.0 / self.scale:
            window.popleft()
        if over or too_soon or len(window) >= self.group_per_minute:
            if over and now >= self.shut_until:
                self.shut_until = now + self.retry_after_s / self.scale
            return throttled(self.retry_after_s)
        self.tokens -= 1
        self.last[chat_id] = now
        window.append(now)
        return None


class TelegramServer:
    """``async with TelegramServer() as server``: then ``server.api_url`` is what a bot is given.

    ``faults[chat_id]`` is a queue of what happens to the next calls for that chat, None meaning success;
    ``anything`` is asked for every call; ``gone`` chats answer the same for ever.
    """

    def __init__(self, *, latency_s: float = 0.0, limits: Limits | None = None) -> None:
        self.latency_s = latency_s
        self.limits = limits
        self.faults: dict[int, deque[Fault | None]] = defaultdict(deque)
        self.gone: dict[int, Fault] = {}
        self.anything: Callable[[str, dict[str, str]], Fault | None] = lambda method, data: None
        self.accepted: list[Accepted] = []
        self.calls: list[tuple[str, dict[str, str], float]] = []
        self.refused = 0
        self.updates: list[dict[str, Any]] = []
        self.down = False
        self.edits: Fault | None = None  # what every edit is answered with
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._numbers = 1000
        self._port = 0

    async def __aenter__(self) -> TelegramServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def texts(self, chat_id: int) -> list[str]:
        return [message.text for message in self.accepted if message.chat_id == chat_id]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while (request := await self._request(reader)) is not None:
                if not await self._answer(writer, *request):
                    return
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _request(self, reader: asyncio.StreamReader) -> tuple[str, dict[str, str]] | None:
        head = await reader.readline()
        if not head:
            return None
        length = 0
        while (line := await reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            if name.lower() == "content-length":
                length = int(value)
        body = (await reader.readexactly(length)).decode() if length else ""
        path = head.decode().split(" ")[1]
        data = {key: values[0] for key, values in parse_qs(body, keep_blank_values=True).items()}
        return path.rpartition("/")[2], data

    async def _answer(self, writer: asyncio.StreamWriter, method: str, data: dict[str, str]) -> bool:
        now = asyncio.get_running_loop().time()
        self.calls.append((method, data, now))
        if self.down:
            return await self._reply(writer, 502, b"<html>Bad Gateway</html>")
        if method.startswith("edit") and self.edits is not None:
            return await self._fail(writer, self.edits)
        if method != "sendMessage":
            return await self._reply(writer, 200, self._ok(self._other(method)))
        chat_id = int(data["chat_id"])
        queue = self.faults.get(chat_id)
        fault = self.gone.get(chat_id) or (queue.popleft() if queue else None) or self.anything(method, data)
        if fault is None and self.limits is not None:
            fault = self.limits.refusal(chat_id, now)
            self.refused += fault is not None
        if fault is None or fault.accepts:
            result = self._accept(chat_id, data, now)
        if self.latency_s:
            await asyncio.sleep(self.latency_s)
        if fault is None:
            return await self._reply(writer, 200, self._ok(result))
        return await self._fail(writer, fault)

    def _accept(self, chat_id: int, data: dict[str, str], now: float) -> dict[str, Any]:
        self._numbers += 1
        thread = int(data["message_thread_id"]) if "message_thread_id" in data else None
        text = data["text"]
        self.accepted.append(Accepted(chat_id, thread, text, now, self._numbers, data.get("reply_markup", "")))
        return {"message_id": self._numbers, "date": 1, "chat": {"id": chat_id, "type": "private"}, "text": text}

    async def _fail(self, writer: asyncio.StreamWriter, fault: Fault) -> bool:
        if fault.hang_s:
            await asyncio.sleep(fault.hang_s)
        if fault.reset or not fault.status:
            writer.transport.abort()
            return False
        answer: dict[str, Any] = {"ok": False, "error_code": fault.status, "description": fault.description}
        if fault.parameters:
            answer["parameters"] = fault.parameters
        return await self._reply(writer, fault.status, fault.body or json.dumps(answer).encode())

    def _other(self, method: str) -> Any:
        if method == "getMe":
            return {"id": 1234567890, "is_bot": True, "first_name": "Test", "username": "test_bot"}
        return [] if method == "getUpdates" else True

    @staticmethod
    def _ok(result: Any) -> bytes:
        return json.dumps({"ok": True, "result": result}).encode()

    @staticmethod
    async def _reply(writer: asyncio.StreamWriter, status: int, body: bytes) -> bool:
        head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        return True
