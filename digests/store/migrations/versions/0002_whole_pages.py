"""Pages of questions are kept whole beside their sections.

What introduces the questions was not stored, so their documents count as not read: the next reading finds the sections
as they are and adds the page.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("articles", sa.Column("sectioned", sa.Boolean(), server_default="0", nullable=False))
    op.add_column("articles", sa.Column("context", sa.JSON(none_as_null=True), nullable=True))
    op.execute(
        "UPDATE documents SET stamp = '', digest = ''"
        " WHERE pk IN (SELECT document FROM articles WHERE section_of IS NOT NULL)"
    )
