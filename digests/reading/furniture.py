"""What on a page is not its articles: folios, buttons, share hints, related links, credits, notices, captions.

Theory: furniture gives itself away by its wording (families of patterns in `data/furniture.txt`, each with points),
by its shape (short, no sentence punctuation, symbols for letters) and by its neighbours (it comes in runs, at the
head and foot). Points are added up; `THRESHOLD` makes a line furniture. A line that reads like a paragraph (a closed
sentence of 40 characters) must overcome two points more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from digests.reading import (
    bylines,
    families,
    jumps,
    listings,
    mastheads,
    notes,
    reporters,
    rows,
    seams,
    seen,
    services,
    signing,
    staff,
    verse,
)
from digests.reading.lines import SHORT, Kind, Line
from digests.reading.marks import one_of, plain
from digests.reading.wrapped import keep_contacts, keep_wrapped

THRESHOLD = 2.0
_LONGEST = 420  # no pattern looks at more; keeps every regular expression short-lived
_SAID = 12  # characters of somebody's words; what stands in quotation marks on a button is shorter
_SENTENCE = 30  # a line longer than this that ends as a sentence and has a clause is one
_NOTICE = (  # words without classes at their beginnings, so that a search leaps from one to the next
    "版权|版權|侵权|侵權|声明|聲明|转载|轉載|备案|備案|许可证|許可證|不代表|免责|免責|仅供|僅供|不构成|不構成|刊号|刊號|邮编|郵編|邮政编码|郵政編碼|授权|授權|承印|天气:|天气：|天氣：|预报:|预报：|預報："
)
_LONG_NOTICE = re.compile(_NOTICE)
_REPORTED = "】记者|】記者|】本|讯 记|讯　记|訊　記|訊 記|讯 本|讯　本|讯 通|讯　通"  # a lead that names its reporters
_REMARKABLE = re.compile(
    f"\\(|（|{_REPORTED}|{_NOTICE}"
)  # a class among the alternatives would make it ten times slower
_KINDS: dict[str, Kind] = {
    "editor": "credit",
    "source": "credit",
    "credit": "credit",
    "date": "credit",
    "caption": "caption",
    "jump": "jump",
}

_POINTER_ENDS = frozenset("↓👇▼⬇")
_TOUCHED_ENDS = jumps.ONWARD_ENDS | _POINTER_ENDS
_BRACKET = one_of("(（〔【")
# Nothing is glued to a line that holds no bracket, no sentence end, no dispatch and, at its beginning, no reporter.
_GLUES = one_of("(（[【〔﹝】。！？!?….”’」』讯訊电電息")
_CREDIT = 12  # characters at the end of a line that say who took a picture
_POINTER_TAIL = re.compile(r"(?<=[。!?…”])[^。!?…,]{0,24}[↓👇▼⬇]+$")
_REPORTS = re.compile("报道[:,](?=.)")
_LETTER = re.compile(r"[^\W_]")
_HAN = re.compile("[一-鿿]")
_SENTENCE_MARKS = frozenset("。，！？、；：”’）》」』,!?;:)")  # the rest of a wrapped sentence, however short


def score(line: Line) -> tuple[float, str]:
    """Points for being furniture, and the pattern family that gave most of them ('' if none did)."""
    text, length = line.text, len(line.text)
    if length > _LONGEST:
        return 0.0, ""
    if text[0] in "“「" and text[-1] in "”」" and length > _SAID:
        return 0.0, ""  # somebody says it
    sentence = length > _SENTENCE and text[-1] in "。！？" and ("，" in text or "," in text)
    # most furniture is short; a longer line is looked at only for the words of notices and credits
    long = length > SHORT and text[-1] not in "摄攝影图圖)）↓"
    if (sentence or long) and not _LONG_NOTICE.search(text, 0, 80):
        return 0.0, ""
    folded = line.head if length <= SHORT else line.plain
    sentence = length > 24 and folded[-1] == "。" and ":" not in folded[:12]
    best, family = families.find(folded, sentence=sentence)
    if family and len(line.text) >= 40 and line.closed and family not in ("notice", "caption"):
        best -= 2
    if length > SHORT:
        return best, family
    letters = text[0].isalnum() or _LETTER.search(text)
    if not letters and len(line.text) > 1 and not set(line.text[:8]) & _SENTENCE_MARKS:
        best += 2.5
        family = family or "pointer"
    elif len(line.text) <= 12 and not _HAN.search(line.text) and not line.text[0].isdigit():
        best += 1
    return best, family


def classify(lines: Sequence[Line], *, strip: bool = True) -> None:
    """Set ``kind``, ``why`` and ``names`` of each line: furniture, credit, caption, byline, jump marker or text.

    What is glued to text lines is cut off and remembered unless ``strip`` is off: jump markers, bylines, pointers.
    """
    if strip:
        signing.close_cut(lines)
    for at, line in enumerate(lines):
        if line.kind == "text" and not line.signed and not _is_plain(line.text):
            _tell(lines, at, strip=strip)
    if strip:
        _look_around(lines)
    listings.mark(lines)


def _tell(lines: Sequence[Line], at: int, *, strip: bool) -> None:
    """Tell what the line at ``at`` is by its own words, hardly by its neighbours."""
    line = lines[at]
    if not line.closed and len(line.text) <= staff.LONGEST and staff.is_staff(line.plain):
        line.kind, line.why = "credit", "editor"
    elif strip and line.text[-1] in jumps.ONWARD_ENDS and jumps.is_onward(line.text):
        line.kind, line.why, line.onward = "jump", "jump", jumps.cut_onward(line.text)[1]
    elif (found := bylines.byline(line.text, line.head)) is not None:
        line.kind, line.names = "byline", found
    else:
        _weigh(lines, at)
        if line.kind == "text" and strip:
            _strip(line)
        elif line.kind == "jump":
            line.jump, line.onward = jumps.cut_jump(line.text)[1], jumps.cut_onward(line.text)[1]


def _weigh(lines: Sequence[Line], at: int) -> None:
    """Make furniture of the line at ``at`` if its points suffice and nothing else explains them."""
    line = lines[at]
    points, family = score(line)
    if points < THRESHOLD or (family == "nav" and points == THRESHOLD and not _has_company(lines, at)):
        return
    signs = family == "caption" and (reporters.opens(line.head) or _is_signed(line, lines[at - 1] if at else None))
    if not signs:
        line.kind, line.why = _KINDS.get(family, "furniture"), family


def _look_around(lines: Sequence[Line]) -> None:
    """Tell what only the place of lines among others tells, each step by what those before it found."""
    jumps.close_cut(lines)
    _close_datelines(lines)
    signing.close_cut(lines)
    jumps.hand_back(lines)
    keep_wrapped(lines)
    keep_contacts(lines)
    mastheads.mark(lines)
    notes.mark(lines)
    services.keep_pictured(lines)
    rows.mark(lines)
    signing.sign_by_place(lines)
    verse.mark(lines)
    seen.mark(lines)


def _is_plain(text: str) -> bool:
    """Whether ``text`` is a paragraph beyond doubt, with nothing glued to it: most lines of most documents."""
    return (
        len(text) > _SENTENCE
        and text[-1] in "。！？"
        and ("，" in text or "," in text or len(text) > SHORT)
        and text[0] not in jumps.BEGINS
        and not _REMARKABLE.search(text, 0, 80)
        and not reporters.BARE.match(text)
    )


def _is_signed(line: Line, above: Line | None) -> bool:
    """Whether what looks like the credit of a picture signs a paragraph, or the end of one, with who wrote it too."""
    long = len(line.text) > _SENTENCE or (above is not None and above.kind == "text" and not above.closed)
    return long and "文" in line.text[-_CREDIT:] and bool(bylines.cut_glued(line.text)[1])


def _close_datelines(lines: Sequence[Line]) -> None:
    """A line end may part a dateline from its reporters, who begin no article then, or these from their "报道："."""
    for a, b in pairwise(lines):
        if a.kind != "text" or b.kind != "text":
            continue
        if b.names and b.leads and not b.signed and seams.is_dateline(a):
            b.leads = False
        elif a.names and a.leads and (reports := _REPORTS.match(b.head)):
            b.cut(b.text[reports.end() :].lstrip())


class Joined(Protocol):
    """A paragraph of several lines; ``jump`` and ``onward`` name pages."""

    text: str
    jump: str | None
    onward: str | None
    named: tuple[str, ...]
    signed: bool


def strip_block(block: Joined) -> None:
    """What `_strip` does for a line, for a paragraph of several: markers and bylines may be cut by a line end."""
    text, found = jumps.cut_jump(block.text)
    whole, onward = jumps.cut_onward(text)
    if not whole:
        return
    text, signed = bylines.cut_glued(whole)
    ends = len(text) < len(whole)
    block.text, named = reporters.cut_from_lead(text)
    block.jump = found or (None if block.jump == jumps.UNREAD else block.jump)
    block.onward = block.onward or onward
    block.named, block.signed = signed or named, bool(ends or block.onward)


def _strip(line: Line) -> None:
    text, touched = line.text, line.text[-1] in _TOUCHED_ENDS
    line.closed = line.closed or reporters.tells_topic(text)
    if text[0] in jumps.BEGINS:
        text, line.jump = jumps.cut_jump(line.text)
        if line.jump is None and jumps.begins_marker(line.head):
            line.jump = jumps.UNREAD
    elif not (touched or _GLUES.search(text) or reporters.BARE.match(text)) or _ends_untouched(text):
        return
    if touched:
        text, line.onward = jumps.cut_onward(text)
        text = cut_tail(text)
    if not text:
        line.kind = "jump"
        return
    whole = text
    text, signed = bylines.cut_glued(whole)
    ends = len(text) < len(whole)
    text, named = reporters.cut_from_lead(text)
    line.names, line.signed = signed or named, bool(ends or line.onward)
    if named:
        line.leads = True  # reporters named in a bracket at its beginning: so reports begin
    if not text:
        line.kind = "jump"
    elif text != line.text:
        line.cut(text)


def _ends_untouched(text: str) -> bool:
    """Whether it ends as sentences do and nobody is named at its beginning."""
    return text[-1] in jumps.SENTENCE_ENDS and not _BRACKET.search(text, 0, 80) and not reporters.reported(text)


def _has_company(lines: Sequence[Line], at: int) -> bool:
    """A weak button ('- 评论') counts only beside other furniture or at the foot of the document."""
    return any(near.kind in ("furniture", "credit") for near in lines[max(0, at - 2) : at]) or at >= len(lines) - 2


def cut_tail(text: str) -> str:
    """``text`` without a pointer such as '…看实录↓' after its last sentence."""
    if text[-1:] not in _POINTER_ENDS:
        return text
    tail = plain(text[-48:])
    match = _POINTER_TAIL.search(tail)
    return text[: len(text) - len(tail) + match.start()].rstrip() if match else text
