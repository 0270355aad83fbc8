"""Columns that were read in the wrong order, put back where the text itself proves it.

Proof needs two things: an article whose text breaks off in the middle of a sentence, and elsewhere a run of
paragraphs that does not belong where it stands and begins with the rest of that sentence. Where the seam itself fits
(`_FITS`), what does not belong is told by the words: pairs of characters that the run shares with the open article and
not with its own. The best pair of break and run is moved, and only if it beats staying by `_MARGIN`; so a page whose
last line is merely lost stays as it is. Moving by words alone, whatever the seam, was tried: of 100 made pages it moved
runs on 12, and hardly one belonged there.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from digests.reading.marks import LEADING_PUNCTUATION, cuts_word, is_closed
from digests.reading.paper.pages import Draft, is_heading, is_lead
from digests.reading.paper.pairs import pairs
from digests.reading.repair import Block

_FITS, _MARGIN = 0.4, 0.8  # points of a seam, without which words are not even compared, and of seam and words
_SHORTEST = 12  # characters of an open article, under which its words prove nothing
_OPENING = 48  # characters of a paragraph that are enough to know what it is about
_CLAUSE_END = re.compile("[，,。！？；：:;]")
_FIRST_HAN = ord("一")
_MOST = 400  # blocks of a page beyond which nothing is tried: no newspaper page is that long
_MOVES = 6  # a page with more of them was taken apart before, or is none


def put_back(drafts: list[Draft]) -> list[Draft]:
    """``drafts`` with runs of paragraphs moved to the article whose last sentence they finish; empty drafts dropped."""
    if sum(len(draft.body) for draft in drafts) > _MOST:
        return drafts
    for _ in range(min(_MOVES, len(drafts))):
        move = _best_move(drafts)
        if move is None:
            break
        _carry_out(drafts, *move)
    return [draft for draft in drafts if draft.body or draft.headings]


def _open_end(draft: Draft) -> bool:
    """Whether the text breaks off inside a sentence: a long last line without an end, no heading."""
    if not draft.body:
        return False
    last = draft.body[-1]
    if last.onward:
        return False  # its end is on another page
    return not is_closed(last.text) and last.kind == "text" and (len(last.text) > 40 or last.shape < 0.5)


def _best_move(drafts: Sequence[Draft]) -> tuple[int, int, int] | None:
    """(open draft, donor draft, first block of the run), or None where no move is proved."""
    open_at = [at for at, draft in enumerate(drafts) if _open_end(draft) and len(draft.body[-1].text) >= _SHORTEST]
    if not open_at:
        return None
    starts = [(source, first) for source, donor in enumerate(drafts) for first in _seams(donor)]
    fitting = [
        (seam, to, source, first)
        for to in open_at
        for source, first in starts
        if source != to and (seam := _seam(drafts[to].body[-1].text, drafts[source].body[first].text)) >= _FITS
    ]
    telling = _telling(drafts, {at for _, *moved in fitting for at in moved[:2]}) if fitting else set[int]()
    best: tuple[float, tuple[int, int, int]] | None = None
    for seam, to, source, first in fitting:
        body = drafts[source].body
        open_, rest, run = (
            telling.intersection(chain.from_iterable(map(_pairs, held)))
            for held in (drafts[to].body, body[:first], body[first:])
        )
        gain = 4.0 * (_similar(run, open_) - _similar(run, rest)) + seam
        if gain > _MARGIN and (best is None or gain > best[0]):
            best = gain, (to, source, first)
    return best[1] if best else None


def _seams(donor: Draft) -> list[int]:
    """Where in ``donor`` a foreign run could begin: after a finished paragraph, not with a heading or lead."""
    return [
        at
        for at in range(1, len(donor.body))
        if is_closed(donor.body[at - 1].text)
        and not donor.body[at].jump
        and not is_heading(donor.body[at])
        and not is_lead(donor.body[at])
    ]


def _seam(left: str, right: str) -> float:
    """How well ``right`` finishes the open sentence of ``left``, about -0.2 to 1."""
    if right[0] in LEADING_PUNCTUATION or cuts_word(left[-1], right[0]):
        return 1.0
    clause = _CLAUSE_END.search(right)
    opening = clause.start() if clause else len(right)
    fits = 0.3 if clause or is_closed(right) else 0.0
    # the rest of a sentence has no subject and verb of its own: it is short, and is one clause
    return fits + (0.4 if len(right) <= 30 and opening >= len(right) - 1 else -0.2)


def _carry_out(drafts: list[Draft], to: int, source: int, first: int) -> None:
    run = drafts[source].body[first:]
    del drafts[source].body[first:]
    seam = drafts[to].body.pop()
    merged = Block.of([*seam.parts, *run[0].parts], seam.jump)
    merged.closed = run[0].closed
    drafts[to].body += [merged, *run[1:]]


def _telling(drafts: Sequence[Draft], asked: set[int]) -> set[int]:
    """The telling character pairs in the drafts that are ``asked``, by their places.

    Telling: in two blocks of the page at least (else it joins nothing) and in a quarter of them at most.
    """
    held = [_pairs(block) for draft in drafts for block in draft.body]
    wanted = set[int]().union(*[_pairs(block) for at in asked for block in drafts[at].body])
    once, twice = set[int](), set[int]()  # most pairs stand in one block alone, and need not be counted
    for found in held:
        twice |= once & found
        once |= found
    again = twice & wanted
    seen = Counter(chain.from_iterable([again & found for found in held]))
    most = max(3, len(held) // 4)
    return {
        pair for pair, count in seen.items() if count <= most and pair & 0xFFFF > _FIRST_HAN and pair >> 16 > _FIRST_HAN
    }


def _pairs(block: Block) -> set[int]:
    """Neighbouring characters of its opening."""
    if block.pairs is None:
        block.pairs = pairs(block.text[:_OPENING])
    return block.pairs


def _similar(a: set[int], b: set[int]) -> float:
    """Pairs that two sets share over the geometric mean of their sizes, 0 to 1."""
    return len(a & b) / math.sqrt(len(a) * len(b)) if a and b else 0.0
