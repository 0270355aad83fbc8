"""Known articles found again by an editor's keywords, and paragraphs by the questions they answer.

Every collection becomes an archive, and `search.find` is asked as it is for a reader. A query of drcd_cross is the
one of drcd_search converted to the other script.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from functools import cache
from operator import add
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from digests import search
from digests.chinese.script import convert, fold
from digests.store import Store
from tests.archived import NOW, article, fill
from tests.quality._stage import knowledge
from tests.quality.measures import Measure, rows

MEASURES = (
    Measure(
        task="cctv_search",
        kind="search",
        at_least=(("MRR@10", 0.5), ("R@10", 0.4)),
        aim=(("MRR@10", 4.0), ("R@10", 2.5)),
    ),
    Measure(
        task="ncp_search",
        kind="search",
        at_least=(("MRR@10", 0.5), ("R@10", 0.0)),
        aim=(("MRR@10", 4.0), ("R@10", 1.5)),
    ),
    Measure(task="drcd_search", kind="search", at_least=(("MRR@10", 0.0),)),
    Measure(task="drcd_cross", kind="search", at_least=(("MRR@10", -0.3),)),
)
TASKS = tuple(measure.task for measure in MEASURES)


def predict(task: str, data: Path, split: str) -> Iterator[tuple[str, Any]]:
    """The ten articles that a reader would be shown first."""
    known = knowledge().lookups
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/archive.db")
        made = (article(row["id"], row.get("title") or "", row["text"]) for row in _collection(data, task))
        fill(store, made)
        with store.reading() as tx:
            for row in rows(data, task, split):
                found = search.find(tx, known, _query(task, row), today=NOW.date(), per_page=10)
                yield row["id"], [hit.article for hit in found.hits]
        store.close()


def _collection(data: Path, task: str) -> Iterator[dict[str, Any]]:
    with (data / _folder(task) / "collection.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _folder(task: str) -> str:
    return "drcd_search" if task == "drcd_cross" else task


def _query(task: str, row: dict[str, Any]) -> str:
    query: str = row["query"]
    return convert(query, "hans", source="hant") if task == "drcd_cross" else query


def baseline(task: str, data: Path, split: str) -> Iterator[tuple[str, Any]]:
    """FTS5's BM25 on character pairs, title and text in one field, any of the query's pairs; folded on both sides.

    For drcd_cross the figures of drcd_search by `predict`: the loss across scripts is what is asked for.
    """
    if task == "drcd_cross":
        yield from predict("drcd_search", data, split)
        return
    ids, database = _plain(data, task)
    for row in rows(data, task, split):
        wanted = " OR ".join(f'"{pair}"' for pair in dict.fromkeys(_pairs(fold(row["query"]))))
        found = database.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10", (wanted,)).fetchall()
        yield row["id"], [ids[pk] for (pk,) in found]


@cache
def _plain(data: Path, task: str) -> tuple[list[str], sqlite3.Connection]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='unicode61')")
    ids = []
    for number, row in enumerate(_collection(data, task)):
        ids.append(row["id"])
        text = " ".join(_pairs(fold(f"{row.get('title') or ''}\n{row['text']}")))
        database.execute("INSERT INTO t (rowid, text) VALUES (?, ?)", (number, text))
    return ids, database


def _pairs(text: str) -> list[str]:
    runs = "".join(char if char.isalnum() else " " for char in text).split()
    return [pair for run in runs for pair in (map(add, run, run[1:]) if len(run) > 1 else [run])]
