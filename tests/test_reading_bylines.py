"""Bylines: whose names they give, and what only looks like one."""

import pytest

from digests.reading.bylines import byline, credited, cut_glued
from digests.reading.reporters import cut_from_lead

LINES = [
    ("本报记者 王磊 通讯员 陈雨桐", ("王磊", "陈雨桐")),
    ("■记者王磊", ("王磊",)),
    ("■记者 王 磊 文/摄", ("王磊",)),
    ("記者陳國慶／台北報導", ("陳國慶",)),
    ("〔記者陳國慶、歐陽靜／台南報導〕", ("陳國慶", "歐陽靜")),
    ("文／記者范姜雨　苗栗報導", ("范姜雨",)),
    ("（本报记者 王磊）", ("王磊",)),
    ("记者 王磊）", ("王磊",)),  # its bracket opened on the line before
    ("王磊 陈静 文/图", ("王磊", "陈静")),
    ("王磊 摄 陈静 文", ("王磊", "陈静")),
    ("文｜阿菱", ("阿菱",)),
    ("文字：小常", ("小常",)),
    ("撰文：沈敏芝", ("沈敏芝",)),
    ("文/云岭新闻记者 王磊 编辑/陈静", ("王磊",)),
    ("文/本报记者 王磊 图/视频截图 陈静", ("王磊",)),
    ("陈静 通讯员 王磊", ("陈静", "王磊")),  # the role stands on the line before
    ("本报记者 鹿鸣 特约记者 白帆", ("鹿鸣", "白帆")),
    ("口述 陈静 整理 王磊", ("王磊",)),
    ("作者：加西亚·马尔克斯", ("加西亚·马尔克斯",)),
    ("●正言", ("正言",)),
    ("■通讯员 陈雨桐 文 郝仁 摄", ("陈雨桐", "郝仁")),
    ("■记者 陈静 王磊 供图", ("陈静", "王磊")),  # no picture's credit: reporters write
    ("本报记者 陈静 成都、绵阳报道", ("陈静",)),
    ("本报记者 王磊、陈静报道", ("王磊",)),  # the name before the work is taken for a desk
    ("（本报记者王磊成都报道）", ("王磊",)),
    ("【本報記者陳國慶花蓮報導】", ("陳國慶",)),
    ("【本报记者欧阳静成都报道】", ("欧阳静",)),
    ("读者 陈静", ("陈静",)),
    ("热心市民　欧阳静", ("欧阳静",)),
    ("⊙本报记者 王磊", ("王磊",)),
    ("▌本报记者 王磊", ("王磊",)),
    ("☆ 本报记者 王磊 陈静", ("王磊", "陈静")),
    ("本报记者 王磊 文并摄 J033", ("王磊",)),
    ("本报记者 王磊 J033 陈静 J021", ("王磊", "陈静")),
    ("记者王磊发自成都", ("王磊",)),
    ("本版撰文 王磊", ("王磊",)),
    ("本组稿件由本报记者 王磊 采写", ("王磊",)),
    ("【本報記者陳國慶專訊】", ("陳國慶",)),
    ("（本报记者 王磊陈静）", ("王磊", "陈静")),  # a line end stood for the blank between them
    ("读者 来信", None),
    ("★ 五月一日 八点", None),
    ("家长 成绩", None),
    ("■记者 王", ()),  # cut by the line end
    ("记者在现场看到", None),
    ("记者高兴地", None),
    ("记者：然后呢", None),
    ("■社论", None),
    ("●县税务局组织党员先锋队走进工业", None),
    ("无人船装有激光雷达和摄", None),
    ("王磊 摄", None),
    ("記者陳耀文／攝影", None),
    ("责任编辑 王磊 视觉设计 陈静", None),
    ("统筹：王磊 编辑：陈静 校对：郝仁", None),
    ("文化中心", None),
    ("图书馆 体育馆", None),
]


@pytest.mark.parametrize(("line", "names"), LINES)
def test_line_of_its_own(line: str, names: tuple[str, ...] | None) -> None:
    assert byline(line) == names


