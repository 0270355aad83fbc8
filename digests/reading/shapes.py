"""How much a line looks like a headline, by its own characters alone.

Theory. A headline is short, ends as no sentence does, and says in one clause or two of a length what a text takes many
for. What it lacks tells as much: a word with which sentences go on, the beginning of a paragraph, who said something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digests.reading import notes
from digests.reading.firsts import OPEN_END, STARTS_TEXT
from digests.reading.lines import Line
from digests.reading.marks import WHOLE_WORD, is_closed, plain, unbalanced

_DIARY = re.compile("(?:\\d{4}年)?\\d{1,2}月\\d{1,2}日 ")
_SPEAKS = re.compile("^[一-鿿]{0,10}(?:记者|主持人|编者|问|答) ?:")
_LISTED = 4  # what stands between things of a list, which headlines hardly ever have
_LABEL = 4  # characters of the name of a column, whatever its words: "记者调查", "今日谈"
_HALF = 4  # characters of a headline that shares its line with another, at least
_HAS = re.compile("(?<![没尽未所国共私拥占具享含稀只仅])有$")
_CLAUSES = re.compile("[,;:]")
_SPOKEN = re.compile(
    '[“"「](?:.*[!…。]|.*[!?…。].*[?])[”"」]$'
)  # what somebody says, and nothing else; questions head interviews
_SHORT_CRY = 16  # characters of such a headline
_REPORTS = re.compile("(?:说|表示|介绍|指出|认为|告诉记者|了解到|看到|获悉),")


def heading_shape(line: Line) -> float:
    """`shape` of a line, found out once."""
    if line.shape is None:
        line.shape = 0.0 if _is_text(line.text, closed=line.closed) else _shape(line.plain)
    return line.shape


def shape(text: str) -> float:
    """How much a text without a sentence end looks like a heading, 0 to 1, from its own characters."""
    return 0.0 if _is_text(text, closed=is_closed(text)) else _shape(plain(text))


def _is_text(text: str, *, closed: bool) -> bool:
    return len(text) > 80 or (closed and text[-1] not in "？?！!…”")


def _shape(body: str) -> float:
    """`shape` of a folded text; of two headlines on one line, a blank between, that of the less likely one."""
    halves = body.split()
    if len(halves) == 2 and min(map(len, halves)) >= _HALF:
        return max(_shape_of_one(body), min(map(_shape_of_one, halves)))
    return _shape_of_one(body)


def _shape_of_one(body: str) -> float:
    if len(body) <= notes.LONGEST_HEADING and notes.tells_what_follows(body):
        return 1.0
    score = 1.0 - max(0.0, (len(body) - 30) / 30) - 0.4 * (len(body) < 5)
    clauses = _CLAUSES.split(body)
    if len(clauses) > 1:
        score -= _uneven(clauses, body)
        if _REPORTS.search(body):
            score -= 0.5
        if _SPEAKS.match(body):
            score -= 0.8
    if (
        (body[-1] in OPEN_END and body[-1] not in "了等" and not WHOLE_WORD.search(body[-2:]))
        or (body[-1] == "有" and _HAS.search(body))
        or unbalanced(body)
    ):
        score -= 0.4 if body.endswith(("——", "着", "著")) else 0.7  # so kickers end, too, and what is told: "等着"
    elif body[-1].isdigit():
        score -= 0.5
    if len(body) > _LABEL and STARTS_TEXT.match(body):
        score -= 0.5 * (not body.startswith(("“", '"'))) + 0.3 * bool(_DIARY.match(body))
    if len(body) > _SHORT_CRY and _SPOKEN.match(body) and "”" not in body[:-1]:
        score -= 0.7
    if "。" in body[:-1] or body.count("、") >= _LISTED or body.count(" ") > _LISTED:
        score -= 0.8
    return max(0.0, min(1.0, score))


def _uneven(clauses: Sequence[str], body: str) -> float:
    """What clauses take from the shape of a heading; the two halves of a headline weigh the same."""
    if len(clauses) > 2:
        return 0.5 * (len(clauses) - 2)
    return 0.2 * ("," in body and abs(len(clauses[0]) - len(clauses[1])) > 8)
