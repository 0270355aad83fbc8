"""Tables of delivery: readers with their due times, editions with their parts and items, the outbox, watches.

A reader has an integer of its own, so a group whose chat id changes is rewritten in one row. Due times are rows:
``next_due_at`` with ``due_slot`` says what comes, ``last_slot`` and ``covered_until`` what has been. ``profile``
and ``timetable`` are hashes of the choices that make readers share a composition or a due time, kept for grouping.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from digests.store.schema import Instant, metadata

readers = Table(
    "readers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),  # 0: the chat itself; NULLs would not be unique
    Column("kind", String(10), nullable=False),
    Column("language", String(8), nullable=False),
    Column("script", String(4)),
    Column("themes", JSON, nullable=False),
    Column("times", JSON, nullable=False),
    Column("days", JSON, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("quiet", JSON(none_as_null=True)),
    Column("length", String(6), nullable=False),
    Column("send_empty", Boolean, nullable=False),
    Column("muted", JSON, nullable=False),
    Column("taste", JSON, nullable=False),  # presses: about, names, weight, at
    Column("since", Instant, nullable=False),
    Column("paused", Text),
    Column("profile", String(12), nullable=False),
    Column("timetable", String(12), nullable=False),
    Column("active", Boolean, nullable=False),  # not paused, and something to send on schedule
    Column("personal", Boolean, nullable=False),  # mutes or feedback: never shares a composition
    Column("covered_until", Instant, nullable=False),  # end of the last window sent
    Column("next_due_at", Instant),  # None: paused, nothing subscribed, or still to be worked out
    Column("due_slot", String(32)),
    Column("last_slot", String(32)),
    Column("template", String(9), nullable=False, server_default="full"),
    UniqueConstraint("chat_id", "thread_id"),
    Index("ix_readers_due", "next_due_at", "profile", "covered_until", "personal"),
)

watches = Table(
    "watches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reader", ForeignKey("readers.id", ondelete="CASCADE"), nullable=False),
    Column("query", Text, nullable=False),
    Column("mode", String(6), nullable=False),
    Column("urgent", Boolean, nullable=False),
    UniqueConstraint("reader", "query"),
)

watch_hits = Table(
    "watch_hits",
    metadata,
    Column("reader", ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("story", String, primary_key=True),
    Column("queries", JSON, nullable=False),  # the rules it answers
    Column("urgent", Boolean, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
)

promises = Table(
    "promises",
    metadata,
    Column("reader", ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("place", SmallInteger, primary_key=True, autoincrement=False),
    Column("themes", JSON, nullable=False),
    Column("per_theme", SmallInteger),
    Column("everything", Boolean, nullable=False),
)

progress = Table(
    "progress",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", Integer, nullable=False),  # how far something came, see `watches` and `readers`
)

editions = Table(
    "editions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(6), nullable=False),  # digest or alert
    Column("key", String(32), nullable=False, unique=True),  # hash of all that makes it this one
    Column("reader", ForeignKey("readers.id", ondelete="CASCADE"), index=True),  # None: shared
    Column("themes", JSON, nullable=False),
    Column("since_at", Instant),
    Column("until_at", Instant, nullable=False, index=True),
    Column("opened_at", Instant, nullable=False),
    Column("audience", JSON, nullable=False),  # which readers it is fanned out to, see editions.Audience
    Column("cursor", Integer, nullable=False),  # last reader fanned out to
    Column("state", String(8), nullable=False),  # open, complete or aborted
)

parts = Table(
    "edition_parts",
    metadata,
    Column("edition", ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    Column("payload", Text),  # None once housekeeping took it
)

items = Table(
    "edition_items",
    metadata,
    Column("edition", ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True),
    Column("story", String, primary_key=True),
    Column("part", SmallInteger, nullable=False),
    Column("reports", Integer, nullable=False),  # articles of the story when it was shown
    Index("ix_edition_items_story", "story"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reader", ForeignKey("readers.id", ondelete="CASCADE"), nullable=False),
    Column("edition", ForeignKey("editions.id", ondelete="CASCADE"), nullable=False),
    Column("part", SmallInteger, nullable=False),
    Column("again", SmallInteger, nullable=False),  # 0; shown again on request: 1, 2, ...
    Column("priority", SmallInteger, nullable=False),  # lower first
    Column("state", String(9), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text),
    Column("not_before_at", Instant),  # None: at once
    Column("message_id", BigInteger),
    Column("noticed", Boolean, nullable=False),  # of an unknown one: its reader was told
    Column("changed_at", Instant),
    UniqueConstraint("reader", "edition", "part", "again"),
    Index("ix_deliveries_edition", "edition", "state"),
)

Index(
    "ix_deliveries_pending",
    deliveries.c.priority,
    deliveries.c.not_before_at,
    deliveries.c.id,
    sqlite_where=text("state = 'pending'"),
    postgresql_where=text("state = 'pending'"),
)
Index(
    "ix_deliveries_open",
    deliveries.c.state,
    deliveries.c.reader,
    sqlite_where=text("state IN ('sending', 'unknown')"),
    postgresql_where=text("state IN ('sending', 'unknown')"),
)

waits = Table(
    "waits",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),  # 0: the whole bot
    Column("until_at", Instant, nullable=False, index=True),
)
