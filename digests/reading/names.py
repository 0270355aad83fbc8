"""What can be a personal name: a surname and a given name, a foreign one with a dot, a pen-name behind a role."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from digests.reading.marks import cuts_word, plain

HAN = "[一-鿿]"
ROLE_LAST = re.compile("(?:[记記]者|通[讯訊][员員]|[实實][习習]生)$")  # a name must follow, on the next line
_ALONE = re.compile(f"({HAN}{{3}}|{HAN} +{HAN}|{HAN}{{2,4}}(?= ?\\())( ?\\([^()]{{3,24}}\\))?")
_RUN = re.compile(f"{HAN}{{4,6}}(?!{HAN})")
# What stands after a mark and is the name of a column, a body or a thing: its last character tells.
NO_PERSON = frozenset(
    "论评谈话语讯闻栏版刊目题录式会节赛区街镇村县市局部委院校馆站台厅所处办法令案例图表网报社团队组读者员息要号载"
)
_NO_LAST = ("某", "报", "社", "网", "讯")
_NO_FIRST = frozenset("据由在从为被把对将")  # of a pen-name
_PLACE_IN_PICTURE = re.compile("[左右前后上下中][一二三四五六七八图]$")
_NO_NAMES = (
    "综合报道 报道 整理 综合 摄影 记者 本报 编辑 采写 供稿 通讯员 作者 文摄 图文 编者按 编后 全文完 来源 供图 资料 "
    "本刊 本网 视频 社论 短评 时评 "
    "江苏 江西 安徽 云南 宁夏 贵州 甘肃 香港 "
    "近日 日前 近期 昨日 昨天 今日 今天 前天 昨晚 今晨 表示 指出 认为 介绍 强调 获悉 了解 采访 走访 来到 看到 "
    "特别 专题 独家 连续 系列 现场 深度 跟踪 图片 新闻 典型 专项 主题 重点 首发 原创 年度 年终 "
    "连日来 连日 全市 全区 全县 全国 全省 明天 明年 周日 周末 周六 时下 关于 于是 从此 时间 成为 "
    "链接 贴士 小贴士 相关 背景 提示 提醒 解读 点评 延伸 名片 档案 科普 观点 声音 数读 问答 "
    "关注 聚焦 观察 调查 视点 热点 焦点 访谈 透视 追踪 特写 速递 点击 探访 手记 速写 风采 人物 故事 印象"
)
NOT_NAMES = frozenset(_NO_NAMES.split())


def as_printed(text: str, span: tuple[int, int]) -> str:
    """A name in its own script, without the blanks that stretch it."""
    name = text[span[0] : span[1]]
    return name if name.isascii() else name.replace(" ", "").replace("\u3000", "")


def nickname(text: str) -> bool:
    """A surname as friends call it: 老张, 小李."""
    return len(text) == 2 and text[0] in "老小阿" and is_name(text[1] + "一")


def stands_alone(text: str) -> str | None:
    """The name that ``text`` is, None if it is none: two characters set apart, or three of which the first two make no
    word (the last two often do: so given names are made), perhaps with an office in a bracket behind it.
    """
    match = _ALONE.fullmatch(plain(text))
    if not match or not is_name(match[1]):
        return None
    name = as_printed(text, match.span(1))
    sure = match[2] or " " in match[1] or not cuts_word(name[0], name[1])
    return name if sure and plain(name[-1]) not in NO_PERSON else None


def pen_name(text: str) -> bool:
    """Whether ``text`` may be a name though no surname begins it; only asked where a role says that it is one."""
    folded = plain(text)
    if folded.isascii():
        return True
    return (
        2 <= len(folded) <= 3 and folded not in NOT_NAMES and folded[-1] not in NO_PERSON and folded[0] not in _NO_FIRST
    )


@cache
def _surnames() -> tuple[frozenset[str], tuple[str, ...]]:
    """Those of one character, and those of two."""
    lines = files("digests.data").joinpath("surnames.txt").read_text("utf-8").splitlines()
    words = " ".join(line for line in lines if not line.startswith("#")).split()
    single = frozenset(char for word in words if len(word) > 2 for char in word)
    return single, tuple(word for word in words if len(word) == 2)


def is_name(text: str) -> bool:
    """Whether ``text`` could be a personal name: a surname and one or two characters, or a foreign name with a dot."""
    folded = plain(text).replace(" ", "")
    if "·" in folded or "•" in folded:
        return 3 <= len(folded) <= 16
    if folded in NOT_NAMES or folded[-1:] in _NO_LAST or _PLACE_IN_PICTURE.match(folded):
        return False
    single, double = _surnames()
    return (2 <= len(folded) <= 3 and folded[0] in single) or (3 <= len(folded) <= 4 and folded.startswith(double))


def leading_name(written: str) -> int:
    """How long the name is at the beginning of ``written``, a name and a place run together; 0 if there is none.

    Places of two characters are the most frequent; of five characters three are a name.
    """
    double = written.startswith(_surnames()[1])
    size = 4 if double and len(written) > 5 else 2 if len(written) == 4 and not double else 3
    return size if is_name(written[:size]) else 0


def run_together(folded: str, at: int, known: int | None) -> tuple[int, int] | None:
    """How long two names are between which a line end stood for the blank; None where it is one, or none.

    ``known``: where a name, and perhaps a work behind it, is known to end, None where that is not known.
    Of two ways to part them that with a name of three characters first is taken, the most frequent; a surname of two
    comes last.
    """
    match = _RUN.match(folded, at)
    if match is None or known not in (None, match.end()) or is_name(match[0]):
        return None
    ways = [(size, len(match[0]) - size) for size in (3, 2, 4)]
    return next((way for way in ways if all(map(is_name, (match[0][: way[0]], match[0][way[0] :])))), None)
