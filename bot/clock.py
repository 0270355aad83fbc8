"""The clock: looks every so often what is due. Due times themselves are rows, so nothing is lost with a timer.

APScheduler cancels the jobs that are running when it shuts down, so a job only starts a task, and ``stop`` waits for
those. A task that is still running when its job comes round again is left alone. Its ticks are wall-clock times: set
back by five days, it would tick again in five days, so a look of our own notices and has it begin anew.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import publish
from bot.alerts import Alerts
from bot.buttons import Signer
from bot.settings import GRACE
from digests import pipeline, sources
from digests.errors import DigestError
from digests.models import Source
from digests.pipeline import Newsroom, ReadReport
from digests.sources.fetch import PER_HOST
from digests.store.calling import Caller

EDITIONS_EVERY_S = 1
SOURCES_EVERY_S = 2
TIDY_EVERY_S = 3600
WATCH_EVERY_S = 1.0
JUMP = timedelta(minutes=1)  # more was no drift: somebody set the clock
SLIGHT = timedelta(minutes=10)  # by which nothing need be brought back
# A machine without a battery begins with a wrong time, and the network tells it the right one; less than TIDY_EVERY_S.
TRUE_FOR = timedelta(minutes=50)

log = logging.getLogger(__name__)


class Clock:
    """The service's jobs, from ``start`` to ``stop``.

    ``wake`` tells the outbox worker that something waits; ``on_read`` is told of each source that was tried.

    ``steady_s``: seconds that nobody sets, beside ``now``, which somebody may.

    ``call`` runs blocking work in a thread for composing, ``read`` in one of those for sources: several that hang, each
    for as long as a fetch may take, would hold up every edition. Neither is the outbox's, where they would hold up
    messages.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        *,
        call: Caller,
        read: Caller,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        signer: Signer | None = None,
        grace: timedelta = GRACE,
        on_read: Callable[[str], None] | None = None,
        steady_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._newsroom = newsroom
        self._call = call
        self._call_reading = read
        self._now = now
        self._wake = wake
        self._signer = signer
        self._grace = grace
        self._alerts = Alerts(newsroom, signer)
        self._on_read = on_read
        self._steady_s = steady_s
        self._true_since = (now(), steady_s())
        self._machine_since = (datetime.now(UTC), steady_s())  # of the scheduler's own time
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._of_host = defaultdict[str, asyncio.Semaphore](partial(asyncio.Semaphore, PER_HOST))
        self._stopping = False
        self._watch: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def start(self) -> None:
        """Finishes what a crash interrupted, then begins; the first look at everything is now."""
        self._begin("resume", self._resume)
        for name, job, every_s in (
            ("sources", self._read_sources, SOURCES_EVERY_S),
            ("editions", self._open_editions, EDITIONS_EVERY_S),
            ("tidy", self._tidy, TIDY_EVERY_S),
        ):
            self._scheduler.add_job(
                self._tick, "interval", args=(name, job), seconds=every_s, id=name, next_run_time=datetime.now(UTC)
            )
        self._scheduler.start()
        self._watch = asyncio.create_task(self._watched(), name="watch")

    async def stop(self) -> None:
        """Begins nothing more and waits for what is under way."""
        self._stopping = True
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        while self._tasks:
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _watched(self) -> None:
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            self._true()
            before = self._machine_since
            self._machine_since = _unset_since(before, datetime.now(UTC), self._steady_s())
            if self._machine_since != before:
                log.warning("the clock was set to %s", self._now())
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))

    async def _tick(self, name: str, job: Callable[[], Awaitable[None]]) -> None:
        self._begin(name, job)

    def look(self) -> None:
        """Looks at sources and editions now: the clock was set, or somebody waits for what was just written."""
        self._begin("sources", self._read_sources)
        self._begin("editions", self._open_editions)

    def _begin(self, name: str, job: Callable[[], Awaitable[None]]) -> None:
        if not self._stopping and name not in self._tasks:
            self._tasks[name] = asyncio.create_task(self._guarded(name, job), name=name)

    async def _guarded(self, name: str, job: Callable[[], Awaitable[None]]) -> None:
        """One failed look never stops the next."""
        try:
            await job()
        except DigestError as error:
            log.error("%s: %s", name, error)
        except Exception:
            log.exception("%s ended in a programming error", name)
        finally:
            del self._tasks[name]

    async def _resume(self) -> None:
        if await self._call(partial(publish.resume, self._newsroom)):
            self._wake()

    async def _open_editions(self) -> None:
        work = partial(publish.open_due, self._newsroom, self._now(), signer=self._signer, grace=self._grace)
        opened = await self._call(work)
        if opened.deliveries:
            log.info("opened %d editions for %d readers", len(opened.editions), opened.readers)
            self._wake()
        if await self._call(partial(self._alerts.look, self._now())):  # after the editions: they may tell it first
            self._wake()

    async def _read_sources(self) -> None:
        for source in await self._call(self._due_sources):
            self._begin(f"source {source.id}", partial(self._read, source))

    def _due_sources(self) -> list[Source]:
        """Those that failed when last tried come last: they are the likeliest to keep the others waiting."""
        with self._newsroom.store.reading() as tx:
            due = tx.sources.due(self._now())
        return [record.source for record in sorted(due, key=lambda record: record.state.failures > 0)]

    async def _read(self, source: Source) -> None:
        """No more at once of one host than its server is asked: the others would only keep threads waiting."""
        try:
            async with self._of_host[sources.host(source)]:
                report = await self._call_reading(partial(self._read_now, source.id))
        finally:
            if self._on_read is not None:
                self._on_read(source.id)
        for where, reason in report.failed:
            log.warning("source %s: %s: %s", source.id, where, reason)
        if report.new:
            log.info("source %s: %d new articles", source.id, report.new)

    def _read_now(self, source_id: str) -> ReadReport:
        """Looks again: since it was found due, it may have waited for long, or just been read."""
        with self._newsroom.begun(self._now) as now:
            with self._newsroom.store.reading() as tx:
                record = tx.sources.get(source_id)
            if record is None or not record.due(now):
                return ReadReport()
            return pipeline.read(self._newsroom, record.source, now=now)

    async def _tidy(self) -> None:
        await self._call(self._tidied)

    def _tidied(self) -> None:
        with self._newsroom.store.writing() as tx:
            tx.outbox.tidy(self._now())
        self._bring_back()

    def _true(self) -> datetime:
        """Since when the clock was not set."""
        self._true_since = _unset_since(self._true_since, self._now(), self._steady_s())
        return self._true_since[0]

    def _bring_back(self) -> None:
        """What was dated by a clock that is ahead no more need not wait until it has caught up."""
        since, now = self._true(), self._now()
        with self._newsroom.store.reading() as tx:
            latest = tx.ahead.latest(now + SLIGHT) if now - since >= TRUE_FOR else None
        if latest is not None:
            with self._newsroom.store.writing(durable=True) as tx:
                tx.ahead.bring_back(since, now, now + pipeline.SET_BACK)
            log.warning("the clock was ahead until %s: what it dated up to %s counts as of then", since, latest)


def _unset_since(since: tuple[datetime, float], now: datetime, steady_s: float) -> tuple[datetime, float]:
    """``since`` when a clock was not set, and the steady seconds then: as known, or now."""
    passed = timedelta(seconds=steady_s - since[1])
    return since if abs(now - since[0] - passed) <= JUMP else (now, steady_s)
