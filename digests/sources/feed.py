"""Feeds: every entry a document, told apart by what its publisher keeps when everything else about it moves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from html import escape
from urllib.parse import urlsplit

from digests.errors import FetchError, UnreadableDocument
from digests.models import Document, Fingerprint, Hints, Source
from digests.sources import dates, markup, paths, words
from digests.sources.entries import Entry, Feed
from digests.sources.fetch import Fetched, Fetcher
from digests.sources.outcomes import Failed, Known, Outcome, Read, Unchanged, Waiting

FULL_TEXTS = 60  # fetched in one read; the others wait for the next, so that one feed does not keep the rest waiting
TRIES = 3  # for the full text of one entry; then its teaser is what there is
_SUMMARY_CHARS = 200  # a shorter text that is offered as a summary is one
_AT_ONCE = 4
_LONGEST_NAME = 500
_MORE_CHARS = 100  # by which a page must exceed the teaser: legal notices in the footer make up as much
_SOME_CHARS = 40
_CUT = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|(?:阅读|閱讀|查看|点击查看|點擊查看|展开|展開)(?:全文|原文|更多|详情|詳情)"
    r"|全文|更多|详情|詳細|继续阅读|繼續閱讀|read more|continue reading|full story)[\s>»›→)\]）】]*$",
    re.IGNORECASE,
)
_LATER = {408, 425, 429}  # statuses below 500 that mean: not now


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """An entry, the name of its document and what it looked like."""

    name: str
    entry: Entry
    digest: str
    url: str | None
    tries: int = 0  # for its full text, so far


def outcomes(feed: Feed, source: Source, *, known: Known, now: datetime, fetcher: Fetcher) -> Iterator[Outcome]:
    """One for each entry. A ``Waiting`` or a teaser asks for the whole feed next time.

    Some feeds give every entry a new guid whenever they are built: what is word for word an entry that is known keeps
    the name it had.
    """
    batch: list[_Named] = []
    fetched = 0
    names = {fingerprint.digest: name for name, fingerprint in known.items()}
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix=f"full-{source.id}") as pool:
        for named in _named(feed.entries, markup.canonical(source.location)):
            if named.name not in known:
                named = replace(named, name=names.get(named.digest, named.name))
            previous = known.get(named.name)
            if previous is not None and previous.digest == named.digest and not _pending(previous):
                yield Unchanged(name=named.name, fingerprint=previous)
            elif not _is_teaser(named.entry):
                yield _given(source, named, now, "entry")
            elif fetched == FULL_TEXTS:
                yield Waiting(name=named.name, reason="its full text is fetched at the next read")
            else:
                fetched += 1
                batch.append(_tried(named, previous))
            if len(batch) == _AT_ONCE:
                yield from pool.map(lambda one: _full(source, one, now, fetcher), batch)
                batch = []
        yield from pool.map(lambda one: _full(source, one, now, fetcher), batch)


def is_complete(outcome: Outcome) -> bool:
    """False where the next read has to see the whole feed again, changed or not."""
    return not isinstance(outcome, Waiting) and not (isinstance(outcome, Read) and _pending(outcome.fingerprint))


def _named(entries: Iterable[Entry], url: str) -> Iterator[_Named]:
    """Names that last: the guid if it is one, else the link, else title and text; each at most once in a feed.

    A guid or link that several entries share says nothing about which is which and is passed over. ``url``: the
    feed's as the source has it, so that names outlive its moves.
    """
    entries = list(entries)
    ids = Counter(entry.id for entry in entries)
    links = Counter(entry.link for entry in entries)
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.id and ids[entry.id] == 1:
            name = _guid_name(words.spelled_out(" ".join(entry.id.split())), url)
        elif entry.link and links[entry.link] == 1:
            name = entry.link
        else:
            name = f"{url}#{_hash(entry.title or entry.html, entry.link or '')}"
        # Its date is left out: some feeds call every entry updated whenever they are built.
        digest = _hash(entry.title or "", entry.link or "", entry.html, *entry.byline)
        if seen.get(name, digest) != digest:  # two untitled remarks under one address
            name = f"{url}#{digest}"
        if name not in seen:
            seen[name] = digest
            yield _Named(name=name, entry=entry, digest=digest, url=_own_url(entry.link, name, links))


def _guid_name(guid: str, url: str) -> str:
    """A guid that is an address is taken to the letter: what looks like decoration may tell entries apart."""
    if len(guid) > _LONGEST_NAME:
        guid = _hash(guid)
    return guid if guid.startswith(("http://", "https://")) else f"{url}#{guid}"


def _own_url(link: str | None, name: str, links: Counter[str | None]) -> str | None:
    """The address that stands for this entry alone: many in a live report, or on a front page, share theirs."""
    shared = link is not None and (links[link] > 1 or urlsplit(link).path == "/")
    return f"{link}#{_hash(name)[:12]}" if shared else link


def _hash(*words: str) -> str:
    return blake2b("\0".join(words).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _is_teaser(entry: Entry) -> bool:
    if entry.link is None:
        return False
    text = markup.plain(entry.html)
    return not text or bool(_CUT.search(text)) or (not entry.whole and len(text) < _SUMMARY_CHARS)


def _pending(previous: Fingerprint) -> bool:
    return previous.stamp.startswith("teaser:") and int(previous.stamp[7:]) < TRIES


def _tried(named: _Named, previous: Fingerprint | None) -> _Named:
    again = previous is not None and previous.digest == named.digest and _pending(previous)
    tries = int(previous.stamp[7:]) if again and previous is not None else 0
    return replace(named, tries=tries)


def _full(source: Source, named: _Named, now: datetime, fetcher: Fetcher) -> Outcome:
    """The page behind a teaser, or the teaser where the page does not come or says less."""
    link, text = named.entry.link or "", markup.plain(named.entry.html)
    try:
        page = fetcher.fetch(link)
    except FetchError as error:
        if not text:
            return _without_text(named, error)
        for_now = error.status is None or error.status >= 500 or error.status in _LATER
        return _given(source, named, now, f"teaser:{named.tries + 1}" if for_now else "entry")
    if _says_more(page, text, fetcher):
        return _given(source, named, now, "page", page)
    return _given(source, named, now, "entry") if text else _failed(named, "neither the feed nor the page has a text")


def _without_text(named: _Named, error: FetchError) -> Outcome:
    if error.status is None or error.status >= 500 or error.status in _LATER:
        return Waiting(name=named.name, reason=error.cause)
    return Failed(name=named.name, error=error)


def _says_more(page: Fetched, teaser: str, fetcher: Fetcher) -> bool:
    if page.media_type == "application/pdf":
        return True
    if page.media_type not in (None, "text/html", "application/xhtml+xml", "text/plain"):
        return False
    try:
        with fetcher.parsing:
            said = markup.scan(fetcher.decode(page.content, page.charset), page.url).prose_chars
    except ValueError:
        return False
    return said >= (len(teaser) + _MORE_CHARS if teaser else _SOME_CHARS)


def _given(source: Source, named: _Named, now: datetime, stamp: str, page: Fetched | None = None) -> Outcome:
    entry = named.entry
    if page is None and not markup.plain(entry.html):
        return _failed(named, "the entry has neither text nor link; nothing can be read from it")
    published = dates.published_on(entry.published, now)
    said = paths.of_url(named.url, now) if named.url else Hints()
    hints = replace(
        said,
        title=entry.title,
        byline=entry.byline,
        published_on=published or said.published_on,
        published_how="feed" if published else said.published_how,
    )
    document = Document(
        source=source.id,
        name=named.name,
        content=page.content if page else _document(entry).encode("utf-8", "replace"),
        media_type=(page.media_type or "text/html") if page else "text/html",
        charset=page.charset if page else "utf-8",
        hints=hints,
    )
    return Read(document=document, fingerprint=Fingerprint(stamp=stamp, digest=named.digest))


def _document(entry: Entry) -> str:
    """The entry as a page without any furniture, so that reading needs no second way in."""
    title = escape(entry.title or "")
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body><article>{entry.html}</article></body></html>"


def _failed(named: _Named, cause: str) -> Failed:
    return Failed(name=named.name, error=UnreadableDocument(named.name, cause))
