"""Boxes among reports: questions and answers, notes in brackets, tables; each beside what looks like one."""

import pytest

from digests.models import Document
from digests.reading import read
from tests.newspaper_pages import page

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


HOURS = ("开放时间：每天9时至17时", "预约电话：021-60000000", "停车场：地下二层", "每场人数：60人")
OFF = ("日期 时间 停电范围", "3月8日 8:00—15:00 柳溪路12号", "3月9日 8:30—16:30 石门路3号(单号)")


@pytest.mark.parametrize("listed", [HOURS, OFF], ids=["labels", "cells"])
def test_rows_are_no_headlines(listed: tuple[str, ...]) -> None:
    found = page(*LAMP, "读者服务", "下列安排请相互转告，如遇大风大雨则顺延一天，恕不另行通知。", *listed, *OLD_WELL)
    assert [article.title for article in found] == ["感应路灯亮了", "读者服务", "老井清淤见石栏"]
    assert [p.text for p in found[1].paragraphs[1:]] == list(listed)


def test_a_row_may_go_on_over_a_line_end() -> None:
    lines = ("展期一览", "本馆三月有下列三项展览，均不收费。", "石栏特展：3月1日至3月20日，", "逢周一闭馆", *HOURS[:2])
    content = "\n".join((*LAMP, *lines, *OLD_WELL))
    found = read(Document(source="made", name="a.txt", content=content.encode()))
    assert [article.title for article in found] == ["感应路灯亮了", "展期一览", "老井清淤见石栏"]


@pytest.mark.parametrize("title", ["老井：半截石栏出水来", "感应灯 照亮回家路"])
def test_one_line_made_like_a_row_may_be_a_headline(title: str) -> None:
    found = page(*LAMP, title, "■记者 周涛", *WELL)
    assert found[-1].title == title


def test_a_bare_name_below_the_last_sentence_signs_the_page() -> None:
    (found,) = page("一口井和一个村", *WELL[1:], LAMPS[1], "石溪子")
    assert (found.text, found.byline) == (f"{WELL[1]}\n\n{LAMPS[1]}", ("石溪子",))


def test_a_mark_before_labels_of_the_page_makes_no_names_of_others() -> None:
    found = page(
        "■一线调查", "感应路灯亮了", "本报记者 陈静", *LAMPS, "■人物", "老井清淤见石栏", "本报记者 周涛", *WELL
    )
    assert [(a.kicker, a.title, a.byline) for a in found] == [
        ("■一线调查", "感应路灯亮了", ("陈静",)),
        ("■人物", "老井清淤见石栏", ("周涛",)),
    ]


def test_a_diary_begins_with_its_day() -> None:
    (found,) = page("村口的灯亮了", "李昕（驻柳溪村第一书记）", "3月8日　晴　风大", LAMPS[0][5:], LAMPS[1])
    assert (found.title, found.byline) == ("村口的灯亮了", ("李昕",))
    assert found.paragraphs[0].text == "3月8日　晴　风大"


def test_words_of_furniture_inside_a_wrapped_sentence_are_text() -> None:
    text = (
        "社区在楼下放了一排共享工具柜，梯子和电钻都能借，居民凭手机扫码即可借走，三天内还回原处，再也不用挨家去敲门。"
    )
    rows = [text[at : at + 16] for at in range(0, len(text), 16)]
    content = "\n".join(("楼下有了工具柜", "本报记者 陈静", *rows, *rows))
    (found,) = read(Document(source="made", name="a.txt", content=content.encode()))
    assert found.text.replace("\n\n", "") == text * 2


def test_a_line_end_stands_between_role_and_name() -> None:
    content = "\n".join(
        ("感应路灯亮了", LAMPS[0], LAMPS[1] + "　　本报记者", "　陈　静", "老井清淤见石栏", "■记者 周涛", *WELL)
    )
    first, second = read(Document(source="made", name="a.txt", content=content.encode()))
    assert (first.text, first.byline) == ("\n\n".join(LAMPS), ("陈静",))
    assert (second.title, second.kicker) == ("老井清淤见石栏", None)


@pytest.mark.parametrize(
    ("opening", "names"),
    [("【記者盧曉兒、高樂文報道】", ("盧曉兒", "高樂文")), ("（记者 王磊 北京、溧阳报道）", ("王磊",))],
)
def test_places_and_names_in_a_list(opening: str, names: tuple[str, ...]) -> None:
    (found,) = page("老井清淤见石栏", opening + WELL[0][5:], WELL[1])
    assert found.byline == names


def test_a_headline_as_wide_as_its_column_heads_the_page() -> None:
    head, text = "老井清淤见石栏全村人都来看", (WELL[0][5:] + WELL[1]) * 2
    rows = [text[at : at + len(head)] for at in range(0, len(text), len(head))]
    (found,) = read(Document(source="made", name="a.txt", content="\n".join((head, *rows)).encode()))
    assert found.title == head
    assert head not in found.text


def test_a_page_may_begin_inside_a_sentence() -> None:
    text = (WELL[0][5:] + WELL[1]) * 2
    rows = [text[at : at + 14] for at in range(3, len(text), 14)]
    found = read(Document(source="made", name="a.txt", content="\n".join(rows).encode()))
    assert "".join(article.text for article in found).replace("\n\n", "") == text[3:]


@pytest.mark.parametrize(
    "note",
    [
        "（据新华社）",
        "（本报综合）",
        "（区融媒体中心供稿）",
        "（作者系江城大学教授）",
        "（图片由受访者提供）",
        "（新华社记者王磊参与采写）",
    ],
)
@pytest.mark.parametrize("glue", ["", "\n\n"], ids=["glued", "on a line of its own"])
def test_who_sent_or_wrote_it_is_no_part_of_a_text(note: str, glue: str) -> None:
    content = "\n\n".join(("感应路灯亮了", *LAMPS)) + glue + note + "\n\n" + "\n\n".join(OLD_WELL)
    first, second = read(Document(source="made", name="a.txt", content=content.encode()))
    assert (first.text, second.title, second.kicker) == ("\n\n".join(LAMPS), "老井清淤见石栏", None)


@pytest.mark.parametrize("note", ["（见图）", "（掌声）", "（摘自《江城史话》）", "（文中老杨为化名）"])
def test_what_else_stands_in_brackets_behind_a_sentence_stays(note: str) -> None:
    first, _ = page("感应路灯亮了", LAMPS[0], LAMPS[1] + note, *OLD_WELL)
    assert first.text.endswith("灯光晃眼。" + note)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("□ 江城大学教授 王磊", ("王磊",)),
        ("■ 区委党校 李 昕", ("李昕",)),
        ("作者：王磊 江城大学教授", ("王磊",)),
        ("王磊 口述 李娜 整理", ("李娜",)),
        ("■文 王磊 图 李娜", ("王磊", "李娜")),
        ("王磊 李娜 周涛", ("王磊", "李娜", "周涛")),
        ("本文作者：王磊", ("王磊",)),
    ],
)
def test_more_bylines_below_a_headline(line: str, names: tuple[str, ...]) -> None:
    (found,) = page("感应路灯亮了", line, LAMPS[0][5:], LAMPS[1])
    assert (found.title, found.byline) == ("感应路灯亮了", names)
