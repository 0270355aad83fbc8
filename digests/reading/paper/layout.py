"""Where the articles of a page begin and end as it is printed: what `strands` must know before it tries other ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from digests.reading.lines import Line
from digests.reading.paper.clues import Clues, Facts
from digests.reading.paper.openings import like_heading
from digests.reading.seams import seen_width

SHORTEST = 6  # characters of a headline


class Layout:
    """Of one page. ``starts``: places of lines at which articles begin; all but the ``sure`` ones may be sub-heads.

    ``ends``: the last line of each article, and ``torn`` those that break off; ``core``: the words of its beginning.
    """

    def __init__(self, lines: Sequence[Line], begun: Sequence[int], facts: Facts) -> None:
        self.lines = lines
        self.sure = frozenset((0, *begun))
        heads = frozenset(chain.from_iterable(_head(lines, start) for start in self.sure))
        self.starts = sorted(self.sure | set(_may_start(lines, heads)))
        self.headed = frozenset(chain.from_iterable(_head(lines, start) for start in self.starts))
        self.clues = Clues(lines, self.starts, self.headed, facts)
        self.orphan = lines[0].kind == "text" and 0 not in self.headed and not (begun[:1] == [0] or lines[0].indent)
        self.bare = frozenset(at for at in self.sure - heads if at)  # where only a lead or a marker begins
        self.cut = frozenset(self._amid_sentence()) if facts.indents else frozenset()
        self.ends = [self._end(start) for start in self.starts]
        self.torn = [strand for strand, end in enumerate(self.ends) if self.clues.broken[end]]
        self.core = [self.clues.core(start, end) for start, end in zip(self.starts, self.ends, strict=True)]

    def _amid_sentence(self) -> Iterator[int]:
        """Lines of a column of indented paragraphs that begin none though one has ended above them."""
        for at, (a, b) in enumerate(pairwise(self.lines), 1):
            ended = a.signed or (a.closed and a.width < a.column.full - 1)
            if ended and a.kind == b.kind == "text" and not b.indent and at not in self.headed:
                yield at

    def _end(self, start: int) -> int:
        """The last line before the next article; one that is sure goes on below what may be sub-heads."""
        following = self.sure if start in self.sure else self.starts
        return min([at for at in following if at > start], default=len(self.lines)) - 1


def _head(lines: Sequence[Line], start: int) -> Iterator[int]:
    """Places of the headlines and bylines from ``start`` on; below a byline is the text."""
    at, signed = start, False
    while at < len(lines) and (lines[at].kind == "byline" or (not signed and like_heading(lines[at]))):
        signed = signed or lines[at].kind == "byline"
        yield at
        at += 1


def _may_start(lines: Sequence[Line], heads: frozenset[int]) -> list[int]:
    """Places of headlines that nothing but their look tells from sub-heads."""
    found = []
    for at, (above, line) in enumerate(pairwise(lines[:-1]), 1):
        if line.kind != "text" or len(line.text) < SHORTEST or not like_heading(line) or {at - 1, at} & heads:
            continue
        amid = above.kind == "text" and not above.closed and _fills(line)
        if not amid and not (above.kind == "text" and like_heading(above)):
            found.append(at)
    return found


def _fills(line: Line) -> bool:
    """Whether the column is full, if Latin letters and digits are half as wide as characters."""
    return line.column.full > 0 and abs(seen_width(line) - line.column.full) <= 1
