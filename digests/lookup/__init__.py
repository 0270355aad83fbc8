"""Keyword lookups, the pure part: which entries hold the words, how well they answer, and with which sentence."""

from digests.lookup.matching import holds, missing, spelled
from digests.lookup.ranking import Ranked, rank, weigh
from digests.lookup.sentence import best_line, highlights

__all__ = ["Ranked", "best_line", "highlights", "holds", "missing", "rank", "spelled", "weigh"]
