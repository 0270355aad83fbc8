"""Small signs on a page: names, labels, notices; each against a line that only looks like one."""

from collections.abc import Sequence
from functools import partial

import pytest

from digests.models import Article, Document
from digests.reading import read
from digests.reading.lines import split
from digests.reading.paper.headlines import choose
from digests.reading.repair import Block
from tests import newspaper_pages

FERRY = (
    "昨天清晨，停了三个月的白沙渡口重新开航。两艘电动渡船一次能载六十人，船票仍是一元。",
    "船长老魏在江上跑了三十年。他说，柴油船吵得人说不了话，电动船靠岸时只听得见水声。",
)
BEES = (
    "梅岭的养蜂人今年收成不好。油菜花期遇上连阴雨，蜂群出不了巢，蜂蜜产量只有往年的四成。",
    "县农技站请来专家，教蜂农给蜂箱加温、补喂花粉。七户蜂农试了半个月，蜂群死亡率降了下来。",
)
HEADS = ("停航三个月的渡口回来了", "连阴雨过后蜂蜜还甜吗")


page = partial(newspaper_pages.page, sep="\n")


def text(articles: Sequence[Article]) -> str:
    return "".join(article.title + article.text for article in articles)


@pytest.mark.parametrize("title", ["老桥“修”不好", "一碗面“香”四方", "谁动了渡口的“船”票"])
def test_no_word_of_a_headline_is_lost_to_the_byline_below(title: str) -> None:
    first, second = page(HEADS[0], *FERRY, title, "本报记者　王磊", *BEES)
    assert (second.title, second.byline) == (title, ("王磊",))
    assert first.text == "\n\n".join(FERRY)


@pytest.mark.parametrize("signed", ["读者 陈静", "热心市民　王磊", "（老魏）"])
def test_a_letter_ends_with_its_signature(signed: str) -> None:
    lines = [*FERRY[:-1], FERRY[-1] + signed] if signed[0] == "（" else [*FERRY, signed]
    first, second = page(HEADS[0], *lines, HEADS[1], *BEES)
    assert [len(first.byline), first.text, second.title] == [1, "\n\n".join(FERRY), HEADS[1]]


def test_a_bare_name_below_a_headline_signs_it() -> None:
    (found,) = page(HEADS[0], "穆子谦", *FERRY)
    assert (found.title, found.byline, found.deck) == (HEADS[0], ("穆子谦",), None)


@pytest.mark.parametrize("line", ["成绩单", "黄金周", "路线图", "方便面"])
def test_a_word_that_begins_as_names_do_signs_nothing(line: str) -> None:
    (found,) = page(HEADS[0], line, *FERRY)
    assert found.byline == ()


@pytest.mark.parametrize("label", ["【便民】", "◆ 身边小事"])
def test_a_box_holds_several_reports_and_its_label_is_none_of_them(label: str) -> None:
    light = "江心的航标灯全部换成太阳能。守灯人不用再每晚撑船去点，只在手机上看一眼电量。"
    found = page("雾天里的航标灯", "■记者 王磊", light, label, HEADS[0], FERRY[0], HEADS[1], BEES[0])
    assert [(a.kicker, a.title) for a in found] == [(None, "雾天里的航标灯"), (None, HEADS[0]), (None, HEADS[1])]


def test_a_label_above_one_report_is_its_kicker() -> None:
    (found,) = page("【数读】", HEADS[0], *FERRY)
    assert (found.kicker, found.title) == ("【数读】", HEADS[0])


def test_an_editors_note_below_an_article_is_one_of_its_own() -> None:
    first, second = page(HEADS[0], *FERRY, "记者手记", "慢一点", *BEES)
    assert (first.text, second.text) == ("\n\n".join(FERRY), "\n\n".join(BEES))


def test_a_question_of_an_interview_is_no_headline() -> None:
    turns = ("云岭周刊：渡口停了多久？", "魏长江：三个月。", "云岭周刊：会不会再停？", "魏长江：会有，但不会太久。")
    (found,) = page("“船会回来的”", "本刊记者 王磊", *turns)
    assert found.text == "\n\n".join(turns)


