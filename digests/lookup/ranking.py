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
from digests.lookup.matching import places, whole
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


@dataclass(frozen=True, slots=True)
class _Term:
    """One spelling of a word, prepared for many entries."""

    form: str
    grams: tuple[tuple[str, float], ...]
    weight: float  # of its pairs together
    share: float  # what its points count
    open: bool  # begins or ends with a Latin letter or digit, so it may be cut out of a longer word


def rank(
    words: Sequence[Word], weights: Mapping[str, float], entries: Sequence[Entry], *, question: bool = False
) -> list[Ranked]:
    """``entries``, best first; ties go to the later day, then to the article read later. ``weights``: of each pair."""
    asked = [(word, _terms(word, weights)) for word in words]
    near = {gram: weight for _, terms in asked for gram, weight in terms[0].grams} if question else {}
    scored = [_scored(asked, near, entry) for entry in entries]
    return sorted(scored, key=lambda r: (r.score, r.entry.day, r.entry.pk), reverse=True)


def _terms(word: Word, weights: Mapping[str, float]) -> list[_Term]:
    terms: list[_Term] = []
    for spelling in word.spellings:
        grams = tuple((gram, weights.get(gram, 0.0)) for gram in pairs(spelling.form))
        weight = sum(weight for _, weight in grams)
        share = HOW[spelling.how]
        if terms and spelling.how == "variant" and weight > terms[0].weight:
            share *= terms[0].weight / weight  # a longer other name must not outweigh the name that was typed
        cut = spelling.form[0].isascii() or spelling.form[-1].isascii()
        terms.append(_Term(spelling.form, grams, weight, share, cut))
    return terms


def _scored(asked: Sequence[tuple[Word, list[_Term]]], near: Mapping[str, float], entry: Entry) -> Ranked:
    title, body = entry.title, entry.body
    length = 1 - B + B * (len(body) + len(title)) / AVERAGE_CHARS
    score = 0.0
    held: list[tuple[Word, _Term]] = []
    for word, terms in asked:
        found = next((term for term in terms if term.form in body or term.form in title), None)
        term = found or terms[0]
        points = 0.0
        for gram, weight in term.grams:
            frequency = body.count(gram) / length + TITLE * title.count(gram)
            if frequency:
                points += weight * frequency / (K1 + frequency)
        if found is not None:
            points += WHOLE * term.weight * _whole(term, title, body)
            held.append((word, term))
        score += points * term.share
    if len(held) > 1:
        score += NEAR_WORDS * _together([term for _, term in held], entry)
    if near:
        lines = body.split("\n")
        score += NEAR * max(sum(weight for gram, weight in near.items() if gram in line) for line in lines)
    return Ranked(entry=entry, score=score, held=tuple(word for word, _ in held))


def _whole(term: _Term, title: str, body: str) -> float:
    """1 for a word in the body, 1.5 in the title; -1 where it is only cut out of a Latin word or number."""
    if not term.open:
        return 1.5 if term.form in title else 1.0
    for text, worth in ((title, 1.5), (body, 1.0)):
        if any(whole(start, end, text) for start, end in places(term.form, text)):
            return worth
    return -1.0


def _together(held: Sequence[_Term], entry: Entry) -> float:
    """The most weight of whole words that the title or one sentence holds beyond its heaviest word.

    Only lines with a word after the first are looked at: others hold one at most.
    """
    best = 0.0
    text = f"{entry.title}\n{entry.body}\n"
    for term in held[1:]:
        at = text.find(term.form)
        while at >= 0:
            end = text.index("\n", at)
            line = text[text.rfind("\n", 0, at) + 1 : end]
            there = [term.weight for term in held if term.form in line]
            best = max(best, sum(there) - max(there))
            at = text.find(term.form, end)
    return best


def heaviest(word: Word, weights: Mapping[str, float]) -> float:
    """The weight of the rarest pair of a word as typed."""
    return max((weights.get(gram, 0.0) for gram in pairs(word.spellings[0].form)), default=0.0)
