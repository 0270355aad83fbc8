"""Whether headings begin an article or are sub-heads of the one they stand in: a scored decision.

Theory. A byline, a jump marker or a dispatch lead below headings proves a headline (`pages` asks for these first).
Without one, two things tell. The *make-up*: a headline comes with a kicker or deck, is longer, stands after something
that has ended; a sub-head is one short line, often one of several alike. And the *words*: what follows a sub-head goes
on about the same people and things, what follows a headline does not. Words are pairs of Han characters that hold no
function character, each worth less the more passages of the page hold it, so that the name of the town does not make
one article of a local page.

Measured on 400 pages put together from four news texts of one topic each, every text with a cut that goes on (2,798
seams): 150 characters after the seam in the 300 before it, weighed by passages, tell the two apart with an area under
the curve of .950; 600 and 600 with .932 at eight times the cost, unweighed pairs with .938, shared runs of three
characters with .83.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import compress, takewhile
from math import log, sqrt

from digests.reading.echoes import echo
from digests.reading.notes import is_box, is_note, is_notice
from digests.reading.paper import ledes
from digests.reading.paper.headlines import is_label
from digests.reading.paper.pairs import means, pairs, views
from digests.reading.repair import Block
from digests.reading.seams import leads

_BEFORE, _AFTER = 300, 150  # characters that are compared

MOST = 20  # blocks of an article, and texts that break off, that are looked at
_PASSAGES = 8  # of a page, among which rare words are told from common ones
_CUT_OFF = 40  # characters of a block that is no heading, whatever it looks like
_ENOUGH = 80  # characters below which the words of a passage prove little

# Log-odds that headings begin an article. Cohesion: three quarters of the slope fitted on the pages above, for the
# passages of one town's paper have more in common. The others are weighed by how seldom sub-heads show them, on pages
# in the manner of a dozen papers; `_UNSIGNED` on 150 undamaged pages of four news each (bodies .71 without it, .81 with
# it) beside single articles with sub-heads below a masthead (whole: .93 without it, .74 with it, so no more of it).
_PRIOR = -1.3
_COHESION = -27.0  # for each unit of the root of `Passages._kinship`
_KIN = 0.018  # as likely within a text as across two
_UNSIGNED = 1.5  # nobody signs on this page of a newspaper, so that the other signs of headlines cannot be there
_GROUPED = 2.6
_LENGTH, _USUAL, _RANGE = 0.3, 10.5, (-1.5, 1.2)  # a character more than a heading has that may be either
_ASKS = 0.5
_PARTED = 1.8
_UNFINISHED = -3.0
_SERIES, _ALIKE = -0.6, -0.7  # each sub-head that the article has, four at most; one of the same length, or almost
_ALMOST = frozenset((-2, -1, 0, 1, 2))
_STUB = -1.5
_ECHO, _ECHOED = 4.0, (0.3, 0.6)  # see `echo`; from and up to which share it counts
_ALONE = (-0.2, 0.8)  # sub-heads come in company: 14 articles of 19 with some had several
_SIGNED = 2.0  # the article has a byline, and so has what stands below
_OWED = -2.0  # only what stands below has one, and the article is one that goes on from another page: they are signed
_IN_PARALLEL, _PARALLEL = -1.5, 4  # another heading is made alike; characters by which these may differ
_ANNOUNCED = 1.5  # it says what kind of notice follows
_NOTICES = ("启事", "公告", "通知", "通告", "预告", "更正", "声明", "致歉", "名单", "公示", "信息", "提示", "须知")
_LEDE = 0.7  # for each unit of log-odds that the text below is a lede; most that are none say nothing
_ORDINAL = -3.0
_PART = re.compile("[(]?[一二三四五六七八九十]{1,3}[)、.]|第[一二三四五六七八九十]{1,3}[,、章节]|\\d{1,2}[、.](?!\\d)")
_NOTED = 3.0  # "记者手记" above a headline
_LABELLED = 2.0  # so does the label of a column or box
_BOXED, _BRIEF = 2.5, 250  # a box holds reports of so many characters at most


class Passages:
    """The words of a page's passages: what stands between two headings."""

    def __init__(self, blocks: Sequence[Block], headings: Sequence[bool], *, framed: bool) -> None:
        self._blocks = blocks
        self._headings = headings
        self._framed = framed

    @cached_property
    def unsigned(self) -> bool:
        """Whether it is a newspaper's page and none of its articles shows by a byline, a lead or a jump marker where it
        begins or ends."""
        return self._framed and not any(
            block.kind == "byline" or block.signed or block.jump or leads(block.parts[0]) for block in self._blocks
        )

    @cached_property
    def _openings(self) -> list[str]:
        """The beginnings of the passages."""
        begun = [at for at, heading in enumerate(self._headings) if not heading and (not at or self._headings[at - 1])]
        return [self._from(at, _BEFORE) for at in begun[:_PASSAGES]]

    @cached_property
    def _weights(self) -> list[float]:
        """What a pair is worth that so many of the openings hold."""
        unheld = len(self._openings) + 1
        return [log(unheld / max(1, held - 1)) for held in range(unheld)]

    @cached_property
    def _broken_off(self) -> list[tuple[int, str]]:
        """Where passages begin that break off inside a sentence, and how these end: with them others may go on."""
        found = []
        for at, block in enumerate(self._blocks):
            if not block.closed and self._is_text(at) and len(block.text) > _CUT_OFF:
                passage = list(takewhile(self._is_text, range(at, max(-1, at - MOST), -1)))[::-1]
                found.append((passage[0], "".join(self._blocks[at].text for at in passage)[-_BEFORE:]))
        return found[:MOST]

    def _is_text(self, at: int) -> bool:
        return not self._headings[at] and self._blocks[at].kind == "text"

    def after(self, at: int) -> str:
        """The text from block ``at`` to the next heading, as far as it is compared."""
        return self._from(at, _AFTER)

    def _from(self, at: int, most: int) -> str:
        """The first ``most`` characters from block ``at`` to the next heading."""
        text = ""
        while at < len(self._blocks) and not self._headings[at] and len(text) < most:
            text += self._blocks[at].text
            at += 1
        return text[:most]

    @cached_property
    def _made(self) -> dict[str, list[str]]:
        """The headings of the page by what they are made alike in."""
        found: dict[str, list[str]] = {}
        for heading in [block.plain for block in compress(self._blocks, self._headings)]:
            for make in _makes(heading):
                found.setdefault(make, []).append(heading)
        return found

    def parallel(self, heading: str) -> bool:
        """Whether another heading of the page is made like it, as the sub-heads of one text are."""
        made = [other for make in _makes(heading) for other in self._made.get(make, ()) if other != heading]
        return any(abs(len(other) - len(heading)) <= _PARALLEL for other in made)

    def _event(self, at: int) -> int:
        """The place of the first block, from ``at`` on, that is a heading, or where an article begins or ends."""
        for block in self._blocks[at:]:
            if self._headings[at] or block.kind == "byline" or block.signed or block.jump or leads(block.parts[0]):
                break
            at += 1
        return at

    def company(self, at: int) -> tuple[str, bool]:
        """The next heading below ``at`` that need not begin an article, '' where the next thing is none, and whether
        what stands between is signed."""
        at = self._event(at)
        if at == len(self._blocks):
            return "", False
        block = self._blocks[at]
        if block.kind == "byline" or not self._headings[at]:
            own = block.kind == "byline" and not self._ends(at + 1)  # it may be that of the next article
            return "", not own and bool(block.names) and (block.signed or block.kind == "byline")
        below = at
        while below < len(self._blocks) and self._headings[below]:
            below += 1
        sure = below == len(self._blocks) or self._blocks[below].kind == "byline" or leads(self._blocks[below].parts[0])
        return "" if sure else block.plain, False

    def _ends(self, at: int) -> bool:
        """Whether no text goes on or begins at ``at``."""
        return at == len(self._blocks) or self._headings[at]

    def kin(self, before: str, after: str, at: int, *, scrap: bool, most: float) -> float:
        """`_kinship` of ``after``, the passage that begins at ``at``, with the article so far.

        Beyond ``most`` it is not counted further.

        If that ends with a ``scrap``, as the rest of a sentence is, then also with the texts that break off elsewhere.
        """
        words = pairs(after)
        if not words or not before:
            return _KIN
        kin = self._kinship(before, words, most)
        for first, text in self._broken_off if scrap else ():
            if kin > most:
                break
            if first != at:
                kin = max(kin, self._kinship(text, words, most))
        return kin

    def _kinship(self, before: str, words: set[int], most: float) -> float:
        """How much ``words`` speak of what ``before`` does, 0 to about 0.5; rare pairs count more."""
        whole = self._weights[0] * sqrt(len(words) * len(before))
        shared, met = 0.0, set[int]()
        for view in views(before):
            found = words.intersection(view) - met
            for pair in filter(means, found):
                printed = chr(pair & 0xFFFF) + chr(pair >> 16)
                shared += self._weights[sum([printed in text for text in self._openings])]
                if shared > most * whole:
                    return shared / whole
            met = found
        return shared / whole


