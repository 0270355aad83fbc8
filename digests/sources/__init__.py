"""Sources: where documents come from. ``read`` opens one and gives its documents, one outcome each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from digests.models import Source, SourceState
from digests.sources import folder
from digests.sources.fetch import Decode, Fetcher
from digests.sources.outcomes import Failed, Finished, Known, Outcome, Probe, Read, Unchanged, Waiting

__all__ = [
    "AT_ONCE",
    "Decode",
    "Failed",
    "Fetcher",
    "Finished",
    "Known",
    "Outcome",
    "Probe",
    "Read",
    "Unchanged",
    "Waiting",
    "host",
    "probe",
    "read",
]


AT_ONCE = 16  # sources read at a time: each waits for its server, some as long as a fetch may take


def read(
    source: Source, state: SourceState, *, known: Known, now: datetime, fetcher: Fetcher | None = None
) -> Iterator[Outcome]:
    """One outcome a document, ``Finished`` with the state to keep last.

    Lazy: what is not asked for is not read, and a caller that stops early keeps the old state. Never raises for what
    a source, a file or a server does wrong. ``fetcher``: needed for feeds and pages, and kept open between reads.
    """
    if source.kind == "folder":
        return folder.read(source, state, known=known, now=now)
    if fetcher is None:
        raise ValueError(f"source {source.id} is on the web: reading it needs a fetcher")
    from digests.sources import web  # its parsers stay out of a service that reads folders only

    return web.read(source, state, known=known, now=now, fetcher=fetcher)


def host(source: Source) -> str:
    """The server that a source is read from; a folder stands for itself."""
    try:
        return (urlsplit(source.location).hostname if source.kind != "folder" else None) or source.id
    except ValueError:  # fetching it says what is wrong
        return source.id


def probe(source: Source, fetcher: Fetcher, *, discover: bool = False) -> Probe:
    """A look at a source without reading it. ``discover``: a page that names a feed is taken for that feed."""
    if source.kind == "folder":
        return folder.probe(source)
    from digests.sources import web

    return web.probe(source, fetcher, discover=discover or source.kind == "feed")
