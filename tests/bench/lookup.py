"""Lookups in a large archive: `search.find` as readers get it, beside raw FTS5 BM25 and, where installed, tantivy.

BENCH_ARTICLES sets how many (1,000,000, as the issue asks; building them takes some ten minutes once). The archives
are kept in the temporary folder and used again. Times in ms; raw engines give ids alone, `find` ranks and quotes.
"""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from digests import search
from digests.chinese.forms import form, pairs
from digests.knowledge import load
from digests.settings import NewsChoices
from digests.store import Store
from tests.archived import NOW, fill, opened, put
from tests.bench.archive import articles

ARTICLES = int(os.environ.get("BENCH_ARTICLES", "1000000"))
KINDS = {"rare": 25, "medium": 40, "common": 15, "two words": 25, "one character": 25}
BOUNDS = {"rare": (1, 0.0002), "medium": (0.0002, 0.005), "common": (0.005, 1.0)}  # share of the articles
ROUNDS = 3
STORED_A_SECOND = 20


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
    figures |= timed("find, all", find, every)
    figures |= while_storing(store, find, every)
    plain = sqlite3.connect(raw())
    for kind, texts in queries.items():
        figures |= timed(f"FTS5 BM25, {kind}", lambda text: bm25(plain, text), texts)
    figures |= by_tantivy(queries)
    figures |= storing()
    figures |= sizes(store)
    return figures


def timed(name: str, ask: Callable[[str], object], texts: Sequence[str]) -> dict[str, float]:
    """Every text asked once to warm up, then ROUNDS times."""
    for text in texts:
        ask(text)
    times = []
    for text in list(texts) * ROUNDS:
        begun = time.perf_counter()
        ask(text)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    return {f"{name} {mark}": round(times[int(len(times) * share)], 2) for mark, share in PERCENTILES}


PERCENTILES = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))


def folder() -> Path:
    made = Path(tempfile.gettempdir()) / "jianbao-bench"
    made.mkdir(exist_ok=True)
    return made


def archive() -> Path:
    path = folder() / f"archive-{ARTICLES}.db"
    if not path.exists():
        building = path.with_suffix(".new")
        store = Store(f"sqlite:///{building}")
        fill(store, articles(ARTICLES))
        store.close()
        building.rename(path)
    return path


def raw() -> Path:
    """Character pairs in a contentless FTS5 table, as in the baseline of the quality runs."""
    path = folder() / f"raw-{ARTICLES}.db"
    if not path.exists():
        building = path.with_suffix(".new")
        database = sqlite3.connect(building)
        database.execute("CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='unicode61')")
        database.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", enumerate(map(spaced, articles(ARTICLES)), 1))
        database.commit()
        database.close()
        building.rename(path)
    return path


def spaced(one: Any) -> str:
    return " ".join(pairs(form(f"{one.title}，{one.text}")))


def bm25(database: sqlite3.Connection, text: str) -> object:
    grams = [pair for word in text.split() for pair in pairs(form(word))]
    wanted = " AND ".join(f'"{gram}"' for gram in grams)
    if len(text) == 1:
        wanted = f'"{text}"*'
    return database.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20", (wanted,)).fetchall()


def by_tantivy(queries: dict[str, list[str]]) -> dict[str, Any]:
    try:
        import tantivy
    except ImportError:
        return {"tantivy": "not installed"}
    schema = tantivy.SchemaBuilder().add_text_field("text", tokenizer_name="whitespace").build()
    path = folder() / f"tantivy-{ARTICLES}"
    fresh = not path.exists()
    path.mkdir(exist_ok=True)
    index = tantivy.Index(schema, path=str(path))
    if fresh:
        writer = index.writer(200_000_000)
        for one in map(spaced, articles(ARTICLES)):
            writer.add_document(tantivy.Document(text=one))
        writer.commit()
        writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> object:
        terms = [pair for word in text.split() for pair in pairs(form(word))]
        must = [(tantivy.Occur.Must, tantivy.Query.term_query(schema, "text", term)) for term in terms]
        return searcher.search(tantivy.Query.boolean_query(must), 20).hits

    figures: dict[str, Any] = {}
    for kind, texts in queries.items():
        if kind != "one character":
            figures |= timed(f"tantivy, {kind}", ask, texts)
    return figures


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


def while_storing(store: Store, find: Callable[[str], object], texts: Sequence[str]) -> dict[str, float]:
    """Lookups while STORED_A_SECOND articles a second are stored, one transaction each."""
    document, stop = opened(store), threading.Event()

    def write() -> None:
        for one in articles(10_000_000, first=int(time.time() * 1000)):
            with store.writing() as tx:
                put(tx, [one], document, {})
            if stop.wait(1 / STORED_A_SECOND):
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        return timed("find while storing", find, texts)
    finally:
        stop.set()
        writer.join()


def storing() -> dict[str, float]:
    """An empty archive, on disk: one transaction an article, then thousands in one."""
    with tempfile.TemporaryDirectory() as place:
        store = Store(f"sqlite:///{place}/archive.db")
        document = opened(store)
        times = []
        for one in islice(articles(500), 500):
            begun = time.perf_counter()
            with store.writing() as tx:
                put(tx, [one], document, {})
            times.append((time.perf_counter() - begun) * 1000)
        made = list(articles(10_000, first=500))
        begun = time.perf_counter()
        fill(store, made)
        bulk = time.perf_counter() - begun
        store.close()
    times.sort()
    return {
        "store one p50": round(times[250], 2),
        "store one p99": round(times[495], 2),
        "store in bulk a second": round(len(made) / bulk),
        "of it FTS5 alone a second": round(len(made) / _fts5_alone(made)),
    }


def _fts5_alone(made: Iterable[Any]) -> float:
    rows = list(enumerate(map(spaced, made), 1))
    with tempfile.TemporaryDirectory() as place:
        database = sqlite3.connect(f"{place}/plain.db")
        database.execute("CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='unicode61')")
        begun = time.perf_counter()
        database.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", rows)
        database.commit()
        return time.perf_counter() - begun


def sizes(store: Store) -> dict[str, float]:
    with store.reading() as tx:
        run = tx.connection.exec_driver_sql
        grams = int(run("SELECT sum(length(block)) FROM search_grams_data").scalar() or 0)
        texts = int(run("SELECT sum(length(CAST(title || body || marks AS BLOB))) FROM search_texts").scalar() or 0)
    return {
        "grams, bytes an article": round(grams / ARTICLES),
        "search forms, bytes an article": round(texts / ARTICLES),
        "peak memory MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
