"""The text of a feed to its entries: RSS, Atom and RDF by feedparser, JSON Feed by ourselves (version 1.1).

The parser is given text that we decoded, as UTF-8 without any encoding declaration: it would believe a wrong one.
It neither cleans nor resolves what entries hold: nothing of it is shown as markup, and both cost a third of the time.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, TypeGuard

from digests.errors import FetchError
from digests.sources import markup, words

_DECLARATION = re.compile(r"^\s*<\?xml[^<>]*\?>")
# The parser takes up to 35 microseconds a tag, well formed or not: 10 MB of bare tags would take a minute. A feed of
# 10,000 entries has about 130,000.
MAX_TAGS = 250_000
_ABSOLUTE = re.compile(r"https?://", re.I)
_ADDRESS = re.compile(r"[^\s()<>]+@[^\s()<>]+")
_NOBODY = re.compile(
    r"admin(istrator)?|editors?|webmaster|root|user|unknown|佚名|未知|管理员|管理員|匿名|网络|網絡", re.I
)
_COUNT = re.compile(r"[0-9]{1,9}")
_PERIODS_S = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z]{2,8};|&#\d")
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)  # on short texts only: quadratic
_TITLE_CHARS = 2000
_TEXT_TAG = re.compile(r"</?(?:p|br|div|span|a|img|strong|b|em|ul|ol|li|h[1-6]|table|section)(?:\s[^<>]*)?/?>", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as its feed has it. ``html``: the longest text it offers; ``whole``: offered as content, not summary.

    ``published`` is as written. ``link`` is absolute and canonical.
    """

    id: str | None
    link: str | None
    title: str | None
    html: str
    whole: bool
    published: str | None
    byline: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """``ttl_s``: how long its publisher says it need not be read again; 0: not said.

    ``flaw``: what is wrong with its XML, which was read all the same; None: nothing.
    """

    title: str | None
    entries: tuple[Entry, ...]
    ttl_s: float = 0
    flaw: str | None = None


def parse(text: str, url: str) -> Feed | None:
    """The feed, as far as it can be read; None: this is no feed. ``url`` is what relative links are relative to.

    Raises ``FetchError`` for more markup than any feed has. The parser may raise anything.
    """
    start = text[:4096].lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return _json_feed(text, url)
    head = start.lower()
    if head.startswith(("<!doctype html", "<html")) or "<" not in head:
        return None
    return _xml_feed(_DECLARATION.sub("", text, count=1).encode("utf-8", "replace"), "utf-8", url)


def parse_undecoded(content: bytes, charset: str | None, url: str) -> Feed | None:
    """For feeds in charsets that Chinese texts do not come in: as declared, by carrier or content."""
    return _xml_feed(content, charset, url)


def _xml_feed(content: bytes, charset: str | None, url: str) -> Feed | None:
    import feedparser

    if content.count(b"<") > MAX_TAGS:
        raise FetchError(url, f"more than {MAX_TAGS:,} tags; that is no feed, or one to be split by its publisher")
    media_type = f"application/xml; charset={charset}" if charset else "application/xml"
    parsed = feedparser.parse(
        io.BytesIO(content),
        response_headers={"content-type": media_type},  # no address: it would resolve guids that are mere numbers
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.version and not parsed.entries:
        return None
    return Feed(
        title=_line(parsed.feed.get("title")),
        entries=tuple(_xml_entry(entry, url) for entry in parsed.entries),
        ttl_s=_ttl_s(parsed.feed),
        flaw=_flaw(parsed.get("bozo_exception")),
    )


def _flaw(error: object) -> str | None:
    """What the parser says of a feed that is not well-formed: "mismatched tag, line 7"."""
    told, line = getattr(error, "getMessage", None), getattr(error, "getLineNumber", None)
    return f"{told()}, line {line()}" if told and line else None


def _xml_entry(entry: dict[str, Any], url: str) -> Entry:
    said = dict(entry.items())  # the parser's own look-up answers with other keys where one is missing, and warns
    get = said.get
    offered = [(str(part.get("value") or ""), part.get("type"), True) for part in get("content") or ()]
    detail = get("summary_detail") or {}
    offered.append((str(get("summary") or ""), detail.get("type"), False))
    value, kind, whole = max(offered, key=lambda part: len(part[0]))
    authors = [author.get("name") for author in get("authors") or ()]
    if len(authors) < 2:  # as written: the parser cuts addresses wrongly where the host ends in a long word
        authors = [_ADDRESS.sub(" ", str(get("author") or "")).strip(" ()<>")]
    link = get("link")
    if get("guidislink") and not _ABSOLUTE.match(str(link)):
        link = None  # a guid that is a mere number, which RSS takes for an address unless told otherwise
    return Entry(
        id=get("id") or None,
        link=markup.absolute(url, link) if link else None,
        title=_line(get("title")),
        html=_html(value, kind),
        whole=whole,
        published=get("published") or get("created") or get("updated"),
        byline=_byline(authors),
    )


def _html(value: str, kind: object) -> str:
    """RSS does not say whether a text is markup, Atom often says it wrongly: what holds tags of a text is."""
    found = (_TEXT_TAG if kind == "text/plain" else _MARKUP).search(value)
    return value if found else _paragraphs(value)


def _paragraphs(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _ttl_s(feed: Mapping[str, Any]) -> float:
    """RSS 2.0's ttl in minutes, else the syndication module's period over its frequency."""
    ttl = str(feed.get("ttl") or "").strip()
    if _COUNT.fullmatch(ttl):
        return 60.0 * int(ttl)
    period_s = _PERIODS_S.get(str(feed.get("sy_updateperiod") or "").strip().lower(), 0)
    frequency = str(feed.get("sy_updatefrequency") or "1").strip()
    return period_s / max(1, int(frequency) if _COUNT.fullmatch(frequency) else 1)


def _json_feed(text: str, url: str) -> Feed | None:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or "jsonfeed.org/version/" not in str(feed.get("version")):
        return None
    items = feed.get("items")
    entries = [_json_entry(item, url) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return Feed(title=_line(feed.get("title")), entries=tuple(entries))


def _json_entry(item: dict[str, Any], url: str) -> Entry:
    html, text = item.get("content_html"), item.get("content_text")
    content = html if _said(html) else _paragraphs(text) if _said(text) else ""
    summary = item.get("summary")
    link = item.get("url") or item.get("external_url")
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [author.get("name") for author in authors or () if isinstance(author, dict)]
    entry_id, published = item.get("id"), item.get("date_published") or item.get("date_modified")
    return Entry(
        id=str(entry_id) if isinstance(entry_id, str | int | float) and entry_id != "" else None,
        link=markup.absolute(url, link) if isinstance(link, str) else None,
        title=_line(item.get("title")),
        html=content or (_paragraphs(summary) if _said(summary) else ""),
        whole=bool(content),
        published=published if isinstance(published, str) else None,
        byline=_byline(names),
    )


def _byline(names: Iterable[object]) -> tuple[str, ...]:
    """Names of people, each once: addresses and the accounts that publishing systems fill in are nobody."""
    said = (words.cleaned(name) for name in names if isinstance(name, str))
    return tuple(dict.fromkeys(name for name in said if name and "@" not in name and not _NOBODY.fullmatch(name)))


def _said(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def _line(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return words.cleaned(markup.plain(_SCRIPT.sub(" ", value[:_TITLE_CHARS]))) or None
