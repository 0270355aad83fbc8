"""Rows of tables and lists ("开放时间：8时至17时"): set line by line without sentence ends, they look like headlines.

One by itself cannot be told from a headline, but rows come in runs of one make: a label and what it holds, or as many
cells as the row above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from digests.reading import services
from digests.reading.lines import NO_HEADLINE, Line
from digests.reading.seams import leads

_LABELLED = re.compile("(?:[一-鿿A-Z]{2,8}|[一-鿿]{1,6}[(][^()]{1,8}[)]) ?: ?[^ :].*")
_FEWEST, _LONGEST = 3, 60  # rows of a list; characters of one
_WRAPPED = 3  # lines from one row to the next at most: a row may go on over line ends
_WIDER = 2
_BULLETS, _SHORTEST = "●■◆▲★◇□○◎▶▪△", 14  # before items of a list; characters of the shortest that is no label
_POINTING, _ITEM = frozenset("△▽"), 5  # before items as before captions; lines from one item to the next at most
_CREDIT = re.compile("[摄图影]|照片")
_CREDIT_LENGTH = 12
_CLAUSES = re.compile("[,;:].*[,;:]")  # a sentence, which may break off
_NAMED, _SURELY = re.compile("[【\\[][一-鿿]{2,6}[】\\]](?=.)"), 5.0  # the second: see `firsts.fresh`
_COUNT = re.compile("0\\d|[1-9]|[一二三四五六七八九十壹贰叁肆伍]|(?i:part) ?\\d|[①-⑨Ⅰ-Ⅹ]")
_COUNTED, _FIRST = 6, re.compile("0?1|[一壹①Ⅰ]|(?i:part) ?1")
_DIGIT = re.compile("[\\d〇一二三四五六七八九十]")


def mark(lines: Sequence[Line]) -> None:
    """Take the shape of a headline from rows, and from what they go on with."""
    _take_back(lines)
    text = [line for line in lines if line.kind == "text"]
    services.mark(text)
    _items(text)
    _named_items(text)
    _counts(text)
    labelled = [
        at for at, line in enumerate(text) if ":" in line.head[2:12] and not line.announces and _is_labelled(line)
    ]
    for first, last in _runs(labelled, _WRAPPED):
        places = [at for at in labelled if first <= at <= last]
        if len(places) >= _FEWEST and 2 * sum([_heads(text, at) for at in places]) < len(places):
            _level(text[first : last + 1 + (last + 1 < len(text) and _goes_on(text[last], text[last + 1]))])
    celled = [(at, cells) for at, line in enumerate(text) if not line.closed and (cells := _cells(line)) > 1]
    for cells in {cells for _, cells in celled}:
        alike = [at for at, count in celled if count == cells]
        for first, last in _runs(alike, 1):
            run = text[first : last + 1]
            counted = sum([bool(_DIGIT.search(line.text)) for line in run])
            if len(run) >= (2 if cells > 2 else _FEWEST) and counted >= (len(run) / 2 if cells > 2 else len(run)):
                _level(run)


def _take_back(lines: Sequence[Line]) -> None:
    """Make text again of items that stand one below the other, whose mark points at pictures elsewhere."""
    marked = [at for at, line in enumerate(lines) if line.text[0] in _POINTING and line.why in ("", "caption")]
    for first, last in _runs(marked, _ITEM):
        run = lines[first : last + 1]
        items = [line for line in run if line.text[0] in _POINTING]
        credited = any(_CREDIT.search(line.head[-_CREDIT_LENGTH:]) for line in items)
        if len(items) > 1 and not credited and not any(line.kind == "byline" or leads(line) for line in run):
            for line in items:
                line.kind, line.why = "text", ""


def _items(text: Sequence[Line]) -> None:
    """What a mark sets off as an item is no headline, if others are that have it and are sentences."""
    marked = [line for line in text if line.text[0] in _BULLETS and len(line.text) >= _SHORTEST and not line.signed]
    for mark_ in {line.text[0] for line in marked}:
        alike = [line for line in marked if line.text[0] == mark_]
        if len(alike) > 1 and any(line.closed or "。" in line.text for line in alike):
            for line in alike:
                line.shape = NO_HEADLINE


def counts(folded: str) -> bool:
    """Whether a line only counts the parts of a text: "01", "一", "PART 2"."""
    return len(folded) <= _COUNTED and bool(_COUNT.fullmatch(folded))


def _counts(text: Sequence[Line]) -> None:
    """What counts the parts of a text stands by itself: two numbers or more, from one on, as page numbers are not."""
    found = [line for line in text if len(line.head) <= _COUNTED and counts(line.head)]
    for line in found if len(found) > 1 and _FIRST.fullmatch(found[0].head) else ():
        line.shape, line.why, line.closed = NO_HEADLINE, "row", True


def _named_items(text: Sequence[Line]) -> None:
    """Items whose names stand in brackets are paragraphs, however they end: "【时间】6月7日至9日"."""
    named = [
        at for at, line in enumerate(text) if line.head[0] in "【[" and _NAMED.match(line.head) and not leads(line)
    ]
    for first, last in _runs(named, _ITEM + 1):
        run = [at for at in named if first <= at <= last]
        for at in run if len(run) > 1 else ():
            text[at].shape, text[at].fresh = NO_HEADLINE, _SURELY
            if at > first:
                text[at - 1].closed = True
        if len(run) > 1:
            widest = max(line.width for line in text[first : last + 1])
            ends = next((at for at in range(last, min(last + _ITEM, len(text))) if text[at].width < widest - 1), last)
            text[ends].closed = text[ends].closed or not _CLAUSES.search(text[ends].head)


def _is_labelled(line: Line) -> bool:
    return not line.closed and not line.jump and len(line.text) <= _LONGEST and bool(_LABELLED.fullmatch(line.head))


def _heads(text: Sequence[Line], at: int) -> bool:
    """Whether what stands below is no row and so much wider that the row has not filled its column: a paragraph."""
    below = text[at + 1] if at + 1 < len(text) else None
    return below is not None and below.width > text[at].width + _WIDER and not _is_labelled(below)


def _cells(line: Line) -> int:
    """How many pieces blanks divide it into; 0 for sentences."""
    text = line.text
    if line.closed or (" " not in text and "\u3000" not in text) or len(text) > _LONGEST:
        return 0
    if line.signed or leads(line):
        return 0
    return len(text.split())


def _goes_on(row: Line, line: Line) -> bool:
    return row.text[-1] in "，,、" and not line.closed


def _runs(places: Sequence[int], apart: int) -> list[tuple[int, int]]:
    """First and last of ``places`` that follow each other within ``apart``."""
    out: list[tuple[int, int]] = []
    begun = places[0] if places else 0
    for at, following in pairwise([*places, 10**9]):
        if following - at > apart:
            out.append((begun, at))
            begun = following
    return out


def _level(rows: Sequence[Line]) -> None:
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        row.shape, row.why = NO_HEADLINE, "row"
        if below is None or _cells(below) > 1 or _is_labelled(below):
            row.closed = True
