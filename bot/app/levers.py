"""What only a sandbox has: a clock that can be moved forward, and a folder to drop articles into."""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.sandbox import Server
from bot.wording import Words, language_of, words
from digests.models import Fingerprint, Source, SourceState
from digests.pipeline import Newsroom
from digests.settings import EVERY_S
from digests.sources.folder import SETTLE_S
from digests.store.calling import Caller
from digests.store.sources import FIRST_READ

DROPPED = "dropped"


class MovableTime:
    """Now, and as much ahead as was jumped. Kept in a file: rows dated ahead would otherwise lie in the future."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._ahead = timedelta(seconds=float(path.read_text("ascii")))
        except (OSError, ValueError, OverflowError):
            self._ahead = timedelta(0)

    @classmethod
    def of(cls, home: Path) -> MovableTime:
        """The clock of this home's sandbox."""
        return cls(home / "sandbox.clock")

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def jump(self, moment: datetime) -> None:
        """Makes it ``moment``, unless that has passed."""
        self._ahead += max(timedelta(0), moment - self())
        self._path.write_text(str(self._ahead.total_seconds()), "ascii")


def attach(server: Server, newsroom: Newsroom, clock: Clock, time: MovableTime, folder: Path, write: Caller) -> None:
    """Puts both levers on the chat page. ``write`` runs blocking work in the writer's thread."""

    def lever(act: Callable[..., Any], *given: Any) -> Coroutine[Any, Any, str]:
        w = words(language_of(server.visitor.language_code))
        return _pull(write, clock, partial(act, newsroom, w, *given))

    server.actions.jump = lambda: lever(jump, time)
    server.actions.drop = lambda text: lever(drop, time, folder, text)


async def _pull(write: Caller, clock: Clock, work: Callable[[], str]) -> str:
    said: str = await write(work)
    clock.look()
    return said


def jump(newsroom: Newsroom, w: Words, time: MovableTime) -> str:
    """Moves time to when the next reader is due; says what time it is then."""
    with newsroom.store.reading() as tx:
        due_at = tx.readers.next_due_at()
    if due_at is None:
        return w("sandbox.nobody")
    time.jump(due_at)
    local = time().astimezone(ZoneInfo(newsroom.timezone))
    return w("sandbox.jumped", when=f"{local:%Y-%m-%d %H:%M}")


def drop(newsroom: Newsroom, w: Words, time: MovableTime, folder: Path, text: str) -> str:
    """Writes the article as a file of its own; the folder is an ordinary source from the first one on."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{time():%Y-%m-%d}" / f"{datetime.now(UTC):%H%M%S%f}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", "utf-8")
    written_s = path.stat().st_mtime - SETTLE_S
    os.utime(path, (written_s, written_s))  # nobody writes on, so nobody need wait for that
    source = Source(
        id=DROPPED, kind="folder", location=str(folder), name=w("sandbox.source"), every_s=EVERY_S["folder"]
    )
    with newsroom.store.writing() as tx:
        new = tx.sources.get(DROPPED) is None
        tx.sources.put(source)
        if new:  # what a source holds when first read is no news; this one was opened empty, before anything came
            opened_at = time() - timedelta(seconds=1)
            tx.sources.finish(DROPPED, SourceState(last_good_at=opened_at))
            tx.sources.put_document(DROPPED, FIRST_READ, fingerprint=Fingerprint(stamp="", digest=""), now=opened_at)
        tx.sources.hurry(DROPPED)
    return w("sandbox.dropped")
