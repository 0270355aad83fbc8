"""Columns that were read in the wrong order, put back where the text itself proves it.

Proof needs two things: an article whose text breaks off in the middle of a sentence, and elsewhere a run of
paragraphs that does not belong where it stands and begins with the rest of that sentence. What does not belong is
told by the words: pairs of characters that the run shares with the open article and not with its own. The best pair
of break and run is moved, and only if it beats staying by `_MARGIN`; so a page whose last line is merely lost stays as it is.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from digests.reading.marks import LEADING_PUNCTUATION, cuts_word, is_closed
from digests.reading.pages import Draft, is_heading, is_lead
from digests.reading.repair import Block, heading_shape, joined

_MARGIN = 0.6
_SHORTEST = 12  # characters of an open article, under which its words prove nothing
_MOST = 400  # blocks of a page beyond which nothing is tried: no newspaper page is that long


def put_back(drafts: list[Draft]) -> list[Draft]:
    """``drafts`` with runs of paragraphs moved to the article whose last sentence they finish; empty drafts dropped."""
    if sum(len(draft.body) for draft in drafts) > _MOST:
        return drafts
    for _ in range(len(drafts)):
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
    return not is_closed(last.text) and last.kind == "text" and (len(last.text) > 40 or heading_shape(last.text) < 0.5)


def _best_move(drafts: Sequence[Draft]) -> tuple[int, int, int] | None:
    """(open draft, donor draft, first block of the run), or None where no move is proved."""
    open_at = [at for at, draft in enumerate(drafts) if _open_end(draft) and len(draft.body[-1].text) >= _SHORTEST]
    if not open_at:
        return None
    bags = {id(block): _bag(block.text) for draft in drafts for block in draft.body}
    rarity = _rarity([bags[id(block)] for draft in drafts for block in draft.body])
    best: tuple[float, tuple[int, int, int]] | None = None
    for to in open_at:
        for source, donor in enumerate(drafts):
            for first in range(1, len(donor.body)):
                if source == to or is_lead(donor.body[first]) or donor.body[first].jump:
                    continue
                gain = _gain(drafts[to], donor, first, bags, rarity)
                if gain > _MARGIN and (best is None or gain > best[0]):
                    best = gain, (to, source, first)
    return best[1] if best else None


def _gain(target: Draft, donor: Draft, first: int, bags: dict[int, Counter[str]], rarity: dict[str, float]) -> float:
    """How much better the blocks of ``donor`` from ``first`` on stand after ``target``: seam and words together."""
    run, rest = donor.body[first:], donor.body[:first]
    if not is_closed(rest[-1].text) or is_heading(run[0]):
        return -math.inf
    bag = _sum(bags[id(block)] for block in run)
    there = _similar(bag, _sum(bags[id(block)] for block in target.body), rarity)
    here = _similar(bag, _sum(bags[id(block)] for block in rest), rarity)
    return 4.0 * (there - here) + _seam(target.body[-1].text, run[0].text)


def _seam(left: str, right: str) -> float:
    """How well ``right`` finishes the open sentence of ``left``, about -1 to 1."""
    if right.startswith(LEADING_PUNCTUATION) or cuts_word(left[-1], right[0]):
        return 1.0
    opening = re.split("[，,。！？；：:;]", right, maxsplit=1)[0]
    fits = 0.3 if len(opening) < len(right) or is_closed(right) else 0.0
    # the rest of a sentence has no subject and verb of its own: it is short, and is one clause
    return fits + (0.4 if len(right) <= 30 and len(opening) >= len(right) - 1 else -0.2)


def _carry_out(drafts: list[Draft], to: int, source: int, first: int) -> None:
    run = drafts[source].body[first:]
    del drafts[source].body[first:]
    seam = drafts[to].body.pop()
    merged = Block("", [*seam.parts, *run[0].parts], seam.indent, seam.jump)
    merged.text, merged.closed = joined(merged.parts), run[0].closed
    drafts[to].body += [merged, *run[1:]]


def _bag(text: str) -> Counter[str]:
    return Counter(a + b for a, b in zip(text, text[1:], strict=False) if a > "一" and b > "一")


def _sum(bags: object) -> Counter[str]:
    total: Counter[str] = Counter()
    for bag in bags:  # type: ignore[attr-defined]
        total.update(bag)
    return total


def _rarity(bags: Sequence[Counter[str]]) -> dict[str, float]:
    """Inverse document frequency of character pairs over the blocks of the page."""
    seen = Counter(pair for bag in bags for pair in bag)
    return {pair: math.log(1 + len(bags) / count) for pair, count in seen.items()}


def _similar(a: Counter[str], b: Counter[str], rarity: dict[str, float]) -> float:
    """Cosine of two bags of character pairs, frequent pairs of the page counting less, 0 to 1."""
    weigh = {pair: (1 + math.log(n)) * rarity[pair] for pair, n in a.items()}
    other = {pair: (1 + math.log(n)) * rarity[pair] for pair, n in b.items()}
    norm = math.sqrt(sum(w * w for w in weigh.values()) * sum(w * w for w in other.values()))
    return sum(w * other[pair] for pair, w in weigh.items() if pair in other) / norm if norm else 0.0
