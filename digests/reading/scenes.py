"""How likely a sentence says what a picture shows: who is seen doing what and where, in one clause, and nothing else.

Log-odds from the signs of `data/page_odds.txt`, against the last line of a paragraph where the line above breaks off
(``scene_open``), and against a paragraph of one short sentence where a text has ended above (``scene_closed``). Fitted
on 212 captions and 7,000 such lines of 3,000 news; left out in turn, .33 and .51 of the captions get more points than
all but one in a thousand of the lines, .65 and .68 more than all but one in a hundred.
"""

from __future__ import annotations

import re

from digests.reading import junctions
from digests.reading.firsts import GOES_ON
from digests.reading.lines import Line
from digests.reading.marks import closes_more, cuts_word
from digests.reading.names import is_name
from digests.reading.paper.odds import added

PEOPLE = (
    "市民|居民|村民|群众|民众|游客|旅客|乘客|读者|观众|学生|同学|孩子|小朋友|儿童|老人|老年人|家长|老师|教师|师生|志愿者|工人|工作人员|施工人员|"
    "技术人员|检修人员|巡检人员|执法人员|救援人员|医护人员|医务人员|医生|护士|民警|交警|消防员|战士|官兵|队员|选手|运动员|演员|农民|农户|[果菜茶花棉粮瓜蔗]农|"
    "渔民|牧民|机手|快递员|骑手|员工|职工|干部|党员|嘉宾|参观者|顾客|消费者|摊主|店主|匠人|艺人|爱好者|小记者|网格员|保洁员|讲解员|女工|工友|电工|"
    "护林员|养殖户|种植户|妇女|青年|少年|车主|司机|球迷|新人|模特|考生|船员|矿工"
)
_DOING = (
    "采摘|收割|收获|晾晒|挑选|选购|参观|游览|游玩|观看|欣赏|体验|表演|排练|练习|制作|清理|清扫|检修|维修|检查|巡查|巡逻|测量|义诊|理发|搬运|打包|"
    "分拣|装卸|播种|插秧|施肥|浇水|采茶|包粽子|写春联|领取|阅读|看书|赏花|拍照|散步|健身|锻炼|跳舞|下棋|骑行|跑步|钓鱼|划龙舟|划船|放风筝|操作|"
    "调试|安装|焊接|搭建|铺设|捕捞|喂养|讲解|排队|登记|合影|留影|嬉戏|玩耍|乘凉|休憩|互动|驻足|品尝|忙碌|演奏|作业|纳凉|戏水|打卡|剪纸"
)
DOING, MOVES = re.compile(_DOING), re.compile("驶[过入离出向进]|[飞走穿跨越掠划游跑]过|停[靠泊]|盛开|绽放|矗立|映照")
THEY, _SOMEBODY = re.compile(f"[一-鿿]{{0,8}}?(?:{PEOPLE})(?:们|代表)?"), re.compile(PEOPLE)
ARE = re.compile(
    "正在(?=[一-鿿“《])|正?在[一-鿿“”《》]{0,12}[里上下中内旁前边口处场间区园馆厅院店校村街头台站房坊岸滩田]"
)
QUOTED = re.compile("“[^“”]*”|《[^《》]*》")  # a name, whatever its words
_ACTS = re.compile(
    f"{_DOING}|查看|整理|展示|参加|举行|施工|工作|训练|比赛|查|摘|种|收|晒|剪|画|写|绣|织|雕|刻|喂|包|做|煮|炒|蒸|卖|买|挑|选|送|搬|运|装|卸|修|洗|扫|擦|测|检|"
    "教|学|唱|跳|跑|走|骑|驾|开|坐|站|躺|抱|举|挥|推|拉|喷|洒|拍|照|吃|喝|玩|逛|赏|听|看|读|祭|献|巡|执勤|值守|救|慰问|宣传|讲|登|打"
)
_NAMED = re.compile(
    "([一-鿿]{2,3})(?:[(（]|正在|在|向|为|与|和|驾|手持|展示|练习|给|带领|走|指|捧|站|坐|抱|教|查看|整理|介绍|背|刻|拿|举|把|将)"
)
_SOMEWHERE = re.compile("在[^,。]{1,14}?[里上下中内旁前边间口处场区园馆厅院店校村街站房坊岸滩田山江河湖桥外]")
_VIEW = re.compile("(?:的[^,。的了]{2,10}|现场|场景|一角|夜景|全景|外景|内景|效果图|景色|风光|遗址|剧照|合影)。?$")
_SAID = re.compile("说|表示|介绍|指出|认为|强调|透露|称|告诉|坦言|获悉|了解|提出|要求|决定|据")
_TOLD = re.compile(
    "将|可以|(?<![智性功节效技])能|应|要|会|须|已经?|曾|正式|目前|截至|今年|去年|明年|近年|每[天年]|其中|这|该|他|她|我|并|也|还|就|都|从而|以及|进一步|不断|持续|"
    "实现|推动|确保|提升|促进|成为|达到?|超过|增长|下降|例|万|亿|％|%"
)
_CLAUSES = re.compile("[,、;:]")
PLACE = re.compile("[一-鿿“”《》]{2,14}[里上下中内旁前边间],")  # a clause that only says where
_RESUMED = -2.0  # see `junctions.begins`: so the rest of a sentence does
_NEVER = re.compile("每[天日周月年次]|[要会应须没不吗了]")  # what did not happen before a camera, or is over
_SHORT, _MOST = 9, 3  # characters of a very short one; of what is counted


