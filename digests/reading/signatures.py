"""What a signature is made of: credits, each a role and names, and nothing else.

Theory: a credit is a role and the names behind it ("本报记者 王磊", "文/王磊", "撰文：王磊") or names and the work
before them ("王磊 文/摄"); brackets, a mark such as ■ and the desk that reports ("台北報導") may stand around. So a
text is taken apart token by token, and the first piece that fits nowhere proves it to be no signature. What the names
then need to be depends on how much says that they are names: after a role with a separator any two or three
characters will do (pen-names), a role written straight before them, or none at all, asks for a surname.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from digests.reading.marks import one_of, plain
from digests.reading.names import HAN, NOT_NAMES, as_printed, is_name, leading_name, nickname, pen_name, run_together

_Kind = Literal["writer", "picture", "other"]

# Before a role: arrows, mathematical signs, lines, blocks, shapes, dingbats; papers choose among them freely.
_SHAPES = "←-⋿⌀-⏿─-➿⬀-⯿※〇*·|丨"
_MARK = re.compile(f"(?:[{_SHAPES}/~-] ?|—){{1,3}}")
BOLD_MARKS = "■●▲◆□◎▪◇▇█◼⊙◉▌▍▎▐┃"  # before a name alone
_OUTLET = f"(?:{HAN}{{0,12}}?(?:[报刊网社台媒视]|(?<!通)讯|媒体|中心|新闻|客户端|频道|在线|周末|广播|杂志|发布))"
_SITE = f"(?:{_OUTLET}|{HAN}{{2,6}}(?=[记記]者))"
# A paper and its site share reporters: "大河报·豫视频", "快报+".
OUTLET = f"(?:(?:{HAN}{{2,6}}[·•])?(?:\\d{{2}})?{_OUTLET}(?:道(?=记者))?(?:[·•/、+-]{_SITE}){{0,2}}[+]?)"
RANK = f"(?:见习|实习|首席|特约|特派|特邀|高级|主任|前方|全媒体|融媒体|文字|资深|[驻赴]{HAN}{{1,6}}?)"
WRITER = (
    "(?:记 {0,2}者|通 ?讯 ?员|报[道导]员|实习生|(?:学生|校园|小)记者|撰稿人|撰稿|评论员|(?:本文)?作者|主笔|"
    "专栏作[家者]|撰文|采写|执笔|编译|文字|采访(?![时中前后了到过的])|整理|特稿|供稿(?=[ :/])|特派员|"
    "记(?=[ :/])|报[道导](?= ?:)|文[/、,&和并及]?[图摄]影?|[图摄][/、,]?文|[文著](?=[:/|丨·◎●○⊙]|$)|"
    "(?<![一-鿿] )文(?= ))"
)
_WHOLE = "本[版组期](?:稿件|报道|文章|图文)?均?由?"  # of which all is by them
_PICTURE = "(?:摄影记者|图片|摄影|摄像|制图|绘图|漫画|图(?=[ :/|丨]|$)|摄(?=[ :/|丨]|$))"
_OTHER = (
    "(?:[一二三四初复终]审|(?:责任|值班|执行|本文|本版|版面|视频)?(?:编辑|责编|编审|审核|审读|校对|美编|主编|编委|总编)|视频|剪辑|视觉|版式|设计|"
    "指导老师|指导教师|辅导老师|口述|讲述|监制|监审|策划|统筹|翻译|组版|出品|图源|来源)"
)
WRITES = "记通报实学撰评作主采执编文整特图摄著"  # every writer's role or work holds one of them, or is 供稿
# Of a kind of role, what it is made of, and characters of which it holds one: outlets before it make the search long.
_ROLES: tuple[tuple[_Kind, re.Pattern[str], re.Pattern[str]], ...] = (
    ("picture", re.compile(f"(?:{OUTLET}|本报)?{_PICTURE}"), one_of("摄图漫")),
    ("writer", re.compile(f"(?:{_WHOLE}|{OUTLET}(?:(?<=[报刊网台]) )?)?{RANK}*{WRITER}"), one_of(WRITES + "供")),
    ("other", re.compile(_OTHER), one_of("审编校版视剪设指辅口讲监策统翻组出图来")),
)
_WORK_BEHIND = (
    "(?:(?:综合|现场|摄影|图文)?报[道导]|专讯|"
    "文[/并及]?[图摄](?!影)|[图摄]影?/?文|摄影|整理|口述|讲述|供图|摄(?![一-鿿]))"
)
DESK = re.compile(
    f"(?:(?:\\d{{1,2}}月)?\\d{{1,2}}日)?{HAN}{{0,6}}(?:综合|现场|摄影|图文|连线|专题)?(?:报[道导]|专[访电讯]|外电)|{HAN}{{2,4}}\\d{{1,2}}日电|发自{HAN}{{2,8}}"
)
_BEHIND = re.compile(f"{_WORK_BEHIND}|文(?= )")
# Several places from which a report comes; written as names are, so one of them must be none.
_DESKS = re.compile(f"({HAN}{{2,5}}(?:、{HAN}{{2,5}}){{1,3}}?)(?:综合|现场|连线)?报[道导]$")
_NAME_AND_DESK = re.compile(f"({HAN}{{4,12}}?)(?:综合|现场|连线)?(?:报[道导]|专讯)$")
NAME = re.compile(
    f"{HAN} {HAN}(?!{HAN})|{HAN} {HAN}(?={_WORK_BEHIND})|{HAN}{{1,7}}[·•]{HAN}{{1,9}}(?:[·•]{HAN}{{1,9}})?|"
    f"{HAN}{{2,4}}?(?=$|[^一-鿿]|{_WORK_BEHIND}|通讯员|记者|实习生|编辑[ :/|丨]|发自|{HAN}{{2}}\\d{{1,2}}日电)|"
    "[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+){0,2}"
)
_THING = re.compile(f"{HAN}{{2,8}}")
_CUT_NAME = re.compile(f"{HAN}$")
_CODE = re.compile("[A-Z]{0,4}-?\\d{2,8}(?![0-9A-Za-z一-鿿])")  # by which a paper knows its reporter
_CODED = one_of("者员生")  # one of them is in the role of whoever has one; behind other words stands a year
_LAST_CODE = re.compile(f"(?<=[^ ]) +[(]?{_CODE.pattern}[)]?$")
CREDITED = re.compile(f"(?<!{HAN})(?:{OUTLET}?{RANK}*{WRITER}[ :/|丨]+)+(?={HAN})")
_BETWEEN = re.compile(
    f"[ :/|丨、,;&·\\\\+]+|(?<=[ 文图摄])[{_SHAPES}](?= ?[一-鿿])|和(?=[一-鿿]{{2}})|及(?=[一-鿿]{{2}})"
)
_PARTICLES = frozenset("的地得着了过到在说称從从于於")  # behind a glued role they end a verb: 记者高兴地


@dataclass(slots=True)
class Credit:
    """Names under one role; ``apart``: a separator stands between the role and the names."""

    kind: _Kind | None
    apart: bool = False
    names: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Signature:
    """A text that is nothing but credits, before it is asked whether the names can be names."""

    marked: bool = False
    bracketed: bool = False
    cut: bool = False  # ends with the first character of a name: a line end parts it
    credits: list[Credit] = field(default_factory=list)

    def of(self, *kinds: _Kind | None) -> list[Credit]:
        return [credit for credit in self.credits if credit.kind in kinds]


def parse(folded: str) -> Signature | None:
    """``folded`` as credits, None where a piece of it is neither role nor name nor what stands between them."""
    signature = Signature()
    at, end = int(folded[0] in "([【"), len(folded) - (folded[-1] in ")]】")  # a line end may part the two
    signature.bracketed = at + len(folded) - end == 2
    if at < end and (mark := _MARK.match(folded, at, end)):
        signature.marked = True
        at = mark.end()
    inner, apart = folded[:end], True
    if _CODED.search(inner):
        inner = _LAST_CODE.sub("", inner)
        end = len(inner)
    while at < end:
        if match := _BETWEEN.match(inner, at):
            apart, at = True, match.end()
            if signature.credits and not signature.credits[-1].names:
                signature.credits[-1].apart = True
            continue
        length = _take(signature, inner, at, apart)
        if not length:
            return None
        at, apart = at + length, False
    return signature


def _take(signature: Signature, inner: str, at: int, apart: bool) -> int:
    """Puts the token at ``at`` into ``signature`` and gives its length, 0 if it is none."""
    done = signature.credits[-1] if signature.credits else None
    return (
        _take_work(signature, done, inner, at, apart)
        or _take_role(signature, done, inner, at, apart)
        or _take_desk(done, inner, at, apart)
        or _take_names(signature, done, inner, at, apart)
        or _take_rest(signature, done, inner, at)
    )


def _take_work(signature: Signature, done: Credit | None, inner: str, at: int, apart: bool) -> int:
    """What those named before it did."""
    match = _BEHIND.match(inner, at) if done and done.names else None
    if not done or not match:
        return 0
    if not (match.end() == len(inner) or signature.credits[0].kind is None or not apart or match[0] == "文"):
        return 0
    if match[0] in ("摄", "摄影", "供图") and not any(c.kind == "picture" for c in signature.credits):
        _show(signature, done, match[0])
    elif done.kind is None:
        done.kind = "other" if match[0] in ("口述", "讲述") else "writer"
    if match[0] in ("文", "口述", "讲述"):
        signature.credits.append(Credit(None, apart=True))  # the next name is that of another work
    return len(match[0])


def _take_role(signature: Signature, done: Credit | None, inner: str, at: int, apart: bool) -> int:
    """A role, which begins a credit or, as the last token, gives one to those named before it."""
    if not (found := role_at(inner, at)):
        return 0
    kind, length = found
    if done and done.kind is None and not apart and kind == "writer" and len(done.names) == 1:
        signature.credits.pop()  # no name, but the outlet whose reporter follows: 明镜记者
        done = None
    elif done and done.names and not apart and kind != "picture" and not is_name(inner[slice(*done.names[-1])]):
        done.names.pop()  # so it is behind another role: 采写：明镜记者, 每经编辑
    if done and done.kind is None and done.names and kind != "other" and at + length == len(inner):
        done.kind, done.apart = kind, apart
    else:
        signature.credits.append(Credit(kind))
    return length


def _take_desk(done: Credit | None, inner: str, at: int, apart: bool) -> int:
    """Where the report comes from, behind the names or run together with one."""
    if not done:
        return 0
    if done.names:
        name = NAME.match(inner, at) if inner[at - 1 : at] == "、" else None
        listed = name is not None and len(name[0]) == 3 and is_name(name[0])
        match = None if listed else DESK.match(inner, at)
        if match and (apart or match[0][0].isdigit() or match[0].endswith("日电") or match[0].startswith("发自")):
            if done.kind is None and inner[at - 1] == "/":
                done.kind = "writer"  # 王磊／台北報導
            return len(match[0])
        match = _DESKS.match(inner, at)
        return len(match[0]) if match and not all(map(is_name, match[1].split("、"))) else 0
    match = _NAME_AND_DESK.match(inner, at) if done.kind == "writer" else None
    size = leading_name(match[1]) if match else 0
    if not match or not size:
        return 0
    done.names.append((at, at + size))
    return len(match[0])


def _take_names(signature: Signature, done: Credit | None, inner: str, at: int, apart: bool) -> int:
    """A name, or behind a writer's role two that are run together."""
    match = NAME.match(inner, at)
    unknown = not match or not is_name(match[0])
    if done and done.kind == "writer" and (not done.names or (apart and unknown)):
        sizes = run_together(inner, at, match.end() if match else None)
        if sizes:
            done.names += [(at, at + sizes[0]), (at + sizes[0], at + sum(sizes))]
            return sum(sizes)
    if not match:
        return 0
    if done is None or (not done.names and not done.apart and not apart and done.kind is None):
        done = Credit(None, apart=True)
        signature.credits.append(done)
    done.names.append(match.span())
    return len(match[0])