TAILS = [
    ("路修好了。（记者王磊）", "路修好了。", ("王磊",)),
    ("路修好了。■记者 王磊 通讯员 陈静", "路修好了。", ("王磊", "陈静")),
    ("路修好了。 （記者陳國慶）", "路修好了。", ("陳國慶",)),
    ("占比达到78%（记者王磊）", "占比达到78%", ("王磊",)),
    ("路修好了。(陈静)", "路修好了。", ("陈静",)),
    ("“路好走了。”（王磊 文/摄）", "“路好走了。”", ("王磊",)),
    ("路修好了。本报记者 王磊", "路修好了。", ("王磊",)),
]
TAILS += [
    ("路修好了。（编辑：陈静）", "路修好了。", ()),
    ("路修好了。（記者陳國慶）（編輯：歐陽靜）1131010", "路修好了。", ("陳國慶",)),
]
TEXT_ENDS = [
    "路修好了。（完）",
    "与会者合影。(左三)",
    "路修好了。（张某）",
    "路修好了（陈静）",
    "说话的是记者王磊",
    "路修好了。（记者 王",  # the rest stands on the next line
]


@pytest.mark.parametrize(("text", "kept", "names"), TAILS)
def test_glued_to_the_end_of_a_paragraph(text: str, kept: str, names: tuple[str, ...]) -> None:
    assert cut_glued(text) == (kept, names)


@pytest.mark.parametrize("text", TEXT_ENDS)
def test_end_of_a_paragraph_that_is_text(text: str) -> None:
    assert cut_glued(text) == (text, ())


LEADS = [
    ("本报讯（记者 王磊 通讯员 陈静）路修好了。", "本报讯 路修好了。", ("王磊", "陈静")),
    ("【本報訊】（記者 陳國慶）路修好了。", "【本報訊】 路修好了。", ("陳國慶",)),
    ("云岭日报讯(记者王磊、通讯员陈静)路修好了。", "云岭日报讯 路修好了。", ("王磊", "陈静")),
    ("中新社昆明4月1日电(陈静)路修好了。", "中新社昆明4月1日电 路修好了。", ("陈静",)),
    ("〔記者陳國慶／嘉義報導〕路修好了。", "路修好了。", ("陳國慶",)),
    ("本报讯（记者 王磊）", "本报讯", ("王磊",)),
    ("本报讯 记者 王磊 昨夜，路修好了。", "本报讯 昨夜，路修好了。", ("王磊",)),
    ("【晨報訊】記者陳國慶報道：路修好了。", "【晨報訊】路修好了。", ("陳國慶",)),
    ("云岭日报讯 记者王磊、通讯员陈静报道：路修好了。", "云岭日报讯 路修好了。", ("王磊", "陈静")),
    ("（中央社記者陳國慶台南10日電）路修好了。", "路修好了。", ("陳國慶",)),
]


@pytest.mark.parametrize(("text", "kept", "names"), LEADS)
def test_inside_a_lead(text: str, kept: str, names: tuple[str, ...]) -> None:
    assert cut_from_lead(text) == (kept, names)


UNNAMED = ["本报讯 记者王磊昨夜在桥上看到，路修好了。", "本报讯 记者 周日，桥上", "本报讯 记者站昨天成立。"]


@pytest.mark.parametrize(
    "text", ["（一）路修好了。", "本报讯（第三批）路修好了。", "老桥（记者站旁）修好了。", *UNNAMED]
)
def test_bracket_at_the_beginning_that_names_nobody(text: str) -> None:
    assert cut_from_lead(text) == (text, ())


def test_line_of_credits_names_writers_only() -> None:
    assert credited("2024-03-12 来源：晚报 作者：王磊 陈静 编辑：李明") == ("王磊", "陈静")
    assert credited("时间：19:52　来源：云岭新闻　记者：王磊 陈静") == ("王磊", "陈静")
    assert credited("来源：本站 作者：云岭网") == ()
    assert credited("作者：记者 达吉 通讯员 罗布 编辑：李明") == ("达吉", "罗布")
    assert credited("報道員：陳靜 瀏覽：31") == ("陳靜",)
