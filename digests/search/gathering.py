"""Candidates from the index: exactly those with all words, or the most promising ones for a bag of grams.

Both are bounded, so a lookup costs the same in a large archive as in a small one. Newest first is the bound's order:
of a word that stands in sixty thousand articles, a reader of news means the late ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nlargest

from digests import lookup
from digests.chinese.forms import needed
from digests.lookup.ranking import weigh
from digests.query import Entry, Query, Word
from digests.store import Transaction
from digests.store.index import Alternatives, Facets

COUNTED = 1000  # where counting the articles of a word stops; the count is then stretched over the rest
SPREAD = 4000  # articles of one gram that vote for candidates
VOTES = 40_000  # articles looked at for all grams together
POOL = 150  # candidates of a bag of grams that are ranked


def narrowing(query: Query) -> Facets:
    return Facets(theme=query.theme, source=query.source, after=query.after, before=query.before)


def wanted(words: Sequence[Word]) -> list[Alternatives]:
    return [[needed(spelling.form) for spelling in word.spellings] for word in words]


def with_all(tx: Transaction, query: Query, limit: int) -> tuple[list[Entry], bool]:
    """Entries that hold every word, newest first, at most ``limit``, and whether there may be more."""
    asked, facets = wanted(query.words), narrowing(query)
    kept: list[Entry] = []
    below: int | None = None
    while len(kept) < limit:
        pks = tx.index.newest(asked, limit=limit, below=below, facets=facets)
        kept.extend(entry for entry in tx.index.entries(pks) if lookup.holds(query, entry))
        if len(pks) < limit:
            return kept, False
        below = pks[-1]
    return kept[:limit], True


def weights(tx: Transaction, asked: Sequence[Alternatives]) -> tuple[float, ...]:
    """The idf of each in this archive, from counts that stop early."""
    total = tx.index.highest()
    counts = []
    for alternatives in asked:
        pks = tx.index.newest([alternatives], limit=COUNTED)
        counts.append(float(len(pks)) if len(pks) < COUNTED else COUNTED * total / max(1, total - pks[-1] + 1))
    return weigh(counts, total)


def with_most(tx: Transaction, query: Query, weighted: Mapping[str, float]) -> list[Entry]:
    """The entries whose grams weigh most together."""
    best = voted(tx, weighted, narrowing(query))
    return [entry for entry in tx.index.entries(best) if lookup.allowed(query, entry)]


def voted(tx: Transaction, weighted: Mapping[str, float], facets: Facets) -> list[int]:
    """Articles by the weight of the grams they have, POOL at most; a gram of more than SPREAD articles has no vote."""
    votes: dict[int, float] = defaultdict(float)
    left = VOTES
    for gram in sorted(weighted, key=lambda gram: (-weighted[gram], gram)):
        pks = tx.index.newest([[frozenset((gram,))]], limit=min(SPREAD, left), facets=facets)
        if len(pks) == SPREAD and votes:
            continue
        for pk in pks:
            votes[pk] += weighted[gram]
        left -= len(pks)
        if left <= 0:
            break
    return nlargest(POOL, votes, key=lambda pk: (votes[pk], pk))
