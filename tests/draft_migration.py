"""``python -m tests.draft_migration [--first]``: the operations that take a migrated database to the tables as coded.

Prints the body of the next file for ``digests/store/migrations/versions``; virtual tables and data are added by hand.
``--first``: from nothing, and the whole file, which is how 0001 was made (format it afterwards).
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
from digests.store import index_schema
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


FILE = '''"""The tables of the first release.

Made by ``python -m tests.draft_migration --first``; like every step it is never edited after a release, and it imports
nothing of ours, so that it goes on making what it made then.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
{body}
    # The inverted index is SQLite's own kind of table, and how much of it waits in memory is kept inside it.
    op.execute(
        {table!r}
        {kind!r}
    )
    op.execute({hash!r})
'''


def main() -> None:
    first = "--first" in sys.argv
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        if not first:
            run(engine, HEAD)
        context = MigrationContext.configure(connection, opts={"include_object": known})
        made = produce_migrations(context, as_coded())
        assert made.upgrade_ops is not None
        lines = str(render_python_code(made.upgrade_ops, render_item=spelled)).splitlines()
    body = "\n".join(line for line in lines if line.strip() and not line.strip().startswith("#"))
    if not first:
        print(body)
        return
    grams = index_schema.GRAMS.partition(" USING")
    print(FILE.format(body=body, table=grams[0], kind="".join(grams[1:]), hash=index_schema.HASH), end="")


if __name__ == "__main__":
    main()
