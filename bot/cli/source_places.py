"""Places that may become sources: their ids, which source one already is, the way there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import urlsplit

import click

from bot.settings import Settings
from digests.models import SEEDS
from digests.reading.decode import decode
from digests.sources import Fetcher
from digests.store.sources import SourceRecord

NO_SAMPLES = "name your own [[sources]] in the settings file, or write `sources = []` there, and they are left out"
_LONGEST = 48
_FILES = {".txt", ".md", ".html", ".htm", ".pdf"}
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?]|$)|\d+(?:\.\d+){3}(?::\d+)?(?:/|$)", re.I)
_EVERYWHERE = {"", "index", "html", "xml", "rss", "atom", "feed"}


def open_fetcher(settings: Settings) -> Fetcher:
    """The way to foreign sites, for a look at them. Opens nothing before the first fetch."""
    return Fetcher(decode=decode, allowed_hosts=settings.allowed_hosts)


def is_address(place: str) -> bool:
    """Whether ``place`` is on the web, a path otherwise. Raises UsageError for what is neither, but meant to be one."""
    if not place.strip():
        raise click.UsageError("an empty place; give a folder, a file or an address that begins with https://")
    try:
        urlsplit(place)
    except ValueError as error:
        raise click.UsageError(f"{place}: this is no address of a web page ({error}); correct it") from error
    if place.lower().startswith(("http://", "https://")):
        return True
    if Path(place).expanduser().exists():
        return False
    if "://" in place:
        raise click.UsageError(f"{place}: only http and https are read")
    if _HOST.match(place) and Path(place).suffix.lower() not in _FILES:
        raise click.UsageError(f"{place}: there is no such file or folder; if it is on the web, begin with https://")
    return False


def slug(place: str) -> str:
    """A short id from an address: its host and the words of its path that are not the same everywhere."""
    parts = urlsplit(place) if "://" in place else None
    words = f"{(parts.hostname or '').removeprefix('www.')} {parts.path}" if parts else place.rstrip("/").split("/")[-1]
    kept = [word for word in re.split(r"[^a-z0-9]+", words.lower()) if word not in _EVERYWHERE]
    return "-".join(kept)[:_LONGEST].strip("-") or ("feed" if parts else "folder")


def free_id(wanted: str, taken: Collection[str]) -> str:
    """``wanted``, or with the first number behind it that no source has or ever had."""
    numbered = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 3))
    return next(found for found in numbered if found not in taken and found != SEEDS)


def known_at(records: Iterable[SourceRecord], location: str) -> SourceRecord | None:
    """The source that reads this place, one that is read before one that was."""
    here = [record for record in records if location in (record.source.location, record.state.moved_to)]
    return max(here, key=lambda record: record.active, default=None)
