"""How well one line of a page goes on with another, which need not stand above it: log-odds, from signs at the seam.

Inside a sentence the characters tell: a word that the line end cuts, two that stand side by side elsewhere on the page,
particles, brackets, and how often such characters meet anywhere (`junctions`). Where a sentence has ended the first
words tell whether a paragraph begins or the rest of another sentence stands there. `seams` asks the same of lines that
stand one below the other, and weighs what most pages are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from digests.reading import junctions
from digests.reading.firsts import GOES_ON, OPEN_END, OPEN_MARKS, UNITS, fresh
from digests.reading.lines import Line
from digests.reading.marks import CLOSERS, LEADING_PUNCTUATION, closes_more, cuts_word, unbalanced
from digests.reading.paper.odds import told
from digests.reading.paper.openings import first_sentence, like_heading, must_follow
from digests.reading.seams import leads

_PUNCTUATED, _TWICE, _NO_START, _NO_END = 2.0, -4.0, -6.0, -4.0  # too seldom on drawn pages to be fitted
# The end of a word that a line end cuts: no number of a list, and nothing that people say before a comma.
_LONE = re.compile("(?![一二三四五六七八九十甲乙丙丁戊己不是对嗯哦啊好唉哎看瞧行喂来另])[一-鿿][,、]")

_LEAST, _MOST = -4.0, 8.0  # log-odds of `junctions` are believed from here to there
Known = Callable[[str, str], bool]
_QUOTES = frozenset('“「"')
_CUT_OFF = frozenset("，,、的。")
_CUTS = (("nocut0", "nocut1", "nocut2"), ("cut0", "cut1", "cut2"))  # a word at the seam; words on either side of it
_BRACKETS = (("even", "closes_nothing"), ("open_stays", "open_closes"))  # open at the end; more closed than opened


def no_start(line: Line) -> bool:
    """Whether nothing begins like that."""
    right = line.text[0]
    return (right in LEADING_PUNCTUATION and right not in CLOSERS) or _LONE.match(line.head) is not None


@dataclass(slots=True)
class End:
    """What a line that breaks off says of any rest. ``word``: its last two characters are of one word."""

    points: float
    last: str
    digit: bool
    tail: str  # for `junctions`
    indent: int
    mark: bool
    word: bool
    opened: bool

    @classmethod
    def of(cls, a: Line) -> End:
        points, left = told("inside"), a.text[-1]
        mark = left in OPEN_MARKS
        found = points["bias"]
        if a.width < a.column.full - 1:
            found += points["short"]
        if mark:
            found += points["mark"]
        elif left in OPEN_END:
            found += points["left_open"]
        word = cuts_word(a.text[-2:-1] or " ", left)
        return cls(found, left, left.isdigit(), junctions.tail(a.text), a.indent, mark, word, unbalanced(a.text[-200:]))


@dataclass(slots=True)
class Rest:
    """What a line says of any end that it may go on with. ``word``: its first two characters are of one word."""

    points: float
    marked: float  # the points behind a mark
    first: str
    digit: bool
    head: str  # for `junctions`
    indent: int
    word: bool
    closes: bool

    @classmethod
    def of(cls, b: Line) -> Rest:
        points, right, head = told("inside"), b.text[0], junctions.head(b.text)
        found = points["right_on"] * (right in GOES_ON) + points["begins"] * max(_LEAST, junctions.opens(head))
        found += points["head"] * like_heading(b) + points["must"] * must_follow(b)
        new, lone = fresh(b), _LONE.match(b.head) is not None
        marked = found + points["fresh_mark"] * new + points["lone_mark"] * lone
        found += points["fresh"] * new + points["lone"] * lone
        word, closes = cuts_word(right, b.text[1:2] or " "), closes_more(first_sentence(b.text))
        return cls(found, marked, right, right.isdigit(), head, b.indent, word, closes)


def inside(a: End, b: Rest, known: Known, least: float = -inf) -> float:
    """Of ``b`` going on with the sentence that ``a`` breaks off; ``known``: whether the page holds a pair elsewhere.

    ``least`` where it cannot be more than that: `junctions`, which takes longest, is not asked then.
    """
    if b.first in LEADING_PUNCTUATION:
        return _TWICE if a.mark else _PUNCTUATED
    points = told("inside")
    found = (b.marked if a.mark else b.points) + a.points + points[_BRACKETS[a.opened][b.closes]]
    if b.indent > a.indent:
        found += points["indented"]
    if not a.mark:
        found += points[_CUTS[cuts_word(a.last, b.first)][a.word + b.word]]
        if known(a.last, b.first):
            found += points["known"]
        if a.digit != b.digit:
            found += points["to_digit" if b.digit else "digit_unit" if b.first in UNITS else "digit_other"]
    if found + points["meets"] * _MOST <= least:
        return least
    return found + points["meets"] * max(_LEAST, min(_MOST, junctions.meet(a.tail, b.head)))


@dataclass(slots=True)
class Next:
    """What a line says of any paragraph, or sentence, that it may stand behind."""

    points: float
    begins: float
    no_start: bool
    indented: bool
    head: bool

    @classmethod
    def of(cls, b: Line) -> Next:
        if no_start(b):
            return cls(_NO_START, 0.0, no_start=True, indented=b.indent > 0, head=False)
        points, right, head = told("between"), b.text[0], like_heading(b)
        found = points["bias"] + points["fresh"] * fresh(b) + points["head"] * head
        found += points["right_on"] * (right in GOES_ON) + points["must"] * must_follow(b)
        found += points["word" if cuts_word(right, b.text[1:2] or " ") else "noword"]
        found += points["closes_nothing"] * closes_more(first_sentence(b.text))
        found += points["one"] * (b.text[1:2] in _CUT_OFF) + points["digit"] * right.isdigit()
        found += points["indented"] * (b.indent > 0) + points["quote"] * (right in _QUOTES)
        begins = 0.0 if leads(b) else points["begins_not"] * max(_LEAST, min(0.0, junctions.begins(b.text)))
        return cls(found, begins, no_start=False, indented=b.indent > 0, head=head)


def between(a: Line, b: Next, *, indents: bool) -> float:
    """Of ``b`` being the next paragraph, or sentence, behind ``a``, which ends one."""
    full = a.column.full
    short = a.width < full - 1
    if b.no_start:
        return _NO_START
    if indents and short and not b.indented and not b.head:
        return _NO_END
    points, found = told("between"), b.points
    if short:
        found += points["short"] + (0.0 if b.indented else points["short_noindent"])
    elif full:
        found += points["full"]
    # behind a quotation may stand who said it
    return found if a.text[-1] in CLOSERS else found + b.begins
