"""From files to stored articles, every stage, beside the segmenter alone on the same texts in the same run.

Two corpora. *variants*: as for reading alone, the seeds with their sentences drawn anew: a worst case for placing, as
each is half like dozens of others. *unrelated*: an article a file, of clauses of the seeds in new orders, some words
exchanged for others of the dictionary, as different from each other as the news of a day.

As in a service that runs: the seeds were read before, into another archive, so that every table and pattern is loaded,
and what is loaded is kept from the garbage collector.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import jieba

from bot.app.process import keep_loaded
from digests import pipeline
from digests.models import Source
from digests.pipeline import Newsroom
from digests.settings import NewsChoices
from tests import archive_made
from tests.bench.read import variants

NOW = datetime(2026, 11, 22, tzinfo=UTC)
UNRELATED = 600
PARAGRAPHS = 6  # of some 175 characters


def measure() -> dict[str, Any]:
    """Articles a second of CPU time; ``alone``: the segmenter's own `cut` over the texts; ``ratio``: of that.

    The Rust segmenter too where it is installed. ``mean_chars``: of an article.
    """
    jieba.setLogLevel(60)
    jieba.initialize()
    figures: dict[str, Any] = {}
    for corpus, texts in (("variants", variants()), ("unrelated", list(unrelated()))):
        for engine in ("jieba", "rjieba") if find_spec("rjieba") else ("jieba",):
            measured = _measure(engine, texts)
            figures |= {f"{corpus}_{engine}_{name}": value for name, value in measured.items()}
    return figures


def unrelated() -> Iterator[str]:
    made = archive_made.articles(UNRELATED * PARAGRAPHS)
    for _ in range(UNRELATED):
        parts = list(islice(made, PARAGRAPHS))
        yield "\n\n".join([parts[0].title, *(part.text for part in parts)]) + "\n"


def _measure(engine: Literal["jieba", "rjieba"], texts: Iterable[str]) -> dict[str, float]:
    seeds = Source(id="seeds", kind="folder", location=str(files("seeds")), name="seeds", every_s=60)
    with tempfile.TemporaryDirectory() as folder:
        with _newsroom(engine, Path(folder) / "warm.sqlite3", seeds) as newsroom:
            pipeline.read(newsroom, seeds, now=NOW)
        source = _folder(Path(folder) / "news", texts)
        with _newsroom(engine, Path(folder) / "bench.sqlite3", source) as newsroom:
            forget = keep_loaded()
            began = time.process_time()
            report = pipeline.read(newsroom, source, now=NOW)
            ours = time.process_time() - began
            forget()
            stored = _texts(newsroom)
        alone = _alone(engine, stored)
    return {
        "articles": report.new,
        "mean_chars": round(sum(map(len, stored)) / len(stored)),
        "articles_a_second": round(report.new / ours),
        "alone": round(len(stored) / alone),
        "ratio": round(alone / len(stored) * report.new / ours, 2),
    }


@contextmanager
def _newsroom(engine: Literal["jieba", "rjieba"], database: Path, source: Source) -> Iterator[Newsroom]:
    with pipeline.opened(NewsChoices(segmenter=engine), f"sqlite:///{database}") as newsroom:
        with newsroom.store.writing() as tx:
            tx.sources.put(source)
        newsroom.knowledge.segmenter.cut("预热")  # the dictionary is loaded with the first word
        yield newsroom


def _texts(newsroom: Newsroom) -> list[str]:
    with newsroom.store.reading() as tx:
        return [f"{one.article.title}\n{one.article.text}" for one in tx.articles.all()]


def _alone(engine: str, texts: Iterable[str]) -> float:
    cut: Callable[[str], object] = jieba.lcut
    if engine == "rjieba":
        import rjieba

        cut = rjieba.Jieba().cut
        cut("预热")
    began = time.process_time()
    for text in texts:
        cut(text)
    return time.process_time() - began


def _folder(place: Path, texts: Iterable[str]) -> Source:
    place.mkdir()
    for number, text in enumerate(texts):
        path = place / f"{number:03}.txt"
        path.write_text(text, "utf-8")
        os.utime(path, (NOW.timestamp() - 3600, NOW.timestamp() - 3600))
    return Source(id="bench", kind="folder", location=str(place), name="bench", every_s=60)
