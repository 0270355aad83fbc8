"""Lines that interrupt a sentence of a wrapped column, whatever their words are.

The line before is full and open, so its sentence goes on; an intruder is too short to be inside the paragraph and does
not end it either, or is wider than the column, while the line after it takes the sentence up.
"""

from __future__ import annotations

from collections.abc import Sequence

from digests.reading.firsts import GOES_ON, OPEN_END, fresh
from digests.reading.lines import Line
from digests.reading.marks import closes_more, unbalanced
from digests.reading.seams import proof, seen_width, unbroken


def mark(text: Sequence[Line], breaks: frozenset[int]) -> None:
    """Make furniture of such lines; ``breaks``: numbers of lines that begin something."""
    if not any(line.column.full for line in text):
        return
    before, run = None, 0  # run: lines of the paragraph so far; a heading of two lines is no paragraph yet
    for at, line in enumerate(text[:-1]):
        if before is not None and run >= 3 and _interrupts(before, line, text[at + 1], breaks):
            line.kind, line.why = "furniture", "interrupts"
            continue
        begins = line.indent or before is None or before.width < line.column.full or before.signed
        run = 1 + bool(line.indent) if begins else run + 1
        before = line


def _interrupts(before: Line, line: Line, after: Line, breaks: frozenset[int]) -> bool:
    col = line.column
    odd = line.width + unbroken(after) < col.full - 1 or line.width > col.full + 2
    odd = odd and abs(seen_width(line) - col.full) > 1
    if not col.full or not odd or before.width < col.full or before.signed or before.closed:
        return False
    if line.width < col.full and (line.closed or line.signed):
        return False  # the last line of the paragraph
    if line.indent or line.jump or after.indent or after.jump or {line.number, after.number} & breaks:
        return False
    points = 1.0 + 0.25 * proof(before, after) - proof(before, line) - fresh(after)
    points += 0.5 * (len(line.text) <= col.full // 2) + 0.5 * (line.width > col.full + 2)
    points += 0.5 * (len(line.text) <= 3) + 0.5 * any(char.isdigit() for char in line.text)
    points -= 0.5 * (line.text[-1] in OPEN_END) + 0.5 * (line.text[0] in GOES_ON)
    if unbalanced(before.text) or closes_more(line.text):
        points -= 1.5
    return points >= 1.5
