"""Boxes that serve the reader: weather, results, timetables, prices, places. Each is an article, be it ever so short.

Such a box is told by what stands below its heading, a list of items that each begin with what they are about, and hold
figures; and by what the heading says of it. Sub-heads stand above lists, too, but of a text that goes on below them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digests.reading.lines import NO_HEADLINE, Line
from digests.reading.names import is_name
from digests.reading.seams import leads
from digests.reading.shapes import heading_shape

_LONGEST, _SHORT, _SHAPE = 24, 8, 0.5  # characters of such a heading, and how much it must look like one
_LABELLED = 20  # characters in which a label ends
_DATED = frozenset("0123456789星周【[")  # items may begin with it that have no label
_FEWEST, _APART, _TAIL = 2, 5, 5  # items; lines from one to the next, and of what may stand below the last
_SENTENCES, _WINDOW = 2, 12  # of an item; lines above that tell how wide a column is
_LABEL = re.compile(
    "[^一-鿿A-Za-z0-9]{0,2}(?:[【\\[][^】\\]]{2,12}[】\\]]|"
    '(?:(?![的了是在和不也就都把被])[一-鿿A-Za-z0-9()、/·-]){2,16} ?:) ?[^ :“"]|'
    "\\d{1,2}月\\d{1,2}日[ (:\\d]|\\d{1,3}路 ?:|(?:星期|周)[一二三四五六日][ (:]"
)
_SPEAKS = re.compile(
    "[^:]{0,12}(?:说|问|答|道|称|记者|主持人|表示|认为|指出|介绍|先生|女士|同学|老师|医生|律师|专家|同志|读者|编辑) ?:|"
    "[^一-鿿]{0,2}(?:其|第)?[一二三四五六七八九](?:是|要)?[:,、]"
)
_FIGURE = re.compile(
    "\\d|[一二三四五六七八九十百千万]+(?:元|分|点|时|名|万|百|成|米|年|月|日|个|次)|周[一二三四五六日末]|[上下]午|每[天日周月]|免费"
)
_LISTS = re.compile(
    "(?:一览表?|速[查览]|安排|指南|[时刻]间?表|名[单录]|点位|地址|电话|预[告报]|提[示醒]|须知|清单|攻略|价格|行情|[菜油粮票]价|公告|信息|"
    "榜单?|排行榜?|情况|调整|赛[程果]|票房|汇总|查询|服务|去哪儿?|[^一-鿿]表)(?:$|[: —])"
)
_PICTURES = re.compile("[^一-鿿]*(?:图片(?:新闻|报道|故事)|新闻图片|图说新闻)[^一-鿿]*")
_TAKEN = re.compile(
    "(?<=[。!?”]) ?[(]?[^。 ,]{0,8}?(?:记者|通讯员|社发)? ?((?:[一-鿿]{2,4} ?){1,3}) ?(?:摄影报道|摄影|摄)[)]?$"
)
_PART = re.compile("[(]?[一二三四五六七八九十\\d]{1,3}[)、.:]")
_FIGURED, _SAID, _ENDS, _SIGNED, _MANY, _LEAST = 1.0, 1.0, 1.0, 0.5, 0.5, 2.5
_SEVERAL = 4  # items that are many
_MOSTLY = 0.6  # share of items that hold a figure


def mark(text: Sequence[Line]) -> None:
    """Tell the headings of such lists, among lines of text, that they announce what stands below; part the items."""
    short = [at for at, line in enumerate(text[:-1]) if len(line.text) <= _LONGEST and not line.closed]
    for at in short:
        line, below = text[at], text[at + 1].head
        if (":" not in below[:_LABELLED] and below[0] not in _DATED) or line.jump or line.signed:
            continue
        if not _LABEL.match(below) or len(items := _items(text, at)) < _FEWEST:
            continue
        points, over = _points(text, at, items), _over(text, at, items[-1])
        if points + _ENDS * (over is not None) < _LEAST:
            continue
        line.announces = True
        for item in items:
            text[item].shape = NO_HEADLINE
        for item in items[1:]:
            text[item - 1].closed = True
        if over is not None and over < len(text):
            text[over - 1].closed = text[over].heads = True


def keep_pictured(lines: Sequence[Line]) -> None:
    """What a picture shows is the text of an article that is called "图片新闻"; who took it has written that."""
    for at in [at for at, line in enumerate(lines) if len(line.text) <= _SHORT and "图" in line.head]:
        line = lines[at]
        if line.why not in ("", "related") or not _PICTURES.fullmatch(line.head):
            continue
        for below in lines[at + 1 : at + 1 + _TAIL]:
            taken = _TAKEN.search(below.plain) if below.why in ("caption", "share") else None
            if taken or (below.signed and below.names):
                line.kind, line.why = "text", ""
            if taken:
                below.kind, below.why, below.signed = "text", "", True
                below.names = tuple(name for name in taken[1].split() if is_name(name))
                below.cut(below.text[: taken.start()].rstrip())
            if taken or below.kind != "text" or below.closed:
                break


def _points(text: Sequence[Line], at: int, items: Sequence[int]) -> float:
    """Points for the line at ``at`` heading ``items`` that are an article of their own, but for what stands below."""
    line = text[at]
    if _PART.match(line.head) or not _heads(text, at):
        return 0.0
    ends = [*items[1:], items[-1] + 2]
    held = ["".join([line.plain for line in text[start:end]]) for start, end in zip(items, ends, strict=True)]
    points = _FIGURED * (sum([bool(_FIGURE.search(item)) for item in held]) >= _MOSTLY * len(items))
    points += _SAID * bool(_LISTS.search(line.plain)) + _MANY * (len(items) >= _SEVERAL)
    return points + _SIGNED * (not at or text[at - 1].signed)


def _items(text: Sequence[Line], at: int) -> list[int]:
    """Places of the items below the heading at ``at``."""
    found: list[int] = []
    indent = text[at + 1].indent
    for near in range(at + 1, len(text)):
        line = text[near]
        if near - (found[-1] if found else at) > _APART or leads(line) or line.text.count("。") > _SENTENCES:
            break
        if line.indent == indent and _LABEL.match(line.head) and not _SPEAKS.match(line.head):
            found.append(near)
        elif not found or (text[near - 1].closed and line.indent == indent):
            break
    return found


def _over(text: Sequence[Line], at: int, last: int) -> int | None:
    """Where soon below the items from ``at`` to ``last`` a headline stands, or the end; None where a text goes on."""
    widest = max([line.width for line in text[max(0, at - _WINDOW) : last + 1]])
    most = 1 + (not text[last].closed)  # paragraphs that may end below: one, and the last item
    for near in range(last + 1, last + 1 + _TAIL):
        if near >= len(text):
            return near
        most -= text[near].closed
        if most < 0:
            return None
        line, above = text[near], text[near - 1]
        begins = above.closed or not text[last].indent or above.width < widest - 1
        if begins and not line.indent and not line.closed and heading_shape(line) >= _SHAPE:
            return near
    return None


def _heads(text: Sequence[Line], at: int) -> bool:
    """Whether the line at ``at`` looks like a heading, below the end of a text."""
    line, above = text[at], text[at - 1] if at else None
    return not line.closed and heading_shape(line) >= _SHAPE and (above is None or above.closed or above.signed)
