"""Pages as a whole: where articles begin and which lines are theirs, found in one search.

Theory. As in `strands` each article is a strand, and the best path through the page is looked for; but nothing is
settled beforehand. Whether an article begins at a line is a matter of odds (`starts`), how lines meet is weighed by
what they were worth on drawn pages (`meets`), and the end of an article may stand anywhere, below another one or
above its own headline (`_ABOVE`): it is then known by the words at the beginning of the article and by the place where
that breaks off as printed. Taking up another strand costs `_CHANGE`, a strand left inside a sentence for good
`_LACKING`, one that never gets a text `_EMPTY`. The path is made if it beats the printed one by `GAIN`.

Only lines whose place is in doubt are tried elsewhere, and only pages with a sign of disorder are asked at all
(`sites.torn`). Weights: a search one by one on 300 drawn pages (see `data/page_odds.txt`) and 69 in the manner of two
dozen papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from digests.reading.lines import Line
from digests.reading.paper.openings import HEADING
from digests.reading.paper.sites import Seams, Sites, torn
from digests.reading.paper.starts import Starts
from digests.reading.paper.strands import Ordered
from digests.reading.seams import heading_shape

_MOST_LINES = 700  # no newspaper page has more
_BEAM, _FAR = 12, 8.0  # paths, and points by which they may lie behind the best
_TRUST, _SUREST, _CERTAIN = 1.4, 6.0, 2.0  # of the odds of beginnings; above the last they are not doubted
_SCRAP, _LINES = 2.0, 3
_CHANGE, _LAST_LINE = 2.8, 3.9  # the second for the last line of a wrapped paragraph, which is seldom another's alone
_LACKING, _EMPTY = 4.2, 10.0
_ABOVE = 2.1
_SIGNED_TWICE = 3.5
_ITS_HEAD = 1.4  # of a text that stands below another one's headline
_PENDING, _APART = 4.0, 3.0  # of a lead without headline while a headline has no text; of a text below a headline
_DOUBTED, _ASTRAY = 1.5, -3.0  # how well a line meets another: above, it stands in its place; below, it does not
GAIN = 2.0


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
    head: int = 0  # the first line below the headlines that stand above
    before: _Path | None = None


# A line more: score, strand, and the path so far. Most steps are not taken, so paths are made of those that are.
_Step = tuple[float, int, _Path]


def put_back(lines: Sequence[Line], begun: Starts, facts: Seams) -> Ordered | None:
    """``lines`` (text and bylines) article by article; None where the printed order is as likely."""
    if not lines or len(lines) > _MOST_LINES or not torn(lines, begun, facts):
        return None
    page = Sites(lines, begun, facts)
    best = _best(page)
    return _ordered(page, best) if best.score >= _best(page, printed=True).score + GAIN else None


def likelihood(lines: Sequence[Line], begun: Starts, facts: Seams) -> float:
    """The score of ``lines`` as they stand, to be compared with that of another order."""
    return _best(Sites(lines, begun, facts), printed=True).score


def _best(page: Sites, *, printed: bool = False) -> _Path:
    """The path with the highest score; ``printed``: of those on which no strand is taken up again."""
    count = len(page.starts)
    place = {at: strand for strand, at in enumerate(page.starts)}
    beam = [_Path(0.0, -1, (-1,) * (2 * count), (0,) * count, (-1,) * count)]
    for at in range(len(page.lines)):
        grown: list[_Step] = []
        for path in beam:
            if at in place:
                grown.append(_step(page, path, at, place[at], _odds(page, path, at)))
                if path.above[place[at]] >= 0 or page.begun.score(at, below=_is_below(page, path, at)) > _CERTAIN:
                    continue  # what stands above an article proves that it begins
            if at:
                grown.append(_step(page, path, at, path.strand, _going_on(page, path, at)))
                if page.doubted[at] and not printed:
                    grown += _taken_up(page, path, at)
            elif page.orphan and not printed:
                grown += _tail(page, path)
        beam = _ahead(page, grown, at)
    for path in beam:
        path.score = _finished(page, path)
    return max(beam, key=lambda path: path.score)


def _ahead(page: Sites, grown: list[_Step], at: int) -> list[_Path]:
    """The best of the paths that the steps to the line at ``at`` lead to; of those that can only end alike, one."""
    if len(grown) == 1:
        return [_taken(page, grown[0], at, _ends(grown[0], at))]
    grown.sort(key=itemgetter(0), reverse=True)
    least = grown[0][0] - _FAR
    ahead: dict[tuple[int, tuple[int, ...]], _Path] = {}
    for step in grown:
        if len(ahead) == _BEAM or step[0] < least:
            break
        key = step[1], _ends(step, at)
        if key not in ahead:
            ahead[key] = _taken(page, step, at, key[1])
    return list(ahead.values())


def _ends(step: _Step, at: int) -> tuple[int, ...]:
    _, strand, path = step
    return (*path.ends[:strand], at, *path.ends[strand + 1 :])


def _odds(page: Sites, path: _Path, at: int) -> float:
    """Points for an article beginning at ``at``, below what ``path`` takes the line above for."""
    if not at and not page.begun.odds.get(0):
        return 0.0
    odds = page.begun.score(at, below=_is_below(page, path, at))
    points = _TRUST * max(-_SUREST, min(_SUREST, odds))
    if page.leads[at] and any(strand != path.strand and page.bare(strand, path.ends[strand]) for strand in path.left):
        points -= _PENDING
    return points


def _is_below(page: Sites, path: _Path, at: int) -> bool:
    """Whether ``path`` takes the line above for a headline."""
    return path.head > at or (path.head == at and page.lines[at - 1].kind != "byline")


def _going_on(page: Sites, path: _Path, at: int) -> float:
    """Points for the line at ``at`` going on with the strand of the line above."""
    return 0.0 if at < path.head else page.goes_on(path.strand, path.ends[path.strand], at)


def _tail(page: Sites, path: _Path) -> Iterator[_Step]:
    """The first line of a page without a headline as what stands above an article."""
    for strand in range(1, len(page.starts)):
        if page.breaks[strand]:
            yield _step(page, path, 0, len(page.starts) + strand, page.meets(strand, 0))


def _taken_up(page: Sites, path: _Path, at: int) -> Iterator[_Step]:
    """``path`` with the line at ``at`` in another strand."""
    line, clues, ends = page.lines[at], page.clues, path.ends
    if line.indent and page.open[at - 1]:
        return
    others = [strand for strand in path.left if strand != path.strand]
    for strand in others:
        if page.bare(strand, ends[strand]):
            yield _step(page, path, at, strand, -_ITS_HEAD)
    bare = page.bare(path.strand, ends[path.strand])
    if page.leads[at] or (bare and page.lines[at - 1].kind != "byline"):
        return
    full = line.column.full
    cost = _CHANGE + _APART * bare
    if full:
        cost += _LAST_LINE * (line.closed and line.width < full - 1) + _SCRAP * (at - path.since < _LINES)
    if path.newest not in (-1, path.strand, *path.left):
        others.append(path.newest)
    for strand in others:
        if not page.bare(strand, ends[strand]) and (met := clues.seam(ends[strand], at)) > _ASTRAY:
            yield _step(page, path, at, strand, met - cost)
    if page.lines[at - 1].column.full and page.open[at - 1] and clues.seam(at - 1, at) > _DOUBTED:
        return
    for strand, met in page.rests(at):
        if path.above[strand] < 0:
            yield _step(page, path, at, len(page.starts) + strand, met - cost - _ABOVE)


def _step(page: Sites, path: _Path, at: int, strand: int, points: float) -> _Step:
    """``path`` with the line at ``at`` in ``strand``, for which its place speaks with ``points``."""
    own = strand % len(page.starts)
    held = path.words[own] if strand == own else page.core[own]
    if held or strand != own:
        points += page.clues.words(at, held)
    if path.signed >> own & 1 and page.lines[at].names and at >= path.head:
        points -= _SIGNED_TWICE
    return path.score + points, strand, path


def _taken(page: Sites, step: _Step, at: int, ends: tuple[int, ...]) -> _Path:
    """The path that ``step`` leads to."""
    score, strand, path = step
    own = strand % len(page.starts)
    words, above, left, head = path.words, path.above, path.left, path.head
    begins = strand == own and page.starts[own] == at
    if strand == own:
        if page.clues.held[at] & ~words[own]:
            words = (*words[:own], words[own] | page.clues.held[at], *words[own + 1 :])
        stays = page.open[at] or page.bare(own, at)
        if stays != (own in left):
            left = tuple(sorted((*left, own))) if stays else tuple([other for other in left if other != own])
    elif above[own] < 0:
        above = (*above[:own], at, *above[own + 1 :])
    if begins:
        head = page.until[own]
    elif strand != path.strand:
        head = 0
    newest = max(path.newest, own) if strand == own else path.newest
    signed = path.signed | (1 << own if page.lines[at].names else 0)
    since = path.since if strand == path.strand else at
    return _Path(score, strand, ends, words, above, left, newest, signed, since, head, path)


def _finished(page: Sites, path: _Path) -> float:
    """The score with what only the foot of the page tells: how what stands above meets its article, and what lacks."""
    score, count = path.score, len(page.starts)
    for strand in range(count):
        last, end = strand, path.ends[strand]
        if path.above[strand] >= 0:
            score += page.clues.seam(end, path.above[strand]) - page.meets(strand, path.above[strand])
            last, end = count + strand, path.ends[count + strand]
        if page.bare(last, end):
            score -= _EMPTY
        elif page.broken(last, end) and not page.lines[end].onward:
            score -= _LACKING
    return score


def _ordered(page: Sites, best: _Path) -> Ordered:
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
        if not places:
            continue
        _mark_head(page, strand, places)
        breaks.update(places[:1])
        breaks.update([at for at in places if at >= page.until[strand]][:1])
        out += places
        for before, at in pairwise(places):
            if at != before + 1:
                (joins if page.broken(strand, before) else breaks).add(at)
    number = [line.number for line in page.lines]
    return Ordered(
        [page.lines[at] for at in out],
        frozenset(number[at] for at in joins),
        frozenset(number[at] for at in breaks if at),
        best.score,
    )


def _mark_head(page: Sites, strand: int, places: Sequence[int]) -> None:
    """Have the first of ``places`` begin an article, and the headlines of it be taken for such."""
    page.lines[places[0]].heads = True
    for at in set(places).intersection(range(page.starts[strand], page.until[strand])):
        line = page.lines[at]
        if line.kind == "text":
            line.shape = max(HEADING, heading_shape(line))
