"""Digests that readers were promised while a new archive was read for the first time outlive a restart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "promises",
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("place", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("per_theme", sa.SmallInteger(), nullable=True),
        sa.Column("everything", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["reader"], ["readers.id"], name=op.f("fk_promises_reader"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reader", "place", name=op.f("pk_promises")),
    )
