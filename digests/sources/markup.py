"""The little that sources must know of HTML: where its feeds and articles are linked, and how much it says itself.

Main text is the business of reading; here pages are only told apart. Parsed by lxml: Python's own parser is
quadratic on some broken input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from digests.tags import without_swarms

_TAG = re.compile(r"<[^<>]*>")  # no "<" inside, so that a run of them costs nothing
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
_COMMENTS = re.compile(r"comments?\b|评论|評論|留言", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")
# Added by whoever passes a link on, never part of what it points at.
_TRACKING = re.compile(r"utm_\w+|spm|from|isappinstalled|share_\w+|fbclid|gclid|_t|timestamp", re.IGNORECASE)
# A date or a number of five digits in the path, or a page of its own: how sites name articles, not sections.
_ARTICLE_PATH = re.compile(r"\d{5,}|/(?:19|20)\d\d[-/]?\d\d|\d{3,}\.s?html?$|[0-9a-f]{16,}")
_TITLE_HAN = 8  # shorter link texts are names of sections and buttons
_PROSE_CHARS = 25  # shorter pieces of text outside links are labels
_LIST_LINKS = 5
_LONGEST_TITLE = 80
_TITLE_PARTS = re.compile(r"\s*(?:[_|｜»·]|--|—{1,2}|\s-\s|(?<=[\u3400-\u9fff])-(?=[\u3400-\u9fff]))\s*")
_SITE_NAME = re.compile("(?:网|网站|政府|日报|晚报|频道|电视台|中心|门户|委员会|局|列表|专题|首页|頻道|網|網站|日報)$")
_OF_ARTICLES = {"article:published_time", "publishdate", "pubdate", "articletitle"}
_BLURB_CHARS = 150
_LIST_RATIO = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that leads to an article, by its address and its words. ``url`` is absolute and canonical."""

    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``feeds``: in the page's own order, those of comments last. ``prose_chars``: running text outside of links.

    ``longest_chars``: as much of it as stands between two links to articles. ``site``: the name of the site, where the
    page gives it. ``headed``: it says that it is an article, or prints the headline that it is titled by.
    """

    feeds: tuple[str, ...]
    links: tuple[Link, ...]
    prose_chars: int
    longest_chars: int
    title: str | None = None
    site: str | None = None
    headed: bool = False

    @property
    def is_list(self) -> bool:
        """A front page or a section, not an article: between its headlines stand blurbs at most, or next to nothing.

        An article may have more headlines beside it than text of its own, but its text stands together; a brief of a
        line or two only gives itself away by its headline.
        """
        if self.headed and self.longest_chars >= _PROSE_CHARS:
            return False
        headlines = sum(len(link.text) for link in self.links)
        return len(self.links) >= _LIST_LINKS and (
            self.longest_chars < _BLURB_CHARS or headlines > _LIST_RATIO * self.longest_chars
        )


NOTHING = Page(feeds=(), links=(), prose_chars=0, longest_chars=0)


def plain(html: str) -> str:
    """The words of a fragment on one line; good enough to measure and compare, not to print."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def canonical(url: str) -> str:
    """One spelling for one page: lower-case host, no fragment, no login, no default port, nothing that tracks."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower()
    host = host.removesuffix({"http": ":80", "https": ":443"}.get(parts.scheme.lower(), ""))
    # Taken apart unescaped: the escapes may stand for any charset.
    query = "&".join(pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0]))
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", query, ""))


def absolute(base: str, href: str) -> str | None:
    """A canonical http(s) address, or None for anything else (scripts, mail, broken ones)."""
    try:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
        return canonical(url) if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def scan(text: str, url: str) -> Page:
    """Raises nothing: what cannot be parsed is an empty page."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(without_swarms(text).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return NOTHING
    base = next((absolute(url, href) for href in root.xpath("//base/@href")), None) or url
    links = _links(root, base, url)
    runs = _runs(root, base, {link.url for link in links})
    return Page(
        feeds=_feeds(root, base),
        links=links,
        prose_chars=sum(runs),
        longest_chars=max(runs),
        title=(title := _words(root.xpath("//head/title/text()"))),
        site=_words(root.xpath("//meta[@property='og:site_name']/@content")),
        headed=_headed(root, title or ""),
    )


def _headed(root: Any, title: str) -> bool:
    kinds = {kind.strip().lower() for kind in root.xpath("//meta[@property='og:type']/@content")}
    named = {name.lower() for name in root.xpath("//meta[@content != '']/@name | //meta[@content != '']/@property")}
    if "article" in kinds or named & _OF_ARTICLES:
        return True
    headline = _TITLE_PARTS.split(title, maxsplit=1)[0]
    if len(_HAN.findall(headline)) < _TITLE_HAN or _SITE_NAME.search(headline):
        return False
    printed = root.xpath("//body//text()[not(ancestor::a or ancestor::script or ancestor::style)]")
    return any(headline == " ".join(line.split()) for line in printed if len(line) < 2 * _LONGEST_TITLE)


def _words(found: list[str]) -> str | None:
    return " ".join(found[0].split())[:_LONGEST_TITLE] or None if found else None


def _runs(root: Any, base: str, articles: set[str]) -> list[int]:
    """Characters of running text from one link to an article to the next, in the order of the page."""
    runs = [0]
    for found in root.xpath(
        "//a[@href] | //text()[not(ancestor::a or ancestor::script or ancestor::style or ancestor::noscript)]"
    ):
        if not isinstance(found, str):
            if absolute(base, found.get("href")) in articles:
                runs.append(0)
        elif len(words := " ".join(found.split())) >= _PROSE_CHARS:
            runs[-1] += len(words)
    return runs


def _feeds(root: Any, base: str) -> tuple[str, ...]:
    found: list[tuple[bool, str]] = []
    for link in root.xpath("//link[@rel and @type and @href]"):
        if "alternate" in link.get("rel").lower().split() and link.get("type").strip().lower() in _FEED_TYPES:
            target = absolute(base, link.get("href"))
            if target is not None:
                found.append((bool(_COMMENTS.search(link.get("title", "") + link.get("href"))), target))
    return tuple(dict.fromkeys(target for _, target in sorted(found, key=lambda pair: pair[0])))


def _links(root: Any, base: str, url: str) -> tuple[Link, ...]:
    """Links of the same site, each once, under its longest words (a picture and a headline often share one)."""
    here, site = canonical(url), _site(url)
    found: dict[str, str] = {}
    for anchor in root.xpath("//a[@href]"):
        target = absolute(base, anchor.get("href"))
        if target is None or target == here or _site(target) != site:
            continue
        if not _ARTICLE_PATH.search(urlsplit(target).path + urlsplit(target).query):
            continue
        words = " ".join(anchor.text_content().split()) or anchor.get("title", "")
        if len(_HAN.findall(words)) >= _TITLE_HAN and len(words) > len(found.get(target, "")):
            found[target] = words
    return tuple(Link(url=target, text=words) for target, words in found.items())


def _site(url: str) -> str:
    """The host's last two labels, three under suffixes such as com.cn: near enough to tell own from foreign."""
    labels = (urlsplit(url).hostname or "").split(".")
    if labels[-1].isdigit():
        return ".".join(labels)
    return ".".join(labels[-3:] if len(labels[-1]) == 2 and len(labels[-2:][0]) <= 3 else labels[-2:])
