"""Lines that only have the words of furniture: inside a wrapped sentence, or at the end of a notice.

Theory: a hint or notice that stands in a column hardly ever fills it to the character, nor ends the sentence that the
line above leaves open. So what does either is a line of the text, unless the lines above and below prove to be one
without it. Of 500 news poured into columns a dozen lost a line each to the words "扫一扫", "服务热线" or "招聘信息".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from digests.reading import notes
from digests.reading.firsts import OPEN_END
from digests.reading.lines import Line
from digests.reading.marks import one_of
from digests.reading.seams import proof

# Families that words alone may tell.
_WORDED = frozenset(("caption", "source", "share", "notice", "pointer", "related"))
_FEWEST, _WRAPPED = 3, 0.2  # lines of one width, and their share, that make a column
_NARROWEST = 8
_LABELLED = one_of("：:@")  # in a hint: who can be reached, and where
_CONTACT, _NOTICE = re.compile("(?:联系|咨询|报名|监督|举报|投诉)[一-鿿]{0,6} ?:"), 40  # lines of a notice
_SENTENCE_ENDS = "。！？”；"


def keep_wrapped(lines: Sequence[Line]) -> None:
    """Make text again of lines that stand inside a wrapped sentence and only look like furniture."""
    doubtful = [at for at, line in enumerate(lines) if at and line.why in _WORDED]
    if not any(lines[at - 1].kind == "text" for at in doubtful):
        return
    usual = _usual([line.width for line in lines if line.kind == "text"])
    for at in doubtful:
        a, line, b = lines[at - 1], lines[at], lines[min(at + 1, len(lines) - 1)]
        if a.kind != "text":
            continue
        opens = line.indent > b.indent == 0 and line.width in usual and line.text[-1] in OPEN_END
        if opens and b.kind == "text" and b.closed and len(b.text) < len(line.text):
            line.kind, line.why = "text", ""
            continue
        inside = not a.signed and a.width in usual and _inside(a, line, b)
        if inside or (a.closed and line.width in usual and _begins(line, b)):
            line.kind, line.why = "text", ""


def keep_contacts(lines: Sequence[Line]) -> None:
    """Make text again of lines that say whom to ask, between the text of a notice and the office that signs it.

    Ended as a sentence is such a line is the last one of the notice, whoever signs it.
    """
    for at, line in enumerate(lines):
        if line.why != "notice" or not _CONTACT.match(line.head) or not at or lines[at - 1].kind != "text":
            continue
        below = next((each for each in lines[at + 1 : at + 4] if each.why != "notice"), None)
        signed = below is not None and (below.why == "date" or notes.OFFICES.fullmatch(below.plain))
        signed = signed or line.text[-1] == "。"
        if signed and any(notes.is_notice(each.plain) for each in lines[max(0, at - _NOTICE) : at]):
            line.kind, line.why, line.closed = "text", "", True


def _usual(widths: Sequence[int]) -> frozenset[int]:
    """The widths of columns, and those a character beside them."""
    counts = Counter([width for width in widths if width >= _NARROWEST])
    least = max(_FEWEST, _WRAPPED * len(widths))
    if 2 * max(counts.values(), default=0) < least:
        return frozenset()
    often = [width for width in counts if counts[width] + counts[width - 1] / 2 + counts[width + 1] / 2 >= least]
    return frozenset(width + by for width in often for by in (-1, 0, 1))


def _inside(a: Line, line: Line, b: Line) -> bool:
    """Whether ``line`` goes on with the sentence of ``a``, which fills its column, and ``b`` with it."""
    if line.indent or line.text[-1] in ")）" or a.closed:
        return False
    without = proof(a, b) if b.kind == "text" and b is not line else 0.0
    within = proof(a, line)
    if line.text[-1] in _SENTENCE_ENDS and line.width <= a.width + 1 and within >= without:
        return True
    if abs(a.width - line.width) > 1 or b.indent or b is line or " " in line.head:
        return False
    within += proof(line, b) + (line.text[-1] in OPEN_END)
    likely = within > 0 and not without if _LABELLED.search(line.text) else within >= without
    return likely and (b.kind == "text" or b.why in _WORDED)


def _begins(line: Line, b: Line) -> bool:
    """Whether ``line`` fills its column and ``b``, which is not indented, can only go on with it."""
    return line.indent > b.indent == 0 and b.kind == "text" and line.text[-1] not in ")）" and " " not in line.head
