"""Replaces words of a query that no article holds by likely ones that some do; `lookup.repair` makes the guesses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from digests import lookup
from digests.chinese.forms import form
from digests.lookup import Lexicon
from digests.models import How
from digests.query import Query, Spelling, Word
from digests.search.gathering import CachedIndex

LOOKED_AT = 60  # articles, newest first, in which a guess is looked for
INITIALS = 3  # letters, below which half the archive would be meant
PARTS = 8  # words of a query in vain that are looked for one by one
KEPT = 2  # spellings taken of the likeliest guess


def repaired(cached: CachedIndex, known: Lexicon, query: Query) -> Query | None:
    """``query`` with every absent word replaced; None where none is absent or one cannot be replaced."""
    joined = _pinyin_in_pieces(cached, known, query)
    if joined is not None:
        return replace(query, words=(joined,))
    words = []
    for word in query.words:
        if word.exact or present(cached, query, word):
            words.append(word)
            continue
        other = _meant(cached, known, word)
        if other is None:
            return None
        words.append(other)
    return replace(query, words=tuple(words)) if tuple(words) != query.words else None


def suggested(cached: CachedIndex, known: Lexicon, query: Query) -> tuple[str, ...]:
    """``query`` with its absent words replaced by the likeliest guesses, however short: an offer, no answer.

    None where one of them cannot be replaced: the offer would find nothing either.
    """
    words: list[str] = []
    for word in query.words:
        found = word.text if present(cached, query, word) else _offered(cached, known, word)
        if found is None:
            return ()
        words.append(found)
    return (" ".join(words),) if words != [word.text for word in query.words] else ()


def _offered(cached: CachedIndex, known: Lexicon, word: Word) -> str | None:
    """The likeliest guess, of two characters only if they are a word: 量治 stands in 质量治理 alone."""
    typed = word.spellings[0].form
    guesses = lookup.by_sound(typed, loosely=True) if typed.isascii() else lookup.by_slip(typed, known, 2)
    found = _first(cached, known, word.text, guesses, lambda guess: len(guess) > 2 or known.cut(guess) == [guess])
    return found.spellings[0].form if found else None


def standing(cached: CachedIndex, known: Lexicon, query: Query) -> tuple[str, ...]:
    """The words of ``query`` that articles hold alone, and what else of them they hold: the most telling parts."""
    typed = [word.spellings[0].form for word in query.words[:PARTS]]
    whole = [searched for searched in typed if _stands(cached, query, searched)]
    longer = (searched for searched in typed if searched not in whole)
    parts = {part for searched in longer for part in lookup.parts(searched, known) if len(part) > 1}
    telling = sorted(parts.difference(typed), key=lambda part: (-known.idf(part), part))[:PARTS]
    return (*whole, *(part for part in telling if _stands(cached, query, part)))


def _stands(cached: CachedIndex, query: Query, searched: str) -> bool:
    return present(cached, query, _word(searched, [searched], "exact"))


def present(cached: CachedIndex, query: Query, word: Word) -> bool:
    """Whether any article holds the word."""
    entries, _ = cached.with_all(replace(query, words=(word,)), 1)
    return bool(entries)


def _pinyin_in_pieces(cached: CachedIndex, known: Lexicon, query: Query) -> Word | None:
    """Words that are syllables of one name: xi men zi, cailiao yinhang."""
    typed = query.text.split()  # parsing drops a syllable that comes twice
    pieces = list(map(form, typed))
    plain = {word.spellings[0].form for word in query.words if not word.exact}
    if len(pieces) < 2 or plain != set(pieces):
        return None
    if any(next(lookup.by_sound(piece + piece), None) is None for piece in pieces):
        return None
    return _first(cached, known, " ".join(typed), lookup.by_sound("'".join(pieces)))


def _meant(cached: CachedIndex, known: Lexicon, word: Word) -> Word | None:
    typed = word.spellings[0].form
    guesses = lookup.by_slip(typed, known) if not typed.isascii() else lookup.by_sound(typed)
    return _first(cached, known, word.text, guesses) or _by_initials(cached, word) or _latin(cached, word)


def _by_initials(cached: CachedIndex, word: Word) -> Word | None:
    """The names with these initials: clyh is 材料银行."""
    typed = word.spellings[0].form
    names = cached.index.called(typed) if typed.isascii() and typed.isalpha() and len(typed) >= INITIALS else []
    return _word(word.text, names, "pinyin") if names else None


def _first(
    cached: CachedIndex, known: Lexicon, text: str, guesses: Iterable[lookup.Guess], fits: Callable[[str], bool] = bool
) -> Word | None:
    """The word by the first guess that the archive holds as something that ``fits``.

    Most guesses fall with a pair that stands nowhere.
    """
    anywhere: dict[frozenset[str], bool] = {}
    for wide in guesses:
        guess = wide.narrowed(cached.standing)
        if guess is None:
            continue
        certain = [group[0] for group in guess.wanted if len(group) == 1]
        for grams in certain:
            if grams not in anywhere:
                anywhere[grams] = bool(cached.index.newest([[grams]], limit=1))
        if not all(anywhere[grams] for grams in certain):
            continue
        entries = cached.index.entries(cached.index.newest(guess.wanted, limit=LOOKED_AT))
        found = [searched for searched in lookup.meant(guess, entries, known) if fits(searched)]
        if found:
            return _word(text, found, guess.how)
    return None


def _latin(cached: CachedIndex, word: Word) -> Word | None:
    typed = word.spellings[0].form
    grams = lookup.latin_grams(typed)
    if not grams:
        return None
    votes = cached.voted({next(iter(gram)): 1.0 for gram in grams})
    found = lookup.closest(typed, cached.entries(votes[:LOOKED_AT]))
    return _word(word.text, found, "fuzzy") if found else None


def _word(text: str, found: list[str], how: How) -> Word:
    return Word(text=text, spellings=tuple(Spelling(form=form, how=how) for form in found[:KEPT]))
