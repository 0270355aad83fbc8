"""A printed page in the order in which it was written, by all that can tell of another one.

Whole columns that were swapped (`order`), articles that share columns (`strands`), sentences whose rest stands
elsewhere (`threads`). The first two answer one question and are compared by one measure; the last is asked where they
leave the page as it is printed.
"""

from __future__ import annotations

from dataclasses import replace

from digests.reading import heads, openings, order, strands, threads
from digests.reading.repair import Block, Printed, blocks


def paragraphs(page: Printed, breaks: frozenset[int], *, stay: bool = False) -> list[Block]:
    """The paragraphs of ``page`` in the order in which they were written.

    ``breaks``: numbers of lines that begin something; ``stay``: nothing but whole columns is moved.
    """
    lines = page.lines
    ordered = order.put_in_order(lines, breaks, indents=page.usual.faithful > 0.9)
    swapped = ordered != lines
    if stay:
        return blocks(replace(page, lines=ordered), breaks | heads.headline_lines(ordered) if swapped else breaks)
    begun = openings.starts(lines, breaks)
    woven = strands.put_back(lines, begun)
    if swapped:
        anew = breaks | heads.headline_lines(ordered)
        if not woven or strands.likelihood(ordered, openings.starts(ordered, anew)) >= woven.score:
            lines, breaks, woven = ordered, anew, None
            begun = openings.starts(lines, breaks)
    if moved := woven or threads.put_back(lines, breaks):
        page = replace(page, lines=moved.lines)
        return blocks(page, (breaks | heads.headline_lines(moved.lines) | moved.breaks) - moved.joins, moved.joins)
    torn = frozenset(lines[at].number for at in openings.torn_off(lines, begun))
    return blocks(replace(page, lines=lines), breaks | torn)
