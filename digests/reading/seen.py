"""Captions known by their words and place alone: who is seen doing what, amid the text of the article.

Theory: a caption says who is doing what, in one clause. Either it names somebody of whom the text above told, or those
whom everybody knows: residents, pupils, nurses. So may a sentence of the text, but not in a paragraph of its own that
interrupts another, and not without an end; so may a headline, but not with text below that no byline or lead opens, or
with another headline, and what it tells happened, is planned or asked: a caption tells what is seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from digests.reading.echoes import FUNCTION
from digests.reading.firsts import fresh
from digests.reading.junctions import begins
from digests.reading.lines import Line
from digests.reading.names import is_name
from digests.reading.seams import leads, proof
from digests.reading.shapes import heading_shape
from digests.reading.signatures import parse

_DOES = re.compile("([一-鿿]{2,4}?|“[^“”]{1,6}”)(?:正在|在|正)[一-鿿“《]")
_PEOPLE = (
    "市民|居民|村民|群众|民众|游客|旅客|乘客|读者|观众|学生|同学|孩子|小朋友|儿童|老人|老年人|家长|老师|教师|师生|志愿者|工人|工作人员|施工人员|"
    "技术人员|检修人员|巡检人员|执法人员|救援人员|医护人员|医务人员|医生|护士|民警|交警|消防员|战士|官兵|队员|选手|运动员|演员|农民|农户|[果菜茶花棉粮瓜蔗]农|"
    "渔民|牧民|机手|快递员|骑手|员工|职工|干部|党员|嘉宾|参观者|顾客|消费者|摊主|店主|匠人|艺人|爱好者|小记者|网格员|保洁员|讲解员|女工|工友|电工|"
    "护林员|养殖户|种植户|妇女|青年|少年|车主|司机|球迷|新人|模特|考生|船员|矿工"
)
_THEY = re.compile(f"[一-鿿]{{0,8}}?(?:{_PEOPLE})(?:们|代表)?")
_ARE = re.compile(
    "正在(?=[一-鿿“《])|正?在[一-鿿“”《》]{0,12}[里上下中内旁前边口处场间区园馆厅院店校村街头台站房坊岸滩田]"
)
_DOING = re.compile(
    "采摘|收割|收获|晾晒|挑选|选购|参观|游览|游玩|观看|欣赏|体验|表演|排练|练习|制作|清理|清扫|检修|维修|检查|巡查|巡逻|测量|义诊|理发|搬运|打包|"
    "分拣|装卸|播种|插秧|施肥|浇水|采茶|包粽子|写春联|领取|阅读|看书|赏花|拍照|散步|健身|锻炼|跳舞|下棋|骑行|跑步|钓鱼|划龙舟|划船|放风筝|操作|"
    "调试|安装|焊接|搭建|铺设|捕捞|喂养|讲解|排队|登记|合影|留影|嬉戏|玩耍|乘凉|休憩|互动|驻足|品尝|忙碌|演奏|作业|纳凉|戏水|打卡|剪纸"
)
# What did not happen before a camera, and what is said about what did: so headlines and sub-heads go on.
_TOLD = re.compile(
    "(?<![智性功节效技])能|每[天日周月年次]|[可将要会应须不没了过吗如何谁更最就也都再有让把被给向]|怎|[高多忙难火旺热好强足快乐]。?$|\\d"
)
_SCENE = re.compile("[^,，。了着过是有在到他她我]{2,12}[里上下中内旁前边间]的[^,，。的]{2,8}(?<![里上下中内])。?")
_MOVES = re.compile("驶[过入离出向进]|[飞走穿跨越掠划游跑]过|停[靠泊]|盛开|绽放|矗立|映照")
_PLACE = re.compile("[一-鿿“”《》]{2,14}[里上下中内旁前边间],")  # a clause that only says where
_FUNCTION = frozenset(FUNCTION)
# Points of a sentence for being a scene.
_SCENE_PRIOR, _WHO, _AT, _DOES_IT, _APART, _SAID, _CLAUSES, _LONG = -2.0, 1.0, 1.5, 1.0, 1.0, -2.0, -1.0, -1.5
_SURELY, _RESUMED = 1.0, -2.0  # see `begins`: so the rest of a sentence does
_INDENTED = 0.7  # of the first lines of paragraphs, where these are indented; of all lines where all seem to be
_SHORTEST, _SUBJECT = 6, 8  # characters of such a clause, and those that name whom or what it shows
_PARTED = re.compile("[,;:?!、 ]|。.")
_QUOTED = re.compile("“[^“”]*”|《[^《》]*》")  # a name, whatever its words
_SEEN_CLAUSE = 26  # characters of one about people everybody knows
_FEWEST, _WRAPPED = 4, 0.2  # lines of one width, and their share, above which a page is one of wrapped columns
_LONGEST, _BEFORE = 32, 600  # characters of a caption; of the text in which its name is looked for


def mark(lines: Sequence[Line]) -> None:
    """Make captions of such lines.

    In a wrapped column a line that ends short, but no sentence, is no part of one, nor is a sure scene that is not
    indented where paragraphs are.
    """
    _mark_credited(lines)
    text = [line for line in lines if line.kind in ("text", "byline")]
    indents = _indents(text)
    found: list[tuple[Line, bool]] = []  # captions, and whether they are no part of a column
    for at, line in enumerate(text[1:], 1):
        if len(line.text) > _LONGEST or line.kind != "text" or line.jump or line.signed:
            continue
        above, below = text[at - 1], text[at + 1] if at + 1 < len(text) else None
        scene = _scene(text, at, indents=indents)
        if scene > 0:
            found.append((line, indents and scene > _SURELY))
        elif above.kind == "text":
            named = below is not None and below.kind == "text" and _seen(line, text, at) and _amid(above, line, below)
            if named or (_shows(line) and _apart(above, line, below)):
                found.append((line, False))
    if not found:
        return
    usual, count = Counter([line.width for line in text if line.why != "row"]).most_common(1)[0]
    wrapped = count > max(_FEWEST, _WRAPPED * len(text))
    for line, apart in found:
        if not wrapped or apart or (not line.closed and line.width < usual - 2):
            line.kind, line.why = "caption", "seen"


def _indents(text: Sequence[Line]) -> bool:
    """Whether the first lines of paragraphs are indented, and they alone."""
    indented = sum([line.indent > 0 for line in text])
    if not 0 < indented <= _INDENTED * len(text):
        return False
    begun = [
        below.indent > 0
        for above, below in pairwise(text)
        if above.closed and below.kind == "text" and (below.indent or heading_shape(below) < 0.5)
    ]
    return 0 < sum(begun) >= _INDENTED * len(begun)


def _mark_credited(lines: Sequence[Line]) -> None:
    """Make captions of what stands between the end of a text and a line that only says who took a picture.

    What has no sentence end may also be a headline, if a text stands below.
    """
    for at in [below - 1 for below, line in enumerate(lines) if below > 1 and line.why == "caption"]:
        above, line, below = lines[at - 1 : at + 2]
        next_ = lines[at + 2] if at + 2 < len(lines) else None
        if line.kind != "text" or len(line.text) > _LONGEST or line.signed:
            continue
        over = above.kind == "byline" or (above.kind == "text" and (above.closed or above.signed))
        told = "。" in line.text[:-1] or _TOLD.search(line.plain) or line.text[0] in "“「"
        free = line.closed or (above.closed and (next_ is None or next_.kind != "text" or not _tells(next_)))
        if over and not told and free and parse(below.head) is not None:
            line.kind, line.why = "caption", "seen"


def _tells(line: Line) -> bool:
    return line.closed or len(line.text) > _LONGEST or leads(line)


def _shows(line: Line) -> bool:
    """Whether it says in one clause what people of some kind are doing, or names a scene."""
    folded = line.head
    if "的" not in folded if line.closed else "在" not in folded and not _DOING.search(folded):
        return False
    folded = _QUOTED.sub("“”", folded)
    if len(folded) > _SEEN_CLAUSE or _PARTED.search(folded):
        return False
    if line.closed:
        return bool(_SCENE.fullmatch(folded))
    if not _ARE.search(folded) and not _DOING.search(folded):
        return False
    they = _THEY.match(folded)
    if they is None or _TOLD.search(folded, they.end()):
        return False
    are = _ARE.match(folded, they.end())
    return are is not None or bool(_DOING.search(folded, they.end(), they.end() + 14))


def _scene(text: Sequence[Line], at: int, *, indents: bool) -> float:
    """Points for a whole sentence below the end of a text showing somebody or something that it told of.

    It must stand at the end of an article, or be no paragraph, as the others are indented.
    """
    above, line, below = text[at - 1], text[at], text[at + 1] if at + 1 < len(text) else None
    if line.text[-1] != "。" or not (above.closed or above.kind == "byline") or len(line.text) < _SHORTEST:
        return 0.0
    apart = indents and not line.indent and (above.kind == "byline" or above.width < line.width)
    if not apart and (above.kind == "byline" or (below is not None and _goes_on(below))):
        return 0.0
    told = "".join([each.text for each in text[max(0, at - _BEFORE) : at]])[-_BEFORE:]
    return _points(line, told, apart=apart)


def _goes_on(below: Line) -> bool:
    """Whether a text goes on ``below`` and nothing begins."""
    heads = not below.closed and heading_shape(below) >= 0.5
    return below.kind == "text" and not (heads or below.jump or leads(below))


def _points(line: Line, told: str, *, apart: bool) -> float:
    """Points for a sentence being what a picture shows.

    Last paragraphs as short tell what will be, may be asked or was done. Of twelve captions without a credit that are
    sentences, on pages of fourteen sets, eight get points enough, and no line of text does.
    """
    whole = _QUOTED.sub("“”", line.plain)
    place = _PLACE.match(whole)
    folded = whole[place.end() :] if place else whole
    match = _DOES.match(line.text)
    named = match is not None and _is_told(match[1], told)
    shown = folded[len(match[1]) :] if named and match and not place else folded
    still = _MOVES.sub("", shown)
    they = (
        named
        or _THEY.match(folded)
        or any(a + b in told for a, b in pairwise(line.text[:_SUBJECT]) if not {a, b} & _FUNCTION)
    )
    points = _SCENE_PRIOR + _WHO * bool(they) + _AT * (still != shown or bool(place or _ARE.search(shown)))
    points += _DOES_IT * bool(_DOING.search(shown)) + _APART * (apart and begins(line.text) > _RESUMED)
    points += _SAID * bool(_TOLD.search(still.partition("正在")[0])) + _CLAUSES * bool(_PARTED.search(folded))
    return points + _LONG * (len(whole) > _SEEN_CLAUSE)


def _apart(above: Line, line: Line, below: Line | None) -> bool:
    """Whether ``line`` stands between two texts, or at the end of one: nothing below makes a headline of it."""
    if proof(above, line):
        return False
    if below is None:
        return above.closed or above.signed
    if below.kind != "text" or leads(below) or below.jump or proof(line, below):
        return False
    return above.closed or heading_shape(below) >= 0.5 or (not fresh(below) and above.width > line.width)


def _amid(above: Line, line: Line, below: Line) -> bool:
    """Whether ``line`` interrupts: the sentence above goes on below it, or one text does and it is no sentence."""
    if leads(below) or below.jump or below.signed or above.signed:
        return False
    if above.closed:
        return not line.closed
    return not proof(above, line) and not fresh(below)


def _seen(line: Line, text: Sequence[Line], at: int) -> bool:
    """Whether it is one clause about somebody whom the ``text`` before ``at`` names, and what they are doing."""
    match = _DOES.match(line.text)
    if not match or re.search("[，,；;：:]", line.text) or "。" in line.text[:-1]:
        return False
    told = "".join([each.text for each in text[max(0, at - _BEFORE) : at]])[-_BEFORE:]
    return _is_told(match[1], told)


def _is_told(name: str, told: str) -> bool:
    return name in told and (name[0] == "“" or is_name(name))
