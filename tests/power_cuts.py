"""Power cuts for tests: a process that kills itself at a chosen point of its work."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from digests.store import Store, Transaction


class Points:
    """Counts the points that were passed and dies at number ``at``, from 1; 0: never."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.passed = 0
        self._lock = threading.Lock()

    def __call__(self) -> None:
        with self._lock:
            self.passed += 1
            if self.passed == self.at:
                os.kill(os.getpid(), signal.SIGKILL)


def around_writes(point: Points) -> None:
    """Makes points of every store write: before it begins, before and after its commit. For the life of the process."""
    writing = Store.writing

    @contextmanager
    def watched(self: Store, *, durable: bool = False) -> Iterator[Transaction]:
        point()
        with writing(self, durable=durable) as tx:
            yield tx
            point()
        point()

    Store.writing = watched  # type: ignore[assignment]
