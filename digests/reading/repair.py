"""Printed lines back into paragraphs: which line ends are ends, and which are only the end of the column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from digests.models import LineRange
from digests.reading import intruders
from digests.reading.furniture import strip_block
from digests.reading.lines import Kind, Line, columns
from digests.reading.marks import LEADING_PUNCTUATION, is_closed, plain
from digests.reading.seams import Habits, habits, join_score
from digests.reading.shapes import heading_shape, shape


@dataclass(slots=True)
class Block:
    """One printed paragraph or heading, or one line that is none of the text (``kind`` says what)."""

    parts: list[Line]
    text: str
    kind: Kind
    indent: int
    jump: str | None  # the page that holds what came before
    signed: bool  # a byline was glued to its end, or a marker that it goes on elsewhere
    closed: bool  # ends as a sentence ends, or is no text
    onward: str | None = None  # the page on which it goes on
    named: tuple[str, ...] = ()  # names of a byline that a line end cut in two
    heading: bool | None = None  # found out once, by `pages.is_heading`
    parted: bool = False  # furniture stands between it and the block before
    pairs: set[int] | None = None  # neighbouring characters of its opening, by `columns`

    @classmethod
    def of(cls, parts: list[Line], jump: str | None = None) -> Block:
        """``parts`` joined."""
        first, last = parts[0], parts[-1]
        text = first.text if first is last else joined(parts)
        closed = first.kind != "text" or last.signed or last.closed
        return cls(parts, text, first.kind, first.indent, first.jump or jump, last.signed, closed, last.onward)

    def strip(self) -> None:
        """Cut off what is glued to a paragraph of several lines and was itself cut by a line end."""
        strip_block(self)
        self.closed = self.kind != "text" or self.signed or is_closed(self.text or "。")

    @property
    def shape(self) -> float:
        """How much it looks like a heading, 0 to 1."""
        if len(self.parts) == 1 or (self.parts[0].shape or 0.0) < 0:
            return heading_shape(self.parts[0])
        return shape(self.text)

    @property
    def head(self) -> str:
        """Its first characters, folded for patterns."""
        return self.parts[0].head

    @property
    def plain(self) -> str:
        """All of it, folded for patterns; of a single line the first 420 characters."""
        return self.parts[0].plain if len(self.parts) == 1 else plain(self.text)

    @property
    def names(self) -> tuple[str, ...]:
        """Of all bylines in it."""
        found = self.parts[0].names if len(self.parts) == 1 else [name for line in self.parts for name in line.names]
        return tuple(dict.fromkeys([*found, *self.named])) if found or self.named else ()

    @property
    def first(self) -> int:
        return self.parts[0].number

    @property
    def lines(self) -> tuple[LineRange, ...]:
        return ranges(self.parts)


def ranges(lines: Sequence[Line]) -> tuple[LineRange, ...]:
    """Line numbers as ranges in reading order; empty lines between two neighbours do not break a range."""
    if len(lines) == 1:
        return ((lines[0].number, lines[0].number),)
    out: list[LineRange] = []
    for line in lines:
        if out and out[-1][1] in (line.number, line.number - 1 - line.gap):
            out[-1] = (out[-1][0], line.number)
        else:
            out.append((line.number, line.number))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Printed:
    """The lines of a document that are text or bylines, in reading order, and what must be known to join them."""

    lines: Sequence[Line]
    usual: Habits
    between: dict[int, tuple[bool, str | None]]


def measure(lines: Sequence[Line]) -> None:
    """Tell the lines of text in which column they stand; `printed` and `heads.headline_lines` ask."""
    text = [line for line in lines if line.kind == "text"]
    for line, column in zip(text, columns(text), strict=True):
        line.column = column


def printed(lines: Sequence[Line], breaks: frozenset[int] = frozenset()) -> Printed:
    """The text of ``lines``, which are measured; furniture, credits, captions and stray jump markers are passed over.

    ``breaks``: numbers of lines that begin something new whatever the seam looks like (headlines, what follows them).
    """
    intruders.mark([line for line in lines if line.kind == "text"], breaks)
    kept = [line for line in lines if line.kind in ("text", "byline")]
    return Printed(kept, habits(kept), _between(lines))


def blocks(
    page: Printed, breaks: frozenset[int] = frozenset(), joins: frozenset[int] = frozenset(), *, strip: bool = True
) -> list[Block]:
    """Lines of kind text joined into paragraphs; bylines stand alone and end a paragraph.

    ``joins``: numbers of lines that go on with the one before whatever the seam looks like. What is glued
    to a paragraph is cut off unless ``strip`` is off.
    """
    groups: list[list[Line]] = []
    for line in page.lines:
        number = line.number
        if groups and (number in joins or (number not in breaks and _goes_on(groups[-1], line, page.usual))):
            groups[-1].append(line)
        else:
            groups.append([line])
    out: list[Block] = []
    for parts in groups:
        parted, jump = page.between.get(parts[0].number, (False, None))
        block = Block.of(parts, jump)
        block.parted = parted and bool(out)
        if strip and len(parts) > 1:
            block.strip()
        out.append(block)
    return out


def _between(lines: Sequence[Line]) -> dict[int, tuple[bool, str | None]]:
    """For each line of the text below such lines: whether furniture stands above it, and a jump marker's page."""
    out: dict[int, tuple[bool, str | None]] = {}
    furniture, jump = False, None
    for line in lines:
        if line.kind in ("text", "byline"):
            if furniture or jump:
                out[line.number] = furniture, jump
            furniture, jump = False, None
        furniture = furniture or line.kind == "furniture"
        if line.kind == "jump":
            jump = line.jump
    return out


def _goes_on(paragraph: Sequence[Line], b: Line, usual: Habits) -> bool:
    a = paragraph[-1]
    if not a.column.full and a.text[-1] in "。！？" and b.text[0] not in LEADING_PUNCTUATION:
        return False  # most line ends of most documents
    if a.kind != "text" or b.kind != "text" or a.signed or b.jump:
        return False
    # what goes on with a paragraph is no heading
    return join_score(a, b, usual, may_head=len(paragraph) == 1) > 0


def joined(lines: Sequence[Line]) -> str:
    """The text of ``lines`` without line ends; a blank only between two Latin letters (Chinese has no blanks)."""
    pieces = [lines[0].text]
    for before, line in pairwise(lines):
        left, right = before.text[-1], line.text[0]
        if left.isascii() and right.isascii() and left.isalpha() and right.isalpha():
            pieces.append(" ")
        pieces.append(line.text)
    return "".join(pieces)
