"""How well the rest of a sentence fits an open end: by the seam, by brackets, and by the words of both texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

from digests.reading import junctions
from digests.reading.firsts import OPEN_MARKS
from digests.reading.lines import Line
from digests.reading.marks import LEADING_PUNCTUATION, closes_more, unbalanced
from digests.reading.paper.openings import (
    HEADING,
    first_sentence,
    like_heading,
    must_follow,
    parted,
)
from digests.reading.paper.pairs import means, pairs
from digests.reading.shapes import heading_shape

_BEFORE, _AFTER, _PARAGRAPH = 300, 150, 40  # characters that are compared; of a paragraph that is enough
# Points, weighed on a dozen pages in the manner of real ones and on made pages whose columns were swapped.
_BACK = -0.7  # printed above the end
_ANY = 1.5  # few sentences have no rest on the page
_NEVER = -99.0  # no text goes on with itself
_PUNCTUATION, _TWICE = 2.0, -4.0
_MEETS, _LEAST, _MOST = 0.5, -3.0, 5.0  # for each unit of log-odds, which are believed between these
_BEGINS = 0.3
_SCRAP = 2.5  # a rest that can be nothing else
_CLOSES, _STAYS_OPEN, _CLOSES_NOTHING = 2.0, -1.5, -2.0
_COHESION, _KIN = 12.0, 0.134  # for each unit of the root of shared words; root of what two texts share by chance
_ENOUGH = 80  # characters below which the words of a text prove little
_UNMARKED = -1.2  # a line that might as well begin a paragraph


class Fits:
    """The open ends and possible rests of one page, as places in ``lines``, and how well they fit."""

    def __init__(
        self,
        lines: Sequence[Line],
        begins: frozenset[int],
        ends: Sequence[int],
        rests: Sequence[int],
        resumed: Mapping[int, int | None],
    ) -> None:
        """``resumed``: rests that might begin paragraphs, and the only end that may have each; None: any may."""
        self.lines, self.begins, self.ends, self.rests = lines, begins, ends, rests
        self._resumed = resumed
        self._stops = frozenset(ends)

    def table(self, next_is: float, asked: frozenset[int]) -> list[list[float]]:
        """Points of each rest for each of the ``asked`` ends; ``next_is``: of being printed next."""
        before = [self._text_before(end) for end in self.ends]
        hosts = [self._text_before(rest - 1) if rest in self._resumed else "" for rest in self.rests]
        after = [self._text_after(rest) for rest in self.rests]
        shared = _Shared(before + hosts, after)
        closing = [closes_more(first_sentence(text)) for text in after]
        stays = [
            _UNMARKED - _COHESION * shared.of(len(self.ends) + column, column) if host else 0.0
            for column, host in enumerate(hosts)
        ]
        rows = []
        for row, end in enumerate(self.ends):
            if end not in asked:
                continue
            is_open = unbalanced(before[row][-200:])
            points = []
            for column, rest in enumerate(self.rests):
                ring = rest <= end and not any(rest <= at < end for at in self.ends)
                if ring or self._resumed.get(rest) not in (None, end):
                    points.append(_NEVER)
                    continue
                fit = _at_the_seam(self.lines[end], self.lines[rest]) + _COHESION * shared.of(row, column)
                fit += _ANY + next_is * (rest == end + 1) + _BACK * (rest < end)
                if is_open:
                    fit += _CLOSES if closing[column] else _STAYS_OPEN
                elif closing[column]:
                    fit += _CLOSES_NOTHING
                points.append(fit + stays[column])
            rows.append(points)
        return rows

    def _goes_back(self, at: int) -> bool:
        above = self.lines[at - 1]
        return above.kind == "text" and self.lines[at].number not in self.begins and not above.signed

    def _text_after(self, rest: int) -> str:
        text, at = self.lines[rest].text, rest
        while len(text) < _AFTER and at not in self._stops and at + 1 < len(self.lines) and self._goes_back(at + 1):
            at += 1
            line = self.lines[at]
            if (len(text) >= _PARAGRAPH and parted(self.lines[at - 1], line)) or like_heading(line):
                break
            text += line.text
        return text[:_AFTER]

    def _text_before(self, end: int) -> str:
        """The article so far, with its headings."""
        text, at = self.lines[end].text, end
        while at and len(text) < _BEFORE and (at == end or at - 1 not in self._stops) and self._goes_back(at):
            at -= 1
            text = self.lines[at].text + text
        for line in self.lines[max(0, at - 3) : at][::-1]:
            if line.kind == "text" and (line.closed or heading_shape(line) < HEADING):
                break
            text = line.text * (line.kind == "text") + text
        return text[-_BEFORE:]


class _Shared:
    """The words that texts before a seam and texts after one share."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        first, second = [pairs(text) for text in before], [pairs(text) for text in after]
        wanted = set[int]().union(*second)
        shared = [wanted & words for words in first]
        bit = {pair: 1 << at for at, pair in enumerate(filter(means, set[int]().union(*shared)))}
        known = frozenset(bit)
        self._held = [sum(map(bit.__getitem__, known & words)) for words in shared]
        self._wanted = [sum(map(bit.__getitem__, known & words)) for words in second]
        self._common = 0  # what the texts before three ends hold is the town's name, or nobody's
        if len(before) > 3:
            once = twice = 0
            for words in self._held:
                self._common |= twice & words
                twice |= once & words
                once |= words
        self._sizes = list(map(_size, first, before))
        self._others = list(map(_size, second, after))

    def of(self, before: int, after: int) -> float:
        """How much more these two texts share than any two do, as they are numbered."""
        (size, sure), (length, enough) = self._sizes[before], self._others[after]
        same = self._held[before] & self._wanted[after]
        count = same.bit_count() - 0.7 * (same & self._common).bit_count() if same else 0.0
        return min(sure, enough) * (sqrt(count / (2 * sqrt(size * length))) - _KIN)


def _size(words: set[int], text: str) -> tuple[int, float]:
    """Of a text with these pairs, and how much they prove."""
    return max(1, len(words)), min(1.0, len(text) / _ENOUGH)


def _at_the_seam(a: Line, b: Line) -> float:
    left, right = a.text[-1], b.text[0]
    if right in LEADING_PUNCTUATION:
        return _TWICE if left in OPEN_MARKS else _PUNCTUATION
    head = junctions.head(b.text)
    meets = max(_LEAST, min(_MOST, junctions.meet(junctions.tail(a.text), head)))
    return _MEETS * meets - _BEGINS * junctions.opens(head) + (_SCRAP if must_follow(b) else 0.0)
