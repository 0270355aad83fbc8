"""Many articles put into an archive at once, each its own story, without reading or understanding them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Table

from digests.chinese.script import detect
from digests.models import Analysis, Article, Fingerprint, Paragraph, Source
from digests.store import Store, Transaction
from digests.store.article_rows import values_of
from digests.store.index_entries import index_entry
from digests.store.schema import articles, stories

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
SOURCE = Source(id="shelf", kind="folder", location="shelf", name="书架", every_s=60)
BATCH = 1000


def article(id: str, title: str, text: str, **more: Any) -> Article:
    """An article with a paragraph a line."""
    lines = [line.strip() for line in text.split("\n")]
    paragraphs = [Paragraph(text=line, lines=((n, n),)) for n, line in enumerate(lines, 1) if line]
    more = {"script": detect(text)} | more
    return Article(id=id, source=SOURCE.id, document="shelf", title=title, paragraphs=tuple(paragraphs), **more)


def opened(store: Store) -> int:
    """The document everything is filed under."""
    with store.writing() as tx:
        tx.sources.put(SOURCE)
        return tx.sources.put_document(SOURCE.id, "shelf", fingerprint=Fingerprint(stamp="", digest=""), now=NOW)


def fill(store: Store, made: Iterable[Article], *, stories_of: Mapping[str, str] | None = None) -> int:
    """Stores and indexes articles in batches, one transaction each; gives their number."""
    document, count = opened(store), 0
    waiting = iter(made)
    while batch := list(islice(waiting, BATCH)):
        with store.writing() as tx:
            put(tx, batch, document, stories_of or {})
        count += len(batch)
    return count


def put(tx: Transaction, batch: list[Article], document: int, stories_of: Mapping[str, str]) -> None:
    """One batch with its index entries."""
    first = tx.index.highest() + 1
    analyses = [Analysis(article=one.id, keywords=(), themes=()) for one in batch]
    belongs = {one.id: stories_of.get(one.id, f"s{one.id}") for one in batch}
    opened_ = [
        {"id": f"s{one.id}", "lead": one.id, "first_read_at": NOW, "updated_at": NOW}
        for one in batch
        if belongs[one.id] == f"s{one.id}"
    ]
    if opened_:
        _insert(tx, stories, opened_)
    fixed = {"document": document, "position": 0, "first_read_at": NOW, "revised_at": NOW}
    rows = [
        values_of(one, analysis) | fixed | {"pk": first + n, "id": one.id, "story": belongs[one.id]}
        for n, (one, analysis) in enumerate(zip(batch, analyses, strict=True))
    ]
    _insert(tx, articles, rows)
    tx.index.add(
        (first + n, belongs[one.id], index_entry(one, analysis, NOW))
        for n, (one, analysis) in enumerate(zip(batch, analyses, strict=True))
    )


def _insert(tx: Transaction, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """By the driver: SQLAlchemy's own takes as long for thousands of rows as making and storing their index entries."""
    dialect = tx.connection.dialect
    columns = []
    for name in rows[0]:
        values = [row[name] for row in rows]
        made = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if made and all(value == values[0] for value in values):
            values = [made(values[0])] * len(values)
        elif made:
            values = list(map(made, values))
        columns.append(values)
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table.name} ({', '.join(rows[0])}) VALUES ({marks})"
    tx.connection.exec_driver_sql(statement, list(zip(*columns, strict=True)))
