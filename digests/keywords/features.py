"""What is counted about a candidate keyword, as named numbers; `weigh` turns them into points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log, log1p

from digests.chinese.idf import Idf
from digests.keywords.candidates import Candidate
from digests.keywords.cut import Words

Features = list[tuple[str, float]]  # "part.feature" -> value; only what is not 0


class Measure:
    """Features of an article's candidates. ``known``: terms of the themes file or a lexicon, with weights of 0 to 1."""

    def __init__(self, words: Words, idf: Idf, known: Mapping[str, float]) -> None:
        self._words, self._idf, self._known = words, idf, known
        self._counts = Counter(words.tokens)
        self._part = {word: idf.part(word) for word in self._counts}
        self._weight = {word: idf(word) / 10 for word in self._counts}
        body = words.text[words.title_chars + 1 :]
        ends = [at for at in (body.find(mark) for mark in "。!?\n") if at >= 0]
        self._lead_end = words.title_chars + 1 + (min(ends) if ends else len(body))

    def __call__(self, candidate: Candidate) -> Features:
        found: Features = []
        self._add_frequency(candidate, found)
        self._add_position(candidate, found)
        self._add_form(candidate, found)
        self._add_speech(candidate, found)
        self._add_edges(candidate, found)
        if (weight := self._known.get(candidate.text)) is not None:
            found += [("known.is", 1.0), ("known.weight", weight)]
        return found

    def _add_frequency(self, candidate: Candidate, found: Features) -> None:
        times = len(candidate.spans)
        in_body = times - candidate.in_title
        first, stop = candidate.spans[0]
        weights = [self._weight[word] for word in self._words.tokens[first:stop]]
        mean = sum(weights) / len(weights)
        titled = candidate.in_title > 0
        often = log1p(in_body)
        found += [
            ("frequency.body", often),
            ("frequency.telling", often * mean),
            ("telling.mean", mean),
            ("telling.least", min(weights)),
            ("telling.sum", sum(weights)),
        ]
        if titled:
            found += [("title.is", 1.0), ("title.telling", mean), ("title.body", often)]
            if not in_body:
                found.append(("title.only", 1.0))

    def _add_position(self, candidate: Candidate, found: Features) -> None:
        words = self._words
        found.append(("position.first", log1p(words.starts[candidate.spans[0][0]]) / 5))
        lead = candidate.in_title < len(candidate.spans) and (
            words.starts[candidate.spans[candidate.in_title][0]] < self._lead_end
        )
        if lead:
            found.append(("position.lead", 1.0))

    def _add_form(self, candidate: Candidate, found: Features) -> None:
        text = candidate.text
        first, stop = candidate.spans[0]
        size = stop - first
        found += [(f"length.chars{min(len(text), 9)}", 1.0), (f"length.words{min(size, 5)}", 1.0)]
        if candidate.quoted:
            found += [("quoted.any", 1.0), ("quoted.share", candidate.quoted / len(candidate.spans))]
        if not text.isalpha() or min(text) < "\u4e00":
            if any(char.isdigit() for char in text):
                found.append(("form.digit", 1.0))
            if any("a" <= char <= "z" for char in text):
                found.append(("form.latin", 1.0))
        if size > 1:
            tokens = self._words.tokens
            rarest = min(self._counts[word] for word in tokens[first:stop])
            found.append(("cohesion.share", log(len(candidate.spans) / rarest)))
            if len(tokens[first]) == 1:
                found.append(("form.first_single", 1.0))
            if len(tokens[stop - 1]) == 1:
                found.append(("form.last_single", 1.0))
        if candidate.within:
            share = min(1.0, candidate.within / len(candidate.spans))
            found.append(("containment.share", share))
            if share == 1.0:
                found.append(("containment.always", 1.0))

    def _add_speech(self, candidate: Candidate, found: Features) -> None:
        tokens, part = self._words.tokens, self._part
        first, stop = candidate.spans[0]
        begins, ends = part[tokens[first]] or "none", part[tokens[stop - 1]] or "none"
        titled = candidate.in_title > 0
        if stop - first == 1:
            found.append((f"speech.only_{begins}", 1.0))
            if titled:
                found.append((f"speech.only_titled_{begins}", 1.0))
            return
        found += [(f"speech.begins_{begins}", 1.0), (f"speech.ends_{ends}", 1.0)]
        if titled:
            found.append((f"speech.ends_titled_{ends}", 1.0))
        if any(part[word] in ("u", "d", "m") for word in tokens[first + 1 : stop - 1]):
            found.append(("speech.holds_filler", 1.0))

    def _add_edges(self, candidate: Candidate, found: Features) -> None:
        """How freely the neighbours vary: a fragment is always followed, or preceded, by the rest of its name."""
        tokens, runs, part = self._words.tokens, self._words.runs, self._part
        times = len(candidate.spans)
        before: list[str] = []
        after: list[str] = []
        for first, stop in candidate.spans:
            if first and runs[first - 1] == runs[first]:
                before.append(tokens[first - 1])
            elif candidate.in_title and first < self._words.title_tokens:
                found.append(("edges.opens_title", 1.0))
            if stop < runs[first]:
                after.append(tokens[stop])
            elif candidate.in_title and first < self._words.title_tokens:
                found.append(("edges.closes_title", 1.0))
        for side, neighbours in (("left", before), ("right", after)):
            most = max(map(neighbours.count, neighbours)) if neighbours else 0
            found.append((f"edges.free_{side}", 1 - most / times))
            loose = sum(part[word] in ("u", "d", "f", "m") for word in neighbours)
            if loose:
                found.append((f"edges.loose_{side}", loose / times))
