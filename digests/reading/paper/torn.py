"""Short lines that look like headlines, and are what a column end left of a sentence.

Theory. Where lines are not wrapped at a width nothing printed tells "见到他时" from a headline: neither ends
as sentences do. What stands below tells. A sentence goes on with characters that meet its last ones in any text
(`junctions`); below a headline begins a sentence, which tells again what the headline told. A rest is often a short
line with an end, and a headline hardly longer than twenty characters or parted by commas, but likes quotation marks.
Only pages are asked of which a seam proves that columns cut their text, and no line that is indented goes on with one
that is not.

Fitted by logistic regression on 172 such lines of thirteen sets of pages, 46 of them torn: an area under the curve of
.96, each page told by the others, where the shape of a headline alone has .62. The same signs fitted on 14,000 titles
and cut paragraphs of news come to the like (.97 beside .79), with `begins` and `echo` worth twice as much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from digests.reading import junctions
from digests.reading.echoes import echo
from digests.reading.lines import Line
from digests.reading.marks import one_of
from digests.reading.seams import leads, proved
from digests.reading.shapes import heading_shape

_SHAPE = 0.5  # of a heading; a line with less is none
_LONGEST = 40  # characters of one
_PRIOR = -2.65
_GOES_ON, _BEGINS, _ECHO = 0.3, -0.31, -2.1
_CHARACTER, _UNEVEN, _HALVED, _QUOTED = 0.14, 1.5, -0.55, -1.9
_SHORT_REST, _REST = 1.45, 30  # characters of such a rest
_PARTED = 1.0  # more empty lines than above stand between, as at the foot of a column
_CLAUSE, _EVEN = re.compile("[,，]"), 4  # characters by which the two clauses of a headline differ
_QUOTES = one_of("“「『")


def mark(lines: Sequence[Line]) -> None:
    """Take the shape of headlines from such of ``lines``, which are measured."""
    kept = [line for line in lines if line.kind in ("text", "byline")]
    seams = [(a, b) for a, b in pairwise(kept) if not (a.closed or a.column.full) and a.kind == b.kind == "text"]
    if any(proved(line, below) > 0 for line, below in seams):
        for line, below in seams:
            if below.indent <= line.indent and _may_be_either(line, below) and _points(line, below) > 0:
                line.shape = 0.0


def _may_be_either(line: Line, below: Line) -> bool:
    """Whether ``line`` looks like a headline, and what stands ``below`` like neither headline nor lead."""
    if len(line.text) > _LONGEST or line.jump or below.jump or leads(line) or leads(below):
        return False
    return heading_shape(line) >= _SHAPE > heading_shape(below)


def _points(line: Line, below: Line) -> float:
    """Log-odds that the line ``below`` goes on with the sentence of ``line``; not above 0, the most they may be."""
    text = line.text
    points = _PRIOR + _CHARACTER * len(text) + _UNEVEN * _uneven(text) + _HALVED * (" " in line.head)
    points += _QUOTED * bool(_QUOTES.search(text)) + _PARTED * (below.gap > line.gap)
    points += _SHORT_REST * (below.closed and len(below.text) < _REST)
    head = junctions.head(below.text)
    points += _GOES_ON * junctions.meet(junctions.tail(text), head) + _BEGINS * junctions.opens(head)
    return points + _ECHO * echo(text, below.text) if points > 0 else points


def _uneven(text: str) -> bool:
    """Whether clauses part it otherwise than the halves of a headline."""
    clauses = [len(clause) for clause in _CLAUSE.split(text)]
    return len(clauses) > 1 and max(clauses) - min(clauses) > _EVEN
