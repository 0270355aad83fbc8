"""Digests that readers were promised before there was anything to read, until they are opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from digests.models import Address
from digests.store.delivery_schema import promises, readers
from digests.store.readers import at


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What was asked for, as `Ask` of the conversation has it."""

    themes: tuple[str, ...]
    per_theme: int | None
    everything: bool


class Promises:
    """Rows of promises, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, address: Address, promised: Sequence[Promise]) -> None:
        """All that this reader is promised now; nothing for one the store does not know."""
        self.fulfilled(address)
        reader = self._connection.execute(select(readers.c.id).where(at(address))).scalar_one_or_none()
        rows = [
            {"reader": reader, "place": place, "themes": list(one.themes), "per_theme": one.per_theme,
             "everything": one.everything}
            for place, one in enumerate(promised)
        ]  # fmt: skip
        if reader is not None and rows:
            self._connection.execute(insert(promises), rows)

    def fulfilled(self, address: Address) -> None:
        mine = select(readers.c.id).where(at(address)).scalar_subquery()
        self._connection.execute(delete(promises).where(promises.c.reader == mine))

    def all(self) -> dict[Address, tuple[Promise, ...]]:
        """In the order they were made."""
        query = select(promises, readers.c.chat_id, readers.c.thread_id).join(readers)
        found: dict[Address, tuple[Promise, ...]] = {}
        for row in self._connection.execute(query.order_by(promises.c.reader, promises.c.place)):
            address = Address(chat_id=row.chat_id, thread_id=row.thread_id or None)
            made = Promise(themes=tuple(row.themes), per_theme=row.per_theme, everything=row.everything)
            found[address] = (*found.get(address, ()), made)
        return found
