"""Families of patterns that furniture gives itself away by, from `data/furniture.txt`, and which of them a line is of.

Trying a hundred patterns on each line would take longer than all else that reading does, so hardly any is tried: a
pattern only where it may fit. Most name words of which the line must hold one, and most lines hold none of all these
words, which one search tells. The others begin with certain characters.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from digests.reading.decode import frequent_characters
from digests.reading.marks import one_of

_CLASS = re.compile(r"\[[^]]+\]")
_WORD = re.compile("([一-鿿])[一-鿿]+")
_ANYTHING = ("^.", "^[^", "^[一", "^[\\w", "^(.", "^([^", "^(?=")


class _Row(NamedTuple):
    """``anywhere``: it may begin with anything."""

    family: str
    points: float
    pattern: re.Pattern[str]
    anywhere: bool


@dataclass(frozen=True, slots=True)
class _Families:
    """``rows``: those with most points first; the others tell where a row may fit."""

    rows: Sequence[_Row]
    by_first: Mapping[str, list[int]]  # first character of a line -> numbers of rows
    by_rarest: Mapping[str, list[tuple[str, list[int]]]]  # rarest character of words -> words, numbers of rows
    rarest: re.Pattern[str]  # one of ``by_rarest``

    def held(self, text: str) -> list[int]:
        """Numbers of the rows one of whose words ``text`` holds."""
        found: list[int] = []
        for char in self.rarest.findall(text):
            for word, rows in self.by_rarest[char]:
                if word in text:
                    found += rows
        return found


def find(text: str, *, sentence: bool) -> tuple[float, str]:
    """Points and family of the row that gives ``text`` most, (0, '') if none fits.

    ``text`` is folded. A ``sentence`` is only tried for rows that may begin with anything.
    """
    known = _families()
    may_fit = known.by_first.get(text[0], []) if not sentence else []
    if held := known.held(text):
        may_fit = sorted({*may_fit, *held})
    for at in may_fit:
        family, points, pattern, anywhere = known.rows[at]
        if (anywhere or not sentence) and pattern.match(text):
            return points, family
    return 0.0, ""


@cache
def _families() -> _Families:
    text = files("digests.data").joinpath("furniture.txt").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    rows.sort(key=lambda row: -float(row[1]))
    by_first: dict[str, list[int]] = defaultdict(list)
    by_word: dict[str, list[int]] = defaultdict(list)
    for at, (_, _, pattern, *told) in enumerate(rows):
        worded = told and not told[0].startswith("^")
        for key in told[0].split() if worded else set(told[0][1:] if told else _characters(pattern)):
            (by_word if worded else by_first)[key].append(at)
    by_rarest: dict[str, list[tuple[str, list[int]]]] = defaultdict(list)
    ranks = frequent_characters()
    for word, held in by_word.items():
        by_rarest[max(word, key=lambda char: ranks.get(char, len(ranks)))].append((word, held))
    return _Families(
        rows=[_Row(row[0], float(row[1]), re.compile(row[2]), row[2].startswith(_ANYTHING)) for row in rows],
        by_first=dict(by_first),
        by_rarest=dict(by_rarest),
        rarest=one_of(by_rarest),
    )


def _characters(pattern: str) -> str:
    """All characters with which ``pattern`` may begin, and others: only the rests of words are surely none."""
    classes = "".join(_CLASS.findall(pattern))
    words = _WORD.sub(r"\1", _CLASS.sub("", pattern))
    digits = string.digits if "\\d" in pattern else ""
    capitals = string.ascii_uppercase if "A-Z" in pattern else ""
    return classes + words + digits + capitals
