"""Sentences that break off at the foot of a column and go on elsewhere on the page: which end has which rest.

Theory. Print cuts texts where columns end and sets the rest where there is room, often below the beginning of another
article. Read from top to bottom such a page joins sentences that have nothing to do with each other. Each open end may
go on with what is printed next, with any line that may be a rest, or with none; each rest has one end. So the page is
an assignment: every pair is scored by the characters and brackets at the seam and by the words that the texts before
and after it share, what is printed next gets `_NEXT` more, and the best assignment as a whole counts. It is made where
it beats the printed one by `_MARGIN`, each set of ends and rests that depend on each other for itself: pages in printed
order are by far the commonest, and stay.

Deciding as a whole is what tells weak seams: "的" may go on with anything, but not with a rest that another end proves
to be its own. `order` does the like for whole columns of lines that end anywhere, `columns` for runs of paragraphs
whose end is not printed open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log, sqrt
from typing import NamedTuple

from digests.reading.assignment import assign
from digests.reading.beginnings import means, pairs
from digests.reading.lines import Line
from digests.reading.marks import CLOSERS, LEADING_PUNCTUATION, closes_more, cuts_word, followers, unbalanced
from digests.reading.seams import OPEN_MARKS, fresh, heading_shape, hints_at, leads

_HEADING = 0.5
_UNWRAPPED = 26  # characters of a line that is not one of a column whose width could not be told
_LONG = 40  # characters of a line that is no heading, whatever it looks like
_BEFORE, _AFTER, _PARAGRAPH = 300, 150, 40  # characters that are compared; of a paragraph that is enough
_MOST_LINES, _MOST_ENDS, _MOST_RESUMED, _FEW = 700, 16, 3, 8
_REST = re.compile("[^，,。！？；：:;、]{1,6}[。！？；]")
_STOPS = frozenset("。，,！？；")
_QUOTES = frozenset('“「『‘"')
_SENTENCE = re.compile("[。！？；]")

# Points, weighed on made pages whose columns were swapped and on pages in the manner of a dozen papers.
_MARGIN = 1.5
_NEXT, _BACK = 1.0, -0.7  # printed next, where nothing is known of the page; printed above the end
_HABIT, _CHANCE = 0.9, 0.003  # what is known: rests proved to be next, and not; words that two ends make by chance
_ANY = 1.5  # few sentences have no rest on the page
_NEVER = -99.0  # no text goes on with itself
_WORD, _PUNCTUATION, _TWICE = 2.5, 2.0, -4.0
_SCRAP = 2.5  # a rest that can be nothing else
_LONE = -2.0  # one character and a stop, which ends no word that the other side begins
_CLOSES, _STAYS_OPEN, _CLOSES_NOTHING = 2.0, -1.5, -2.0
_COHESION, _KIN = 12.0, 0.134  # for each unit of the root of shared words; root of what two texts share by chance
_ENOUGH = 80  # characters below which the words of a text prove little
_UNMARKED = -1.2  # a line that might as well begin a paragraph


class Ordered(NamedTuple):
    """Lines in the order in which they were written; numbers of those that go on with the one before, or do not."""

    lines: list[Line]
    joins: frozenset[int]
    breaks: frozenset[int]


class _Seams:
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

    def table(self, next_is: float) -> list[list[float]]:
        """Points of each rest for each end; ``next_is``: of being printed next."""
        before = [self._text_before(end) for end in self.ends]
        hosts = [self._text_before(rest - 1) if rest in self._resumed else "" for rest in self.rests]
        after = [self._text_after(rest) for rest in self.rests]
        kin = _kin(before + hosts, after)
        closing = [closes_more(_first_sentence(text)) for text in after]
        rows = []
        for row, end in enumerate(self.ends):
            is_open = unbalanced(before[row][-200:])
            points = []
            for column, rest in enumerate(self.rests):
                ring = rest <= end and not any(rest <= at < end for at in self.ends)
                if ring or self._resumed.get(rest) not in (None, end):
                    points.append(_NEVER)
                    continue
                fit = _at_the_seam(self.lines[end], self.lines[rest]) + _COHESION * kin[row][column]
                fit += _ANY + next_is * (rest == end + 1) + _BACK * (rest < end)
                if is_open:
                    fit += _CLOSES if closing[column] else _STAYS_OPEN
                elif closing[column]:
                    fit += _CLOSES_NOTHING
                if hosts[column]:
                    fit += _UNMARKED - _COHESION * kin[len(self.ends) + column][column]
                points.append(fit)
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
            if (len(text) >= _PARAGRAPH and _parted(self.lines[at - 1], line)) or _like_heading(line):
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
            if line.kind == "text" and (line.closed or heading_shape(line) < _HEADING):
                break
            text = line.text * (line.kind == "text") + text
        return text[-_BEFORE:]


def _kin(before: Sequence[str], after: Sequence[str]) -> list[list[float]]:
    """Words that texts before and after a seam share, above what any two share, for each of both."""
    first, second = [pairs(text) for text in before], [pairs(text) for text in after]
    shared = set().union(*first) & set().union(*second)
    bit = {pair: 1 << at for at, pair in enumerate(filter(means, shared))}
    known = bit.keys()
    held, wanted = ([sum(map(bit.__getitem__, known & words)) for words in side] for side in (first, second))
    common = 0  # what the texts before three ends hold is the town's name, or nobody's
    if len(before) > 3:
        once = twice = 0
        for words in held:
            common |= twice & words
            twice |= once & words
            once |= words
    sizes = [(max(1, len(words)), min(1.0, len(text) / _ENOUGH)) for words, text in zip(first, before, strict=True)]
    others = [(max(1, len(words)), min(1.0, len(text) / _ENOUGH)) for words, text in zip(second, after, strict=True)]
    rows = []
    for words, (size, sure) in zip(held, sizes, strict=True):
        row = []
        for rest, (length, enough) in zip(wanted, others, strict=True):
            same = words & rest
            count = same.bit_count() - 0.7 * (same & common).bit_count() if same else 0.0
            row.append(min(sure, enough) * (sqrt(count / (2 * sqrt(size * length))) - _KIN))
        rows.append(row)
    return rows


def _first_sentence(text: str) -> str:
    stop = _SENTENCE.search(text)
    return text[: stop.end() + 1] if stop else text


def _at_the_seam(a: Line, b: Line) -> float:
    left, right = a.text[-1], b.text[0]
    if right in LEADING_PUNCTUATION:
        return _TWICE if left in OPEN_MARKS else _PUNCTUATION
    points = 0.4 * hints_at(left, right) + (_SCRAP if _must_follow(b) else 0.0)
    if left not in OPEN_MARKS:
        points -= 0.8 * fresh(b)
    if cuts_word(left, right):
        taken = cuts_word(a.text[-2:-1] or " ", left) + cuts_word(right, b.text[1:2] or " ")
        points += _WORD / (1 + taken)
    elif left not in OPEN_MARKS and b.text[1:2] and b.text[1] in _STOPS:
        points += _LONE
    return points


def _parted(a: Line, b: Line) -> bool:
    """Whether a paragraph seems to end between two neighbouring lines."""
    return a.closed and (not a.column.full or a.width < a.column.full - 1 or b.gap > a.gap or b.indent > a.indent)


def _like_heading(line: Line) -> bool:
    """Whether ``line`` looks like a headline by itself: no wrapped line that goes on."""
    if line.closed or len(line.text) > _LONG or heading_shape(line) < _HEADING:
        return False
    return not 0 < line.column.full - 1 <= line.width <= line.column.full + 1


def _must_follow(b: Line) -> bool:
    """Whether no paragraph begins like that."""
    return b.text[0] in LEADING_PUNCTUATION or bool(_REST.match(b.text))


def put_back(lines: Sequence[Line], begins: frozenset[int]) -> Ordered | None:
    """``lines`` (text and bylines) with rests behind the sentences they finish; None where nothing is to be moved.

    ``begins``: numbers of lines that begin something, as `pages.headline_lines` tells.
    """
    ends = _open_ends(lines, begins)
    if not ends or len(lines) > _MOST_LINES:
        return None
    sure = {at for at in ends if at + 1 < len(lines) and _surely_next(lines, at, begins)}
    loose = [at for at in ends if at not in sure]
    if not loose or len(loose) > _MOST_ENDS:
        return None  # so many are lists of phrases, not sentences cut by columns
    after = [at + 1 for at in loose if at + 1 < len(lines) and _may_be_rest(lines, at + 1, begins)]
    stranded = _stranded(lines, begins)
    crossed = _crossed(lines, loose, after)
    lacking = len(after) + len(stranded) < len(loose)
    finishing = _finishing(lines, loose, begins) if lacking and len(loose) <= _FEW else []
    by_chance = _CHANCE * len(loose) * len(after)
    if not stranded and not finishing and crossed < by_chance + 2 * sqrt(by_chance) + 0.5:
        return None
    resumed: dict[int, int | None] = dict.fromkeys(finishing)
    if lacking:
        resumed |= {rest: at - 1 for at in after for rest in _resumed(lines, at, begins)}
    next_is = _NEXT + _HABIT * log((len(sure) + 1) / (max(0.0, crossed - by_chance) + 1))
    seams = _Seams(lines, begins, ends, sorted({*after, *stranded, *resumed}), resumed)
    moves = _moves(seams, loose, max(0.0, min(2.0, next_is)))
    return _carried_out(lines, begins, moves) if moves else None


def _crossed(lines: Sequence[Line], ends: Sequence[int], rests: Sequence[int]) -> int:
    """How many ends make a word with what is printed behind another one, that neither of them makes without."""
    first = [(rest, lines[rest].head[:1]) for rest in rests if not _word_begins(lines[rest])]
    found = 0
    for end in ends:
        after = _wanted(lines[end])
        found += any(right in after and rest != end + 1 for rest, right in first) if after else 0
    return found


def _wanted(a: Line) -> str:
    """The characters with which the last one of ``a`` makes a word, where it makes none with the one before it."""
    return "" if a.text[-1] in followers(a.text[-2:-1]) else followers(a.text[-1])


def _word_begins(b: Line) -> bool:
    return b.head[1:2] in followers(b.head[:1])


def _surely_next(lines: Sequence[Line], at: int, begins: frozenset[int]) -> bool:
    a, b = lines[at], lines[at + 1]
    if not cuts_word(a.text[-1], b.text[0]) or not _may_be_rest(lines, at + 1, begins):
        return False
    return not cuts_word(b.text[0], b.text[1:2] or " ")


def _open_ends(lines: Sequence[Line], begins: frozenset[int]) -> list[int]:
    """Places of lines that break off inside a sentence, be it that the next one goes on with it or not."""
    found = []
    for at, a in enumerate(lines):
        if a.closed or a.kind != "text" or a.signed:
            continue
        full = a.column.full
        if full and a.width >= full - 3:
            below = lines[at + 1] if at + 1 < len(lines) else None
            if below is None or not (below.gap > a.gap or _begins(below, begins)):
                continue
        told = full or len(a.text) >= _UNWRAPPED
        if not told and max(len(line.text) for line in lines[max(0, at - 1) : at + 2]) <= _LONG:
            continue
        if (not full and "。" in a.text) or len(a.text) > 2 * _LONG or not _in_heading(lines, at, begins):
            found.append(at)
    return found


def _in_heading(lines: Sequence[Line], at: int, begins: frozenset[int]) -> bool:
    """Whether the open line at ``at`` stands in a headline, or may."""
    line = lines[at]
    above = lines[at - 1] if at else None
    long = len(line.text) > _LONG or heading_shape(line) < _HEADING
    if long and len(line.text) <= 2 * _LONG and "。" not in line.text and at + 1 < len(lines):
        long = lines[at + 1].kind != "byline" or (above is not None and above.kind == "text" and not above.closed)
    if long or leads(line) or line.jump:
        return False
    if above is None or above.closed or above.signed or above.kind != "text" or line.number in begins:
        return True
    goes_on = above.column.full and above.width >= above.column.full - 1 and above.number not in begins
    return not goes_on or _in_heading(lines, at - 1, begins)


def _begins(b: Line, begins: frozenset[int]) -> bool:
    """Whether ``b`` is a byline, or begins as reports or headlines do."""
    if b.kind == "byline" or b.jump is not None or leads(b):
        return True
    return b.number in begins and not b.closed and heading_shape(b) >= _HEADING


def _may_be_rest(lines: Sequence[Line], at: int, begins: frozenset[int]) -> bool:
    b = lines[at]
    if b.kind != "text" or b.indent or _begins(b, begins):
        return False
    if not _like_heading(b):
        return True
    # a sentence set on short lines, as lists are, or a headline
    below = lines[at + 1] if at + 1 < len(lines) else None
    return lines[at - 1].text[-1] in OPEN_MARKS and below is not None and not _begins(below, begins)


def _stranded(lines: Sequence[Line], begins: frozenset[int]) -> list[int]:
    """Places of lines that can only be a rest, and stand behind no open end."""
    found = []
    for at, (a, b) in enumerate(pairwise(lines), 1):
        if (
            b.text[0] not in CLOSERS
            and (a.closed or a.signed or a.kind == "byline")
            and _must_follow(b)
            and _may_be_rest(lines, at, begins)
        ):
            apart = not a.column.full or b.gap or a.width < a.column.full - 1 or b.text[0] in LEADING_PUNCTUATION
            if apart:
                found.append(at)
    return found


def _resumed(lines: Sequence[Line], rest: int, begins: frozenset[int]) -> list[int]:
    """Where the sentence broken off above ``rest`` may go on if that is none of it: below the text that stands between.

    Such lines look like beginnings of paragraphs.
    """
    found: list[int] = []
    for at in range(rest + 1, len(lines)):
        a, b = lines[at - 1], lines[at]
        if _begins(b, begins) or a.kind != "text" or len(found) == _MOST_RESUMED:
            break
        if a.closed and b.text[0] not in _QUOTES and fresh(b) == 0 and _may_be_rest(lines, at, begins):
            if not a.column.full or b.gap or a.width < a.column.full - 1:
                found.append(at)
        elif not a.closed and not a.column.full:
            break
    return found


def _finishing(lines: Sequence[Line], ends: Sequence[int], begins: frozenset[int]) -> list[int]:
    """Places of lines that look like beginnings of paragraphs, but finish a word of ``ends``, or a quotation."""
    wanted = frozenset("".join(_wanted(lines[end]) for end in ends))
    found = []
    for at, (a, b) in enumerate(pairwise(lines), 1):
        if (
            a.kind != "text"
            or not a.closed
            or b.text[0] in CLOSERS
            or (a.column.full and a.width >= a.column.full - 1 and not b.gap)
        ):
            continue
        finishes = b.head[0] in wanted and not _word_begins(b)
        if (finishes or closes_more(_first_sentence(b.text))) and _may_be_rest(lines, at, begins):
            found.append(at)
    return found


def _moves(seams: _Seams, loose: Sequence[int], next_is: float) -> dict[int, int]:
    """Rests by ends, of those that are not printed next to each other and are proved."""
    kept = frozenset(loose)
    ends = [end for end in seams.ends if end in kept]
    table = [row for end, row in zip(seams.ends, seams.table(next_is), strict=True) if end in kept]
    place = {rest: at for at, rest in enumerate(seams.rests)}
    printed = [place.get(end + 1) for end in ends]
    best = assign(table)
    worth = [
        (row[to] if to is not None else 0.0) - (row[was] if was is not None else 0.0)
        for row, to, was in zip(table, best, printed, strict=True)
    ]
    found: dict[int, int] = {}
    for group in _dependent(best, printed):
        changed = [at for at in group if best[at] != printed[at]]
        if changed and sum(worth[at] for at in changed) >= _MARGIN:
            found |= {ends[at]: seams.rests[to] for at in changed if (to := best[at]) is not None}
    return found


def _dependent(best: Sequence[int | None], printed: Sequence[int | None]) -> list[list[int]]:
    """Ends in groups: two are in one if one takes what is printed next to the other."""
    holder = {was: at for at, was in enumerate(printed) if was is not None}
    group = list(range(len(best)))
    for at, to in enumerate(best):
        if to is not None and (other := holder.get(to, at)) != at:
            old, new = group[other], group[at]
            group = [new if g == old else g for g in group]
    return [[at for at, g in enumerate(group) if g == which] for which in dict.fromkeys(group)]


def _carried_out(lines: Sequence[Line], begins: frozenset[int], moves: dict[int, int]) -> Ordered | None:
    """The page cut where texts are moved and where articles begin, and put together again article by article."""
    targets = frozenset(moves.values())
    starts = frozenset(_starts(lines, begins))
    signed = {at + 1 for at, line in enumerate(lines) if line.signed and at + 1 < len(lines)} - starts
    cuts = sorted({0, *starts, *targets, *signed, *(end + 1 for end in moves)} - {len(lines)})
    until = dict(pairwise([*cuts, len(lines)]))
    units: list[list[int]] = []
    unit_of: dict[int, list[int]] = {}
    last_of = {stop - 1: cut for cut, stop in until.items()}
    host: dict[int, int] = {}  # for a run that was moved, the piece it stood behind
    run: int | None = None
    for cut in cuts:
        if cut in targets:
            run = cut
            host[cut] = last_of[cut - 1]
            continue
        if cut in starts or not cut:
            run = None
        home = unit_of.get(_home(cut, cut in starts, run, host, last_of, moves)) if cut else None
        if home is None:
            home = []
            units.append(home)
        at: int | None = cut
        while at is not None and at not in unit_of:
            home.append(at)
            unit_of[at] = home
            at = moves.get(until[at] - 1)
    ordered = [line for unit in units for cut in unit for line in lines[cut : until[cut]]]
    if len(ordered) != len(lines):
        return None  # rests that follow each other in a ring
    joins = frozenset(lines[at].number for at in targets)
    return Ordered(ordered, joins, frozenset(lines[at].number for at in cuts if at and at not in targets))


def _home(
    cut: int, starts: bool, run: int | None, host: dict[int, int], last_of: dict[int, int], moves: dict[int, int]
) -> int:
    """The piece whose article goes on at ``cut``: the one above, or the one that a moved run stood in; else -1."""
    if starts:
        return -1
    if cut - 1 in moves or run is None:
        return last_of[cut - 1]
    return host[run]


def _starts(lines: Sequence[Line], begins: frozenset[int]) -> list[int]:
    """Places where an article begins: its first heading, its lead or a jump marker, the byline above these."""
    found: list[int] = []
    at = 0
    while at < len(lines):
        if not _begins(lines[at], begins):
            at += 1
            continue
        begun, first = at, at
        while first and at - first < 3 and lines[first - 1].kind == "text" and _like_heading(lines[first - 1]):
            first -= 1
        while at < len(lines) and not (lines[at].jump or leads(lines[at])) and _head(lines, at, begins):
            at += 1
        if at < len(lines) and (lines[at].kind == "text" and (lines[at].jump is not None or leads(lines[at]))):
            found.append(first)
            at += 1
        elif lines[first].kind == "text":
            found.append(first)
        at = max(at, begun + 1)
    return found


def _head(lines: Sequence[Line], at: int, begins: frozenset[int]) -> bool:
    line = lines[at]
    return line.kind == "byline" or (not line.closed and heading_shape(line) >= _HEADING and not line.signed)
