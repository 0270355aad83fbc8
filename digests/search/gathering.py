"""Candidates from the index: exactly those with all words, or the most promising ones for a bag of grams.

Both are bounded, so a lookup costs the same in a large archive as in a small one. Newest first is the bound's order:
of a word that stands in sixty thousand articles, a reader of news means the late ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest

from digests import lookup
from digests.chinese.forms import TITLE, needed, pairs
from digests.query import Entry, Query, Word
from digests.store import Transaction
from digests.store.index import Alternatives, Facets

COUNTED = 500  # where counting the articles of a gram stops; the count is then stretched over the rest
SPREAD = 4000  # articles of one gram that vote for candidates
VOTES = 40_000  # articles looked at for all grams together
TITLED = 4  # one in so many candidates has the word in its title
POOL = 200  # candidates of a bag of grams that are ranked


class Reach:
    """What one lookup has asked of the index so far: readings of a query ask for the same grams again and again."""

    def __init__(self, tx: Transaction, query: Query) -> None:
        self.index = tx.index
        self.facets = Facets(theme=query.theme, source=query.source, after=query.after, before=query.before)
        self._posted: dict[str, tuple[int, list[int]]] = {}
        self._entries: dict[int, Entry] = {}
        self._standing: dict[str, bool] = {}

    def with_all(self, query: Query, limit: int) -> tuple[list[Entry], bool]:
        """Entries that hold every word, newest first, at most ``limit``, and whether there may be more.

        Where there are more, the newest of those with a word in the title come along: an older article about the
        thing is worth more than a late one that names it.
        """
        asked = wanted(query.words)
        kept: list[Entry] = []
        below: int | None = None
        while len(kept) < limit:
            pks = self.index.newest(asked, limit=limit, below=below, facets=self.facets)
            kept.extend(entry for entry in self.entries(pks) if lookup.holds(query, entry))
            if len(pks) < limit:
                return kept, False
            below = pks[-1]
        titled = self._titled(query, asked, limit // TITLED) if query.words else []
        known = {entry.pk for entry in titled}
        return titled + [entry for entry in kept if entry.pk not in known][: limit - len(titled)], True

    def _titled(self, query: Query, asked: list[Alternatives], limit: int) -> list[Entry]:
        first = [frozenset(TITLE + gram for gram in grams) for grams in asked[0]]
        pks = self.index.newest([first, *asked], limit=limit, facets=self.facets)
        return [entry for entry in self.entries(pks) if lookup.holds(query, entry)]

    def entries(self, pks: Sequence[int]) -> list[Entry]:
        fresh = [pk for pk in pks if pk not in self._entries]
        self._entries.update((entry.pk, entry) for entry in self.index.entries(fresh))
        return [self._entries[pk] for pk in pks if pk in self._entries]

    def posted(self, gram: str, limit: int) -> list[int]:
        """The newest articles that have the gram, at most ``limit``."""
        known = self._posted.get(gram)
        if known is None or known[0] < limit == len(known[1]) or (known[0] < limit and len(known[1]) == known[0]):
            known = self._posted[gram] = (limit, self.index.newest([[frozenset((gram,))]], limit=limit))
        return known[1][:limit]

    def standing(self, chars: str, limit: int = lookup.CHOICES) -> str:
        """The first of ``chars`` that stand in any article, at most ``limit``."""
        found: list[str] = []
        for char in chars:
            if char not in self._standing:
                self._standing[char] = bool(self.index.newest([[frozenset((char,))]], limit=1))
            found += [char] * self._standing[char]
            if len(found) == limit:
                break
        return "".join(found)

    def weights(self, words: Iterable[Word]) -> dict[str, float]:
        """The idf of every pair of the words in this archive, from counts that stop early."""
        grams = sorted({gram for word in words for s in word.spellings for gram in pairs(s.form)})
        total = self.index.highest()
        counts = []
        for gram in grams:
            pks = self.posted(gram, COUNTED)
            counts.append(float(len(pks)) if len(pks) < COUNTED else COUNTED * total / max(1, total - pks[-1] + 1))
        return dict(zip(grams, lookup.weigh(counts, total), strict=True))

    def with_most(self, query: Query, weighted: Mapping[str, float]) -> list[Entry]:
        """The entries whose grams weigh most together."""
        return [entry for entry in self.entries(self.voted(weighted)) if lookup.allowed(query, entry)]

    def voted(self, weighted: Mapping[str, float]) -> list[int]:
        """POOL articles by the weight of the grams they have; a gram of more than SPREAD articles has no vote."""
        votes: dict[int, float] = defaultdict(float)
        left = VOTES
        for gram in sorted(weighted, key=lambda gram: (-weighted[gram], gram)):
            pks = self.posted(gram, SPREAD)
            if len(pks) == SPREAD and votes:
                continue
            for pk in pks:
                votes[pk] += weighted[gram]
            left -= len(pks)
            if left <= 0:
                break
        return nlargest(POOL, votes, key=lambda pk: (votes[pk], pk))


def wanted(words: Sequence[Word]) -> list[Alternatives]:
    return [[needed(spelling.form) for spelling in word.spellings] for word in words]
