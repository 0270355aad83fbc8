"""Columns of a wrapped page in the order in which they were written, where the text itself proves another one printed.

A page is poured into columns, and sometimes two of them are read in the wrong order. Then three seams are wrong: an
open sentence runs into another one, a finished paragraph into the middle of one, words of one article into those of
another. A seam that is a contradiction (`_BROKEN`) is looked for first; then every way to swap two neighbouring runs of
lines of one height with such a seam at an end is scored by how well lines meet at the three seams, printed and swapped,
and those that gain `_MARGIN` and leave no contradiction are compared by the words of the articles. Of 150 made pages
46 had swapped columns: 23 were moved, 14 of them exactly right, and 1 of the 104 others, when the seams alone told.
`columns.put_back` does the like for pages whose lines are not wrapped at a width, where paragraphs
are known and can be compared as wholes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add, or_

from digests.reading.lines import Line
from digests.reading.marks import CLOSERS, LEADING_PUNCTUATION
from digests.reading.paper.openings import MOST_LINES, like_heading
from digests.reading.seams import leads, proof
from digests.reading.shapes import heading_shape

_MARGIN = 2.4
_BROKEN = -1.4  # a seam that fits no better proves that something is out of order
_SHORTEST_RUN = 6
_MOST_WAYS = 4  # to swap columns of one page, that are compared: more take long
_WINDOW = 6  # lines compared on either side of a seam


@dataclass(slots=True)
class _Page:
    """The lines of text and bylines of one page; ``words`` holds the character pairs of each as a set of bits."""

    lines: Sequence[Line]
    begins: frozenset[int]  # numbers of lines that begin something: headlines, bylines, what follows them
    indents: bool  # whether every paragraph is indented
    words: list[int]
    marked: Sequence[bool] = ()  # whether an empty line stands above a place inside the page
    known: dict[tuple[int, int], float] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)  # words that end at a line, and that begin at one
    after: dict[int, int] = field(default_factory=dict)

    def fit(self, x: int, y: int) -> float:
        """How well the line at ``y`` goes on after the one at ``x``; -1 and ``len(lines)`` are the page's ends."""
        found = self.known.get((x, y))
        if found is None:
            found = self.known[x, y] = self._fit(x, y)
        return found

    def _fit(self, x: int, y: int) -> float:
        if x < 0 or y >= len(self.lines):
            return self._at_the_edge(x, y)
        a, b = self.lines[x], self.lines[y]
        full = a.column.full
        is_open = a.kind == "text" and not a.signed and not a.closed
        if b.text[0] in LEADING_PUNCTUATION:
            return 1.0 + self._alike(x, y) if is_open or b.text[0] in CLOSERS else -3.0
        begins = self._starts(b) or b.indent > a.indent
        if is_open and begins and self._starts(a) and a.jump is None and not leads(a):
            return 1.0  # a headline and what stands under it
        if is_open and a.width >= full:
            if begins and heading_shape(a) >= 0.5:
                return 0.0 if b.indent else 0.5  # a headline as wide as the column
            return -3.0 if begins else 0.5 + 0.4 * proof(a, b) + self._alike(x, y)
        if begins:
            return 0.5
        if a.kind == "byline" or (a.closed and a.width < full - 1):
            return -2.5 if self.indents and a.kind == "text" and not like_heading(b) else 0.0
        return self._alike(x, y)

    def _starts(self, line: Line) -> bool:
        """Whether ``line`` begins something wherever it stands. What only follows a byline in print may be anything."""
        if line.kind == "byline" or line.jump is not None or leads(line):
            return True
        return line.number in self.begins and not line.closed and heading_shape(line) >= 0.5

    def heads(self, y: int) -> bool:
        """Whether a headline or its byline stands straight above the line at ``y``: no column ends so."""
        at = y - 1 if 0 < y < len(self.lines) else 0
        signed = self.lines[at].kind == "byline"
        at -= signed
        return (
            at > 0
            and self.lines[at].kind == "text"
            and like_heading(self.lines[at])
            and (signed or self.lines[y].kind == "byline")
        )

    def _at_the_edge(self, x: int, y: int) -> float:
        if x < 0:
            return 0.0 if y < len(self.lines) and self._may_open(self.lines[y]) else -1.5
        last = self.lines[x]
        return 0.0 if last.kind == "byline" or last.signed or last.closed else -1.5

    def _may_open(self, line: Line) -> bool:
        return line.number in self.begins or line.indent > 0 or line.kind == "byline" or line.jump is not None

    def _alike(self, x: int, y: int) -> float:
        """Common words of the lines before and after a seam, about -0.3 for none, 0.5 for one text."""
        before, after = self._words_before(x), self._words_after(y)
        size = math.sqrt(before.bit_count() * after.bit_count())
        return 2.0 * ((before & after).bit_count() / size - 0.15) if size else 0.0

    def _words_before(self, x: int) -> int:
        if x not in self.before:
            self.before[x] = reduce(or_, (self.words[at] for at in self._back(x)), 0)
        return self.before[x]

    def _words_after(self, y: int) -> int:
        if y not in self.after:
            self.after[y] = reduce(or_, (self.words[at] for at in self._on(y)), 0)
        return self.after[y]

    def _back(self, x: int) -> Iterator[int]:
        for at in range(x, max(-1, x - _WINDOW), -1):
            if self.lines[at].kind != "text":
                return
            yield at
            if self.lines[at].number in self.begins:
                return

    def _on(self, y: int) -> Iterator[int]:
        for at in range(y, min(len(self.lines), y + _WINDOW)):
            if at > y and (self.lines[at].number in self.begins or self.lines[at].kind != "text"):
                return
            yield at


