"""Lines that say who made a page: "■责任编辑 温良 ■版式设计 白帆", "一审：张三 二审：李四", "责编/张三 电话：…".

Theory: such a line is made of offices of a newsroom and the names behind them, perhaps of where to reach it, and of
nothing else. Papers invent offices ("视觉总监", "值班副总编"), but make them of few words. So a line is taken apart,
and the first piece that is neither office, name nor address proves it to be something else; nobody who writes is among
the offices, for those sign an article.
"""

from __future__ import annotations

import re

from digests.reading.marks import one_of
from digests.reading.names import is_name

LONGEST = 80  # characters of such a line
_HOLDS = one_of("编編审審校版美视視策统統值监監采採")  # one of them is in each office
_ATTRIBUTE = (
    "本版|本期|本报|本刊|今日|当日|夜班|[一二三四五六七八两\\d]{1,2}版|[一二三四]线|值班|责任|责|执行|首席|见习|实习|助理|特约|特邀|资深|高级|美术|文字|"
    "图片|图文|版面|版式|视觉|新闻|融媒体?|全媒体|新媒体|网络|副刊|采访|编辑部|总编室|副|总|艺术|出版|签发|视频|本文|栏目|专刊"
)
_WORK = (
    "编辑|责编|美编|核稿|签审|签批|清样|编审|编委|编务|编校|编排|编导|执编|主编|总编辑?|责校|校对|校检|检校|校核|校阅|审校|审读|审核|审稿|审阅|审定|[一二三四初复终再]审|"
    "[一二三]校|版式|版面|设计|组版|排版|拼版|制版|组稿|制作|制图|绘图|美术|视觉|总监|监制|监审|统筹|策划|值班|主任|出品|照排|录入"
)
# Atomic, as attributes and works are partly the same words: what it took it never gives back.
_OFFICE = re.compile(f"(?>(?:{_WORK}|{_ATTRIBUTE}){{1,6}})(?:(?<=编辑)部)?人?员?")
_WORKS = re.compile(f"(?:{_WORK})人?员?$")
_SURE = re.compile("编|校|审|版|美术|视觉|值班|统筹")
_NAMES = re.compile("[一-鿿] [一-鿿](?![一-鿿])|[一-鿿]{2,4}(?![一-鿿])")
_BETWEEN = re.compile("[ :/|丨·、,;■●◎□◆▲◇○★☆▪※►()【】\\[\\]<>—-]+")
_REACHED = re.compile(
    "(?:新闻|报料|投稿|电子|联系|本版|编辑部|读者|值班|热线|办公)*"
    "(?:热线|电话|投稿|[爆报]料|信箱|邮箱|邮件|邮编|地址|微信|QQ|E-?mail|Email|Tel)[ :]*[!-~][!-~ ]{3,60}",
    re.I,
)
_DESK = re.compile("(?:本报|本刊)?[一-鿿]{0,4}(?:总编室|编辑部|采编中心|新闻中心|记者部)(?![一-鿿])")


def is_staff(folded: str) -> bool:
    """Whether ``folded``, a line as `plain` folds it, holds offices of a newsroom with names, and nothing else."""
    if len(folded) > LONGEST or not _HOLDS.search(folded):
        return False
    at, named, sure, apart, office = 0, 0, False, True, False
    while at < len(folded):
        if match := _BETWEEN.match(folded, at):
            apart = True
        elif match := _REACHED.match(folded, at) or _DESK.match(folded, at):
            office = False
        elif apart and (match := _OFFICE.match(folded, at)) and _WORKS.search(match[0]):
            sure, office, apart = sure or bool(_SURE.search(match[0])), True, False
        elif (
            office
            and (match := _NAMES.match(folded, at))
            and _may_be(match[0], likely=folded[at - 1] in ":/|丨" or len(_OFFICE.findall(folded)) > 1)
        ):
            named, apart = named + 1, False
        else:
            return False
        at = match.end()
    return sure and named > 0


def _may_be(name: str, *, likely: bool) -> bool:
    """Whether ``name`` behind an office may be one; where it is ``likely`` a rare surname or a pen-name is."""
    return is_name(name) or (likely and len(name) <= 3)
