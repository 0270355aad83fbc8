"""The search for which line of a page belongs to which article: shared by `strands` and `paths`, which weigh it by
points of their own.

Every article is a strand. A way takes the lines in printed order, each into one strand, and is known by its last step;
of ways that can only end alike the best is kept, a few at a time. Strands count from 0; what stands above its article
is a strand of its own, once more behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import NamedTuple

from digests.reading.lines import Line

BEAM = 12  # paths at a time


class Ordered(NamedTuple):
    """Lines in the order in which they were written; numbers of those that go on with the one before, or do not."""

    lines: list[Line]
    joins: frozenset[int]
    breaks: frozenset[int]
    score: float


@dataclass(slots=True)
class Path:
    """A way through the page so far."""

    score: float
    strand: int
    ends: tuple[int, ...]  # the last line of each strand, -1 if it has none
    words: tuple[int, ...]
    above: tuple[int, ...] = ()  # the first line of what stands above its article, -1 if nothing does
    left: tuple[int, ...] = ()  # strands that end with a headline, or inside a sentence
    newest: int = -1  # the last strand that is begun
    signed: int = 0  # the strands that are, as a set of bits
    since: int = 0  # where the piece began that the last line is of
    head: int = 0  # the first line below the headlines that stand above
    came: int = -1  # the strand of the piece before
    before: Path | None = None


# A line more: score, strand, and the path so far. Most steps are not taken, so paths are made of those that are.
Step = tuple[float, int, Path]
Take = Callable[[Step, int, tuple[int, ...]], Path]  # step, the place of its line, and the ends of the strands then


def outset(count: int) -> Path:
    """The way before the first line, among ``count`` articles."""
    return Path(0.0, -1, (-1,) * (2 * count), (0,) * count, (-1,) * count)


def ahead(steps: list[Step], at: int, take: Take, *, far: float = inf) -> list[Path]:
    """The best of the ways that the steps to the line at ``at`` lead to; ``far``: points that a way may lie behind."""
    if len(steps) == 1:
        return [take(steps[0], at, _ends(steps[0], at))]
    steps.sort(key=itemgetter(0), reverse=True)
    least = steps[0][0] - far
    found: dict[tuple[int, tuple[int, ...]], Path] = {}
    for step in steps:
        if len(found) == BEAM or step[0] < least:
            break
        key = step[1], _ends(step, at)
        if key not in found:
            found[key] = take(step, at, key[1])
    return list(found.values())


def _ends(step: Step, at: int) -> tuple[int, ...]:
    _, strand, path = step
    return (*path.ends[:strand], at, *path.ends[strand + 1 :])


def taken(step: Step, at: int, ends: tuple[int, ...], *, held: int, named: bool, stays: bool, head: int = 0) -> Path:
    """The path that ``step`` leads to. ``held``: the words of its line; ``named``: whether it names who wrote it.

    ``stays``: whether its strand, if it is that of an article, ends with a headline then, or inside a sentence.
    """
    score, strand, path = step
    own = strand % len(path.words)
    words, above, left, newest = path.words, path.above, path.left, path.newest
    if strand == own:
        newest = own if own > newest else newest
        if held & ~words[own]:
            words = (*words[:own], words[own] | held, *words[own + 1 :])
        if stays != (own in left):
            left = tuple(sorted((*left, own))) if stays else tuple([other for other in left if other != own])
    elif above[own] < 0:
        above = (*above[:own], at, *above[own + 1 :])
    signed = path.signed | (1 << own if named else 0)
    since, came = (path.since, path.came) if strand == path.strand else (at, path.strand)
    return Path(score, strand, ends, words, above, left, newest, signed, since, head, came, path)


def articles(best: Path) -> list[list[int]]:
    """Places of the lines of each article, as ``best`` takes them; what stands above an article comes behind it."""
    strands: list[int] = []
    path = best
    while path.before is not None:
        strands.append(path.strand)
        path = path.before
    count = len(best.words)
    written: list[list[int]] = [[] for _ in range(2 * count)]
    for at, strand in enumerate(reversed(strands)):
        written[strand].append(at)
    return [written[strand] + written[count + strand] for strand in range(count)]


def ordered(
    lines: Sequence[Line],
    written: Sequence[Sequence[int]],
    begins: set[int],
    broken: Callable[[int, int], bool],
    score: float,
) -> Ordered:
    """The lines article by article. ``begins``: places that begin something besides the articles themselves.

    ``broken``: whether the text of an article, by its number, breaks off at a place.
    """
    joins: set[int] = set()
    breaks = set(begins)
    for strand, places in enumerate(written):
        breaks.update(places[:1])
        for before, at in pairwise(places):
            if at != before + 1:
                (joins if broken(strand, before) else breaks).add(at)
    return Ordered(
        [lines[at] for places in written for at in places],
        frozenset(lines[at].number for at in joins),
        frozenset(lines[at].number for at in breaks if at),
        score,
    )
