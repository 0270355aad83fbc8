"""Lists of what stands elsewhere: related articles below the text of a web page, headlines of a paper's other pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from digests.reading import notes
from digests.reading.folios import NUMBER
from digests.reading.lines import Line, columns
from digests.reading.marks import is_closed

_CONTENTS = re.compile("[^一-鿿]*[一-鿿]{0,4}(?:导读|要目|看点|提要|索引|头条)[^一-鿿]*")
_PAGE = f"(?:第 ?(?:{NUMBER}) ?版|[A-Z]?\\d{{1,2}} ?版|[A-Z]\\d{{1,2}})"
_PAGE_BEHIND = re.compile(f"(?:{_PAGE}| P?\\d{{1,2}}|/\\d{{1,2}})[)】>]*$")
_PAGE_BEFORE = re.compile(f"[(【<▶►→● ]*(?:{_PAGE}|\\d{{2}}(?= )|P\\d{{1,2}})[)】> :|丨·、/]*(?=[^ ])")
_MOST = 12  # lines of a table of contents
_LABEL, _HEADLINE = 12, 30  # characters
_HEADS = 3  # lines of headlines and bylines
_PARAGRAPH = 40  # characters of a line that is a paragraph by itself


def mark(lines: Sequence[Line]) -> None:
    """Make furniture of such lists."""
    _mark_contents(lines)
    _mark_related_runs(lines)


def _mark_related_runs(lines: Sequence[Line]) -> None:
    """A heading such as '相关阅读' makes the link titles under it furniture: everything up to a closed sentence.

    A link line may hold many titles run together (`?` and `!` inside, no `。`), so its length says nothing.
    """
    if "related" not in [line.why for line in lines]:
        return
    wrapped = {line.number for line, column in zip(lines, columns(lines), strict=True) if column.full}
    inside = False
    for at, line in enumerate(lines):
        if line.why == "related" and len(line.text) <= _LABEL:
            inside = not _heads_text(lines, at) and not _heads_paragraph(lines, at)
            if not inside:
                line.kind, line.why = "text", ""
        elif inside and line.kind == "text":
            if line.number in wrapped:
                inside = False  # printed in a narrow column: the heading is a stray, no list follows
            elif "。" in line.text or (line.closed and len(line.text) > 40 and line.text[-1] not in "!?！？"):
                inside = False
            else:
                line.kind, line.why = "furniture", "related"
        elif line.kind == "byline":
            inside = False


def _heads_paragraph(lines: Sequence[Line], at: int) -> bool:
    """Whether the label at ``at`` stands between the end of a text and a paragraph of several sentences."""
    above, below = lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None
    if above is None or below is None or below.kind != "text" or not (above.closed or above.signed):
        return False
    return len(below.text) > _PARAGRAPH and ("。" in below.text or "，" in below.text)


def _ends(line: Line) -> bool:
    """Whether ``line`` is none of a table of contents: a sentence, which may ask, or too long."""
    return (
        len(line.text) > _HEADLINE
        or line.kind == "byline"
        or (line.text[-1] not in "?？!！)）" and is_closed(line.text))
    )


def _names_page(line: Line) -> bool:
    """Whether a headline's page stands behind it, or before it."""
    return bool(_PAGE_BEHIND.search(line.plain) or _PAGE_BEFORE.match(line.plain))


def _heads_text(lines: Sequence[Line], at: int) -> bool:
    """Whether the label at ``at`` stands above a text with a headline or two of its own, as in papers boxes do.

    Nothing tells a box without a headline from a stray label in a column: taking every wrapped sentence below a label
    for a box lost two bodies in a hundred of made pages.
    """
    below = list(takewhile(lambda line: line.kind in ("text", "byline"), lines[at + 1 : at + 2 + _HEADS]))
    text = next((place for place, line in enumerate(below) if line.closed and "。" in line.text), None)
    if text is None or len(below[text].text) <= _HEADLINE or any(line.closed for line in below[:text]):
        return False
    return text > 0 or notes.is_notice(lines[at].plain)


def _mark_contents(lines: Sequence[Line]) -> None:
    """What other pages hold is told by headlines with the number of a page below each, or the other way round."""
    for at, line in enumerate(lines):
        if len(line.text) > _LABEL or (line.kind != "text" and line.why not in ("related", "pointer")):
            continue
        if not _CONTENTS.fullmatch("".join(line.head.split())):
            continue
        run = list(takewhile(lambda each: not _ends(each), lines[at + 1 : at + 1 + _MOST]))
        pages = [near for near, each in enumerate(run, 1) if each.why in ("folio", "pointer") or _names_page(each)]
        for each in lines[at : at + 1 + max(pages)] if pages else ():
            each.kind, each.why = "furniture", "pointer"
