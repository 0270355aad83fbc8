"""Pages of questions and answers: one article a question, with who asked and who answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from digests.reading.lines import NO_HEADLINE, Line
from digests.reading.marks import is_closed, plain
from digests.reading.repair import Block
from digests.reading.seams import leads

_Q = re.compile("^[【\\[(]?(?:Q|q|问|提问|记者问|问题)\\d{0,2}[】\\])]?[:.、]?$")
_A = re.compile("^[【\\[(]?(?:A|a|答|回答|答复)\\d{0,2}[】\\])]?[:.、]?$")
_Q_GLUED = re.compile("^[【\\[(]?(?:Q\\d{0,2}|问|提问|记者问|问题\\d{0,2})[】\\])]? ?[:、] ?(?=.{6})")
_A_GLUED = re.compile("^[【\\[(]?(?:A\\d{0,2}|答|回答|答复)[】\\])]? ?[:、] ?(?=.{2})")
_MARKS = frozenset("QqAaＱＡ问問答提回记記【[(（〔")
_OUTLET = (
    "[一-鿿A-Za-z]{0,12}?(?:[日晚时早晨商导画周]报|青年报|周刊|电视台|广播电台|电台|广播|通讯社|[新法路][华新透]社|"
    "新闻网|新闻|在线|财经|网|社|报|台|卫视)"
)
_ASKER = re.compile(f"^({_OUTLET})(?:记者)?[一-鿿]{{0,3}}? ?(:)?")
_SPEAKER = re.compile("^([一-鿿·]{2,12}?) ?:")
_OFFICE = "(?:书记|主任|主席|发言人|经理|总裁|[区市县局部院会校司处厅省镇所行]长|副[一-鿿]{1,3})"
_IN_OFFICE = re.compile(f"{_OFFICE}([一-鿿]{{2,3}})(?=[,、。和及介出])")
_LONGEST_PREFIX = 14
_TURNS = 5.0  # how surely a turn begins a paragraph, see `firsts.fresh`
_OPENS = 0.5  # openings for each question from which on these stand in one article of several
_HEADING = 0.5  # shape at and above which a block may be a heading


@dataclass(slots=True)
class Section:
    """One question: its printed headings, the question's blocks and the answer's."""

    headings: list[Block] = field(default_factory=list)
    question: list[Block] = field(default_factory=list)
    answer: list[Block] = field(default_factory=list)
    asked_by: str | None = None
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Introduction:
    """What stands above the first question: the page's headings, and the paragraphs that introduce all of it."""

    headings: list[Block]
    body: list[Block]


def introduction(blocks: Sequence[Block], found: Sequence[Section]) -> Introduction:
    """The introduction of the page that ``found`` are the sections of.

    It tells in sentences: from the first paragraph that holds one to the last. Above it stand headings and labels (one
    printed twice is a headline, of which a site repeats one in its frame), below it links to what else was published.
    """
    first = (found[0].headings or found[0].question)[0]
    above = [block for block in blocks[: next(at for at, block in enumerate(blocks) if block is first)] if block.text]
    told = [at for at, block in enumerate(above) if block.kind == "text" and block.closed and _tells(block.text)]
    begin, end = (told[0], told[-1] + 1) if told else (len(above), len(above))
    headings = [block for block in above[:begin] if block.kind == "text" and not (_Q.match(block.head) or block.closed)]
    texts = [block.text for block in headings]
    again = {block.text: block for block in headings if texts.count(block.text) > 1}
    return Introduction(list(again.values()) or headings, [b for b in above[begin:end] if b.kind == "text"])


def _tells(text: str) -> bool:
    return "。" in text or text[-1] in "！!…；;"


def marker_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of lines that are bare Q or A markers, and of those after them: each begins something.

    One with its question behind it is no headline either, and its shape is set to say so.
    """
    out: set[int] = set()
    for at, line in enumerate(lines):
        if line.kind != "text" or line.text[0] not in _MARKS:
            continue
        if _Q.match(line.head) or _A.match(line.head):
            out.add(line.number)
            out.update(following.number for following in lines[at + 1 : at + 2])
        elif _Q_GLUED.match(line.head) or _A_GLUED.match(line.head):
            out.add(line.number)
            line.shape = NO_HEADLINE
    return frozenset(out)


def turns(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of lines that begin the turns of an interview: two speakers or more speak twice at least.

    None of them is a headline, though "张三：为什么？" looks like one: their shape is set to say so.
    """
    said: dict[str, list[Line]] = {}
    for line in lines:
        if line.head.find(":", 2, _LONGEST_PREFIX) > 0 and line.kind == "text" and (match := _SPEAKER.match(line.head)):
            said.setdefault(match[1], []).append(line)
    often = [spoken for spoken in said.values() if len(spoken) > 1]
    often = [spoken for spoken in often if not leads(spoken[0]) or _answered(spoken, often)]
    found = [line for spoken in often for line in spoken] if len(often) > 1 else []
    for line in found:
        line.shape, line.leads, line.fresh = NO_HEADLINE, False, _TURNS
    return frozenset(line.number for line in found)


def _answered(spoken: Sequence[Line], often: Sequence[Sequence[Line]]) -> bool:
    """Whether others speak between any two of its turns: what opens reports ("江城讯：") opens one after the other."""
    others = [line.number for other in often if other is not spoken for line in other]
    return all(any(a.number < number < b.number for number in others) for a, b in pairwise(spoken))