def test_two_lines_of_what_a_meeting_said_are_one_headline() -> None:
    printed = ("镇渡口办召开会议强调", "以不漏一盏灯的劲头抓好夜航", "确保首航平安")
    found = choose([Block.of([line]) for line in split(printed)])
    assert found is not None
    assert (found.kicker, found.title, found.deck) == (printed[0], " ".join(printed[1:]), None)


def test_a_column_behind_an_ornament_signs_nothing() -> None:
    first, second = page(HEADS[0], *FERRY, "■ 读者来信", HEADS[1], *BEES, "读者 陈静")
    assert (first.byline, second.byline) == ((), ("陈静",))


FURNITURE = (
    "白沙渡口报社出版 社长：王磊 总编辑：陈静 电话：000-00000000 承印：渡口印务中心",
    "（尚有相關新聞刊B4版）",
    "本版图片除署名外均由受访者提供",
    "国内统一刊号 CN00-0000 地址:白沙镇渡口路8号 邮编:000000 印刷:白沙印务有限公司",
    "主编 王磊 | 编辑 陈静 | 电话：010-6600 0000 | E-mail:ferry@example.com",
    "订阅电话：11185 邮发代号：0-000 每期定价：5.00元",
    "本刊声明：本刊所载文章均为作者个人观点，不构成投资建议。",
    "市民热线120：6266 0000 有事您说话",
    "本文由「白沙渡」原创出品，转载请点击转载说明。",
)


@pytest.mark.parametrize("line", FURNITURE)
def test_line_at_the_foot_that_is_no_text(line: str) -> None:
    (found,) = page(HEADS[0], *FERRY, line)
    assert found.text == "\n\n".join(FERRY)


@pytest.mark.parametrize("line", ["渡口路8号的邮编换了，信却没有丢。", "报名电话：8220 0000。"])
def test_line_at_the_foot_that_names_the_same_things_is_text(line: str) -> None:
    assert line in text(page(HEADS[0], *FERRY, line))


def test_a_masthead_set_wide_is_furniture() -> None:
    head = ("今 日", "白 沙 川", "JINRI BAISHACHUAN", "内部资料 免费交流　第87期　今日四版")
    (found,) = page(*head, "2024年1月17日　星期三", HEADS[0], *FERRY)
    assert (found.title, found.kicker, found.text) == (HEADS[0], None, "\n\n".join(FERRY))


def test_deck_wider_than_the_columns_does_not_run_into_the_headline() -> None:
    deck, title = "柴油换成了电，一块“不怕水”的电池离渡船还有三道坎", "电动渡船：最后一海里"
    column = "".join(BEES + FERRY)
    lines = [column[at : at + 16] for at in range(0, len(column), 16)]
    (found,) = page(deck, title, "本刊记者 王磊", *lines)
    assert (found.title, found.deck) == (title, deck)


CHOICES = (
    ("渡口复航在即", "船票仍是一元 电动渡船明起开航", "首班船早晨六点离岸"),
    ("三月二十二日是世界水日", "水厂“开门” 孩子们追着一滴水跑"),
    ("从“有没有”到“好不好”", "家门口的食堂，端稳老人一日三餐"),
    ("镇渡口办召开会议强调", "把船票办成民心票"),
    ("六条航线试点“小改造”", "花五万元能办多大的事？", "居民自己画图、自己监工、自己验收"),
    ("◆ 身边小事", "渡口添灯"),
    ("编者手记", "慢一点"),
    ("镇渡口办召开会议强调", "把船票办成民心票", "王磊主持并讲话"),
)


@pytest.mark.parametrize("printed", CHOICES, ids=lambda printed: printed[1])
def test_which_of_several_headings_is_the_headline(printed: tuple[str, ...]) -> None:
    found = choose([Block.of([line]) for line in split(printed)])
    assert found is not None
    assert (found.title, found.kicker, found.deck) == (printed[1], printed[0], (*printed, None)[2])


