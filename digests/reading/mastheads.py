"""The head and foot of a page: lines that hold nothing but what a paper prints on every page.

Theory: such a line is made of few kinds of pieces (the paper's name, a date in any calendar, the weekday, a page's
number and section, an issue's number, who edited it, an address) and nothing else, so it is taken apart piece by piece
and the first that fits nowhere proves it to be text. Some pieces prove it alone; a section's name, a bare number or
capitals only do so in the company of those, and only from the page's first line on, or up to its last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digests.reading.days import ENGLISH as ENGLISH_DATE
from digests.reading.lines import Line
from digests.reading.names import is_name

_DEEPEST, _LOWEST = 14, 6  # lines looked at from the head and from the foot of a page
_LONGEST = 100
_FRAMES = frozenset(("folio", "date"))
_AROUND = 3  # lines above and below a date that frames a page further down
_HAN = "[一-鿿]"
_NUMERAL = "[〇零○一二三四五六七八九十廿卅百]"
_PAPER = (
    f"(?!今日|[本一]周){_HAN}{{1,8}}"
    "(?:[日晚早晨时商导都快新周]报|都市报|青年报|周末报|周刊|晚刊|月刊|新闻报)(?:数字报|电子版|数字版)?"
)
_ROLE = (
    "(?:值班|责任|本版|版面|执行|视觉|新闻|本期)?(?:总编辑?|主编|编辑|责编|美编|编委|校对|审读|审校|校读|终审|组版|版式|制图|视觉|设计|"
    "视觉设计|版面设计|策划|统筹|监制|编审|主任)"
)
_DATE = (
    "(?:19|20)\\d\\d ?(?:年|[-/.]) ?(?:1[0-2]|0?[1-9]) ?(?:月|[-/.]) ?(?:3[01]|[12]\\d|0?[1-9])(?: ?日)?(?!\\d)|"
    f"(?:中华民国|公元)?{_NUMERAL}{{2,8}}年{_NUMERAL}{{1,3}}月{_NUMERAL}{{1,4}}[日号]|"
    f"(?:中华)?民国1\\d\\d年(?:1[0-2]|0?[1-9])月(?:3[01]|[12]\\d|0?[1-9])日|{ENGLISH_DATE}"
)
_LUNAR = (
    "(?:(?:农历|夏历|阴历)(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?)?|"
    "[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年(?=闰?[正冬腊二三四五六七八九十]))"
    f"(?:闰?(?:{_NUMERAL}|[正冬腊]){{1,2}}月)?(?:初?{_NUMERAL}{{1,3}}日?)?"
)
_DAY_CALLED = (
    f"(?:[今明昨后][日天]|初?{_NUMERAL}{{1,2}}日?)(?:[立入](?:春|夏|秋|冬)|雨水|惊蛰|[春秋]分|清明|谷雨|[小大][满暑雪寒]|芒种|[夏冬]至|处暑|[白寒]露|霜降|"
    "[出入][伏梅]|[初中末]伏|[一二三四五六七八九]九|除夕|小年|元旦|春节|元宵节?|端午节?|七夕|中秋节?|重阳节?|腊八节?)"
)
_WEATHER = "[-零]?\\d{1,2} ?(?:℃|度|°C?)? ?[~～/至到-] ?[-零]?\\d{1,2} ?(?:℃|度|°C?)"
_ISSUE = (
    f"(?:总|第|总第)(?:\\d{{1,6}}|{_NUMERAL}{{2,6}})(?:号|期)|"
    "(?:今日|本期|本报今日|共)(?:\\d{1,3}|[一二三四五六七八九十]{1,3})版|"
    "内部(?:资料|刊物|交流)|免费(?:交流|赠阅|取阅)|CN ?\\d\\d-[\\dX×*]{4}(?:/[A-Z])?|"
    "准印证号?:? ?[\\dA-Z一-鿿()〔〕-]{3,20}|邮发代号:? ?[\\d-]+|(?:国内统一)?(?:连续出版物号|刊号):?|"
    "(?:主管|主办|出版|承办|编印)(?:主办|出版)?(?:单位)?[: ]+[一-鿿]{2,16}|"
    "(?:中共)?[一-鿿]{2,16}?(?:主管|主办|出版|机关报|承办|协办)(?:主办|主管|出版|承办)?(?![一-鿿])"
)
_PAGE = "第 ?[A-Z]?\\d{1,3} ?[版页叠]|[A-Z]?\\d{1,2} ?版|[A-Z]\\d{1,2}(?![A-Za-z\\d])"
_ADDRESS = (
    f"{_HAN}{{0,4}}?(?:电子信箱|电子邮箱|邮箱|投稿邮箱|热线|新闻热线|电话|网址|E-?[Mm]ail)[: ]*"
    "(?:[\\d()-]{3,9}(?: \\d{3,4}){1,2}(?!\\d)|[!-~]{4,60})|(?:https?://|www\\.)[!-~]{4,60}"
    f"|{_HAN}{{1,7}}[网报][ :]{{1,2}}(?=https?://|www\\.)|"
    "(?:官方)?(?:微信公众号|公众号|微信|微博|抖音号?|视频号)[: ]+@?[\\w-]{2,20}"
)
_WEEKDAY = "(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_ENGLISH_NAME = "[A-Z]{3,}(?: [A-Z]{2,})* (?:DAILY|NEWS|EVENING|MORNING|TIMES|WEEKLY|POST|JOURNAL|HERALD)(?: [A-Z]+)*"
_STAFF = f"{_ROLE}[:/ ]+{_HAN}{{2,4}}(?:[ 、](?!{_ROLE}|热线|电话|邮箱){_HAN}{{2,4}}(?=[ 、]|$))*"
_DECISIVE = re.compile(
    f"{_DATE}|{_DAY_CALLED}|{_WEATHER}|(?:星期|周|礼拜)[一二三四五六日天]|{_WEEKDAY}|{_LUNAR}|{_ISSUE}|{_PAGE}|{_ADDRESS}|{_STAFF}|{_ENGLISH_NAME}|{_PAPER}(?!{_HAN})"
)
_DATED = re.compile(_DATE)
_SECTION = (
    f"{_HAN}{{2,4}}?(?:新闻|要闻|综合|副刊|专版|专刊|观察|评论|广告|资讯|特刊|周刊|视野|天下|关注|民生|法治|理论|版)|"
    f"{_HAN}(?: {_HAN}){{2,5}}|{_HAN} *{_HAN}|{_HAN}{{2,5}}报"
)
_CAPITALS = "[A-Z][A-Za-z&.']*(?: [A-Z][A-Za-z&.']*)*"
_PAPER_PAGE_SECTION = f"{_HAN}{{2,6}} +\\d{{1,2}} +{_HAN}{{2,5}}|{_HAN}{{2,5}} +0?\\d{{1,2}}(?!\\d)"
_WEAK = re.compile(
    f"(?:{_PAPER_PAGE_SECTION}|{_SECTION})(?!{_HAN})|{_CAPITALS}|\\d{{1,2}}(?!\\d)|(?:19|20)\\d\\d ?年(?:\\d{{1,2}}月)?"
)
_SECTION_ALONE = re.compile(f"(?:{_SECTION}|{_HAN}{{2,4}}(?:[·•]{_HAN}{{2,4}})?)(?: +\\d{{1,2}})?")
_NAME, _SURELY = re.compile(f"{_HAN}{{2,8}}(?!{_HAN})"), 2  # whatever a paper or page is called; pieces to prove it
_BETWEEN = re.compile("[ ·•|丨/:,—_■●▲◆□○()【】《》-]+")
# A section or supplement, whatever its name: proved by what stands above and below it, or by its place alone.
_NAMED = re.compile(f"(?:\\d{{1,2}} +)?{_HAN}{{2,5}}(?:[·•]{_HAN}{{2,5}})?(?: +0?\\d{{1,2}})?")


def mark(lines: Sequence[Line]) -> None:
    """Make furniture of the lines that frame a page, from its first line on and up to its last.

    A text may hold several pages: then lines beside a date that stands by itself frame one, too.
    """
    for run in (lines[:_DEEPEST], lines[: -_LOWEST - 1 : -1]):
        _mark(run, proved=False)
    _mark_last(lines)
    framed = [at for at, line in enumerate(lines) if line.why and line.why in _FRAMES]
    for at in framed:
        if at and _DATED.search(lines[at].head):
            _mark(lines[at - 1 : max(0, at - 1 - _AROUND) : -1], proved=True)
            _mark(lines[at + 1 : at + 1 + _AROUND], proved=True)


def _mark_last(lines: Sequence[Line]) -> None:
    """Make furniture of a section's name below the end of the last text, be it ever so short: nothing begins there."""
    held = [line for line in lines if line.kind not in ("furniture", "credit")][-2:]
    if len(held) < 2 or held[1].kind != "text" or not (held[0].kind == "byline" or held[0].closed):
        return
    name = held[1]
    if not is_name(name.plain.replace(" ", "")) and _SECTION_ALONE.fullmatch(name.head):
        name.kind, name.why = "furniture", "masthead"


