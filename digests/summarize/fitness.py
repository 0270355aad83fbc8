"""Which sentences can stand alone, and what in front of them is not theirs. All texts here are folded."""

from __future__ import annotations

import re

from digests.chinese.sentences import enclosed

_REPORTER = r"\((?:见习|特派|实习|本报|本网|本刊)?(?:记者|通讯员)[^()]{0,30}\)"
_DATELINE = re.compile(
    rf"[【\[(]?(?:本[报网台刊]?(?:讯|综合)|据?[\u4e00-\u9fff]{{2,6}}[社网报][^,。]{{0,24}}?(?:电|讯|消息|报道))"
    rf"[】\])]?(?:{_REPORTER})?[\s:,]*|{_REPORTER}[\s:]*"
)
_DANGLING = re.compile(
    r"[“‘ ]*(?:[这那](?!些年|几年|几天|些天|两天|段时间|一天|一年)|该|其(?![实中余他它])|[他她它](?!人|山|乡|国|日|杀)"
    r"|此(?!外|次)|[前后两]者|上述|如此|以上|对此|为此)"
)
_FOLLOWING = re.compile(
    r"但|而|并|且|因此|所以|于是|然而|不过|随后|随即|之后|此外|另外|同时|其中|另一方面|也|还|再|又|否则|例如|比如|尤其|特别是|即|包括"
)
_ORDINAL = re.compile(r"[二三四五六七八九十]是|其次|再次|最后|第[二三四五六七八九十]|\(?[2-9二三四五六七八九][)、.]")
_NUMBERED = re.compile("[一二三四五六七八九十]是|其[一二三四五]")
_FURNITURE = re.compile(r"请戳|戳这里|扫码|二维码|公众号|点击(?:下方|阅读|查看)|编辑:|来源:|供图|[/ ]摄$|转载请|↓|http")
_PAIRED = re.compile(r"[“”‘’《》()【】]")
INCOMPLETE = 0.6  # of the worth of a sentence that ends as one does
_SHORT_CHARS = 15  # run-in heads (打造创新联合体。) and bare attributions (吴某表示。) are no longer than this


def own_start(text: str) -> int:
    """Where the sentence itself begins, behind 本报讯, 新华社…电, （记者 某某）; 0 if nothing would be left."""
    match = _DATELINE.match(text)
    at = match.end() if match else 0
    return at if at < len(text) else 0


def unfit(text: str) -> str | None:
    """Why the sentence, as it would be shown, must not stand alone; None: it may."""
    bare = text.rstrip("”’\"') ")
    if bare[-1:] == "?":
        return "question"
    if not balanced(text):
        return "unbalanced"
    if _FURNITURE.search(text):
        return "furniture"
    if bare[-1:] in (":", ",", "、", ";", ""):
        return "unfinished"
    if len(text) <= _SHORT_CHARS and not re.search(r"[,;\d]", text):
        return "bare"
    if _DANGLING.match(text):
        return "dangling"
    return None


def numbered(text: str) -> bool:
    """Whether the sentence says which of several it is: alone, it makes a reader look for the others."""
    return _NUMBERED.match(text) is not None


def standing(text: str, *, complete: bool) -> float:
    """How well a fit sentence stands alone, as a factor; stronger ones (0.5, 0.8) cost talk a point of ROUGE-1."""
    factor = 0.8 if _ORDINAL.match(text) else 0.93 if _FOLLOWING.match(text) else 1.0
    return factor if complete else factor * INCOMPLETE


def balanced(text: str) -> bool:
    """Whether every quotation mark and bracket has its partner."""
    marks = len(_PAIRED.findall(text))
    return marks == 0 or marks == _partnered(text)


def _partnered(text: str) -> int:
    count = 0
    for a, b in enclosed(text):
        count += len(_PAIRED.findall(text[a])) + len(_PAIRED.findall(text[b - 1]))
        if b - a > 2:
            count += _partnered(text[a + 1 : b - 1])
    return count
