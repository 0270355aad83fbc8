"""The frame of a saved web page: site name, channel label, headline repeated above the text; the day below a notice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from digests.reading.lines import Line, columns
from digests.reading.seams import proof

_LABEL = re.compile(
    "^[一-鿿A-Za-z·]{0,8}(?:新闻|资讯|频道|网|报|在线|客户端|要闻|综合|时政|财经|社会|国内|国际|本地|公众号|"
    "日报|晚报|快讯|头条)[一-鿿]{0,2}$"
)
_DEEPEST = 14  # lines above which the frame must end


def strip_frame(lines: Sequence[Line], title: str | None) -> None:
    """Make furniture of lines above the first paragraph that only frame it: labels, all but the last of equal lines."""
    head: list[Line] = []
    for line in lines[:_DEEPEST]:
        if line.kind == "byline" or line.indent or line.jump or line.closed or line.head[0] in "。,;:":
            break
        if line.kind == "text":
            head.append(line)
    texts = [line.text for line in head]
    for at, line in enumerate(head):
        label = len(line.text) <= 10 and _LABEL.match(line.head) and any(len(text) > 10 for text in texts)
        if label or line.text in texts[at + 1 :] or (title and at and line.text == title):
            line.kind, line.why = "furniture", "frame"


SIGNED = "signed"  # why a line that holds a day alone is text
ON_A_DAY = re.compile("(?:(?:19|20)\\d\\d|二[〇零○]..)年.{1,2}月.{1,3}日")
LONGEST_OFFICE = 40
_REMARK = re.compile("[(][^()]{2,20}[)]")


def sign_with_day(lines: Sequence[Line]) -> None:
    """Leave a notice the office that signs it and the day below, last but for remarks in brackets: （此件公开发布）.

    A newspaper prints such a signature as a byline; on the page of an office it is the document's own.
    """
    said = [line for line in lines if _is_said(line) or ON_A_DAY.fullmatch(line.head)]
    while said and _REMARK.fullmatch(said[-1].head):
        said.pop()
    if len(said) < 3 or _is_said(said[-1]):
        return
    above, office, day = said[-3:]
    signed = not office.closed and len(office.text) <= LONGEST_OFFICE
    if above.kind == "text" and _is_said(office) and above.closed and signed:
        office.kind = day.kind = "text"
        day.why = SIGNED


def _is_said(line: Line) -> bool:
    return line.kind == "text" or (line.kind == "byline" and not line.names)


_MARK_AT_SEAM = 5.0  # `seams.proof` where punctuation alone shows that the sentence goes on


def apart(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of lines of a web page that begin a paragraph because its markup begins one there.

    All but those of a text broken at a width, as pasted into some pages, and those that punctuation ties together.
    """
    text = [line for line in lines if line.kind in ("text", "byline")]
    seams = zip(pairwise(text), columns(text), strict=False)
    return frozenset(b.number for (a, b), column in seams if not column.full and proof(a, b) < _MARK_AT_SEAM)
