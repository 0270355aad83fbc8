"""The lookup language, pure: what a reader types -> what is looked for; see `parsing`."""

from digests.query.parsing import MAX_CHARS, MAX_WORDS, parse
from digests.query.shapes import Entry, Query, Spelling, Word

__all__ = ["MAX_CHARS", "MAX_WORDS", "Entry", "Query", "Spelling", "Word", "parse"]
