"""The engines that lookups are measured beside, on the same articles: they give the best twenty ids, no more.

FTS5 as in the baseline of the quality runs: pairs of characters, contentless, its own BM25. tantivy, where it is
installed (`pip install tantivy`; the project does not depend on it), with the same pairs. A single character is
looked for as the beginning of a pair.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from digests.chinese.forms import form, pairs
from digests.models import Article
from tests.archive_made import articles

SHOWN = 20
WRITER_BYTES = 200_000_000


def spaced(one: Article) -> str:
    return " ".join(pairs(form(f"{one.title}，{one.text}")))


def wanted(text: str) -> list[str]:
    return [pair for word in text.split() for pair in pairs(form(word))]


def fts5(folder: Path, count: int) -> Callable[[str], object]:
    """Made once and kept in ``folder``."""
    path = folder / f"raw-{count}.db"
    if not path.exists():
        building = path.with_suffix(".new")
        building.unlink(missing_ok=True)
        fill(building, enumerate(map(spaced, articles(count)), 1))
        building.rename(path)
    database = sqlite3.connect(path)

    def ask(text: str) -> object:
        grams = f'"{text}"*' if len(text) == 1 else " AND ".join(f'"{gram}"' for gram in wanted(text))
        sql = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?"
        return database.execute(sql, (grams, SHOWN)).fetchall()

    return ask


def fill(path: Path, rows: Iterable[tuple[int, str]]) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='unicode61')")
    database.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", rows)
    database.commit()
    database.close()


def tantivy(folder: Path, count: int) -> Callable[[str], object] | None:
    """None where it is not installed."""
    try:
        import tantivy
    except ImportError:
        return None
    schema = tantivy.SchemaBuilder().add_text_field("text", tokenizer_name="whitespace").build()
    path = folder / f"tantivy-{count}"
    whole = path / "whole"  # a mark: an index left half-made is made anew
    path.mkdir(exist_ok=True)
    if not whole.exists():
        for left in path.iterdir():
            left.unlink()
        _fill_tantivy(tantivy.Index(schema, path=str(path)), tantivy, count)
        whole.touch()
    index = tantivy.Index(schema, path=str(path))
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> object:
        if len(text) == 1:
            return searcher.search(tantivy.Query.regex_query(schema, "text", f"{text}."), SHOWN).hits
        terms = [(tantivy.Occur.Must, tantivy.Query.term_query(schema, "text", term)) for term in wanted(text)]
        return searcher.search(tantivy.Query.boolean_query(terms), SHOWN).hits

    return ask


def _fill_tantivy(index: Any, tantivy: Any, count: int) -> None:
    writer = index.writer(WRITER_BYTES)
    for text in map(spaced, articles(count)):
        writer.add_document(tantivy.Document(text=text))
    writer.commit()
    writer.wait_merging_threads()
