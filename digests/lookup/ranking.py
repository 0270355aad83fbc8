"""How well entries answer: BM25 on pairs of characters and on whole words, the title a field of its own.

Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009). Deviations: weights
come from counts that stop early, and only candidates are scored, not the archive. The constants were set on the dev
splits of cctv_search, ncp_search and drcd_search: pairs alone gave MRR 80.4, 85.1 and 92.6, the title counted three
times 85.7 on the first, whole words another 1.0, and nearness 1.5 on the questions of the second. Nearness hurts a
list of keywords (84.1): an editor's keywords stand in different sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from digests.chinese.forms import pairs
from digests.lookup.matching import places, spelled, whole
from digests.query import Entry, Word

K1 = 0.8
B = 0.4
TITLE = 3.0  # a hit in the title counts as this many in the body
AVERAGE_CHARS = 600  # the length at which nothing is corrected: a news item's
WHOLE = 0.5  # share of its pairs' weight that a whole word adds, half as much again in the title
NEAR = 0.4  # share of the weight of its pairs that one sentence of an answer to a question holds together
NEAR_WORDS = 0.2  # share of the weight of the words, the heaviest aside, that one sentence holds together
HOW = {"exact": 1.0, "variant": 0.6, "pinyin": 0.8, "fuzzy": 0.8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One candidate with its score; higher is better. ``held``: the words it has."""

    entry: Entry
    score: float
    held: tuple[Word, ...]


def weigh(counts: Sequence[float], total: int) -> tuple[float, ...]:
    """Weight of each word from the number of articles that hold it, of ``total``: the idf of BM25, never negative."""
    return tuple(log(1 + (max(total, count) - count + 0.5) / (count + 0.5)) for count in counts)


def rank(
    words: Sequence[Word], weights: Mapping[str, float], entries: Sequence[Entry], *, question: bool = False
) -> list[Ranked]:
    """``entries``, best first; ties go to the later day, then to the article read later. ``weights``: of each pair."""
    scored = [_scored(words, weights, entry, question) for entry in entries]
    return sorted(scored, key=lambda r: (-r.score, -r.entry.day.toordinal(), -r.entry.pk))


def _scored(words: Sequence[Word], weights: Mapping[str, float], entry: Entry, question: bool) -> Ranked:
    length = 1 - B + B * (len(entry.body) + len(entry.title)) / AVERAGE_CHARS
    score = 0.0
    held: list[tuple[Word, str, float]] = []
    for word in words:
        found = spelled(word, entry)
        spelling = found or word.spellings[0]
        grams = pairs(spelling.form)
        weight = sum(weights.get(gram, 0.0) for gram in grams)
        points = _of_pairs(grams, weights, entry, length)
        first = sum(weights.get(gram, 0.0) for gram in pairs(word.spellings[0].form))
        if found is not None:
            points += WHOLE * weight * _whole(found.form, entry)
            held.append((word, found.form, weight))
        if spelling.how == "variant" and weight > first:
            points *= first / weight  # a longer other name must not outweigh the name that was typed
        score += points * HOW[spelling.how]
    if len(held) > 1:
        score += NEAR_WORDS * _together([(form, weight) for _, form, weight in held], entry)
    if question:
        score += NEAR * _nearness({gram for word in words for gram in pairs(word.spellings[0].form)}, weights, entry)
    return Ranked(entry=entry, score=score, held=tuple(word for word, _, _ in held))


def _of_pairs(grams: Sequence[str], weights: Mapping[str, float], entry: Entry, length: float) -> float:
    points = 0.0
    for gram in grams:
        frequency = entry.body.count(gram) / length + TITLE * entry.title.count(gram)
        points += weights.get(gram, 0.0) * frequency / (K1 + frequency)
    return points


def _whole(searched: str, entry: Entry) -> float:
    """1 for a word in the body, 1.5 in the title; -1 where it is only cut out of a Latin word or number."""
    best = 0.0
    for text, worth in ((entry.title, 1.5), (entry.body, 1.0)):
        for start, end in places(searched, text):
            best = max(best, worth if whole(searched, start, end, text) else -1.0)
            if best == worth:
                break
    return best or -1.0


def _together(held: Sequence[tuple[str, float]], entry: Entry) -> float:
    """The most weight of whole words that the title or one sentence holds beyond its heaviest word."""
    best = 0.0
    for line in (entry.title, *entry.body.split("\n")):
        there = [weight for form, weight in held if form in line]
        if len(there) > 1:
            best = max(best, sum(there) - max(there))
    return best


def _nearness(grams: set[str], weights: Mapping[str, float], entry: Entry) -> float:
    """The most weight of ``grams`` that one sentence holds."""
    return max(sum(weights.get(gram, 0.0) for gram in grams if gram in line) for line in entry.body.split("\n"))


def coverage(words: Sequence[Word], weights: Mapping[str, float], entry: Entry) -> float:
    """The share, by weight, of the words that ``entry`` holds; 0 to 1."""
    heavy = [(word, heaviest(word, weights)) for word in words]
    total = sum(weight for _, weight in heavy)
    return sum(weight for word, weight in heavy if spelled(word, entry)) / total if total else 0.0


def heaviest(word: Word, weights: Mapping[str, float]) -> float:
    """The weight of the rarest pair of a word as typed."""
    return max((weights.get(gram, 0.0) for gram in pairs(word.spellings[0].form)), default=0.0)