def swapped(lines: Sequence[Line], begins: frozenset[int], *, indents: bool) -> list[list[Line]]:
    """``lines`` (text and bylines) with two neighbouring runs swapped, each way that the seams prove; the best first.

    Seams tell that columns are swapped, but often not to the line where one begins: `written` asks the words.
    """
    wrapped = sum([line.column.full > 0 for line in lines])
    if len(lines) > MOST_LINES or wrapped < 0.8 * len(lines) or len(lines) < 2 * _SHORTEST_RUN:
        return []
    bare = _Page(lines, begins, indents, [0] * len(lines))
    broken = _contradictions(bare)
    if not broken:
        return []
    page = _Page(lines, begins, indents, _words(lines), [False, *(line.gap > 0 for line in lines[1:]), False])
    edge_only = all(at in (0, len(lines)) for at in broken)
    least = _MARGIN + 0.6 * edge_only  # a page may also just lack its last line
    headed = {at for at in range(len(lines) + 1) if page.heads(at)}
    whole = [swap for swap in set(_swaps(page, broken)) if headed.isdisjoint(swap)]
    found = sorted([(gain, swap) for swap in whole if (gain := _gain(page, *swap)) >= least], reverse=True)
    mended = [swap for _, swap in found[:_MOST_WAYS] if _mends(bare, broken, *swap)]
    return [[*lines[:at], *lines[to:end], *lines[at:to], *lines[end:]] for at, to, end in mended]


def contradictions(lines: Sequence[Line], begins: frozenset[int], *, indents: bool) -> list[int]:
    """Places of lines that cannot follow the one above, or begin a page; the last: the page's end. None needs words."""
    return _contradictions(_Page(lines, begins, indents, [0] * len(lines)))


def _contradictions(bare: _Page) -> list[int]:
    return [at for at in range(len(bare.lines) + 1) if bare.fit(at - 1, at) <= _BROKEN]


def _mends(bare: _Page, broken: Sequence[int], first: int, middle: int, end: int) -> bool:
    """Whether no contradiction is left when the runs [first, middle) and [middle, end) are swapped."""
    seams = ((first - 1, middle), (end - 1, first), (middle - 1, end))
    return {*broken} <= {first, middle, end} and all(bare.fit(x, y) > _BROKEN for x, y in seams)


def _swaps(page: _Page, broken: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Pairs of neighbouring runs (first, middle, end) with a broken seam at one of their ends, as tall as each other.

    Columns of a page are equally tall, counting every printed line; only the last may be shorter.
    """
    numbers = [line.number for line in page.lines]
    numbers.append(numbers[-1] + 1)
    place = {number: at for at, number in enumerate(numbers)}
    last = len(page.lines)
    for at in broken:
        for other in range(last + 1):
            tall = abs(numbers[at] - numbers[other])
            if abs(at - other) < _SHORTEST_RUN:
                continue
            low, high = min(at, other), max(at, other)
            for slack in (0, 1, -1, 2, -2):
                after, before = place.get(numbers[high] + tall + slack), place.get(numbers[low] - tall + slack)
                if after is not None:
                    yield low, high, after
                if before is not None:
                    yield before, low, high
            if last - high >= _SHORTEST_RUN and numbers[last] - numbers[high] < tall:
                yield low, high, last


def _gain(page: _Page, first: int, middle: int, end: int) -> float:
    """What swapping the runs [first, middle) and [middle, end) gains over the seams as printed."""
    swapped = page.fit(first - 1, middle) + page.fit(end - 1, first) + page.fit(middle - 1, end)
    printed = page.fit(first - 1, first) + page.fit(middle - 1, middle) + page.fit(end - 1, end)
    marked = page.marked[first] + page.marked[middle] + page.marked[end]
    return swapped - printed + 0.3 * marked - 0.3 * _unevenness(page, first, middle, end)


def _unevenness(page: _Page, first: int, middle: int, end: int) -> int:
    """Lines by which two runs differ in height; none if the second is the page's last column."""
    if end == len(page.lines):
        return 0
    lines = page.lines
    return abs(2 * lines[middle].number - lines[first].number - lines[end].number)


def _words(lines: Sequence[Line]) -> list[int]:
    """Character pairs that two lines share at least, as bits; what stands in a fifth of all lines tells nothing."""
    pairs = [set(map(add, line.text, line.text[1:])) for line in lines]
    counts: dict[str, int] = {}
    for line in pairs:
        for pair in line:
            counts[pair] = counts.get(pair, 0) + 1
    telling = [pair for pair, count in counts.items() if 2 <= count <= max(3, len(lines) // 5)]
    bit = {pair: 1 << at for at, pair in enumerate(p for p in telling if p[0] > "一" and p[1] > "一")}
    return [reduce(or_, (bit[pair] for pair in line & bit.keys()), 0) for line in pairs]