def _since_cut(before: Sequence[Block]) -> str:
    """The text since the last block that breaks off: what follows that may come from another column."""
    found: list[str] = []
    size = 0
    for block in reversed(before):
        if size >= _BEFORE or (found and not block.closed and not block.heading):
            break
        found.append(block.text)
        size += len(block.text)
    return "".join(reversed(found))[-_BEFORE:]


def _in_a_box(title: Sequence[Block], body: Sequence[Block]) -> bool:
    """Whether the article stands under a label, or is a notice, and is over after few words: boxes hold several."""
    if not title or not body[-1].closed or sum([len(block.text) for block in body]) > _BRIEF:
        return False
    labelled = is_label(title[0].text) or _stands_alone(title[-1].plain)
    return labelled and (len(title) > 1 or _stands_alone(title[0].plain))


def _stands_alone(heading: str) -> bool:
    return is_notice(heading) or is_box(heading)


def _makes(heading: str) -> tuple[str, ...]:
    """What a heading shares with those made like it: its first word, its last, or a comma and its first character."""
    ends = ("^" + heading[:2], heading[-2:] + "$")
    return (*ends, "," + heading[0]) if "," in heading else ends


def numbered(heading: str) -> bool:
    """Whether it begins as the parts of a text are counted."""
    return _PART.match(heading) is not None


