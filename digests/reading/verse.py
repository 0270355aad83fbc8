"""Verses: set line by line without sentence ends, they look like headlines, and headlines below them like verses.

Theory: below a headline and who signs it stand lines that are short, end anywhere and are of many widths. The
headlines of the next text are set otherwise (indented or not), are labels or notices, or are told again below.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from digests.reading import notes
from digests.reading.echoes import echo
from digests.reading.lines import NO_HEADLINE, Line
from digests.reading.seams import leads, proof

_FEWEST, _LINES, _LONGEST = 4, 80, 20  # verses of a poem, and as many at most; characters of one
_EVEN, _ENDED = 0.6, 0.5  # shares of them that are as wide as the widest, or end as sentences do
_CLAUSE_ENDS = frozenset("，,、；;：:")
_MOST, _TOLD = 3, 0.3  # lines of headlines; see `echo`


def mark(lines: Sequence[Line]) -> None:
    """Take the shape of headlines from verses, and let each be a paragraph."""
    for at, line in enumerate(lines):
        if line.kind != "byline" or not at:
            continue
        above = lines[at - 1]
        if above.kind != "text" or above.closed or len(above.text) > _LONGEST:
            continue
        run = _short(lines[at + 1 : at + 1 + _LINES])
        below = lines[at + 1 + len(run)] if at + 1 + len(run) < len(lines) else None
        verses = _above_headlines(run, below)
        if len(verses) >= _FEWEST and _ragged(verses):
            for verse in verses:
                verse.shape, verse.why, verse.closed = NO_HEADLINE, "row", True


def _short(lines: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        if line.kind != "text" or len(line.text) > _LONGEST or line.jump or line.signed or leads(line):
            break
        found.append(line)
    return found


def _above_headlines(run: Sequence[Line], below: Line | None) -> list[Line]:
    """``run`` without the headlines of what stands ``below``."""
    at = next((at for at, line in enumerate(run) if notes.is_notice(line.plain) or notes.is_box(line.plain)), len(run))
    verses = list(run[:at])
    if below is None or at < len(run):
        return verses
    indent = verses[0].indent if verses else 0
    for _ in range(_MOST):
        last = verses[-1] if len(verses) > _FEWEST else None
        if last is None or last.closed or (last.indent == indent and not _heads(last, below)):
            break
        verses.pop()
        below = last
    return verses


def _heads(line: Line, below: Line) -> bool:
    return below.kind == "byline" or (len(below.text) > _LONGEST and echo(line.text, below.text) > _TOLD)


def _ragged(verses: Sequence[Line]) -> bool:
    """Whether their lines end where the sense does: no word is cut, no sentence ends amid one, few are as wide."""
    widest = max(len(line.text) for line in verses)
    even = sum(len(line.text) >= widest - 1 for line in verses) / len(verses)
    ended = sum(line.closed for line in verses) / len(verses)
    cut = any(proof(a, b) > 0 and a.text[-1] not in _CLAUSE_ENDS for a, b in pairwise(verses))
    inside = any("。" in line.text[:-1] for line in verses)
    return even <= _EVEN and ended <= _ENDED and not cut and not inside
