"""The choice among candidates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf

from digests.chinese.idf import Idf
from digests.keywords.candidates import Candidate, Candidates
from digests.keywords.cut import Words
from digests.keywords.lore import is_name, lore_of
from digests.keywords.points import PARTS, Parts, Scale
from digests.keywords.weights import length_of
from digests.models import Keyword

PROMISING = 30  # candidates that are weighed in full (all of them: 0.1 points of F1@5 more on cctv_kw, none elsewhere)
FIRST = 5  # keywords that say what the article is called; those after them, what else stands in it
LIKE = 0.6  # points off for a candidate all of whose words are in one of the first keywords chosen before
OFTEN = 5  # times that a word must stand for each of a longer keyword that holds it, to be shown beside it
NAMED = 1.5  # points by which a name may stay behind a word that stands nowhere but in it
ROUNDING = 1e-9
_TITLE = PARTS.index("title") + 1


def choose(words: Words, idf: Idf, known: Mapping[str, float], limit: int) -> tuple[Keyword, ...]:
    """The best ``limit`` candidates, none of them a fragment of another; equal points: the one that stands earlier.

    After the first five a place in the headline counts for less: editors take a few tags from it, and fill their list
    with what the body names. (One scale for all ten: 2.4 points fewer of the words wanted on the articles labelled by
    hand, as many or fewer on the seeds.)
    """
    lore = lore_of(idf, length_of(len(words.text) - words.title_chars - 1))
    vocabulary = lore.vocabulary(words.tokens)
    scale = Scale(words, vocabulary.at, known, lore.weights)
    rough = _promising(words, scale, Candidates(words, vocabulary, known.keys()), limit * PROMISING // 10)
    parts = {one.text: (lore.weights["base"], *values, *scale.fine(one)) for one, values in rough}
    points = {text: sum(values) for text, values in parts.items()}
    ranked = sorted([one for one, _ in rough], key=lambda one: (-points[one.text], one.places[0]))
    less = {one.text: scale.less(one) for one in ranked if one.in_title}
    chosen = best(words, ranked, points, less, limit)
    for one in chosen[FIRST:]:
        if one.in_title:
            values = parts[one.text]
            parts[one.text] = (*values[:_TITLE], values[_TITLE] + less[one.text], *values[_TITLE + 1 :])
    return tuple(_keyword(words, one, parts[one.text]) for one in chosen)


def _promising(words: Words, scale: Scale, found: Candidates, most: int) -> list[tuple[Candidate, Parts]]:
    """The best by `Scale.rough`, with those parts.

    Plain words come last: what all parts of such a one come to is known from the word and how often it stands, and few
    have as many points as the last of the best others.
    """
    weighed = _weighed(scale, map(found.__getitem__, found.others))
    least = -weighed[most - 1][0] if len(weighed) >= most else -inf
    plain = [words.tokens[place] for place, times in found.plain if scale.plain(place, times) >= least - ROUNDING]
    weighed = sorted(weighed + _weighed(scale, map(found.__getitem__, plain)))
    return [(one, values) for *_, one, values in weighed[:most]]


def _weighed(scale: Scale, candidates: Iterable[Candidate]) -> list[tuple[float, int, int, Candidate, Parts]]:
    """Best first."""
    each = [(one, scale.rough(one)) for one in candidates]
    return sorted([(-sum(values), one.places[0], one.size, one, values) for one, values in each])


def best(
    words: Words, ranked: Sequence[Candidate], points: Mapping[str, float], less: Mapping[str, float], limit: int
) -> list[Candidate]:
    """One after the other, best first: until five are chosen likeness to those before costs points, then ``less`` does.

    A candidate that stands only inside a name gives way to it; one that stands only inside one chosen is left out.
    Where the longer one comes second it takes the other's place if the body has it twice, or if it ends as names do
    and is not far behind, for then it is the name; it is left out if not. (A longer one of headline and lead alone is
    mostly a clause: taking it costs 1.5 points of F1@5 on cctv_kw.) After the first five little is taken that one
    chosen spells out, wherever else it stands: 1.2 points more of the words wanted on the articles labelled by hand,
    0.9 on the seeds; among the first five it costs half a point of F1@5.
    """
    chosen: list[Candidate] = []
    left = {one.text: points[one.text] for one in ranked}  # in order, so of equal ones the first is taken
    by_text = {one.text: one for one in ranked}
    inner = {one.text: frozenset(words.tokens[one.places[0] : one.places[0] + one.size]) for one in ranked}
    first = True
    while left and len(chosen) < limit:
        if first and len(chosen) == FIRST:
            first = False
            left = {text: points[text] + less.get(text, 0.0) for text in left}
        text = max(left, key=left.__getitem__)
        del left[text]
        candidate = _whole(by_text[text], ranked, points)
        left.pop(candidate.text, None)
        longer = [other for other in chosen if candidate.text in other.text]
        if any(_stands_inside(candidate, other) or not (first or _matters(candidate, other)) for other in longer):
            continue
        joined = _joined(candidate, chosen, points)
        if first and joined:
            _lower(left, inner, candidate)
        chosen = joined or chosen
    return chosen


def _whole(candidate: Candidate, ranked: Sequence[Candidate], points: Mapping[str, float]) -> Candidate:
    """The name outside which ``candidate`` never stands, where there is one that is not far behind."""
    if not candidate.within >= len(candidate.places) > 1:
        return candidate
    for other in ranked:
        if (
            other.size > candidate.size
            and len(other.places) > 1
            and is_name(other.text)
            and points[candidate.text] - points[other.text] < NAMED
            and _is_piece(candidate, other)
        ):
            return other
    return candidate


def _joined(candidate: Candidate, chosen: list[Candidate], points: Mapping[str, float]) -> list[Candidate]:
    """``chosen`` with ``candidate`` behind them, or in place of what stands only inside it; none: it gives way."""
    pieces = [other for other in chosen if _is_piece(other, candidate)]
    if not pieces:
        return [*chosen, candidate]
    behind = max(points[other.text] for other in pieces) - points[candidate.text]
    again = len(candidate.places) - candidate.in_title > 1
    if not (again or (is_name(candidate.text) and behind < NAMED)):
        return []
    with_it = [candidate if other is pieces[0] else other for other in chosen]
    return [other for other in with_it if other not in pieces]


def _lower(left: dict[str, float], inner: Mapping[str, frozenset[str]], chosen: Candidate) -> None:
    """Takes points off for the words that are in ``chosen`` already."""
    mine = inner[chosen.text]
    for text in left:
        theirs = inner[text]
        if not mine.isdisjoint(theirs):
            left[text] -= LIKE * len(mine & theirs) / len(theirs)


def _matters(candidate: Candidate, longer: Candidate) -> bool:
    """Whether ``candidate`` is told of so much more often than ``longer``, which says it as well, that it is the
    matter."""
    return len(candidate.places) >= OFTEN * len(longer.places)


def _is_piece(candidate: Candidate, longer: Candidate) -> bool:
    return candidate.text in longer.text and _stands_inside(candidate, longer)


def _stands_inside(candidate: Candidate, longer: Candidate) -> bool:
    """Whether every place where ``candidate`` stands lies inside a place of ``longer``, which holds it."""
    begins, room = frozenset(longer.places), longer.size - candidate.size
    return all(not begins.isdisjoint(range(first - room, first + 1)) for first in candidate.places)


def _keyword(words: Words, candidate: Candidate, values: tuple[float, ...]) -> Keyword:
    start = words.starts[candidate.places[0]]
    stop = start + len(candidate.text)
    if "”" in candidate.text:
        start -= 1  # the mark that opens the quotation is part of the name
    return Keyword(
        text=words.as_printed(start, stop),
        weight=sum(values),
        parts=tuple(zip(("base", *PARTS), values, strict=True)),
    )
