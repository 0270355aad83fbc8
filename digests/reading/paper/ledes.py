"""Whether a paragraph is the lede of a report, its first one, or goes on with a report: log-odds from its first words.

Theory. A lede says when, by whom it became known and what happened ("近日", "记者从…获悉", "举行"). What comes later
points back ("此外", "这", "当天"), lets people speak whom the text has introduced, or gives the background ("据了解").
So the first words tell an article from a sub-head's text where no byline does. Signs and their fit: `data/ledes.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from digests.reading.marks import plain

_FIRST = 40  # characters of the first sentence that are looked at
_ENDS = re.compile("[。!?]")
_BIAS = -0.28  # of a paragraph without any sign, were half of them ledes
MOST = 6.0  # points beyond which signs add nothing: what all but surely is a lede


def odds(text: str) -> float:
    """Log-odds that ``text``, the beginning of a paragraph in either script, is a lede; were it one in two.

    At most `MOST`.
    """
    for_it, against_it = _signs()
    words = _first_words(text)
    return min(MOST, _BIAS + _told(against_it, words, _told(for_it, words)))


def favour(text: str) -> float:
    """`odds` where they are above 0, else 0: unless enough speaks for a lede it is not asked what speaks against it."""
    for_it, against_it = _signs()
    words = _first_words(text)
    points = _told(for_it, words)
    return max(0.0, min(MOST, _BIAS + _told(against_it, words, points))) if points + _BIAS > 0 else 0.0


def _first_words(text: str) -> tuple[str, str]:
    """The first characters of ``text``, folded, and those that are of its first sentence."""
    folded = plain(text[:_FIRST])
    end = _ENDS.search(folded)
    return folded, folded[: end.start()] if end else folded


_Sign = tuple[float, bool, Callable[[str], re.Match[str] | None]]


def _told(signs: Sequence[_Sign], words: tuple[str, str], points: float = 0.0) -> float:
    """``points`` and those of the ``signs`` that show."""
    begun, first = words
    return sum([worth for worth, begins, shows in signs if shows(begun if begins else first)], points)


@cache
def _signs() -> tuple[list[_Sign], list[_Sign]]:
    """Those that speak for a lede, and those against: points, whether it is looked for at the beginning or anywhere in
    the first sentence, and what looks for it."""
    text = files("digests.data").joinpath("ledes.txt").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    found = [(float(points), where == "begins", re.compile(pattern)) for points, where, pattern in rows]
    signs: list[_Sign] = [(points, begins, sign.match if begins else sign.search) for points, begins, sign in found]
    return [sign for sign in signs if sign[0] > 0], [sign for sign in signs if sign[0] <= 0]
