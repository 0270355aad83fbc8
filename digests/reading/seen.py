"""Captions that nothing but their words and place betray: who is seen doing what, amid the text that tells of it.

Theory: a caption names somebody of whom the text above told, and says what they are doing, in one clause. So may a
sentence of the text, but not in a paragraph of its own that interrupts another; so may a headline, but not about
somebody of the article above, with text and no byline below.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from digests.reading.lines import Line
from digests.reading.seams import fresh, leads, proof
from digests.reading.signatures import is_name

_DOES = re.compile("([一-鿿]{2,4}?)(?:正在|在|正)[一-鿿“《]")
_FEWEST, _WRAPPED = 4, 0.2  # lines of one width, and their share, above which a page is one of wrapped columns
_LONGEST, _BEFORE, _ABOVE = 32, 600, 20  # characters of a caption; of the text, and lines, where its name is looked for


def mark(lines: Sequence[Line]) -> None:
    """Make captions of such lines. In a wrapped column a line that ends short, but no sentence, is no part of one."""
    text = [line for line in lines if line.kind in ("text", "byline")]
    found = []
    for at, line in enumerate(text[1:-1], 1):
        if len(line.text) > _LONGEST or line.kind != "text" or line.jump or line.signed:
            continue
        above, below = text[at - 1], text[at + 1]
        if (
            above.kind == "text"
            and below.kind == "text"
            and _seen(line, text[max(0, at - _ABOVE) : at])
            and _amid(above, line, below)
        ):
            found.append(line)
    if not found:
        return
    usual, count = Counter([line.width for line in text]).most_common(1)[0]
    wrapped = count > max(_FEWEST, _WRAPPED * len(text))
    for line in found:
        if not wrapped or (not line.closed and line.width < usual - 2):
            line.kind, line.why = "caption", "seen"


def _amid(above: Line, line: Line, below: Line) -> bool:
    """Whether ``line`` interrupts: the sentence above goes on below it, or one text does and it is no sentence."""
    if leads(below) or below.jump or below.signed or above.signed:
        return False
    if above.closed:
        return not line.closed
    return not proof(above, line) and not fresh(below)


def _seen(line: Line, before: Sequence[Line]) -> bool:
    """Whether it is one clause about somebody whom the text ``before`` names, and what they are doing."""
    match = _DOES.match(line.text)
    if not match or re.search("[，,；;：:]", line.text) or "。" in line.text[:-1]:
        return False
    told = "".join([each.text for each in before])[-_BEFORE:]
    return is_name(match[1]) and match[1] in told
