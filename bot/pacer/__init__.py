"""Telegram's limits, kept from our side: when each request may start.

Starts are spaced evenly under the bot's rate, because a burst spends the server's tolerance and what follows is
refused. The rate adapts: a 429 of the bot slows it by a fifth, quiet seconds let it creep up again, never above the
ceiling. A 429 first parks its chat; when a second chat is refused soon after, the bot as a whole. A chat's pause
counts from the end of a request, not its start, so that the server, which sees them somewhere between, never sees
two closer than allowed. What people asked for goes before alerts, alerts before broadcasts; nothing is reserved. An
answer does not even wait for the next start: it takes one in advance, and the broadcast waits longer instead.

The library's own limiter loses messages at 429 by default, lets 60 through in the first second, and ends pauses
early when any other request finishes.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import warnings
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter
from telegram.warnings import PTBDeprecationWarning

from bot.pacer.chats import Chats
from bot.pacer.rate import LAG_STARTS, Rate

ANSWER, ALERT, BROADCAST = 0, 1, 2
FREE = frozenset({"getMe", "getUpdates", "answerCallbackQuery", "answerInlineQuery", "sendChatAction"})
SECOND_CHAT_S = 2.0  # a second chat refused within this time (or the first one's pause) means the bot, not the chat
PATIENCE_S = 30.0  # an answer to a person is tried again after a pause of up to this; a broadcast goes back to its rows
CROWD = 0.8  # of a second's starts may be on their way at once: after a stall of ours (disk, processor) they all
# arrive together, and a server that counts by the second tolerates one second's worth
CROWD_AGE_S = 2.0  # a request older than this waits for an answer, not for us


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How a request waits: its priority, and ``before``, awaited when its turn has come and just before it starts."""

    priority: int = ANSWER
    before: Callable[[], Awaitable[None]] | None = None


