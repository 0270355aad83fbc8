"""Boxes that serve the reader: lists of services, times and prices, weather, results, a picture with a text."""

import pytest

from digests.chinese.script import convert
from digests.reading.furniture import classify
from digests.reading.lines import split
from tests.newspaper_pages import BAKERY, HEADS, KITES, page, wrap

TEXTS = BAKERY[:2], KITES[:2]
BOXES = """
东街便民服务点一览|社区食堂：东街18号，每天6:30至19:00，电话00001201|理发店：河沿路7号，周一休息|旧衣回收：河沿路9号后门，每周六上午
下周停水检修安排|4月7日8:00至16:00：东街以北、河沿路以东。|4月8日7:30至12:30：面粉厂家属院。|遇雨天顺延，请提前储水。
开店补贴速查：三笔钱别忘了领|房租补贴：首次开店的居民，头两年每平方米每天一元。|学徒补贴：每带一名学徒，每月补贴八百元。
3月份各面粉厂产量完成情况|一厂：小麦粉212吨，同比增长4.6%|二厂：小麦粉187吨，同比增长3.1%|合计：小麦粉399吨，同比增长3.9%
周末去哪儿|人民公园：郁金香展开放至四月底，门票十元。|县图书馆：周六上午举办亲子故事会，免费参加。
本周菜价|白菜：每斤1.2元|萝卜：每斤0.8元|土豆：每斤1.5元
明日天气|白天晴转多云，偏北风三四级，最高气温16℃；夜间多云，最低气温6℃。
天气预报|今天白天晴，最高气温21℃；夜间多云，最低气温9℃。
昨日赛果|男子单打决赛：赵晋2比0胜郑超。女子双打决赛：李岚和宋佳2比1胜吴悠和叶莉。
便民电话|自来水抢修：00001202|燃气抢修：00001203|电力抢修：00001204
"""


@pytest.mark.parametrize("box", BOXES.strip().split("\n"), ids=lambda box: box.partition("|")[0])
@pytest.mark.parametrize(("width", "script"), [(0, "hans"), (0, "hant"), (16, "hans"), (22, "hans")])
def test_a_box_of_services_is_an_article(box: str, width: int, script: str) -> None:
    def written(text: str) -> str:
        return convert(text, "hant", source="hans") if script == "hant" else text

    heading, *items = map(written, box.split("|"))
    heads, texts = [*map(written, HEADS)], [[*map(written, each)] for each in TEXTS]

    def set_in_columns(texts: list[str]) -> list[str]:
        return [row for text in texts for row in (wrap("　　" + text, width) if width else [text])]

    rows = [heads[0], *set_in_columns(texts[0]), heading, *set_in_columns(items), heads[1], *set_in_columns(texts[1])]
    found = page("江城晚报 2024年3月18日 第4版", *rows, sep="\n" if width else "\n\n")
    assert [(article.title, article.text) for article in found] == [
        (head, "\n\n".join(each))
        for head, each in zip((heads[0], heading, heads[1]), (texts[0], items, texts[1]), strict=True)
    ]


LISTED = ["小麦粉：每斤2.1元", "玉米面：每斤1.8元", "荞麦面：每斤4.2元"]
LONG = "面粉的来路：三十年只用一家磨坊的面粉，磨坊换过2代主人。石磨换过四副。那副旧石磨如今还立在店门口。"


@pytest.mark.parametrize(
    ("heading", "items", "below", "announces"),
    [
        ("本周面粉价格", LISTED, "老槐树飞上了风筝", True),
        ("本周面粉价格", LISTED, TEXTS[0][1], False),
        ("面粉分三种", LISTED, TEXTS[0][1], False),
        ("一、本周面粉价格", LISTED, "老槐树飞上了风筝", False),
        ("面粉分三种", LISTED[:1], "老槐树飞上了风筝", False),
        ("和面安排", ["师傅说：面团要醒3个小时。", "徒弟说：天冷要醒4个小时。"], "老槐树飞上了风筝", False),
        ("和面须知", ["一是：面粉要新，不过30天。", "二是：水要温，不超过35度。"], "老槐树飞上了风筝", False),
        ("和面的情况", [LONG, LONG], "老槐树飞上了风筝", False),
        ("和面的情况", ["水温很要紧，天冷要35度。", "醒面要3个小时。"], "老槐树飞上了风筝", False),
    ],
)
def test_what_heads_a_list_of_services(heading: str, items: list[str], below: str, announces: bool) -> None:
    lines = split([*TEXTS[0], heading, *items, below, *TEXTS[1]])
    classify(lines)
    assert lines[2].announces is announces


@pytest.mark.parametrize("credit", ["记者 龚雪 摄", "龚雪 摄", "（龚雪 摄）", "龚雪 摄影报道"])
@pytest.mark.parametrize("heading", ["图片新闻", "■图片新闻", "新闻图片", "图片报道"])
def test_a_picture_with_a_text_is_an_article_of_who_took_it(heading: str, credit: str) -> None:
    text = (
        "3月29日，河沿湿地迎来今年第一批返程的白琵鹭。湿地监测站",
        "记录显示，当天共有四十七只在浅滩停歇，为历年最多。",
    )
    found = page("江城晚报 第4版", HEADS[0], *TEXTS[0], heading, text[0], f"{text[1]} {credit}", HEADS[1], *TEXTS[1])
    assert [article.text for article in found] == ["\n\n".join(TEXTS[0]), "".join(text), "\n\n".join(TEXTS[1])]
    assert found[1].byline == ("龚雪",)
