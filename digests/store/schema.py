"""Tables of the archive. Each room of the store keeps its own tables in a ``*_schema`` module on this MetaData.

Articles have two keys: ``id`` is the public hash, ``pk`` the small integer that the index, the bands and the
event terms point to. Times are stored as UTC text in ISO form with microseconds, so they sort as they run,
on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as fixed-width ISO text; a naive one is a programming error."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must be aware")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


sources = Table(
    "sources",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("location", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("every_s", Integer, nullable=False),
    Column("include", JSON, nullable=False),
    Column("exclude", JSON, nullable=False),
    Column("category", Text, nullable=False, server_default=""),
    Column("configured", Boolean, nullable=False),  # named by the settings file; False: added by a command or ad hoc
    Column("active", Boolean, nullable=False),
    Column("next_due_at", Instant),  # this and what follows: models.SourceState
    Column("last_read_at", Instant),
    Column("last_good_at", Instant),
    Column("documents", Integer, nullable=False, default=0),
    Column("failed", Integer, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("reason", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("moved_to", Text),
    Column("moved_times", Integer, nullable=False, default=0),
)

documents = Table(
    "documents",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("source", ForeignKey("sources.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("stamp", Text, nullable=False),  # this and the next: models.Fingerprint
    Column("digest", Text, nullable=False),
    Column("reason", Text),  # why no article was made of it
    Column("first_read_at", Instant, nullable=False),
    Column("read_at", Instant, nullable=False),
    # The day of the newspaper, "" if it has pages and no day; None: holds no page of one. Halves of a text are sought
    # among the documents of an issue.
    Column("issue", String(10)),
    UniqueConstraint("source", "name"),
    Index("ix_documents_issue", "source", "issue"),
)

stories = Table(
    "stories",
    metadata,
    Column("id", String, primary_key=True),
    Column("lead", String, nullable=False),  # articles.id
    Column("first_read_at", Instant, nullable=False, index=True),
    Column("updated_at", Instant, nullable=False),
)

story_links = Table(
    "story_links",
    metadata,
    Column("story", ForeignKey("stories.id"), primary_key=True),
    Column("related", ForeignKey("stories.id"), primary_key=True),
)

articles = Table(
    "articles",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("document", ForeignKey("documents.pk"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("story", ForeignKey("stories.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("kicker", Text),
    Column("deck", Text),
    Column("title_derived", Boolean, nullable=False),
    Column("byline", JSON, nullable=False),
    Column("asked_by", Text),
    Column("answered_by", Text),
    Column("published_on", String(10)),
    Column("published_how", Text),
    Column("script", String(4), nullable=False),
    Column("paragraphs", JSON, nullable=False),  # [[text, [[first, last], ...], role, severed], ...], see `articles`
    Column("url", Text),
    Column("section_of", String),
    Column("continued_from", Text),
    Column("theme", String, nullable=False),
    Column("themes", JSON, nullable=False),  # [[theme, score, [[keyword, points], ...]], ...]
    Column("keywords", JSON, nullable=False),  # [[text, weight, [[part, value], ...]], ...]
    Column("first_read_at", Instant, nullable=False, index=True),
    Column("revised_at", Instant, nullable=False),
    Column("sectioned", Boolean, nullable=False, server_default="0"),  # its sections stand for it, see `standing`
    Column("context", JSON(none_as_null=True)),  # [text, ...], of a first section
    Column("page", String(8)),
    Column("continued_on", Text),
    Column("half_of", String),  # articles.id of the text that this one finishes
)

# The rows that readers are shown. The others have no keys in the tables below and none in the lookup index.
standing = and_(~articles.c.sectioned, articles.c.half_of.is_(None))

Index(
    "ix_articles_half_of",
    articles.c.half_of,
    sqlite_where=articles.c.half_of.is_not(None),
    postgresql_where=articles.c.half_of.is_not(None),
)

article_themes = Table(
    "article_themes",
    metadata,
    Column("theme", String, primary_key=True),
    Column("article", ForeignKey("articles.pk", ondelete="CASCADE"), primary_key=True),
    Column("score", Float, nullable=False),
    sqlite_with_rowid=False,
)

# Signatures and the keys that lead to them: what a newcomer is placed by. Some thirty small rows an article: their
# keys are integers, with nothing beside them but `articles.pk`; nothing deletes an article.
signatures = Table(
    "signatures",
    metadata,
    Column("article", ForeignKey("articles.pk"), primary_key=True, autoincrement=False),
    Column("first_read_at", Instant, nullable=False),  # as in articles, where it stands behind the text
    Column("chars", Integer, nullable=False),
    Column("sketch", LargeBinary, nullable=False),  # 32-bit integers, little-endian, ascending
    Column("terms", LargeBinary, nullable=False),  # the hashes, 32-bit integers, then the weights, 32-bit floats
    Column("gist", Text, nullable=False),
)

bands = Table(
    "bands",
    metadata,
    Column("band", Integer, primary_key=True, autoincrement=False),
    Column("article", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

event_terms = Table(
    "event_terms",
    metadata,
    Column("term", Integer, primary_key=True, autoincrement=False),
    Column("article", Integer, primary_key=True, autoincrement=False),  # leads alone
    sqlite_with_rowid=False,
)

Index("ix_article_themes_article", article_themes.c.article)