def _mark(run: Sequence[Line], *, proved: bool) -> None:
    """Make furniture of the first lines of ``run``, as far as they are such, if they or what stands beside prove it."""
    weak: list[Line] = []
    named: Line | None = None  # what only has the length of a section's name, until the next line proves it
    for at, line in enumerate(run):
        kind = "decisive" if line.kind in ("furniture", "credit") else _kind(line)
        if line.kind == "byline" or (not kind and (named or not _may_name(line, first=not at, proved=proved))):
            break
        if kind == "decisive":
            proved = True
            weak += [named] if named else []
        elif named:
            break
        named = line if not kind else None
        if line.kind == "text" and kind:
            weak.append(line)
    for line in weak if proved else ():
        line.kind, line.why = "furniture", "masthead"


def _may_name(line: Line, *, first: bool, proved: bool) -> bool:
    """Whether ``line`` may be a section's name between two lines of a masthead, or above its first."""
    return (first or proved) and line.kind == "text" and len(line.text) <= 16 and bool(_NAMED.fullmatch(line.head))


def _kind(line: Line) -> str:
    """ "decisive", "weak", or "" for a line that holds anything else."""
    if len(line.text) > _LONGEST or line.closed or line.jump:
        return ""
    text = line.plain
    at, sure, sections, unknown = 0, 0, 0, 0
    while at < len(text):
        if match := _BETWEEN.match(text, at):
            at = match.end()
            continue
        match = _DECISIVE.match(text, at)
        if match and match.end() > at:
            sure += 1
        elif match := _WEAK.match(text, at):
            sections += 1
        elif match := _NAME.match(text, at):
            unknown += 1
        if not match or match.end() == at or sections > 3 or unknown > 1:
            return ""
        at = match.end()
    if unknown and sure < _SURELY:
        return ""
    return "decisive" if sure else "weak"
