"""Lines inside a wrapped sentence that only have the words of furniture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from digests.reading.lines import Line
from digests.reading.seams import OPEN_END, proof

_WORDED = frozenset(("caption", "source", "share", "notice", "pointer"))  # families that words alone may tell


def keep_wrapped(lines: Sequence[Line]) -> None:
    """Make text again of lines that stand inside a wrapped sentence and only look like captions, sources or hints.

    The line before is open and as wide, the line after is not indented, and the characters at a seam prove it.
    """
    if not any(line.why in _WORDED for line in lines):
        return
    for (a, line), (_, b) in pairwise(pairwise(lines)):
        if line.why not in _WORDED or a.kind != "text" or b.kind != "text" or a.closed or a.signed:
            continue
        whole = abs(a.width - line.width) <= 1 and not line.indent and not b.indent and line.text[-1] not in ")）"
        goes_on = proof(a, line) or proof(line, b) or line.text[-1] in OPEN_END
        if whole and not proof(a, b) and goes_on:
            line.kind, line.why = "text", ""
