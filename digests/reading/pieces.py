"""A web page as pieces of text in the order of its markup, and the frames among them that are no article.

Theory: markup says where a piece begins and ends, and what belongs together: a menu, a list of other articles, readers'
comments each stand in an element of their own. Such an element gives itself away by what it is (nav, aside), by what
its makers call it (the words of class and id), or by its first line, for a label names its box ("热门评论").
Whatever it is called, an element that holds the headline, or without which hardly any text is left, is no frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from digests.reading.marks import plain

_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img", "ins", "mark", "s", "small"),
        *("span", "strong", "sub", "sup", "time", "u", "!"),
    )
)
_SILENT = frozenset(("style", "noscript", "template", "title", "head", "script"))
_FRAMES = frozenset(
    (
        *("nav", "footer", "aside", "button", "select", "option", "textarea", "iframe", "figcaption", "video", "audio"),
        *("svg", "map", "object", "label", "dialog"),
    )
)
_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"))
_HAN = re.compile("[㐀-鿿]")
_BETWEEN_HAN = re.compile("(?<=[㐀-鿿，。、；：！？”“」「）（]) *\n *(?=[㐀-鿿，。、；：！？”“」「）（])")
_WORD = re.compile("[a-z]+|[A-Z][a-z]*|[A-Z]+(?![a-z])")
_ANCHORS = frozenset("#¶§🔗↩")  # of headings, for linking to them
_LONGEST_LABEL = 20
_LEFT = 60  # characters of prose that must stand outside of a frame


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


@dataclass(frozen=True, slots=True)
class _Names:
    words: frozenset[str]
    stems: re.Pattern[str]
    text: frozenset[str]
    label: re.Pattern[str]


@cache
def _names() -> _Names:
    rows = files("digests.data").joinpath("frames.txt").read_text("utf-8").splitlines()
    kinds: dict[str, list[str]] = {"word": [], "stem": [], "text": [], "label": []}
    for row in rows:
        if row and not row.startswith("#"):
            kind, _, value = row.partition("\t")
            kinds[kind] += [value] if kind == "label" else value.split()
    return _Names(
        words=frozenset(kinds["word"]),
        stems=re.compile("|".join(kinds["stem"])),
        text=frozenset(kinds["text"]),
        label=re.compile("[【\\[<《■●▍|]?(?:" + "|".join(kinds["label"]) + ")[】\\]>》:]?"),
    )


def called_a_frame(element: Any) -> bool:
    """Whether the words of its class and id name a frame rather than the article."""
    called = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    if not called or len(called) > 300:
        return False
    names = _names()
    words = [word.lower() for word in _WORD.findall(called)]
    against = sum(word in names.words for word in words) + len(names.stems.findall(called.lower()))
    return against > sum(word in names.text for word in words)


def is_label(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and bool(_names().label.fullmatch(plain(text).strip(" ·•-—>|")))


def mark_frames(found: Sequence[Piece], headline: Piece | None) -> None:
    """Set ``frame`` of each piece that stands in one."""
    inside = _inside(found)
    prose = sum(len(piece.text) for piece in found if piece.prose)

    def may_be(element: Any) -> bool:
        held = inside.get(element, ())
        if headline is not None and any(piece is headline for piece in held):
            return False
        within = sum(len(piece.text) for piece in held if piece.prose)
        return within == 0 or prose - within >= _LEFT

    frames = {
        element
        for element in inside
        if (element.tag in _FRAMES or called_a_frame(element))
        and element.tag not in ("body", "html")
        and may_be(element)
    }
    for piece in found:
        if is_label(piece.text):
            box = None
            for element in _with_ancestors(piece.element):
                if inside[element][0] is not piece or element.tag in ("body", "html"):
                    break
                if len(inside[element]) > 1 and may_be(element):
                    box = element
            if box is not None:
                frames.add(box)
    for element in frames:
        for piece in inside[element]:
            piece.frame = True


def _inside(found: Sequence[Piece]) -> dict[Any, list[Piece]]:
    """The pieces of each element, in order."""
    inside: dict[Any, list[Piece]] = {}
    for piece in found:
        for element in _with_ancestors(piece.element):
            inside.setdefault(element, []).append(piece)
    return inside


def _with_ancestors(element: Any) -> Iterator[Any]:
    yield element
    yield from element.iterancestors()
