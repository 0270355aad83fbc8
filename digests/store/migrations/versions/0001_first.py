"""The tables of the first release.

Made by ``python -m tests.draft_migration --first``; like every step it is never edited after a release, and it imports
nothing of ours, so that it goes on making what it made then.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "progress",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_progress")),
    )
    op.create_table(
        "readers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("script", sa.String(length=4), nullable=True),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("quiet", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("length", sa.String(length=6), nullable=False),
        sa.Column("send_empty", sa.Boolean(), nullable=False),
        sa.Column("muted", sa.JSON(), nullable=False),
        sa.Column("taste", sa.JSON(), nullable=False),
        sa.Column("since", sa.String(length=32), nullable=False),
        sa.Column("paused", sa.Text(), nullable=True),
        sa.Column("profile", sa.String(length=12), nullable=False),
        sa.Column("timetable", sa.String(length=12), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.Column("covered_until", sa.String(length=32), nullable=False),
        sa.Column("next_due_at", sa.String(length=32), nullable=True),
        sa.Column("due_slot", sa.String(length=32), nullable=True),
        sa.Column("last_slot", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readers")),
        sa.UniqueConstraint("chat_id", "thread_id", name=op.f("uq_readers_chat_id")),
    )
    op.create_index("ix_readers_due", "readers", ["next_due_at", "profile", "covered_until", "personal"], unique=False)
    op.create_table(
        "search_names",
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("initials", "name", name=op.f("pk_search_names")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search_state")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("every_s", sa.Integer(), nullable=False),
        sa.Column("include", sa.JSON(), nullable=False),
        sa.Column("exclude", sa.JSON(), nullable=False),
        sa.Column("category", sa.Text(), server_default="", nullable=False),
        sa.Column("configured", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("next_due_at", sa.String(length=32), nullable=True),
        sa.Column("last_read_at", sa.String(length=32), nullable=True),
        sa.Column("last_good_at", sa.String(length=32), nullable=True),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("moved_times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("first_read_at", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_first_read_at"), "stories", ["first_read_at"], unique=False)
    op.create_table(
        "waits",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_waits")),
    )
    op.create_index(op.f("ix_waits_until_at"), "waits", ["until_at"], unique=False)
    op.create_table(
        "documents",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("first_read_at", sa.String(length=32), nullable=False),
        sa.Column("read_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name=op.f("fk_documents_source")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_documents")),
        sa.UniqueConstraint("source", "name", name=op.f("uq_documents_source")),
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=True),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("since_at", sa.String(length=32), nullable=True),
        sa.Column("until_at", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["reader"], ["readers.id"], name=op.f("fk_editions_reader"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("key", name=op.f("uq_editions_key")),
    )
    op.create_index(op.f("ix_editions_reader"), "editions", ["reader"], unique=False)
    op.create_index(op.f("ix_editions_until_at"), "editions", ["until_at"], unique=False)
    op.create_table(
        "story_links",
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("related", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["related"], ["stories.id"], name=op.f("fk_story_links_related")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_story_links_story")),
        sa.PrimaryKeyConstraint("story", "related", name=op.f("pk_story_links")),
    )
    op.create_table(
        "watch_hits",
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("queries", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["reader"], ["readers.id"], name=op.f("fk_watch_hits_reader"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reader", "story", name=op.f("pk_watch_hits")),
    )
    op.create_index(op.f("ix_watch_hits_due_at"), "watch_hits", ["due_at"], unique=False)
    op.create_table(
        "watches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=6), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["reader"], ["readers.id"], name=op.f("fk_watches_reader"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watches")),
        sa.UniqueConstraint("reader", "query", name=op.f("uq_watches_reader")),
    )
    op.create_table(
        "articles",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kicker", sa.Text(), nullable=True),
        sa.Column("deck", sa.Text(), nullable=True),
        sa.Column("title_derived", sa.Boolean(), nullable=False),
        sa.Column("byline", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("published_on", sa.String(length=10), nullable=True),
        sa.Column("published_how", sa.Text(), nullable=True),
        sa.Column("script", sa.String(length=4), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("section_of", sa.String(), nullable=True),
        sa.Column("continued_from", sa.Text(), nullable=True),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("signature", sa.JSON(), nullable=False),
        sa.Column("first_read_at", sa.String(length=32), nullable=False),
        sa.Column("revised_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.pk"], name=op.f("fk_articles_document")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_articles_story")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_articles")),
        sa.UniqueConstraint("id", name=op.f("uq_articles_id")),
    )
    op.create_index(op.f("ix_articles_document"), "articles", ["document"], unique=False)
    op.create_index(op.f("ix_articles_first_read_at"), "articles", ["first_read_at"], unique=False)
    op.create_index(op.f("ix_articles_story"), "articles", ["story"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("again", sa.SmallInteger(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("not_before_at", sa.String(length=32), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("noticed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["edition"], ["editions.id"], name=op.f("fk_deliveries_edition"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reader"], ["readers.id"], name=op.f("fk_deliveries_reader"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("reader", "edition", "part", "again", name=op.f("uq_deliveries_reader")),
    )
    op.create_index("ix_deliveries_edition", "deliveries", ["edition", "state"], unique=False)
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["state", "reader"],
        unique=False,
        sqlite_where=sa.text("state IN ('sending', 'unknown')"),
        postgresql_where=sa.text("state IN ('sending', 'unknown')"),
    )
    op.create_index(
        "ix_deliveries_pending",
        "deliveries",
        ["priority", "not_before_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "edition_items",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition"], ["editions.id"], name=op.f("fk_edition_items_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition", "story", name=op.f("pk_edition_items")),
    )
    op.create_index("ix_edition_items_story", "edition_items", ["story"], unique=False)
    op.create_table(
        "edition_parts",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("part", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition"], ["editions.id"], name=op.f("fk_edition_parts_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition", "part", name=op.f("pk_edition_parts")),
    )
    op.create_table(
        "article_themes",
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.pk"], name=op.f("fk_article_themes_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("theme", "article", name=op.f("pk_article_themes")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_article_themes_article", "article_themes", ["article"], unique=False)
    op.create_table(
        "bands",
        sa.Column("band", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.pk"], name=op.f("fk_bands_article"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("band", "article", name=op.f("pk_bands")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bands_article", "bands", ["article"], unique=False)
    op.create_table(
        "event_terms",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.pk"], name=op.f("fk_event_terms_article"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("term", "article", name=op.f("pk_event_terms")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_terms_article", "event_terms", ["article"], unique=False)
    op.create_table(
        "search_texts",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("facets", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["pk"], ["articles.pk"], name=op.f("fk_search_texts_pk")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_search_texts")),
    )
    # The inverted index is SQLite's own kind of table, and how much of it waits in memory is kept inside it.
    op.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS search_grams"
        " USING fts5(grams, content='', columnsize=0, detail=none, tokenize='ascii')"
    )
    op.execute("INSERT INTO search_grams (search_grams, rank) VALUES ('hashsize', 16777216)")
