"""Rows of the outbox as the nouns that callers know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, select

from digests.models import Address, Delivery, Language
from digests.store.delivery_schema import deliveries, editions, parts, readers


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A delivery whose turn it is, with what sending needs to know of its reader."""

    delivery: Delivery
    reader: int
    priority: int
    language: Language
    kind: str
    quiet: tuple[str, str] | None
    timezone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an edition's broadcast is."""

    edition: int
    state: str
    counts: dict[str, int]


def joined() -> Any:
    return (
        select(
            deliveries,
            editions.c.kind.label("edition_kind"),
            parts.c.payload,
            *(readers.c[name] for name in ("chat_id", "thread_id", "kind", "language", "quiet", "timezone")),
        )
        .join(editions, editions.c.id == deliveries.c.edition)
        .join(parts, and_(parts.c.edition == deliveries.c.edition, parts.c.part == deliveries.c.part))
        .join(readers, readers.c.id == deliveries.c.reader)
    )


def delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        address=Address(chat_id=row.chat_id, thread_id=row.thread_id or None),
        edition=row.edition,
        kind=row.edition_kind,
        part=row.part,
        state=row.state,
        reason=row.reason,
        attempts=row.attempts,
        not_before_at=row.not_before_at,
        message_id=row.message_id,
        payload=row.payload or "",
    )


def ready(row: Row[Any]) -> Ready:
    return Ready(
        delivery=delivery(row),
        reader=row.reader,
        priority=row.priority,
        language=row.language,
        kind=row.kind,
        quiet=(row.quiet[0], row.quiet[1]) if row.quiet else None,
        timezone=row.timezone,
    )
