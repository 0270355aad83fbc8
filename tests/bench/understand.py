"""From files to stored articles, every stage, beside the segmenter alone on the same texts in the same run."""

from __future__ import annotations

import os
import tempfile
import time
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from digests import pipeline
from digests.models import Source
from digests.settings import NewsChoices
from tests.bench.read import variants

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def measure() -> dict[str, Any]:
    """Articles a second of CPU time; ``ratio``: of the segmenter alone. The Rust engine too where it is installed."""
    figures: dict[str, Any] = {}
    for engine in ("jieba", "rjieba") if find_spec("rjieba") else ("jieba",):
        figures |= {f"{engine}_{name}": value for name, value in _measure(engine).items()}
    return figures


def _measure(engine: Literal["jieba", "rjieba"]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        source = _folder(Path(folder) / "news")
        database = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        with pipeline.opened(NewsChoices(segmenter=engine), database) as newsroom:
            with newsroom.store.writing() as tx:
                tx.sources.put(source)
            cut = newsroom.knowledge.segmenter.cut
            cut("预热")  # the dictionary is loaded with the first word
            began = time.process_time()
            report = pipeline.read(newsroom, source, now=NOW)
            ours = time.process_time() - began
            with newsroom.store.reading() as tx:
                texts = [f"{one.article.title}\n{one.article.text}" for one in tx.articles.all()]
            began = time.process_time()
            for text in texts:
                cut(text)
            alone = time.process_time() - began
    return {
        "articles": report.new,
        "articles_a_second": round(report.new / ours),
        "segmenter_alone": round(len(texts) / alone),
        "ratio": round(alone / ours, 2),
    }


def _folder(place: Path) -> Source:
    place.mkdir()
    for number, text in enumerate(variants()):
        path = place / f"{number:03}.txt"
        path.write_text(text, "utf-8")
        os.utime(path, (NOW.timestamp() - 3600, NOW.timestamp() - 3600))
    return Source(id="bench", kind="folder", location=str(place), name="bench", every_s=60)
