"""Captions known by their words and place alone: who is seen doing what, amid the text of the article.

Theory: a caption says who is doing what, in one clause. Either it names somebody of whom the text above told, or those
whom everybody knows: residents, pupils, nurses. So may a sentence of the text, but not in a paragraph of its own that
interrupts another, and not without an end; so may a headline, but not with text below that no byline or lead opens, or
with another headline, and what it tells happened, is planned or asked: a caption tells what is seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from digests.reading import scenes
from digests.reading.firsts import OPEN_MARKS, fresh
from digests.reading.junctions import begins, goes_on
from digests.reading.lines import Line
from digests.reading.names import is_name
from digests.reading.seams import leads, proof
from digests.reading.shapes import heading_shape
from digests.reading.signatures import parse

_DOES = re.compile("([一-鿿]{2,4}?|“[^“”]{1,6}”)(?:正在|在|正)[一-鿿“《]")
# What did not happen before a camera, and what is said about what did: so headlines and sub-heads go on.
_TOLD = re.compile(
    "(?<![智性功节效技])能|每[天日周月年次]|[可将要会应须不没了过吗如何谁更最就也都再有让把被给向]|怎|[高多忙难火旺热好强足快乐]。?$|\\d"
)
_SCENE = re.compile("[^,，。了着过是有在到他她我]{2,12}[里上下中内旁前边间]的[^,，。的]{2,8}(?<![里上下中内])。?")
# Log-odds of a sentence being a scene below the end of an article, inside one, and below a line that breaks off.
_AT_END, _INSIDE, _BROKEN = 3.0, 4.5, 5.5
_APART, _UNINDENTED, _PARAGRAPH, _PROVED, _MOST = 2.5, 2.0, -6.0, 2.5, 2.0
_INDENTED = 0.7  # of the first lines of paragraphs, where these are indented; of all lines where all seem to be
_SHORTEST, _CALLED = 5, 3  # characters of such a clause, and of what somebody is called in a text
_PARTED = re.compile("[,;:?!、 ]|。.")
_SEEN_CLAUSE = 26  # characters of one about people everybody knows
_FEWEST, _WRAPPED = 4, 0.2  # lines of one width, and their share, above which a page is one of wrapped columns
_LONGEST, _BEFORE = 32, 600  # characters of a caption; of the text in which its name is looked for


def mark(lines: Sequence[Line]) -> None:
    """Make captions of such lines.

    In a wrapped column a line that ends short, but no sentence, is no part of one, nor is a sure scene that is not
    indented where paragraphs are.
    """
    _mark_credited(lines)
    text = [line for line in lines if line.kind in ("text", "byline")]
    indents = _indents(text)
    found: list[tuple[Line, bool]] = []  # captions, and whether they are no part of a column
    for at, line in enumerate(text[1:], 1):
        if len(line.text) > _LONGEST or line.kind != "text" or line.jump or line.signed:
            continue
        above, below = text[at - 1], text[at + 1] if at + 1 < len(text) else None
        if line.text[-1] == "。" and len(line.text) >= _SHORTEST and (sure := _scene(text, at, indents=indents)):
            found.append((line, sure > 1))
        elif above.kind == "text":
            named = below is not None and below.kind == "text" and _seen(line, text, at) and _amid(above, line, below)
            if named or (_shows(line) and _apart(above, line, below)):
                found.append((line, False))
    if not found:
        return
    usual, count = Counter([line.width for line in text if line.why != "row"]).most_common(1)[0]
    wrapped = count > max(_FEWEST, _WRAPPED * len(text))
    for line, apart in found:
        if not wrapped or apart or (not line.closed and line.width < usual - 2):
            line.kind, line.why = "caption", "seen"


def _indents(text: Sequence[Line]) -> bool:
    """Whether the first lines of paragraphs are indented, and they alone."""
    indented = sum([line.indent > 0 for line in text])
    if not 0 < indented <= _INDENTED * len(text):
        return False
    begun = [
        below.indent > 0
        for above, below in pairwise(text)
        if above.closed and below.kind == "text" and (below.indent or heading_shape(below) < 0.5)
    ]
    return 0 < sum(begun) >= _INDENTED * len(begun)


def _mark_credited(lines: Sequence[Line]) -> None:
    """Make captions of what stands between the end of a text and a line that only says who took a picture.

    What has no sentence end may also be a headline, if a text stands below.
    """
    for at in [below - 1 for below, line in enumerate(lines) if below > 1 and line.why == "caption"]:
        above, line, below = lines[at - 1 : at + 2]
        next_ = lines[at + 2] if at + 2 < len(lines) else None
        if line.kind != "text" or len(line.text) > _LONGEST or line.signed:
            continue
        over = above.kind == "byline" or (above.kind == "text" and (above.closed or above.signed))
        told = "。" in line.text[:-1] or _TOLD.search(line.plain) or line.text[0] in "“「"
        free = line.closed or (above.closed and (next_ is None or next_.kind != "text" or not _tells(next_)))
        if over and not told and free and parse(below.head) is not None:
            line.kind, line.why = "caption", "seen"


def _tells(line: Line) -> bool:
    return line.closed or len(line.text) > _LONGEST or leads(line)


def _shows(line: Line) -> bool:
    """Whether it says in one clause what people of some kind are doing, or names a scene."""
    folded = line.head
    if "的" not in folded if line.closed else "在" not in folded and not scenes.DOING.search(folded):
        return False
    folded = scenes.QUOTED.sub("“”", folded)
    if len(folded) > _SEEN_CLAUSE or _PARTED.search(folded):
        return False
    if line.closed:
        return bool(_SCENE.fullmatch(folded))
    if not scenes.ARE.search(folded) and not scenes.DOING.search(folded):
        return False
    they = scenes.THEY.match(folded)
    if they is None or _TOLD.search(folded, they.end()):
        return False
    are = scenes.ARE.match(folded, they.end())
    return are is not None or bool(scenes.DOING.search(folded, they.end(), they.end() + 14))


def _scene(text: Sequence[Line], at: int, *, indents: bool) -> int:
    """Whether a whole sentence is a scene: 0, 1, or 2 if it cannot be a line of a column either."""
    above, line, below = text[at - 1], text[at], text[at + 1] if at + 1 < len(text) else None
    if above.kind == "text" and not (above.closed or above.signed):
        resumed = _resumed(above, line, below, indents=indents)
        if resumed <= _PARAGRAPH or not scenes.may_be(line):
            return 0
        return 2 * (resumed + scenes.open_odds(above, line) > _BROKEN)
    short = above.width < line.width or (at > 1 and above.width < text[at - 2].width - 1)
    apart = indents and not line.indent and (above.kind == "byline" or short)
    if (not apart and (line.indent or above.kind == "byline")) or not scenes.may_be(line):
        return 0
    least = _INSIDE if below is not None and _goes_on(below) and not apart else _AT_END
    odds = scenes.closed_odds(line, known=_known(text, at)) + _APART * (apart and above.kind == "text")
    return (1 + apart) * (odds > least)


def _known(text: Sequence[Line], at: int) -> bool:
    """Whether the text above the line at ``at`` tells of whom it says that they are doing something."""
    match = _DOES.match(text[at].text)
    return match is not None and len(match[1]) >= _CALLED and match[1] in _told(text, at)


def _told(text: Sequence[Line], at: int) -> str:
    return "".join([each.text for each in text[max(0, at - _BEFORE) : at]])[-_BEFORE:]


def _resumed(above: Line, line: Line, below: Line | None, *, indents: bool) -> float:
    """Log-odds of the sentence of ``above`` going on with ``below``, 0 where nothing tells."""
    if above.text[-1] in OPEN_MARKS or line.indent or proof(above, line):
        return _PARAGRAPH
    if below is None or not _goes_on(below):
        return 0.0
    if indents:
        return _PARAGRAPH if below.indent else _UNINDENTED
    if fresh(below):
        return _PARAGRAPH
    points = goes_on(above.text, below.text) / 2 - begins(below.text) / 2 + _PROVED * (proof(above, below) > 0)
    return max(_PARAGRAPH, min(_MOST, points))


def _goes_on(below: Line) -> bool:
    """Whether a text goes on ``below`` and nothing begins."""
    heads = not below.closed and heading_shape(below) >= 0.5
    return below.kind == "text" and not (heads or below.jump or leads(below))


def _apart(above: Line, line: Line, below: Line | None) -> bool:
    """Whether ``line`` stands between two texts, or at the end of one: nothing below makes a headline of it."""
    if proof(above, line):
        return False
    if below is None:
        return above.closed or above.signed
    if below.kind != "text" or leads(below) or below.jump or proof(line, below):
        return False
    return above.closed or heading_shape(below) >= 0.5 or (not fresh(below) and above.width > line.width)


def _amid(above: Line, line: Line, below: Line) -> bool:
    """Whether ``line`` interrupts: the sentence above goes on below it, or one text does and it is no sentence."""
    if leads(below) or below.jump or below.signed or above.signed:
        return False
    if above.closed:
        return not line.closed
    return not proof(above, line) and not fresh(below)


def _seen(line: Line, text: Sequence[Line], at: int) -> bool:
    """Whether it is one clause about somebody whom the ``text`` before ``at`` names, and what they are doing."""
    match = _DOES.match(line.text)
    if not match or re.search("[，,；;：:]", line.text) or "。" in line.text[:-1]:
        return False
    return _is_told(match[1], _told(text, at))


def _is_told(name: str, told: str) -> bool:
    return name in told and (name[0] == "“" or is_name(name))
