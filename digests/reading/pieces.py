"""A web page as pieces of text in the order of its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img", "ins", "mark", "s", "small"),
        *("span", "strong", "sub", "sup", "time", "u", "!"),
    )
)
_SILENT = frozenset(("style", "noscript", "template", "title", "head", "script"))
_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"))
_BETWEEN_HAN = re.compile("(?<=[㐀-鿿，。、；：！？”“」「）（]) *\n *(?=[㐀-鿿，。、；：！？”“」「）（])")
_ANCHORS = frozenset("#¶§🔗↩")  # of headings, for linking to them


@dataclass(slots=True)
class Piece:
    """One line of a page: the text of a block, or of a part of it between line breaks."""

    text: str
    element: Any  # the innermost block that holds it
    linked: int  # how many of its characters stand in links
    bold: bool  # all of it is set bold, or a heading
    parts: tuple[str, ...] = ()  # its text as inline elements divide it
    frame: bool = False  # stands in an element that is no article

    @property
    def spaced(self) -> str:
        """Its text with a blank where an inline element begins or ends: "撰文： 王磊 出版： …"."""
        return " ".join(self.parts) if len(self.parts) > 1 else self.text

    @property
    def prose(self) -> bool:
        """Reads like a part of a paragraph: a sentence end or several clauses, and not much of it linked."""
        text = self.text
        if len(text) < 15 or 2 * self.linked > len(text):
            return False
        return any(mark in text for mark in "。！？；") or sum(text.count(mark) for mark in "，、,") >= 2


def pieces(body: Any) -> list[Piece]:
    """All pieces of ``body``, those in frames marked; no recursion, markup may be nested thousands deep."""
    return list(_walk(body))


def inside(found: Sequence[Piece]) -> dict[Any, list[Piece]]:
    """The pieces of each element, in order."""
    held: dict[Any, list[Piece]] = {}
    for piece in found:
        for element in with_ancestors(piece.element):
            held.setdefault(element, []).append(piece)
    return held


def with_ancestors(element: Any) -> Iterator[Any]:
    yield element
    yield from element.iterancestors()


def _walk(body: Any) -> Iterator[Piece]:
    from lxml import etree

    walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
    words: list[str] = []
    blocks = [body]
    links = bold = linked = emphasised = 0

    def flush() -> Iterator[Piece]:
        nonlocal linked, emphasised
        text = " ".join(_BETWEEN_HAN.sub("", "".join(words)).split())
        if text:
            bare = sum(len(word.strip()) for word in words)
            parts = tuple(part for word in words if (part := " ".join(word.split())))
            yield Piece(text, blocks[-1], min(linked, len(text)), bare > 0 and emphasised >= bare, parts)
        words.clear()
        linked = emphasised = 0

    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else "!"
        block = tag not in _INLINE
        if block:
            yield from flush()
        if event == "start":
            if tag in _SILENT:
                walk.skip_subtree()
                continue
            if block and tag != "br":
                blocks.append(element)
            links += tag == "a"
            bold += tag in _BOLD
            said = element.text or ""
        else:
            if event == "end" and tag not in _SILENT:
                if block and tag != "br" and len(blocks) > 1:
                    blocks.pop()
                links -= tag == "a"
                bold -= tag in _BOLD
            said = (element.tail or "") if element is not body else ""
        if said and not (tag == "a" and event == "start" and said.strip() in _ANCHORS):
            words.append(said)
            length = len(said.strip())
            linked += length * (links > 0)
            emphasised += length * (bold > 0)
    yield from flush()
