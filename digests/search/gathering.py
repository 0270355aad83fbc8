"""Candidates from the index: exactly those with all words, or the most promising ones for a bag of grams.

Both are bounded, so a lookup costs the same in a large archive as in a small one. Newest first is the bound's order:
of a word that stands in sixty thousand articles, a reader of news means the late ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from heapq import nlargest

from digests import lookup
from digests.chinese.forms import TITLE, is_gram, needed, pairs
from digests.query import Entry, Query, Word
from digests.store import Transaction
from digests.store.index_queries import Alternatives, Facets, Grams

COUNTED = 200  # where counting the articles of a gram stops; the count is then stretched over the rest
SPREAD = 4000  # articles of one gram that vote for candidates
LOOKED_AT = 20_000  # candidates of which one lookup reads the text, for words whose pairs mostly stand apart
AT_LEAST = 200  # of them for a reading of the query when the others have used them up
WALKED = 600  # entries of a gram's list that are walked in the time in which one article is read and looked at
VOTES = 40_000  # articles looked at for all grams together
TITLED = 4  # one in so many candidates has the word in its title
POOL = 200  # candidates of a bag of grams that are ranked


class CachedIndex:
    """The index as one lookup sees it; keeps what was asked, as readings of a query ask for the same grams again."""

    def __init__(self, tx: Transaction, query: Query) -> None:
        self.index = tx.index
        self._stories = tx.stories
        self.facets = Facets(themes=query.themes, source=query.source, after=query.after, before=query.before)
        self._posted: dict[str, tuple[int, list[int]]] = {}
        self._entries: dict[int, Entry] = {}
        self._standing: dict[str, bool] = {}
        self._counts: dict[str, float] = {}
        self._looked = 0

    def with_all(self, query: Query, limit: int) -> tuple[list[Entry], bool]:
        """Entries that hold every word, newest first, at most ``limit``, and whether there may be more.

        Where there are more, the newest of those with a word in the title come along: an older article about the
        thing is worth more than a late one that names it.
        """
        asked = wanted(query.words)
        kept, more = self._holding(query, self._telling(asked), limit)
        if not (more and asked and limit >= TITLED):
            return kept, more
        first = [frozenset(TITLE + gram for gram in grams) for grams in asked[0]]
        titled, _ = self._holding(query, self._telling([first, *asked[1:]]), limit // TITLED)
        known = {entry.pk for entry in titled}
        return titled + [entry for entry in kept if entry.pk not in known][: limit - len(titled)], True

    def _holding(self, query: Query, asked: Sequence[Alternatives], limit: int) -> tuple[list[Entry], bool]:
        """The newest candidates that hold the words, at most ``limit``, and whether there may be more."""
        kept: list[Entry] = []
        without = [s.form for word in query.without for s in word.spellings if is_gram(s.form)]
        matching = self.index.matching(asked, facets=self.facets, counts=self._counts, without=without)
        with closing(matching) as candidates:
            most = max(LOOKED_AT - self._looked, AT_LEAST)
            for looked, entry in enumerate(candidates):
                self._looked += 1
                if looked == most:
                    return kept, True
                if lookup.holds(query, entry):
                    if len(kept) == limit:
                        return kept, True
                    kept.append(entry)
        return kept, False

    def _telling(self, asked: Sequence[Alternatives]) -> list[Alternatives]:
        """The grams of ``asked`` that pay: a list may take longer to walk than what it rules out takes to read.

        The rarest is always asked for. How many articles the others leave is reckoned from the rarest gram of each
        word, as if words stood independently of each other.
        """
        grams = {gram for alternatives in asked for grams in alternatives for gram in grams}
        if len(grams) < 2:
            return list(asked)
        counts = self.counted(grams)
        kept: list[Alternatives] = []
        left = float(self.total)
        for alternatives in sorted(asked, key=lambda alternatives: _least(alternatives, counts)):
            least = _least(alternatives, counts)
            if kept and least > WALKED * left:
                break
            left *= min(1.0, least / max(1, self.total))
            kept.append(alternatives)
        return [[_cheap(grams, counts, WALKED * left) for grams in alternatives] for alternatives in kept]

    def entries(self, pks: Sequence[int]) -> list[Entry]:
        fresh = [pk for pk in pks if pk not in self._entries]
        self._entries.update((entry.pk, entry) for entry in self.index.entries(fresh))
        return [self._entries[pk] for pk in pks if pk in self._entries]

    def leads(self, stories: Iterable[str]) -> dict[str, int]:
        """Story to the key of the article that stands for it."""
        asked = sorted(stories)
        return self._stories.leads(asked) if asked else {}

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
        known = self.counted(grams)
        return dict(zip(grams, lookup.weigh([known[gram] for gram in grams], self.total), strict=True))

    def counted(self, grams: Iterable[str]) -> Mapping[str, float]:
        """About how many articles have each of the grams, and of those asked for before: counting stops early."""
        fresh = [gram for gram in grams if gram not in self._counts]
        plain = [gram for gram in fresh if gram[0] != TITLE]
        for gram, (count, lowest) in zip(plain, self.index.counts(plain, limit=COUNTED), strict=True):
            stretched = COUNTED * self.total / max(1, self.total - lowest + 1)
            self._counts[gram] = float(count) if count < COUNTED else stretched
        self._counts |= {gram: self._counts.get(gram[1:], 0.0) / TITLED for gram in fresh if gram[0] == TITLE}
        return self._counts

    @cached_property
    def total(self) -> int:
        """About how many articles there are."""
        return self.index.highest()

    def with_most(self, query: Query, weighted: Mapping[str, float]) -> list[Entry]:
        """The entries whose grams weigh most together."""
        return [entry for entry in self.entries(self.voted(weighted)) if lookup.allowed(query, entry)]

    def voted(self, weighted: Mapping[str, float]) -> list[int]:
        """POOL articles by the weight of the grams they have; a gram of more than SPREAD articles has no vote."""
        votes: dict[int, float] = defaultdict(float)
        left = VOTES
        for gram in sorted(weighted, key=lambda gram: (-weighted[gram], gram)):
            if votes and self._counts.get(gram, 0.0) >= 2 * SPREAD:  # an estimate, hence the margin
                continue
            pks = self.posted(gram, SPREAD)
            if len(pks) == SPREAD and votes:
                continue
            for pk in pks:
                votes[pk] += weighted[gram]
            left -= len(pks)
            if left <= 0:
                break
        return nlargest(POOL, votes, key=lambda pk: (votes[pk], pk))


def _least(alternatives: Alternatives, counts: Mapping[str, float]) -> float:
    """At most so many articles have all grams of one of the alternatives."""
    return sum(min((counts[gram] for gram in grams), default=0.0) for grams in alternatives)


def _cheap(grams: Grams, counts: Mapping[str, float], most: float) -> Grams:
    """Those of at most so many articles, the rarest in any case."""
    rarest = min(grams, key=lambda gram: (counts[gram], gram))
    return frozenset(gram for gram in grams if gram == rarest or counts[gram] <= most)


def wanted(words: Sequence[Word]) -> list[Alternatives]:
    return [[needed(spelling.form) for spelling in word.spellings] for word in words]
