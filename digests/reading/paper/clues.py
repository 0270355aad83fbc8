"""What the lines of a page say about the articles that share its columns: by their words, and by how lines meet.

Words: a line's pairs of characters stand in an article that holds them already far more often than in another, the
more so the fewer texts hold them at all. In 40,000 lines of 25 characters of 3,000 news a pair stood in the 60, 250 and
500 characters before it with .18 to .24, .39 to .61 and .47 to .78, in as many characters of another article with .02
to .08, .06 to .22 and .10 to .31, if one passage in 16 holds it; with .04, .09 and .18, and in another with .0001, if
not one in 1,024 does. `Clues.words` is the log-odds of that. Of five articles that broke off anywhere it names the one
that the next 50, 100 or 200 characters are of in 89, 93 and 97 of 100 cases, where one rate for all pairs named it in
87, 88 and 94. Pairs of one word come together and some words are everybody's, so a line is never believed more than
`_MOST_SAID` for each `_SAID` characters of it, nor `_LEAST_SAID` against an article.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from math import exp, inf, log

from digests.reading.firsts import OPEN_MARKS
from digests.reading.lines import Line
from digests.reading.marks import LEADING_PUNCTUATION
from digests.reading.paper import meets
from digests.reading.paper.meets import End, Next, Rest
from digests.reading.paper.odds import told
from digests.reading.paper.openings import like_heading
from digests.reading.paper.pairs import meaningful, pairs
from digests.reading.paper.spread import DEGREES, degrees

# With from .6 to .7 of the first, 5 or 6 of the third and 2.4 or 3 of `_REPEATED` 10 to 16 articles more of 16 sets
# of pages are right than with one rate, all else as it was.
_TEMPER, _LEAST_SAID = 0.6, 4.0
_MOST_SAID, _SAID = 5.0, 25
_EVERYBODYS = 0.75  # less for a pair that half of the articles hold
# The shares above by how widespread pairs are: of those that an article comes back to, and of those that are in any
# character of a text; they grow with what is held.
_BACK, _GROWS = (0.5, 0.48, 0.4, 0.28, 0.17), 220
_ANYWHERE, _CHANCE = (3.6e-4, 1.1e-4, 3.3e-5, 7.5e-6, 9e-7), 0.001
_ALONE = 3  # how widespread what stands once on the page is taken to be
_REPEATED = 3.0  # characters of an article, for each of its pairs that stands twice on the page
_LETTERS = range(0x41, 0x7B)
_FIRST_HAN = ord("一")
_IN_DATES = frozenset("年月日点时个多點時個")
_SIGNED, _HEADLINE = -3.0, 30  # behind a signature; characters of a headline
_CORE = 240  # characters of an article that tell what it is about


class Facts:
    """What holds of the lines of a page in whatever order they stand: the pairs in each, and how any two meet."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._ends: dict[int, End] = {}  # of texts that break off
        self._rests: dict[int, Rest] = {}  # of lines that are no bylines
        self._next: dict[int, Next] = {}
        self._spread = [0] * DEGREES
        self._degrees: dict[int, list[tuple[int, int, int]]] = {}

    @cached_property
    def _printed(self) -> list[set[int]]:
        return [pairs(line.text) for line in self._lines]

    @cached_property
    def _every(self) -> set[int]:
        return set[int]().union(*self._printed)

    @cached_property
    def words(self) -> dict[int, tuple[int, int]]:
        """Telling pairs of each line by its number: those that other lines hold too as bits, and how many in all."""
        telling = meaningful(self._every)
        telling |= {pair for pair in self._every if not 0x4E00 <= pair & 0xFFFF < 0xA000 and _names(pair)}
        sets = [telling & found for found in self._printed]
        once, twice = set[int](), set[int]()
        for words in sets:
            twice |= once & words
            once |= words
        bits = {pair: 1 << at for at, pair in enumerate(twice)}
        held = [sum(map(bits.__getitem__, words & twice)) for words in sets]
        for pair, degree in degrees(twice, self._text).items():
            self._spread[degree] |= bits[pair]
        return {line.number: (own, len(words)) for line, own, words in zip(self._lines, held, sets, strict=True)}

    def degrees(self, number: int) -> list[tuple[int, int, int]]:
        """The telling pairs of a line by how widespread they are: how many, and which stand in other lines, too."""
        if number not in self._degrees:
            own, size = self.words[number]
            alone = size - own.bit_count()
            found = []
            for degree, spread in enumerate(self._spread):
                held = own & spread
                if count := held.bit_count() + (alone if degree == _ALONE else 0):
                    found.append((degree, count, held))
            self._degrees[number] = found
        return self._degrees[number]

    @cached_property
    def _amid(self) -> frozenset[int]:
        """Numbers of lines below one that ends with a comma or the like: they are no headlines."""
        return frozenset([b.number for a, b in pairwise(self._lines) if a.kind == "text" and a.text[-1] in OPEN_MARKS])

    def heads(self, line: Line) -> bool:
        """Whether ``line`` looks like a headline, and may be one where it is printed."""
        return like_heading(line) and line.number not in self._amid

    @cached_property
    def indents(self) -> bool:
        """Whether paragraphs are indented."""
        return sum(line.indent > 0 for line in self._lines if line.kind == "text") > 0.1 * len(self._lines)

    def seam(self, a: Line, b: Line, least: float = -inf) -> float:
        """How well ``b`` goes on with ``a``, about -6 to 6; 0 where nothing tells. ``least``: see `meets.inside`."""
        end, rest = self._ends.get(a.number), self._rests.get(b.number)
        if end is not None and rest is not None:
            return meets.inside(end, rest, self._stand_together, least)
        if b.kind == "byline":
            return 0.0
        if a.kind == "byline" or a.signed:
            return _SIGNED
        if a.closed:
            return self.between(a, b)
        if len(a.text) <= _HEADLINE and self.heads(a):
            return _SIGNED if b.text[0] in LEADING_PUNCTUATION else 0.0
        return self._inside(a, b, self._stand_together, least)

    def bounds(self, a: Line, b: Line, least: float = -inf) -> tuple[float, float]:
        """Between which numbers `seam` is for an ``a`` that breaks off, whatever else stands on the page.

        ``least``: of an upper one that is no more nothing else is to be known.
        """
        if a.closed:
            return (met := self.between(a, b)), met
        known = told("inside")["known"]
        alone = self._inside(a, b, _nowhere, least - max(0.0, known))
        return alone + min(0.0, known), alone + max(0.0, known)

    def _inside(self, a: Line, b: Line, known: meets.Known, least: float = -inf) -> float:
        """`meets.inside`, of which either line is asked once."""
        if (end := self._ends.get(a.number)) is None:
            end = self._ends[a.number] = End.of(a)
        if (rest := self._rests.get(b.number)) is None:
            rest = self._rests[b.number] = Rest.of(b)
        return meets.inside(end, rest, known, least)

    def _stand_together(self, left: str, right: str) -> bool:
        """Whether the page holds this pair of characters.

        Counting its pairs takes longer than all else that most pages are asked, so until that is done (by `words`) a
        pair is looked for.
        """
        if "_every" in self.__dict__:
            return ord(left) | ord(right) << 16 in self._every
        return left + right in self._text

    @cached_property
    def _text(self) -> str:
        return "\n".join([line.text for line in self._lines])

    def between(self, a: Line, b: Line) -> float:
        """`meets.between` alike."""
        if (following := self._next.get(b.number)) is None:
            following = self._next[b.number] = Next.of(b)
        return meets.between(a, following, indents=self.indents)

    def below_head(self, b: Line) -> float:
        """How well ``b`` stands below a headline or byline."""
        if b.kind == "byline":
            return 0.0
        if meets.no_start(b):
            return _SIGNED
        return _SIGNED / 2 if self.indents and not b.indent else 0.0


