"""Other readings of a query: with other names, without the words that only ask, its long words in pieces."""

from __future__ import annotations

from dataclasses import replace

from digests import lookup
from digests.lookup import Lexicon
from digests.query import Query, Spelling, Word


def with_names(query: Query, known: Lexicon) -> Query:
    """``query`` with other names as further spellings; several words that are one name become one word."""
    typed = " ".join(word.spellings[0].form for word in query.words)
    if len(query.words) > 1 and typed in known.aliases and not any(word.exact for word in query.words):
        joined = " ".join(word.text for word in query.words)
        return replace(query, words=(lookup.with_aliases(_plain(typed, joined), known),))
    return replace(query, words=tuple(lookup.with_aliases(word, known) for word in query.words))


def _plain(searched: str, text: str | None = None) -> Word:
    return Word(text=text or searched, spellings=(Spelling(form=searched),))


def loose(word: Word) -> Word:
    """The word as a part of what was typed: found so, it is not what was typed."""
    spellings = (replace(spelling, how="variant") for spelling in word.spellings)
    return word if word.exact else replace(word, spellings=tuple(spellings))


def without_asking(query: Query, known: Lexicon) -> Query | None:
    """``query`` without the words that only ask; None where it asks nothing."""
    words: list[Word] = []
    asks = query.text.rstrip().endswith(("?", "？"))
    for word in query.words:
        pieces = [] if word.exact else lookup.without_question(word.spellings[0].form, known)
        asks = asks or bool(pieces)
        words += [lookup.with_aliases(_plain(piece), known) for piece in pieces] or [word]
    return replace(query, words=tuple(dict.fromkeys(words))) if asks else None


def in_pieces(query: Query) -> Query | None:
    """``query`` with its words parted at the punctuation printed in them; None where there is none."""
    words: list[Word] = []
    for word in query.words:
        pieces = [] if word.exact else lookup.pieces(word.text)
        several = len(pieces) > 1 and min(map(len, pieces)) > 1  # 1+2+3+5 is more than its figures
        words += map(_plain, pieces) if several else [word]
    return replace(query, words=tuple(dict.fromkeys(words))) if len(words) > len(query.words) else None


def apart(query: Query, known: Lexicon, *, whole: bool = False) -> Query | None:
    """``query`` with its words taken apart; None where they cannot be. ``whole``: no part of one character."""
    words: list[Word] = []
    for word in query.words:
        pieces = [] if word.exact else lookup.parts(word.spellings[0].form, known)
        pieces = lookup.glued(pieces, word.spellings[0].form) if whole else pieces
        words += [lookup.with_aliases(_plain(piece), known) for piece in pieces] or [word]
    words = list(dict.fromkeys(words))
    return replace(query, words=tuple(words)) if len(words) > len(query.words) else None
