"""Sources on the web, feed or page: one conditional fetch, then what came decides.

A page may turn out to be a feed, and where a feed was named its front page may be met: the feed it names is then
read, and from the next time on asked for directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from digests.errors import FetchError
from digests.models import Source, SourceState
from digests.sources import due, entries, feed, markup, page
from digests.sources.fetch import Fetched, Fetcher, shown
from digests.sources.outcomes import Failed, Finished, Known, Outcome


def read(source: Source, state: SourceState, *, known: Known, now: datetime, fetcher: Fetcher) -> Iterator[Outcome]:
    """The outcomes of a feed's entries or of a page and what it lists, ``Finished`` last."""
    try:
        got = fetcher.fetch(due.location(source, state), etag=state.etag, last_modified=state.last_modified)
        state = due.after_move(source, state, got.moved_to)
        if got.status == 304:
            yield Finished(state=_unchanged(source, state, got, now))
            return
        found, text = _opened(got, fetcher)
        scanned = markup.scan(text, got.url) if found is None else None
        if source.kind == "feed" and scanned is not None:
            got, found = _discovered(source, scanned, fetcher)
            state = replace(state, moved_to=got.url, moved_times=due.MOVES)
    except FetchError as error:
        yield Finished(state=due.after_failure(source, state, error, now=now, pause_s=error.pause_s), error=error)
        return
    if found is not None:
        documents = feed.outcomes(found, got.url, source, known=known, now=now, fetcher=fetcher)
    else:
        documents = page.outcomes(got, scanned or _EMPTY, source, known=known, now=now, fetcher=fetcher)
    yield from _finished(documents, source, state, got, now=now, ttl_s=found.ttl_s if found else 0)


_EMPTY = markup.Page(feeds=(), links=(), prose_chars=0)


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


def _opened(got: Fetched, fetcher: Fetcher) -> tuple[entries.Feed | None, str]:
    """What came: the feed if it is one, and its text. Raises ``FetchError`` where it is neither feed nor text."""
    try:
        text = fetcher.decode(got.content, got.charset)
    except ValueError as error:
        found = _parsed(got.url, lambda: entries.parse_undecoded(got.content, got.charset, got.url))
        if found is None or not found.entries:
            raise FetchError(shown(got.url), f"what came is no text: it {error}") from error
        return found, ""
    return _parsed(got.url, lambda: entries.parse(text, got.url)), text


def _parsed(url: str, parse: Callable[[], entries.Feed | None]) -> entries.Feed | None:
    try:
        return parse()
    except FetchError:
        raise
    except Exception as error:  # the parser promises no set of exceptions, and its input is anybody's
        kind = type(error).__name__
        raise FetchError(shown(url), f"the feed cannot be parsed ({kind}); tell its publisher") from error


def _discovered(source: Source, scanned: markup.Page, fetcher: Fetcher) -> tuple[Fetched, entries.Feed]:
    """The first feed that a page names and that is one. Raises ``FetchError`` when there is none."""
    for url in scanned.feeds[:3]:
        got = fetcher.fetch(url)
        found, _ = _opened(got, fetcher)
        if found is not None:
            return got, found
    raise FetchError(
        shown(source.location), 'neither a feed nor a page that names one; correct the address or make it kind = "page"'
    )