def _nowhere(_left: str, _right: str) -> bool:
    return False


class Clues:
    """``starts``: places in ``lines`` where articles begin, or may; ``headed``: lines of headlines and bylines.

    ``broken``: for each line whether a text breaks off there.
    """

    def __init__(self, lines: Sequence[Line], starts: Sequence[int], headed: frozenset[int], facts: Facts) -> None:
        self.lines, self.starts, self._facts = lines, starts, facts
        self.held = [facts.words[line.number][0] for line in lines]
        self.broken = [at not in headed and is_open(line) for at, line in enumerate(lines)]
        self._most = [_MOST_SAID * max(1.0, len(line.text) / _SAID) for line in lines]
        self._said: list[dict[int, float]] = [{} for _ in lines]
        self._seams: list[dict[int, float]] = [{} for _ in lines]

    @cached_property
    def _common(self) -> int:
        """Pairs that at least half of the articles hold, three at the least."""
        ends = [*self.starts[1:], len(self.lines)]
        whole = [0] * len(ends)
        for at, (start, end) in enumerate(zip(self.starts, ends, strict=True)):
            for words in self.held[start:end]:
                whole[at] |= words
        if len(whole) < 4:
            return 0
        return held_by(whole, max(3, (len(whole) + 1) // 2))

    def words(self, at: int, held: int) -> float:
        """Log-odds of the line at ``at`` in an article that holds the pairs ``held``, against its being in another."""
        said = self._said[at].get(held)
        if said is None:
            said = self._said[at][held] = self._words(at, held)
        return said

    def _words(self, at: int, held: int) -> float:
        there, beyond = _told(held.bit_count())
        found = 0.0
        for degree, size, own in self._facts.degrees(self.lines[at].number):
            found += size * beyond[degree]
            if met := own & held:
                count: float = met.bit_count()
                if met & self._common:
                    count -= _EVERYBODYS * (met & self._common).bit_count()
                found += count * there[degree]
        return _TEMPER * max(-_LEAST_SAID, min(found, self._most[at]))

    def core(self, start: int, end: int) -> int:
        """The words of the beginning of an article that stands from ``start`` to ``end``."""
        held = size = 0
        for at in range(start, end + 1):
            if size >= _CORE:
                break
            held |= self.held[at]
            size += len(self.lines[at].text)
        return held

    def seam(self, x: int, y: int) -> float:
        """`Facts.seam` of the line at ``y`` behind that at ``x``."""
        points = self._seams[y].get(x)
        if points is None:
            points = self._seams[y][x] = self._facts.seam(self.lines[x], self.lines[y])
        return points


@lru_cache(maxsize=1024)
def _told(count: int) -> tuple[list[float], list[float]]:
    """What a pair of each degree tells that is held, beyond one that is not; and what one tells that is not.

    ``count``: the repeated pairs of the article.
    """
    size = max(8.0, _REPEATED * count)
    grown = 1 - exp(-size / _GROWS)
    elsewhere = [1 - exp(-rate * size) + _CHANCE for rate in _ANYWHERE]
    here = [chance + (1 - chance) * back * grown for chance, back in zip(elsewhere, _BACK, strict=True)]
    beyond = [log((1 - share) / (1 - chance)) for share, chance in zip(here, elsewhere, strict=True)]
    return [log(a / b) - less for a, b, less in zip(here, elsewhere, beyond, strict=True)], beyond


def is_open(line: Line) -> bool:
    """Whether ``line`` breaks off inside a sentence. No article ends with a semicolon."""
    return line.kind == "text" and not line.signed and (not line.closed or line.text[-1] in ";；")


def _names(pair: int) -> bool:
    """Whether a pair is a number and what it numbers, or two letters: "7号", "5G"."""
    first, second = pair & 0xFFFF, pair >> 16
    if first in _LETTERS:
        return second in _LETTERS
    return second > _FIRST_HAN and chr(first).isdigit() and chr(second) not in _IN_DATES


def held_by(sets: Sequence[int], least: int) -> int:
    """The bits that at least ``least`` of ``sets`` hold, all counted at once: ``counts`` has their binary digits."""
    counts: list[int] = []
    for carried in sets:
        for at, digit in enumerate(counts):
            counts[at], carried = digit ^ carried, digit & carried
        if carried:
            counts.append(carried)
    above, equal = 0, -1  # as far as the digits are compared, from the highest on
    for at in reversed(range(max(len(counts), least.bit_length()))):
        digit = counts[at] if at < len(counts) else 0
        if least >> at & 1:
            equal &= digit
        else:
            above, equal = above | (equal & digit), equal & ~digit
    return above | equal
