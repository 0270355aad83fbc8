"""How well entries answer: BM25 with the title counted as a field of its own, words near each other, whole words.

Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009). Deviations: the
weights of words come from counts that stop early, and only candidates are scored, not the archive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from digests.lookup.matching import places, spelled, whole
from digests.query import Entry, Word

K1 = 1.2
B = 0.5
TITLE = 3.0  # a word in the title counts as this many in the body
AVERAGE_CHARS = 600  # a length at which nothing is corrected; news items of the measured collections
NEAR = 0.5  # share of a word's weight added when it stands in one sentence with all others
HOW = {"exact": 1.0, "variant": 0.9, "pinyin": 0.8, "fuzzy": 0.8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One candidate with its score; higher is better."""

    entry: Entry
    score: float
    held: tuple[Word, ...]


def weigh(counts: Sequence[float], total: int) -> tuple[float, ...]:
    """Weight of each word from the number of articles that hold it, of ``total``: the idf of BM25, never negative."""
    return tuple(log(1 + (max(total, count) - count + 0.5) / (count + 0.5)) for count in counts)


def rank(words: Sequence[Word], weights: Sequence[float], entries: Sequence[Entry]) -> list[Ranked]:
    """``entries``, best first; ties go to the later day, then to the article read later."""
    weighted = dict(zip(words, weights, strict=True))
    ranked = [_scored(weighted, entry) for entry in entries]
    return sorted(ranked, key=lambda r: (-r.score, -r.entry.day.toordinal(), -r.entry.pk))


def _scored(weighted: Mapping[Word, float], entry: Entry) -> Ranked:
    length = 1 - B + B * (len(entry.body) + len(entry.title)) / AVERAGE_CHARS
    score = 0.0
    held: list[tuple[Word, str, float]] = []
    for word, weight in weighted.items():
        found = spelled(word, entry)
        if found is None:
            continue
        frequency = _frequency(found.form, entry.body) / length + TITLE * _frequency(found.form, entry.title)
        points = weight * HOW[found.how] * frequency / (K1 + frequency)
        score += points
        held.append((word, found.form, weight))
    if len(held) > 1:
        score += NEAR * _nearness(held, entry)
    return Ranked(entry=entry, score=score, held=tuple(word for word, _, _ in held))


def _frequency(form: str, text: str) -> float:
    """How often ``form`` stands in ``text``; a hit cut out of a longer Latin word or number counts a quarter."""
    if not form[0].isascii() and not form[-1].isascii():
        return text.count(form)
    return sum(1.0 if whole(form, start, end, text) else 0.25 for start, end in places(form, text))


def _nearness(held: Sequence[tuple[Word, str, float]], entry: Entry) -> float:
    """The most weight that one sentence, or the title, holds together beyond its heaviest word."""
    best = 0.0
    for line in (entry.title, *entry.body.split("\n")):
        there = [weight for _, form, weight in held if form in line]
        if len(there) > 1:
            best = max(best, sum(there) - max(there))
    return best
