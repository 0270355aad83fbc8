"""Whether headings begin an article or are sub-heads of the one they stand in: a scored decision.

Theory. A byline, a jump marker or a dispatch lead below headings proves a headline (`pages` asks for these first).
Without one, two things tell. The *make-up*: a headline comes with a kicker or deck, is longer, stands after something
that has ended; a sub-head is one short line, often one of several alike. And the *words*: what follows a sub-head goes
on about the same people and things, what follows a headline does not. Words are compared as pairs of Han characters
that hold no function character, each worth less the more passages of the page hold it, so that the name of the town
does not make one article of a local page.

On 533 cuts through texts of one topic (half of them seams between two texts) shared pairs told the two apart with an
area under the curve of .90, weighed by a table of frequencies .93, by repeated pairs alone .91, by shared runs of
three characters .83. The table is not worth its size: a page is its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile
from math import log, sqrt

from digests.reading.marks import plain
from digests.reading.repair import Block

_REACH = 600  # characters before a heading that are compared with as many after it
_FUNCTION = (
    "的了是在和与及等就也都而但为以于之这那其他她它们我你个中上下不有对将从到被把向由年月日一二三四五六七八九十"
    "说要会能可并还又让来去很更最将使该此各每所者后前时"
)
_PAIR = re.compile(f"(?=([一-鿿](?<![{_FUNCTION}])[一-鿿](?<![{_FUNCTION}])))")

MOST = 20  # blocks of an article, and texts that break off, that are looked at
_CUT_OFF = 40  # characters of a block that is no heading, whatever it looks like
_ENOUGH = 80  # characters below which the words of a passage prove little

# Log-odds that headings begin an article. Cohesion: half the slope fitted on 2,798 headings of 400 pages put together
# from four texts of one topic each (area .93; the passages of one town's paper have more in common than those). The
# others are weighed by how seldom sub-heads show them, on pages in the manner of a dozen papers.
_PRIOR = -1.3
_COHESION = -14.0  # for each unit of the root of `Passages.kinship`
_KIN = 0.08  # as likely within a text as across two
_GROUPED = 1.6
_LENGTH, _USUAL, _RANGE = 0.3, 10.5, (-1.5, 1.2)  # a character more than a heading has that may be either
_ASKS = 0.5
_PARTED = 1.8
_UNFINISHED = -3.0
_SERIES, _ALIKE = -0.6, -0.7  # each sub-head that the article has, four at most; one of the same length
_STUB = -1.5


def pairs(text: str) -> Counter[str]:
    """Pairs of neighbouring Han characters that may carry meaning, script folded."""
    return Counter(_PAIR.findall(plain(text)))


class Passages:
    """The words of a page's passages: what stands between two headings."""

    def __init__(self, blocks: Sequence[Block], headings: Sequence[bool]) -> None:
        self._blocks = blocks
        self._headings = headings

    @cached_property
    def _held(self) -> tuple[Counter[str], int]:
        """In how many passages each pair stands, and how many there are."""
        held: Counter[str] = Counter()
        count, passage = 0, ""
        for block, heading in [*zip(self._blocks, self._headings, strict=True), (None, True)]:
            if heading:
                if passage:
                    held.update(pairs(passage).keys())
                    count += 1
                passage = ""
            elif block is not None:
                passage += block.text
        return held, count

    @cached_property
    def _broken_off(self) -> list[tuple[int, str]]:
        """Where passages begin that break off inside a sentence, and their ends, with which others may go on."""
        texts: list[tuple[int, str]] = []
        for at, block in enumerate(self._blocks):
            if not block.closed and not self._headings[at] and block.kind == "text" and len(block.text) > _CUT_OFF:
                passage = list(takewhile(self._is_text, range(at, max(-1, at - MOST), -1)))
                texts.append((passage[-1], "".join(self._blocks[b].text for b in reversed(passage))[-_REACH:]))
        return texts[:MOST]

    def _is_text(self, at: int) -> bool:
        return not self._headings[at] and self._blocks[at].kind == "text"

    def after(self, at: int) -> str:
        """The text from block ``at`` to the next heading."""
        out, size = [], 0
        for block, heading in zip(self._blocks[at:], self._headings[at:], strict=True):
            if heading or size >= _REACH:
                break
            out.append(block.text)
            size += len(block.text)
        return "".join(out)[:_REACH]

    def kin(self, before: Sequence[Block], headings: str, at: int) -> float:
        """`kinship` of the passage that begins at ``at`` with the article so far.

        If that ends with a scrap, as the rest of a sentence does, then also with the texts that break off elsewhere.
        """
        after = headings + self.after(at)
        texts = [_since_cut(before)]
        if len(before[-1].text) <= _CUT_OFF:
            texts += [text for first, text in self._broken_off if first != at]
        return max(self.kinship(text, after) for text in texts)

    def kinship(self, before: str, after: str) -> float:
        """How much two texts speak of the same, 0 to about 1: shared pairs beside all, rare ones counting more."""
        left, right = pairs(before[-_REACH:]), pairs(after)
        if not left or not right:
            return _KIN
        held, count = self._held
        shared = sum(
            min(2, times) * log((count + 1) / max(1, held[pair] - 1)) for pair, times in right.items() if pair in left
        )
        return shared / log(count + 1) / sqrt(len(left) * len(right)) if count else _KIN


def _since_cut(before: Sequence[Block]) -> str:
    """The text since the last block that breaks off: what follows that may come from another column."""
    pieces: list[str] = []
    size = 0
    for block in reversed(before):
        if size >= _REACH or (pieces and not block.closed and not block.heading):
            break
        pieces.append(block.text)
        size += len(block.text)
    return "".join(reversed(pieces))


def score(
    headings: Sequence[Block], title: Sequence[Block], body: Sequence[Block], passages: Passages, at: int
) -> float:
    """Log-odds that ``headings`` begin an article; ``at`` is the block below them.

    ``title`` and ``body``: of the article in which they stand if they do not, as far as it goes.
    """
    after = passages.after(at)
    before = [*title, *body]
    subheads = [block.text for block in body if block.heading]
    printed = plain(headings[-1].text)
    sure = min(1.0, len(_since_cut(before)) / _ENOUGH, len(after) / _ENOUGH)
    kin = passages.kin(before, "".join(block.text for block in headings), at)
    points = _PRIOR + _COHESION * sure * (sqrt(kin) - sqrt(_KIN))
    points += _GROUPED * (len(headings) > 1) + _PARTED * headings[0].parted
    points += max(_RANGE[0], min(_RANGE[1], _LENGTH * (len(printed) - _USUAL)))
    points += _ASKS * (printed[-1] in "?!" or " " in printed)
    points += _UNFINISHED * (not body[-1].closed)
    points += _SERIES * min(4, len(subheads)) + _ALIKE * any(abs(len(s) - len(printed)) <= 2 for s in subheads)
    return points + _STUB * (len(after) < 25)