def score(
    headings: Sequence[Block],
    title: Sequence[Block],
    body: Sequence[Block],
    passages: Passages,
    at: int,
    *,
    signed: bool,
) -> float:
    """Log-odds that ``headings`` begin an article; ``at`` is the block below them.

    ``title`` and ``body``: of the article in which they stand if they do not, as far as it goes, which is
    ``signed`` or not.
    """
    after = passages.after(at)
    points = _printed(headings, title, body) + _UNSIGNED * passages.unsigned + _STUB * (len(after) < 25)
    points += _in_company(headings[-1].plain, body, passages.company(at), signed=signed)
    if points <= _COHESION * sqrt(_KIN) - _ECHO * (_ECHOED[1] - _ECHOED[0]) - _LEDE * ledes.MOST:
        return points  # no words could outweigh that
    told = "".join([block.text for block in headings])
    points += _LEDE * ledes.favour(after)
    points += _IN_PARALLEL * (len(headings) == 1 and passages.parallel(headings[-1].plain))
    points += _ECHO * (max(_ECHOED[0], min(_ECHOED[1], echo(told, after))) - _ECHOED[0])
    before = _since_cut([*title, *body])
    sure = min(1.0, len(before) / _ENOUGH, len(after) / _ENOUGH)
    if points <= _COHESION * sure * sqrt(_KIN) or not sure:
        return points
    most = (sqrt(_KIN) - points / (_COHESION * sure)) ** 2  # where the words outweigh all else
    kin = passages.kin(before, told + after, at, scrap=len(body[-1].text) <= _CUT_OFF, most=most)
    return points + _COHESION * sure * (sqrt(kin) - sqrt(_KIN))


def _printed(headings: Sequence[Block], title: Sequence[Block], body: Sequence[Block]) -> float:
    """Points for how ``headings`` are made and printed, and below what."""
    printed, grouped = headings[-1].plain, len(headings) > 1
    points = _PRIOR + _GROUPED * grouped + _PARTED * headings[0].parted
    points += max(_RANGE[0], min(_RANGE[1], _LENGTH * (len(printed) - _USUAL)))
    points += _NOTED * (grouped and is_note(headings[0].text)) + _LABELLED * (grouped and is_label(headings[0].text))
    points += _ANNOUNCED * printed.endswith(_NOTICES) + _ASKS * (printed[-1] in "?!" or " " in printed)
    points += _ORDINAL * numbered(printed)
    return points + _BOXED * _in_a_box(title, body) + _UNFINISHED * (not body[-1].closed)


def _in_company(printed: str, body: Sequence[Block], company: tuple[str, bool], *, signed: bool) -> float:
    """Points for the other headings of the article and the one below, and for who is signed; see `Passages.company`."""
    following, below_signed = company
    subheads = [block.text for block in body if block.heading]
    alike = [*subheads, following] if following else subheads
    points = _ALONE[not alike] + _SERIES * min(4, len(subheads))
    points += _ALIKE * (not _ALMOST.isdisjoint([len(heading) - len(printed) for heading in alike]))
    points += _SIGNED * (signed and below_signed)
    return points + _OWED * (not signed and below_signed and body[0].jump is not None)
