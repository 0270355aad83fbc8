"""Lines that certainly begin something, seen before lines are joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from digests.reading import notes
from digests.reading.echoes import LEAD, echo
from digests.reading.lines import SHORT, Line
from digests.reading.seams import leads, proved
from digests.reading.shapes import heading_shape

_HEADING = 0.5  # heading_shape at and above which a line may be a heading
_WIDE = 4  # characters by which no line of a column is wider than it
_HALF = 4  # characters of a headline's half at least
_LONGEST = 40  # characters of a headline
_TOLD, _SURELY = 0.38, 0.6  # see `echo`: enough in a column, and where lines are not wrapped
_CLAUSE_ENDS = frozenset("，,、：:；;")
_CLAUSE = re.compile("[,，]")
_LEAST_HALF, _UPPER, _UNLIKE = 4, 20, 9  # characters of the upper half of a headline, and by which the lower differs
_INDENTED = 0.1  # of the lines of a page, where paragraphs are
_SPEAKER = 24  # characters of a line that says who speaks, or what it is about, in the headline below


def headline_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of lines that certainly begin something, seen before paragraphs are joined.

    A heading-shaped line straight above a byline, a jump marker or a lead is a headline, and so is the line below it a
    beginning; above a lead it may even stand below a text that a column cut off. Without this a headline that fills its
    column would run into the text. Where one of several is wider than the text they are not wrapped as that is, so each
    is one.
    """
    kept = [line for line in lines if line.kind in ("text", "byline")]
    indented = sum([line.indent > 0 for line in kept]) > _INDENTED * len(kept)
    out: set[int] = set()
    if kept and _may_head(kept[0]) and _heads_page(kept):
        out.update(line.number for line in kept[:2])
    out.update(line.number for at in _standing_out(kept, indented=indented) for line in kept[at : at + 2])
    out.update(line.number for at in _announced(kept) for line in kept[at : at + 2])
    out.update(line.number for at in _uppers(kept, indented=indented) for line in kept[at : at + 2])
    for at, line in enumerate(kept):
        if line.kind == "byline" or line.jump or leads(line):
            out.add(line.number)
            out |= _headed(kept, _first_above(kept, at), at)
            if line.kind == "byline" and at + 1 < len(kept) and not _amid_column(kept, at, indented):
                out.add(kept[at + 1].number)
    return frozenset(out)


def _first_above(kept: Sequence[Line], at: int) -> int:
    """Where the headlines begin that stand above the beginning of a text at ``at``; that where there are none."""
    line, first = kept[at], at
    while first and at - first < 3:
        above = kept[first - 1]
        doubted = first == at and _apart(kept, first - 1)
        if not (_may_head(above, doubted=doubted) or (first < at and _speaker(above))):
            break
        first -= 1
    if first and not _ends(kept[first - 1]):
        torn = _below_torn(kept, first, at) if line.kind != "byline" or _wrapped(kept, first) else at
        # above a byline a lone line, and what stands closer to the line above than to the next, may be text
        alone = torn < at and (at - torn < 2 or kept[torn].gap < kept[torn + 1].gap)
        first = at if line.kind == "byline" and alone and not _halved(kept[torn]) else torn
    while 0 < first < at - 1 and _CLAUSE.search(kept[first].text) and _filled(kept, first):
        first += 1  # a text that breaks off above a headline
    return first


def _headed(kept: Sequence[Line], first: int, at: int) -> set[int]:
    """Numbers of those headlines from ``first`` to ``at`` that begin something; the last gets the shape of one."""
    if first == at:
        return set()
    headings = kept[first:at]
    out = {headings[0].number}
    if len(headings) > 1 and _wider(headings, kept):
        out.update(line.number for line in headings)
    out.update(b.number for a, b in pairwise(headings) if _halved(a) or _even(b) or _speaker(a))
    for line in headings:
        if _speaker(line) or line is headings[-1]:
            line.shape = max(_HEADING, heading_shape(line))
    return out


def _standing_out(kept: Sequence[Line], *, indented: bool) -> list[int]:
    """Places of headlines of one line that only their width betrays, or that the text above is signed.

    What follows tells what they tell, as leads do; a line of a ragged column that sticks out repeats little.
    """
    found = []
    for at, (above, line, below) in enumerate(zip(kept, kept[1:], kept[2:], strict=False), 1):
        over = above.closed or above.signed or above.kind == "byline"
        if line.closed or len(line.text) > _LONGEST or not over or below.kind != "text":
            continue
        full = line.column.full
        odd, ended = line.width - full, above.signed or (above.width < full - 1 and above.kind == "text")
        if full and odd <= 2 and not (ended and (odd or above.signed)):
            continue
        if not full and len(below.text) < max(_LONGEST, 2 * len(line.text)):
            continue
        wide = full > 0 and odd > _WIDE
        if line.text[-1] in _CLAUSE_ENDS or (line.indent and indented) or not _may_head(line, doubted=wide):
            continue
        if bool(full) == bool(proved(line, below)):  # without a column nothing but a word that fits would join the two
            continue
        told = echo(line.text, _below(kept, at))
        if told > ((_TOLD / 2 if wide else _TOLD) if full else _SURELY):
            line.shape = max(_HEADING, heading_shape(line))
            found.append(at)
    return found


