"""Which strings of an article may be keywords: words and runs of words, with what is counted about each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence, Set
from heapq import nsmallest
from itertools import compress, count
from typing import NamedTuple

from digests.keywords.cut import Words
from digests.keywords.lore import Facts, Vocabulary
from digests.keywords.runs import Found, Places, phrases, quoted, within

OFTEN = 20  # words that recur, but not in the title: so many of the most telling are looked at
ONCE = 6  # words that stand once, in the body: so many of the rarest are looked at

_PLACES = frozenset(("ns", "none"))  # parts of speech of names of places
_UNITS = "市省区县"  # what may be left off the name of a place


class Candidate(NamedTuple):
    """A string and where it stands, in order of the text."""

    text: str
    places: Places
    size: int  # how many tokens it has
    rarest: int  # how often the rarest of its words occurs
    in_title: int  # how many of the places are in the title
    quoted: int  # how many stand alone between quotation marks or title marks
    within: int  # how often the longer candidate that holds it most often occurs


class Candidates:
    """Words and runs of up to six words, at most twelve characters, that neither begin nor end in a function word.

    A run must recur, stand in the title or between quotation marks, be ``known``, or end as names do. A word must
    recur, stand in the title, be quoted or known; of those that stand once in the body the rarest few that name
    something are kept. Verbs must stand three times, for of those that stand twice editors chose 1 in 100; plain words
    of news prose stand for themselves nowhere but in the title (0 of 1,800 were chosen).

    ``plain``: words that stand in the body alone, without quotation marks: where first, and how often; ``others``: the
    rest. What more there is to know of a candidate is counted when it is asked for, as many need not be.
    """

    def __init__(self, words: Words, vocabulary: Vocabulary, known: Set[str] = frozenset()) -> None:
        self._words, self._times = words, vocabulary.times
        quotations = quoted(words)
        self._quoted = Counter([words.span(first, size) for first, size in quotations])
        runs = phrases(words, vocabulary.at, known, quotations)
        self._within = within(words, runs)
        self._kept = _single(words, vocabulary, {*words.in_title, *self._quoted, *(known & vocabulary.times.keys())})
        for text, found in runs.items():
            if found[1] > 1 and (text not in self._kept or len(self._kept[text][0]) < len(found[0])):
                self._kept[text] = found  # the same string cut in two ways: as it is cut more often
        _name_once(vocabulary.at, self._kept)
        self.plain: list[tuple[int, int]] = []
        self.others: list[str] = []
        for text, (places, size) in self._kept.items():
            if size == 1 and places[0] >= words.title_tokens and text not in self._quoted:
                self.plain.append((places[0], len(places)))
            else:
                self.others.append(text)

    def __getitem__(self, text: str) -> Candidate:
        tokens, titles, times = self._words.tokens, self._words.title_tokens, self._times
        places, size = self._kept[text]
        first = places[0]
        in_title = bisect_left(places, titles) if first < titles else 0
        rarest = len(places)
        if size == 2:
            rarest = min(times[tokens[first]], times[tokens[first + 1]])
        elif size > 2:
            rarest = min([times[token] for token in tokens[first : first + size]])
        return Candidate(text, places, size, rarest, in_title, self._quoted.get(text, 0), self._within.get(text, 0))


def _name_once(facts: Sequence[Facts], kept: Found) -> None:
    """Leaves one of two names of a place: of 重庆 and 重庆市 the first, as 23 of 25 editors did; of
    杨浦 and 杨浦区 that which stands more often, of equals the longer."""
    for text in [text for text in kept if text[-1] in _UNITS and len(text) > 2]:
        if text not in kept or text[:-1] not in kept:
            continue  # 上海市 left out before 上海市区 is looked at
        (longer, size), (shorter, _) = kept[text], kept[text[:-1]]
        if size == 1 and facts[shorter[0]].part in _PLACES:
            del kept[text if text[-1] in "市省" or len(shorter) > len(longer) else text[:-1]]


def _single(words: Words, vocabulary: Vocabulary, shown: Set[str]) -> Found:
    """The words worth a look; ``shown``: those that are wherever they stand."""
    kept: list[str] = []
    often: list[tuple[float, int, str]] = []
    once: list[tuple[float, int, str]] = []
    for (word, number), fact in zip(vocabulary.times.items(), vocabulary.of.values(), strict=True):
        if fact.mute:
            continue
        if word in shown:
            kept.append(word)
        elif number == 1:
            if fact.naming:
                once.append((-fact.telling, len(once), word))
        elif number >= fact.recurs:
            often.append((-number * fact.telling, len(often), word))
    kept += [word for _, _, word in (*sorted(often)[:OFTEN], *nsmallest(ONCE, once))]
    found: Found = {word: ([], 1) for word in kept}
    for place in compress(count(), map(found.__contains__, words.tokens)):
        found[words.tokens[place]][0].append(place)
    return found
