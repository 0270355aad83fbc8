"""Levers beside the chat that only a sandbox has, supplied by whoever starts it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Actions:
    """Each returns one line for the person; a button shows for each that is there.

    ``jump`` moves time to the next edition. ``drop`` puts an article, given as its text with the headline in the first
    line, where the bot reads articles. An exception of theirs is shown as its own words.
    """

    jump: Callable[[], Awaitable[str]] | None = None
    drop: Callable[[str], Awaitable[str]] | None = None
