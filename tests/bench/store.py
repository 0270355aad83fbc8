"""An article stored with its index entry, one by one and in bulk, beside raw FTS5 in the same run.

One by one as the service stores it (story, article, index entry; one transaction each), in bulk a thousand a
transaction; into an empty archive on disk. What the words of an article tell is measured by ``understand``.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from digests.models import Analysis, Article
from digests.store import Store, Transaction
from tests.archive_made import articles
from tests.archived import NOW, fill, opened
from tests.bench import _engines

ONES, MANY = 1000, 20_000


def measure() -> dict[str, float]:
    ones, many = list(articles(ONES)), list(articles(MANY, first=ONES))
    with tempfile.TemporaryDirectory() as place:
        store = Store(f"sqlite:///{place}/archive.db")
        figures = one_by_one(store, ones)
        begun, cpu = time.perf_counter(), time.process_time()
        fill(store, many)
        figures |= {
            "store in bulk a second": round(MANY / (time.perf_counter() - begun)),
            "the same by CPU time": round(MANY / (time.process_time() - cpu)),
        }
        store.close()
    return figures | {"raw FTS5 in bulk a second": round(MANY / _fts5_alone(many))}


def one_by_one(store: Store, made: Sequence[Article]) -> dict[str, float]:
    document, times, cpu = opened(store), [], []
    for one in made:
        begun, worked = time.perf_counter(), time.process_time()
        with store.writing() as tx:
            put(tx, one, document)
        times.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    times.sort()
    cpu.sort()
    return {
        "store one p50": round(times[len(times) // 2], 2),
        "store one p99": round(times[int(len(times) * 0.99)], 2),
        "store one p50, CPU": round(cpu[len(cpu) // 2], 2),
        "store one p99, CPU": round(cpu[int(len(cpu) * 0.99)], 2),
    }


def put(tx: Transaction, one: Article, document: int) -> None:
    """A new article that is its own story."""
    analysis = Analysis(article=one.id, keywords=(), themes=())
    tx.stories.open(f"s{one.id}", lead=one.id, now=NOW)
    pk = tx.articles.put(one, analysis, document=document, position=0, story=f"s{one.id}", now=NOW)
    tx.index.put(pk, one, analysis)


def _fts5_alone(made: Sequence[Article]) -> float:
    """Seconds; making the pairs is part of it, as it is of ours."""
    with tempfile.TemporaryDirectory() as place:
        begun = time.perf_counter()
        _engines.fill(Path(place) / "plain.db", enumerate(map(_engines.spaced, made), 1))
        return time.perf_counter() - begun
