"""Blanks that nobody wrote: line ends of a column left in a paragraph on one line, and letters set apart.

Theory. Whoever copies a page of a PDF gets such text, and every word that a line end cut is lost to search. Chinese is
written without blanks; those that are meant stand around names, in datelines and headlines, at no fixed distance. Line
ends come at the width of the column, but for the first line, which is indented, and the last. So blanks are line ends
if between them lie texts of one width, in many paragraphs of the page, and the whole paragraph can be read so; a blank
between two letters stays. Poems have lines of one width, too, but no mark inside them.

What is set with wide spaces comes with a blank behind each character ("2 0 2 2 年 1 月 5 日"), mastheads and headlines
mostly; where words were meant to stand apart two blanks or more are left.

Seen on whole pages of a Malaysian daily as copied, in columns of 13 to 17 characters; tolerances are those of columns
(see `lines.columns`): a mark that may not begin a line moves its end by one or two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_NARROWEST, _WIDEST = 6, 32  # characters of a column
_FEWEST = 4  # lines of one width on a page
_SHORTER, _LONGER = 2.0, 2.0  # characters by which a line may differ from its column
_INDENT = 2.0
_SPACED, _MOSTLY, _UNSPACED = 6, 0.8, 6  # characters set apart; their share; of those that are not
_APART = re.compile(" {2,}")
_HALF = re.compile("[0-9A-Za-z %.+-]")
_BLANK = re.compile("(?<! ) (?! )")
_MARK = re.compile("[一-鿿][,，。、；;？！”」]{1,2}[一-鿿“「]")
_WORD = re.compile(" ([!-~]*)")


def without_blanks(texts: Sequence[str]) -> list[str]:
    """``texts``, of a line each, without the blanks that line ends or wide spaces have left."""
    out = list(texts)
    spaced = [at for at, text in enumerate(texts) if " " in text]
    for at in spaced:
        if 2 * out[at].count(" ") >= len(out[at]) - _UNSPACED:
            out[at] = _closed_up(out[at])
    blanks = {at: _places(out[at]) for at in spaced if len(out[at]) > 2 * _NARROWEST}
    if sum(map(len, blanks.values())) <= _FEWEST:
        return out
    widths = Counter(
        round(_width(out[at], start, end))
        for at, places in blanks.items()
        for start, end in pairwise(places)
        if _cuts(out[at], start) and _cuts(out[at], end)
    )
    if widths.total() < _FEWEST:
        return out
    columns = [width for width in range(_NARROWEST, _WIDEST + 1) if _lines(widths, width) >= _FEWEST]
    for at, places in blanks.items():
        found = [ends for column in columns if (ends := _line_ends(out[at], places, column))]
        if found and _MARK.search(out[at]):
            out[at] = _without(out[at], max(found, key=len))
    return out


def _closed_up(text: str) -> str:
    """``text`` without the blanks that set its letters apart, if it is set so."""
    pieces = text.split()
    single = [piece for piece in pieces if len(piece) == 1 and (piece.isdigit() or not piece.isascii())]
    if len(single) < _SPACED or len(single) < _MOSTLY * len(pieces):
        return text
    return " ".join(["".join(word.split()) for word in _APART.split(text)])


def _places(text: str) -> list[int]:
    return [match.start() for match in _BLANK.finditer(text)]


def _cuts(text: str, at: int) -> bool:
    """Whether the blank stands between two Han characters or their marks: many set others around numbers."""
    return not (_HALF.match(text, at - 1) or _HALF.match(text, at + 1))


def _lines(widths: Counter[int], column: int) -> int:
    return sum([widths[width] for width in (column - 1, column, column + 1)])


def _width(text: str, start: int, end: int) -> float:
    """Characters between two places; digits, letters and blanks are set half as wide."""
    piece = text[start:end].strip()
    return len(piece) - len(_HALF.findall(piece)) / 2


def _line_ends(text: str, places: Sequence[int], column: int) -> list[int]:
    """Those of the blanks at ``places`` at which lines of a column end; none if it cannot be read so to its end."""
    ends: list[int] = []
    start, least = 0, column - _SHORTER - _INDENT
    for at in [*places, len(text)]:
        width = _width(text, start, at)
        if width > column + _LONGER:
            return []
        if (word := _WORD.match(text, at)) and width >= least - len(word[1]) / 2:
            ends.append(at)
            start, least = at, column - _SHORTER
    return ends


def _without(text: str, ends: Sequence[int]) -> str:
    pieces = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    out = pieces[0]
    for piece in pieces[1:]:
        words = out[-1].isascii() and piece[1].isascii() and not (out[-1].isdigit() and piece[1].isdigit())
        out += piece if words else piece[1:]
    return out
