"""What a command needs opened: the settings, the store, and with them the newsroom."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.settings import Settings, load
from digests import pipeline, store
from digests.pipeline import Newsroom
from digests.store import Store


def settings_of(ctx: click.Context) -> Settings:
    """The settings, read on first use."""
    root = ctx.find_root()
    if not isinstance(root.obj, Settings):
        root.obj = load(root.obj if isinstance(root.obj, Path) else None)
    return root.obj


def opened_store(settings: Settings) -> AbstractContextManager[Store]:
    """The archive alone: quick, for commands that only look."""
    return store.opened(settings.database)


def opened_newsroom(settings: Settings) -> AbstractContextManager[Newsroom]:
    """Store and knowledge together: what reading, composing and looking up need."""
    return pipeline.opened(settings, settings.database)


def now(settings: Settings) -> datetime:
    """The one clock of the command line, the service's: a sandbox's may have been moved ahead."""
    if settings.token is None:
        from bot.app.levers import MovableTime

        return MovableTime.of(settings.data)()
    return datetime.now(UTC)
