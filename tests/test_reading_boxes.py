"""Boxes among reports: questions and answers, notes in brackets, tables; each beside what looks like one."""

import pytest

from digests.models import Article, Document
from digests.reading import read

LAMPS = (
    "本报讯 入冬以来，青浦塘沿岸的路灯换成了感应灯。行人走近时灯光变亮，走远后自动调暗。",
    "养护班班长老杨说，改造后一个月省下三千多度电，附近居民也不再抱怨灯光晃眼。",
)
WELL = (
    "本报讯 石门村的老井上周清淤见底，挖出半截宋代石栏。文保员把石栏搬进了村史馆。",
    "井水从没断过。清淤那三天全村人都回来帮忙，连读大学的孩子也请了假，井台边天天像过节一样。",
)
ASKED = (
    "问：哪些老人可以领助餐卡？",
    "答：年满七十周岁的本市户籍老人都可以领。",
    "问：卡丢了怎么办？",
    "答：带上身份证到社区服务站补办，当天就能拿到。",
)


def page(*lines: str) -> tuple[Article, ...]:
    return read(Document(source="made", name="a.txt", content="\n\n".join(lines).encode()))


BOX = ("助餐卡怎么领", "■记者 王磊", "本报近日收到不少读者来电，记者请民政局作了解答。", *ASKED)
LAMP, OLD_WELL = ("感应路灯亮了", "■记者 陈静", *LAMPS), ("老井清淤见石栏", "■记者 周涛", *WELL)


@pytest.mark.parametrize(
    "lines",
    [(*LAMP, *BOX, *OLD_WELL), (*LAMP, *OLD_WELL, *BOX), (*BOX, *LAMP, *OLD_WELL)],
    ids=["amid", "at the foot", "at the head"],
)
def test_a_box_of_questions_makes_no_page_of_questions(lines: tuple[str, ...]) -> None:
    found = page(*lines)
    assert {article.title for article in found} == {"感应路灯亮了", "老井清淤见石栏", "助餐卡怎么领"}
    texts = {article.title: article.text for article in found}
    assert texts["助餐卡怎么领"] == "\n\n".join(BOX[2:])
    assert texts["感应路灯亮了"] == "\n\n".join(LAMPS)


@pytest.mark.parametrize(
    "above",
    [("助餐卡怎么领", "■记者 王磊", LAMPS[0], LAMPS[1]), ("助餐卡怎么领", *LAMPS, "■记者 王磊")],
    ids=["byline and dispatch", "dispatch, and the byline below"],
)
def test_a_page_of_questions_may_open_as_reports_do(above: tuple[str, ...]) -> None:
    found = page(*above, *ASKED)
    assert [article.text for article in found[:2]] == [
        "哪些老人可以领助餐卡？\n\n年满七十周岁的本市户籍老人都可以领。",
        "卡丢了怎么办？\n\n带上身份证到社区服务站补办，当天就能拿到。",
    ]
    assert found[-1].sectioned


@pytest.mark.parametrize(
    "note",
    [
        "（作者系江城大学历史学院副教授）",
        "（作者单位：市园林绿化中心）",
        "（本文作者为中学语文教师，现居外地）",
        "【作者简介：王磊，水利工程师】",
    ],
)
def test_a_note_about_the_writer_ends_an_article(note: str) -> None:
    first, second = page("一盏灯和一条河", *LAMPS, note, "一口井和一个村", *WELL[1:])
    assert (first.text, second.title, second.text) == ("\n\n".join(LAMPS), "一口井和一个村", WELL[1])


def test_a_note_may_go_on_over_a_line_end() -> None:
    note = ("（作者系江城大学历史学院副教授、地方志", "研究中心研究员）")
    content = "\n".join(["一盏灯和一条河", *LAMPS, *note, "一口井和一个村", *WELL[1:]])
    first, second = read(Document(source="made", name="a.txt", content=content.encode()))
    assert (first.text, second.title) == ("\n\n".join(LAMPS), "一口井和一个村")


@pytest.mark.parametrize("note", ["（应当事人要求，文中老杨为化名）", "（未完待续）", "（标题为编者所加）"])
def test_a_note_to_the_reader_is_no_headline(note: str) -> None:
    first, second = page("感应路灯亮了", "■记者 陈静", *LAMPS, note, "老井清淤见石栏", *WELL)
    assert [first.text, second.title, second.kicker] == ["\n\n".join((*LAMPS, note)), "老井清淤见石栏", None]


@pytest.mark.parametrize(
    "opening", ["（槟城8日讯）", "（綜合報導）", "【本報記者游啟明山景城市報導】", "【特訊】", "江城晚报讯 "]
)
def test_a_dispatch_in_brackets_opens_a_report(opening: str) -> None:
    texts = (opening + LAMPS[0][5:], LAMPS[1])
    first, second = page("老井清淤见石栏", *WELL, "感应路灯亮了", *texts)
    assert (first.text, second.title) == ("\n\n".join(WELL), "感应路灯亮了")
    assert second.text.endswith("\n\n" + LAMPS[1])


@pytest.mark.parametrize("line", ["（編譯組／沙田12日電）", "（据新华社）", "（本报综合报道）"])
def test_a_sender_in_brackets_is_no_headline(line: str) -> None:
    first, second = page("老井清淤见石栏", "■记者 周涛", *WELL, "感应路灯亮了", line, LAMPS[0][5:], LAMPS[1])
    assert (first.text, second.title, second.deck) == ("\n\n".join(WELL), "感应路灯亮了", None)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("江北青年报·江青在线见习记者　柳　岸　通讯员　关小山", ("柳岸", "关小山")),
        ("报道：杨文仪", ("杨文仪",)),
        ("李昕（驻柳溪村第一书记）", ("李昕",)),
        ("冷　暖", ("冷暖",)),
        ("□本报评论员", ("本报评论员",)),
        ("【本報記者游啟明山景城市報導】", ("游啟明",)),
    ],
)
def test_bylines_of_other_papers(line: str, names: tuple[str, ...]) -> None:
    found = page("感应路灯亮了", line, LAMPS[0][5:], LAMPS[1])
    assert [(article.title, article.byline) for article in found] == [("感应路灯亮了", names)]
