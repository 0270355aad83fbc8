"""Who wrote it: bylines on a line of their own, glued to a paragraph, or inside the dateline of a lead.

`signatures` says what a byline is made of; here is where it may stand, and what it must prove to be one there.
"""

from __future__ import annotations

import re

from digests.reading import notes
from digests.reading.marks import cuts_word, one_of, plain
from digests.reading.signatures import (
    BOLD_MARKS,
    CREDITED,
    DESK,
    NAME,
    NO_PERSON,
    NOT_NAMES,
    WRITES,
    Signature,
    all_named,
    as_printed,
    is_name,
    parse,
    pen_name,
    role_at,
    stands_alone,
    written_by,
)

__all__ = ["LONGEST", "byline", "credited", "cut_from_lead", "cut_glued", "is_name"]

LONGEST = 60  # characters of a line that may be a byline
_SENTENCE_ENDS = "。！？!?…”’」』."
_TAIL = 64  # characters at the end of a paragraph in which one may be glued
_LEAD = 80  # characters at its beginning

_CLOSED = one_of("。！？!?“”「」《》…％%")  # no signature holds one
# Without one of these a line is no byline; most lines are out at once.
_TELLING = one_of("记記通撰评評作笔筆采採执執整编編文图圖实實著报報" + BOLD_MARKS)
# Without one of these, and brackets aside, nobody in it is told to have written anything.
_WRITES = one_of(WRITES + BOLD_MARKS)
_ANY_BRACKET = one_of("(（【〔[﹝")
_BETWEEN_NAMES = re.compile("[ 、,/和]{1,2}")
_OFFICE = re.compile(
    "^(?:作者[: ] ?)?([一-鿿]{2,3}|[一-鿿] [一-鿿]) +[一-鿿、 ]{2,24}"
    "(?:主任|书记|局长|部长|院长|教授|主席|会长|所长|研究员|"
    "处长|区长|县长|市长|校长|记者|评论员|代表|委员|学者)$"
)
# A mark, where somebody belongs or what they are, and the name.
_AFFILIATED = re.compile(
    f"[{BOLD_MARKS}] ?[一-鿿]{{2,16}}"
    "(?:[校院局委会社馆站厂司部室店队所系团协]|中心|教授|主任|书记|研究员|委员|代表|教师|医生|作家)"
    " +([一-鿿]{2,3}|[一-鿿] +[一-鿿])$"
)
_WIDE_SET = re.compile("(?:[一-鿿] +){3,9}[一-鿿]")  # 记 者 王 磊
_READER = re.compile(
    "(?:热心|一位|本市|忠实|退休)?(?:读者|市民|网友|居民|业主|家长|学生|村民|乘客|观众|听众|游客|顾客|志愿者|职工|教师|老师)"
    "[ :]+([一-鿿]{2,4}|[一-鿿] [一-鿿])$"
)
_UNNAMED = re.compile("(?:[■●□◆▲◇] ?)?(本[报刊网社台](?:特约)?(?:评论员|编辑部|评论部))")
_SAYS = re.compile("(?:本报)?记者:")  # so begins a question in an interview, too
_SENTENCE_END = re.compile(".*[。！？…”’」』!?.](?=.)", re.S)
_BRACKETED = re.compile("[(【\\[]([^()【】\\[\\]]{2,50})[)】\\]]$")
_SENDER = re.compile(
    "[一-鿿]{2,12}?(?:融媒体?(?:中心)?|宣传部|报道组|新闻中心|新闻办|电视台|广播台|报社|客户端)[ :](?=[一-鿿])"
)
_WORKS = re.compile("([一-鿿]{2,4})[/ ](?:文|撰文)[ 、,]*([一-鿿]{2,4})[/ ](?:图|摄)")
_SET_APART = re.compile("(?:　| {2,})([一-鿿]{2,4}|[一-鿿] [一-鿿])$")
_EDITED = re.compile(
    "(?<=[。!?”」)])[(【](?:责任编辑|值班编辑|编辑|责编|校对|审校|核稿)[:/ ][^()【】。]{2,30}[)】](?:\\d{6,8})?$"
)
_EDITED_ENDS = frozenset(")）】0123456789")
_DISPATCH = re.compile(
    "((?:【[^】。]{1,16}】|[^。,!?()【】“”]{1,24}?(?:讯|电|消息|报道|特稿))[: ]*)[(【]([^()【】]{2,50})[)】]"
)
_DISPATCHES = one_of("讯訊电電息道稿】")
_OPENS = 28  # characters within which a lead names its reporters without a bracket
_REPORTERS = re.compile("[讯訊电電息】][ \u3000]*(?:本[报報])?(?:全媒体)?(?:[记記]者|通[讯訊][员員])")
_DISPATCHED = re.compile(
    "(?:【[^】。]{1,16}】|[^。,!?()【】“” ]{1,16}?(?:讯|电|消息)) *(?=(?:本报|全媒体|见习|实习|特约)?(?:记者|通讯员))"
)
_NAMED = re.compile("(?:[一-鿿]{0,4}报[道导])?(?::| +|、|$)|(?=通讯员|记者)")
_TOPIC = re.compile(
    "[(（【\\[［][^。]{4,30}[)）】\\]］] ?题[:：]|[^。，,]{4,20}电 ?题[:：]|题[:：]"
)  # of a dispatch, and who sent it
_OPENING = re.compile("[(【\\[]([^()【】\\[\\]]{4,50})[)】\\]] ?(?=.)")


