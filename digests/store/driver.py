"""The driver's own connection, for the statements that run for every article.

SQLAlchemy's share of a small statement is many times SQLite's (130 microseconds for a look-up of one); with some thirty
keys to look up and as many rows to write an article, that share would be most of storing it. What goes through here is
plain SQL with ``?``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sized
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Connection, Table

from digests.store.schema import Instant

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def driver(connection: Connection) -> sqlite3.Connection:
    """The driver's connection, inside the transaction that ``connection`` is in."""
    found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


def instant(at: datetime) -> str:
    """As `schema.Instant` stores it; a naive time is a programming error."""
    if at.tzinfo is None:
        raise ValueError("a stored time must be aware")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def marks(values: Sized) -> str:
    """Placeholders for ``IN``."""
    return ", ".join("?" * len(values))


def as_json(value: object) -> str:
    """Chinese as it is, at half the size of its escapes; these only where a lone surrogate leaves no other way."""
    text = _encode(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


class Insert:
    """``INSERT`` of a whole row of ``table``; columns left out get their default."""

    def __init__(self, table: Table) -> None:
        self._table = table.name
        self._json = {c.name for c in table.c if isinstance(c.type, JSON)}
        self._instants = {c.name for c in table.c if isinstance(c.type, Instant)}

    def bound(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """``values`` as the driver takes them: JSON and times as text."""
        bound = dict(values)
        for name in self._json & bound.keys():
            if bound[name] is not None:
                bound[name] = as_json(bound[name])
        for name in self._instants & bound.keys():
            if bound[name] is not None:
                bound[name] = instant(bound[name])
        return bound

    def run(self, connection: sqlite3.Connection, bound: Mapping[str, Any]) -> int:
        """Gives the new row's id."""
        return connection.execute(_insert(self._table, tuple(bound)), [*bound.values()]).lastrowid or 0


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks(columns)})"
