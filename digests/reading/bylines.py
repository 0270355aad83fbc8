"""Who wrote it: bylines on a line of their own, or glued to a paragraph; those in the dateline of a lead: `reporters`.

`signatures` says what a byline is made of; here is where it may stand, and what it must prove to be one there.
"""

from __future__ import annotations

import re

from digests.reading import notes, reporters
from digests.reading.marks import cuts_word, one_of, plain
from digests.reading.names import NO_PERSON, NOT_NAMES, as_printed, is_name, pen_name, stands_alone
from digests.reading.signatures import (
    BOLD_MARKS,
    CREDITED,
    DESK,
    NAME,
    WRITES,
    Signature,
    all_named,
    parse,
    role_at,
    written_by,
)

LONGEST = 60  # characters of a line that may be a byline
_SENTENCE_ENDS = "。！？!?…”’」』."
_TAIL = 64  # characters at the end of a paragraph in which one may be glued

_CLOSED = one_of("。！？!?“”「」《》…％%")  # no signature holds one
# Without one of these a line is no byline; most lines are out at once.
_TELLING = one_of("记記通撰评評作笔筆采採执執整编編文图圖实實著报報" + BOLD_MARKS)
# Without one of these, and brackets aside, nobody in it is told to have written anything.
_WRITES = one_of(WRITES + BOLD_MARKS)
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
_READER = re.compile(
    "(?:热心|一位|本市|忠实|退休)?(?:读者|市民|网友|居民|业主|家长|学生|村民|乘客|观众|听众|游客|顾客|志愿者|职工|教师|老师)"
    "[ :]+([一-鿿]{2,4}|[一-鿿] [一-鿿])$"
)
_UNNAMED = re.compile("(?:[■●□◆▲◇] ?)?(本[报刊网社台](?:特约)?(?:评论员|编辑部|评论部))")
_STRETCHED = re.compile("(?<![一-鿿])([一-鿿]) ([一-鿿])(?![一-鿿])")
_SAYS = re.compile("(?:本报)?记者:")  # so begins a question in an interview, too
_SENTENCE_END = re.compile(".*[。！？…”’」』!?.](?=.)", re.S)
_BRACKETED = re.compile("[(【\\[]([^()【】\\[\\]]{2,50})[)】\\]]$")
_SENDER = re.compile(
    "[一-鿿]{2,12}?(?:融媒体?(?:中心)?|宣传部|报道组|新闻中心|新闻办|电视台|广播台|报社|客户端)[ :](?=[一-鿿])"
)
_WORKS = re.compile("([一-鿿]{2,4})[/ ](?:文|撰文)[ 、,]*([一-鿿]{2,4})[/ ](?:图|摄)")
_SET_APART = re.compile("(?:　[　 ]*| {2,})([一-鿿]{2,4}|[一-鿿] [一-鿿])$")
_EDITED = re.compile(
    "(?<=[。!?”」)])[(【](?:责任编辑|值班编辑|编辑|责编|校对|审校|核稿)[:/ ][^()【】。]{2,30}[)】](?:\\d{6,8})?$"
)
_EDITED_ENDS = frozenset(")）】0123456789")


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
    if reporters.opens(folded):
        return None
    if names := _sent(text, folded):
        return names
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


def _sent(text: str, folded: str) -> tuple[str, ...]:
    """The names behind the newsroom that sent the text, in brackets or behind a mark; () unless each is one."""
    at = int(folded[0] in "([【" or folded[0] in BOLD_MARKS)
    end = len(folded) - (folded[-1] in ")]】")
    match = _SENDER.match(folded[at:end].lstrip()) if at else None
    if not match:
        return ()
    return names(_STRETCHED.sub("\\1\\2", folded[end - len(folded[at:end].lstrip()) + match.end() : end]))


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
        if reporters.opens(folded) or reporters.tells_topic(text):
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
