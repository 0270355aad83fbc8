"""Readings of a lookup, tried in order until one finds something.

1. All words, other names included. 2. A question without the words that only ask. 3. The words that stand nowhere,
repaired. 4. Long words taken apart. 5. A question as a bag of words, if what it asks for is there. 6. Most of the
words. Otherwise nothing, with real keywords to go on from: never a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from digests import lookup
from digests.lookup import Lexicon, Ranked
from digests.models import Lookup, Script
from digests.query import Query, Spelling, Word, parse
from digests.search import gathering, repairing
from digests.search.answering import hits
from digests.store import Transaction

CANDIDATES = 200  # matching articles that are ranked, newest first, on the first pages
ENOUGH = 10  # stories with all words, below which those with most of them follow
COVERED = 0.6  # share of a question's weight that an article must hold to be its answer
MANY = 3  # words, from which on most of them means something


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one reading of the query found, best first, each story once."""

    query: Query
    weights: dict[str, float]
    stories: tuple[Ranked, ...] = ()
    more: bool = False  # the archive holds more than was ranked
    dropped: tuple[str, ...] = ()


def find(
    tx: Transaction,
    known: Lexicon,
    text: str,
    *,
    today: date,
    script: Script | None = None,
    page: int = 1,
    per_page: int = 5,
) -> Lookup:
    """Answers a lookup; never raises for what a reader may type. ``page`` counts from 1."""
    query = _named(parse(text, today=today), known)
    if not query.words and not query.narrowed:
        return Lookup(query=text, understood=query.understood, total=0)
    limit = max(CANDIDATES, 4 * page * per_page) if page * per_page > CANDIDATES // 4 else CANDIDATES
    found = _found(tx, known, query, limit)
    shown = found.stories[(page - 1) * per_page : page * per_page]
    return Lookup(
        query=text,
        understood=found.query.understood,
        total=len(found.stories),
        total_at_least=found.more,
        hits=hits(tx, found.query, found.weights, shown, script),
        dropped=found.dropped,
    )


def _named(query: Query, known: Lexicon) -> Query:
    """``query`` with other names as further spellings; several words that are one name become one word."""
    typed = " ".join(word.spellings[0].form for word in query.words)
    if len(query.words) > 1 and typed in known.aliases and not any(word.exact for word in query.words):
        joined = " ".join(word.text for word in query.words)
        return replace(query, words=(lookup.with_aliases(_plain(typed, joined), known),))
    return replace(query, words=tuple(lookup.with_aliases(word, known) for word in query.words))


def _plain(searched: str, text: str | None = None) -> Word:
    return Word(text=text or searched, spellings=(Spelling(form=searched),))


def _found(tx: Transaction, known: Lexicon, query: Query, limit: int) -> Found:
    found = _with_all(tx, query, limit)
    if found.stories or not query.words:
        return _and_most(tx, found)
    asked = _question(query, known)
    if asked is not None:
        found = _with_all(tx, asked, limit)
        if found.stories:
            return found
    mended = repairing.repaired(tx, known, asked or query)
    if mended is not None:
        found = _with_all(tx, mended, limit)
        if found.stories:
            return found
    apart = _apart(asked or query, known)
    if apart is not None:
        found = _with_all(tx, apart, limit, together=asked is None)
        if found.stories:
            return found
        if asked is not None:
            found = _bag(tx, apart)
            if found.stories:
                return found
    return _most(tx, query)


def _with_all(tx: Transaction, query: Query, limit: int, *, together: bool = False) -> Found:
    entries, more = gathering.with_all(tx, query, limit)
    weights = _weights(tx, query)
    if together:
        entries = [entry for entry in entries if lookup.together(query.words, entry)]
    return Found(query=query, weights=weights, stories=_by_story(lookup.rank(query.words, weights, entries)), more=more)


def _weights(tx: Transaction, query: Query) -> dict[str, float]:
    grams = sorted({gram for word in query.words for s in word.spellings for gram in lookup.pairs(s.form)})
    return dict(zip(grams, gathering.weights(tx, [[frozenset((gram,))] for gram in grams]), strict=True))


def _and_most(tx: Transaction, found: Found) -> Found:
    """A short list of stories with all words goes on with those that have most of them."""
    if len(found.query.words) < MANY or len(found.stories) >= ENOUGH:
        return found
    known = {one.entry.story for one in found.stories}
    further = [one for one in _most(tx, found.query).stories if one.entry.story not in known]
    return replace(found, stories=found.stories + tuple(further))


def _most(tx: Transaction, query: Query) -> Found:
    """Stories that hold more than half of at least three words."""
    weights = _weights(tx, query)
    if len(query.words) < MANY:
        return Found(query=query, weights=weights)
    entries = gathering.with_most(tx, query, weights)
    ranked = [one for one in lookup.rank(query.words, weights, entries) if 2 * len(one.held) > len(query.words)]
    stories = _by_story(ranked)
    held = {word.text for word in stories[0].held} if stories else set()
    dropped = tuple(word.text for word in query.words if word.text not in held) if stories else ()
    return Found(query=query, weights=weights, stories=stories, dropped=dropped)


def _question(query: Query, known: Lexicon) -> Query | None:
    """``query`` without the words that only ask; None where it asks nothing."""
    words: list[Word] = []
    asks = False
    for word in query.words:
        pieces = [] if word.exact else lookup.without_question(word.spellings[0].form, known)
        asks = asks or bool(pieces)
        words.extend(lookup.with_aliases(_plain(piece), known) for piece in pieces) if pieces else words.append(word)
    return replace(query, words=tuple(dict.fromkeys(words))) if asks else None


def _apart(query: Query, known: Lexicon) -> Query | None:
    """``query`` with its words taken apart; None where they cannot be."""
    words: list[Word] = []
    for word in query.words:
        pieces = [] if word.exact else lookup.parts(word.spellings[0].form, known)
        words.extend(lookup.with_aliases(_plain(piece), known) for piece in pieces) if pieces else words.append(word)
    words = list(dict.fromkeys(words))
    return replace(query, words=tuple(words)) if len(words) > len(query.words) else None


def _bag(tx: Transaction, query: Query) -> Found:
    """The answers to a question whose words stand nowhere all together."""
    weights = _weights(tx, query)
    entries = gathering.with_most(tx, query, weights)
    ranked = lookup.rank(query.words, weights, entries, question=True)
    kept = [one for one in ranked if lookup.coverage(query.words, weights, one.entry) >= COVERED]
    return Found(query=query, weights=weights, stories=_by_story(kept))


def _by_story(ranked: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """Each story once, at its best place; its lead answers where the lead holds as many of the words."""
    best: dict[str, Ranked] = {}
    for one in ranked:
        known = best.get(one.entry.story)
        if known is None:
            best[one.entry.story] = one
        elif one.entry.lead and len(one.held) >= len(known.held):
            best[one.entry.story] = replace(one, score=known.score)
    return tuple(best.values())
