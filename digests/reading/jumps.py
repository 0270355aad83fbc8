"""Markers of texts that go on from one page to another: '(上接第1版)' before them, '(下转第3版)' behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from digests.reading.folios import NUMBER, label
from digests.reading.lines import Line
from digests.reading.marks import plain

SENTENCE_ENDS = "。！？”’"
UNREAD = "?"  # the page of a jump marker of which only the beginning stands on a line
_IN = re.compile(
    r"^[▲△◀◁←■●]? ?(?:[(【\[〈《<]? ?[上紧](?:接|转)|[(【\[〈《<] ?(?:文|承|下)?接)(?:本报)?"
    r"(?:第? ?([A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3}|头|首)(?:、[A-Z]?\d{1,3}){0,3} ?版|([A-Z]\d{1,3}))"
    r"(?:《[^《》]{2,30}》)?(?:[^)】\]〉》>。,:]{0,16}[)】\]〉》>]|[:, ]|(?=“)) ?"
)
BEGINS = "(（【〔[〈《<上紧緊▲△◀◁←■●"
ONWARD_ENDS = frozenset(")）】]〕版▶►→")
_POINTER = 24  # characters of a line that only says where a text goes on
_CUT_MARKER = 12  # characters of a marker that a line end cuts
_PAGE_NAMED = f"(?:本报)?(?:第? ?({NUMBER}) ?版|([A-Z]\\d{{1,3}}))"
_OUT = re.compile(
    f" ?[(【\\[] ?[▶►→]{{0,3}} ?(?:(?:[全余后下]文|[尾文])?(?:[下紧](?:转|接)?|转|续)){_PAGE_NAMED}"
    "[^)】\\]。,]{0,16}[)】\\]]$"
)
_OUT_BARE = re.compile(f" ?[(【\\[]? ?[▶►→>]{{0,3}} ?[下紧尾]转{_PAGE_NAMED} ?[▶►→>]{{0,3}}$")
_CUT_OFF = re.compile("^[(【\\[] ?[上紧]接?[^)】\\]。,]{0,8}$")  # a marker that goes on with the next line


def cut_jump(text: str) -> tuple[str, str | None]:
    """``text`` without '(上接第1版)' before it, and the page it came from ('1', 'A3'), None without such a marker."""
    if text[0] in BEGINS and (match := _IN.match(plain(text[:48]))):
        return text[match.end() :].lstrip(), label(match[1] or match[2])
    return text, None


def cut_onward(text: str) -> tuple[str, str | None]:
    """``text`` without '(下转第3版)' behind it, and the page it goes on ('3'), None without such a marker."""
    if text[-1:] not in ONWARD_ENDS:
        return text, None
    tail = plain(text[-48:])
    match = _OUT.search(tail) or _OUT_BARE.search(tail)
    if match is None:
        return text, None
    return text[: len(text) - len(tail) + match.start()].rstrip(), label(match[1] or match[2])


def is_onward(text: str) -> bool:
    """Whether it says where a text goes on, and nothing else."""
    return text[-1] in ONWARD_ENDS and len(text) <= _POINTER and not cut_onward(text)[0]


def close_cut(lines: Sequence[Line]) -> None:
    """A marker may be cut by the line end: "…款项全部用于（下转第二" and "版）" above the next article."""
    for a, b in pairwise(lines):
        if (
            a.kind != "text"
            or len(b.text) > _CUT_MARKER
            or b.text[-1] not in ONWARD_ENDS
            or a.text[-1] in SENTENCE_ENDS
        ):
            continue
        if a.onward and len(b.text) == 1:
            b.kind, b.why = "furniture", "jump"
            continue
        tail = a.text[-_CUT_MARKER:]
        kept, onward = cut_onward(tail + b.text)
        if onward and len(kept) < len(tail):
            text = a.text[: len(a.text) - len(tail) + len(kept)].rstrip()
            if text:
                a.cut(text)
                a.onward, a.signed = onward, True
            else:
                a.kind, a.why, a.onward = "jump", "jump", onward
            b.kind, b.why = "furniture", "jump"


def hand_back(lines: Sequence[Line]) -> None:
    """A marker on a line of its own tells where the text above it goes on."""
    above: Line | None = None
    for line in lines:
        if line.kind == "text":
            above = line
        elif line.kind == "jump" and line.onward and above is not None:
            above.onward, above.signed = line.onward, True


def begins_marker(folded: str) -> bool:
    """Whether a line begins with a marker of which the next line holds the rest."""
    return folded[0] in "([【" and _CUT_OFF.match(folded[:24]) is not None
