"""Pages of a newspaper by their names: as jump markers, folios and paths print them, and which of them are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from digests.reading.marks import plain

NUMBER = "[A-Z]?\\d{1,3}|[一二三四五六七八九十]{1,3}"
_FOLIO = re.compile(f"第 ?({NUMBER}) ?版|(?<![一-鿿A-Z\\d])(?<![日共有] )({NUMBER}) ?版|^([A-H]\\d{{2}})(?![\\dA-Z])")
_UNITS = {char: value for value, char in enumerate("一二三四五六七八九", 1)}


def label(printed: str) -> str:
    """The name of a page in one spelling: 03, 3 and 三 are "3", A03 is "A3", 头 and 首 are "1"."""
    if printed in ("头", "首"):
        return "1"
    if printed[0].isascii():
        letter = printed[0] if printed[0].isalpha() else ""
        return letter + (printed.removeprefix(letter).lstrip("0") or "0")
    tens, ten, units = printed.rpartition("十")
    return str((_UNITS.get(tens, 1) * 10 if ten else 0) + _UNITS.get(units, 0))


def same(one: str, other: str) -> bool:
    """Whether two labels may name one page; a marker often leaves out the letter of its section."""
    return one == other or (
        one[0].isdigit() != other[0].isdigit() and one.lstrip("ABCDEFGH") == other.lstrip("ABCDEFGH")
    )


def folio(lines: Iterable[str]) -> str | None:
    """The page's own label, from the apparatus printed on it; None if there is none or several differ."""
    apparatus = [plain(line) for line in lines if len(line) <= 60]
    found = {label(match[match.lastindex or 1]) for line in apparatus for match in _FOLIO.finditer(line)}
    return found.pop() if len(found) == 1 else None
