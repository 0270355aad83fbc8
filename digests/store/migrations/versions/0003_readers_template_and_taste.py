"""A template for each reader, and a time for each press of a thumb.

What was pressed before had no time: it fades from the day of this step on, so that nobody loses anything by it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("readers", sa.Column("template", sa.String(length=9), server_default="full", nullable=False))
    connection = op.get_bind()
    at = datetime.now(UTC).isoformat()
    for row in connection.execute(sa.text("SELECT id, taste FROM readers")).all():
        presses = [
            {"about": name, "names": [name], "weight": weight, "at": at}
            for name, weight in sorted(json.loads(row.taste).items())
        ]
        changed = {"taste": json.dumps(presses), "id": row.id}
        connection.execute(sa.text("UPDATE readers SET taste = :taste WHERE id = :id"), changed)
