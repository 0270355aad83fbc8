"""What two libraries take for the main text of a web page, sentence by sentence.

Trafilatura finds nearly all there is to find, justext tells it from what is said around it. Both are loaded on first
need.
"""

from __future__ import annotations

import logging
import re

_SENTENCE = re.compile("[^。！？!?]*[。！？!?]+[”’」』）)]*|[^。！？!?]+$")
_MOST_PIECES = 3000  # of a page that justext reads: its time grows with their square (12,000 took 70 s)
_SEARCHED = 100_000  # characters of a reading in which a sentence is looked for at every place
_SEARCHES = 300_000_000  # characters looked through for a page; then only whole sentences are found (0.2 s)


class Votes:
    """What each library found, as lines, and how much of a text they keep."""

    def __init__(self, first: list[str], second: list[str]) -> None:
        self.lines = (first, second)
        self._bare = tuple("".join("".join(lines).split()) for lines in self.lines)
        self._sentences = tuple(set(_SENTENCE.findall(bare)) for bare in self._bare)
        self._left = _SEARCHES

    def share(self, text: str) -> tuple[float, float]:
        """How much of ``text`` either library keeps, by sentences."""
        bare = "".join(text.split())
        sentences = _SENTENCE.findall(bare)
        first, second = (
            sum(len(sentence) for sentence in sentences if sentence in known or self._holds(all_, sentence))
            for known, all_ in zip(self._sentences, self._bare, strict=True)
        )
        return first / max(1, len(bare)), second / max(1, len(bare))

    def _holds(self, reading: str, sentence: str) -> bool:
        if len(reading) >= _SEARCHED or self._left < 0:
            return False
        self._left -= len(reading)
        return sentence in reading


def ask(text: str, count: int) -> Votes:
    """Votes on the page ``text``, which has ``count`` pieces; justext is spared a page of very many."""
    small = count <= _MOST_PIECES
    first = _trafilatura(text, fast=not small)
    return Votes(first, _justext(text) if small else first)


def _trafilatura(text: str, *, fast: bool) -> list[str]:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    import trafilatura

    found = trafilatura.extract(
        text, include_comments=False, include_tables=True, include_links=False, deduplicate=False, fast=fast
    )
    return [line.strip("- \t") for line in (found or "").split("\n") if line.strip("- \t|")]


def _justext(text: str) -> list[str]:
    import justext

    try:
        found = justext.justext(
            text, frozenset(), length_low=20, length_high=60, stopwords_low=0, stopwords_high=0, max_link_density=0.3
        )
    except (ValueError, AssertionError, TypeError):  # its cleaner trips over documents without a body
        return []
    return [paragraph.text for paragraph in found if not paragraph.is_boilerplate]
