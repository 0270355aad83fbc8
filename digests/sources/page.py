"""Web pages: one article, or a list of links to articles, each a document."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import blake2b
from urllib.parse import urlsplit

from digests.errors import FetchError
from digests.models import Document, Fingerprint, Hints, Source
from digests.sources import globs, markup, paths
from digests.sources.fetch import Fetched, Fetcher
from digests.sources.outcomes import Failed, Known, Outcome, Read, Unchanged, Waiting

ARTICLES = 60  # fetched from one list in one read; the others wait for the next
_AT_ONCE = 4


def outcomes(
    page: Fetched, scanned: markup.Page, source: Source, *, known: Known, now: datetime, fetcher: Fetcher
) -> Iterator[Outcome]:
    """The page itself, or what it lists: told by the page, or by the source's ``include`` (globs of article paths).

    An article of a list is fetched once: what changes on the page around it must not make it new every time.
    """
    if source.include or scanned.is_list:
        yield from _listed(scanned, source, known=known, now=now, fetcher=fetcher)
        return
    name = markup.canonical(source.location)
    yield _document(page, name, source, paths.of_url(markup.canonical(page.url), now), known.get(name))


def _listed(
    scanned: markup.Page, source: Source, *, known: Known, now: datetime, fetcher: Fetcher
) -> Iterator[Outcome]:
    new: list[markup.Link] = []
    for link in wanted(scanned, source):
        previous = known.get(link.url)
        if previous is not None and previous.stamp:
            yield Unchanged(name=link.url, fingerprint=previous)
        else:
            new.append(link)
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix=f"list-{source.id}") as pool:
        for start in range(0, len(new[:ARTICLES]), _AT_ONCE):  # in handfuls: never more pages in memory than these
            chosen = new[:ARTICLES][start : start + _AT_ONCE]
            yield from pool.map(lambda link: _article(link, source, now, fetcher), chosen)
    for link in new[ARTICLES:]:
        yield Waiting(name=link.url, reason="it is fetched at the next read")


def wanted(scanned: markup.Page, source: Source) -> list[markup.Link]:
    """The links of a list that the source's globs let through."""
    matches = globs.matcher(source.include or ("**",), source.exclude)
    return [link for link in scanned.links if matches(urlsplit(link.url).path.lstrip("/"))]


def _article(link: markup.Link, source: Source, now: datetime, fetcher: Fetcher) -> Outcome:
    try:
        page = fetcher.fetch(link.url)
    except FetchError as error:
        return Failed(name=link.url, error=error)
    return _document(page, link.url, source, paths.of_url(link.url, now), None)


def _document(page: Fetched, name: str, source: Source, hints: Hints, previous: Fingerprint | None) -> Outcome:
    digest = blake2b(page.content, digest_size=16).hexdigest()
    fingerprint = Fingerprint(stamp=page.etag or page.last_modified or "page", digest=digest)
    if previous is not None and previous.digest == digest:
        return Unchanged(name=name, fingerprint=fingerprint)
    document = Document(
        source=source.id,
        name=name,
        content=page.content,
        media_type=page.media_type,
        charset=page.charset,
        hints=hints,
    )
    return Read(document=document, fingerprint=fingerprint)
