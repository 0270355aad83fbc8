"""The main text of a web page, and what its markup says about it.

Trafilatura finds the text, justext must agree sentence by sentence: on 62 real pages of Chinese news sites this vote
gives a character F1 of .904 where trafilatura alone gives .830 (its recall is fine, its precision is not). Both are
loaded on first need; they cost 20 MB that a folder of text files should not pay.

Dates come from markup made for machines only (meta elements, JSON-LD, `<time>`, the address): trafilatura also
guesses from the text, which was right for 13 of 20 pages.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from digests.reading.bylines import is_name


class NoText(ValueError):
    """No text can be had from the page; ``str()`` says why and what to do."""


MOST_CHARS = 5_000_000  # a page of 10 MB takes 7 s and 230 MB

_SENTENCE = re.compile("[^。！？!?]*[。！？!?]+[”’」』）)]*|[^。！？!?]+$")
_FEWEST = 0.3  # share of the longer reading that the vote must leave; less means one of the two misread the page
_DATE_NAMES = (
    "article:published_time", "og:published_time", "og:release_date", "publishdate", "pubdate", "publish_date",
    "pubtime", "publishtime", "dc.date", "dcterms.created", "date", "weibo:article:create_at", "firstpublishedtime",
    "apub:time",
    "datepublished", "_pubtime", "pub_date", "article:create_at",
)  # fmt: skip
_AUTHOR_NAMES = ("author", "article:author", "mediaid", "dc.creator")
_DAY = re.compile("((?:19|20)\\d\\d) ?[-/.年] ?(1[0-2]|0?[1-9]) ?[-/.月] ?(3[01]|[12]\\d|0?[1-9])(?!\\d)")
_IN_ADDRESS = re.compile(
    "/((?:19|20)\\d\\d)[-/]?(1[0-2]|0[1-9])[-/]?(3[01]|[12]\\d|0[1-9])(?:/|_|\\.|$)|[/_t]((?:20)\\d\\d)(1[0-2]|0[1-9])(3[01]|[12]\\d|0[1-9])[_/]"
)
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img", "ins", "mark", "s", "small"),
        *("span", "strong", "sub", "sup", "time", "u", "!"),
    )
)
_SILENT = frozenset(("style", "noscript", "template", "title", "head", "script"))
_SITE_SUFFIX = re.compile(" *(?:[_|｜»-]|--|—{1,2}) *[^_|｜—-]{2,16}$")


@dataclass(frozen=True, slots=True)
class WebPage:
    """Paragraphs of the main text in order, each with the line of the page's source on which it begins."""

    paragraphs: tuple[tuple[int, str], ...]
    title: str | None
    byline: tuple[str, ...]
    published_on: str | None


def extract(text: str, url: str | None) -> WebPage:
    """The main text of the page ``text``; no paragraphs where none of both readings finds any.

    Raises NoText for pages of more than `MOST_CHARS`, and where lxml finds no element at all.
    """
    if len(text) > MOST_CHARS:
        raise NoText(f"is a page of {len(text) / 1e6:.0f} million characters; at most {MOST_CHARS // 10**6} are read")
    from lxml import html as lxml_html

    tree = _tree(lxml_html, text)
    if tree is None:
        raise NoText("holds no HTML element; save it as .txt if it is plain text")
    title = _title(tree)
    found = _frameless(tree) or _vote(text, tree)
    lines = [line for line in found if line != title]
    return WebPage(tuple(_located(lines, text)), title, _authors(tree), _published(tree, url))


