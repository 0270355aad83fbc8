"""Answers with a story's lead where only a reworded copy of it holds the words, such as a translation back by machine.

What only such a copy prints (理念驗證中心) leads a reader to the sentence it was made from (概念验证中心). Lines are
compared by their characters and pairs, Dice's coefficient. Of the seeds' copy, translated there and back, half the
lines are 0.76 or more like a line of its original, those of articles on the same matter 0.22 at most. A line that has
a true counterpart comes to 0.48 or more, one that has none to 0.42 at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from statistics import median

from digests.chinese.forms import SEVERED, SUBHEAD, grams
from digests.lookup.matching import spelled
from digests.query import Entry, Spelling, Word

REWORDED = 0.5  # likeness of the middle line, from which on an article tells the same text
VERBATIM = 0.5  # share of lines that stand in the lead as they are, from which on only what differs is the copy's own
COUNTERPART = 0.45  # likeness of a line to the one it was made from


def reworded(copy: Entry, lead: Entry) -> bool:
    """Whether ``copy`` tells the lead's text in other words throughout; no for a reprint with a line added."""
    ours, theirs = copy.body.split("\n"), lead.body.split("\n")
    same = set(theirs)
    if sum(line in same for line in ours) >= VERBATIM * len(ours):
        return False
    made_of = [grams(line) for line in theirs]
    return median(max(_likeness(grams(line), other) for other in made_of) for line in ours) >= REWORDED


def counterpart(number: int, copy: Entry, lead: Entry) -> int | None:
    """The sentence of ``lead`` that sentence ``number`` of ``copy`` was made from; None where there is none to quote.

    Both count from 0 as `sentences.sentences` does. A sub-head hands over to the sentence under it.
    """
    quoted = grams(copy.body.split("\n")[_lines(copy)[number]])
    likeness = [_likeness(quoted, grams(line)) for line in lead.body.split("\n")]
    best = max(range(len(likeness)), key=likeness.__getitem__)
    if likeness[best] < COUNTERPART or lead.marks[best] == SEVERED:
        return None
    return next((number for number, line in enumerate(_lines(lead)) if line >= best), None)


def renamed(words: Sequence[Word], number: int, copy: Entry, other: int, lead: Entry) -> tuple[Word, ...]:
    """``words``, each with what stands for it in sentence ``other`` of the lead as a further spelling."""
    here = copy.body.split("\n")[_lines(copy)[number]]
    there = lead.body.split("\n")[_lines(lead)[other]]
    blocks = SequenceMatcher(None, here, there, autojunk=False).get_opcodes()
    return tuple(_renamed(word, copy, here, there, blocks) for word in words)


Block = tuple[str, int, int, int, int]  # what became of here[1:2] and there[3:4], as SequenceMatcher tells it


def _renamed(word: Word, copy: Entry, here: str, there: str, blocks: Sequence[Block]) -> Word:
    found = spelled(word, copy)
    start = here.find(found.form) if found else -1
    if found is None or start < 0:
        return word
    end = start + len(found.form)
    first = next(_begun(start, block) for block in blocks if block[1] <= start < block[2])
    last = next(_ended(end, block) for block in blocks if block[1] < end <= block[2])
    meant = there[first:last].strip()
    if not meant or len(meant) > 2 * len(found.form) or meant == found.form:
        return word
    return replace(word, spellings=(*word.spellings, Spelling(form=meant, how="variant")))


def _begun(start: int, block: Block) -> int:
    """Where a span begins in the other line; within words of another length, counted from their end."""
    _, at, to, begin, stop = block
    return begin if start == at else max(begin, stop - (to - start))


def _ended(end: int, block: Block) -> int:
    _, at, to, begin, stop = block
    return stop if end == to else min(stop, begin + end - at)


def _lines(entry: Entry) -> list[int]:
    """The lines that are sentences."""
    return [line for line, mark in enumerate(entry.marks) if mark != SUBHEAD]


def _likeness(mine: set[str], other: set[str]) -> float:
    return 2 * len(mine & other) / (len(mine) + len(other)) if mine or other else 0.0
