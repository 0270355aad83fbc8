"""Printed lines back into paragraphs: which line ends are ends, and which are only the end of the column.

Each line end gets a score, above 0 means that the next line goes on with the same paragraph. The signals, strongest
first: punctuation that cannot end or begin a paragraph; a word cut in two (`marks.cuts_word`); an indent; the width
of the line beside the width of its column; a sentence end; and, where lines are not wrapped at a width, how often
lines of this document are *proved* to be cut. The last tells a page whose columns were pasted one below the other
(every second open end is proof) from a web page where an editor forgot a full stop (none is).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from digests.models import LineRange
from digests.reading.bylines import is_name
from digests.reading.furniture import strip_block
from digests.reading.lines import LOOSE, Column, Line, columns
from digests.reading.marks import LEADING_PUNCTUATION, closes_more, cuts_word, is_closed, plain, unbalanced

_OPEN_END = frozenset(
    "，,、：:；;—-(（《“‘「『·/和与及的是在将对把被向从由于为以并且而或至到着了之其该各每等让使令经按据跟比除"
    "與將對從於為爲並著該讓經據"
)
_OPEN_MARKS = tuple("，,、(（《“‘「『·/")
_GOES_ON = frozenset("的地得了着过们和与及等而则也都就才又还并且之其中以内外上下后前来所者性化型著過們與則還並內後來")
_ENUMERATOR = re.compile(
    "^(?:[（(]?[一二三四五六七八九十\\d]{1,3}[)）、.．](?!\\d)|第[一二三四五六七八九十]{1,3}[,、]|"
    "[一二三四五六七八九十]是|其[一二三四五六][,、]|[●◆■▲★○□◎①-⑳])"
)
# Openings that begin paragraphs far more often than sentences inside them; times, places and quotes begin both.
_STARTS_PARAGRAPH = re.compile(
    "^(?:此外[,]|另外[,]|与此同时|同时[,]|据(?:悉|了解|介绍|统计|报道)|记者(?:了解|获悉|从|在|看到|注意)|"
    "活动现场|会上[,]|会后[,]|会议(?:指出|强调|要求|认为)|下一步[,]|接下来[,]|"
    "[一-鿿·]{2,5}(?:表示|指出|认为|介绍|强调|要求|坦言|告诉记者)|[本新中][一-鿿]{1,8}(?:讯|日?电))"
)
_STARTS_SENTENCE = re.compile(
    '^(?:首先|其次|再次|最后[,]|近日|日前|近年来|目前[,]|今年|去年|当前[,]|近期|昨[天日]|今[天日]|随后|截至|为此|对此|[“"]|\\d{1,4}[年月日]|作为|自\\d|在[^,]{2,14}[,]|[一-鿿]{2,4}说[,:]|记者)'
)
_OFFICE_AND_SURNAME = re.compile("(?:长|主任|书记|经理|总裁|主席|教授|委员|代表|记者|员|师|民警|居民|市民)([一-鿿])$")
_GIVEN_NAME = re.compile("^[一-鿿]{1,2}(?:表示|说|介绍|指出|认为|告诉|强调|坦言|透露|称|等|[,、。])")


@dataclass(slots=True)
class Block:
    """One printed paragraph or heading, or one line that is none of the text (``kind`` says what)."""

    text: str
    parts: list[Line] = field(default_factory=list)
    indent: int = 0
    jump: str | None = None  # the page that holds what came before
    closed: bool = True
    named: tuple[str, ...] = ()  # names of a byline that a line end cut in two
    signed: bool = False  # a byline was glued to its end
    heading: bool | None = None  # found out once, by `pages.is_heading`
    parted: bool = False  # furniture stands between it and the block before

    @property
    def kind(self) -> str:
        return self.parts[0].kind

    @property
    def head(self) -> str:
        """Its first characters, folded for patterns."""
        return self.parts[0].head

    @property
    def names(self) -> tuple[str, ...]:
        """Of all bylines in it."""
        return tuple(dict.fromkeys([name for line in self.parts for name in line.names] + list(self.named)))

    @property
    def first(self) -> int:
        return self.parts[0].number

    @property
    def lines(self) -> tuple[LineRange, ...]:
        return ranges(self.parts)


def ranges(lines: Sequence[Line]) -> tuple[LineRange, ...]:
    """Line numbers as ranges in reading order; empty lines between two neighbours do not break a range."""
    out: list[LineRange] = []
    for line in lines:
        if out and out[-1][1] in (line.number, line.number - 1 - line.gap):
            out[-1] = (out[-1][0], line.number)
        else:
            out.append((line.number, line.number))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Habits:
    """What is usual in one document: how often lines are indented, stand apart, and are proved to be cut."""

    indented: float
    spaced: float
    faithful: float  # share of certain paragraph starts (after a short, closed line) that are indented
    open_ends: int  # of lines that are not wrapped at a width
    cut: float  # share of these that are proof of a cut


def habits(lines: Sequence[Line], cols: Sequence[Column]) -> Habits:
    text = [line for line in lines if line.kind == "text"]
    total = max(1, len(text))
    open_ends = proved = starts = indented_starts = 0
    for a, b, col in zip(lines, lines[1:], cols, strict=False):
        if a.kind == b.kind == "text" and not col.full and not is_closed(a.text) and len(a.text) > 8:
            open_ends += 1
            proved += _proof(a, b) > 0
        elif col.full and a.width < col.full - 2 and is_closed(a.text) and b.kind == "text":
            starts += 1
            indented_starts += b.indent >= 1
    return Habits(
        indented=sum(line.indent >= 1 for line in text) / total,
        spaced=sum(line.gap > 0 for line in text) / total,
        faithful=indented_starts / starts if starts else 0.5,
        open_ends=open_ends,
        cut=proved / max(1, open_ends),
    )


def _proof(a: Line, b: Line) -> float:
    """Points for ``b`` going on in the middle of a sentence of ``a``, from the characters at the seam alone."""
    if a.text.endswith(_OPEN_MARKS) or b.text.startswith(LEADING_PUNCTUATION):
        return 5.0
    if cuts_word(a.text[-1], b.text[0]) and not is_closed(a.text):
        return 3.5
    if _GIVEN_NAME.match(b.head) and (surname := _OFFICE_AND_SURNAME.search(plain(a.text[-8:]))):
        return 6.0 * is_name(surname[1] + "一")
    return 0.0


def _hints(a: Line, b: Line) -> float:
    """Weaker points of the same kind: function words at the seam, an open bracket."""
    points = 0.0
    if a.text[-1] in _OPEN_END:
        points += 1.5
    if b.text[0] in _GOES_ON:
        points += 1.5
    points -= _fresh(b)
    if b.indent == 0 and a.text[-1] in "：:" and _ENUMERATOR.match(b.text):
        points -= 6.0
    if unbalanced(a.text[-200:]):
        points += 2.0
    return points


def join_score(a: Line, b: Line, col: Column, usual: Habits, heading: float) -> float:
    """Above 0: ``b`` goes on with the paragraph of ``a``. ``heading``: how much ``a`` looks like a heading, 0 to 1."""
    closed = is_closed(a.text)
    proof = _proof(a, b)
    if closed and not col.full and not proof:
        return -4.0
    score = _hints(a, b)
    if b.indent > a.indent or (b.indent and usual.indented < 0.7):
        score -= 7.0 if usual.indented < 0.7 else 1.0
    if b.gap and usual.spaced < 0.5:
        score -= 1.0 if col.full and not closed and a.width >= col.full else 3.0
    if col.full:
        missing = col.full - a.width
        if missing > 1 or (missing == 1 and col.exact > 0.8):
            score -= 4.0 if missing > 2 or closed else 3.0
            score += proof * (0.5 if missing > 3 else 1.0) if not closed else 0
        else:
            score += _full_and_closed(b, usual) if closed else 4.0 + proof
    elif closed:
        score -= 4.0
        score += proof if b.text.startswith(LEADING_PUNCTUATION) else 0
    else:
        score += proof if proof else _open_prior(usual) - 4.0 * heading
    return score


def _full_and_closed(b: Line, usual: Habits) -> float:
    """A full line that ends with a sentence: inside a paragraph (one line in 40), or its last (one paragraph in 17).

    Where paragraphs are always indented an unindented line settles it, else the words of ``b`` must.
    """
    if b.indent == 0 and usual.faithful > 0.9:
        return 4.0
    return 2.0


def _fresh(line: Line) -> float:
    """How much the first words of ``line`` begin a paragraph rather than go on with one, 0 to 2.5."""
    head = line.head
    if _ENUMERATOR.match(head) or _STARTS_PARAGRAPH.match(head):
        return 2.5
    return 1.5 if _STARTS_SENTENCE.match(head) else 0.0


def _open_prior(usual: Habits) -> float:
    """What an open end without proof is worth: much where cuts are common, less with each one that is not proved."""
    if usual.cut >= 0.2:
        return 2.0
    return max(-2.5, 1.0 - 0.9 * usual.open_ends) + 20 * usual.cut


def heading_shape(text: str) -> float:
    """How much a line without a sentence end looks like a heading, 0 to 1, from its own characters."""
    if len(text) > 80 or (is_closed(text) and text[-1] not in "？?！!…”"):
        return 0.0
    body = plain(text)
    score = 1.0
    if len(body) > 34:
        score -= (len(body) - 34) / 30
    if len(body) < 5:
        score -= 0.4
    score -= 0.25 * max(0, len(re.findall("[,;:]", body)) - 1)
    if (body[-1] in _OPEN_END and body[-1] not in "了等") or unbalanced(body):
        score -= 0.7
    if (_STARTS_SENTENCE.match(body) or _STARTS_PARAGRAPH.match(body)) and not body.startswith(("“", '"')):
        score -= 0.5
    if "。" in body[:-1]:
        score -= 0.8
    return max(0.0, min(1.0, score))


def blocks(lines: Sequence[Line], breaks: frozenset[int] = frozenset(), *, strip: bool = True) -> list[Block]:
    """Lines of kind text joined into paragraphs; bylines stand alone and end a paragraph.

    Furniture, credits, captions and stray jump markers are passed over: the text goes on across them. ``breaks``:
    numbers of lines that begin something new whatever the seam looks like (headlines, and what follows them). What is
    glued to a paragraph is cut off unless ``strip`` is off.
    """
    text = [line for line in lines if line.kind == "text"]
    cols = dict(zip((line.number for line in text), columns(text), strict=True))
    _mark_intruders(text, cols, breaks)
    kept = [line for line in lines if line.kind in ("text", "byline")]
    seen = [cols.get(line.number, LOOSE) for line in kept]
    usual = habits(kept, seen)
    between = _between(lines)
    out: list[Block] = []
    for at, line in enumerate(kept):
        if at and line.number not in breaks and _goes_on(kept[at - 1], line, seen[at - 1], usual, len(out[-1].parts)):
            out[-1].parts.append(line)
        else:
            parted, jump = between.get(line.number, (False, None))
            out.append(Block("", [line], line.indent, line.jump or jump, parted=parted and at > 0))
    for block in out:
        block.signed = block.parts[-1].signed
        block.text = joined(block.parts)
        if len(block.parts) > 1 and strip:
            block.text, block.jump, block.named, block.signed = strip_block(block.text, block.jump)
        block.closed = block.kind != "text" or block.signed or is_closed(block.text or "。")
    return out


def _mark_intruders(text: Sequence[Line], cols: dict[int, Column], breaks: frozenset[int]) -> None:
    """Make furniture of lines that interrupt a sentence of a wrapped column, whatever their words are.

    The line before is full and open, so its sentence goes on; an intruder is too short to be inside the paragraph and
    does not end it either, or is wider than the column, while the line after it takes the sentence up.
    """
    before, run = None, 0  # run: lines of the paragraph so far; a heading of two lines is no paragraph yet
    for at, line in enumerate(text[:-1]):
        if before is not None and run >= 3 and _interrupts(before, line, text[at + 1], cols[line.number], breaks):
            line.kind, line.why = "furniture", "interrupts"
            continue
        begins = line.indent or before is None or before.width < cols[line.number].full or before.signed
        run = 1 + bool(line.indent) if begins else run + 1
        before = line


def _interrupts(before: Line, line: Line, after: Line, col: Column, breaks: frozenset[int]) -> bool:
    odd = line.width < col.full - 1 or line.width > col.full + 2
    if not col.full or not odd or before.width < col.full or before.signed or is_closed(before.text):
        return False
    if line.width < col.full and (is_closed(line.text) or line.signed):
        return False  # the last line of the paragraph
    if line.indent or line.jump or after.indent or after.jump or {line.number, after.number} & breaks:
        return False
    points = 1.0 + 0.25 * _proof(before, after) - _proof(before, line) - _fresh(after)
    points += 0.5 * (len(line.text) <= col.full // 2) + 0.5 * (line.width > col.full + 2)
    points += 0.5 * (len(line.text) <= 3) + 0.5 * any(char.isdigit() for char in line.text)
    points -= 0.5 * (line.text[-1] in _OPEN_END) + 0.5 * (line.text[0] in _GOES_ON)
    if unbalanced(before.text) or closes_more(line.text):
        points -= 1.5
    return points >= 1.5


def _between(lines: Sequence[Line]) -> dict[int, tuple[bool, str | None]]:
    """For each line of the text below such lines: whether furniture stands above it, and a jump marker's page."""
    out: dict[int, tuple[bool, str | None]] = {}
    furniture, jump = False, None
    for line in lines:
        if line.kind in ("text", "byline"):
            if furniture or jump:
                out[line.number] = furniture, jump
            furniture, jump = False, None
        furniture = furniture or line.kind == "furniture"
        if line.kind == "jump":
            jump = line.jump
    return out


def _goes_on(a: Line, b: Line, col: Column, usual: Habits, joined_before: int) -> bool:
    if a.kind != "text" or b.kind != "text" or a.signed or b.jump:
        return False
    # what goes on with a paragraph is no heading
    heading = heading_shape(a.text) if joined_before == 1 else 0.0
    return join_score(a, b, col, usual, heading) > 0


def joined(lines: Sequence[Line]) -> str:
    """The text of ``lines`` without line ends; a blank only between two Latin letters (Chinese has no blanks)."""
    pieces = [lines[0].text]
    for before, line in pairwise(lines):
        left, right = before.text[-1], line.text[0]
        if left.isascii() and right.isascii() and left.isalpha() and right.isalpha():
            pieces.append(" ")
        pieces.append(line.text)
    return "".join(pieces)
