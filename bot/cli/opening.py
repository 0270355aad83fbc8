"""What a command needs opened: the settings, the store, and with them the newsroom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.settings import Settings, load
from digests import pipeline
from digests.errors import StoreError
from digests.pipeline import Newsroom
from digests.store import Store


def now() -> datetime:
    """The one clock of the command line."""
    return datetime.now(UTC)


def settings_of(ctx: click.Context) -> Settings:
    """The settings, read on first use."""
    root = ctx.find_root()
    if not isinstance(root.obj, Settings):
        root.obj = load(root.obj if isinstance(root.obj, Path) else None)
    return root.obj


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The archive, migrated; its folder is made when it is not there.

    Raises:
        StoreError: the folder or the file cannot be used; says which and what to do.
    """
    path = Path(settings.database.removeprefix("sqlite:///"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(f"data directory {path.parent}: {reason}; set `home` to a writable folder") from error
    store = Store(settings.database)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_newsroom(settings: Settings) -> Iterator[Newsroom]:
    """Store and knowledge together: what reading, composing and looking up need."""
    from digests import knowledge

    with opened_store(settings) as store, pipeline.open_fetcher(settings.allowed_hosts) as fetcher:
        known = knowledge.load(settings)
        yield Newsroom(store=store, knowledge=known, timezone=settings.timezone, fetcher=fetcher)
