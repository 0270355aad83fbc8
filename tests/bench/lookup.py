"""Lookups in a large archive: `search.find` as readers get it, beside raw FTS5 BM25 and, where installed, tantivy.

BENCH_ARTICLES sets how many (1,000,000, as the issue asks; building them takes some ten minutes once), BENCH_FOLDER
where the archives are kept and used again (a temporary folder). Times in ms, from the clock on the wall and, for
machines that others share, of the CPU; raw engines give ids alone, `find` ranks and quotes.
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from digests import search
from digests.knowledge import load
from digests.settings import NewsChoices
from digests.store import Store
from tests.archive_made import articles
from tests.archived import NOW, fill, opened
from tests.bench import _engines
from tests.bench.store import put

ARTICLES = int(os.environ.get("BENCH_ARTICLES", "1000000"))
KINDS = {"rare": 25, "medium": 40, "common": 15, "two words": 25, "one character": 25}
BOUNDS = {"rare": (1, 0.0002), "medium": (0.0002, 0.005), "common": (0.005, 1.0)}  # share of the articles
ROUNDS = 3
PERCENTILES = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
STORED_A_SECOND = 20
STORING_ROUNDS = 10  # as many as make thousands of lookups: a p99 of few is one of them


def measure() -> dict[str, Any]:
    store = Store(f"sqlite:///{archive()}")
    queries = chosen(store)
    known = load(NewsChoices()).lookups

    def find(text: str) -> object:
        with store.reading() as tx:
            return search.find(tx, known, text, today=NOW.date())

    figures: dict[str, Any] = {"articles": ARTICLES}
    for kind, texts in queries.items():
        figures |= timed(f"find, {kind}", find, texts)
    every = [text for texts in queries.values() for text in texts]
    figures |= timed("find, all", find, every, STORING_ROUNDS)
    figures |= while_storing(store, find, every)
    figures |= sizes(store)
    store.close()
    for name, make in (("FTS5 BM25", _engines.fts5), ("tantivy", _engines.tantivy)):
        ask = make(folder(), ARTICLES)
        if ask is None:
            figures[name] = "not installed"
            continue
        for kind, texts in queries.items():
            figures |= timed(f"{name}, {kind}", ask, texts)
    return figures


def timed(name: str, ask: Callable[[str], object], texts: Sequence[str], rounds: int = ROUNDS) -> dict[str, str]:
    """Every text asked once to warm up, then so many times: p50, p95 and p99, in brackets of the CPU."""
    for text in texts:
        ask(text)
    times, cpu = [], []
    for text in list(texts) * rounds:
        begun, worked = time.perf_counter(), time.thread_time()
        ask(text)
        times.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.thread_time() - worked) * 1000)
    times.sort()
    cpu.sort()
    return {
        f"{name} {mark}": f"{times[int(len(times) * share)]:.2f} ({cpu[int(len(cpu) * share)]:.2f})"
        for mark, share in PERCENTILES
    }


def folder() -> Path:
    made = Path(os.environ.get("BENCH_FOLDER") or Path(tempfile.gettempdir()) / "jianbao-bench")
    made.mkdir(exist_ok=True, parents=True)
    return made


def archive() -> Path:
    path = folder() / f"archive-{ARTICLES}.db"
    if not path.exists():
        building = path.with_suffix(".new")
        building.unlink(missing_ok=True)
        store = Store(f"sqlite:///{building}")
        fill(store, articles(ARTICLES))
        store.close()
        building.rename(path)
    return path


def chosen(store: Store) -> dict[str, list[str]]:
    """Words of the archive's own articles by how many of a sample hold them; the same on every run."""
    chance = random.Random(3)
    sample = [one.body.replace("\n", " ") for one in _sample(store)]
    picked: dict[str, list[str]] = {kind: [] for kind in KINDS}
    while any(len(picked[kind]) < KINDS[kind] for kind in BOUNDS):
        run = chance.choice(chance.choice(sample).split())
        size = chance.choice((2, 2, 3, 4))
        start = chance.randrange(max(1, len(run) - size))
        word = run[start : start + size]
        share = sum(word in text for text in sample) / len(sample)
        kind = next((kind for kind, (low, high) in BOUNDS.items() if (low if low < 1 else 0) <= share < high), None)
        if kind and len(picked[kind]) < KINDS[kind] and len(word) > 1 and word not in picked[kind]:
            picked[kind].append(word)
    words = picked["medium"] + picked["common"]
    picked["two words"] = [" ".join(chance.sample(words, 2)) for _ in range(KINDS["two words"])]
    characters = sorted({char for text in sample[:200] for char in text if char >= "\u4e00"})
    picked["one character"] = chance.sample(characters, KINDS["one character"])
    return picked


def _sample(store: Store) -> list[Any]:
    with store.reading() as tx:
        top = tx.index.highest()
        return tx.index.entries(random.Random(4).sample(range(1, top + 1), min(top, 10_000)))


def while_storing(store: Store, find: Callable[[str], object], texts: Sequence[str]) -> dict[str, str]:
    """Lookups while STORED_A_SECOND articles a second are stored, one transaction each; taken out again afterwards."""
    document, stop = opened(store), threading.Event()
    stored: list[str] = []

    def write() -> None:
        due = time.monotonic()
        for one in articles(10_000_000, first=10 * ARTICLES):
            with store.writing() as tx:
                put(tx, one, document)
            stored.append(one.id)
            due += 1 / STORED_A_SECOND
            if stop.wait(max(0.0, due - time.monotonic())):
                return

    writer = threading.Thread(target=write)
    writer.start()
    begun = time.monotonic()
    try:
        figures = timed("find while storing", find, texts, STORING_ROUNDS)
    finally:
        stop.set()
        writer.join()
    rate = len(stored) / (time.monotonic() - begun)
    take_out(store, stored)
    return figures | {"stored meanwhile, a second": f"{rate:.1f}"}


def take_out(store: Store, stored: Sequence[str]) -> None:
    with store.writing() as tx:
        for id in stored:
            pk = tx.articles.pk(id)
            if pk is not None:
                tx.index.remove(pk)
            tx.connection.exec_driver_sql("DELETE FROM articles WHERE id = ?", (id,))
            tx.connection.exec_driver_sql("DELETE FROM stories WHERE id = ?", (f"s{id}",))


def sizes(store: Store) -> dict[str, float]:
    """In bytes an article; before other engines are asked, so that the memory is ours."""
    with store.reading() as tx:
        run = tx.connection.exec_driver_sql
        count = int(run("SELECT count(*) FROM search_texts").scalar() or 1)
        pages = int(run("PRAGMA page_count").scalar() or 0) * int(run("PRAGMA page_size").scalar() or 0)
        grams = int(run("SELECT sum(length(block)) FROM search_grams_data").scalar() or 0)
        texts = int(run("SELECT sum(length(CAST(title || body || marks AS BLOB))) FROM search_texts").scalar() or 0)
    return {
        "grams, bytes an article": round(grams / count),
        "search forms, bytes an article": round(texts / count),
        "database, bytes an article": round(pages / count),
        "peak memory MB, lookups alone": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
