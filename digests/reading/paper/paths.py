"""Pages as a whole: where articles begin and which lines are theirs, found in one search.

Theory. As in `strands` each article is a strand, and the best path through the page is looked for; but nothing is
settled beforehand. Whether an article begins at a line is a matter of odds (`starts`), how lines meet is weighed by
what they were worth on drawn pages (`meets`), and the end of an article may stand anywhere, below another one or
above its own headline (`_ABOVE`): it is then known by the words at the beginning of the article and by the place where
that breaks off as printed. Taking up another strand costs `_CHANGE`, a strand left inside a sentence for good
`_LACKING`, one that never gets a text `_EMPTY`. The path is made if it beats the printed one by `GAIN`.

Tried on twelve sets of pages written by hand: all weights fitted anew with each fourth of the sets left out in turn, by
how likely the right order is among the best found (123 pages can be told so). The right order came out best on 91 with
these weights and on 93 or 94 left out ones with fitted weights, with two articles more of 762. Ways alike but for texts
that have ended taken for one, and what lacks its rest weighed at once, find the best way oftener, which is not oftener
the right one; all pairs and triples of characters that were counted (the right rest of four in 74 instead of 65 %) tell
the order of one or two pages more.

Only lines whose place is in doubt are tried elsewhere, and only pages with a sign of disorder are asked at all
(`sites.torn`). Weights: a search one by one on 300 drawn pages (see `data/page_odds.txt`) and 69 in the manner of two
dozen papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from digests.reading.lines import Line
from digests.reading.paper.clues import Facts
from digests.reading.paper.openings import HEADING, MOST_LINES
from digests.reading.paper.sites import Sites, torn
from digests.reading.paper.starts import Starts
from digests.reading.paper.tracks import Ordered, Path, Step, ahead, articles, ordered, outset, taken
from digests.reading.shapes import heading_shape

_FAR = 7.0  # points by which a path may lie behind the best
_TRUST, _SUREST, _CERTAIN = 1.4, 6.0, 2.0  # of the odds of beginnings; above the last they are not doubted
_SCRAP, _LINES = 2.0, 3
_CHANGE, _LAST_LINE = 2.8, 3.9  # the second for the last line of a wrapped paragraph, which is seldom another's alone
_LACKING, _EMPTY = 4.2, 10.0
_ABOVE = 2.1
_ENDED = 3.0  # of a text that stands below another one's piece and goes on where a paragraph ended
_SIGNED_TWICE = 3.5
_ITS_HEAD = 1.4  # of a text that stands below another one's headline
_PENDING, _APART = 4.0, 3.0  # of a lead without headline while a headline has no text; of a text below a headline
_ASTRAY = -3.0  # how well a line meets another, below which it does not stand in its place
_NOT_BEGUN = -20.0  # of an article that only what stands above it is found of
GAIN = 2.0


def put_back(lines: Sequence[Line], begun: Starts, facts: Facts) -> Ordered | None:
    """``lines`` (text and bylines) article by article; None where the printed order is as likely."""
    if not lines or len(lines) > MOST_LINES or not torn(lines, begun, facts):
        return None
    page = Sites(lines, begun, facts)
    best = _best(page)
    return _ordered(page, best) if best.score >= _best(page, printed=True).score + GAIN else None


def likelihood(moved: Sequence[Line], facts: Facts, *, printed: Sequence[Line] | None = None) -> float:
    """The score of lines as they stand in ``moved``.

    ``printed``: as they were printed; then each one taken up elsewhere is paid for.
    """
    begun = Starts(moved)
    score = _best(Sites(moved, begun, facts), printed=True).score
    if printed is None:
        return score
    above = {line.number: before.number for before, line in pairwise(printed)}
    elsewhere = [at for at, (a, b) in enumerate(pairwise(moved), 1) if above.get(b.number) != a.number]
    return score - _CHANGE * len(set(elsewhere).difference(begun.likely))


def _best(page: Sites, *, printed: bool = False) -> Path:
    """The path with the highest score; ``printed``: of those on which no strand is taken up again."""
    place = {at: strand for strand, at in enumerate(page.starts)}
    take, beam = partial(_taken, page), [outset(len(page.starts))]
    for at in range(len(page.lines)):
        elsewhere = _Elsewhere.of(page, at) if page.doubted[at] and not printed else None
        grown: list[Step] = []
        for path in beam:
            if at in place:
                grown.append(_step(page, path, at, place[at], _odds(page, path, at)))
                if path.above[place[at]] >= 0 or page.begun.score(at, below=_is_below(page, path, at)) > _CERTAIN:
                    continue  # what stands above an article proves that it begins
            if at:
                grown.append(_step(page, path, at, path.strand, _going_on(page, path, at)))
                if elsewhere:
                    _take_up(page, path, at, elsewhere, grown)
            elif page.orphan and not printed:
                grown += _tail(page, path)
        beam = ahead(grown, at, take, far=_FAR)
    for path in beam:
        path.score = _finished(page, path)
    return max(beam, key=lambda path: path.score)


def _odds(page: Sites, path: Path, at: int) -> float:
    """Points for an article beginning at ``at``, below what ``path`` takes the line above for."""
    if not at and not page.begun.odds.get(0):
        return 0.0
    odds = page.begun.score(at, below=_is_below(page, path, at))
    points = _TRUST * max(-_SUREST, min(_SUREST, odds))
    if page.leads[at] and any(strand != path.strand and page.bare(strand, path.ends[strand]) for strand in path.left):
        points -= _PENDING
    return points


def _is_below(page: Sites, path: Path, at: int) -> bool:
    """Whether ``path`` takes the line above for a headline."""
    return path.head > at or (path.head == at and page.lines[at - 1].kind != "byline")


def _going_on(page: Sites, path: Path, at: int) -> float:
    """Points for the line at ``at`` going on with the strand of the line above."""
    return 0.0 if at < path.head else page.goes_on(path.strand, path.ends[path.strand], at)


def _tail(page: Sites, path: Path) -> Iterator[Step]:
    """The first line of a page without a headline as what stands above an article."""
    for strand in range(1, len(page.starts)):
        if page.breaks[strand]:
            yield _step(page, path, 0, len(page.starts) + strand, page.meets(strand, 0))


class _Elsewhere(NamedTuple):
    """What it costs to take a line up in another strand, whatever the path: ``scrap`` more where a piece is short.

    ``rests``: articles below it that it may be the rest of, and what speaks for each.
    """

    cost: float
    scrap: float
    rests: Sequence[tuple[int, float]]

    @classmethod
    def of(cls, page: Sites, at: int) -> _Elsewhere:
        line = page.lines[at]
        full = line.column.full
        last = full > 0 and line.closed and line.width < full - 1
        rests = [(strand, met + page.clues.words(at, page.core[strand]) - _ABOVE) for strand, met in page.rests(at)]
        return cls(_CHANGE + _LAST_LINE * last, _SCRAP * (full > 0), rests)


def _take_up(page: Sites, path: Path, at: int, elsewhere: _Elsewhere, grown: list[Step]) -> None:
    """``path`` with the line at ``at`` in another strand, each such step put to ``grown``."""
    here, ends = path.strand, path.ends
    others = [strand for strand in path.left if strand != here]
    texts = []
    for strand in others:
        if page.bare(strand, ends[strand]):
            grown.append(_step(page, path, at, strand, -_ITS_HEAD))
        else:
            texts.append(strand)
    bare = page.bare(here, ends[here])
    if page.leads[at] or (bare and page.lines[at - 1].kind != "byline"):
        return
    cost = elsewhere.cost + _APART * bare
    if at - path.since < _LINES:
        cost += elsewhere.scrap
    newest = path.newest
    if newest not in (-1, here, *path.left) and not page.bare(newest, ends[newest]):
        texts.append(newest)
    met = [(strand, page.seam(ends[strand], at)) for strand in texts]
    if not bare and _may_resume(page, path):
        met.append((path.came, page.seam(ends[path.came], at) - _ENDED))
    grown += [_step(page, path, at, strand, points - cost) for strand, points in met if points > _ASTRAY]
    score, count, above = path.score - cost, len(page.starts), path.above
    signed = path.signed if page.named[at] and at >= path.head else 0
    grown += [
        (score + points - _SIGNED_TWICE * (signed >> strand & 1), count + strand, path)
        for strand, points in elsewhere.rests
        if above[strand] < 0
    ]


def _may_resume(page: Sites, path: Path) -> bool:
    """Whether the piece before was one of an article whose text ended a sentence there, and is none of the newest."""
    came = path.came
    if not -1 < came < len(page.starts) or came in (path.strand, path.newest, *path.left):
        return False
    return not page.bare(came, path.ends[came])


def _step(page: Sites, path: Path, at: int, strand: int, points: float) -> Step:
    """``path`` with the line at ``at`` in ``strand``, for which its place speaks with ``points``."""
    own = strand % len(page.starts)
    held = path.words[own] if strand == own else page.core[own]
    if held or strand != own:
        points += page.clues.words(at, held)
    if page.named[at] and path.signed >> own & 1 and at >= path.head:
        points -= _SIGNED_TWICE
    return path.score + points, strand, path


def _taken(page: Sites, step: Step, at: int, ends: tuple[int, ...]) -> Path:
    _, strand, path = step
    begins = strand < len(page.starts) and page.starts[strand] == at
    head = page.until[strand] if begins else path.head if strand == path.strand else 0
    stays = page.open[at] or page.bare(strand, at)
    return taken(step, at, ends, held=page.clues.held[at], named=page.named[at], stays=stays, head=head)


def _finished(page: Sites, path: Path) -> float:
    """The score with what only the foot of the page tells: how what stands above meets its article, and what lacks."""
    score, count = path.score, len(page.starts)
    for strand in range(count):
        last, end, above = strand, path.ends[strand], path.above[strand]
        if above >= 0:
            score += page.seam(end, above) - page.meets(strand, above) if end >= 0 else _NOT_BEGUN
            last, end = count + strand, path.ends[count + strand]
        if page.bare(last, end):
            score -= _EMPTY
        elif page.broken(last, end) and not page.lines[page.stops[end]].onward:
            score -= _LACKING
    return score


def _ordered(page: Sites, best: Path) -> Ordered:
    written = [_signed_last(page, places) for places in articles(best)]
    begins: set[int] = set()
    for strand, places in enumerate(written):
        if places:
            _mark_head(page, strand, places)
            begins.update([at for at in places if at >= page.until[strand]][:1])
    return ordered(page.lines, written, begins, page.broken, best.score)


def _signed_last(page: Sites, places: list[int]) -> list[int]:
    """``places`` of an article with the bylines below a text that breaks off behind the rest of that."""
    amid = [at for at in places if page.stops[at] != at]
    return [at for at in places if at not in amid] + amid if amid else places


def _mark_head(page: Sites, strand: int, places: Sequence[int]) -> None:
    """Have the first of ``places`` begin an article, and the headlines of it be taken for such."""
    page.lines[places[0]].heads = True
    for at in set(places).intersection(range(page.starts[strand], page.until[strand])):
        line = page.lines[at]
        if line.kind == "text":
            line.shape = max(HEADING, heading_shape(line))
