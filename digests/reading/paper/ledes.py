"""Whether a paragraph is the lede of a report, its first one, or goes on with a report: log-odds from its first words.

Theory. A lede says when, by whom it became known and what happened ("近日", "记者从…获悉", "举行"). What comes later
points back ("此外", "这", "当天"), lets people speak whom the text has introduced, or gives the background ("据了解").
So the first words tell an article from a sub-head's text where no byline does. Signs and their fit: `data/ledes.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from digests.reading.marks import plain

_FIRST = 40  # characters of the first sentence that are looked at
_ENDS = re.compile("[。!?]")
_BIAS = -0.28  # of a paragraph without any sign, were half of them ledes
MOST = 6.0  # points beyond which signs add nothing: what all but surely is a lede


def odds(text: str) -> float:
    """Log-odds that ``text``, the beginning of a paragraph in either script, is a lede; were it one in two.

    At most `MOST`."""
    folded = plain(text[:_FIRST])
    end = _ENDS.search(folded)
    first = folded[: end.start()] if end else folded
    return min(MOST, _BIAS + sum([points for points, begins, shows in _signs() if shows(folded if begins else first)]))


@cache
def _signs() -> list[tuple[float, bool, Callable[[str], re.Match[str] | None]]]:
    """Points, whether it is looked for at the beginning or anywhere in the first sentence, and what looks for it."""
    text = files("digests.data").joinpath("ledes.txt").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    signs = [(float(points), where == "begins", re.compile(pattern)) for points, where, pattern in rows]
    return [(points, begins, sign.match if begins else sign.search) for points, begins, sign in signs]