def byline(text: str, folded: str | None = None) -> tuple[str, ...] | None:
    """The names if ``text`` is a byline and nothing else, else None; () where the name is cut off.

    ``folded``: its `plain` form where that is known. A mark such as ■ before two to four characters is enough
    (pen-names of commentators stand so).
    """
    if len(text) > LONGEST or (
        " " not in text and "\u3000" not in text and not _TELLING.search(text) and text[0] not in "(（"
    ):
        return None
    if _CLOSED.search(text):
        return None
    folded = plain(text) if folded is None else folded
    if "本" in folded[:3] and (match := _UNNAMED.fullmatch(folded)):
        return (text[match.start(1) : match.end(1)],)
    signature = parse(folded) if _WRITES.search(folded) or folded[0] in "([【" else None
    if signature is None or not signature.of("writer"):
        held = _OFFICE.match(folded) or _letter(folded) or _affiliated(folded)
        named = (text[held.start(1) : held.end(1)].replace(" ", ""),) if held else None
        alone = signature is not None and signature.bracketed and all_named(signature, text)
        return (_pen_names(signature, text) if signature else None) or alone or named
    found = written_by(signature, text)
    if found and _SAYS.match(folded) and not all(map(is_name, found)):
        return None
    return found if found or (found is not None and (signature.cut or signature.marked)) else None


def _affiliated(folded: str) -> re.Match[str] | None:
    match = _AFFILIATED.match(folded) if folded[0] in BOLD_MARKS else None
    return match if match and is_name(match[1]) else None


def _letter(folded: str) -> re.Match[str] | None:
    """A letter's signature: who writes, and a name with a surname."""
    match = _READER.match(folded)
    named = match and is_name(match[1]) and not (len(match[1]) == 2 and cuts_word(*match[1]))
    return match if named else None


def _pen_names(signature: Signature, text: str) -> tuple[str, ...] | None:
    """Names behind a mark without a role: one of two or three characters, else all with surnames."""
    spans = [span for credit in signature.of(None) for span in credit.names]
    if not signature.marked or signature.of("picture", "other") or not spans or text[0] not in BOLD_MARKS:
        return None
    found = [as_printed(text, span) for span in spans]
    if any(plain(name)[-1] in NO_PERSON or plain(name) in NOT_NAMES for name in found):
        return None
    if len(found) == 1 and len(found[0]) < 4:
        return tuple(found)
    return tuple(found) if all(map(is_name, found)) else None


