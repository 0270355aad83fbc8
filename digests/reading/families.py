"""Families of patterns that furniture gives itself away by, from `data/furniture.txt`, and which of them a line is of.

Trying a hundred patterns on each line would take longer than all else that reading does, so hardly any is tried: a
pattern only where it may fit, which is told by characters. One that begins with words of its own is tried on lines
whose first character stands anywhere in it; one that may begin with anything names characters of which the line must
hold one (a column of the file).
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

from digests.reading.marks import one_of

_CLASS = re.compile(r"\[[^]]+\]")
_WORD = re.compile("([一-鿿])[一-鿿]+")


@dataclass(frozen=True, slots=True)
class _Families:
    """``rows``: family, points and pattern, those with most points first; the others tell where a row may fit."""

    rows: tuple[tuple[str, float, re.Pattern[str]], ...]
    by_first: Mapping[str, list[int]]  # first character of a line -> numbers of rows
    by_any: Mapping[str, list[int]]  # character anywhere in a line -> numbers of rows
    any_of: re.Pattern[str]  # one of ``by_any``


def find(text: str, *, sentence: bool) -> tuple[float, str]:
    """Points and family of the row that gives ``text`` most, (0, '') if none fits.

    ``text`` is folded. A ``sentence`` is only tried for rows that may begin with anything.
    """
    known = _families()
    may_fit = known.by_first.get(text[0], []) if not sentence else []
    if held := known.any_of.findall(text):
        anywhere = [known.by_any[char] for char in held]
        may_fit = sorted({*may_fit, *chain.from_iterable(anywhere)}) if may_fit or len(held) > 1 else anywhere[0]
    for at in may_fit:
        family, points, pattern = known.rows[at]
        if pattern.match(text):
            return points, family
    return 0.0, ""


@cache
def _families() -> _Families:
    text = files("digests.data").joinpath("furniture.txt").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    rows.sort(key=lambda row: -float(row[1]))
    by_first: dict[str, list[int]] = defaultdict(list)
    by_any: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        index, characters = (by_any, row[3]) if len(row) == 4 else (by_first, _characters(row[2]))
        for char in set(characters):
            index[char].append(at)
    return _Families(
        rows=tuple((row[0], float(row[1]), re.compile(row[2])) for row in rows),
        by_first=dict(by_first),
        by_any=dict(by_any),
        any_of=one_of(by_any),
    )


def _characters(pattern: str) -> str:
    """All characters with which ``pattern`` may begin, and others: only the rests of words are surely none."""
    classes = "".join(_CLASS.findall(pattern))
    words = _WORD.sub(r"\1", _CLASS.sub("", pattern))
    digits = string.digits if "\\d" in pattern else ""
    capitals = string.ascii_uppercase if "A-Z" in pattern else ""
    return classes + words + digits + capitals
