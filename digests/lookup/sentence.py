"""The sentence that answers, and where the words stand in it."""

from __future__ import annotations

from collections.abc import Sequence

from digests.chinese.forms import QUESTION, SEVERED, SUBHEAD, form_aligned
from digests.lookup.matching import merged, places, spelled, whole
from digests.query import Entry, Word

_GOOD_CHARS = 18  # a shorter sentence seldom says much


def best_line(words: Sequence[Word], weights: Sequence[float], entry: Entry) -> int | None:
    """The line of ``entry`` to quote; None for an entry without sentences.

    The most weight of the words wins, then a sentence that is no journalist's question, then the earlier one. A
    sub-head that holds the words hands over to the sentence under it. A severed sentence stands back for any other.
    """
    forms = [
        (found.form, weight) for word, weight in zip(words, weights, strict=True) if (found := spelled(word, entry))
    ]
    best: tuple[float, int] | None = None
    marks = entry.marks
    for number, line in enumerate(entry.body.split("\n")):
        if not line:
            continue
        score = sum(weight * _worth(form, line) for form, weight in forms)
        shown = number
        if number < len(marks) and marks[number] == SUBHEAD:
            shown = _below(marks, number)
            if shown < 0:
                continue
            score *= 0.6
        elif marks[number] == SEVERED:
            score *= 0.05
        elif marks[number] == QUESTION:
            score *= 0.6
        if len(line) < _GOOD_CHARS:
            score *= 0.8
        if best is None or score > best[0] + 1e-9:
            best = (score, shown)
    return best[1] if best else None


def _worth(form: str, line: str) -> float:
    at = line.find(form)
    if at < 0:
        return 0.0
    return 1.0 if whole(form, at, at + len(form), line) else 0.4


def _below(marks: str, number: int) -> int:
    """The first line under a sub-head that is none; -1 where the article ends."""
    return next((i for i in range(number, len(marks)) if marks[i] != SUBHEAD), -1)


def sentence_number(marks: str, line: int) -> int:
    """Which of the article's sentences a line is: sub-heads do not count."""
    return line - marks.count(SUBHEAD, 0, line)


def highlights(words: Sequence[Word], shown: str) -> tuple[tuple[int, int], ...]:
    """Where the words stand in a sentence as shown, in either script: half-open code-point spans, merged."""
    searched, offsets = form_aligned(shown)
    spans = []
    for word in words:
        for spelling in word.spellings:
            spans.extend((offsets[start], offsets[end - 1] + 1) for start, end in places(spelling.form, searched))
    return merged(spans)
