"""Whether one printed line goes on with the one before: the signals at a line end, and the score they add up to.

Each line end gets a score, above 0 means that the next line goes on with the same paragraph. The signals, strongest
first: punctuation that cannot end or begin a paragraph; a word cut in two (`marks.cuts_word`); an indent; the width
of the line beside the width of its column; a sentence end; and, where lines are not wrapped at a width, how often
lines of this document are *proved* to be cut. The last tells a page whose columns were pasted one below the other
(every second open end is proof) from a web page where an editor forgot a full stop (none is).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from digests.reading.firsts import ENUMERATOR, GOES_ON, OPEN_END, OPEN_MARKS, UNITS, fresh
from digests.reading.lines import Line
from digests.reading.marks import LEADING_PUNCTUATION, cuts_word, plain, unbalanced
from digests.reading.names import ROLE_LAST, is_name
from digests.reading.shapes import heading_shape

_LEAD = re.compile(
    "^(?!据[^,]{2,12}消息)(?:(?:本报|本刊|本网|本台|新华社|中新社|中新网|人民网|新华网|中国新闻网|央视网|中央社|"
    "[一-鿿]{2,5}社)[一-鿿A-Za-z]{0,8} ?(?:\\d{1,2}月)?\\d{0,2}日?"
    "(?:专?电(?![脑话子影视梯力动网商器缆池信台厂费车源站])|(?<![简短快])讯|消息)"
    "(?![一-鿿]{0,2}[部局室站])|"
    "据.{2,12}(?:讯|电),|[(【\\[][^()【】,。]{1,24}(?:消息|讯|电|报[道导]|日文章)[)】\\]](?=.)|"
    "[【\\[][^()【】,。]{4,28}日(?:报[道导]|文章|电)[】\\]]$)"
)
# A dispatch that a line end cuts before it says that it is one: "新华社惠灵顿4月1".
_LEAD_CUT = re.compile(
    "据?(?:[一-鿿]{2,3}社(?<!合作社|供销社|旅行社|出版社|杂志社)|本报|本刊|中新网|人民网)[一-鿿]{0,8}"
    "(?:3[01]|[12]\\d|0?[1-9]|(?:1[0-2]|0?[1-9])月(?:\\d{1,2}日?)?)$"
)
_DISPATCH_ENDS = frozenset("电電讯訊0123456789月日")
_BRACKET = 16  # characters of a line within which it closes the bracket of the line above
_DATELINE = 24  # characters of a line that holds a dateline and nothing else
_LEAD_BEGINS = frozenset("本新中人央据(【[")  # all that it may begin with, but for names of agencies
_OWN_LEAD = re.compile(
    "(?:[一-鿿]{1,6}(?:报|网|新闻|在线|客户端)(?:\\d{1,2}月)?(?:\\d{1,2}日)?|"
    "[一-鿿]{2,3}(?<![通简喜快短资电视音腾传]))讯(?=[ :(【])"
)  # "江城晚报讯 ", "临江讯 "
_WORD = re.compile("[A-Za-z0-9.%]{3,}")
_OFFICE_AND_SURNAME = re.compile(
    "(?:长|主任|书记|经理|总裁|主席|教授|委员|代表|记者|人|员|师|民警|居民|市民)([一-鿿])$"
)
_OFFICE_ENDS = frozenset("长長任记記理裁席授员員表者人师師警民")
_ROLE_ENDS = frozenset("者员員生")  # what `ROLE_LAST` ends with
_NAME_FIRST = re.compile("[一-鿿]{2,4}(?=[ 、])")
_GIVEN_NAME = re.compile("^[一-鿿]{1,2}(?:表示|说|介绍|指出|认为|告诉|强调|坦言|透露|称|等|[,、。])")

_BEHIND_NAMES = frozenset("表说介指认告强坦透称等,、。")  # one of them is second or third where `_GIVEN_NAME` fits


@dataclass(frozen=True, slots=True)
class Habits:
    """What is usual in one document: how often lines are indented, stand apart, and are proved to be cut."""

    indented: float
    spaced: float
    faithful: float  # share of certain paragraph starts (after a short, closed line; no headline) that are indented
    newspaper: bool  # bylines, jump markers, dispatches: a printed page, whose editors do not forget full stops
    open_ends: int  # of lines that are not wrapped at a width
    cut: float  # share of these that are proof of a cut


def habits(lines: Sequence[Line]) -> Habits:
    text = [line for line in lines if line.kind == "text"]
    total = max(1, len(text))
    open_ends = certain = starts = indented_starts = 0
    for a, b in pairwise(lines):
        full = a.column.full
        if not full:
            if not a.closed and a.kind == b.kind == "text" and len(a.text) > 8:
                open_ends += 1
                certain += proved(a, b) > 0
        elif a.closed and a.width < full - 2 and b.kind == "text" and (b.indent or not _heads(b)):
            starts += 1
            indented_starts += b.indent >= 1
    return Habits(
        indented=sum([line.indent >= 1 for line in text]) / total,
        spaced=sum([line.gap > 0 for line in text]) / total,
        faithful=indented_starts / starts if starts else 0.5,
        newspaper=any(line.kind == "byline" or line.signed or line.jump or leads(line) for line in lines),
        open_ends=open_ends,
        cut=certain / max(1, open_ends),
    )


def leads(line: Line) -> bool:
    """Whether ``line`` begins as reports begin: "本报讯", "新华社北京3月5日电"."""
    if line.leads is None:
        head = line.head
        may = head[0] in _LEAD_BEGINS or "社" in head[2:6]
        line.leads = (
            (may and _LEAD.match(head) is not None)
            or ("讯" in head[:11] and _OWN_LEAD.match(head) is not None)
            or (may and head[-1] in _DISPATCH_ENDS and _LEAD_CUT.match(head) is not None)
        )
    return line.leads


def is_dateline(line: Line) -> bool:
    """Whether ``line`` is all dateline, or the beginning of one: the next, reporters in a bracket or not, goes on."""
    return len(line.text) <= _DATELINE and line.text[-1] in _DISPATCH_ENDS and leads(line)


def proved(a: Line, b: Line) -> float:
    """`proof`, found out once: for lines that were told apart, of which neither text nor end changes any more."""
    if b.proved[0] != a.number:
        b.proved = a.number, proof(a, b)
    return b.proved[1]


def proof(a: Line, b: Line) -> float:
    """Points for ``b`` going on in the middle of a sentence of ``a``, from the characters at the seam alone."""
    last, first = a.text[-1], b.text[0]
    if last in OPEN_MARKS or first in LEADING_PUNCTUATION:
        return 5.0
    if last in _DISPATCH_ENDS and (b.names or first in "(（" or not b.indent) and is_dateline(a):
        return 6.0
    if ")" in b.head[:_BRACKET] and not b.indent and not a.closed and _closes_bracket(a, b):
        return 5.0
    if last in "”》」" and first in "“《「" and not a.closed:
        return 6.0  # things called by name, one after the other
    if not a.closed and cuts_word(last, first) and fresh(b) < 2:
        return 3.5
    if last.isdigit() and first in UNITS:
        return 3.5
    if (
        last in _ROLE_ENDS
        and ROLE_LAST.search(a.text[-3:])
        and (named := _NAME_FIRST.match(b.head))
        and is_name(named[0])
    ):
        return 6.0
    if (
        not _BEHIND_NAMES.isdisjoint(b.head[1:3])
        and _GIVEN_NAME.match(b.head)
        and not _OFFICE_ENDS.isdisjoint(a.text[-2:-1])
        and (surname := _OFFICE_AND_SURNAME.search(plain(a.text[-8:])))
    ):
        return 6.0 * is_name(surname[1] + "一")
    return 0.0


def _closes_bracket(a: Line, b: Line) -> bool:
    """Whether ``b`` soon closes the round bracket that ``a`` opens near its end."""
    tail = plain(a.text[-2 * _BRACKET :])
    return "(" in tail[tail.rfind(")") + 1 :] and "(" not in b.head[: b.head.index(")")]


def _hints(a: Line, b: Line) -> float:
    """Weaker points of the same kind: function words at the seam, an open bracket."""
    points = 1.5 * (a.text[-1] in OPEN_END) + 1.5 * (b.text[0] in GOES_ON) - fresh(b)
    if b.indent == 0 and a.text[-1] in "：:" and ENUMERATOR.match(b.text):
        points -= 6.0
    if unbalanced(a.text[-200:]):
        points += 2.0
    return points


def join_score(a: Line, b: Line, usual: Habits, *, may_head: bool) -> float:
    """Above 0: ``b`` goes on with the paragraph of ``a``. ``may_head``: nothing says that ``a`` is no heading."""
    closed, col = a.closed, a.column
    seam = proved(a, b)
    if closed and not col.full and not seam:
        return -4.0
    score = _hints(a, b)
    if b.indent > a.indent or (b.indent and usual.indented < 0.7):
        score -= 7.0 if usual.indented < 0.7 else 1.0
    if b.gap and usual.spaced < 0.5:
        score -= 1.0 if col.full and not closed and a.width >= col.full else 3.0
    if col.full:
        missing = col.full - a.width - unbroken(b)
        if missing > 1 or (missing == 1 and col.exact > 0.8 and not a.thin):
            score -= 4.0 if missing > 2 or closed else 3.0
            score += seam * (0.5 if missing > 3 else 1.0) if not closed else 0
        else:
            score += (_full_and_closed(b, usual) - _heads(b)) if closed else 4.0 + seam
    elif closed:
        score -= 4.0
        score += seam if b.text[0] in LEADING_PUNCTUATION else 0
    else:
        heading = max(0.0, heading_shape(a)) if may_head and not seam and not a.jump and not leads(a) else 0.0
        if may_head and len(a.text) <= 6 and not a.jump:
            heading = 1.0  # a label: no paragraph has so short a first line
        score += seam or _open_prior(usual) - 4.0 * heading
    return score


def seen_width(line: Line) -> float:
    """The width of ``line`` if letters, digits and half-width marks are half as wide as characters."""
    return line.indent + sum([1.0 if char > "\xff" else 0.5 for char in line.text])


def unbroken(b: Line) -> int:
    """Room that the number or Latin word at the beginning of a line would have needed on the one above, or one
    character with the marks behind it that may begin no line."""
    word = _WORD.match(b.text) if b.thin else None
    if word:
        return len(word[0]) // 2
    return 1 + (b.text[2:3] in LEADING_PUNCTUATION) if b.text[1:2] in LEADING_PUNCTUATION else 0


def _heads(b: Line) -> float:
    """Points for ``b`` being a heading: a line inside a paragraph fills its column, and its last one is closed."""
    short = b.column.full - b.width > 2 and not b.closed
    return 4.0 * (short and heading_shape(b) >= 0.5)


def _full_and_closed(b: Line, usual: Habits) -> float:
    """A full line that ends with a sentence: inside a paragraph (one line in 40), or its last (one paragraph in 17).

    Where paragraphs are always indented an unindented line settles it, else the words of ``b`` must.
    """
    if b.indent == 0 and usual.faithful > 0.9:
        return 4.0
    return 2.0


def _open_prior(usual: Habits) -> float:
    """What an open end without proof is worth: much where cuts are common, less with each one that is not proved."""
    if usual.newspaper:
        return 2.5
    if usual.cut >= 0.2:
        return 2.0
    return max(-2.5, 1.0 - 0.9 * usual.open_ends) + 20 * usual.cut
