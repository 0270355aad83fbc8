"""A look at a place without reading it: is it there, what is it, how much does it hold."""

from __future__ import annotations

from dataclasses import dataclass

from digests.errors import FetchError, SourceError
from digests.models import Source, SourceKind
from digests.sources import folder
from digests.sources.fetch import Fetcher, shown
from digests.sources.opened import discovered, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What was found. ``location`` is where to read from now on: the feed that a page names, or as asked.

    ``documents``: files, entries, or the articles a page lists. ``error``: why it cannot be read, and the remedy.
    """

    kind: SourceKind
    location: str
    title: str | None = None
    documents: int = 0
    error: SourceError | None = None


def probe(source: Source, fetcher: Fetcher, *, discover: bool = False) -> Probe:
    """Lists a folder, or fetches a feed or page once. Raises nothing for what the place does wrong.

    ``discover``: a page that names a feed is taken for that feed.
    """
    try:
        if source.kind == "folder":
            return Probe(kind="folder", location=source.location, documents=len(list(folder.listing(source))))
        return _web(source, fetcher, discover=discover or source.kind == "feed")
    except SourceError as error:
        return Probe(kind=source.kind, location=source.location, error=error)


def _web(source: Source, fetcher: Fetcher, *, discover: bool) -> Probe:
    came = opened(fetcher.fetch(source.location), fetcher)
    if came.feed is None and discover:
        came = discovered(came, fetcher) or came
    if came.feed is not None:
        entries = len(came.feed.entries)
        return Probe(kind="feed", location=came.got.url, title=came.feed.title, documents=entries)
    if source.kind == "feed":
        raise FetchError(shown(source.location), 'neither a feed nor a page that names one; try kind "page"')
    lists = bool(source.include) or came.page.is_list
    return Probe(kind="page", location=source.location, documents=len(came.page.links) if lists else 1)
