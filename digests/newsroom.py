"""What is open while the pipeline runs (`Newsroom`), and what one read of a source did (`ReadReport`)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from digests import sources
from digests.knowledge import Knowledge, load
from digests.reading.decode import decode
from digests.settings import NewsChoices
from digests.store import Store, reads
from digests.store import opened as open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """What every step needs: the archive, what the stages know, and where wall-clock times are meant."""

    store: Store
    knowledge: Knowledge
    timezone: str
    fetcher: sources.Fetcher | None = None  # None: only folders can be read
    stopping: threading.Event = field(default_factory=threading.Event)
    turn: threading.RLock = field(default_factory=threading.RLock)  # held while documents are taken in, see `Intake`

    def stop(self) -> None:
        """Ends every read within seconds, after the document it is at; what is left is read at the next start."""
        self.stopping.set()
        if self.fetcher is not None:
            self.fetcher.stop()

    @contextmanager
    def begun(self, now: Callable[[], datetime]) -> Iterator[datetime]:
        """The moment at which a read begins, which `read_up_to` of every process knows of until the block ends."""
        with reads.under_way(self.store.path, now):
            yield now()

    def read_up_to(self, moment: datetime) -> datetime:
        """``moment``, or what began before it and is still under way: what was first read before that is stored.

        A window of first reading that ended later would miss articles for ever: they are dated by the beginning of the
        read that brings them, and stored when their server has answered.
        """
        return reads.stored_up_to(self.store.path, moment)

    @property
    def theme_slugs(self) -> tuple[str, ...]:
        return self.knowledge.themes.slugs


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """What reading did. ``failed``: (source or source/document, reason). ``articles``: new or revised ones.

    ``first``: the source had never been read, so nothing in it is news yet.
    """

    documents: int = 0
    new: int = 0
    known: int = 0
    rejected: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    articles: tuple[str, ...] = ()
    first: bool = False

    def plus(self, other: ReadReport) -> ReadReport:
        return ReadReport(
            documents=self.documents + other.documents,
            new=self.new + other.new,
            known=self.known + other.known,
            rejected=self.rejected + other.rejected,
            failed=self.failed + other.failed,
            articles=self.articles + other.articles,
            first=self.first or other.first,
        )


@contextmanager
def opened(choices: NewsChoices, database_url: str) -> Iterator[Newsroom]:
    """The newsroom that the settings describe, closed at the end. Nothing foreign is contacted before the first fetch.

    Raises:
        DigestError: a folder, a file or a setting cannot be used; says which and what to do.
    """
    with open_store(database_url) as store, open_fetcher(choices.allowed_hosts) as fetcher:
        yield Newsroom(store=store, knowledge=load(choices), timezone=choices.timezone, fetcher=fetcher)


def open_fetcher(allowed_hosts: Collection[str]) -> sources.Fetcher:
    """The way to foreign sites, with the charset detection of reading. Opens nothing before the first fetch."""
    return sources.Fetcher(decode=decode, allowed_hosts=allowed_hosts)
