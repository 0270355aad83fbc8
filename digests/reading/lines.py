"""A document as printed lines, and what their widths say about the column they stand in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from digests.reading.blanks import without_blanks
from digests.reading.marks import is_closed, plain

Kind = Literal["text", "furniture", "credit", "caption", "byline", "jump"]

SHORT, HEAD = 60, 40  # characters that are kept folded: all of a short line, the beginning of a longer one
# Low enough for columns of short paragraphs; with lines of arbitrary length the commonest width holds a tenth of them.
_SHARED = 0.35
_NARROWEST, _WIDEST = 6, 50  # characters of a column
_FEWEST, _CLEARLY = 5, 1.05  # lines of a width; how many times as many there must be by the other count
_HALVES = re.compile("[0-9A-Za-z.%-]+")
_WINDOW = 14  # lines looked at on either side when the column width is told


# A page of a paper has a few hundred lines, a book of a megabyte fifteen thousand, and longer ones.
_MANY, _SCRAP = 20_000, 8


class Scraps(ValueError):
    """The document holds scraps and no text; ``str()`` says how many."""


def refuse_scraps(lines: int, characters: int) -> None:
    """Raises Scraps for more than 20,000 lines of fewer than eight characters on average.

    That is a table or was made to keep readers busy: each line costs the same however short it is, and a megabyte of
    one-character lines 5 s.
    """
    if lines > _MANY and characters < _SCRAP * lines:
        raise Scraps(f"holds {lines:,} lines of {characters / lines:.0f} characters, a table and no text")


@dataclass(frozen=True, slots=True)
class Column:
    """The width of the column that a line stands in: ``full`` is the usual width, ``exact`` how many keep to it.

    ``full`` 0: lines here are not wrapped at a width (paragraphs on one line each, or cut at the foot of columns).
    """

    full: int
    exact: float


NO_HEADLINE = -1.0  # the shape of a line that is none for what stands around it, nor is a paragraph that it begins
LOOSE = Column(0, 0.0)
NOWHERE = (-1, 0.0)


@dataclass(slots=True)
class Line:
    """One non-empty printed line, made by `numbered`. ``number`` counts all lines of the document, empty ones too.

    ``head``: all of a line of up to `SHORT` characters, else the first `HEAD`, folded for patterns. ``gap``: empty
    lines before it. ``indent``: blanks before the text, an ideographic space counts one, two ASCII spaces count one.
    ``width`` includes the indent, in characters; see `_measure`. ``closed``: ends as sentences end.
    """

    number: int
    text: str
    indent: int
    gap: int
    head: str
    width: int
    closed: bool
    kind: Kind = "text"
    why: str = ""  # the pattern family that decided ``kind``
    names: tuple[str, ...] = ()  # of a byline, or of one glued to the end of a paragraph
    signed: bool = False  # a byline was glued to its end: the text ends here
    leads: bool | None = None  # begins as reports begin; found out once, by `seams.leads`
    fresh: float | None = None  # begins as paragraphs begin; found out once, by `firsts.fresh`
    shape: float | None = None  # of a heading; found out once, by `shapes.heading_shape`, or `NO_HEADLINE`
    jump: str | None = None  # the page that holds what came before ("1"), from a jump marker
    thin: bool = False  # some of it is half as wide: ``width`` may be one too small
    heads: bool = False  # the first line of an article, whatever it looks like; `strands` knows
    announces: bool = False  # a heading below which a list of services stands; `services` knows
    onward: str | None = None  # the page on which the text goes on, from a marker behind it; it is ``signed`` then too
    column: Column = LOOSE  # where it stands, once `repair.printed` knows
    proved: tuple[int, float] = NOWHERE  # number of the line above, and `seams.proof` of going on with it, found once

    @property
    def plain(self) -> str:
        """The first 420 characters, folded for patterns."""
        return self.head if len(self.text) <= SHORT else plain(self.text[:420])

    def cut(self, text: str) -> None:
        """Keep only ``text``; the width stays the printed one."""
        head = text if len(text) <= SHORT else text[:HEAD]
        self.text, self.head, self.closed, self.fresh = text, plain(head), is_closed(text), None


def split(lines: Iterable[str]) -> list[Line]:
    """The non-empty ones of ``lines``, blanks at both ends cut."""
    out: list[tuple[int, str, int, int]] = []
    gap = 0
    for number, raw in enumerate(lines, 1):
        text = raw.strip()
        if not text:
            gap += 1
            continue
        out.append((number, text, _indent(raw) if raw[0].isspace() else 0, gap))
        gap = 0
    found = numbered(out)
    _measure(found)
    return found


def _measure(lines: Sequence[Line]) -> None:
    """Count what is set half as wide as a Han character as half of one, where more lines are of one width then.

    Digits and letters are set so in many papers, half-width punctuation in some; in others it was made so afterwards.
    """
    wrapped = [line for line in lines if _NARROWEST < len(line.text) <= _WIDEST]
    widths = [line.width for line in wrapped]
    if _commonest(widths) < _FEWEST:
        return
    best = _CLEARLY * _agreement(widths)
    for narrow in ([sum(map(len, _HALVES.findall(line.text))) for line in wrapped], [_ascii(line) for line in wrapped]):
        narrower = [width - half // 2 for width, half in zip((line.width for line in wrapped), narrow, strict=True)]
        if (agreement := _agreement(narrower)) > best:
            best, widths = agreement, narrower
    for line, width in zip(wrapped, widths, strict=True):
        line.width, line.thin = width, width < line.width


def _agreement(widths: Sequence[int]) -> float:
    """Lines of the commonest width, those a character narrower or wider by half."""
    counts = Counter(widths)
    return max(_share(counts, width) for width in counts)


def _ascii(line: Line) -> int:
    """Characters of one byte; Han characters and their punctuation have three."""
    return (3 * len(line.text) - len(line.text.encode("utf-8", "surrogatepass"))) // 2


def _commonest(widths: Sequence[int]) -> int:
    """How many are of the commonest one."""
    return max(Counter(widths).values(), default=0)


def _indent(raw: str) -> int:
    blanks = len(raw) - len(raw.lstrip())
    wide = raw.count("\u3000", 0, blanks) + raw.count("\t", 0, blanks) * 2
    return wide + (blanks - wide) // 2


def numbered(rows: Sequence[tuple[int, str, int, int]]) -> list[Line]:
    """Lines of (number, text, indent, gap); their heads are folded in one go, a tenth of the time of one by one.

    Raises Scraps as `refuse_scraps` does.
    """
    texts = without_blanks([text for _, text, _, _ in rows])
    heads = [text if len(text) <= SHORT else text[:HEAD] for text in texts]
    folded = plain("".join(heads))
    refuse_scraps(len(heads), len(folded))
    out: list[Line] = []
    end = 0
    for (number, _, indent, gap), text, head in zip(rows, texts, heads, strict=True):
        start, end = end, end + len(head)
        closed = text[-1] in "。！？" or is_closed(text)
        out.append(Line(number, text, indent, gap, folded[start:end], len(text) + indent, closed))
    return out


def columns(lines: Sequence[Line]) -> list[Column]:
    """The column of each line, from the widths of its neighbours.

    A wrapped column shows as a width that many lines share (`_SHARED`) and hardly any exceeds.
    """
    widths = [line.width for line in lines]
    overall = Counter(widths)
    fewest = _SHARED * min(len(widths), _WINDOW + 1)  # a window holds no more lines of a width than the document
    often = [width for width, count in overall.items() if 2 * count >= fewest]  # others are shared by too few
    near = {width + by for width in often for by in (-1, 0, 1)} & overall.keys()
    if not any(_share(overall, width) >= fewest for width in near if _NARROWEST <= width <= _WIDEST):
        return [LOOSE] * len(widths)
    counts = dict(Counter(widths[:_WINDOW]))  # of the lines in the window
    out: list[Column] = []
    column = LOOSE
    for at in range(len(lines)):
        if at + _WINDOW < len(lines):
            come = widths[at + _WINDOW]
            counts[come] = counts.get(come, 0) + 1
        if at > _WINDOW:
            gone = widths[at - _WINDOW - 1]
            if counts[gone] == 1:
                del counts[gone]
            else:
                counts[gone] -= 1
        # every third line is enough: windows of neighbours differ by two lines in twenty-nine
        if at % 3 == 0:
            column = _column(counts, min(len(lines), at + _WINDOW + 1) - max(0, at - _WINDOW))
        above = out[-1] if out else LOOSE
        if not column.full and above.full and abs(widths[at] - above.full) <= 2:
            out.append(above)  # where wrapped text ends, most of the window holds something else
        else:
            out.append(LOOSE if widths[at] > 60 else column)
    return out


def _share(counts: Mapping[int, int], width: int) -> float:
    """Lines of ``width``; one character more or less counts half."""
    return counts[width] + 0.5 * (counts.get(width - 1, 0) + counts.get(width + 1, 0))


def _column(counts: Mapping[int, int], total: int) -> Column:
    most = max(counts.values())
    if total < 4 or 2 * most < _SHARED * total:
        return LOOSE
    full, share = 0, 0.0
    for width, count in counts.items():
        if 2 * count >= most:
            near = _share(counts, width)
            if (near, width) > (share, full):
                full, share = width, near
    wider = sum(count for width, count in counts.items() if width > full + 2)
    if not _NARROWEST <= full <= _WIDEST or share < _SHARED * total or wider > 0.2 * total:
        return LOOSE
    near = counts[full] + counts.get(full - 1, 0) + counts.get(full + 1, 0)
    return Column(full, counts[full] / near)
