"""A reader of documents that can be killed: forked from a warm process, one run a line of JSON on stdin.

A run reads what lies in the folder. ``at`` kills it with SIGKILL at that point, counted over every store write: before
it begins, before its commit and after it. The first line is read for without forking, which is what warms it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from digests import pipeline
from digests.models import Source
from digests.newsroom import Newsroom
from digests.store import Store, Transaction
from tests.newsdesk import known


def instrument(at: int) -> None:
    passed = 0
    writing = Store.writing

    def point() -> None:
        nonlocal passed
        passed += 1
        if passed == at:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def watched(self: Store, *, durable: bool = False) -> Iterator[Transaction]:
        point()
        with writing(self, durable=durable) as tx:
            yield tx
            point()
        point()

    Store.writing = watched  # type: ignore[assignment]


def run(folder: Path, now: datetime) -> None:
    store = Store(f"sqlite:///{folder / 'x.sqlite3'}")
    source = Source(id="paper", kind="folder", location=str(folder / "in"), name="日报", every_s=60)
    with store.writing() as tx:
        tx.sources.put(source)
    pipeline.read(Newsroom(store=store, knowledge=known(), timezone="Asia/Shanghai"), source, now=now)
    store.close()


def main() -> None:
    order = json.loads(sys.stdin.readline())
    run(Path(order["folder"]), datetime.fromisoformat(order["now"]))
    print(0, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            instrument(order["at"])
            run(Path(order["folder"]), datetime.fromisoformat(order["now"]))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
