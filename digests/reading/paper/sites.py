"""Where articles may begin and end on a page: what `paths` must know before it tries other orders than the printed."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest
from itertools import combinations, pairwise
from math import inf

from digests.reading.lines import Line
from digests.reading.paper.clues import Clues, Facts, is_open
from digests.reading.paper.openings import breaks_off, like_heading
from digests.reading.paper.starts import Starts
from digests.reading.seams import leads

_ORPHAN = -1.0  # odds of the first line, below which a page does not begin there
_MAYBE = -1.5  # odds of a byline, above which an article without headline may begin there
_ASTRAY, _MOST_ASTRAY = 0.0, 8  # how well a line meets the one above, below which it may stand elsewhere in the text
_CROSSED = 5.5  # from 3.5 to 6, and with 8 astray or 12, the same 556 articles are right; with 6, or at 7.5, three less
_NO_REST = -3.0  # how badly a line meets an article, below which it cannot be its rest
_DOUBTED = 1.5  # and below which it may


def torn(lines: Sequence[Line], begun: Starts, facts: Facts) -> bool:
    """Whether a text of the page breaks off where another one begins, or goes on where one has ended.

    Or whether two sentences break off, each with the rest of the other below it.
    """
    if breaks_off(lines[-1]):
        return True
    likely = frozenset(begun.likely)
    astray: list[tuple[Line, Line]] = []
    for at, (a, b) in enumerate(pairwise(lines), 1):
        if at in likely:
            if at - 1 in begun.headed or (is_open(a) and b.jump is None and not leads(b)):
                return True
        elif at in begun.headed or at - 1 in begun.headed or b.kind != "text":
            continue
        elif a.kind == "byline":
            if begun.score(at - 1, below=False) < _MAYBE and lines[at - 2].closed and _is_rest(a, b, facts):
                return True
        elif a.signed:
            if not a.onward and _is_rest(a, b, facts):
                return True
        elif is_open(a) and not like_heading(a) and not like_heading(b) and _astray(a, b, facts):
            astray.append((a, b))
    if len(astray) > _MOST_ASTRAY:
        astray = nsmallest(_MOST_ASTRAY, astray, key=lambda pair: facts.seam(*pair))
    return any(_crossed(one, other, facts) for one, other in combinations(astray, 2))


def _astray(a: Line, b: Line, facts: Facts) -> bool:
    """Whether ``b`` goes on badly with the sentence that ``a`` breaks off."""
    least, most = facts.bounds(a, b)
    return least < _ASTRAY and (most < _ASTRAY or facts.seam(a, b) < _ASTRAY)


def _is_rest(a: Line, b: Line, facts: Facts) -> bool:
    """Whether ``b``, which stands behind the end of a text, is more like the rest of a sentence than a beginning."""
    return facts.between(a, b) < 0


def _crossed(one: tuple[Line, Line], other: tuple[Line, Line], facts: Facts) -> bool:
    """Whether each of two texts that break off seems to have its rest below the other."""
    crosswise = (one[0], other[1]), (other[0], one[1])
    most = facts.bounds(*crosswise[0])[1]
    if most + facts.bounds(*crosswise[1], _CROSSED - most)[1] <= _CROSSED:
        return False
    return sum([facts.seam(*pair) for pair in crosswise]) > _CROSSED


def _stops(lines: Sequence[Line], facts: Facts) -> list[int]:
    """For each line itself, for a byline below a text that breaks off the last line of that: so texts end, too.

    Unless a text follows the byline, which may be what it signs.
    """
    stops = list(range(len(lines)))
    for at, line in enumerate(lines):
        if line.kind == "byline" and at and is_open(lines[stops[at - 1]]) and not facts.heads(lines[stops[at - 1]]):
            below = next((below for below in lines[at + 1 :] if below.kind != "byline"), None)
            if below is None or below.jump is not None or leads(below) or facts.heads(below):
                stops[at] = stops[at - 1]
    return stops


def _orphan(lines: Sequence[Line], begun: Starts) -> bool:
    """Whether the page begins amid a text."""
    return lines[0].kind == "text" and not lines[0].indent and begun.score(0, below=False) < _ORPHAN


class Sites:
    """Of one page. ``starts``: places of lines at which articles may begin, ``until`` where their headlines end.

    ``ends``: the last line of each as printed; ``breaks``: where its text breaks off, there or above what may be the
    rest of another; ``core``: the words of its beginning; ``doubted``: lines that may not go on with the one above.
    """

    def __init__(self, lines: Sequence[Line], begun: Starts, facts: Facts) -> None:
        self.lines, self.begun, self._facts = lines, begun, facts
        self.starts = sorted({0, *begun.odds})
        self.until = [begun.until.get(at, at) for at in self.starts]
        self.clues = Clues(lines, begun.likely or [0], begun.headed, facts)
        self.stops = _stops(lines, facts)
        self.open = [is_open(lines[stop]) for stop in self.stops]
        self.leads = [line.kind == "text" and leads(line) for line in lines]
        self.named = [bool(line.names) for line in lines]
        self.orphan = _orphan(lines, begun)
        self.ends = [self._end(start) for start in self.starts]
        self.core = [self.clues.core(start, end) for start, end in zip(self.starts, self.ends, strict=True)]
        self.breaks = [self._breaks(strand) for strand in range(len(self.starts))]
        self.doubted = [at > 0 and self._doubted(at) for at in range(len(lines))]
        self._met: dict[tuple[int, int], float] = {}

    def bare(self, strand: int, end: int) -> bool:
        """Whether ``strand``, the last line of which is ``end``, has no more than headlines."""
        return strand < len(self.starts) and 0 <= end < self.until[strand]

    def broken(self, strand: int, end: int) -> bool:
        """Whether the text of ``strand`` breaks off with its last line ``end``."""
        return end >= 0 and self.open[end] and not self.bare(strand, end)

    def seam(self, end: int, at: int) -> float:
        """How well the line at ``at`` goes on with a text that ends with the one at ``end``, bylines passed over."""
        return self.clues.seam(self.stops[end], at)

    def meets(self, strand: int, at: int) -> float:
        """How well the line at ``at`` goes on with ``strand`` where that breaks off as printed."""
        if (strand, at) not in self._met:
            best, line = -inf, self.lines[at]
            for end in self.breaks[strand]:
                best = max(best, self._facts.seam(self.lines[self.stops[end]], line, best))
            self._met[strand, at] = best
        return self._met[strand, at]

    def rests(self, at: int) -> list[tuple[int, float]]:
        """Articles that begin below the line at ``at`` and may end with it, and how well it meets them."""
        if self.lines[at - 1].column.full and self.open[at - 1] and self.clues.seam(at - 1, at) > _DOUBTED:
            return []  # it stands in its place
        below = [strand for strand, start in enumerate(self.starts) if start > at and self.breaks[strand]]
        met = [(strand, self.meets(strand, at)) for strand in below]
        return [(strand, points) for strand, points in met if points > _NO_REST]

    def goes_on(self, strand: int, end: int, at: int) -> float:
        """How well the line at ``at`` goes on with ``strand``, the last line of which is ``end``."""
        if self.bare(strand, end):
            return self._facts.below_head(self.lines[at])
        return self.seam(end, at)

    def _doubted(self, at: int) -> bool:
        above, line = self.lines[at - 1], self.lines[at]
        if line.kind != "text" or line.jump is not None or (line.indent and self.open[at - 1]):
            return False
        if line.why == above.why == "row":
            return False  # lists and poems stand together
        if above.kind == "byline" or above.signed or self.leads[at] or not {at - 1, at}.isdisjoint(self.begun.headed):
            return True
        return self.clues.seam(at - 1, at) < _DOUBTED

    def _breaks(self, strand: int) -> list[int]:
        end = self.ends[strand]
        if self.broken(strand, end):
            return [end]
        last = self._end(self.starts[strand], firm=True)  # what looks like a headline may be a line that breaks off
        if last > end and self.broken(strand, last):
            return [last]
        found = [at for at in range(self.until[strand], end) if self.open[at]]
        if not self.lines[end].column.full:
            return found
        return [at for at in found if self.seam(at, at + 1) < _DOUBTED]

    def _end(self, start: int, *, firm: bool = False) -> int:
        """The last line before the next article, or before the next that is all but sure."""
        following = (at for at in self.begun.likely if at > start and (not firm or self.begun.firm(at)))
        return next(following, len(self.lines)) - 1
