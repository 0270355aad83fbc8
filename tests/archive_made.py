"""Synthetic news for large archives: clauses of the bundled articles in new orders, some words changed for others.

Recombined clauses alone would give every word thousands of articles; so every other clause has one of its words
replaced by one of jieba's dictionary, drawn by frequency, and the archive gets the long tail that real ones have.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import accumulate

from digests.chinese.tokenizer import Tokenizer
from digests.models import Article
from tests.archived import article

TITLE_CHARS, BODY_CHARS = 24, 170
_CLAUSE = re.compile(r"[^，。！？；：、,.!?;:\s“”《》()（）]{6,24}")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@cache
def clauses() -> list[list[str]]:
    """The clauses of the bundled articles, each cut into words."""
    cutter = Tokenizer()
    texts = (
        entry.read_text("utf-8", "replace")
        for entry in resources.files("seeds").iterdir()
        if entry.name.endswith(".txt")
    )
    found = dict.fromkeys(match.group() for text in sorted(texts) for match in _CLAUSE.finditer(text))
    return [list(cutter.cut(clause)) for clause in found if _HAN.search(clause)]


@cache
def dictionary() -> tuple[list[str], list[int]]:
    """Words of two to four characters, and the running sums of their frequencies."""
    import jieba

    text = (resources.files(jieba) / "dict.txt").read_text("utf-8")
    listed = [(word, int(frequency)) for word, frequency, _ in map(str.split, text.splitlines()) if 2 <= len(word) <= 4]
    return [word for word, _ in listed], list(accumulate(frequency for _, frequency in listed))


def articles(count: int, *, first: int = 0, seed: int = 5) -> Iterator[Article]:
    """Article number ``first`` and the following ones; the same for the same numbers and seed."""
    known = clauses()
    words, sums = dictionary()
    for number in range(first, first + count):
        chance = random.Random(seed * 1_000_003 + number)
        title = "".join(_clause(chance, known, words, sums) for _ in range(2))[:TITLE_CHARS]
        yield article(f"n{number}", title, _body(chance, known, words, sums), script="hans")


def _body(chance: random.Random, known: list[list[str]], words: list[str], sums: list[int]) -> str:
    parts: list[str] = []
    length = 0
    while length < BODY_CHARS:
        clause = _clause(chance, known, words, sums)
        length += len(clause) + 1
        parts.append(clause + ("。" if len(parts) % 3 == 2 or length >= BODY_CHARS else "，"))
    return "".join(parts)


def _clause(chance: random.Random, known: list[list[str]], words: list[str], sums: list[int]) -> str:
    clause = known[int(chance.random() * len(known))]
    if chance.random() < 0.5:
        clause = list(clause)
        clause[int(chance.random() * len(clause))] = chance.choices(words, cum_weights=sums)[0]
    return "".join(clause)
