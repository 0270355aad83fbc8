"""The worker: asks the outbox whose turn it is, sends, writes down what came of it.

A row is ``sending``, on disk, before its request leaves, and only then: the pacer calls back when the turn has come.
So a crash leaves in ``sending`` just what was on the wire, and those become ``unknown`` at the next start.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot import errors
from bot.deliver.journal import Journal
from bot.deliver.outcomes import backoff_s, record
from bot.messages import TEXT_UTF16, Message, utf16_len
from bot.pacer import Turn
from bot.telegram import Telegram
from digests.errors import StoreError
from digests.models import Address, Delivery, Language
from digests.schedule import quiet_until
from digests.store import Store, Transaction
from digests.store.calling import Caller
from digests.store.delivery_rows import Ready
from digests.store.editions import ANSWER
from digests.store.outbox import BOT

IN_FLIGHT = 48  # deliveries taken up at a time: at 30 starts a second enough for answers that take 1.5 s
POLL_S = 5.0  # the clock may be set, and other processes add rows: never sleep longer
DRAIN_S = 10.0
DOWN_AFTER = 3  # failures in a row, without a success between, after which everything waits
KEEP_WAIT_S = 5.0  # a wait of the whole bot that is worth keeping over a restart

Notice = Callable[[Message, Language, int], Message]

log = logging.getLogger(__name__)


class Withdrawn(Exception):
    """A delivery whose turn came when it must not be sent any more; its row says why or is still pending."""


class Worker:
    """Sends what the outbox holds, from ``start`` to ``stop``.

    ``call`` runs blocking work in the writer's thread. ``resend``: kinds (digest, alert) whose unknown deliveries are
    sent again once. ``notice``: adds to a message the line and button for one unknown delivery (language, its id).
    ``on_fatal``: told once of an answer after which nothing can be sent. ``on_failed``: told of each refused message,
    and why in words that quote nothing of it.
    """

    def __init__(
        self,
        store: Store,
        telegram: Telegram,
        *,
        call: Caller,
        now: Callable[[], datetime],
        on_fatal: Callable[[Exception], None],
        on_failed: Callable[[Delivery, str], None] | None = None,
        resend: frozenset[str] = frozenset(),
        notice: Notice | None = None,
    ) -> None:
        self._store = store
        self._telegram = telegram
        self._call = call
        self._now = now
        self._on_fatal = on_fatal
        self._on_failed = on_failed
        self._resend = resend
        self._notice = notice
        self._journal = Journal(store, call)
        self._tasks: dict[asyncio.Task[None], Delivery] = {}
        self._under_way: set[int] = set()  # deliveries whose request may have left: their rows say ``sending``
        self._woken = asyncio.Event()
        self._loop_task: asyncio.Task[None] | None = None
        self._stopping = False
        self._failures = 0
        self._pauses = 0
        self._down_until = 0.0

    async def start(self) -> None:
        """Marks what a crash left in ``sending`` as unknown, takes up the waits Telegram asked for, and begins."""
        await self._journal.write(self._recover)
        waits = await self._call(self._waits)
        now = self._now()
        for chat_id, until in waits.items():
            self._telegram.pacer.park(chat_id if chat_id != BOT else None, (until - now).total_seconds())
        self._loop_task = asyncio.create_task(self._run(), name="outbox")

    def wake(self) -> None:
        """There are new rows; to be called from the event loop."""
        self._woken.set()

    async def stop(self, drain_s: float = DRAIN_S) -> None:
        """Begins nothing more, lets what is on the wire end within ``drain_s``, and writes all of it down."""
        self._stopping = True
        self._woken.set()
        if self._loop_task is not None:
            await asyncio.gather(self._loop_task, return_exceptions=True)
        for task, delivery in self._tasks.items():
            if delivery.id not in self._under_way:
                task.cancel()
        if self._tasks:
            _, late = await asyncio.wait(list(self._tasks), timeout=drain_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _recover(self, tx: Transaction) -> None:
        now = self._now()
        for delivery in tx.outbox.recover(now):
            if tx.outbox.kind(delivery) in self._resend:
                tx.outbox.resend(delivery, None, now)

    def _waits(self) -> dict[int, datetime]:
        with self._store.reading() as tx:
            return tx.outbox.waits(self._now())

    async def _run(self) -> None:
        while not self._stopping:
            self._woken.clear()
            try:
                wait_s = await self._take_up()
            except StoreError as error:
                log.error("the outbox cannot be read: %s", error)
                wait_s = POLL_S
            try:
                async with asyncio.timeout(wait_s):
                    await self._woken.wait()
            except TimeoutError:
                pass

    async def _take_up(self) -> float:
        """Begins deliveries as far as there is room; gives how long there will be nothing to do, in seconds."""
        down_s = self._down_until - asyncio.get_running_loop().time()
        if down_s > 0:
            return min(POLL_S, down_s)
        room = IN_FLIGHT - len(self._tasks)
        if room < IN_FLIGHT / 4:
            return POLL_S
        busy = frozenset(delivery.address.chat_id for delivery in self._tasks.values())
        batch, next_at = await self._call(partial(self._next, room, busy))
        for ready in batch:
            task = asyncio.create_task(self._deliver(ready), name=f"delivery {ready.delivery.id}")
            self._tasks[task] = ready.delivery
            task.add_done_callback(self._ended)
        if next_at is None:
            return POLL_S
        return min(POLL_S, max(0.01, (next_at - self._now()).total_seconds()))

    def _next(self, room: int, busy: frozenset[int]) -> tuple[tuple[Ready, ...], datetime | None]:
        now = self._now()
        with self._store.reading() as tx:
            return tx.outbox.ready(now, limit=room, busy=busy), tx.outbox.next_at(now)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(self._tasks.pop(task).id)
        self._woken.set()

    async def _deliver(self, ready: Ready) -> None:
        """One delivery. A fault of ours ends it too: left as it is, its row would come up again at once."""
        try:
            await self._send(ready)
        except Exception as error:
            log.exception("delivery %d ended in a programming error", ready.delivery.id)
            reached = ready.delivery.id in self._under_way
            fault: errors.TelegramError = errors.OutcomeUnknown("a fault of ours")
            if not reached:
                await self._journal.settle(lambda tx: tx.outbox.sending(ready.delivery.id, self._now()))
                fault = errors.BadMessage(f"a fault of ours: {type(error).__name__}")
            await self._unsuccessful(ready, fault)

    async def _send(self, ready: Ready) -> None:
        delivery = ready.delivery
        waking = quiet_until(self._now(), ready.quiet, ready.timezone) if ready.priority > ANSWER else None
        if waking is not None:
            await self._journal.settle(lambda tx: tx.outbox.hold(delivery.id, waking, self._now()))
            return
        message, mentioned = await self._noticing(ready)
        turn = Turn(priority=ready.priority, before=partial(self._before, delivery.id))
        try:
            message_id = await self._telegram.send(delivery.address, message, turn=turn)
        except (Withdrawn, StoreError):
            return
        except errors.TelegramError as error:
            await self._unsuccessful(ready, error)
        except asyncio.CancelledError:
            if delivery.id in self._under_way:
                lost = errors.OutcomeUnknown("stopped before Telegram's answer came")
                await self._unsuccessful(ready, lost)
            raise
        else:
            self._failures = self._pauses = 0
            await self._journal.settle(lambda tx: tx.outbox.sent(delivery.id, message_id, self._now()))
            if mentioned:
                await self._journal.settle(lambda tx: tx.outbox.noticed(mentioned))

    async def _before(self, delivery: int) -> None:
        """The last moment: nothing may leave unless the row says so, on disk."""
        if self._stopping or self._down_until > asyncio.get_running_loop().time():
            raise Withdrawn
        self._under_way.add(delivery)
        if not await self._journal.write(lambda tx: tx.outbox.sending(delivery, self._now())):
            self._under_way.discard(delivery)
            raise Withdrawn

    async def _noticing(self, ready: Ready) -> tuple[Message, tuple[int, ...]]:
        """The message, with a line about something this reader may have missed where it fits."""
        message = Message.from_payload(ready.delivery.payload)
        if self._notice is None or ready.kind == "channel":
            return message, ()
        address = ready.delivery.address
        missed = [m for m in await self._call(partial(self._unknown, address)) if m.edition != ready.delivery.edition]
        if not missed:
            return message, ()
        longer = self._notice(message, ready.language, missed[0].id)
        return (longer, (missed[0].id,)) if utf16_len(longer.html) <= TEXT_UTF16 else (message, ())

    def _unknown(self, address: Address) -> tuple[Delivery, ...]:
        with self._store.reading() as tx:
            return tx.outbox.unknown_for(address)

    async def _unsuccessful(self, ready: Ready, error: errors.TelegramError) -> None:
        resend = ready.delivery.kind in self._resend
        await self._journal.settle(lambda tx: record(tx, ready, error, self._now(), resend=resend))
        match error:
            case errors.BadToken() | errors.OtherInstance():
                self._stopping = True
                self._on_fatal(error)
            case errors.NotSent() | errors.TelegramDown():
                self._count_failure()
            case errors.Throttled() if self._telegram.pacer.parked_s > KEEP_WAIT_S:
                until = self._now() + timedelta(seconds=self._telegram.pacer.parked_s)
                await self._journal.settle(lambda tx: tx.outbox.park(BOT, until))
            case errors.BadMessage():
                log.debug("delivery %d was refused, its payload is kept: %s", ready.delivery.id, error)
                if self._on_failed is not None:
                    self._on_failed(ready.delivery, error.said)

    def _count_failure(self) -> None:
        """Several in a row mean the line, not the message: everything waits, longer each time."""
        now = asyncio.get_running_loop().time()
        self._failures += 1
        if self._failures >= DOWN_AFTER and now >= self._down_until:
            self._down_until = now + backoff_s(self._pauses)
            self._pauses += 1
            log.warning("Telegram cannot be reached: waiting %.0f s", self._down_until - now)
