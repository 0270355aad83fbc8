"""Bylines that only their place tells: a bare name below a headline or a page, a byline that a line end cuts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from digests.reading import bylines, notes, senders
from digests.reading.lines import Line
from digests.reading.marks import cuts_word, plain
from digests.reading.names import NO_PERSON, ROLE_LAST, is_name, stands_alone
from digests.reading.seams import leads
from digests.reading.shapes import heading_shape
from digests.reading.signatures import BOLD_MARKS

_TAIL = 28  # characters at the end of a line in which a byline may begin
_REST, _BARE_REST = 18, 12  # of the next line, where it closes the bracket of one, and where there is none
_TITLE, _SHORT_TITLE = 6, 2  # characters of the shortest headline that a bare name may sign, and what surely signs
_LONGEST_TITLE = 30
_LABEL = 8  # characters of the label of a column, with its mark
_HAN = re.compile("[一-鿿]{2,4}")
_MARKS = BOLD_MARKS + "□○"
_MARKED = 9  # characters of a pen-name with its mark, stretched by blanks
_PEN_NAME = re.compile(f"[{_MARKS}] ?(?:[一-鿿]{{2,4}}|[一-鿿](?: [一-鿿]){{1,3}})")
_UNEVEN = 2  # characters by which the lines of a column differ
_NOTICE = 12  # lines of a notice
_NAMES = 15  # width of a line of names
_NARROW = 12  # width of one that may be all that a column holds
_NAMED = 30  # characters of a name with its office in a bracket behind it; a line's head is all of one so short
_BYLINE_BEGINS = re.compile(
    "[。！？”’…!?][ \u3000]*"
    "(?:[(（■●□◆▲◎]?[ \u3000]?(?:本报)?(?:[记記]|通|[记記]者|通[讯訊]|通[讯訊][员員])? ?[一-鿿]{0,3}|"
    "(?:[(（■●□◆▲◎]|本[报報]|[记記]者|通[讯訊][员員])[一-鿿 \u3000、/:：]{1,20})$"
)
_COMMENT = re.compile("(?:评|评论|论坛|时论|短论|杂谈|漫谈|街谈|快语|之声|言论|杂感|微言|来论|观点|茶座)】?$")
# Before a line that is a byline by itself no more than its bracket, mark or role may be cut off: not a word is lost.
_TOPIC = re.compile("题:[^。]*$")  # of a dispatch; who wrote it stands behind
_OPENERS, _CLOSERS = "(（【[", ")）】]"
_OFFICE_AND_NAME = re.compile("(.*[^ ]) +([一-鿿] [一-鿿]|[一-鿿]{2,4})")
_BYLINE_OPENS = re.compile("[ \u3000]*(?:[(（■●□◆▲]|(?:本[报報])?(?:[记記]者?|通[讯訊]?[员員]?)$|本[报報]$)")


def sign_by_place(lines: Sequence[Line]) -> None:
    """Set kind and names of lines that are bylines where they stand, and take them from labels."""
    _unsign_labels(lines)
    _sign_wrapped(lines)
    _unsign_wrapped(lines)
    _sign_below_headlines(lines)
    _sign_again(lines)
    _sign_with_offices(lines)
    _sign_with_marks(lines)
    _sign_the_last(lines)
    senders.mark(lines)


def close_cut(lines: Sequence[Line]) -> None:
    """A byline glued to a paragraph may be cut by the line end: "…满意。（记者" and "王磊）" sign the paragraph."""
    for a, b in pairwise([line for line in lines if line.kind in ("text", "byline")]):
        if len(b.text) > _REST or a.closed or a.signed or a.kind != "text":
            continue
        if len(b.text) > _BARE_REST and b.text[-1] not in ")）":
            continue
        if not _BYLINE_BEGINS.search(a.text[-_TAIL:]):
            continue
        whole = b.text[-1] not in ")）" or b.text[0] in "(（"
        if b.kind == "text" and whole and bylines.byline(b.text, b.head) is not None:
            continue  # not told apart yet
        tail = a.text[-_TAIL:]
        # the line end may stand for the blank behind a role or an office
        for between in ("", " ") if is_name(b.text) or b.text[-1] in ")）" else ("",):
            kept, found = bylines.cut_glued(tail + between + b.text)
            noted = not found and b.text[-1] in ")）"
            if len(kept) < len(tail) and (found or noted) and (not b.names or _BYLINE_OPENS.match(tail[len(kept) :])):
                a.cut(a.text[: len(a.text) - len(tail) + len(kept)].rstrip())
                a.names, a.signed = found, True
                b.kind, b.why = "credit", "byline"
                break


def _sign_wrapped(lines: Sequence[Line]) -> None:
    """A byline of two lines: the first ends with a role, a comma or an open bracket, the next goes on with names."""
    for a, b in pairwise(lines):
        if b.kind != "text" or len(b.text) > _REST or b.closed or not (a.kind == "byline" or a.text[0] in _OPENERS):
            continue
        if len(a.text) > _NAMED or not (
            ROLE_LAST.search(a.text) or a.text[-1] in "、，/／:：" or a.text[0] in _OPENERS
        ):
            continue
        between = "" if a.text[0] in _OPENERS and b.text[-1] not in _CLOSERS else " "
        found = bylines.byline(f"{a.text}{between}{b.text}")
        if found and len(found) > len(a.names):
            a.kind, a.names, b.kind, b.names = "byline", found, "credit", ()
            b.why = "byline"


def _sign_below_headlines(lines: Sequence[Line]) -> None:
    """A name and nothing else between a headline and its text is the writer's; nothing but its place says so.

    With an office in a bracket behind it a name may also stand below the text. What may be a word as well ("高潮")
    is a name where others of the page stand so.
    """
    doubtful: list[Line] = []
    bare = False
    for at, line in enumerate(lines[1:-1], 1):
        if line.kind != "text" or len(line.text) > _NAMED:
            continue
        above, below = lines[at - 1], lines[at + 1]
        if above.kind != "text" or below.kind != "text":
            continue
        noted, office = line.text[-1] in ")）", _of_office(line.head, sure=True)
        if not (noted or office) and (line.width > _NAMES or below.width < 2 * line.width):
            continue
        open_ = not above.closed or above.text[-1] in "？?！!”"
        shortest = _SHORT_TITLE if noted or office or _begins(lines, at - 1) else _TITLE
        headed = shortest <= len(above.text) <= _LONGEST_TITLE and open_ and heading_shape(above) >= 0.5
        if not headed and not (noted and above.closed):
            continue
        if headed and notes.SOURCES.fullmatch(line.head):
            line.kind, line.names, line.leads = "byline", (), False
            continue
        names = (
            _names(line.text)
            or (_bare_name(line.text) if headed else ())
            or (office if headed else _of_office(line.head))
        )
        if not names and at > 1 and headed and _comments(lines[at - 2]) and is_name(line.head):
            names = (line.text,)
        if names:
            line.kind, line.names = "byline", names
            bare = bare or not (noted or office)
        elif headed and _may_be_name(line.text):
            doubtful.append(line)
    for line in doubtful if bare else ():
        line.kind, line.names = "byline", (line.text,)


def _sign_again(lines: Sequence[Line]) -> None:
    """Names that sign another text of the page sign one here too, be its headline lost."""
    known = {name for line in lines if line.kind == "byline" or line.signed for name in line.names}
    for at, line in enumerate(lines if known else ()):
        if line.kind != "text" or len(line.text) > _NAMED or line.closed:
            continue
        above = lines[at - 1] if at else None
        if (above is None or above.kind != "text" or above.closed or above.signed) and {*line.text.split()} <= known:
            line.kind, line.names = "byline", tuple(line.text.split())


def _begins(lines: Sequence[Line], at: int) -> bool:
    """Whether nothing can go on at ``at``: a text is over above it, or the label of a column stands there."""
    above = lines[at - 1] if at else None
    return above is None or above.kind != "text" or above.closed or above.signed or _comments(above)


def _comments(line: Line) -> bool:
    """Whether it is the label of a column of comment: a writer's name stands below the headline of nearly each."""
    return line.kind == "text" and len(line.text) <= _LABEL and bool(_COMMENT.search(line.plain))


