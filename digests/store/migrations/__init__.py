"""Brings a database to the newest form, once, at start.

Each file in ``versions/`` is one step and never changes after a release. Alembic (15 MB in memory) is imported only
when the stored revision differs from ``HEAD``. A step and its stamp are one transaction.
"""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

HEAD = "0008"


def upgrade(engine: Engine) -> None:
    """Runs the steps that are missing.

    Raises:
        StoreError: if the database was written by a newer version.
    """
    if stored_revision(engine) != HEAD:
        from digests.store.migrations.steps import run

        run(engine, HEAD)


def stored_revision(engine: Engine) -> str | None:
    """The revision the database is at; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
