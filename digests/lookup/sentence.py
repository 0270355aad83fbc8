"""The sentence that answers, and where the words stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digests.chinese.forms import QUESTION, SEVERED, SUBHEAD, form_aligned
from digests.lookup.matching import merged, places, spelled, whole
from digests.lookup.ranking import pairs
from digests.query import Entry, Word

_SHORT_CHARS = 12  # a shorter sentence seldom says much
_LENT = {SUBHEAD: 0.6, SEVERED: 0.05, QUESTION: 0.05}  # what words are worth in a line that is not quoted by itself


def best_line(words: Sequence[Word], weights: Mapping[str, float], entry: Entry) -> int | None:
    """The line of ``entry`` to quote; None for an entry without sentences.

    The most weight of the words wins, then of their pairs, then the earlier line. A sub-head that holds
    the words hands over to the sentence under it. A severed sentence and a journalist's question stand back for any other that holds a word.
    """
    spellings = [spelled(word, entry) or word.spellings[0] for word in words]
    known = [(spelling.form, pairs(spelling.form)) for spelling in spellings]
    best: tuple[float, int] | None = None
    for number, line in enumerate(entry.body.split("\n")):
        mark = entry.marks[number : number + 1]
        shown = _below(entry.marks, number) if mark == SUBHEAD else number
        if not line or shown is None:
            continue
        score = sum(_worth(searched, grams, weights, line) for searched, grams in known) * _LENT.get(mark, 1.0)
        if len(line) < _SHORT_CHARS:
            score *= 0.8
        if best is None or score > best[0] + 1e-9:
            best = (score, shown)
    return best[1] if best else None


def _worth(searched: str, grams: Sequence[str], weights: Mapping[str, float], line: str) -> float:
    at = line.find(searched)
    heaviest = max((weights.get(gram, 0.0) for gram in grams), default=0.0) + 0.1
    if at >= 0:
        return heaviest * (1.0 if whole(searched, at, at + len(searched), line) else 0.4)
    return 0.3 * heaviest * sum(gram in line for gram in grams) / len(grams)


def _below(marks: str, number: int) -> int | None:
    """The first line under a sub-head that is none; None where the article ends."""
    return next((i for i in range(number, len(marks)) if marks[i] != SUBHEAD), None)


def sentence_number(marks: str, line: int) -> int:
    """Which of the article's sentences a line is: sub-heads do not count."""
    return line - marks.count(SUBHEAD, 0, line)


def highlights(words: Sequence[Word], shown: str) -> tuple[tuple[int, int], ...]:
    """Where the words stand in a sentence as shown, in either script: half-open code-point spans, merged."""
    searched, offsets = form_aligned(shown)
    spans: list[tuple[int, int]] = []
    for word in words:
        for spelling in word.spellings:
            spans.extend((offsets[start], offsets[end - 1] + 1) for start, end in places(spelling.form, searched))
    return merged(spans)
