"""Articles that stand side by side and were read column by column: which lines belong to which of them.

Theory. Where articles share columns, a page read from top to bottom gives a piece of one, a piece of the next, and so
on. Each article is a strand: it begins at its headline, and every line goes on with the strand of the line before,
or takes up again one that was left inside a sentence, one that has no more than a headline, or the newest. A line
speaks for a strand by its words (`clues`) and by how it meets the last line of it (`meets`); taking up another costs
`_CHANGE`, a strand left inside a sentence for good `_LACKING`. What one line leaves open another must finish, so no
seam is judged alone: the best path through the page is looked for (`tracks`), and made if it beats the printed one by
`GAIN`.

Headlines without byline or lead may begin a strand (`_BEGIN`). The rest of an article may also stand above it, at the
head of the page, and anywhere if lines are paragraphs, or begin none where one has ended (`_ABOVE`): it is then known
by the words at the beginning of the article alone. An article is signed once (`_SIGNED_TWICE`).

Measured when it was built, on 60 pages a kind put together from news, two or three of which share their columns on
most pages: paragraphs in the right article .69 where each goes to the headline above it, .83 so; lines of wrapped pages
.68 and .81. Of as many pages in printed order one in sixty is touched. `fits`, which compares 300 characters before a
seam with 150 after it, joined no more of them whatever its weights: it asks only where a line ends openly, and here the
other article begins at lines that nothing marks. Seams measured by `meets` instead of by signs of its own, with
`_LACKING` raised for it: four articles more on nine sets of unseen pages (98 pages), and 27 lines fewer of 7,075.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from digests.reading.lines import Line
from digests.reading.paper.clues import Facts, is_open
from digests.reading.paper.layout import SHORTEST, Layout
from digests.reading.paper.openings import MOST_LINES, breaks_off, like_heading, torn_off
from digests.reading.paper.tracks import Ordered, Path, Step, ahead, articles, ordered, outset, taken

_SCRAP, _LINES = 2.0, 3
_CHANGE, _LAST_LINE = 2.0, 4.0  # the second for the last line of a wrapped text, which is hardly ever another's
_LACKING = 4.35
_BEGIN = 1.0
_ABOVE = 3.0
_NOT_BEGUN = -20.0
_SIGNED_TWICE = 2.5
_ITS_HEAD = 1.0  # of a text that stands below another one's headline
GAIN = 4.0


def put_back(lines: Sequence[Line], begun: Sequence[int], facts: Facts) -> Ordered | None:
    """``lines`` (text and bylines) article by article; None where the printed order is as likely.

    ``begun``: where articles begin, as `openings.starts` tells.
    """
    if not lines or len(lines) > MOST_LINES:
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


def _best(page: Layout, *, printed: bool = False) -> Path:
    """The path with the highest score; ``printed``: of those on which no strand is taken up again."""
    place = {at: strand for strand, at in enumerate(page.starts)}
    take, beam = partial(_taken, page), [outset(len(page.starts))]
    for at in range(len(page.lines)):
        grown: list[Step] = []
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
        beam = ahead(grown, at, take)
    for path in beam:
        path.score = _finished(page, path)
    return max(beam, key=lambda path: path.score)


def _tail(page: Layout, path: Path) -> Iterator[Step]:
    """The first line of a page without a headline as what stands above an article."""
    for strand in page.torn:
        if strand:
            yield _step(page, path, 0, len(page.starts) + strand, 0.0)


def _taken_up(page: Layout, path: Path, at: int) -> Iterator[Step]:
    """``path`` with the line at ``at`` in another strand."""
    line, clues, ends = page.lines[at], page.clues, path.ends
    above = page.lines[at - 1]
    if line.kind != "text" or (line.indent and is_open(above)) or line.why == above.why == "row":
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


def _step(page: Layout, path: Path, at: int, strand: int, points: float) -> Step:
    """``path`` with the line at ``at`` in ``strand``, for which its place speaks with ``points``."""
    own = strand % len(page.starts)
    held = path.words[own] if strand == own else page.core[own]
    if held or strand != own:
        points += page.clues.words(at, held)
    if path.signed >> own & 1 and page.lines[at].names and at not in page.headed:
        points -= _SIGNED_TWICE
    return path.score + points, strand, path


def _taken(page: Layout, step: Step, at: int, ends: tuple[int, ...]) -> Path:
    stays = page.clues.broken[at] or at in page.headed
    return taken(step, at, ends, held=page.clues.held[at], named=bool(page.lines[at].names), stays=stays)


def _finished(page: Layout, path: Path) -> float:
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


def _ordered(page: Layout, best: Path) -> Ordered:
    written = articles(best)
    begins: set[int] = set()
    for places in written:
        if any(at != before + 1 for before, at in pairwise(places)):
            page.lines[places[0]].heads = True
            begins.update([at for at in places if at not in page.headed][:1])
    return ordered(page.lines, written, begins, lambda _, at: page.clues.broken[at], best.score)
