"""OPML, the format in which readers carry their feeds from one program to another (OPML 2.0, 2006).

Read by listparser from text that we decoded (it knows no Chinese charset), written here. The folders a feed stands
in are one category: names joined by "/", as OPML's own category attribute does it, with "/" inside a name escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from digests.errors import SourceError
from digests.sources import markup, words

_UNESCAPED_SLASH = re.compile(r"(?<!\\)/")
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold
_NESTED, _FEED = re.compile("^feed:(?://)?(?=https?:)", re.I), re.compile("^feed://", re.I)  # how browsers marked feeds
MAX_OUTLINES = 20_000
_DEEPEST = 50  # folders within folders


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One feed of a list. ``category``: its folders from the outside in; empty: it stands in none."""

    url: str
    title: str
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """``feeds``: in the order of the list, each address once. ``refused``: addresses that are none of http or https.

    ``whole``: the list does not break off.
    """

    feeds: tuple[Subscription, ...]
    refused: tuple[str, ...]
    whole: bool


def parse(text: str, name: str) -> Listed:
    """What a list holds. ``name`` is the file's, for messages.

    Raises:
        SourceError: this is no OPML, or more of it than any list of feeds.
    """
    import listparser

    if text.count("<outline") > MAX_OUTLINES:
        raise SourceError(name, f"more than {MAX_OUTLINES:,} entries; split it")
    if "<opml" not in text.lower():
        raise SourceError(name, "this is no OPML file; export one from your reader")
    if _depth(text) > _DEEPEST:
        raise SourceError(name, f"folders more than {_DEEPEST} deep; flatten it")
    found: dict[str, Subscription] = {}
    refused: list[str] = []
    # With the mark of UTF-8 in front: where there is no XML declaration, the parser takes it for Latin.
    for feed in listparser.parse("\ufeff" + text.removeprefix("\ufeff")).feeds:
        said = _FEED.sub("http://", _NESTED.sub("", _words(feed.get("url"))))
        url = markup.absolute("", said)
        if url is None:
            refused.append(said)
        elif url not in found:
            found[url] = Subscription(url=url, title=_words(feed.get("title")) or url, category=_category(feed))
    return Listed(feeds=tuple(found.values()), refused=tuple(refused), whole="</opml" in text.lower())


def write(subscriptions: Iterable[Subscription], title: str) -> str:
    """The list as OPML 2.0, every feed in its folders; folders and feeds in the order in which they first come."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = _clean(title)
    body = ElementTree.SubElement(root, "body")
    folders: dict[tuple[str, ...], ElementTree.Element] = {(): body}
    for subscription in subscriptions:
        path: tuple[str, ...] = ()
        for name in folders_of(subscription.category):
            parent, path = folders[path], (*path, name)
            if path not in folders:
                folders[path] = ElementTree.SubElement(parent, "outline", text=_clean(name), title=_clean(name))
        named = _clean(subscription.title)
        ElementTree.SubElement(
            folders[path], "outline", type="rss", text=named, title=named, xmlUrl=_clean(subscription.url)
        )
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def folders_of(category: str) -> tuple[str, ...]:
    """The names of the folders, from the outside in."""
    parts = _UNESCAPED_SLASH.split(category)
    return tuple(part.replace("\\/", "/") for part in parts if part)


def _category(feed: dict[str, Any]) -> str:
    """The first of its categories: the folders it stands in, else what its category attribute names."""
    names = (feed.get("categories") or [()])[0]
    return "/".join(_words(name).replace("/", "\\/") for name in names if _words(name))


def _words(value: object) -> str:
    return words.seen(value) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _depth(text: str) -> int:
    """How deep outlines stand in each other, by their tags alone: the parser recurses nowhere, but its paths grow."""
    deepest = depth = 0
    for tag in re.finditer(r"<(/?)outline\b[^<>]*?(/?)>", text, re.IGNORECASE):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        deepest = max(deepest, depth)
    return deepest
