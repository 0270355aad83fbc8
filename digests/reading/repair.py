"""Printed lines back into paragraphs: which line ends are ends, and which are only the end of the column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from digests.models import LineRange
from digests.reading.furniture import strip_block
from digests.reading.lines import LOOSE, Column, Line, columns
from digests.reading.marks import LEADING_PUNCTUATION, is_closed
from digests.reading.seams import Habits, habits, join_score, mark_intruders


@dataclass(slots=True)
class Block:
    """One printed paragraph or heading, or one line that is none of the text (``kind`` says what)."""

    text: str
    parts: list[Line] = field(default_factory=list)
    indent: int = 0
    jump: str | None = None  # the page that holds what came before
    closed: bool = True
    named: tuple[str, ...] = ()  # names of a byline that a line end cut in two
    signed: bool = False  # a byline was glued to its end
    heading: bool | None = None  # found out once, by `pages.is_heading`
    parted: bool = False  # furniture stands between it and the block before
    pairs: frozenset[int] | None = None  # neighbouring characters of its opening, by `columns`

    @property
    def kind(self) -> str:
        return self.parts[0].kind

    @property
    def head(self) -> str:
        """Its first characters, folded for patterns."""
        return self.parts[0].head

    @property
    def names(self) -> tuple[str, ...]:
        """Of all bylines in it."""
        found = [name for line in self.parts for name in line.names]
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
    columns: dict[int, Column]  # by line number
    usual: Habits
    between: dict[int, tuple[bool, str | None]]

    @property
    def seen(self) -> list[Column]:
        return [self.columns.get(line.number, LOOSE) for line in self.lines]


def printed(lines: Sequence[Line], breaks: frozenset[int] = frozenset()) -> Printed:
    """The text of ``lines``; furniture, credits, captions and stray jump markers are passed over.

    ``breaks``: numbers of lines that begin something new whatever the seam looks like (headlines, what follows them).
    """
    text = [line for line in lines if line.kind == "text"]
    cols = dict(zip((line.number for line in text), columns(text), strict=True))
    mark_intruders(text, cols, breaks)
    kept = [line for line in lines if line.kind in ("text", "byline")]
    usual = habits(kept, [cols.get(line.number, LOOSE) for line in kept])
    return Printed(kept, cols, usual, _between(lines))


def blocks(page: Printed, breaks: frozenset[int] = frozenset(), *, strip: bool = True) -> list[Block]:
    """Lines of kind text joined into paragraphs; bylines stand alone and end a paragraph.

    What is glued to a paragraph is cut off unless ``strip`` is off.
    """
    kept, seen, usual, between = page.lines, page.seen, page.usual, page.between
    out: list[Block] = []
    for at, line in enumerate(kept):
        if at and line.number not in breaks and _goes_on(kept[at - 1], line, seen[at - 1], usual, len(out[-1].parts)):
            out[-1].parts.append(line)
        else:
            parted, jump = between.get(line.number, (False, None))
            out.append(Block("", [line], line.indent, line.jump or jump, parted=parted and at > 0))
    for block in out:
        block.signed = block.parts[-1].signed
        block.text = joined(block.parts)
        if len(block.parts) > 1 and strip:
            block.text, block.jump, block.named, block.signed = strip_block(block.text, block.jump)
        block.closed = block.kind != "text" or block.signed or is_closed(block.text or "。")
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


def _goes_on(a: Line, b: Line, col: Column, usual: Habits, joined_before: int) -> bool:
    if a.kind != "text" or b.kind != "text" or a.signed or b.jump:
        return False
    if not col.full and a.text[-1] in "。！？" and not b.text.startswith(LEADING_PUNCTUATION):
        return False  # most line ends of most documents
    # what goes on with a paragraph is no heading
    return join_score(a, b, col, usual, may_head=joined_before == 1) > 0


def joined(lines: Sequence[Line]) -> str:
    """The text of ``lines`` without line ends; a blank only between two Latin letters (Chinese has no blanks)."""
    if len(lines) == 1:
        return lines[0].text
    pieces = [lines[0].text]
    for before, line in pairwise(lines):
        left, right = before.text[-1], line.text[0]
        if left.isascii() and right.isascii() and left.isalpha() and right.isalpha():
            pieces.append(" ")
        pieces.append(line.text)
    return "".join(pieces)
