"""Log-odds of what lines of a printed page are, added up from signs by the tables of `data/page_odds.txt`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def told(table: str) -> Mapping[str, float]:
    """What the signs of ``table`` tell, and "bias", which holds of every line."""
    text = files("digests.data").joinpath("page_odds.txt").read_text("utf-8")
    found: dict[str, float] = {}
    for line in text.splitlines():
        if line.startswith(table + "\t"):
            _, sign, points = line.split("\t")
            found[sign] = float(points)
    return found


def added(table: str, signs: Mapping[str, float]) -> float:
    """The points of ``table`` for ``signs``, each times how strong it is; "bias" is to be one of them, once.

    Signs that the table lacks were worth nothing.
    """
    points = told(table)
    return sum([points.get(sign, 0.0) * strength for sign, strength in signs.items() if strength])
