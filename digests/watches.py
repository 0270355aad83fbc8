"""Matches an article with very many watch rules at once, by an index over the rules' words.

Theory: a rule holds when every one of its words stands in the article in one of its spellings, so one word decides
whether the rule is worth a look. A rule is filed under the spellings of that word, the one least filed under so far;
spellings are filed under their first three characters. One pass over the text looks up what stands at each position
and so finds exactly the filed spellings that occur; only their rules are looked at. Rules that read alike are one.

Tried and rejected: an Aho-Corasick automaton of all words (300,000 dictionaries for 100,000 rules, ten times the
memory, no faster); filing under every word and counting (a rule with a common word is then touched by every article).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from digests.models import OTHER
from digests.query import Query, Word

HEAD = 3  # characters a spelling is filed under; shorter ones under all they have


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article as rules see it: search forms of title and body (a sentence a line), and where it belongs."""

    title: str
    body: str
    themes: tuple[str, ...]  # none: OTHER
    source: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """What a rule asks beyond the word it is filed under. ``others``: of each, one spelling must stand."""

    others: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    query: Query

    def holds(self, text: Text, whole: str, stands: dict[str, bool]) -> bool:
        """``stands`` remembers what was looked for in this text before."""
        for spellings in self.others:
            for spelling in spellings:
                found = stands.get(spelling)
                if found is None:
                    found = stands[spelling] = spelling in whole
                if found:
                    break
            else:
                return False
        if any(spelling in whole for spelling in self.without):
            return False
        return not self.query.narrowed or _belongs(self.query, text)


class Rules:
    """Rules by id, matched together. ``put`` and ``drop`` keep it up to date; not for two threads at a time."""

    def __init__(self, rules: Mapping[int, Query] | None = None) -> None:
        self._queries: dict[int, Query] = {}  # one for all rules that read alike, by a number of its own
        self._numbers: dict[Query, int] = {}
        self._next = 0
        self._rules: dict[int, set[int]] = {}  # number -> ids
        self._known: dict[int, int] = {}  # id -> number
        self._heads: dict[str, set[str]] = {}
        self._filed: dict[str, set[int]] = {}  # spelling -> numbers to look at when it occurs
        self._rests: dict[int, _Rest | None] = {}  # what is left to ask when the word it is filed under occurs
        self._wordless: set[int] = set()  # filters alone
        for rule, query in (rules or {}).items():
            self.put(rule, query)

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, rule: int) -> bool:
        return rule in self._known

    def put(self, rule: int, query: Query) -> None:
        """Adds a rule, in place of one of the same id. One without words or filters never holds."""
        self.drop(rule)
        number = self._numbers.get(query)
        if number is None:
            number = self._next = self._next + 1
            self._numbers[query], self._queries[number] = number, query
            self._file(number, query)
        self._rules.setdefault(number, set()).add(rule)
        self._known[rule] = number

    def drop(self, rule: int) -> None:
        """Takes a rule out; an unknown one is no error."""
        number = self._known.pop(rule, None)
        if number is None:
            return
        self._rules[number].discard(rule)
        if not self._rules[number]:
            del self._rules[number]
            query = self._queries.pop(number)
            del self._numbers[query]
            self._unfile(number, query)

    def keep(self, rules: Collection[int]) -> None:
        """Takes out every rule that is not among ``rules``."""
        for gone in [rule for rule in self._known if rule not in rules]:
            self.drop(gone)

    def matching(self, text: Text) -> list[int]:
        """The ids of the rules that hold for ``text``, ascending."""
        whole = f"{text.title}\n{text.body}"  # no spelling holds a line break, so none can span the two
        numbers = set(self._wordless)
        for spelling in self._occurring(whole):
            numbers |= self._filed[spelling]
        stands: dict[str, bool] = {}
        rests, rules = self._rests, self._rules
        found: list[int] = []
        for number in numbers:
            rest = rests[number]
            if rest is None or rest.holds(text, whole, stands):
                found.extend(rules[number])
        found.sort()
        return found

    def _occurring(self, whole: str) -> set[str]:
        """The filed spellings that stand in the text."""
        found: set[str] = set()
        heads = self._heads
        pieces = {whole[at : at + width] for width in range(1, HEAD + 1) for at in range(len(whole) - width + 1)}
        for piece in pieces & heads.keys():
            found.update(spelling for spelling in heads[piece] if len(spelling) <= HEAD or spelling in whole)
        return found

    def _file(self, number: int, query: Query) -> None:
        word = min(query.words, key=self._crowd, default=None)
        others = tuple(_forms(other) for other in query.words if other is not word)
        rest = _Rest(others=others, without=tuple(form for w in query.without for form in _forms(w)), query=query)
        self._rests[number] = rest if others or rest.without or query.narrowed else None
        if word is None:
            if query.narrowed:
                self._wordless.add(number)
            return
        for spelling in word.spellings:
            self._filed.setdefault(spelling.form, set()).add(number)
            self._heads.setdefault(spelling.form[:HEAD], set()).add(spelling.form)

    def _crowd(self, word: Word) -> tuple[int, int]:
        """How many rules are filed under a word already; then shorter words last, which more articles hold."""
        filed = sum(len(self._filed.get(spelling.form, ())) for spelling in word.spellings)
        return filed, -min((len(spelling.form) for spelling in word.spellings), default=0)

    def _unfile(self, number: int, query: Query) -> None:
        self._wordless.discard(number)
        del self._rests[number]
        for spelling in (spelling.form for word in query.words for spelling in word.spellings):
            filed = self._filed.get(spelling)
            if filed is None:
                continue
            filed.discard(number)
            if not filed:
                del self._filed[spelling]
                head = self._heads[spelling[:HEAD]]
                head.discard(spelling)
                if not head:
                    del self._heads[spelling[:HEAD]]


def _forms(word: Word) -> tuple[str, ...]:
    return tuple(spelling.form for spelling in word.spellings)


def _belongs(query: Query, text: Text) -> bool:
    """Whether the filters let the article through; days include both ends."""
    return (
        query.source in (None, text.source)
        and (not query.themes or any(theme in query.themes for theme in text.themes or (OTHER,)))
        and (query.after is None or text.day >= query.after)
        and (query.before is None or text.day <= query.before)
    )