def _uppers(kept: Sequence[Line], *, indented: bool) -> list[int]:
    """Places of lines that end inside a clause and are the upper half of a headline, which gives them its shape.

    A text has ended above, and the line below looks like a headline about as long as they: no paragraph begins so.
    """
    found = []
    for at, line in enumerate(kept[:-2]):
        if line.text[-1] not in _CLAUSE_ENDS or line.kind != "text" or line.jump or leads(line):
            continue
        if not _LEAST_HALF <= len(line.text) <= _UPPER or (at and not _ends(kept[at - 1])):
            continue
        below, told = kept[at + 1 : at + 3]
        if (indented and line.indent) or below.indent > line.indent or below.jump or leads(below):
            continue
        full = line.column.full
        if max(line.width, below.width) >= full - 1 > 0 or abs(len(below.text) - len(line.text)) > _UNLIKE:
            continue
        if _may_head(below) and below.text[-1] not in _CLAUSE_ENDS and _tells(told, below, indented=indented):
            line.shape = max(_HEADING, heading_shape(line))
            found.append(at)
    return found


def _tells(line: Line, above: Line, *, indented: bool) -> bool:
    """Whether ``line`` is a byline, or begins the text of the headline ``above``."""
    if line.kind == "byline" or leads(line) or (indented and line.indent):
        return True
    return line.kind == "text" and len(line.text) > 2 * len(above.text)


def _announced(kept: Sequence[Line]) -> list[int]:
    """Places of headings that say what kind of notice stands below them, where a text has ended above."""
    return [
        at
        for at, (above, line) in enumerate(pairwise(kept[:-1]), 1)
        if not line.closed and len(line.text) <= SHORT and _ends(above) and line.kind == "text"
        if line.announces or notes.is_notice(line.head) or notes.is_service(line.head)
    ]


def _below(kept: Sequence[Line], at: int) -> str:
    """The text below a headline, as far as it may be its lead."""
    return "".join([line.text for line in kept[at + 1 : at + (2 if len(kept[at + 1].text) >= LEAD else 9)]])


def _below_torn(kept: Sequence[Line], first: int, at: int) -> int:
    """Where a headline begins below a text that breaks off: with the first line that cannot be one more of it.

    Nothing of a text stands open and short straight above a byline or a lead, and nothing of it goes on below.
    """
    text = "".join([line.text for line in kept[at : at + 8]])
    while first < at and (
        _filled(kept, first) or (proved(kept[first - 1], kept[first]) and not _stands_out(kept[first]))
    ):
        if not kept[first].indent and echo(kept[first].text, text) > _SURELY:
            break
        first += 1
    return first


def _amid_column(kept: Sequence[Line], at: int, indented: bool) -> bool:
    """Whether a column goes on below the byline at ``at``, in the midst of a paragraph, where these are indented."""
    if not indented or not 0 < at < len(kept) - 2 or not kept[at - 1].closed:
        return False
    below, next_ = kept[at + 1 : at + 3]
    text = below.kind == next_.kind == "text" and not (below.jump or next_.jump or leads(below) or leads(next_))
    return text and not below.indent and not next_.indent and abs(below.width - next_.width) <= 1


def _apart(kept: Sequence[Line], at: int) -> bool:
    """Whether an open line stands between the end of a text and the beginning of one, and is no line of a column."""
    line = kept[at]
    over = not at or _ends(kept[at - 1])
    return over and not line.closed and not line.indent and line.width < (line.column.full or _longest(line)) - 1


def _wrapped(kept: Sequence[Line], at: int) -> bool:
    """Whether the lines above ``at`` are those of one column: then none of them ends short inside a sentence."""
    above = [line.width for line in kept[max(0, at - 4) : at]]
    return len(above) == 4 and above[-1] >= max(above) - 1 and sum(width >= max(above) - 1 for width in above) >= 3


def _filled(kept: Sequence[Line], at: int) -> bool:
    """Whether the line at ``at`` is as wide as those above it, as lines of one column are."""
    above = [line.width for line in kept[max(0, at - 4) : at]]
    return kept[at].width > max(above) - 2 and not _halved(kept[at])


def _heads_page(kept: Sequence[Line]) -> bool:
    """Whether the lines below the first tell what it tells: nothing else betrays a headline as wide as its column."""
    if len(kept) < 3 or proved(kept[0], kept[1]):
        return False
    return not kept[0].indent and not leads(kept[0]) and echo(kept[0].text, _below(kept, 0)) > _TOLD


def _speaker(line: Line) -> bool:
    """Whether it may say who speaks in the headline below."""
    return len(line.text) <= _SPEAKER and line.text[-1] in "：:" and line.kind == "text"


def _stands_out(line: Line) -> bool:
    """Whether an open line is no part of its column, which it does not fill, or of any text, as a blank halves it."""
    return not line.closed and (line.width < line.column.full - 2 or _halved(line))


def _halved(line: Line) -> bool:
    """Whether a blank parts it in two: so headlines are made that are whole."""
    halves = line.head.split()
    return len(halves) == 2 and min(map(len, halves)) >= _HALF


def _even(line: Line) -> bool:
    """Whether it is `_halved`, or has two clauses as long as each other."""
    clauses = [len(clause) for clause in _CLAUSE.split(line.text)]
    return _halved(line) or (len(clauses) == 2 and clauses[0] == clauses[1] >= _HALF)


def _wider(headings: Sequence[Line], kept: Sequence[Line]) -> bool:
    """Whether one of ``headings`` is wider than lines of the page usually are."""
    usual = Counter([line.width for line in kept]).most_common(1)[0][0]
    return any(line.width > usual + 2 for line in headings)


def _may_head(line: Line, *, doubted: bool = False) -> bool:
    """``doubted``: something else tells that it is a headline, so that it need look like one only half as much."""
    return (
        line.kind == "text"
        and not line.jump
        and not line.signed
        and line.width <= _longest(line)
        and heading_shape(line) >= (_HEADING / 2 if doubted else _HEADING)
    )


def _longest(line: Line) -> int:
    """Characters of a headline, or of two on one line."""
    return 2 * _LONGEST if _halved(line) else _LONGEST


def _ends(line: Line) -> bool:
    return line.kind == "byline" or line.signed or line.closed