def _tree(lxml_html: Any, text: str) -> Any:
    """The parsed page; declarations of an encoding are removed first, the text is decoded already."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ValueError, lxml_html.etree.LxmlError):
        return None


def _frameless(tree: Any) -> list[str]:
    """All text of a page without any frame (an entry of a feed, a fragment), [] if it has one: nothing to vote on.

    A frame is navigation, forms, footers, or a tenth of the text in links.
    """
    if next(tree.iter("nav", "footer", "header", "aside", "form", "script", "iframe"), None) is not None:
        return []
    body = next(tree.iter("body"), tree)
    lines, linked = _text_lines(body), sum(len("".join(link.itertext())) for link in body.iter("a"))
    return lines if linked <= 0.1 * sum(map(len, lines)) else []


def _text_lines(body: Any) -> list[str]:
    """The text of ``body``, a line for each block or `<br>`; no recursion, markup may be nested thousands deep."""
    from lxml import etree

    pieces: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else "!"
        if tag not in _INLINE:
            pieces.append("\n")
        if event == "start" and tag not in _SILENT:
            pieces.append(" ".join((element.text or "").split("\n")))
        elif event != "start" and element is not body:
            pieces.append(" ".join((element.tail or "").split("\n")))
    return [line.strip() for line in "".join(pieces).split("\n") if line.strip()]


def _vote(text: str, tree: Any) -> list[str]:
    """Lines of the page, as its blocks and line breaks divide it, with the sentences that both readings keep.

    A sentence of ten characters and more is looked for anywhere; a shorter one (a sub-head, a name) only where the
    text goes on after the last one kept, for short words also stand in menus. Where the two share too little one of
    them misread the page, and the longer reading stands.
    """
    found, kept = _trafilatura(text), _justext(text)
    first, second = "".join("".join(found).split()), "".join("".join(kept).split())
    voted: list[str] = []
    at = 0
    for line in _text_lines(next(tree.iter("body"), tree)):
        both: list[str] = []
        for match in _SENTENCE.finditer(line):
            bare = "".join(match[0].split())
            where = first.find(bare) if len(bare) >= 10 else first.find(bare, at, at + len(bare) + 2)
            if bare and where >= 0 and bare in second:
                both.append(match[0])
                at = where + len(bare)
        if both:
            voted.append("".join(both).strip())
    longer = max(found, kept, key=lambda reading: sum(map(len, reading)))
    enough = sum(map(len, voted)) >= _FEWEST * sum(map(len, longer))
    return voted if enough and voted else longer


def _trafilatura(text: str) -> list[str]:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    import trafilatura

    found = trafilatura.extract(
        text, include_comments=False, include_tables=True, include_links=False, deduplicate=False
    )
    return [line.strip("- \t") for line in (found or "").split("\n") if line.strip("- \t|")]


def _justext(text: str) -> list[str]:
    import justext

    try:
        found = justext.justext(
            text, frozenset(), length_low=20, length_high=60, stopwords_low=0, stopwords_high=0, max_link_density=0.3
        )
    except (ValueError, AssertionError, TypeError):  # its cleaner trips over documents without a body
        return []
    return [paragraph.text for paragraph in found if not paragraph.is_boilerplate]


def _located(lines: list[str], text: str) -> Iterator[tuple[int, str]]:
    """Each paragraph with its line in the source, found by its first characters, else the line before."""
    at, number = 0, 1
    for line in lines:
        found = text.find(line[:12], at)
        if found >= 0:
            number += text.count("\n", at, found)
            at = found
        yield number, line


def _meta(tree: Any, names: tuple[str, ...]) -> str | None:
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = (element.get("content") or "").strip()
        if key and content:
            values.setdefault(key, content)
    return next((values[name] for name in names if name in values), None)


def _title(tree: Any) -> str | None:
    """The headline: og:title, else the only `<h1>`, else `<title>`; a site's name behind a bar or dash is cut off."""
    heads = [" ".join(element.text_content().split()) for element in tree.iter("h1")]
    heads = [head for head in heads if 4 <= len(head) <= 100]
    printed = next((" ".join(element.text_content().split()) for element in tree.iter("title")), "")
    named = _meta(tree, ("og:title", "twitter:title", "articletitle", "title")) or printed
    for head in heads:
        if head in named or head in printed:
            return head
    title = named.strip()
    while (shorter := _SITE_SUFFIX.sub("", title)) != title and len(shorter) >= 6:
        title = shorter
    below = (" ".join(element.text_content().split()) for element in tree.iter("h2", "h3"))
    return title or (heads[0] if heads else next((head for head in below if 6 <= len(head) <= 60), None))


def _authors(tree: Any) -> tuple[str, ...]:
    value = _meta(tree, _AUTHOR_NAMES) or ""
    names = (name.strip() for name in re.split("[,，、;；/ ]+", value))
    return tuple(name for name in names if is_name(name))[:6]


def _published(tree: Any, url: str | None) -> str | None:
    """The day of publication, as markup for machines tells it; None rather than a guess."""
    for value in (_meta(tree, _DATE_NAMES), _linked_data(tree), _time_element(tree)):
        if value and (match := _DAY.search(value)):
            return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    if url and (match := _IN_ADDRESS.search(url)):
        year, month, day = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
        return f"{year}-{month}-{day}"
    return None


def _linked_data(tree: Any) -> str | None:
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or "") or not element.text or len(element.text) > 200_000:
            continue
        try:
            data = json.loads(element.text, strict=False)
        except (ValueError, RecursionError):
            continue
        for entry in data if isinstance(data, list) else [data]:
            if isinstance(entry, dict) and isinstance(entry.get("datePublished") or entry.get("pubDate"), str):
                return str(entry.get("datePublished") or entry.get("pubDate"))
    return None


def _time_element(tree: Any) -> str | None:
    """The only `<time datetime>` of the page; where there are several they are those of other texts."""
    values = {element.get("datetime") for element in tree.iter("time") if element.get("datetime")}
    return str(values.pop()) if len(values) == 1 else None
