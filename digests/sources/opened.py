"""What a fetched body is: a feed, or a page that may name one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from digests.errors import FetchError
from digests.sources import entries, markup
from digests.sources.fetch import Fetched, Fetcher, shown

_NO_PAGE = re.compile("(?:image|audio|video|font)/.*|.*(?:json|javascript|css|csv|zip)")
_NAMED_FEEDS = 3  # tried in turn: the first may be one of comments, or gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """``feed``: None where a page came. ``page``: what the page links to; empty for a feed."""

    got: Fetched
    feed: entries.Feed | None
    page: markup.Page


def opened(got: Fetched, fetcher: Fetcher) -> Opened:
    """Raises ``FetchError`` where neither a feed nor the text of a page came."""
    with fetcher.parsing:
        return _opened(got, fetcher)


def _opened(got: Fetched, fetcher: Fetcher) -> Opened:
    if not got.content.strip():
        raise FetchError(shown(got.url), "what came is empty; check the address")
    try:
        text = fetcher.decode(got.content, got.charset)
    except ValueError as error:
        feed = _parsed(got.url, lambda: entries.parse_undecoded(got.content, got.charset, got.url))
        if feed is None or not feed.entries:
            if got.media_type == "application/pdf":
                return Opened(got=got, feed=None, page=markup.NOTHING)
            raise FetchError(shown(got.url), f"what came is no text: it {error}") from error
        return Opened(got=got, feed=feed, page=markup.NOTHING)
    feed = _parsed(got.url, lambda: entries.parse(text, got.url))
    if feed is None and _NO_PAGE.fullmatch(got.media_type or "") and not text.lstrip().startswith("<"):
        raise FetchError(shown(got.url), f"{got.media_type} came, neither a feed nor a page; correct the address")
    return Opened(got=got, feed=feed, page=markup.NOTHING if feed else markup.scan(text, got.url))


def discovered(named: Opened, fetcher: Fetcher) -> Opened | None:
    """The first feed that a page names and that is one; None: it names none. Raises ``FetchError`` as fetching does."""
    for url in named.page.feeds[:_NAMED_FEEDS]:
        found = opened(fetcher.fetch(url), fetcher)
        if found.feed is not None:
            return found
    return None


def _parsed(url: str, parse: Callable[[], entries.Feed | None]) -> entries.Feed | None:
    try:
        return parse()
    except FetchError:
        raise
    except Exception as error:  # the parser promises no set of exceptions, and its input is anybody's
        kind = type(error).__name__
        raise FetchError(shown(url), f"the feed cannot be parsed ({kind}); tell its publisher") from error
