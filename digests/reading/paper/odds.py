"""Log-odds of what lines of a printed page are, added up from signs by the tables of `data/page_odds.txt`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _tables() -> dict[str, dict[str, float]]:
    text = files("digests.data").joinpath("page_odds.txt").read_text("utf-8")
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for line in text.splitlines():
        if not line.startswith("#"):
            name, sign, points = line.split("\t")
            found[name][sign] = float(points)
    return found


def added(table: str, signs: Mapping[str, float]) -> float:
    """The points of ``table`` for ``signs``, each times how strong it is; signs that the table lacks tell nothing."""
    points = _tables()[table]
    return points["bias"] + sum([points.get(sign, 0.0) * strength for sign, strength in signs.items()])
