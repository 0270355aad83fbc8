"""One source's documents, taken in one after the other."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from functools import cached_property

from digests import joining, reading, stories
from digests.errors import DigestError, UnreadableDocument
from digests.intake.filing import RETRY, Taken, file, prepare
from digests.joining import Settled
from digests.models import Article, Document, Fingerprint
from digests.newsroom import Newsroom, ReadReport
from digests.store import Transaction, reads

log = logging.getLogger(__name__)

ISSUE = 256  # articles of newspapers kept at hand for the next pages
# Articles a transaction: 16 take half the time of one each, 32 another 5 % less, 100 another 2 %; but whoever writes
# meanwhile waits for 1.2 ms each.
TOGETHER = 100
WAIT_S = 2.0  # what was read from a slow source is not kept from readers for longer
LONG = reads.HUNG / 3  # what a read brings later is dated when it is stored, long before editions stop waiting for it
AHEAD = timedelta(minutes=1)  # storing takes less, so no window that ends meanwhile covers what is dated so


class Intake:
    """Takes the documents of one source in, from ``with`` to its end. One bad document never stops the rest.

    Of several sources that are read at once one takes its turn at a time: side by side they would be no faster, and
    what readers ask would wait behind all of them.
    """

    def __init__(self, newsroom: Newsroom, now: datetime) -> None:
        self._newsroom = newsroom
        self._began_at = self._now = now
        self._began_s = _steady_s()
        self._held = ExitStack()
        self._waiting: dict[tuple[str, str], Taken] = {}  # by source and name
        self._changes = 0
        self._since = 0.0
        self._read: dict[str, Article] = {}  # of newspapers, as the archive holds them
        self._wordings = stories.Wordings()

    def __enter__(self) -> Intake:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    @cached_property
    def _reading(self) -> Callable[[], AbstractContextManager[Transaction]]:
        """Of `Store.readings`, from the first document on: most reads of a feed bring none, many a site is slow."""
        return self._held.enter_context(self._newsroom.store.readings())

    @property
    def dated(self) -> datetime:
        """The latest date of what was stored: the beginning of the read, or, of a long one, when it was stored."""
        return self._now

    def take(self, document: Document, fingerprint: Fingerprint) -> ReadReport:
        """Reads a document; reports what has been stored or rejected by now, see `store`."""
        with self._newsroom.turn:
            return self._take(document, fingerprint)

    def _take(self, document: Document, fingerprint: Fingerprint) -> ReadReport:
        report = ReadReport()
        if (document.source, document.name) in self._waiting:
            report = self.store()  # its second version is matched with the first
        try:
            made = reading.read(document)
            if self._joins_waiting(document, joining.begun(document, made)):
                report = report.plus(self.store())
            settled = self._settled(document, made)
            if self._joins_waiting(document, settled):
                report = report.plus(self.store())
                settled = self._settled(document, made)
            if not self._waiting:
                self._since = time.monotonic()
            self._waiting[document.source, document.name] = Taken(
                source=document.source, name=document.name, fingerprint=fingerprint, settled=settled
            )
            self._changes += max(1, len(settled.changes))
        except UnreadableDocument as error:
            reason = error.cause.removeprefix(f"{document.name} ")
            return report.plus(self._rejected(document.source, document.name, fingerprint, reason))
        except DigestError:
            raise
        except Exception as error:
            return report.plus(self._mistaken(document.source, document.name, error))
        except BaseException:
            self.store()  # whoever ends the process loses no document that is done
            raise
        if self._changes >= TOGETHER or time.monotonic() - self._since >= WAIT_S:
            report = report.plus(self.store())
        return report

    def _settled(self, document: Document, made: Sequence[Article]) -> Settled:
        with self._reading() as tx:
            return joining.settle(tx, document, made, self._read)

    def _joins_waiting(self, document: Document, settled: Settled) -> bool:
        if settled.issue is None:
            return False
        waiting = self._waiting.values()
        return any(one.source == document.source and joining.may_join(one.settled, settled) for one in waiting)

    def store(self) -> ReadReport:
        """Stores what waits, in one transaction; where that fails, each document in one of its own."""
        waiting, self._waiting, self._changes = [*self._waiting.values()], {}, 0
        if not waiting:
            return ReadReport()
        try:
            return self._store(waiting)
        except DigestError:
            raise
        except Exception as error:
            self._wordings = stories.Wordings()  # some may be of what was not stored
            if len(waiting) == 1:
                return self._mistaken(waiting[0].source, waiting[0].name, error)
        report = ReadReport()
        for one in waiting:
            self._waiting = {(one.source, one.name): one}
            report = report.plus(self.store())
        return report

    def _store(self, waiting: Sequence[Taken]) -> ReadReport:
        with self._newsroom.turn:
            lasted = timedelta(seconds=_steady_s() - self._began_s)
            if lasted > LONG:
                self._now = self._began_at + lasted + AHEAD
            prepared = prepare(self._newsroom.knowledge, waiting, self._now)  # before anybody has to wait
            with self._newsroom.store.writing() as tx:
                kept = file(tx, waiting, prepared, self._wordings, self._now)
        report = ReadReport()
        for one, changes in zip(waiting, kept, strict=True):
            if one.settled.issue is not None:
                self._keep(change.article for change in changes)
            new = sum(change.position is not None and change.whole is None for change in changes)
            ids = tuple(change.article.id for change in changes if change.whole is None)
            report = report.plus(ReadReport(documents=1, new=new, known=one.settled.articles - new, articles=ids))
        return report

    def _keep(self, stored: Iterable[Article]) -> None:
        """The next pages of their issue may hold halves of these texts."""
        self._read |= {article.id: article for article in stored}
        for id in [*self._read][:-ISSUE]:
            del self._read[id]

    def _rejected(self, source: str, name: str, fingerprint: Fingerprint, reason: str) -> ReadReport:
        remember(self._newsroom, source, name, fingerprint, self._now, reason)
        return ReadReport(documents=1, rejected=1, failed=((f"{source}/{name}", reason),))

    def _mistaken(self, source: str, name: str, error: Exception) -> ReadReport:
        """A document that a mistake of ours trips over must not keep the others out; it is tried again, and named."""
        at = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"a mistake in the program ({type(error).__name__} at {at.name}:{at.lineno}); please report it"
        log.error("%s/%s: %s", source, name, reason)
        return self._rejected(source, name, RETRY, reason)


def _steady_s() -> float:
    """Seconds that no setting of the clock changes, and that pass while the machine sleeps, where it can tell."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def remember(
    newsroom: Newsroom, source: str, name: str, fingerprint: Fingerprint, now: datetime, reason: str | None = None
) -> None:
    """Notes how a document looked that yields nothing new. ``reason``: why it yielded no article."""
    with newsroom.store.writing() as tx:
        tx.sources.put_document(source, name, fingerprint=fingerprint, now=now, reason=reason)
