"""The index says by which rules its rows were made, which only `rebuild` noted so far: until now by the first."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("INSERT OR IGNORE INTO search_state (name, value) VALUES ('version', 1)")
