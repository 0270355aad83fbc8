"""A page of paragraphs cut into articles: which heading, byline or lead begins a new one.

Theory. A newspaper article is a headline (with kicker and deck, sometimes lost), a byline (above or below the text),
and paragraphs. A heading begins an article if what follows it only follows headlines: a byline, a jump marker, a
dateline lead ("本报讯"); or if the article before it has ended, with a byline below it. Any other heading is a
sub-head. A lead, jump marker or byline that has no heading above it begins an article whose headline is lost.
Whether a page signs above or below is learnt from its unambiguous bylines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from digests.reading import rows
from digests.reading.firsts import ENUMERATOR
from digests.reading.marks import is_closed
from digests.reading.notes import is_aside, is_box, is_notice, is_service
from digests.reading.paper import beginnings
from digests.reading.paper.headlines import is_label
from digests.reading.repair import Block
from digests.reading.seams import leads

_HEADING = 0.5  # heading_shape at and above which a block may be a heading
_LONGEST_HEADING = 80
_ONE_OF_SEVERAL = re.compile(f"{ENUMERATOR.pattern}|^第[一二三四五六七八九十百\\d]{{1,4}}[章节節编編条條]")
_FIRST_PART = re.compile("[(]?(?:一|01?|1)[)、.](?!\\d)|第一[,、章节]")
_LONGEST_DECK = 120
_LABEL = 4  # characters of a heading that only says what kind of text follows
_BRIEF = 250  # characters of a report in a box
_BULLETS = frozenset("●■◆▲★◇□○◎▶△")
_ITEM = re.compile("[^一-鿿]{1,2}(?:[一-鿿]{2,7}[ :]|【)")  # an item and whom it is about: "●青果镇 …"
_BRACKETS = "【】[]《》〔〕"


@dataclass(slots=True)
class Draft:
    """An article in the making. ``headings`` in printed order; ``body`` holds sub-heads too, see `is_heading`."""

    headings: list[Block] = field(default_factory=list)
    byline: list[str] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    signed: bool = False  # a byline stands below it: nothing more belongs to it
    ended: bool = False  # so it is, or a byline was glued to the last line: no heading below it is its own

    @property
    def jump(self) -> str | None:
        return self.body[0].jump if self.body else None

    @property
    def onward(self) -> str | None:
        return next((block.onward for block in reversed(self.body) if block.onward), None)

    def sign(self, names: Sequence[str]) -> None:
        """Add names; one that is only the beginning of a known one is the same name cut off."""
        if names:
            self.byline += [name for name in names if not any(known.startswith(name) for known in self.byline)]


def is_heading(block: Block) -> bool:
    if block.heading is None:
        block.heading = (
            len(block.text) <= _LONGEST_HEADING
            and block.kind == "text"
            and not block.jump
            and not block.signed
            and not is_lead(block)
            and block.shape >= _HEADING
        )
    return block.heading


def is_lead(block: Block) -> bool:
    return leads(block.parts[0])


def articles(blocks: Sequence[Block], *, framed: bool) -> list[Draft]:
    """``blocks`` of one page as drafts, in printed order; blocks that are no text are used up as bylines.

    ``framed``: the name or number of a newspaper's page was printed, so that it may hold more than one article.
    """
    above = _signs_above(blocks)
    drafts: list[Draft] = [Draft()]
    headings = [is_heading(block) for block in blocks]
    passages = beginnings.Passages(blocks, headings, framed=framed)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.kind == "byline":
            if _opens_by_byline(blocks, at, drafts[-1], above):
                drafts.append(Draft())
            drafts[-1].sign(block.names)
            drafts[-1].signed = drafts[-1].ended = bool(drafts[-1].body)
            at += 1
            continue
        if headings[at] and (briefs := _briefs(blocks, at)):
            drafts += _box(blocks[at], blocks[at + 1 : at + 1 + briefs])
            at += 1 + briefs
            continue
        if headings[at] and _is_aside(blocks, headings, at, drafts[-1]):
            _add(drafts[-1], block)
            drafts[-1].signed = False
            at += 1
            continue
        group = _heading_group(blocks, at) if headings[at] else 0
        if group and _begins(blocks, at, at + group, drafts[-1], passages):
            drafts.append(Draft(headings=list(blocks[at : at + group])))
            at += group
            continue
        if _sums_up(drafts[-1]) and is_lead(block):
            drafts[-1].headings.append(drafts[-1].body.pop())
        elif _begins_without_heading(block, drafts[-1]):
            drafts.append(Draft())
        _add(drafts[-1], block)
        at += 1
    return _merge_preface(_unlabelled([draft for draft in drafts if draft.headings or draft.body]))


def single(blocks: Sequence[Block]) -> Draft:
    """All ``blocks`` as one article: a web page, whose markup has told its text from the rest."""
    draft = Draft()
    group = _heading_group(blocks, 0)
    group = next(
        (at for at in range(group) if _ONE_OF_SEVERAL.match(blocks[at].text)), group
    )  # the first of its sub-heads
    if not any(is_closed(block.text) for block in blocks[group:]):
        group = 0  # a poem, or a list
    draft.headings = list(blocks[:group])
    for block in blocks[group:]:
        if block.kind == "byline":
            draft.sign(block.names)
        else:
            _add(draft, block)
    return draft


def _add(draft: Draft, block: Block) -> None:
    draft.body.append(block)
    if names := block.names:
        draft.sign(names)
    draft.signed = draft.signed or block.signed
    draft.ended = draft.ended or block.parts[-1].signed


def _is_aside(blocks: Sequence[Block], headings: Sequence[bool], at: int, current: Draft) -> bool:
    """Whether the heading at ``at`` is that of a box without headline, which goes with the text above, be it signed."""
    if not current.body or at + 1 >= len(blocks) or headings[at + 1] or not is_aside(blocks[at].plain):
        return False
    following = blocks[at + 1]
    return following.kind == "text" and not following.jump and not is_lead(following)


def _briefs(blocks: Sequence[Block], at: int) -> int:
    """How many bulleted paragraphs stand below the label at ``at`` ("简讯")."""
    if len("".join(blocks[at].text.split()).strip(_BRACKETS)) > _LABEL and not is_box(blocks[at].plain):
        return 0
    end = at + 1
    while end < len(blocks) and blocks[end].text[0] in _BULLETS and blocks[end].kind == "text":
        end += 1
    run = blocks[at + 1 : end]
    return len(run) if len(run) > 1 and not any(is_heading(block) for block in run) else 0


def _box(label: Block, briefs: Sequence[Block]) -> list[Draft]:
    """Each brief is a report without a headline; what is set off as headed items is one text below the label."""
    items = sum([bool(_ITEM.match(block.head)) for block in briefs]) > len(briefs) / 2
    drafts = [Draft(headings=[label], body=list(briefs))] if items else [Draft(body=[block]) for block in briefs]
    for draft in drafts:
        draft.signed = draft.ended = True
        for block in draft.body:
            draft.sign(block.names)
    return drafts


def _heading_group(blocks: Sequence[Block], at: int) -> int:
    """How many blocks from ``at`` on are headings one below the other; more than four are a list, not a headline.

    The first of those that are counted below one that is not is a sub-head.
    """
    count, counted = 0, at < len(blocks) and beginnings.numbered(blocks[at].plain)
    while at + count < len(blocks) and count <= 4 and is_heading(blocks[at + count]):
        if count and not counted and beginnings.numbered(blocks[at + count].plain):
            break
        count += 1
    return count if count <= 4 else 0


def _begins(blocks: Sequence[Block], at: int, after: int, current: Draft, passages: beginnings.Passages) -> bool:
    """Whether the headings from ``at`` to ``after`` begin an article: by what follows them, else by their score."""
    if not current.headings and not current.body and not current.byline:
        return True
    if after >= len(blocks):
        return False
    following = blocks[after]
    if at and rows.counts(blocks[at - 1].plain):
        return False
    if following.kind == "byline":
        return after + 1 < len(blocks) and not is_heading(blocks[after + 1])
    if following.jump or is_lead(following) or current.ended or blocks[at].parts[0].heads:
        return True
    if not current.body:
        return False
    if after - at == 1 and following.kind == "text" and current.body[-1].closed and is_service(blocks[at].plain):
        return True
    told = following.closed or blocks[at].parts[-1].announces
    if after - at == 1 and following.kind == "text" and told and _announces(blocks, at):
        return True
    if is_heading(following) and _FIRST_PART.match(following.head) and not beginnings.numbered(blocks[at].plain):
        return True
    title, body = current.headings[-3:], current.body[-beginnings.MOST :]
    return beginnings.score(blocks[at:after], title, body, passages, after, signed=bool(current.byline)) > 0


def _announces(blocks: Sequence[Block], at: int) -> bool:
    """Whether the heading at ``at`` says that a notice follows, or a box of briefs; or heads one of several items."""
    if blocks[at].parts[-1].announces or is_notice(blocks[at].plain):
        return True
    if is_box(blocks[at].plain):
        below = blocks[at + 1 : at + 3]
        return len(below) == 2 and all(each.kind == "text" and len(each.text) <= _BRIEF for each in below)
    return any(
        blocks[at + 1].text[0] in _BULLETS
        and near + 1 < len(blocks)
        and blocks[near].text[0] not in _BULLETS
        and is_heading(blocks[near])
        and blocks[near + 1].text[0] == blocks[at + 1].text[0]
        for near in (at - 2, at + 2)
        if near >= 0
    )


def _sums_up(draft: Draft) -> bool:
    """Whether all that stands below its headline is a line that ends as no sentence does: a long deck, above a lead."""
    if not draft.headings or len(draft.body) != 1 or draft.byline or draft.jump or draft.onward:
        return False
    return not draft.body[0].closed and len(draft.body[0].text) <= _LONGEST_DECK


def _begins_without_heading(block: Block, current: Draft) -> bool:
    """A jump text, a lead, or anything after a byline below: an article whose headline is lost."""
    if not current.body:
        return False
    return bool(block.jump) or is_lead(block) or current.signed


def _opens_by_byline(blocks: Sequence[Block], at: int, current: Draft, above: bool) -> bool:
    """Whether the byline at ``at`` stands above an article without a headline, rather than below the current one."""
    if not current.body:
        return False
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    if following is None or following.kind == "byline" or following.jump:
        return False
    if is_lead(following):
        return True
    if is_heading(following):
        return False
    return above or bool(current.byline)


def _signs_above(blocks: Sequence[Block]) -> bool:
    """Whether bylines of this page stand above the text, by those where headings leave no doubt."""
    votes = 0
    for at, block in enumerate(blocks):
        if block.kind != "byline":
            votes -= block.signed and not block.onward
            continue
        headed = at > 0 and is_heading(blocks[at - 1])
        ends = at + 1 == len(blocks) or is_heading(blocks[at + 1])
        votes += headed and not ends
        votes -= ends and not headed
    return votes > 0


def _unlabelled(drafts: list[Draft]) -> list[Draft]:
    """The label above a box of several short reports is the box's, no kicker of the first one."""
    labelled = [draft for draft in drafts if len(draft.headings) > 1 and is_label(draft.headings[0].text)]
    for draft, following in pairwise(drafts) if len(labelled) == 1 else ():
        if len(draft.headings) > 1 and is_label(draft.headings[0].text) and len(following.headings) == 1:
            sizes = [sum([len(block.text) for block in each.body]) for each in (draft, following)]
            if max(sizes) <= _BRIEF:
                del draft.headings[0]
    return drafts


def _merge_preface(drafts: list[Draft]) -> list[Draft]:
    """An editor's note that stands above the only headline of a document is part of that article."""
    if len(drafts) != 2:
        return drafts
    note, article = drafts
    bare = not note.headings and not note.byline and not note.jump and len(note.body) <= 2
    bare = bare and all(block.closed for block in note.body)
    if not bare or not article.headings or article.jump:
        return drafts
    article.body[:0] = note.body
    return [article]