def _names(text: str) -> tuple[str, ...]:
    """The names that ``text`` is made of: one, or several of two or three characters each."""
    if name := stands_alone(text):
        return (name,)
    names = text.split()
    several = 2 <= len(names) <= 4 and all(2 <= len(name) <= 3 and is_name(name) for name in names)
    return tuple(names) if several and not all(cuts_word(name[0], name[1]) for name in names) else ()


def _may_be_name(text: str) -> bool:
    folded = plain(text)
    return bool(_HAN.fullmatch(folded)) and is_name(folded) and folded[-1] not in NO_PERSON


def _bare_name(text: str) -> tuple[str, ...]:
    """A name of two to four characters that makes no word."""
    return (text,) if _may_be_name(text) and (len(text) == 4 or not cuts_word(text[0], text[1])) else ()


def _of_office(folded: str, *, sure: bool = False) -> tuple[str, ...]:
    """Who signs for an office: "区中医院 针灸科 盘秋云"; where that is ``sure``, be the surname ever so rare."""
    match = _OFFICE_AND_NAME.fullmatch(folded) if " " in folded else None
    if not match:
        return ()
    name, stretched = match[2].replace(" ", ""), " " in match[2]
    named = is_name(name) or ((sure or stretched) and 2 <= len(name) <= 3 and name[-1] not in NO_PERSON)
    return (name,) if named and notes.OFFICES.fullmatch(match[1]) else ()