def web(*body: str) -> Article:
    markup = "".join(f"<p>{line}</p>" for line in (*body, *FERRY, *BEES))
    content = f"<html><head><title>{HEADS[0]}</title></head><body><h1>{HEADS[0]}</h1>{markup}</body></html>"
    (found,) = read(Document(source="made", name="a.html", content=content.encode(), media_type="text/html"))
    return found


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("稿源：云岭网　作者：王磊　点击数：31　更新时间：2018/6/21 9:15:03", "2018-06-21"),
        ("作者：王磊　2018年6月20日　更新时间：2018/6/21", "2018-06-20"),
        ("渡口停航　更新时间：2018/6/21 9:15:03", None),
    ],
)
def test_day_on_which_an_article_was_entered(line: str, day: str | None) -> None:
    assert web(line).published_on == day


def test_where_an_article_comes_from_names_its_writer_and_is_no_text() -> None:
    found = web("本文来自微信公众号“白沙渡口”（ID：baisha），作者：陈静，编辑：王磊，云岭网经授权发布。")
    assert (found.byline, found.text.replace("\n", "")) == (("陈静",), "".join(FERRY + BEES))


@pytest.mark.parametrize(
    ("lines", "title", "kicker", "deck"),
    [
        (("九个码头换上电灯", "夜航渡船不再绕行"), "九个码头换上电灯 夜航渡船不再绕行", None, None),
        (("白沙渡口小学", "把课堂搬到江边上"), "白沙渡口小学 把课堂搬到江边上", None, None),
        (("一条老街里", "留住四代人的手艺"), "一条老街里 留住四代人的手艺", None, None),
        (("渡工老魏：", "江风吹着就不困"), "渡工老魏： 江风吹着就不困", None, None),
        (("渡口改造进行时", "三十年的老渡船换上了电动机"), "三十年的老渡船换上了电动机", "渡口改造进行时", None),
        (("老街修缮“白沙经验”", "一本小册子", "管住九道工"), "一本小册子 管住九道工", "老街修缮“白沙经验”", None),
        (
            ("汛期临近", "渡口昼夜守水位", "渡工三班不离船", "水文站：今年来水偏早"),
            "渡口昼夜守水位 渡工三班不离船",
            "汛期临近",
            "水文站：今年来水偏早",
        ),
        (
            ("渡口开航首日，两岸客流超过三千人次", "江上的灯火，又亮了"),
            "江上的灯火，又亮了",
            "渡口开航首日，两岸客流超过三千人次",
            None,
        ),
        (("老渡口迎来新渡船", "渡工们半年学会开电动船"), "老渡口迎来新渡船", None, "渡工们半年学会开电动船"),
        (("一艘船的十八道工", "造船作坊探访记"), "一艘船的十八道工", None, "造船作坊探访记"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_parts_of_a_headline(lines: tuple[str, ...], title: str, kicker: str | None, deck: str | None) -> None:
    (found,) = page(*lines, "本报记者　王磊", *FERRY)
    assert (found.title, found.kicker, found.deck) == (title, kicker, deck)


def test_lines_of_a_headline_that_blanks_part_are_not_run_together() -> None:
    head = ("全市渡口改造工程开工仪式举行", "九个码头“换装” 总投资四千一百六十万元", "魏长江宣布开工　陈国庆致辞")
    text = "".join(FERRY) * 2
    rows = [text[at : at + 19] for at in range(0, len(text), 19)]
    (found,) = page(*head, "本报记者　王磊", *rows)
    assert (found.kicker, found.title, found.deck) == head


@pytest.mark.parametrize(("label", "names"), [("白沙快评", ("林则言",)), ("白沙渡口", ())])
def test_a_name_whose_beginning_is_a_word_signs_below_the_headline_of_a_column_of_comment(
    label: str, names: tuple[str, ...]
) -> None:
    first, second = page(HEADS[1], "本报记者　王磊", *BEES, label, HEADS[0], "林则言", *FERRY)
    assert first.byline == ("王磊",)
    assert second.byline == names
    assert HEADS[0] in (second.title, second.kicker)
