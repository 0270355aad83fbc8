"""Which reads are under way, in whatever process: a locked file each beside the database, named by when it began.

An article is dated by the beginning of the read that brings it, and stored later. `jianbao publish` beside a service
that is reading, and the service beside `jianbao read`, would end an edition's window between the two, and the article
was in no digest at all: of 21 stories in a run of kills and broadcasts 4. The lock is that of an empty SQLite file, as
for `sole_service`: freed by the operating system with the process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

STAMP = "%Y%m%dT%H%M%S.%f"
MARKS = f"*-{'[0-9a-f]' * 12}"  # not the journals that SQLite keeps beside them
HUNG = timedelta(hours=3)  # a folder that hangs, or a first read of hours, keeps no other source's news for longer
LEFT = timedelta(minutes=10)  # a file so old that nobody holds is of a process that crashed
PROBED_S = 5.0  # how long a lock is waited for that somebody takes for a moment, to see whether it is held


@contextmanager
def under_way(database: Path, now: Callable[[], datetime]) -> Iterator[None]:
    """Marks a read whose articles are dated by moments within the block.

    A folder that takes no empty file takes no articles either: such a read goes on unmarked, to fail by itself.
    """
    marked = _mark(_folder(database), now())
    try:
        yield
    finally:
        if marked is not None:
            file, lock = marked
            lock.close()
            _forget(file)


def _mark(folder: Path, began: datetime) -> tuple[Path, sqlite3.Connection] | None:
    file = folder / f"{began.astimezone(UTC).strftime(STAMP)}-{uuid4().hex[:12]}"
    try:
        folder.mkdir(exist_ok=True)
        lock = sqlite3.connect(file, timeout=PROBED_S, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error):
        return None
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        lock.close()
        return None
    return file, lock


def stored_up_to(database: Path, moment: datetime) -> datetime:
    """``moment``, or before it where the oldest read under way began: whatever was first read before is stored.

    One that began more than HUNG before ``moment`` does not count: what it still stores is dated when it is stored.
    """
    for file in sorted(_folder(database).glob(MARKS)):
        try:
            began = datetime.strptime(file.name.partition("-")[0], STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        if began >= moment:
            break
        if _held(file):
            if moment - began <= HUNG:
                return began
        elif moment - began > LEFT:
            _forget(file)
    return moment


def _forget(file: Path) -> None:
    with suppress(OSError):  # of another user; whoever reads as that one tidies up
        file.unlink(missing_ok=True)


def _held(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=0)) as probe:
            probe.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        return "locked" in str(error)  # else it is gone by now
    return False


def _folder(database: Path) -> Path:
    return database.with_name(f"{database.name}-reads")
