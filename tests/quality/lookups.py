"""Our own lookups in the bundled articles, read and stored as the service does: for floors only."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from digests import pipeline
from digests.models import SEEDS, Lookup, Source
from digests.store import opened
from tests.quality._stage import knowledge

FILE = Path(__file__).with_name("own_lookups.toml")
FOLDER = Path(__file__).parents[2] / "seeds"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
SHOWN = 3  # hits among which the sentence must be


def fixtures() -> dict[str, float]:
    """Share of each kind that is answered right: an article that may come first does, and the sentence is shown."""
    right: dict[str, list[bool]] = defaultdict(list)
    with _newsroom() as newsroom:
        with newsroom.store.reading() as tx:
            texts = {stored.article.id: _bare(stored.article.text) for stored in tx.articles.all()}
        for wanted in tomllib.loads(FILE.read_text("utf-8"))["lookups"]:
            found = pipeline.find(newsroom, wanted["text"], script=None, page=1, per_page=5, now=NOW)
            right[wanted["kind"]].append(_right(wanted, found, texts))
    return {f"own.{kind}": 100 * sum(these) / len(these) for kind, these in right.items()}


@contextmanager
def _newsroom() -> Iterator[pipeline.Newsroom]:
    source = Source(id=SEEDS, kind="folder", location=str(FOLDER), name="seeds", every_s=60, include=("*.txt",))
    with TemporaryDirectory() as folder, opened(f"sqlite:///{folder}/archive.db") as store:
        newsroom = pipeline.Newsroom(store=store, knowledge=knowledge(), timezone="Asia/Shanghai")
        with store.writing() as tx:
            tx.sources.configure((source,))
        pipeline.read(newsroom, source, now=NOW)
        yield newsroom


def _right(wanted: Mapping[str, Any], found: Lookup, texts: Mapping[str, str]) -> bool:
    if "articles" not in wanted:
        return not found.hits
    first = found.hits and any(_bare(phrase) in texts[found.hits[0].article] for phrase in wanted["articles"])
    shown = any(_bare(wanted.get("shows", "")) in _bare(hit.sentence) for hit in found.hits[:SHOWN])
    return bool(first) and shown


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
