"""Whoever signs with where they live, what they are or nothing: "江城市民 顾晓岚", "□顾晓岚（教师）", "（听涛）".

Theory: letters, comments and essays are signed so, and no word of it says that somebody wrote. What tells is the sum of
what is printed around the name (a mark, a bracket, a place or an office before or behind it), of how surely it is a
name, and of where it stands: below a headline, or where a text is over. Only lines that stand so are asked.

The points are weighed by hand on 70 forms amid real news in columns of four widths, and on 60,000 headlines parted by a
blank, none of which may be signed: each alone is too little, two and a name with a surname are enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from digests.reading import notes
from digests.reading.lines import Line
from digests.reading.marks import cuts_word, one_of, plain
from digests.reading.names import NO_PERSON, NOT_NAMES, is_name
from digests.reading.seams import leads
from digests.reading.shapes import heading_shape

LONGEST = 60  # characters of such a line
ENOUGH = 2.0
_SENT_FROM = 24  # characters of where somebody belongs
_PLACED = 0.6
_MARKED, _DASHED, _ROUND, _SQUARE, _GLUED = 1.2, 0.8, 2.2, 0.7, 1.5
_PERSONAL, _KNOWN, _UNKNOWN, _UNKNOWN_MARKED = 2.0, 1.5, -1.5, -0.5
_DEEP, _BARE = 0.6, 0.6  # indented deeper than paragraphs; nothing but a name of three characters, or of four
_NOTE = 0.3  # of something in a bracket behind the name, whatever it says
_SURE, _STRETCHED, _PART, _WORD, _PEN, _NOBODY = 0.8, 1.0, 0.2, -0.5, -0.7, -3.0

_NAME = "[一-鿿]{2,4}|[一-鿿] {1,3}[一-鿿]"
_MARK = "[■●▲◆□○◎▪◇▇█◼⊙★☆△▌·|丨]{1,2} ?|[-—]{1,2} ?"
_BEFORE = re.compile(
    f"({_MARK})?(?:([^()【】\\[\\],。!?“”]{{2,{_SENT_FROM}}}?)(?: *[/:] *| +))?({_NAME})(?: ?[(]([^()]{{2,24}})[)])?"
)
_BEHIND = re.compile(
    f"({_MARK})?({_NAME})(?: ?/ ?| +)([^()【】\\[\\],。!?“”]{{2,{_SENT_FROM}}})(?: ?[(]([^()]{{2,24}})[)])?"
)
_BRACKETS = {"(": ")", "[": "]", "【": "】", "［": "］", "〔": "〕"}
_PROVINCE = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|"
    "台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台北|高雄|台中"
)
_PLACE = "(?:[省市区县州盟旗镇乡村]|街道|社区)"
_PERSON = "(?:[民者员师生友户主长工客众家授士官警理人]|书记|主席|主任|理事|委员)"
_HOUSE = (
    "(?:[校院局委会社馆站厂司部室店队所系团协班]|中心|大学|[一二三四五六七八九十]中|附中|附小|政府|集团|"
    "证券|基金|期货|银行|保险|融媒)"
)
_PERSONS = re.compile(f"[一-鿿 ·]{{1,16}}{_PERSON}")
_PLACES = re.compile(f"(?:{_PROVINCE})[一-鿿]{{0,8}}|[一-鿿 ·]{{1,16}}(?:{_PLACE}|{_HOUSE})(?: [一-鿿]{{2,10}})?")
_TITLE = (6, 40)  # characters of a headline above
_HEADING = 0.5  # of `heading_shape`
_HEARD = frozenset(("掌声", "笑声", "鼓掌", "大笑", "众笑"))
_NO_LAST = NO_PERSON | set("说称道的了着过在到摄")
_INDENT = (1, 2, 3)  # blanks before a paragraph
_ENDS = frozenset("。！？…”")
_SENTENCE_ENDS = "。！？!?…”’」"
_ANY_END, _SENTENCE_END = one_of(_SENTENCE_ENDS), f"(?<=[{_SENTENCE_ENDS}])"
_IN_BRACKETS = "[(（【〔［\\[][^()（）【】〔〕［］\\[\\]。，]{2,40}[)）】〕］\\]]"
_GLUE = re.compile(f"{_SENTENCE_END}[ \u3000]*((?:{_MARK})[一-鿿]{{2,4}}|{_IN_BRACKETS})$")
_BLANK = re.compile(f"{_SENTENCE_END}[ \u3000]+({_NAME})$")


def mark(lines: Sequence[Line]) -> None:
    """Set kind and names of such lines, and take from others what is glued to them."""
    kept = [line for line in lines if line.kind in ("text", "byline")]
    for at, line in enumerate(kept):
        if not at or line.kind != "text" or line.jump or line.signed or line.text[-1] in _ENDS:
            continue
        if len(line.text) <= LONGEST and (_under(kept, at) or _over(kept, at, above=True)):
            found = sender(line.plain)
            if found and found.points + _DEEP * (line.indent > _INDENT[-1]) >= ENOUGH:
                line.kind, line.names, line.leads = "byline", (_printed(line.text, found.span),), False
        if line.kind == "text" and _ANY_END.search(line.text, len(line.text) - LONGEST) and _over(kept, at):
            _cut_glued(line)


def _cut_glued(line: Line) -> None:
    """Take from the end of ``line`` who signs there, or what stands there in brackets and is no text."""
    tail = line.text[-LONGEST:]
    match = _GLUE.search(folded := plain(tail)) or _BLANK.search(folded)
    found = sender(match[1], glued=True) if match else None
    if not match or not found or (found.points < ENOUGH and found.name not in notes.ENDINGS):
        return
    start, end = (match.start(1) + at for at in found.span)
    line.names, line.signed = () if found.name in notes.ENDINGS else (_printed(tail, (start, end)),), True
    line.cut(line.text[: len(line.text) - len(tail) + match.start()].rstrip())


def _printed(text: str, span: tuple[int, int]) -> str:
    return "".join(text[slice(*span)].split())


def _under(kept: Sequence[Line], at: int) -> bool:
    """Whether a headline stands above, and a text below."""
    above, line, below = kept[at - 1], kept[at], kept[at + 1] if at + 1 < len(kept) else None
    if below is None or below.kind != "text" or above.kind != "text" or above.jump:
        return False
    if above.closed and above.text[-1] not in "？?！!”":
        return False
    if not _TITLE[0] <= len(above.text) <= _TITLE[1] or heading_shape(above) < _HEADING:
        return False
    return below.closed or below.indent > 0 or len(below.text) > 1.6 * len(line.text) or heading_shape(below) < _HEADING


def _over(kept: Sequence[Line], at: int, *, above: bool = False) -> bool:
    """Whether a text is over: with the line ``above`` that at ``at``, or with that itself."""
    if above and not (kept[at - 1].closed and kept[at - 1].kind == "text" and not kept[at - 1].signed):
        return False
    below = kept[at + 1] if at + 1 < len(kept) else None
    if below is None or below.jump or leads(below):
        return True
    return (
        below.kind == "text" and not below.closed and below.indent not in _INDENT and heading_shape(below) >= _HEADING
    )


class Sender(NamedTuple):
    """``name`` as `plain` folds it, without blanks; it stands at ``span`` in the text asked for."""

    name: str
    span: tuple[int, int]
    points: float


def sender(folded: str, *, glued: bool = False) -> Sender | None:
    """Who signs with ``folded``, a line or what is ``glued`` to one, and how surely; None where nobody can."""
    at, end, points = 0, len(folded), _PLACED + _GLUED * glued
    if _BRACKETS.get(folded[0]) == folded[-1]:
        at, end = 1, end - 1
        points += _ROUND if folded[0] in "(〔" else _SQUARE
    found = [_read(match, at, points, *groups) for match, groups in _ways(folded, at, end)]
    return max(found, key=lambda one: one.points, default=None)


def _ways(folded: str, at: int, end: int) -> list[tuple[re.Match[str], tuple[int, int, int]]]:
    """The ways to read it: with where somebody belongs before the name or behind it, and numbers of groups."""
    ways = [(_BEFORE.fullmatch(folded, at, end), (3, 2, 4)), (_BEHIND.fullmatch(folded, at, end), (2, 3, 4))]
    return [(match, groups) for match, groups in ways if match]


def _read(match: re.Match[str], at: int, points: float, name: int, belongs: int, note: int) -> Sender:
    mark, where, said = match[1], match[belongs], match[note]
    if mark:
        points += _DASHED if mark[0] in "-—" else _MARKED
    if where:
        points += _belongs(where) or (_UNKNOWN_MARKED if mark else _UNKNOWN)
    if said:
        points += _KNOWN if said.startswith(("作者", "本文")) else _belongs(said) or _NOTE
    elif not where and not mark and match.span() == match.span(name) and not at:
        points += _BARE * (match.end() > 2)
    return _named(match, name, points)


def _belongs(where: str) -> float:
    """Points for ``where`` being where somebody belongs or what they are, 0 if it is nothing of the kind."""
    if _PERSONS.fullmatch(where):
        return _PERSONAL
    return _KNOWN if _PLACES.fullmatch(where) or notes.OFFICES.fullmatch(where) else 0.0


def _named(match: re.Match[str], group: int, points: float) -> Sender:
    printed = match[group]
    name = "".join(printed.split())
    nobody = name in NOT_NAMES or name in notes.ENDINGS or name in _HEARD or name[-1] in _NO_LAST
    if nobody or (len(name) > 3 and not is_name(name)):
        points += _NOBODY
    elif not is_name(name):
        points += _PEN
    elif len(name) < len(printed):
        points += _STRETCHED
    else:
        points += _SURE if len(name) > 3 or not cuts_word(*name[:2]) else _PART if len(name) == 3 else _WORD
    return Sender(name, match.span(group), points)
