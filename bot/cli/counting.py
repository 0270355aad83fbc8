"""Numbers with their nouns, for lines that a person reads."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """``1 new article``, ``2 new articles``, ``0 entries``; the last word of ``noun`` takes the plural."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"
