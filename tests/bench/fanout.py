"""Fan-out of one edition to a million subscribers: time, memory, how long the one write lock is held."""

from __future__ import annotations

import os
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.messages import Message
from digests.store import Store, reader_rows
from digests.store.delivery_schema import readers
from digests.store.editions import Audience
from tests.delivering import NOW, open_store, subscriber

SUBSCRIBERS = int(os.environ.get("BENCH_SUBSCRIBERS", "1000000"))
SLOT = NOW + timedelta(hours=8)


def measure() -> dict[str, Any]:
    """Two parts would be twice the rows; one part is what most editions have."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        fill(store)
        before_mb = resident_mb()
        audience, edition = opened(store)
        chunks = []
        started = time.perf_counter()
        while True:
            begun = time.perf_counter()
            with store.writing(durable=True) as tx:
                done = tx.editions.fan_out(edition, audience, empty=False, covers=SLOT)
            chunks.append(time.perf_counter() - begun)
            if done is None:
                break
        seconds = time.perf_counter() - started
        grown_mb = resident_mb() - before_mb
        with store.reading() as tx:
            assert tx.outbox.counts() == {"pending": SUBSCRIBERS}
        store.close()
    with tempfile.TemporaryDirectory() as folder:
        baseline = at_once(Path(folder))
    return {
        "subscribers": SUBSCRIBERS,
        "seconds": round(seconds, 2),
        "longest_lock_s": round(max(chunks), 3),
        "memory_grown_mb": round(grown_mb, 1),
        "baseline_one_statement_lock_s": round(baseline, 2),
        "ratio_lock": round(max(chunks) / baseline, 3),
        **composing(),
    }


def composing() -> dict[str, float]:
    """What one distinct edition costs to compose and to render, over the bundled seeds."""
    from bot import publish
    from bot.settings import load
    from digests import knowledge, pipeline

    settings = load(None, {})
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        newsroom = pipeline.Newsroom(store=store, knowledge=knowledge.load(settings), timezone="Asia/Shanghai")
        with store.writing() as tx:
            tx.sources.configure(settings.wanted_sources)
        for source in settings.wanted_sources:
            pipeline.read(newsroom, source, now=NOW)
        reader = subscriber(1, themes=newsroom.theme_slugs, length="long")
        times: dict[str, list[float]] = {"compose": [], "render": []}
        for _ in range(20):
            begun = time.perf_counter()
            made = pipeline.compose(
                newsroom, themes=reader.themes, since=None, until=SLOT, script=None, length="long", now=SLOT
            )
            composed = time.perf_counter()
            publish.rendered(newsroom, made, reader, None)
            times["compose"].append(composed - begun)
            times["render"].append(time.perf_counter() - composed)
        store.close()
    return {f"{name}_ms_an_edition": round(sorted(spent)[10] * 1000, 1) for name, spent in times.items()}


def fill(store: Store) -> None:
    row = reader_rows.values(subscriber(1)) | {
        "covered_until": NOW - timedelta(days=1), "next_due_at": SLOT, "due_slot": "2026-03-02 1/1 16:00",
    }  # fmt: skip
    for start in range(1, SUBSCRIBERS + 1, 50_000):
        with store.writing() as tx:
            chats = range(start, min(start + 50_000, SUBSCRIBERS + 1))
            tx.connection.execute(insert(readers), [row | {"chat_id": chat} for chat in chats])


def opened(store: Store) -> tuple[Audience, int]:
    with store.writing() as tx:
        (due,) = tx.editions.due(SLOT)
        edition = tx.editions.open(
            kind="digest", key=["bench"], themes=["urban"], since=None, until=SLOT, now=SLOT, shown=[],
            payloads=[Message(html="x" * 2000).payload()], audience=due.audience,
        )  # fmt: skip
    return due.audience, edition


def at_once(folder: Path) -> float:
    """The same rows by one statement in one transaction: what every sender would wait for."""
    store = open_store(folder)
    fill(store)
    audience, edition = opened(store)
    begun = time.perf_counter()
    with store.writing(durable=True) as tx:
        tx.editions._give(edition, audience.condition(), 2)
    spent = time.perf_counter() - begun
    store.close()
    return spent


def resident_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0