def _take_rest(signature: Signature, done: Credit | None, inner: str, at: int) -> int:
    """What is no name, but is credited as if it were; the first character of a name; a reporter's code."""
    if done and done.kind in ("picture", "other") and (match := _THING.match(inner, at)):
        return len(match[0])
    if match := _CUT_NAME.match(inner, at):
        signature.cut = True
        return 1
    code = _CODE.match(inner, at) if done and done.names and done.kind == "writer" else None
    return len(code[0]) if code else 0


def _show(signature: Signature, done: Credit, work: str) -> None:
    """Pictures by the names of ``done``; a reporter is given none ("供图"), so there it is the last name alone."""
    if work == "供图" and done.kind == "writer" and len(done.names) > 1:
        signature.credits.append(Credit("picture", names=[done.names.pop()]))
    else:
        done.kind = "picture"


def role_at(inner: str, at: int) -> tuple[_Kind, int] | None:
    """The longest role that begins at ``at``."""
    best: tuple[_Kind, int] | None = None
    for kind, pattern, holds in _ROLES:
        if (
            holds.search(inner, at)
            and (match := pattern.match(inner, at))
            and (best is None or len(match[0]) > best[1])
        ):
            best = kind, len(match[0])
    return best


def written_by(signature: Signature, text: str) -> tuple[str, ...] | None:
    """The names of writers and, beside them, photographers, as printed; None if one cannot be a name."""
    found: list[str] = []
    for credit in signature.of("writer", "picture", None):
        for at, span in enumerate(credit.names):
            name = as_printed(text, span)
            if is_name(name):
                sure = credit.apart or credit.kind is None or at > 0 or name[-1] not in _PARTICLES
            elif credit.kind == "writer" and at == 0 and (credit.apart or signature.bracketed):
                sure = pen_name(name) or (signature.marked and plain(name) not in NOT_NAMES)
            else:
                sure = credit.kind == "writer" and credit.apart and pen_name(name)
            if sure and name not in found:
                found.append(name)
            elif not sure and credit.kind != "picture":
                return None
    return tuple(found)


def all_named(signature: Signature, text: str) -> tuple[str, ...]:
    """The names of a signature without a role, as printed; () unless each has a surname."""
    found = [as_printed(text, span) for credit in signature.of(None) for span in credit.names]
    known = all(is_name(name) or nickname(name) for name in found)
    return tuple(found) if found and len(found) <= 4 and known else ()