def cut_glued(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without a byline glued to its end, and the names."""
    if text[-1] in "。！？”’":
        return text, ()
    tail = text[-_TAIL:]
    if text[-1] in _EDITED_ENDS and (kept := _without_editor(text, plain(tail))) and kept != text:
        return cut_glued(kept)
    if text[-1] in ")）】]〕" and (match := _BRACKETED.search(folded := plain(tail))):
        if _DISPATCH.fullmatch(folded) or _TOPIC.match(text):
            return text, ()  # the beginning of a lead
        after = folded[: match.start()].rstrip()[-1:]
        found = _glued(tail[match.start(1) : match.end(1)], after=after)
        noted = not found and after and after in _SENTENCE_ENDS and notes.closes(match[1])
        return (text[: len(text) - len(tail) + match.start()].rstrip(), found) if found or noted else (text, ())
    closed = _SENTENCE_END.match(tail)
    if closed and (apart := _SET_APART.fullmatch(tail[closed.end() :].replace("\u3000\u3000", "\u3000"))):
        name = "".join(apart[1].split())
        return (text[: len(text) - len(tail) + closed.end()], (name,)) if is_name(name) else (text, ())
    rest = tail[closed.end() :].lstrip(" \u3000)）」』”’】》") if closed else ""
    if not rest or rest[0] in "(（[【〔" or not _TELLING.search(rest):  # the next line closes the bracket
        return text, ()
    signature = parse(plain(rest))
    if signature is not None and signature.marked and not signature.of("writer"):
        found = all_named(signature, rest)
        return (text[: len(text) - len(rest)].rstrip(), found) if found else (text, ())
    if signature is None or not signature.of("writer"):
        return text, ()
    if not signature.marked and not all(credit.apart for credit in signature.of("writer")):
        return text, ()
    found = written_by(signature, rest) or ()
    return (text[: len(text) - len(rest)].rstrip(), found) if found else (text, ())


def tells_topic(text: str) -> bool:
    """Whether it opens a dispatch with what it is about, and last who wrote it: the next line begins its text."""
    return text[-1] in ")）" and "题" in text[:_LEAD] and bool(_TOPIC.match(text))


def _without_editor(text: str, tail: str) -> str:
    """``text`` without '（編輯：…）' at its end, whoever that is; agencies set the number of the dispatch behind it."""
    match = _EDITED.search(tail)
    return text[: len(text) - len(tail) + match.start()].rstrip() if match else text


def _glued(inside: str, *, after: str) -> tuple[str, ...]:
    """Names in a bracket that ends a paragraph; without a role all need surnames, and a sentence must end before."""
    ends = bool(after) and after in _SENTENCE_ENDS
    if ends and (sent := _SENDER.match(plain(inside))):
        inside = inside[sent.end() :]  # which newsroom sent it, and last the names
    if ends and (works := _WORKS.fullmatch(plain(inside))):
        return tuple(inside[slice(*works.span(at))] for at in (1, 2)) if all(map(is_name, works.groups())) else ()
    signature = parse(plain(inside))
    if signature is None:
        return ()
    signature.bracketed = True
    if signature.of("writer"):
        return written_by(signature, inside) or ()
    return () if signature.of("picture", "other") or not ends else all_named(signature, inside)


def cut_from_lead(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without the bracket that names its reporters at its beginning, and the names.

    '本报讯(记者 …)', '【本報訊】（記者 …）' keep what stands before the bracket, '〔記者…／台北報導〕' is all bracket.
    """
    head = text[:_LEAD]
    if told := reported(head):
        dispatch, end, names = told
        blank = "" if text[dispatch - 1] in "】〕" else " "
        return f"{text[:dispatch].rstrip()}{blank}{text[end:].lstrip()}".rstrip(), names
    if not _ANY_BRACKET.search(head):
        return text, ()
    opens, dispatched = _ANY_BRACKET.match(head), _DISPATCHES.search(head, 0, 40)
    folded = plain(head) if opens or dispatched else ""
    if opens and (match := _OPENING.match(folded)):
        signature = parse(match[1])
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

    Behind a blank a word may look like a name: one that a comma follows is no name any more.
    """
    if not _REPORTERS.search(text, 0, _OPENS):
        return None
    folded = plain(text[:_LEAD])
    begin = _DISPATCHED.match(folded)
    if begin is None:
        return None
    at, end, found = begin.end(), 0, []
    sends = False  # be they offices that call themselves so ("增公宣"), or persons
    while at < len(folded):
        if role := role_at(folded, at):
            if role[0] != "writer":
                break
            sends = folded.endswith("通讯员", at, at + role[1])
            at += role[1]
            at += folded[at : at + 1] == " "
        name = NAME.match(folded, at)
        named = name and (is_name(as_printed(text, name.span())) or (sends and pen_name(name[0])))
        done = _NAMED.match(folded, name.end()) if name and named else None
        if not name or not done:
            break
        found.append(as_printed(text, name.span()))
        at = end = done.end()
        if ":" in done[0]:
            break
    if end and (folded[end - 1] == "、" or (end == len(folded) and "、" in folded[begin.end() :])):
        return None  # the next line goes on with names
    return (begin.end(), end, tuple(found)) if found else None


def names(text: str) -> tuple[str, ...]:
    """The names in a line that holds nothing else, set apart by blanks or commas: "顾晓岚 沈一鸣". Words are none."""
    found = tuple(re.split("[ \u3000、,，]+", text.strip())) if len(text) <= LONGEST else ()
    return found if len(found) <= 6 and all(map(is_name, found)) and any(map(_stands_alone, found)) else ()


def _stands_alone(name: str) -> bool:
    if len(name) == 4:
        return is_name(name)
    return stands_alone(name) is not None if len(name) == 3 else len(name) == 2 and not cuts_word(*name)


def credited(text: str) -> tuple[str, ...]:
    """Authors named in a line of credits ("2024-03-12 来源：晚报 作者：李娜")."""
    head = text[:160]
    folded = plain(head)
    found: list[str] = []
    for role in CREDITED.finditer(folded):
        at = role.end()
        while (match := NAME.match(folded, at)) and not role_at(folded, at):
            name = as_printed(head, match.span())
            if not (is_name(name) or (at == role.end() and ":" in role[0] and pen_name(name))):
                break
            found.append(name)
            between = _BETWEEN_NAMES.match(folded, match.end())
            if between is None:
                break
            at = between.end()
            if DESK.match(folded, at):
                break  # 台北報導
    return tuple(dict.fromkeys(found))
