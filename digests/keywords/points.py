"""Points of a candidate keyword: what is counted about it, times the weights of `digests.keywords.weights`.

Every part is a plain sum, so the weights can be fitted by any linear method and ``why`` can show where points are from.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, log1p

from digests.keywords.candidates import Candidate
from digests.keywords.cut import Words
from digests.keywords.lore import Facts, is_name, of_form
from digests.keywords.runs import Places

PARTS = ("telling", "frequency", "title", "form", "speech", "known", "containment", "position", "edges")
Parts = tuple[float, ...]
HEAD_CHARS = 24  # so near its paragraph's beginning a word tells what the paragraph is about
LONG_CHARS = 6
MANY = 100  # words, from which on a table counts them faster than one look through them for each
HEADLINE_CHARS = 20  # a headline longer than that holds more than the first keywords
_BREAK = re.compile("\n")
_LEAD = re.compile("[。!?\n]")


class Scale:
    """Weighs the candidates of one article. ``facts``: those of each token; ``known``: terms of the themes file, with
    weights of 0 to 1; ``weights``: those for the article's length.

    The parts that cost least come first (`rough`): by their sum one can tell which candidates deserve the others
    (`fine`). Both follow `PARTS`.
    """

    def __init__(
        self, words: Words, facts: Sequence[Facts], known: Mapping[str, float], weights: Mapping[str, float]
    ) -> None:
        self._words, self._facts, self._known, self._w = words, facts, known, weights
        body = words.title_chars + 1
        lead = _LEAD.search(words.text, body)
        self._lead_end = lead.start() if lead else len(words.text)
        self._breaks = [mark.start() for mark in _BREAK.finditer(words.text)]

    def rough(self, candidate: Candidate) -> Parts:
        if candidate.size == 1:
            facts = self._facts[candidate.places[0]]
            mean, (telling, form, speech) = facts.telling, facts.alone
        else:
            telling, mean, form, speech = self._of_phrase(candidate)
        if candidate.quoted:
            form += self._of_quoted(candidate)
        often = log1p(len(candidate.places) - candidate.in_title)
        title = self._of_title(candidate, mean, often) if candidate.in_title else 0.0
        known = self._of_known(candidate.text) if candidate.text in self._known else 0.0
        return telling, self._of_frequency(candidate, mean, often), title, form, speech, known

    def plain(self, place: int, times: int) -> float:
        """The sum of `rough`, but for rounding, of a word that stands here and so often, in the body alone, without
        quotation marks."""
        w, facts, word = self._w, self._facts[place], self._words.tokens[place]
        points = facts.bare + log1p(times) * facts.growing + w["frequency.again" if times > 1 else "frequency.once"]
        return points + self._of_known(word) if word in self._known else points

    def fine(self, candidate: Candidate) -> Parts:
        containment = self._of_containment(candidate) if candidate.within else 0.0
        return containment, self._of_position(candidate), self._of_edges(candidate)

    def less(self, candidate: Candidate) -> float:
        """What a candidate of the headline loses of ``title`` after the first keywords; little in a long headline."""
        w = self._w
        points = w["title.rest"]
        if candidate.in_title == len(candidate.places):
            points += w["title.rest_only"]
        return points * min(1.0, HEADLINE_CHARS / self._words.title_chars)

    def _of_phrase(self, candidate: Candidate) -> tuple[float, float, float, float]:
        """Points for telling words, their mean, points for form and speech."""
        text, places, size, rarest, in_title, _, _ = candidate
        w, first, times = self._w, places[0], len(places)
        begin, end = self._facts[first], self._facts[first + size - 1]
        speech = begin.begins + end.ends
        total, least = begin.telling + end.telling, min(begin.telling, end.telling)
        if size > 2:
            whole = self._facts[first : first + size]
            tellings = [one.telling for one in whole]
            total, least = sum(tellings), min(tellings)
            if True in [one.fills for one in whole[1:-1]]:
                speech += w["speech.holds_filler"]
        telling = w["telling.mean"] * (total / size) + w["telling.least"] * least + w["telling.sum"] * total
        named = is_name(text)
        form = of_form(text, named, w) + w[_WORDS[min(size, 5)]]
        if times < rarest:
            form += w["form.cohesion"] * log(times / rarest)  # often seen apart, the words make no name
        if times > 1 and len(text) >= LONG_CHARS:
            form += w["form.again_long"]
        if named:
            form += w["form.long_name"]
            if times > 1:
                form += w["form.again_name"]
            elif not in_title:
                form += w["form.once_name"]
        return telling, total / size, form, speech

    def _of_quoted(self, candidate: Candidate) -> float:
        """Names of things are quoted, but so are figures of speech; those are mostly words of the dictionary."""
        w = self._w
        points = w["quoted.is"] + (w["quoted.name"] if is_name(candidate.text) else 0.0)
        if candidate.size == 1 and self._facts[candidate.places[0]].part != "none":
            points += w["quoted.word"]
        if candidate.in_title:
            points += w["quoted.title"]
        if len(candidate.places) > 1:
            points += w["quoted.again"]
        return points

    def _of_frequency(self, candidate: Candidate, mean: float, often: float) -> float:
        w = self._w
        points = w["frequency.body"] * often + w["frequency.telling"] * (often * mean)
        if len(candidate.places) > 1:
            points += w["frequency.again"]
            if candidate.size > 1:
                points += w["frequency.again_phrase"]
        elif not candidate.in_title:
            points += w["frequency.once_phrase" if candidate.size > 1 else "frequency.once"]
        return points

    def _of_title(self, candidate: Candidate, mean: float, often: float) -> float:
        w = self._w
        points = w["title.is"] + w["title.telling"] * mean + w["title.body"] * often
        if candidate.in_title == len(candidate.places):
            points += w["title.only"]
            if candidate.size > 1:
                points += w["title.only_phrase"]
        return points

    def _of_known(self, text: str) -> float:
        return self._w["known.is"] + self._w["known.weight"] * self._known[text]

    def _of_containment(self, candidate: Candidate) -> float:
        w, times = self._w, len(candidate.places)
        if candidate.within < times:
            return w["containment.share"] * (candidate.within / times)
        points = w["containment.share"] + w["containment.always"]
        return points + w["containment.always_again"] if times > 1 else points

    def _of_position(self, candidate: Candidate) -> float:
        w, starts, places, breaks = self._w, self._words.starts, candidate.places, self._breaks
        points = w["position.first"] * (log1p(starts[places[0]]) / 5)
        if candidate.in_title == len(places):
            return points
        if starts[places[candidate.in_title]] < self._lead_end:
            points += w["position.lead"]
        heads = 0
        for place in places[candidate.in_title :]:
            start = starts[place]
            heads += start - breaks[bisect_left(breaks, start) - 1] <= HEAD_CHARS
        if heads:
            points += w["position.head"] + w["position.heads"] * log(heads)
        return points

    def _of_edges(self, candidate: Candidate) -> float:
        """How freely the neighbours vary: a fragment is always followed, or preceded, by the rest of its name."""
        words, w = self._words, self._w
        runs = words.runs
        times, titles = len(candidate.places), candidate.in_title
        before: Places = []
        after: Places = []
        opens = closes = 0
        for number, first in enumerate(candidate.places):
            stop = first + candidate.size
            if first and runs[first - 1] == runs[first]:
                before.append(first - 1)
            elif number < titles:
                opens = 1
            if stop < runs[stop - 1]:
                after.append(stop)
            elif number < titles:
                closes = 1
        points = w["edges.free_left"] * (1 - self._most(before) / times)
        points += w["edges.free_right"] * (1 - self._most(after) / times)
        if titles:
            points += w["edges.opens_title"] * opens + w["edges.closes_title"] * closes
        return (
            points
            + w["edges.loose_left"] * (self._loose(before) / times)
            + w["edges.loose_right"] * (self._loose(after) / times)
        )

    def _loose(self, neighbours: Places) -> int:
        return sum([self._facts[place].loose for place in neighbours]) if neighbours else 0

    def _most(self, neighbours: Places) -> int:
        """How often the commonest neighbour occurs."""
        if len(neighbours) < 2:
            return len(neighbours)
        words = [self._words.tokens[place] for place in neighbours]
        return max(map(words.count, words) if len(words) < MANY else Counter(words).values())


_WORDS = tuple(f"form.words{n}" for n in range(6))
