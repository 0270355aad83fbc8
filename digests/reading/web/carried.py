"""Text that a page carries in its scripts, for a program in the browser to print.

Theory: such pages hold their article as data, in JSON of a type of its own, escaped for an address, or assigned to a
variable (`window.__INITIAL_STATE__ = {…}`); `literals` tells what is no JSON. The keys are every maker's own, but the
article is the longest running text, stands beside a title that the page names itself by, and is not one of a list of
titled things, which are other articles or readers' comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import unquote

from digests.reading.days import days, moment
from digests.reading.web import literals

_LEAST = 40  # Han characters of a text worth looking at
_MOST_CHARS = 3_000_000  # of one script
_MOST_NODES = 200_000
_DEEPEST = 60
_ASSIGNED = re.compile("[=(,] ?(?:JSON\\.parse\\( ?)?(?=[{\\[\"'])")
_MOST_ASSIGNED = 40  # places of one script at which data may begin
_RETURNED = re.compile(  # a function that does nothing but return data
    "=\\s*(?=\\(+(?:function ?\\w*\\([\\w$, ]*\\)|[\\w$, ]*\\)\\s*=>)\\s*\\{\\s*(?:return[ ({\\[]|[\\w$]+[.\\[]))"
)
_UNDEFINED = re.compile("(?<=[:,\\[])\\s*(?:undefined|void 0|NaN)(?=\\s*[,}\\]])")
_HAN = re.compile("[㐀-鿿]")
_ESCAPED = re.compile("\\\\u[4-9][0-9a-fA-F]{3}")
_TAG = re.compile("<[^<>]*>")
_SENTENCE = re.compile("[。！？；]")
_SHORTEST_TITLE = 6
_MARKUP = re.compile("<(?:p|br|div|section|span|img|h[1-6])[\\s/>]", re.I)
_TITLE = re.compile("(?:title|headline|name|subject|biaoti)$", re.I)
_TEXT = re.compile("(?:content|body|text|html|detail|article)", re.I)
_BRIEF = re.compile("summary|descri|abstract|digest|intro|brief|excerpt|comment|reply|copyright|statement|tips", re.I)
_AUTHOR = re.compile("(?:author|writer|reporter|journalist|zuozhe)(?:_?name)?", re.I)
_WHEN = re.compile(
    "publish|pub_?(?:time|date|at)|news_?time|issue_?(?:time|date)|release|create_?(?:time|at|d)?$|ctime", re.I
)
_STAMPED = re.compile(  # an account of a messenger says no more than `var ct = "1710201133"`
    "(?:publish_?(?:time|date)|pub_?(?:time|date)|create_?time|\\bct)[\"']? ?[:=] ?[\"']?"
    "((?:19|20)\\d\\d-\\d\\d-\\d\\d[\\dT :.+Z-]{0,20}|\\d{10}(?:\\d{3})?)(?=[\"',;}])",
    re.I,
)
_PARTS = frozenset(
    ("type", "data", "text", "content", "value", "html", "style", "children", "tag", "desc", "id", "key")
)


@dataclass(frozen=True, slots=True)
class Carried:
    """An article as data. ``markup``: its text as HTML, of ``han`` Chinese characters.

    ``title`` is one by which the page names itself; ``day`` and ``author`` stand beside it.
    """

    markup: str
    han: int
    title: str | None
    day: str | None
    author: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    key: str
    title: str | None
    beside: dict[str, Any]  # the object that holds the title, else the one that holds the text
    listed: int  # how many things like it stand beside it, at most


def article(tree: Any, name: str) -> Carried | None:
    """The article that the scripts of a page called ``name`` hold, None where none holds running text."""
    bare = "".join(name.split())
    best: tuple[float, _Found] | None = None
    for data in _data(tree):
        for found in _texts(data, bare):
            points = _points(found)
            if points >= _LEAST and (best is None or points > best[0]):
                best = points, found
    if best is None:
        return None
    found = best[1]
    markup = found.text if _MARKUP.search(found.text) else _as_paragraphs(found.text)
    author = next(
        (value for key, value in found.beside.items() if _AUTHOR.fullmatch(key) and isinstance(value, str)), None
    )
    return Carried(markup, _han(found.text), found.title, _day(found.beside), author)


def _han(text: str) -> int:
    return len(_HAN.findall(_TAG.sub("", text)))


def _points(found: _Found) -> float:
    """Characters of running text, fewer where the key or the place tells that it is not the article."""
    if not _SENTENCE.search(found.text):
        return 0.0
    points = float(_han(found.text))
    points *= 0.3 if _BRIEF.search(found.key) else 1.0 if _TEXT.search(found.key) else 0.6
    return 2 * points if found.title is not None else points / found.listed


def _title(beside: dict[str, Any], name: str) -> str | None:
    """The value in ``beside`` by which the page names itself."""
    for key, value in beside.items():
        if isinstance(value, str) and _SHORTEST_TITLE <= len(value) <= 200 and _TITLE.search(key):
            bare = "".join(value.split())
            if len(bare) >= _SHORTEST_TITLE and bare in name:
                return " ".join(value.split())
    return None


def _day(beside: dict[str, Any]) -> str | None:
    for key, value in beside.items():
        if _WHEN.search(key) and isinstance(value, str | int) and not isinstance(value, bool):
            if day := moment(value):
                return day
            if found := days(str(value)[:40]):
                return found[0].iso
    return None


def day(tree: Any) -> str | None:
    """The day on which scripts say that something was published, if it is one only: lists of others name many."""
    found: set[str] = set()
    for element in tree.iter("script"):
        for match in _STAMPED.finditer(element.text or ""):
            at = moment(match[1]) or next((day.iso for day in days(match[1])), None)
            found |= {at} if at else set()
    return found.pop() if len(found) == 1 else None


def _as_paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _data(tree: Any) -> Iterator[Any]:
    """What the scripts of the page hold as data."""
    budget = literals.Budget(_MOST_NODES)
    for element in tree.iter("script"):
        text = element.text or ""
        if not _LEAST < len(text) <= _MOST_CHARS:
            continue
        text = literals.mended(text)
        if "json" in (element.get("type") or "").lower():
            text = text.strip()
            for data in _decoded(unquote(text) if text[:3].upper() in ("%7B", "%5B") else text, 0):
                yield literals.unflattened(data) or data
        elif _HAN.search(text) or _ESCAPED.search(text):
            yield from _assigned(text, budget)


def _assigned(text: str, budget: literals.Budget) -> Iterator[Any]:
    end = 0
    if (match := _RETURNED.search(text)) and (found := _literal(text, match.end(), budget)) is not None:
        data, end = found
        yield data
    for count, match in enumerate(_ASSIGNED.finditer(text)):
        if count >= _MOST_ASSIGNED:
            return
        at = match.end()
        if at >= end and (found := _raw(text, at) or _literal(text, at, budget)) is not None:
            data, end = found
            if isinstance(data, str):
                if data[:1] in ("{", "["):
                    yield from _decoded(data, 0)
            else:
                yield data


def _decoded(text: str, at: int) -> Iterator[Any]:
    if (found := _raw(text, at)) is not None:
        yield found[0]


def _raw(text: str, at: int) -> tuple[Any, int] | None:
    decoder = json.JSONDecoder(strict=False)
    for source in (text, None):
        try:
            if source is None:
                source, at = _UNDEFINED.sub("null", text[at:]), 0
            return decoder.raw_decode(source, at)
        except (ValueError, RecursionError):
            continue
    return None


def _literal(text: str, at: int, budget: literals.Budget) -> tuple[Any, int] | None:
    try:
        return literals.literal(text, at, budget)
    except literals.NoData:
        return None


def _texts(data: Any, name: str) -> Iterator[_Found]:
    """Strings of ``data`` that may be texts, and lists of strings or of small objects put together as one.

    A title holds for what its object holds, but for the things of a list in it.
    """
    stack: list[tuple[Any, int, int, tuple[str, dict[str, Any]] | None]] = [(data, 0, 1, None)]
    for _ in range(_MOST_NODES):
        if not stack:
            return
        node, depth, listed, titled = stack.pop()
        if isinstance(node, dict):
            if (title := _title(node, name)) is not None:
                titled = title, node
            yield from _strings(node, titled, listed)
        inner = node.values() if isinstance(node, dict) else node
        if depth < _DEEPEST:
            beside, of = (
                (listed, titled) if isinstance(node, dict) or len(node) == 1 else (max(listed, len(node)), None)
            )
            stack += [(value, depth + 1, beside, of) for value in inner if isinstance(value, dict | list)]


def _strings(node: dict[str, Any], titled: tuple[str, dict[str, Any]] | None, listed: int) -> Iterator[_Found]:
    title, beside = titled or (None, node)
    for key, value in node.items():
        text = value if isinstance(value, str) else _put_together(value) if isinstance(value, list) else ""
        if len(text) >= _LEAST:
            yield _Found(text, str(key), title, beside, listed)


def _put_together(parts: list[Any]) -> str:
    """The paragraphs of a text held as a list; '' where its items are things of their own, with titles and links."""
    out: list[str] = []
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        elif isinstance(part, dict) and set(part) <= _PARTS:
            said = [
                value for key, value in part.items() if isinstance(value, str) and key not in ("type", "style", "tag")
            ]
            out.append(max(said, key=len, default=""))
        else:
            return ""
    return "".join(part if _MARKUP.match(part) else _as_paragraphs(part) for part in out)
