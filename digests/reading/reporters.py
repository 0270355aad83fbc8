"""Reporters named at the beginning of a text: in the dateline of its lead, or behind what a dispatch is about."""

from __future__ import annotations

import re

from digests.reading.marks import one_of, plain
from digests.reading.names import as_printed, is_name, pen_name
from digests.reading.signatures import NAME, all_named, parse, role_at, written_by

_LEAD = 80  # characters at the beginning of a text in which they may stand
_ANY_BRACKET = one_of("(（【〔[﹝")
_DISPATCH = re.compile(
    "((?:【[^】。]{1,16}】|[^。,!?()【】“”]{1,24}?(?:讯|电|消息|报道|特稿))[: ]*)[(【]([^()【】]{2,50})[)】]"
)
_DISPATCHES = one_of("讯訊电電息道稿】")
_OPENS = 28  # characters within which a lead names its reporters without a bracket
_REPORTERS = re.compile("[讯訊电電息】][ \u3000]*(?:本[报報])?(?:全媒体)?(?:[记記]者|通[讯訊][员員])")
_DISPATCHED = re.compile(
    "(?:【[^】。]{1,16}】|[^。,!?()【】“” ]{1,16}?(?:讯|电|消息)) *(?=(?:本报|全媒体|见习|实习|特约)?(?:记者|通讯员))"
)
BARE = re.compile("[^。，,!！?？“(（:：]{0,24}?(?:[记記]者|通[讯訊][员員])")
_NAMED = re.compile(
    "(/[文图摄]{1,2}|[/ ]?(?!通讯员|记者)[一-鿿]{0,6}?报[道导]|[/ ]?发自[一-鿿]{2,8})?(?::| +|、|$)|(?=通讯员|记者)"
)
# The rest of a sentence whose subject the reporter is.
_GOES_ON = re.compile("(?:[昨今近日前][一-鿿]{0,3}?)?(?:从|在|到|对|向|走|来|采|了解|看|发现|发自|获悉|跟随|随|为)")
# What a dispatch is about, and who sent it.
_TOPIC = re.compile("[(（【\\[［][^。]{4,30}[)）】\\]］] ?题[:：]|[^。，,]{4,20}电 ?题[:：]|题[:：]")
_OPENING = re.compile("[(【\\[](?:[一-鿿]{2,6}讯 )?([^()【】\\[\\]]{4,50})[)】\\]] ?(?=.)")


def cut_from_lead(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without the bracket that names its reporters at its beginning, and the names.

    '本报讯(记者 …)', '【本報訊】（記者 …）' keep what stands before the bracket, '〔記者…／台北報導〕' is all bracket.
    """
    head = text[:_LEAD]
    if told := reported(head):
        dispatch, end, names = told
        blank = "" if not dispatch or text[dispatch - 1] in "】〕" else " "
        return f"{text[:dispatch].rstrip()}{blank}{text[end:].lstrip()}".rstrip(), names
    if not _ANY_BRACKET.search(head):
        return text, ()
    bracketed, dispatched = _ANY_BRACKET.match(head), _DISPATCHES.search(head, 0, 40)
    folded = plain(head) if bracketed or dispatched else ""
    if bracketed and (match := _OPENING.match(folded)):
        signature = parse(match[1])  # behind the name of the dispatch
        if signature and signature.of("writer"):
            signature.bracketed = True
            if found := written_by(signature, text[match.start(1) : match.end(1)]):
                return text[match.end() :].lstrip(), found
    if dispatched and (match := _DISPATCH.match(folded)):
        inside = text[match.start(2) : match.end(2)]
        signature = parse(match[2])
        if signature:
            signature.bracketed = True
            found = (written_by(signature, inside) or ()) if signature.of("writer") else all_named(signature, inside)
            if found:
                return f"{text[: match.end(1)].rstrip()} {text[match.end() :].lstrip()}".rstrip(), found
    return text, ()


def reported(text: str) -> tuple[int, int, tuple[str, ...]] | None:
    """Where the dispatch at the beginning of ``text`` ends and where its reporters do, set off by blanks or a colon
    alone ("本报讯 记者 王磊 …", "【晚报讯】记者王磊报道：…"), and their names; None where none are named so.

    Behind a blank a word may look like a name: one that a comma follows is no name any more. Without a dispatch
    before them they need more: a work ("报道：", "/文"), a second role, or blanks on both sides and no verb behind.
    """
    if not (_REPORTERS.search(text, 0, _OPENS) or BARE.match(text)):
        return None
    folded = plain(text[:_LEAD])
    begin = _DISPATCHED.match(folded)
    dispatch = begin.end() if begin else 0
    at, end, roles, found = dispatch, 0, 0, []
    sure = bool(begin)
    sends = False  # be they offices that call themselves so ("增公宣"), or persons
    while at < len(folded):
        if role := role_at(folded, at):
            if role[0] != "writer":
                break
            sends = folded.endswith("通讯员", at, at + role[1])
            at, roles = at + role[1], roles + 1
            apart = folded[at : at + 1] == " "
            at += apart
        elif not begin and not roles:
            return None
        name = NAME.match(folded, at)
        named = name and (is_name(as_printed(text, name.span())) or (sends and pen_name(name[0])))
        done = _NAMED.match(folded, name.end()) if name and named else None
        if not name or not done:
            if role:
                return None  # a role without a name: what stands before it is no whole byline either
            break
        found.append(as_printed(text, name.span()))
        at = end = done.end()
        sure = sure or roles > 1 or bool(done[1]) or (apart and not _GOES_ON.match(folded, end))
        if ":" in done[0]:
            break
    if end and (folded[end - 1] == "、" or (end == len(folded) and ("、" in folded[dispatch:] or folded[-1] == "报"))):
        return None  # the next line goes on with names, or "道："
    return (dispatch, end, tuple(found)) if found and sure and (begin or end < len(folded)) else None


def tells_topic(text: str) -> bool:
    """Whether it opens a dispatch with what it is about, and last who wrote it: the next line begins its text."""
    return text[-1] in ")）" and "题" in text[:_LEAD] and bool(_TOPIC.match(text))


def opens(folded: str) -> bool:
    """Whether a line is the beginning of a lead, with who reports, and nothing else."""
    return folded[-1] == ")" and bool(_DISPATCH.fullmatch(folded))
