"""Lines that stand in brackets from their first character to their last: in round ones no headline is printed.

Such a note says who the writer is, or who sent the report, and ends or opens an article as a byline does; or it tells
the reader something about the text above ("names have been changed") and is its last paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digests.reading.lines import NO_HEADLINE, Line
from digests.reading.marks import plain

_PAIRS = {"(": ")", "[": "]", "【": "】"}  # as `plain` folds them
_MOST_LINES, _LONGEST = 5, 200
_WRITER = re.compile(
    "(?:本文|文章)?(?:第[一二三])?(?:作者|笔者|撰稿人?|执笔人?|译者|整理者|主讲人|演讲者|讲述人)[^,。:]{0,8}?"
    "(?:系|为|是|均|分别|单位|简介|现任|曾任|:)"
)
_NAMED_WRITER = re.compile("([一-鿿]{2,4}|[一-鿿] [一-鿿])[ ,:]*(?:本文|文章)?(?:作者|笔者)(?:系|为|是|单位)")
# Outlet or desk, perhaps a place and a day, and last what it sent or did; no clause and no sentence.
_SENT = re.compile(
    "[^,。!?;:“”]{2,30}(?:专?电|讯|消息|报[道导]|供稿|供本报专稿|特稿|编译|整理)|(?:据|综合)[^,。!?;:]{2,20}|"
    "[一-鿿]{0,6}综合|[一-鿿] +[综合]|[一-鿿]{2,8}(?:社|日报|晚报|时报|网|客户端)"
)
_ENDS = re.compile(
    "完|全文完|(?:来源|稿源)[: ][^。]{2,24}|(?:本文)?(?:图片|照片|配图|插图)[^,。]{0,20}(?:提供|供图|拍摄)|"
    "[^。,]{2,30}(?:参与|参加)(?:采访|采写|报[道导]|写作)"
)
_OFFICE = (
    "[一-鿿]{2,14}?(?:委员会|组委会|指挥部|办公室|编辑部|联合会|[局委办站院校馆所处科部队厂社园]|中心|政府|大学|小学|中学|街道|社区|公司|"
    "集团|[协学商总工]会|妇联|[支分]行)"
)
_CLASS = (
    "(?:[一-鿿]{2,10}(?:学院|书院|系|专业|班))?\\d{2,4}级[一-鿿]{0,6}|"
    "[高初]?[一二三四五六](?:年级)? ?[(]\\d{1,2}[)] ?班"
)
_RANK = (  # of whoever explains what others ask
    "[一-鿿]{0,8}?(?:医师|医生|药师|护士长?|教授|教师|研究员|律师|法官|检察官|民警|专家|工程师|农艺师|营养师|咨询师|讲师|博士|主任|院长|校长)"
)
# Who gives notice or answers for a text, or where somebody learns.
OFFICES = re.compile(f"{_OFFICE}(?:[ 、]+{_OFFICE}){{0,3}}(?: ?{_RANK})?|(?:{_OFFICE} ?)?(?:{_CLASS}|{_RANK})")
# What kind of notice follows. Those that also head parts of an article are left out: 提示, 须知, 名单.
_NOTICE = re.compile(
    "[一-鿿]{0,8}(?:更正|勘误|致歉|道歉|启事|声明|公告|通告|公示|讣告|布告|征集令|鸣谢)[信书]?|小启|敬启|来函照登|更正与致歉|"
    "(?:敬告|谨告|告|致|公开答谢)(?:广大|全体|各位)?(?:读者|作者|用户|市民|乘客|旅客|居民|订户|客户|考生|业主|股民|家长)(?:朋友)?(?:的?一封信|书)?|"
    "(?:停[水电气暖]|封路|清洗水箱|放假|休刊|召开|施工|迁[坟址])(?:通知|公示)|(?:征稿|征文|征订|招聘|招生|招标|招租|出租|会议|寻[人物]|招领|遗失|订报|发行|失物|寻物)(?:通知|信息|公示|消息|简章)|"
    "(?:(?:[今明昨后][日天]|[本下一]周|周末|近期|未来[一二三四五六七两\\d]天|节日|[一-鿿]{2,4}(?=天气预报))的?)?(?:天气|气象)(?:预报|预测|趋势|提示)?|"
    "(?:(?:[今昨]日|昨[晚夜]|本[轮周期]|最新)?(?:赛果|战报|比分|赛程|积分榜|赛事预告)|(?:开奖|中奖)(?:公告|号码|信息|结果)|影讯|便民(?:电话|服务|提示|提醒))|"
    "图片(?:新闻|报道|故事)|新闻图片|图说新闻|通知|公示|会讯|书讯|感谢信|致谢|(?:失物)?招领|悼念|诚?招聘|诚聘|招[标商租生]|拍卖"
)
# What an office makes known: what it is about, and last what it is.
_ACT = re.compile(
    "(?:[一-鿿]{2,16})?关于[^,。:;!?]{4,34}的?(?:通知|公告|通告|公示|通报|决定|函|批复|说明)|"
    "[^,。:;!?]{4,36}(?<!发布)(?<!发出)(?<!刊登)(?<!张贴)(?:公告|通告|公示|启事|讣告|任免名单)"
)
_ACT_ENDS = frozenset("知告示报定函复明事单")  # what `_ACT` ends with
LONGEST_HEADING, _LONGEST_BOX = 12, 8  # characters of a heading that says what kind of text follows
_LONGEST_SERVICE = 18
_STRETCHED = 40  # of such a heading with the blanks that stretch it
_BOX = re.compile(
    "[一-鿿]{0,6}(?:短波|短讯|简讯|快讯|快报|速览|速递|速读|速报|点击|集锦|动态|传真|简报|快递|播报|扫描|资讯|短新闻|微新闻|简明新闻|一周|拾零|撷英|荟萃)|"
    "(?:本报|一句话|短|微|今日|本周|一周|简明|国际|国内|本地)*(?:新闻|要闻|消息)|图说一周|[一-鿿]{2,4}(?:早知道|看板)"
)
# What readers look up in a box of its own: its last word tells.
_SERVICE = re.compile(
    "[一-鿿\\d]{0,12}?(?:菜价|油价|汇率|节目(?:单|表)|一览表?|速查|"
    "(?:活动|展览|演出|讲座|节目|赛事|电影)预告|停[水电气暖]?检修安排|停[水电气暖](?:信息|安排)|检修(?:安排|计划)|"
    "(?:指标|任务)完成情况|排班表|值班表|时刻表|行情表?)"
)
_NOTE = re.compile(
    "(?:编者|记者|采访|采写|主编|编辑|导演|创作)(?:手记|按|的话|寄语)|编后|编余|[短快微时社]评|评论|点评"
)
# A box that goes with the text above it.
_ASIDE = re.compile(
    "(?:法官|检察官|律师|[民交刑网]警|警[方官]|[一-鿿]{0,2}专家|医[生师]|药师|记者|编辑|消协|消费|温馨|特别|安全|友情|健康|法律|政策|延伸)"
    "(?:说法|提[醒示]|点评|释法|寄语|建议|支招|解读|解答|小?贴士)|小贴士|(?:相关|新闻|知识|法[条律]|政策|背景|案件|人物|科普)?链接|(?:新闻|案件|事件|历史|相关)背景|"
    "名词(?:解释|解读)|(?:延伸|拓展|扩展|相关)阅读|新闻(?:多一点|加点料|延伸|回顾|背后|[+＋])|案[情件]回顾|典型意义|裁判(?:要旨|结果)|以案(?:释法|说法)|"
    "相关(?:法条|规定|知识|新闻|报道|案例)|小(?:知识|百科|词典)|人物(?:名片|简介|档案)|最新进展|各方(?:回应|声音|反应)|数读|释疑"
)
_NOTICE_MARKS = "【】[]［］《》◆■●★▲◇□○◎▪▶► "
# A line that only says where a report comes from.
_AGENCY = "(?:新华社|中新社|中新网|新华网|人民网|中国新闻网|央视网|央视新闻|央广网|法新社|路透社|美联社|中通社)"
_FROM = "(?:据|来源[: ]|转自|摘自|选自)"
SOURCES = re.compile(
    "[■●▲◆□○◎⊙]? ?(?:(?:本报|本刊)?"
    "(?:综合(?:报[道导]|消息|整理|新华社[一-鿿]{0,8})?|综合[一-鿿、]{2,12}(?:电|消息|报[道导]))|"
    f"据(?:新华|中新|央视|人民)[一-鿿0-9]{{0,12}}|{_FROM}《[^》]{{2,12}}》(?:报[道导]|消息)?|"
    f"(?:{_FROM}|综合)?{_AGENCY}(?:[、 ]{_AGENCY})*(?:报[道导]|消息)?|"
    "(?:新华社|中新社)(?:供)?(?:本报)?(?:特稿|专稿|电))"
)
# What stands in brackets at an end, and is neither text nor anybody's name.
_NOBODY = "待续 未完 续完 综合 完 终 全文完 节选 摘编 摘录 连载 上篇 下篇 中新 新华 央视 新网 资料"
ENDINGS = frozenset(_NOBODY.split())
_SPACED, _UNSIGNED = re.compile("[一-鿿] {1,3}[一-鿿]"), ("待续", "未完", "续完", "综合")  # a name, be its surname rare
_BARE = re.compile("作者(?:简介|单位|系|为)[: ]?")


def closes(inside: str) -> bool:
    """Whether what stands in a bracket behind a text says who sent or wrote it, and is none of it."""
    if len(inside) > _LONGEST:
        return False
    return any(
        map(bool, (_SENT.fullmatch(inside), _WRITER.match(inside), _ENDS.fullmatch(inside), OFFICES.fullmatch(inside)))
    )


def is_note(text: str) -> bool:
    """Whether a heading says that a note or comment on what stands above it follows."""
    return len(text) <= LONGEST_HEADING and bool(_NOTE.fullmatch(plain(text).strip(_NOTICE_MARKS)))


def is_notice(folded: str) -> bool:
    """Whether a heading only says what kind of notice stands below it: "更 正", "遗失声明", "关于…的通知"."""
    if len(folded) > _STRETCHED:
        return False
    bare = "".join(folded.split()).strip(_NOTICE_MARKS)
    if len(bare) > LONGEST_HEADING:
        return bare[-1] in _ACT_ENDS and bool(_ACT.fullmatch(bare))
    return len(bare) > 1 and bool(_NOTICE.fullmatch(bare))


def is_box(folded: str) -> bool:
    """Whether a heading names a box of several short reports: "简讯", "镇街短波", "一周速览"."""
    bare = "".join(folded.split()).strip(_NOTICE_MARKS) if len(folded) <= _STRETCHED else ""
    return 2 <= len(bare) <= _LONGEST_BOX and bool(_BOX.fullmatch(bare))


def is_aside(folded: str) -> bool:
    """Whether a heading names a box that goes with the text above it: "法官说法", "相关链接", "小贴士"."""
    bare = "".join(folded.split()).strip(_NOTICE_MARKS).rstrip(":") if len(folded) <= _STRETCHED else ""
    return 2 <= len(bare) <= _LONGEST_BOX and bool(_ASIDE.fullmatch(bare))


def is_service(folded: str) -> bool:
    """Whether a heading names what readers look up, and is no notice: "本周菜价", "便民服务点一览"."""
    if len(folded) > _STRETCHED:
        return False
    named = "".join(folded.split()).strip(_NOTICE_MARKS).partition(":")[0]
    return 4 <= len(named) <= _LONGEST_SERVICE and bool(_SERVICE.fullmatch(named))


def tells_what_follows(folded: str) -> bool:
    """Whether a short heading is one of these three."""
    heading = folded.strip(_NOTICE_MARKS)
    bare = "".join(heading.split())
    if _NOTE.fullmatch(heading):
        return True
    return len(bare) >= 2 and bool(_NOTICE.fullmatch(bare) or (len(bare) <= _LONGEST_BOX and _BOX.fullmatch(bare)))


def mark(lines: Sequence[Line]) -> None:
    """Notes about writer or sender become bylines without names, the others lose their shape of a headline."""
    for at, line in enumerate(lines):
        if (
            line.head.startswith("作者")
            and line.kind == "text"
            and len(line.text) <= _LONGEST
            and _BARE.match(line.head)
        ):
            line.kind, line.why, line.signed = "byline", "note", False
        if line.head[0] not in _PAIRS or line.kind not in ("text", "byline") or line.names or line.jump:
            continue
        run = _bracketed(lines[at : at + _MOST_LINES])
        if not run:
            continue
        inside = "".join(each.plain for each in run)[1:-1]
        rounded = line.head[0] == "("
        if (
            rounded
            and len(run) == 1
            and at
            and (_SPACED.fullmatch(inside) and inside.replace(" ", "") not in _UNSIGNED)
        ):
            line.kind, line.why, line.names = "byline", "note", ("".join(line.text[1:-1].split()),)
        elif len(inside) <= _LONGEST and (named := _NAMED_WRITER.match(inside)):
            for each in run:
                each.kind, each.why, each.signed = "byline", "note", False
            run[0].names = ("".join(run[0].text[1:][slice(*named.span(1))].split()),)
        elif (rounded and len(run) == 1 and closes(inside)) or (len(inside) <= _LONGEST and _WRITER.match(inside)):
            for each in run:
                each.kind, each.why, each.signed = "byline", "note", False
        elif rounded:
            for each in run:
                each.shape = NO_HEADLINE
            run[-1].closed = True


def _bracketed(lines: Sequence[Line]) -> Sequence[Line]:
    """The first of ``lines`` that one pair of brackets holds, () where there are none."""
    opening = lines[0].head[0]
    depth = 0
    for count, line in enumerate(lines, 1):
        if line.kind not in ("text", "byline") or (count > 1 and line.indent > lines[0].indent):
            break
        folded = plain(line.text) if len(line.text) > len(line.head) else line.head
        depth += folded.count(opening) - folded.count(_PAIRS[opening])
        if depth <= 0:
            return lines[:count] if folded.endswith(_PAIRS[opening]) and _once(lines[:count]) else ()
    return ()


def _once(lines: Sequence[Line]) -> bool:
    """Whether the bracket that opens ``lines`` is closed at their end and not before."""
    text = "".join(plain(line.text) for line in lines)
    depth = 0
    for at, char in enumerate(text):
        depth += (char == text[0]) - (char == _PAIRS[text[0]])
        if not depth:
            return at == len(text) - 1
    return False
