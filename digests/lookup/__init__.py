"""Keyword lookups, the pure part: which entries hold the words, how well they answer, and with which sentence."""

from digests.lookup.copies import counterpart, renamed, reworded
from digests.lookup.lexicon import Lexicon, glued, lexicon, parts, pieces, with_aliases, without_question
from digests.lookup.matching import allowed, held, holds, spelled, together
from digests.lookup.prominence import names_in
from digests.lookup.ranking import Ranked, heaviest, rank, weigh
from digests.lookup.repair import CHOICES, Guess, by_slip, by_sound, closest, latin_grams, meant
from digests.lookup.sentence import best_sentence, highlights

__all__ = [
    "CHOICES",
    "Guess",
    "Lexicon",
    "Ranked",
    "allowed",
    "best_sentence",
    "by_slip",
    "by_sound",
    "closest",
    "counterpart",
    "glued",
    "heaviest",
    "held",
    "highlights",
    "holds",
    "latin_grams",
    "lexicon",
    "meant",
    "names_in",
    "parts",
    "pieces",
    "rank",
    "renamed",
    "reworded",
    "spelled",
    "together",
    "weigh",
    "with_aliases",
    "without_question",
]
