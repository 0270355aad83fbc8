"""The tables of the first release."""

from __future__ import annotations

import importlib
import pkgutil

from alembic import op

import digests.store
from digests.store.schema import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    for module in pkgutil.iter_modules(digests.store.__path__):
        if module.name.endswith("schema"):
            importlib.import_module(f"digests.store.{module.name}")
    metadata.create_all(op.get_bind())