@dataclass(slots=True, order=True)
class _Ticket:
    order: tuple[int, int]
    chat_id: int = field(compare=False)
    spaced: bool = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class Pacer(BaseRateLimiter[Turn]):
    """The one pacer of a bot. Times are the event loop's clock, in seconds."""

    def __init__(self, *, per_second: float = 30, per_chat_s: float = 1, group_per_minute: float = 20) -> None:
        self._rate = Rate(per_second)
        self._chats = Chats(per_chat_s=per_chat_s, group_per_minute=group_per_minute)
        self._parked_until = 0.0
        self._refused: tuple[int, float] = (0, 0.0)  # the chat last refused, and until when a second one tells
        self._waiting: list[_Ticket] = []
        self._under_way: dict[int, float | None] = {}  # by ticket: when it left; None: still in ``before``
        self._numbers = itertools.count()
        self._changed = asyncio.Event()
        self._dispatcher: asyncio.Task[None] | None = None
        self.refusals = 0

    async def initialize(self) -> None:
        """Nothing to open: the dispatcher starts with the first request."""

    async def shutdown(self) -> None:
        if self._dispatcher is not None:
            self._dispatcher.cancel()
            await asyncio.gather(self._dispatcher, return_exceptions=True)
            self._dispatcher = None

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Turn | None,
    ) -> Any:
        """Waits for the request's turn and makes it. An answer refused for a short time is made again."""
        turn = rate_limit_args or Turn()
        chat_id = _chat_of(data)
        if endpoint in FREE or chat_id is None:
            return await callback(*args, **kwargs)
        spaced = endpoint.startswith(("send", "copy", "forward"))
        while True:
            ticket = await self._turn(turn.priority, chat_id, spaced)
            try:
                if turn.before is not None:
                    await turn.before()
                self._under_way[ticket.order[1]] = self._now()
                return await callback(*args, **kwargs)
            except RetryAfter as refusal:
                wait_s = seconds(refusal)
                self._note_refusal(chat_id, wait_s)
                if turn.priority != ANSWER or turn.before is not None or wait_s > PATIENCE_S:
                    raise
            finally:
                self._finished(ticket)

    def park(self, chat_id: int | None, wait_s: float) -> None:
        """Sends nothing to a chat, or to any (None), for this long: a pause that outlived a restart."""
        until = self._now() + wait_s
        if chat_id is None:
            self._parked_until = max(self._parked_until, until)
        else:
            self._chats.park(chat_id, until)

    @property
    def rate(self) -> float:
        """Starts a second, at present."""
        return self._rate.per_second

    @property
    def parked_s(self) -> float:
        """How long the bot as a whole still has to wait; 0 when it may send."""
        return max(0.0, self._parked_until - self._now())

    async def _turn(self, priority: int, chat_id: int, spaced: bool) -> _Ticket:
        loop = asyncio.get_running_loop()
        ticket = _Ticket((priority, next(self._numbers)), chat_id, spaced, loop.create_future())
        heapq.heappush(self._waiting, ticket)
        self._changed.set()
        if self._dispatcher is None or self._dispatcher.done():
            self._dispatcher = loop.create_task(self._dispatch(), name="pacer")
        try:
            await ticket.turn
        except asyncio.CancelledError:
            if ticket.turn.done() and not ticket.turn.cancelled():  # granted and abandoned in the same moment
                self._finished(ticket)
            raise
        return ticket

    async def _dispatch(self) -> None:
        """Grants turns one by one. Few tickets wait at a time: the outbox keeps the rest."""
        while self._waiting:
            self._changed.clear()
            now = self._now()
            ready_at = max(self._parked_until, self._crowded_until(now))
            if ready_at <= now:
                ticket, ready_at = self._early(now) if now < self._rate.next_start else self._pick(now)
                if ticket is not None:
                    self._start(ticket, now)
                    continue
            try:
                async with asyncio.timeout(max(0.0, ready_at - now)):
                    await self._changed.wait()
            except TimeoutError:
                pass

    def _early(self, now: float) -> tuple[_Ticket | None, float]:
        """An answer that may take a start in advance; else when there is one to take."""
        ticket, ready_at = None, self._rate.early_start
        if ready_at <= now:
            ticket, ready_at = self._pick(now, last=ANSWER)
        return ticket, min(ready_at, self._rate.next_start)

    def _pick(self, now: float, *, last: int = BROADCAST) -> tuple[_Ticket | None, float]:
        """The first ticket, of priorities up to ``last``, whose chat may be sent to; else when one may."""
        passed: list[_Ticket] = []
        found: _Ticket | None = None
        earliest = now + 1.0
        while self._waiting and found is None and self._waiting[0].order[0] <= last:
            ticket = heapq.heappop(self._waiting)
            if ticket.turn.cancelled():
                continue
            ready_at = self._chats.ready_at(ticket.chat_id, now, spaced=ticket.spaced)
            if ready_at <= now:
                found = ticket
            else:
                passed.append(ticket)
                earliest = min(earliest, ready_at)
        for ticket in passed:
            heapq.heappush(self._waiting, ticket)
        return found, earliest

    def _start(self, ticket: _Ticket, now: float) -> None:
        self._rate.start(now)
        self._under_way[ticket.order[1]] = None
        if ticket.spaced:
            self._chats.begin(ticket.chat_id)
        ticket.turn.set_result(None)

    def _crowded_until(self, now: float) -> float:
        """When the next may join those on their way; 0 while there is room."""
        young = sorted(
            now if at is None else at for at in self._under_way.values() if at is None or at > now - CROWD_AGE_S
        )
        room = max(LAG_STARTS + 1, int(self._rate.ceiling * CROWD)) - len(young)
        return 0.0 if room > 0 else young[-room] + CROWD_AGE_S  # or when one ends, which wakes the dispatcher

    def _finished(self, ticket: _Ticket) -> None:
        self._under_way.pop(ticket.order[1], None)
        if ticket.spaced:
            self._chats.end(ticket.chat_id, self._now())
        self._changed.set()

    def _note_refusal(self, chat_id: int, wait_s: float) -> None:
        now = self._now()
        self.refusals += 1
        self.park(chat_id, wait_s)
        first, until = self._refused
        if now < until and first != chat_id:
            self._parked_until = max(self._parked_until, now + wait_s)
            self._rate.slow(now, wait_s)
        self._refused = (chat_id, now + max(SECOND_CHAT_S, wait_s))

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _chat_of(data: dict[str, Any]) -> int | None:
    """The chat a request concerns; a public @name counts as one group."""
    chat_id = data.get("chat_id")
    if isinstance(chat_id, int):
        return chat_id
    return None if chat_id is None else -abs(hash(str(chat_id)))


def seconds(refusal: RetryAfter) -> float:
    """How long Telegram asks to wait. The library warns on every look at the figure that its type will change."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        wait = refusal.retry_after
    return float(wait) if isinstance(wait, (int, float)) else wait.total_seconds()
