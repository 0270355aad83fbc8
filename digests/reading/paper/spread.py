"""How widespread pairs of neighbouring characters are: one that every other text holds hardly tells of any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from digests.reading.marks import folded

DEGREES = 5  # from pairs that one passage of 400 characters in 16 holds to those that not one in 1,024 does


@cache
def _rows() -> Mapping[int, str]:
    """By its first character the second of each pair, and its degree behind it: a number for each takes five times as
    much memory."""
    _, rows = files("digests.data").joinpath("widespread.txt").read_text("utf-8").split("\n\n")
    return {ord(row[0]): row[1:] for row in rows.splitlines()}


def degrees(pairs: Iterable[int], text: str) -> dict[int, int]:
    """How widespread each of ``pairs`` is, 0 the most; Traditional ones as what they are folded to.

    ``text``: what they stand in.
    """
    rows = _rows()
    simplified = {ord(a): ord(b) for a, b in folded(set(text)).items()}
    found: dict[int, int] = {}
    for pair in pairs:
        first, second = pair & 0xFFFF, pair >> 16
        if simplified:
            first, second = simplified.get(first, first), simplified.get(second, second)
        row = rows.get(first)
        at = row.find(chr(second)) if row else -1
        found[pair] = int(row[at + 1]) if row and at >= 0 else DEGREES - 1
    return found