def _sign_with_offices(lines: Sequence[Line]) -> None:
    """Offices below a notice, with the name of who signs for them or without, are no part of it.

    Only where the text is over: at the end of the page, above a day or another headline. A bare office above a headline
    may be its kicker, unless it signs a notice.
    """
    for at, line in enumerate(lines):
        if line.kind != "text" or len(line.text) > _NAMED or not at or line.closed:
            continue
        above, below = lines[at - 1], lines[at + 1] if at + 1 < len(lines) else None
        if above.kind != "text" or not above.closed:
            continue
        over = below is None or below.kind in ("credit", "furniture")
        heads = below is not None and below.kind == "text" and not below.closed and heading_shape(below) >= 0.5
        names = _of_office(line.head) if over or heads else ()
        names = names or (_names(line.text) if heads and line.indent > above.indent else ())
        office = not names and (over or heads) and notes.OFFICES.fullmatch(line.head)
        alone = office and (over or any(notes.is_notice(each.plain) for each in lines[max(0, at - _NOTICE) : at]))
        if names or alone or notes.SOURCES.fullmatch(line.head):
            line.kind, line.names = "byline", names


def _sign_with_marks(lines: Sequence[Line]) -> None:
    """A mark and a word that is no name sign the text below a headline, or the one that is over.

    Above a headline such a word is the name of a column.
    """
    marked = [at for at, line in enumerate(lines) if at and len(line.text) <= _MARKED and line.text[0] in _MARKS]
    for at in marked:
        above, line, below = lines[at - 1], lines[at], lines[at + 1] if at + 1 < len(lines) else None
        if line.kind != "text" or above.kind != "text" or not _PEN_NAME.fullmatch(line.head):
            continue
        headed = not above.closed and _TITLE <= len(above.text) <= _LONGEST_TITLE and heading_shape(above) >= 0.5
        told = below is not None and below.kind == "text" and len(below.text) > 3 * len(line.text)
        over = above.closed and (below is None or below.kind in ("credit", "furniture"))
        if over or (headed and told and below is not None and (below.closed or heading_shape(below) < 0.5)):
            line.kind, line.names = "byline", ("".join(line.text[1:].split()),)


def _sign_the_last(lines: Sequence[Line]) -> None:
    """A name and nothing else below the last sentence of a page signs it: nothing can begin there."""
    text = [line for line in lines if line.kind in ("text", "byline")]
    if len(text) < 2 or text[-1].kind != "text" or text[-2].kind != "text" or not text[-2].closed:
        return
    if len(text[-1].text) <= _NAMED and (names := _names(text[-1].text) or _bare_name(text[-1].text)):
        text[-1].kind, text[-1].names = "byline", names


def _unsign_wrapped(lines: Sequence[Line]) -> None:
    """The first line of a paragraph may look like a byline until the next goes on: "综合驻外记者报道：亚欧地"."""
    for above, line, below in zip([*lines[:1], *lines], lines, lines[1:], strict=False):
        if line.kind != "byline":
            continue
        if above.kind == "text" and line.text[0] in "(（" and _TOPIC.search(above.plain[-_TAIL:]):
            line.kind, line.names, line.closed = "text", (), True
            continue
        if below.kind != "text" or leads(below):
            continue
        if below.width + _UNEVEN < line.width:
            continue
        goes_on = line.indent > below.indent and below.width <= line.width + _UNEVEN and line.text[-1] not in ")）】"
        named = all(map(is_name, line.names)) and not ROLE_LAST.search(line.text)
        cut = cuts_word(line.text[-1], below.text[0])
        if (goes_on and cut) if named or line.width <= _NARROW else (goes_on or cut):
            line.kind, line.names, line.leads = "text", (), bool(line.names)  # so a report begins


def _unsign_labels(lines: Sequence[Line]) -> None:
    """A mark before a word that may be a pen-name is one before a column's label if others of the page are that."""
    marked = [line for line in lines if line.text[0] in BOLD_MARKS and len(line.text) <= _LABEL]
    for line in marked:
        alone = len(line.names) == 1 and line.text.endswith(line.names[0]) and len(line.text) <= len(line.names[0]) + 2
        if line.kind != "byline" or not alone or is_name(line.names[0]):
            continue
        if any(other.kind == "text" and other.text[0] == line.text[0] and not other.closed for other in marked):
            line.kind, line.names = "text", ()
