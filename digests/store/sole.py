"""A lock that keeps a second service from the same home; a crash releases it.

A second, empty SQLite file held in an exclusive transaction: portable, in the standard library, and freed by the
operating system with the process, which a file with a process id in it is not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from digests.errors import StoreError
from digests.store.engine import remedy


@contextmanager
def sole_service(home: Path) -> Iterator[None]:
    """Holds ``home`` for this process.

    Raises:
        StoreError: another process holds it, or the folder cannot be used; says what to do.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(f"data directory {home}: {reason}; set `home` to a writable folder") from error
    try:
        connection = sqlite3.connect(home / "service.lock", timeout=0, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise StoreError(f"data directory {home}: not writable; give this user write permission") from error
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StoreError(
                    f"data directory {home}: another `jianbao run` uses it; stop that one, or set another `home`"
                ) from error
            reason = remedy(str(error)) or f"not writable ({error}); give this user write permission"
            raise StoreError(f"data directory {home}: {reason}") from error
        yield
