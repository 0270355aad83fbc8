"""Chooses the sentence that answers a lookup, and finds the words in it to highlight.

What an editor marked as the sentence to show for 169 named services, plans and places of the seeds is, of several that
hold the name, often not the first. What speaks for one of them are the factors here and in `prominence`. Tried and
dropped, because they moved as many of the marked sentences down as up: holding short sentences and quoted speech back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

from digests.chinese.forms import PLAIN, QUESTION, SEVERED, SUBHEAD, form, form_aligned, pairs
from digests.lookup.matching import merged, places, standing, whole
from digests.lookup.prominence import ANSWERING, INTRODUCED, NAMED, asked_for, prominence_of
from digests.models import Sentence
from digests.query import Entry, Spelling, Word

SHORT_CHARS = 20  # of a search form: below, a sentence announces what the next one tells
OPENS = 1.16  # a sentence that opens its paragraph: it tells what the paragraph is about
OTHERWISE = 0.85  # another name of a word, beside the word as typed
EXPLAINED = 1.1  # a part of the word in quotation marks with its explanation, for a question
CUT_OUT = 0.4  # a word or number that is only part of a longer one, or a figure without its sign of per cent
PARTLY = 0.3  # what a word's pairs are worth where the word itself does not stand
LOOSELY = 0.1  # what its characters are worth where not even a pair does
_LENT = {SUBHEAD: 0.6, SEVERED: 0.35, QUESTION: 0.05}  # what words are worth in a line not quoted for itself

_EXPLAINING = re.compile(r"[“「]([^”」]{2,12})[”」](?:就是|是指|是|即|指的是)")
_REFERRING = re.compile(r"[这這此该該][一二两三四五六七八九十几些个類类种]*[“‘「『]")


@dataclass(frozen=True, slots=True)
class Chosen:
    """First and last sentence to quote, mostly the same, and how well the words are spoken of there: about 1."""

    first: int
    last: int
    prominence: float


def best_sentence(
    words: Sequence[Word],
    weights: Mapping[str, float],
    entry: Entry,
    sentences: Sequence[Sentence],
    *,
    question: str = "",
) -> Chosen | None:
    """The sentence to quote; None for an entry without sentences. Without words, one that opens a paragraph.

    A sub-head that holds the words hands over to the sentence under it, a short opening sentence takes the next one
    along. For a ``question``, as asked, an explanation of a part of a word is as good as the word. A severed sentence
    and a journalist's question stand back for any other that holds a word.
    """
    lines = entry.body.split("\n")
    asked = _Asked(words, weights, entry, lines, question)
    best: tuple[float, int, float] | None = None
    number = -1  # of the sentence that is, or comes before, the line
    for line, mark in zip(lines, entry.marks, strict=False):
        number += mark != SUBHEAD
        shown = number + (mark == SUBHEAD)
        if shown >= len(sentences):
            break
        worth, prominence = asked.worth(line, mark, sentences[shown])
        if best is None or worth > best[0] + 1e-9:
            best = (worth, shown, prominence)
    return Chosen(*_with_other(best[1], sentences), best[2]) if best else None


class _Asked:
    """The words of a lookup, as they count in the lines of one article."""

    __slots__ = ("_answer", "_per_cent", "_question", "_words")

    def __init__(
        self, words: Sequence[Word], weights: Mapping[str, float], entry: Entry, lines: Sequence[str], question: str
    ) -> None:
        self._words = [[_Sought(found, weights, lines) for found in standing(word, entry)] for word in words]
        self._per_cent = _per_cent(words)
        self._answer = asked_for(question) if question else None
        self._question = bool(question)

    def worth(self, line: str, mark: str, sentence: Sentence) -> tuple[float, float]:
        """What the words are worth in a line, and how prominently its sentence speaks of them."""
        words = self._words
        worth = sum(max(_worth(sought, line) for sought in word) for word in words) if words else 1.0
        worth *= _LENT.get(mark, 1.0)
        if mark != PLAIN or worth <= 0:
            return worth, 1.0
        text = sentence.text
        prominence = prominence_of([sought.form for word in words for sought in word if sought.form in line], text)
        worth *= prominence * (OPENS if sentence.start == 0 else 1.0)
        worth *= CUT_OUT if self._per_cent and not self._per_cent.search(text) else 1.0
        worth *= ANSWERING if self._answer and self._answer.search(text) else 1.0
        if self._question:
            worth = max(worth, _explained(words, text))
        return worth, prominence


class _Sought:
    """A spelling, its pairs, and what it is worth in this article: less where every other sentence has it."""

    __slots__ = ("form", "grams", "weight")

    def __init__(self, spelling: Spelling, weights: Mapping[str, float], lines: Sequence[str]) -> None:
        searched = self.form = spelling.form
        self.grams = pairs(searched)
        spread = sum(searched in line for line in lines)
        telling = log(1 + len(lines) / spread) / log(1 + len(lines)) if spread else 1.0
        self.weight = (max((weights.get(gram, 0.0) for gram in self.grams), default=0.0) + 0.1) * telling
        self.weight *= OTHERWISE if spelling.how == "variant" else 1.0


def _per_cent(words: Sequence[Word]) -> re.Pattern[str] | None:
    """The percentages among the words, whose sign search forms do not keep."""
    figures = [word.text[:-1] for word in words if word.text[-1:] in "%％" and word.text[-2:-1].isdigit()]
    return re.compile(rf"(?:{'|'.join(map(re.escape, figures))})\s?[%％]") if figures else None


def _worth(sought: _Sought, line: str) -> float:
    """The weight of a word in a line: all of it where the word stands, some where parts of it do."""
    if sought.form in line:
        apart = any(whole(start, end, line) for start, end in places(sought.form, line))
        return sought.weight * (1.0 if apart else CUT_OUT)
    shared = sum(gram in line for gram in sought.grams) / len(sought.grams)
    loose = sum(char in line for char in sought.form) / len(sought.form)
    return sought.weight * (PARTLY * shared if shared else LOOSELY * loose)


def _explained(known: Sequence[Sequence[_Sought]], text: str) -> float:
    """What a sentence is worth that explains a part of a word: “一廊”就是… for 一廊一带."""
    for found in _EXPLAINING.finditer(text):
        part = form(found[1])
        for sought in chain.from_iterable(known):
            if len(part) > 1 and part in sought.form:
                return sought.weight * EXPLAINED * NAMED * INTRODUCED
    return 0.0


def _with_other(number: int, sentences: Sequence[Sentence]) -> tuple[int, int]:
    """A sentence with the one that it cannot do without.

    A short one that opens its paragraph, or is all of it, goes with the sentence after it; one that begins with
    这“四个区” goes with the sentence before, which says what they are.
    """
    chosen, following = sentences[number], sentences[number + 1 : number + 2]
    if number and _REFERRING.match(chosen.text) and _adjoin(sentences[number - 1], chosen):
        return number - 1, number
    opens = number == 0 or sentences[number - 1].paragraph != chosen.paragraph
    if not (opens and following and chosen.complete and len(chosen.text) < SHORT_CHARS) or chosen.severed:
        return number, number
    return (number, number + 1) if _adjoin(chosen, following[0]) else (number, number)


def _adjoin(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences that follow each other stand in one paragraph or in two that follow each other."""
    return other.paragraph <= one.paragraph + 1 and one.role == other.role and not one.severed


def highlights(words: Sequence[Word], shown: str) -> tuple[tuple[int, int], ...]:
    """Where the words stand in a sentence as shown, in either script: half-open code-point spans, merged."""
    searched, offsets = form_aligned(shown)
    spans: list[tuple[int, int]] = []
    for word in words:
        for spelling in word.spellings:
            spans.extend((offsets[start], offsets[end - 1] + 1) for start, end in places(spelling.form, searched))
    return merged(spans)
