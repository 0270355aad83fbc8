"""How well one line of a page goes on with another, which need not stand above it: log-odds, from signs at the seam.

Inside a sentence the characters tell: a word that the line end cuts, two that stand side by side elsewhere on the page,
particles, brackets, and how often such characters meet anywhere (`junctions`). Where a sentence has ended the first
words tell whether a paragraph begins or the rest of another sentence stands there. `seams` asks the same of lines that
stand one below the other, and weighs what most pages are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from digests.reading import junctions
from digests.reading.lines import Line
from digests.reading.marks import CLOSERS, LEADING_PUNCTUATION, closes_more, cuts_word, unbalanced
from digests.reading.paper.odds import added
from digests.reading.paper.openings import first_sentence, like_heading, must_follow
from digests.reading.seams import GOES_ON, OPEN_END, OPEN_MARKS, fresh, leads

_PUNCTUATED, _TWICE, _NO_START, _NO_END = 2.0, -4.0, -6.0, -4.0  # too seldom on drawn pages to be fitted
_UNITS = frozenset("年月日个点％%多余万亿千百十元人次项家名岁平公号版天小分时度米吨亩户所条座個點餘萬億項歲號時")
# The end of a word that a line end cuts: no number of a list, and nothing that people say before a comma.
_LONE = re.compile("(?![一二三四五六七八九十甲乙丙丁戊己不是对嗯哦啊好唉哎看瞧行喂来另])[一-鿿][,、]")

# Of `junctions`, for each unit of log-odds, which are believed from _LEAST to _MOST. Weighed on nine sets of pages (98
# pages, 575 articles), beside the fitted signs: five more articles right and none less; twice as much: four fewer.
_MEETS, _BEGINS_INSIDE, _BEGINS = 0.3, 0.2, 0.4
_LEAST, _MOST = -4.0, 6.0
Known = Callable[[str, str], bool]


def no_start(line: Line) -> bool:
    """Whether nothing begins like that."""
    right = line.text[0]
    return (right in LEADING_PUNCTUATION and right not in CLOSERS) or _LONE.match(line.head) is not None


def inside(a: Line, b: Line, known: Known) -> float:
    """Of ``b`` going on with the sentence that ``a`` breaks off; ``known``: whether the page holds a pair elsewhere."""
    left, right = a.text[-1], b.text[0]
    mark = left in OPEN_MARKS
    if right in LEADING_PUNCTUATION:
        return _TWICE if mark else _PUNCTUATED
    signs: dict[str, float] = {
        "short": a.width < a.column.full - 1,
        "indented": b.indent > a.indent,
        "mark": mark,
        "left_open": left in OPEN_END and not mark,
        "right_on": right in GOES_ON,
        "fresh_mark" if mark else "fresh": fresh(b),
        "lone_mark" if mark else "lone": _LONE.match(b.head) is not None,
        "head": like_heading(b),
        "must": must_follow(b),
        _brackets(a, b): 1,
    }
    if not mark:
        taken = cuts_word(a.text[-2:-1] or " ", left) + cuts_word(right, b.text[1:2] or " ")
        signs[f"{'cut' if cuts_word(left, right) else 'nocut'}{taken}"] = 1
        signs["known"] = known(left, right)
        if left.isdigit():
            signs["digit_unit" if right in _UNITS else "digit_other"] = not right.isdigit()
        else:
            signs["to_digit"] = right.isdigit()
    meets = max(_LEAST, min(_MOST, junctions.goes_on(a.text, b.text)))
    return added("inside", signs) + _MEETS * meets - _BEGINS_INSIDE * max(_LEAST, junctions.begins(b.text))


def between(a: Line, b: Line, *, indents: bool) -> float:
    """Of ``b`` being the next paragraph, or sentence, behind ``a``, which ends one."""
    right, full = b.text[0], a.column.full
    if no_start(b):
        return _NO_START
    short = a.width < full - 1
    if indents and short and not b.indent and not like_heading(b):
        return _NO_END
    word = cuts_word(right, b.text[1:2] or " ")
    begins = 0.0  # behind a quotation may stand who said it
    if a.text[-1] not in CLOSERS and not leads(b):
        begins = _BEGINS * max(_LEAST, min(0.0, junctions.begins(b.text)))
    return begins + added(
        "between",
        {
            "short_noindent": short and not b.indent,
            "indented": b.indent > 0,
            "short": short,
            "full": full > 0 and not short,
            "right_on": right in GOES_ON,
            "fresh": fresh(b),
            "word" if word else "noword": 1,
            "lone": _LONE.match(b.head) is not None,
            "closes_nothing": closes_more(first_sentence(b.text)),
            "head": like_heading(b),
            "must": must_follow(b),
            "one": b.text[1:2] in ("，", ",", "、", "。", "的"),
            "digit": right.isdigit(),
            "quote": right in '“「"',
            "leads": leads(b),
        },
    )


def _brackets(a: Line, b: Line) -> str:
    opened, closes = unbalanced(a.text[-200:]), closes_more(first_sentence(b.text))
    return ("open_closes" if closes else "open_stays") if opened else "closes_nothing" if closes else "even"
