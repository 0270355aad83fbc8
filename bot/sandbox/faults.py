"""Faults on order: what a test wants Telegram to do wrong."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.sandbox.refusals import Refusal, too_many_requests


@dataclass(slots=True, kw_only=True)
class Fault:
    """``kind``: answer, drop_before (nothing happened), drop_after (it did, the answer is lost), hang, hang_after.

    ``times`` counts down; ``skip`` lets that many matching requests through first.
    """

    kind: str
    method: str = ""
    chat_id: int = 0
    times: int = 1
    skip: int = 0
    refusal: Refusal | None = None
    seconds: float = 0


@dataclass(slots=True)
class Faults:
    """The faults still to come. Each applies to the next matching calls; the first that matches wins."""

    waiting: list[Fault] = field(default_factory=list)

    def answer(
        self,
        code: int,
        *,
        method: str = "",
        chat_id: int = 0,
        times: int = 1,
        retry_after_s: int = 5,
        text: str = "",
        skip: int = 0,
    ) -> Fault:
        """The next ``times`` calls are answered with ``code``: 429 takes ``retry_after_s``, the others ``text``."""
        refusal = too_many_requests(retry_after_s) if code == 429 else Refusal(code, text or _WORDS.get(code, "Error"))
        return self._add(Fault(kind="answer", method=method, chat_id=chat_id, times=times, refusal=refusal, skip=skip))

    def drop(
        self, *, after_accepting: bool = False, method: str = "", chat_id: int = 0, times: int = 1, skip: int = 0
    ) -> Fault:
        """Closes the connection without an answer, before or after the call took effect."""
        kind = "drop_after" if after_accepting else "drop_before"
        return self._add(Fault(kind=kind, method=method, chat_id=chat_id, times=times, skip=skip))

    def hang(
        self,
        seconds: float,
        *,
        after_accepting: bool = False,
        method: str = "",
        chat_id: int = 0,
        times: int = 1,
        skip: int = 0,
    ) -> Fault:
        """Lets the caller wait, before or after the call took effect."""
        kind = "hang_after" if after_accepting else "hang"
        return self._add(Fault(kind=kind, seconds=seconds, method=method, chat_id=chat_id, times=times, skip=skip))

    def clear(self) -> None:
        self.waiting.clear()

    def next(self, method: str, chat_id: str) -> Fault | None:
        """The fault that this call meets, used up by one."""
        for fault in self.waiting:
            if fault.method and fault.method.lower() != method:
                continue
            if fault.chat_id and str(fault.chat_id) != chat_id:
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.waiting.remove(fault)
            return fault
        return None

    def _add(self, fault: Fault) -> Fault:
        self.waiting.append(fault)
        return fault


async def linger(seconds: float, stopping: asyncio.Event) -> None:
    """Waits, but not beyond the server's own end."""
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return


_WORDS = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 401: "Unauthorized"}
