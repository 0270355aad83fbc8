"""Columns of one article that were read in the wrong order: three pieces that stand 1 3 2 in print.

Such a text breaks off at its end, and once more above, and goes on badly there, but all its words are its own, so
nothing but the seams tells. Each way to change two neighbouring pieces of an article, at three seams at least two of
which are broken, is weighed by how well lines meet there, printed and changed. Lines that are wrapped at a width have
so many seams that chance mends three of them on every other page: there `order` is asked, which knows how tall columns
are.

Of 97 pages of four to six news, one text of which was cut into three or four pieces and the second and third changed, 5
are right without it and 15 with it, and of 100 in order as many as without. Texts that do not break off at their end
are not asked, as that took a quarter of the time of reading, for four pages more of those 97.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations, pairwise
from typing import NamedTuple

from digests.reading.lines import Line
from digests.reading.paper.clues import Facts, is_open
from digests.reading.paper.openings import MOST_LINES, like_heading
from digests.reading.paper.starts import Starts

_LACKING = 4.2  # what a text costs that breaks off at its end, as in `paths`
_TORN, _NO_NEXT = 0.5, -2.0  # how badly lines meet where a text breaks off, and where it has ended
_SHORTEST, _MOST, _MOST_TORN = 40, 30, 4  # characters of a piece; seams of a text that are thought of; broken ones
GAIN = 6.0


class Turned(NamedTuple):
    """Lines in the order in which they were written; numbers of those that go on with the one before, or do not."""

    lines: list[Line]
    joins: frozenset[int]
    breaks: frozenset[int]


def put_back(lines: Sequence[Line], begun: Starts, printed: Sequence[Line], facts: Facts) -> Turned | None:
    """``lines`` with pieces of articles changed; None where none are. ``begun``: of the lines as ``printed``."""
    if len(lines) > MOST_LINES:
        return None
    found = list(lines)
    joins: set[int] = set()
    breaks: set[int] = set()
    headed = frozenset([printed[at].number for at in begun.headed])
    for start, end in _texts(lines, headed, frozenset([printed[at].number for at in begun.likely])):
        if end - start < 3 or not is_open(lines[end - 1]):
            continue
        if (turn := _Text(lines, start, end, facts).best()) is None:
            continue
        first, middle, last = turn
        found[first:last] = [*lines[middle:last], *lines[first:middle]]
        for x, y in ((first - 1, middle), (last - 1, first), (middle - 1, last)):
            if y < len(lines):
                (joins if y < end and is_open(lines[x]) else breaks).add(lines[y].number)
    return Turned(found, frozenset(joins), frozenset(breaks)) if breaks or joins else None


def _texts(lines: Sequence[Line], headed: frozenset[int], begins: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Where the text of each article begins and ends, of those that are not wrapped and not parted by bylines.

    ``headed``: numbers of the lines of headlines and bylines; ``begins``: of those at which articles begin.
    """
    start = 0
    for at, line in enumerate(lines):
        apart = line.kind != "text" or line.number in headed or line.column.full
        if apart or line.number in begins:
            yield start, at
            start = at + bool(apart)
    yield start, len(lines)


class _Text:
    """Of one article, from ``start`` to ``end``, with the places of ``lines`` at which it may be parted."""

    def __init__(self, lines: Sequence[Line], start: int, end: int, facts: Facts) -> None:
        self._lines, self._start, self._end, self._facts = lines, start, end, facts
        self._met: dict[tuple[int, int], float] = {}

    def best(self) -> tuple[int, int, int] | None:
        """Where two neighbouring pieces begin that are to be changed, and where the second one ends."""
        places = [at for at in range(self._start + 1, self._end + 1) if at == self._end or not self._at_head(at)]
        torn: set[int] = set()
        for at in places:
            if self._meet(at - 1, at) < self._least(at):
                torn.add(at)
                if len(torn) > _MOST_TORN:
                    return None  # it is no text of three pieces
        places = [at for at in places if at in torn or not is_open(self._lines[at - 1])]
        if len(torn) < 2 or len(places) > _MOST:
            return None
        size = [0, *accumulate(len(line.text) for line in self._lines[self._start : self._end])]
        ways = [
            way
            for way in combinations(places, 3)
            if len(torn.intersection(way)) > 1
            and all(size[b - self._start] - size[a - self._start] >= _SHORTEST for a, b in pairwise(way))
        ]
        gains = [self._gain(*way) for way in ways]
        return ways[gains.index(max(gains))] if gains and max(gains) >= GAIN else None

    def _least(self, at: int) -> float:
        return _TORN if is_open(self._lines[at - 1]) else _NO_NEXT

    def _at_head(self, at: int) -> bool:
        """Whether a sub-head stands at a place or above it."""
        return like_heading(self._lines[at - 1]) or like_heading(self._lines[at])

    def _meet(self, x: int, y: int) -> float:
        if y == self._end:
            return -_LACKING if is_open(self._lines[x]) and not self._lines[x].onward else 0.0
        if (x, y) not in self._met:
            self._met[x, y] = self._facts.seam(self._lines[x], self._lines[y])
        return self._met[x, y]

    def _gain(self, first: int, middle: int, last: int) -> float:
        changed = self._meet(first - 1, middle) + self._meet(last - 1, first) + self._meet(middle - 1, last)
        return changed - sum([self._meet(at - 1, at) for at in (first, middle, last)])