def sections(blocks: Sequence[Block]) -> list[Section]:
    """The questions of a page that holds nothing else, [] unless it has at least two, each followed by an answer.

    A box of questions among reports makes no page of questions: see `_among_reports`.

    Headings are the heading-shaped blocks straight above a question; what comes before the first of them is the
    introduction and no section. A speaker's colon may be missing in print: names and outlets known from the page help.
    """
    marks = [_marker(block) for block in blocks]
    asked = [at for at, mark in enumerate(marks) if mark == "Q"]
    if len(asked) < 2 or sum(mark == "A" for mark in marks) < 2:
        return []
    starts = [_first_heading(blocks, marks, at) for at in asked]
    # above the first question stands the page's own headline too: it gets no more headings than the others have
    usual = max(at - start for at, start in zip(asked[1:], starts[1:], strict=True))
    starts[0] = max(starts[0], asked[0] - max(usual, 0))
    if _among_reports(blocks, starts, usual):
        return []
    out: list[Section] = []
    for index, at in enumerate(asked):
        end = starts[index + 1] if index + 1 < len(asked) else len(blocks)
        out.append(_section(blocks, marks, starts[index], at, end))
    known = _names(blocks[: starts[0]], out)
    for section in out:
        section.asked_by = _asker(section.question)
        section.answered_by = _speaker(section.answer, known)
    return [section for section in out if section.question and section.answer]


def _among_reports(blocks: Sequence[Block], starts: Sequence[int], usual: int) -> bool:
    """Whether the questions that begin at ``starts`` stand in one article of several.

    A page of questions opens once at most: with a dispatch or byline, and text, before its first question. Below that
    nothing opens and nobody signs but at the very end, and where neither questions nor other answers have headings the
    last one has none. A long page may quote what looks like an opening.
    """
    first, last = starts[0], starts[-1]
    reports, opened = -2, 0
    for at, block in enumerate(blocks[:-2]):
        opened = max(opened * (at != first), _opens(blocks, at))
        if at >= first or (block.kind == "text" and block.closed):
            reports, opened = reports + opened, 0
    if reports >= max(1, _OPENS * len(starts)):
        return True
    return not usual and _headed(blocks, last, len(blocks)) and not _headed(blocks, first, last)


def _opens(blocks: Sequence[Block], at: int) -> int:
    """How surely a report opens at ``at``: with a byline 2, below a heading as reports do 1."""
    block = blocks[at]
    if block.kind == "byline":
        return 2 * bool(block.names)
    headed = not at or not blocks[at - 1].closed
    return int(headed and (bool(block.jump) or leads(block.parts[0])))


def _headed(blocks: Sequence[Block], first: int, end: int) -> bool:
    """Whether a heading stands between the texts from ``first`` to ``end``."""
    within = blocks[first + 2 : end - 1]
    return any(block.kind == "text" and not block.closed and block.shape >= _HEADING for block in within)


def _marker(block: Block) -> str | None:
    if block.text[0] not in _MARKS:
        return None
    head = block.head
    if _Q.match(head) or _Q_GLUED.match(head):
        return "Q"
    if _A.match(head) or _A_GLUED.match(head):
        return "A"
    return None


def _first_heading(blocks: Sequence[Block], marks: Sequence[str | None], at: int) -> int:
    """Index of the first of the headings above the question at ``at``; ``at`` itself where there is none.

    Long headings carry several commas, so the shape alone is not asked: an unclosed block of up to 70 characters
    without a full stop inside. More than one only while all have a plain heading's shape.
    """
    first = at
    while first > 0 and at - first < 4 and marks[first - 1] is None:
        text = blocks[first - 1].text
        if (is_closed(text) and text[-1] not in "？?！!”") or "。" in text or len(text) > 70:
            break
        if first < at and (blocks[first - 1].shape < 0.5 or blocks[first].parted):
            break
        if first > 1 and marks[first - 2] is not None:
            break  # the answer's only paragraph
        first -= 1
    return first


def _section(blocks: Sequence[Block], marks: Sequence[str | None], start: int, at: int, end: int) -> Section:
    section = Section(headings=list(blocks[start:at]))
    part = section.question
    for index in range(at, end):
        block = blocks[index]
        if block.kind != "text":
            continue
        if marks[index] == "A":
            part = section.answer
        if marks[index] is None:
            part.append(block)
        elif not (_Q.match(block.head) or _A.match(block.head)):
            head = block.head
            match = _Q_GLUED.match(head) or _A_GLUED.match(head)
            block.text = block.text[match.end() :] if match else block.text
            part.append(block)
    return section


def _names(introduction: Sequence[Block], found: Sequence[Section]) -> frozenset[str]:
    """Names of speakers: before a colon in any answer, or behind an office in the introduction."""
    names = {
        match[1]
        for section in found
        if section.answer and (match := _SPEAKER.match(plain(section.answer[0].text[:_LONGEST_PREFIX])))
    }
    for block in introduction:
        names.update(_IN_OFFICE.findall(plain(block.text[:2000])))
    return frozenset(names)


def _asker(question: Sequence[Block]) -> str | None:
    if not question:
        return None
    head = plain(question[0].text[:24])
    if match := _SPEAKER.match(head[:_LONGEST_PREFIX]):
        return question[0].text[: match.end(1)].strip().removesuffix("记者").removesuffix("記者")
    if match := _ASKER.match(head):
        return question[0].text[: match.end(1)].strip()
    return None


def _speaker(answer: Sequence[Block], known: frozenset[str]) -> str | None:
    if not answer:
        return None
    text = answer[0].text
    folded = plain(text[:_LONGEST_PREFIX])
    if match := _SPEAKER.match(folded):
        return text[: match.end(1)].strip()
    return next((text[: len(name)] for name in sorted(known, key=len, reverse=True) if folded.startswith(name)), None)
