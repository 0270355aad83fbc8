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

from collections.abc import Sequence
from itertools import pairwise
from math import log, sqrt
from typing import NamedTuple

from digests.reading.lines import Line
from digests.reading.paper import openings
from digests.reading.paper.assignment import assign
from digests.reading.paper.fits import Fits
from digests.reading.paper.openings import MOST_LINES, may_be_rest

_MOST_ENDS, _FEW = 16, 8
_MARGIN = 1.5
_NEXT = 1.0  # for what is printed next, where nothing is known of the page
_HABIT, _CHANCE = 0.9, 0.003  # what is known: rests proved to be next, and not; words that two ends make by chance


class Ordered(NamedTuple):
    """Lines in the order in which they were written; numbers of those that go on with the one before, or do not."""

    lines: list[Line]
    joins: frozenset[int]
    breaks: frozenset[int]


def put_back(lines: Sequence[Line], begins: frozenset[int]) -> Ordered | None:
    """``lines`` (text and bylines) with rests behind the sentences they finish; None where nothing is to be moved.

    ``begins``: numbers of lines that begin something, as `heads.headline_lines` tells.
    """
    ends = openings.open_ends(lines, begins)
    if not ends or len(lines) > MOST_LINES:
        return None
    sure = {at for at in ends if at + 1 < len(lines) and openings.surely_next(lines, at, begins)}
    loose = [at for at in ends if at not in sure]
    if not loose or len(loose) > _MOST_ENDS:
        return None  # so many are lists of phrases, not sentences cut by columns
    after = [at + 1 for at in loose if at + 1 < len(lines) and may_be_rest(lines, at + 1, begins)]
    stranded = openings.stranded(lines, begins)
    crossed = openings.crossed(lines, loose, after)
    lacking = len(after) + len(stranded) < len(loose)
    finishing = openings.finishing(lines, loose, begins) if lacking and len(loose) <= _FEW else []
    by_chance = _CHANCE * len(loose) * len(after)
    # an end with no rest below it tells as much of the page as a word cut in two
    few = lacking and len(loose) <= _FEW
    if not stranded and not few and crossed < by_chance + 2 * sqrt(by_chance) + 0.5:
        return None
    resumed: dict[int, int | None] = dict.fromkeys(finishing)
    if lacking:
        resumed |= {rest: at - 1 for at in after for rest in openings.resumed(lines, at, begins)}
    next_is = _NEXT + _HABIT * log((len(sure) + 1) / (max(0.0, crossed - by_chance) + len(loose) - len(after) + 1))
    seams = Fits(lines, begins, ends, sorted({*after, *stranded, *resumed}), resumed)
    moves = _moves(seams, loose, max(0.0, min(2.0, next_is)))
    return _carried_out(lines, begins, moves) if moves else None


def _moves(seams: Fits, loose: Sequence[int], next_is: float) -> dict[int, int]:
    """Rests by ends, of those that are not printed next to each other and are proved."""
    kept = frozenset(loose)
    ends = [end for end in seams.ends if end in kept]
    table = seams.table(next_is, kept)
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
    starts = frozenset(openings.starts(lines, begins))
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