def may_be(line: Line) -> bool:
    """Whether ``line`` is thought of at all: one clause, perhaps below one that says where, that may begin a text."""
    if line.text[0] in GOES_ON or closes_more(line.text):
        return False
    whole = _clause(line)
    if _CLAUSES.search(whole) or _NEVER.search(whole.partition("正在")[0]):
        return False
    if THEY.match(whole) or _names(whole) or ARE.search(whole):
        return True
    if junctions.begins(line.text) <= _RESUMED:
        return False
    return any(sign.search(whole) for sign in (_SOMEBODY, MOVES, _VIEW))


def _clause(line: Line) -> str:
    """``line`` without a clause that only says where, and without what is quoted."""
    whole = QUOTED.sub("“”", line.plain)
    place = PLACE.match(whole)
    return whole[place.end() :] if place else whole


def _names(clause: str) -> bool:
    """Whether somebody's name begins it, and what they do follows."""
    match = _NAMED.match(clause)
    return match is not None and is_name(match[1])


def open_odds(above: Line, line: Line) -> float:
    """Log-odds of ``line`` being a caption where the sentence of ``above`` breaks off."""
    return added("scene_open", signs(line) | seam(above, line))


def closed_odds(line: Line, *, known: bool) -> float:
    """Log-odds of ``line`` being a caption where a text has ended above, which names whom it is about if ``known``."""
    found = signs(line)
    return added("scene_closed", found | {"named": 1.0 if known and not found["they"] else found["named"]})


def signs(line: Line) -> dict[str, float]:
    """What ``line`` says of being a caption, by itself."""
    whole = _clause(line)
    text, they = whole.rstrip("。"), THEY.match(whole)
    return {
        "bias": 1,
        "they": they is not None,
        "they_far": they is None and _SOMEBODY.search(whole) is not None,
        "named": _names(whole),
        "are": ARE.search(whole) is not None,
        "somewhere": _SOMEWHERE.search(whole) is not None,
        "doing": DOING.search(whole) is not None,
        "acts": _ACTS.search(whole) is not None,
        "moves": MOVES.search(whole) is not None,
        "view": _VIEW.search(whole) is not None,
        "said": _SAID.search(text) is not None,
        "told": min(_MOST, len(_TOLD.findall(text))),
        "digit": any(char.isdigit() for char in text),
        "clauses": min(_MOST, len(_CLAUSES.findall(text))),
        "done": text.count("了"),
        "of": min(_MOST, text.count("的")),
        "length": len(line.text) / 10,
        "short": len(line.text) <= _SHORT,
        "goes_on": line.text[0] in GOES_ON,
        "begins": max(-4.0, min(4.0, junctions.begins(line.text))),
    }


def seam(above: Line, line: Line) -> dict[str, float]:
    """What the seam between the two says of ``line`` being no more of the sentence of ``above``."""
    met = max(-4.0, min(8.0, junctions.goes_on(above.text, line.text)))
    return {"meets": met, "cut": cuts_word(above.text[-1], line.text[0])}
