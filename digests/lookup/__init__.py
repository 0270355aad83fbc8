"""Keyword lookups, the pure part: which entries hold the words, how well they answer, and with which sentence."""

from digests.lookup.lexicon import Lexicon, lexicon, parts, with_aliases, without_question
from digests.lookup.matching import allowed, holds, spelled, together
from digests.lookup.ranking import Ranked, coverage, pairs, rank, weigh
from digests.lookup.repair import Guess, by_slip, by_sound, closest, latin_grams, meant
from digests.lookup.sentence import best_line, highlights, sentence_number

__all__ = [
    "Guess",
    "Lexicon",
    "Ranked",
    "allowed",
    "best_line",
    "by_slip",
    "by_sound",
    "closest",
    "coverage",
    "highlights",
    "holds",
    "latin_grams",
    "lexicon",
    "meant",
    "pairs",
    "parts",
    "rank",
    "sentence_number",
    "spelled",
    "together",
    "weigh",
    "with_aliases",
    "without_question",
]
