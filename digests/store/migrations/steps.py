"""Alembic, driven from code: no ini file, no environment script."""

from __future__ import annotations

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Engine

from digests.errors import StoreError


def run(engine: Engine, target: str) -> None:
    """Runs every step after the stored revision up to ``target``.

    Raises:
        StoreError: if the stored revision is not one of ours.
    """
    scripts = ScriptDirectory(str(Path(__file__).parent))
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # a second process waits here and then finds nothing to do
        try:
            context = MigrationContext.configure(connection)
            stored = context.get_current_revision()
            known = {script.revision for script in scripts.walk_revisions()}
            if stored is not None and stored not in known:
                raise StoreError(
                    f"the database is at revision {stored}, which a newer Jianbao wrote: install that version again,"
                    " or point `home` at another directory"
                )
            with Operations.context(context):
                for script in _missing(scripts, stored, target):
                    script.module.upgrade()
                    context.stamp(scripts, script.revision)
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def _missing(scripts: ScriptDirectory, stored: str | None, target: str) -> list[Script]:
    steps = list(scripts.walk_revisions(base=stored or "base", head=target))
    return [script for script in reversed(steps) if script.revision != stored]
