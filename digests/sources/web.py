"""Sources on the web, feed or page: one conditional fetch, then what came decides.

A page may turn out to be a feed, and where a feed was named its front page may be met: the feed it names is then
read, and from the next time on asked for directly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from digests.errors import FetchError
from digests.models import Source, SourceState
from digests.sources import due, feed, page
from digests.sources.entries import Feed
from digests.sources.fetch import Fetched, Fetcher, shown
from digests.sources.opened import Opened, discovered, opened
from digests.sources.outcomes import Failed, Finished, Known, Outcome, Probe


def read(source: Source, state: SourceState, *, known: Known, now: datetime, fetcher: Fetcher) -> Iterator[Outcome]:
    """The outcomes of a feed's entries or of a page and what it lists, ``Finished`` last."""
    before = state
    try:
        got = fetcher.fetch(due.location(source, state), etag=state.etag, last_modified=state.last_modified)
        state = due.after_move(source, state, got.moved_to)
        if got.status == 304:
            yield Finished(state=_unchanged(source, state, got, now))
            return
        came = opened(got, fetcher)
        if source.kind == "feed" and came.feed is None:
            came = _named(source, came, fetcher, was_feed=state.last_good_at is not None)
            state = _found(before, came.got.url)
            if state.moved_times < due.MOVES:
                raise FetchError(shown(source.location), "a page came where a feed was; a later try may do")
    except FetchError as error:
        yield Finished(state=due.after_failure(source, state, error, now=now, pause_s=error.pause_s), error=error)
        return
    if came.feed is not None:
        documents = feed.outcomes(came.feed, source, known=known, now=now, fetcher=fetcher)
    else:
        documents = page.outcomes(came.got, came.page, source, known=known, now=now, fetcher=fetcher)
    ttl_s = came.feed.ttl_s if came.feed else 0
    yield from _finished(documents, source, state, came.got, now=now, ttl_s=ttl_s)


def _found(state: SourceState, feed_url: str) -> SourceState:
    """A page named this feed: believed at once by a source that was never read, else like a move for good.

    A front page is what many a site shows while it is mended, and the feed that it names is another one.
    """
    times = state.moved_times + 1 if state.moved_to == feed_url else 1
    return replace(state, moved_to=feed_url, moved_times=times if state.last_good_at else due.MOVES)


def _named(source: Source, came: Opened, fetcher: Fetcher, *, was_feed: bool = False) -> Opened:
    found = discovered(came, fetcher)
    if found is None and was_feed:
        cause = "a page that names no feed came where a feed was; a later try may do, else correct the address"
        raise FetchError(shown(source.location), cause)
    if found is None:
        remedy = 'correct the address or make it kind = "page"'
        raise FetchError(shown(source.location), f"neither a feed nor a page that names one; {remedy}")
    return found


def _finished(
    documents: Iterator[Outcome], source: Source, state: SourceState, got: Fetched, *, now: datetime, ttl_s: float
) -> Iterator[Outcome]:
    """Passes the outcomes on; the validators are kept only if nothing has to be looked at again."""
    seen = failed = 0
    complete = True
    for outcome in documents:
        seen += 1
        failed += isinstance(outcome, Failed)
        complete = complete and feed.is_complete(outcome) and not isinstance(outcome, Failed)
        yield outcome
    state = replace(
        state,
        etag=got.etag if complete else None,
        last_modified=got.last_modified if complete else None,
    )
    pause_s = max(ttl_s, got.fresh_s)
    yield Finished(state=due.after_success(source, state, now=now, documents=seen, failed=failed, pause_s=pause_s))


def _unchanged(source: Source, state: SourceState, got: Fetched, now: datetime) -> SourceState:
    return due.after_success(
        source, state, now=now, documents=state.documents, failed=state.failed, pause_s=got.fresh_s
    )


def probe(source: Source, fetcher: Fetcher, *, discover: bool) -> Probe:
    """One fetch, or two where a page names its feed."""
    try:
        came = opened(fetcher.fetch(source.location), fetcher)
        if came.feed is None and source.kind == "feed":
            came = _named(source, came, fetcher)
        elif came.feed is None and discover:
            came = discovered(came, fetcher) or came
    except FetchError as error:
        return Probe(kind=source.kind, location=source.location, error=error)
    if came.feed is not None:
        count = len(came.feed.entries)
        note = _note(came.feed)
        return Probe(kind="feed", location=came.got.url, title=came.feed.title, documents=count, note=note)
    lists = bool(source.include) or came.page.is_list
    count = len(page.wanted(came.page, source)) if lists else 1
    nothing = "none of its links is included; correct --include or --exclude" if lists and not count else None
    title = came.page.title if lists else came.page.site
    return Probe(kind="page", location=source.location, title=title, documents=count, note=nothing)


def _note(found: Feed) -> str | None:
    if found.flaw:
        return f"its XML is broken ({found.flaw}), so entries may be missing; tell its publisher"
    return None if found.entries else "the feed is empty"
