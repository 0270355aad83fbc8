"""A web page as pieces of text in the order of its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img", "ins", "mark", "s", "small"),
        *("span", "strong", "sub", "sup", "time", "u", "!"),
    )
)
_UNSEEN = frozenset(("style", "noscript", "template", "script"))
_SILENT = _UNSEEN | {"title", "head"}
_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"))
_BETWEEN_HAN = re.compile("(?<=[㐀-鿿，。、；：！？”“」「）（]) *\n *(?=[㐀-鿿，。、；：！？”“」「）（])")
_INDENT = re.compile("(?<=[。！？…”」』）])[ \\t\\r\\n]*(?=\u3000\u3000|\xa0{4}|(?:\xa0 ){2})")
_NUMBER = re.compile("[\\[(〔]?\\d{1,3}[\\])〕]?")
_BLANK = re.compile("\\s+")
_PICTURES = frozenset(("img", "picture", "video", "iframe", "svg"))
_ANCHORS = frozenset("#¶§🔗↩")  # of headings, for linking to them


@dataclass(slots=True)
class Piece:
    """One line of a page: the text of a block, or of a part of it between line breaks."""

    text: str
    element: Any  # the innermost block that holds it
    linked: int  # how many of its characters stand in links
    bold: bool  # all of it is set bold, or a heading
    parts: tuple[str, ...] = ()  # its text as inline elements divide it
    indent: int = 0  # ideographic spaces before it, or what is as wide
    depth: int = 0  # blocks around it
    pictured: bool = False  # a picture stands between the piece before and this one
    frame: bool = False  # stands in an element that is no article
    beside: bool = False  # and in one that nobody could take for the article

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


def flattened(body: Any, found: Sequence[Piece]) -> list[Piece]:
    """The pieces again, each in a paragraph or heading straight below ``body``, which keeps nothing else."""
    from lxml import etree

    tags = [piece.element.tag if piece.element.tag in _BOLD else "p" for piece in found]
    body.clear()
    for tag, piece in zip(tags, found, strict=True):
        etree.SubElement(body, tag).text = piece.text
    return pieces(body)


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


@dataclass(slots=True)
class _Gathered:
    """What was met since the last block or line break."""

    words: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0
    length: int = 0
    pictured: bool = False

    def add(self, said: str, *, linked: bool, bold: bool) -> None:
        length = len(said.strip())
        self.words.append(said)
        self.length += length
        self.linked += length * linked
        self.bold += length * bold

    def piece(self, blocks: Sequence[Any]) -> Piece | None:
        text = " ".join(_BETWEEN_HAN.sub("", "".join(self.words)).split())
        if not text:
            return None
        blank = _BLANK.match("".join(self.words))
        return Piece(
            text,
            blocks[-1],
            linked=min(self.linked, len(text)),
            bold=self.bold >= self.length,
            parts=tuple(part for word in self.words if (part := " ".join(word.split()))),
            indent=blank[0].count("\u3000") + blank[0].count("\xa0") // 2 if blank else 0,
            depth=len(blocks),
            pictured=self.pictured,
        )


def _walk(body: Any) -> Iterator[Piece]:
    from lxml import etree

    walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
    gathered = _Gathered()
    blocks = [body]
    links = bold = preformatted = 0
    picture = False
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else "!"
        block = tag not in _INLINE and tag not in _UNSEEN
        if block:
            if piece := gathered.piece(blocks):
                yield piece
            gathered = _Gathered()
        if event == "start" and (tag in _SILENT or (tag == "sup" and _is_reference(element))):
            walk.skip_subtree()
            continue
        if event == "start":
            said, step = element.text or "", 1
            picture = picture or tag in _PICTURES
            if block and tag != "br":
                blocks.append(element)
        else:
            said, step = (
                (element.tail or "") if element is not body else "",
                -1 * (event == "end" and tag not in _SILENT),
            )
            if step and block and tag != "br" and len(blocks) > 1:
                blocks.pop()
        links += step * (tag == "a")
        bold += step * (tag in _BOLD)
        preformatted += step * (tag == "pre")
        if tag == "a" and event == "start" and said.strip() in _ANCHORS:
            continue
        for number, line in enumerate(_lines(said, preformatted=preformatted > 0) if said else ()):
            if number and (piece := gathered.piece(blocks)):
                yield piece
                gathered = _Gathered()
            if picture and not gathered.length and line.strip():
                gathered.pictured, picture = True, False
            gathered.add(line, linked=links > 0, bold=bold > 0)
    if piece := gathered.piece(blocks):
        yield piece


def _is_reference(element: Any) -> bool:
    """Whether a raised number leads to a note."""
    return _NUMBER.fullmatch("".join(element.itertext()).strip()) is not None and element.find(".//a") is not None


def _lines(said: str, *, preformatted: bool) -> list[str]:
    """``said`` in one, but where it is printed in lines, or where an indent behind a sentence begins a paragraph."""
    if preformatted:
        return said.split("\n")
    return _INDENT.split(said) if "\u3000\u3000" in said or "\xa0\xa0" in said else [said]
