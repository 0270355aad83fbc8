"""How much text two articles share, letter for letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from digests.chinese.script import fold
from digests.models import Candidate, Print
from digests.stories.signature import plain

Prints = Callable[[Sequence[str]], Mapping[str, Print]]  # article ids -> what was printed

GRAM_CHARS = 4
RECENT = 512  # wordings kept, of some 3 KB: what newcomers are compared with is mostly the same few hundred for a while
_FIGURES = re.compile(r"\d+(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Wording:
    """An article's wording, made ready for comparing: 4-character shingles and figures, script and spacing aside.

    ``letters``: the text that the shingles are cut from, in 16 bits a character; ``size``: how many different ones.
    """

    letters: bytes
    size: int
    figures: frozenset[str]

    @classmethod
    def of(cls, title: str, text: str) -> Wording:
        return Yardstick.of_folded(fold(f"{title}\n{text}")).wording


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A wording that others are compared with, its shingles at hand: some 50 KB."""

    wording: Wording
    grams: set[int]

    @classmethod
    def of_folded(cls, folded: str) -> Yardstick:
        """``folded``: title, a line break and text."""
        # A character beyond the basic plane counts as two. Shorter texts are filled up with zeros.
        letters = plain(folded).encode("utf-16-le", "replace").ljust(2 * GRAM_CHARS, b"\0")
        grams = set(_grams(letters))
        return cls(Wording(letters, len(grams), frozenset(_FIGURES.findall(folded.replace("\n", "")))), grams)

    def beside(self, other: Wording) -> Shared:
        mine, common = self.wording, len(self.grams.intersection(_grams(other.letters)))
        figures, fewer = len(mine.figures & other.figures), min(len(mine.figures), len(other.figures))
        return Shared(
            grams=common,
            share=common / min(mine.size, other.size),
            figures=figures,
            figures_share=figures / fewer if fewer else 1.0,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What two wordings have in common.

    ``share``: how much of the shorter text stands in the longer, 0 to 1; ``figures_share``: how many of the fewer
    figures stand in both, 1 where one text has none.
    """

    grams: int
    share: float
    figures: int
    figures_share: float


def _grams(letters: bytes) -> list[int]:
    """Four characters of 16 bits are one integer of 64: made in a third of the time of slicing strings."""
    found: list[int] = []
    for at in range(0, 2 * GRAM_CHARS, 2):
        whole = (len(letters) - at) // 8 * 8
        found += memoryview(letters)[at : at + whole].cast("Q").tolist()
    return found


class Wordings:
    """Wordings of the articles that were compared last, so that few are read and folded again."""

    def __init__(self, most: int = RECENT) -> None:
        self._most = most
        self._kept: dict[tuple[str, int], Wording] = {}  # by article and revision, the last used last

    def keep(self, article: str, revision: int, wording: Wording) -> None:
        self._kept[article, revision] = wording
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]

    def of(self, articles: Sequence[Candidate], prints: Prints) -> dict[str, Wording]:
        """By article; ``prints`` is asked for those that are not kept."""
        found: dict[str, Wording] = {}
        for one in articles:
            if (wording := self._kept.pop((one.article, one.revision), None)) is not None:
                found[one.article] = self._kept[one.article, one.revision] = wording
        if missing := {one.article: one.revision for one in articles if one.article not in found}:
            for article, it in prints([*missing]).items():
                found[article] = Wording.of(it.title, it.text)
                self.keep(article, missing[article], found[article])
        return found
