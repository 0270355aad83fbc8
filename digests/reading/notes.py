"""Lines that stand in brackets from their first character to their last: in round ones no headline is printed.

Such a note says who the writer is, or who sent the report, and ends or opens an article as a byline does; or it tells
the reader something about the text above ("names have been changed") and is its last paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digests.reading.lines import NO_HEADLINE, Line
from digests.reading.marks import plain

_PAIRS = {"(": ")", "[": "]", "【": "】"}  # as `plain` folds them
_MOST_LINES, _LONGEST = 5, 200
_WRITER = re.compile(
    "(?:本文|文章)?(?:第[一二三])?(?:作者|笔者|撰稿人?|执笔人?|译者|整理者|主讲人|演讲者|讲述人)[^,。:]{0,8}?"
    "(?:系|为|是|均|分别|单位|简介|现任|曾任|:)"
)
# Outlet or desk, perhaps a place and a day, and last what it sent or did; no clause and no sentence.
_SENT = re.compile(
    "[^,。!?;:“”]{2,30}(?:专?电|讯|消息|报[道导]|供稿|供本报专稿|特稿|编译|整理)|(?:据|综合)[^,。!?;:]{2,20}|"
    "[一-鿿]{0,6}综合|[一-鿿] +[综合]|[一-鿿]{2,8}(?:社|日报|晚报|时报|网|客户端)"
)
_ENDS = re.compile(
    "完|全文完|(?:来源|稿源)[: ][^。]{2,24}|(?:本文)?(?:图片|照片|配图|插图)[^,。]{0,20}(?:提供|供图|拍摄)|"
    "[^。,]{2,30}(?:参与|参加)(?:采访|采写|报[道导]|写作)"
)
_BARE = re.compile("作者(?:简介|单位|系|为)[: ]?")


def closes(inside: str) -> bool:
    """Whether what stands in a bracket behind a text says who sent or wrote it, and is none of it."""
    return len(inside) <= _LONGEST and bool(_SENT.fullmatch(inside) or _WRITER.match(inside) or _ENDS.fullmatch(inside))


def mark(lines: Sequence[Line]) -> None:
    """Notes about writer or sender become bylines without names, the others lose their shape of a headline."""
    for at, line in enumerate(lines):
        if (
            line.head.startswith("作者")
            and line.kind == "text"
            and len(line.text) <= _LONGEST
            and _BARE.match(line.head)
        ):
            line.kind, line.why, line.signed = "byline", "note", False
        if line.head[0] not in _PAIRS or line.kind not in ("text", "byline") or line.names or line.jump:
            continue
        run = _bracketed(lines[at : at + _MOST_LINES])
        if not run:
            continue
        inside = "".join(each.plain for each in run)[1:-1]
        rounded = line.head[0] == "("
        if (rounded and len(run) == 1 and closes(inside)) or (len(inside) <= _LONGEST and _WRITER.match(inside)):
            for each in run:
                each.kind, each.why, each.signed = "byline", "note", False
        elif rounded:
            for each in run:
                each.shape = NO_HEADLINE
            run[-1].closed = True


def _bracketed(lines: Sequence[Line]) -> Sequence[Line]:
    """The first of ``lines`` that one pair of brackets holds, () where there are none."""
    opening = lines[0].head[0]
    depth = 0
    for count, line in enumerate(lines, 1):
        if line.kind not in ("text", "byline") or (count > 1 and line.indent > lines[0].indent):
            break
        folded = plain(line.text) if len(line.text) > len(line.head) else line.head
        depth += folded.count(opening) - folded.count(_PAIRS[opening])
        if depth <= 0:
            return lines[:count] if folded.endswith(_PAIRS[opening]) and _once(lines[:count]) else ()
    return ()


def _once(lines: Sequence[Line]) -> bool:
    """Whether the bracket that opens ``lines`` is closed at their end and not before."""
    text = "".join(plain(line.text) for line in lines)
    depth = 0
    for at, char in enumerate(text):
        depth += (char == text[0]) - (char == _PAIRS[text[0]])
        if not depth:
            return at == len(text) - 1
    return False
