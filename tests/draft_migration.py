"""``python -m tests.draft_migration [--first]``: the operations that take a migrated database to the tables as coded.

Prints the body of the next file for ``digests/store/migrations/versions``; virtual tables and data are added by hand.
``--first``: from nothing, which is how 0001 was made.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import Any

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine

import digests.store
from digests.store.migrations import HEAD
from digests.store.migrations.steps import run
from digests.store.schema import Instant, metadata


def as_coded() -> MetaData:
    """The tables of every room of the store."""
    for module in pkgutil.iter_modules(digests.store.__path__):
        if module.name.endswith("schema"):
            importlib.import_module(f"digests.store.{module.name}")
    return metadata


def spelled(kind: str, item: Any, _context: Any) -> str | bool:
    """Types of our own as what they are in the database: a step must not change when they do."""
    return "sa.String(length=32)" if kind == "type" and isinstance(item, Instant) else False


def known(item: Any, name: str | None, kind: str, reflected: bool, compared: Any) -> bool:
    """Tables of ours; the shadow tables of the full-text index are its own affair."""
    return not (kind == "table" and reflected and compared is None and str(name).startswith("search_grams"))


def main() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        if "--first" not in sys.argv:
            run(engine, HEAD)
        context = MigrationContext.configure(connection, opts={"include_object": known})
        made = produce_migrations(context, as_coded())
        assert made.upgrade_ops is not None
        print(render_python_code(made.upgrade_ops, render_item=spelled))


if __name__ == "__main__":
    main()
