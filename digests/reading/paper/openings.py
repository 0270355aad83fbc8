"""Lines that break off inside a sentence, and lines that may be the rest of one: what `threads` brings together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from digests.reading.firsts import OPEN_MARKS, fresh
from digests.reading.lines import Line
from digests.reading.marks import CLOSERS, LEADING_PUNCTUATION, closes_more, cuts_word, followers
from digests.reading.seams import leads
from digests.reading.shapes import heading_shape

HEADING = 0.5
MOST_LINES = 700  # no newspaper page has more, and none is searched
_UNWRAPPED = 26  # characters of a line that is not one of a column whose width could not be told
_LONG = 40  # characters of a line that is no heading, whatever it looks like
_MOST_RESUMED = 3
_REST = re.compile("[^，,。！？；：:;、]{1,6}[。！？；]")
_QUOTES = frozenset('“「『‘"')
_CLAUSE = re.compile("[，,；;]")
_SENTENCE = re.compile("[。！？；]")


def open_ends(lines: Sequence[Line], begins: frozenset[int]) -> list[int]:
    """Places of lines that break off inside a sentence, be it that the next one goes on with it or not."""
    found = []
    for at, a in enumerate(lines):
        if a.closed or a.kind != "text" or a.signed:
            continue
        full = a.column.full
        if full and a.width >= full - 3:
            below = lines[at + 1] if at + 1 < len(lines) else None
            if below is None or not (below.gap > a.gap or begins_something(below, begins)):
                continue
        told = full or len(a.text) >= _UNWRAPPED
        if not told and max(len(line.text) for line in lines[max(0, at - 1) : at + 2]) <= _LONG:
            continue
        if (not full and "。" in a.text) or len(a.text) > 2 * _LONG or not _in_heading(lines, at, begins):
            found.append(at)
    return found


def _in_heading(lines: Sequence[Line], at: int, begins: frozenset[int]) -> bool:
    """Whether the open line at ``at`` stands in a headline, or may."""
    line = lines[at]
    above = lines[at - 1] if at else None
    long = len(line.text) > _LONG or heading_shape(line) < HEADING
    if long and len(line.text) <= 2 * _LONG and "。" not in line.text and at + 1 < len(lines):
        long = lines[at + 1].kind != "byline" or (above is not None and above.kind == "text" and not above.closed)
    if long or leads(line) or line.jump:
        return False
    if above is None or above.closed or above.signed or above.kind != "text" or line.number in begins:
        return True
    goes_on = above.column.full and above.width >= above.column.full - 1 and above.number not in begins
    return not goes_on or _in_heading(lines, at - 1, begins)


def begins_something(b: Line, begins: frozenset[int]) -> bool:
    """Whether ``b`` is a byline, or begins as reports or headlines do."""
    if b.kind == "byline" or b.jump is not None or leads(b):
        return True
    return b.number in begins and not b.closed and heading_shape(b) >= HEADING


def may_be_rest(lines: Sequence[Line], at: int, begins: frozenset[int]) -> bool:
    b = lines[at]
    if b.kind != "text" or b.indent or begins_something(b, begins):
        return False
    if not like_heading(b):
        return True
    # a sentence set on short lines, as lists are, or a headline
    below = lines[at + 1] if at + 1 < len(lines) else None
    return lines[at - 1].text[-1] in OPEN_MARKS and below is not None and not begins_something(below, begins)


def surely_next(lines: Sequence[Line], at: int, begins: frozenset[int]) -> bool:
    a, b = lines[at], lines[at + 1]
    if not cuts_word(a.text[-1], b.text[0]) or not may_be_rest(lines, at + 1, begins):
        return False
    return not cuts_word(b.text[0], b.text[1:2] or " ")


def stranded(lines: Sequence[Line], begins: frozenset[int]) -> list[int]:
    """Places of lines that can only be a rest, and stand behind no open end."""
    found = []
    for at, (a, b) in enumerate(pairwise(lines), 1):
        if (
            b.text[0] not in CLOSERS
            and (a.closed or a.signed or a.kind == "byline")
            and must_follow(b)
            and may_be_rest(lines, at, begins)
        ):
            apart = not a.column.full or b.gap or a.width < a.column.full - 1 or b.text[0] in LEADING_PUNCTUATION
            if apart:
                found.append(at)
    return found


def resumed(lines: Sequence[Line], rest: int, begins: frozenset[int]) -> list[int]:
    """Where the sentence broken off above ``rest`` may go on if that is none of it: below the text that stands between.

    Such lines look like beginnings of paragraphs.
    """
    found: list[int] = []
    for at in range(rest + 1, len(lines)):
        a, b = lines[at - 1], lines[at]
        if begins_something(b, begins) or a.kind != "text" or len(found) == _MOST_RESUMED:
            break
        if a.closed and b.text[0] not in _QUOTES and fresh(b) == 0 and may_be_rest(lines, at, begins):
            if not a.column.full or b.gap or a.width < a.column.full - 1:
                found.append(at)
        elif not a.closed and not a.column.full:
            break
    return found


def finishing(lines: Sequence[Line], ends: Sequence[int], begins: frozenset[int]) -> list[int]:
    """Places of lines that look like beginnings of paragraphs, but finish a word of ``ends``, or a quotation."""
    wanted = frozenset("".join(_wanted(lines[end]) for end in ends))
    found = []
    for at, (a, b) in enumerate(pairwise(lines), 1):
        if (
            a.kind != "text"
            or not a.closed
            or b.text[0] in CLOSERS
            or (a.column.full and a.width >= a.column.full - 1 and not b.gap)
        ):
            continue
        finishes = b.head[0] in wanted and not _word_begins(b)
        if (finishes or closes_more(first_sentence(b.text))) and may_be_rest(lines, at, begins):
            found.append(at)
    return found


def crossed(lines: Sequence[Line], ends: Sequence[int], rests: Sequence[int]) -> int:
    """How many ends make a word with what is printed behind another one, that neither of them makes without."""
    first = [(rest, lines[rest].head[:1]) for rest in rests if not _word_begins(lines[rest])]
    found = 0
    for end in ends:
        after = _wanted(lines[end])
        found += any(right in after and rest != end + 1 for rest, right in first) if after else 0
    return found


def _wanted(a: Line) -> str:
    """The characters with which the last one of ``a`` makes a word, where it makes none with the one before it."""
    return "" if a.text[-1] in followers(a.text[-2:-1]) else followers(a.text[-1])


def _word_begins(b: Line) -> bool:
    return b.head[1:2] in followers(b.head[:1])


def must_follow(b: Line) -> bool:
    """Whether no paragraph begins like that."""
    return b.text[0] in LEADING_PUNCTUATION or bool(_REST.match(b.text))


def like_heading(line: Line) -> bool:
    """Whether ``line`` looks like a headline by itself: no wrapped line that goes on."""
    if line.closed or len(line.text) > _LONG or heading_shape(line) < HEADING:
        return False
    return not 0 < line.column.full - 1 <= line.width <= line.column.full + 1


def parted(a: Line, b: Line) -> bool:
    """Whether a paragraph seems to end between two neighbouring lines."""
    return a.closed and (not a.column.full or a.width < a.column.full - 1 or b.gap > a.gap or b.indent > a.indent)


def first_sentence(text: str) -> str:
    stop = _SENTENCE.search(text)
    return text[: stop.end() + 1] if stop else text


def starts(lines: Sequence[Line], begins: frozenset[int]) -> list[int]:
    """Places where an article begins: its first heading, its lead or a jump marker, the byline above these."""
    found: list[int] = []
    at = below = 0  # the second: the first line below the last head
    for place in [place for place, line in enumerate(lines) if line.number in begins]:
        if place < at or not begins_something(lines[place], begins):
            continue
        at = place
        while at + 1 < len(lines) and lines[at].kind == "byline" and _is_head(lines[at + 1]):
            at += 1  # it signs what stands above
        begun, first = at, at
        while first > below and at - first < 3 and _above_head(lines, first - 1):
            first -= 1
        signed = False
        while at < len(lines) and not (lines[at].jump or leads(lines[at])) and _head(lines[at]):
            if signed and lines[at].kind == "text":
                break  # below the byline is the text
            signed = signed or lines[at].kind == "byline"
            at += 1
        if at < len(lines) and (lines[at].kind == "text" and (lines[at].jump is not None or leads(lines[at]))):
            found.append(first)
            at += 1
        elif lines[first].kind == "text":
            found.append(first)
            at += _is_body(lines, at)
        at = below = max(at, begun + 1)
    return found


def torn_off(lines: Sequence[Line], begun: Sequence[int]) -> list[int]:
    """Those of ``begun``, the `starts` of a page, that are headed and above which a sentence breaks off."""
    headed = [at for at in begun if at > 1 and at - 1 not in begun and lines[at].jump is None and not leads(lines[at])]
    return [at for at in headed if breaks_off(lines[at - 1])]


def breaks_off(line: Line) -> bool:
    """Whether a text ends inside a sentence with ``line``, and no headline does."""
    if line.kind != "text" or line.signed or (line.closed and line.text[-1] not in ";；"):
        return False
    return not like_heading(line)


def _above_head(lines: Sequence[Line], at: int) -> bool:
    """Whether a headline may go on below the line at ``at``.

    So short a line of a column ends no sentence that goes on elsewhere, unless it goes on with one itself; and one
    with clauses below an open line is no headline.
    """
    line, above = lines[at], lines[at - 1] if at else None
    if line.kind != "text" or line.closed or line.signed:
        return False
    ended = above is None or above.kind == "byline" or above.signed or above.closed
    if like_heading(line):
        return ended or line.gap > 0 or not _CLAUSE.search(line.text) or like_heading(lines[at - 1])
    return ended and line.width < line.column.full - 2


def _is_body(lines: Sequence[Line], at: int) -> bool:
    """Whether the line at ``at``, below a headline and perhaps a byline, can only be the first one of the text."""
    if at >= len(lines) or lines[at].kind != "text" or lines[at].jump is not None or leads(lines[at]):
        return False
    return not (_is_head(lines[at]) and at + 1 < len(lines) and lines[at + 1].kind == "byline")


def _is_head(line: Line) -> bool:
    return line.kind == "text" and line.jump is None and like_heading(line)


def _head(line: Line) -> bool:
    return line.kind == "byline" or (not line.closed and heading_shape(line) >= HEADING and not line.signed)
