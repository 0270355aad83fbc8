"""Texts that a newspaper printed on two pages are joined.

Archives of earlier versions say of which issue a document is where its articles do. Documents with a second half count
as not read: the next reading finds their articles as they are, and joins those whose first halves are in the issue.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("articles", sa.Column("page", sa.String(length=8), nullable=True))
    op.add_column("articles", sa.Column("continued_on", sa.Text(), nullable=True))
    op.add_column("articles", sa.Column("half_of", sa.String(), nullable=True))
    op.create_index(
        "ix_articles_half_of", "articles", ["half_of"], unique=False, sqlite_where=sa.text("half_of IS NOT NULL")
    )
    op.add_column("documents", sa.Column("issue", sa.String(length=10), nullable=True))
    op.create_index("ix_documents_issue", "documents", ["source", "issue"], unique=False)
    op.execute(
        "UPDATE documents SET issue = (SELECT published_on FROM articles WHERE document = documents.pk"
        " AND length(published_on) = 10 AND published_how IN ('path', 'masthead') LIMIT 1)"
    )
    op.execute(
        "UPDATE documents SET stamp = '', digest = ''"
        " WHERE pk IN (SELECT document FROM articles WHERE continued_from IS NOT NULL)"
    )
