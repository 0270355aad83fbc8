"""Articles that stand side by side and were read column by column: which lines belong to which of them.

Theory. Where articles share columns, a page read from top to bottom gives a piece of one, a piece of the next, and so
on. Each article is a strand: it begins at its headline, and every line goes on with the strand of the line before,
or takes up again one that was left inside a sentence, one that has no more than a headline, or the newest. A line
speaks for a strand by its words and by how it meets the last line of it (`clues`); taking up another costs `_CHANGE`,
a strand left inside a sentence for good `_LACKING`. What one line leaves open another must finish, so no seam is
judged alone: the best path through the page is looked for, `_BEAM` paths at a time, and made if it beats the printed
one by `GAIN`.

Headlines without byline or lead may begin a strand (`_BEGIN`). The rest of an article may also stand above it, at the
head of the page, and anywhere if lines are paragraphs, or begin none where one has ended (`_ABOVE`): it is then known
by the words at the beginning of the article alone. An article is signed once (`_SIGNED_TWICE`).

Measured on 60 pages a kind put together from news, two or three of which share their columns on most pages: paragraphs
in the right article .69 where each goes to the headline above it, .83 so; lines of wrapped pages .68 and .81. Of as
many pages in printed order one in sixty is touched. `fits`, which compares 300 characters before a seam with 150 after
it, joined no more of them whatever its weights: it asks only where a line ends openly, and here the other article
begins at lines that nothing marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from digests.reading.lines import Line
from digests.reading.paper.clues import Facts, is_open
from digests.reading.paper.layout import SHORTEST, Layout
from digests.reading.paper.openings import breaks_off, like_heading, torn_off

_MOST_LINES = 700  # no newspaper page has more
_BEAM = 12
_SCRAP, _LINES = 2.0, 3
_CHANGE, _LAST_LINE = 2.0, 4.0  # the second for the last line of a wrapped text, which is hardly ever another's
_LACKING = 3.0
_BEGIN = 1.0
_ABOVE = 3.0
_NOT_BEGUN = -20.0
_SIGNED_TWICE = 2.5
_ITS_HEAD = 1.0  # of a text that stands below another one's headline
GAIN = 4.0


class Ordered(NamedTuple):
    """Lines in the order in which they were written; numbers of those that go on with the one before, or do not."""

    lines: list[Line]
    joins: frozenset[int]
    breaks: frozenset[int]
    score: float


@dataclass(slots=True)
class _Path:
    """A way through the page so far. Strands count from 0, what stands above its article once more behind them."""

    score: float
    strand: int
    ends: tuple[int, ...]  # the last line of each strand, -1 if it has none
    words: tuple[int, ...]
    above: tuple[int, ...] = ()  # the first line of what stands above its article, -1 if nothing does
    left: tuple[int, ...] = ()  # strands that end with a headline, or inside a sentence
    newest: int = -1  # the last strand that is begun
    signed: int = 0  # the strands that are, as a set of bits
    since: int = 0  # where the piece began that the last line is of
    before: _Path | None = None


# A line more: score, strand, and the path so far. Most steps are not taken, so paths are made of those that are.
_Step = tuple[float, int, _Path]


def put_back(lines: Sequence[Line], begun: Sequence[int], facts: Facts) -> Ordered | None:
    """``lines`` (text and bylines) article by article; None where the printed order is as likely.

    ``begun``: where articles begin, as `openings.starts` tells.
    """
    if not lines or len(lines) > _MOST_LINES:
        return None
    torn = torn_off(lines, begun) or breaks_off(lines[-1]) or any(_amid_columns(lines))
    if not torn and not any(_stand_alone(lines, begun)):
        return None
    page = Layout(lines, begun, facts)
    best = _best(page)
    return _ordered(page, best) if best.score >= _best(page, printed=True).score + GAIN else None


def likelihood(lines: Sequence[Line], begun: Sequence[int], facts: Facts) -> float:
    """The score of ``lines`` as they stand, to be compared with that of another order."""
    return _best(Layout(lines, begun, facts), printed=True).score


def _stand_alone(lines: Sequence[Line], begun: Sequence[int]) -> Iterator[bool]:
    """Whether a headline and its byline stand above another headline, for each that begins an article."""
    for at in begun:
        yield at > 1 and lines[at - 1].kind == "byline" and lines[at - 2].kind == "text" and like_heading(lines[at - 2])


def _amid_columns(lines: Sequence[Line]) -> Iterator[bool]:
    """Whether a full line that breaks off stands above what looks like a headline, for each line of a column."""
    for a, b in pairwise(lines):
        if a.column.full and b.width < b.column.full - 2 and len(b.text) >= SHORTEST and b.kind == "text":
            yield a.width >= a.column.full - 1 and breaks_off(a) and like_heading(b)


def _best(page: Layout, *, printed: bool = False) -> _Path:
    """The path with the highest score; ``printed``: of those on which no strand is taken up again."""
    count = len(page.starts)
    place = {at: strand for strand, at in enumerate(page.starts)}
    beam = [_Path(0.0, -1, (-1,) * (2 * count), (0,) * count, (-1,) * count)]
    for at in range(len(page.lines)):
        grown: list[_Step] = []
        for path in beam:
            if at in place:
                grown.append(_step(page, path, at, place[at], 0.0 if at in page.sure else -_BEGIN))
            if at not in page.sure:
                grown.append(_step(page, path, at, path.strand, page.clues.seam(path.ends[path.strand], at)))
            if printed:
                continue
            if at == 0:
                grown += _tail(page, path) if page.orphan else ()
            elif at in page.bare or at not in place:
                grown += _taken_up(page, path, at)
        ahead: dict[tuple[int, tuple[int, ...]], _Path] = {}  # of those that can only end alike, the best
        for step in sorted(grown, key=itemgetter(0), reverse=True):
            _, strand, path = step
            ends = (*path.ends[:strand], at, *path.ends[strand + 1 :])
            if (strand, ends) not in ahead:
                ahead[strand, ends] = _taken(page, step, at, ends)
                if len(ahead) == _BEAM:
                    break
        beam = list(ahead.values())
    for path in beam:
        path.score = _finished(page, path)
    return max(beam, key=lambda path: path.score)


def _tail(page: Layout, path: _Path) -> Iterator[_Step]:
    """The first line of a page without a headline as what stands above an article."""
    for strand in page.torn:
        if strand:
            yield _step(page, path, 0, len(page.starts) + strand, 0.0)


def _taken_up(page: Layout, path: _Path, at: int) -> Iterator[_Step]:
    """``path`` with the line at ``at`` in another strand."""
    line, clues, ends = page.lines[at], page.clues, path.ends
    if line.kind != "text" or (line.indent and is_open(page.lines[at - 1])):
        return
    others = [strand for strand in path.left if strand != path.strand]
    for strand in others:
        if ends[strand] in page.headed:
            yield _step(page, path, at, strand, -_ITS_HEAD)
    if at - 1 in page.headed or at in page.bare:
        return
    wrapped = line.column.full > 0
    cost = _CHANGE + _LAST_LINE * (wrapped and at in page.ends) + _SCRAP * (wrapped and at - path.since < _LINES)
    if path.newest not in (-1, path.strand, *path.left):
        others.append(path.newest)
    for strand in others:
        if ends[strand] not in page.headed:
            yield _step(page, path, at, strand, clues.seam(ends[strand], at) - cost)
    for strand in page.torn if not wrapped or at in page.cut else ():
        if page.starts[strand] > at and path.above[strand] < 0:
            yield _step(page, path, at, len(page.starts) + strand, -cost - _ABOVE)


def _step(page: Layout, path: _Path, at: int, strand: int, points: float) -> _Step:
    """``path`` with the line at ``at`` in ``strand``, for which its place speaks with ``points``."""
    own = strand % len(page.starts)
    held = path.words[own] if strand == own else page.core[own]
    if held or strand != own:
        points += page.clues.words(at, held)
    if path.signed >> own & 1 and page.lines[at].names and at not in page.headed:
        points -= _SIGNED_TWICE
    return path.score + points, strand, path


def _taken(page: Layout, step: _Step, at: int, ends: tuple[int, ...]) -> _Path:
    """The path that ``step`` leads to."""
    score, strand, path = step
    own = strand % len(page.starts)
    words, above, left = path.words, path.above, path.left
    if strand == own:
        words = (*words[:own], words[own] | page.clues.held[at], *words[own + 1 :])
        stays = page.clues.broken[at] or at in page.headed
        if stays != (own in left):
            left = tuple(sorted((*left, own))) if stays else tuple([other for other in left if other != own])
    elif above[own] < 0:
        above = (*above[:own], at, *above[own + 1 :])
    newest = max(path.newest, own) if strand == own else path.newest
    signed = path.signed | (1 << own if page.lines[at].names else 0)
    since = path.since if strand == path.strand else at
    return _Path(score, strand, ends, words, above, left, newest, signed, since, path)


def _finished(page: Layout, path: _Path) -> float:
    """The score with what only the foot of the page tells: how what stands above meets its article, and what lacks."""
    score, count = path.score, len(page.starts)
    for strand in range(count):
        end = path.ends[strand]
        if path.above[strand] >= 0:
            score += page.clues.seam(end, path.above[strand]) if end >= 0 else _NOT_BEGUN
            end = path.ends[count + strand]
        if end >= 0 and (page.clues.broken[end] or end in page.headed):
            score -= _LACKING * (1 + like_heading(page.lines[end]))
    return score


def _ordered(page: Layout, best: _Path) -> Ordered:
    count = len(page.starts)
    strands: list[int] = []
    path = best
    while path.before is not None:
        strands.append(path.strand)
        path = path.before
    written: list[list[int]] = [[] for _ in range(2 * count)]
    for at, strand in enumerate(reversed(strands)):
        written[strand].append(at)
    out: list[int] = []
    joins: set[int] = set()
    breaks: set[int] = set()
    for strand in range(count):
        places = written[strand] + written[count + strand]
        if places and any(at != before + 1 for before, at in pairwise(places)):
            page.lines[places[0]].heads = True
            breaks.update([at for at in places if at not in page.headed][:1])
        out += places
        breaks.update(places[:1])
        for before, at in pairwise(places):
            if at != before + 1:
                (joins if page.clues.broken[before] else breaks).add(at)
    number = [line.number for line in page.lines]
    return Ordered(
        [page.lines[at] for at in out],
        frozenset(number[at] for at in joins),
        frozenset(number[at] for at in breaks if at),
        best.score,
    )
