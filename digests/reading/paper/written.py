"""Puts the lines of a printed page into the order in which they were written, by all that can tell of another one.

Whole columns that were swapped (`order`), articles that share columns (`strands`), sentences whose rest stands
elsewhere (`threads`). The first two answer one question and are compared by one measure; the last is asked where they
leave the page as it is printed. Pages with a sign of disorder are also searched as a whole (`paths`), and the order
that is more likely by that measure is taken. Last, pieces of one article are changed (`turned`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digests.reading.lines import Line
from digests.reading.paper import heads, openings, order, paths, strands, threads, turned
from digests.reading.paper.clues import Facts
from digests.reading.paper.starts import Starts
from digests.reading.paper.tracks import Ordered
from digests.reading.repair import Block, Printed, blocks


def paragraphs(page: Printed, breaks: frozenset[int], *, stay: bool = False) -> list[Block]:
    """The paragraphs of ``page`` in the order in which they were written.

    ``breaks``: numbers of lines that begin something; ``stay``: nothing but whole columns is moved.
    """
    lines, indents = page.lines, page.usual.faithful > 0.9
    begun, facts = openings.starts(lines, breaks), Facts(lines)
    swapped = _swapped(lines, breaks, begun, facts, indents=indents)
    if stay:
        return blocks(
            replace(page, lines=swapped), breaks | heads.headline_lines(swapped) if swapped != lines else breaks
        )
    likely = Starts(lines)
    woven = strands.put_back(lines, begun, facts)
    if swapped != lines and (not woven or _sounder(swapped, woven, breaks, facts, indents=indents)):
        lines, breaks, woven = swapped, breaks | heads.headline_lines(swapped), None
        begun = openings.starts(lines, breaks)
    moved: Ordered | threads.Ordered | None = woven or _threaded(lines, breaks, facts)
    moved = _as_a_whole(page.lines, likely, moved.lines if moved else lines, facts) or moved
    breaks |= likely.breaks()
    joins: frozenset[int] = frozenset()
    if moved:
        lines, joins = moved.lines, moved.joins
        breaks = (breaks | heads.headline_lines(moved.lines) | moved.breaks) - joins
    else:
        breaks |= frozenset(lines[at].number for at in openings.torn_off(lines, begun))
    if changed := turned.put_back(lines, likely, page.lines, facts):
        lines, joins = changed.lines, joins - changed.breaks | changed.joins
        breaks = breaks - changed.joins | changed.breaks
    return blocks(replace(page, lines=lines), breaks, joins)


def _as_a_whole(lines: Sequence[Line], begun: Starts, moved: Sequence[Line], facts: Facts) -> Ordered | None:
    """The order that `paths` finds, unless that of ``moved`` is more likely by its measure.

    What is paid there for moving lines is set off for ``moved``, too. Without that for orders of `strands`, which had
    to be worth a cost of their own, 5 of 1,257 articles of made pages and 22 lines of two sets of pages
    are wrong that are right with it, and four articles of an earlier set right that are not.
    """
    found = paths.put_back(lines, begun, facts)
    if not found or moved is lines:
        return found
    return found if found.score >= paths.likelihood(moved, facts, printed=lines) else None


def _threaded(lines: Sequence[Line], breaks: frozenset[int], facts: Facts) -> threads.Ordered | None:
    """What `threads` puts back, unless the page is more likely as it is printed by the measure of `paths`.

    `threads` judges ends and rests by themselves, and moved paragraphs of articles that were whole: this condition
    gives four articles more on twelve sets of unseen pages, and none less.
    """
    found = threads.put_back(lines, breaks)
    if not found or paths.likelihood(found.lines, facts, printed=lines) < paths.likelihood(lines, facts):
        return None
    return found


def _swapped(
    lines: Sequence[Line], breaks: frozenset[int], begun: Sequence[int], facts: Facts, *, indents: bool
) -> Sequence[Line]:
    """``lines`` with columns swapped if the words of the articles bear it out, in the way that they do best.

    And if the page is as likely so by the measure of `paths`, which gives four articles more on eighteen sets of unseen
    pages, and none less.
    """
    ways = order.swapped(lines, breaks, indents=indents)
    if not ways:
        return lines
    likely = [strands.likelihood(way, openings.starts(way, breaks), facts) for way in ways]
    best = max(likely)
    if best < strands.likelihood(lines, begun, facts) + strands.GAIN:
        return lines
    found = ways[likely.index(best)]
    sound = paths.likelihood(found, facts, printed=lines) >= paths.likelihood(lines, facts)
    return found if sound else lines


def _sounder(swapped: Sequence[Line], woven: Ordered, breaks: frozenset[int], facts: Facts, *, indents: bool) -> bool:
    """Whether columns swapped are as likely as articles taken apart, or leave less that cannot be."""
    if strands.likelihood(swapped, openings.starts(swapped, breaks), facts) >= woven.score:
        return True
    left = [len(order.contradictions(found, breaks, indents=indents)) for found in (swapped, woven.lines)]
    return left[0] < left[1]
