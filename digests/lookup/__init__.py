"""Keyword lookups, the pure part: which entries hold the words, how well they answer, and with which sentence."""

from digests.lookup.lexicon import Lexicon, lexicon, parts, with_aliases, without_question
from digests.lookup.matching import allowed, holds, spelled, together
from digests.lookup.ranking import Ranked, coverage, pairs, rank, weigh
from digests.lookup.sentence import best_line, highlights, sentence_number

__all__ = [
    "Lexicon",
    "Ranked",
    "allowed",
    "best_line",
    "coverage",
    "highlights",
    "holds",
    "lexicon",
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
