"""A reader of documents that can be killed: forked from a warm process, one run a line of JSON on stdin.

A run reads what lies in the folder. ``at`` kills it with SIGKILL at that point, counted over every store write: before
it begins, before its commit and after it. The first line is read for without forking, which is what warms it.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path

from digests import pipeline
from digests.models import Source
from digests.newsroom import Newsroom
from digests.store import Store
from tests.newsdesk import known
from tests.power_cuts import Points, around_writes


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
            around_writes(Points(order["at"]))
            run(Path(order["folder"]), datetime.fromisoformat(order["now"]))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
