"""Where an article begins if nothing is printed below its headline that only follows headlines."""

from collections.abc import Sequence

import pytest

from digests.models import Article, Document
from digests.reading import read
from digests.reading.echoes import echo
from digests.reading.furniture import classify
from digests.reading.lines import split
from digests.reading.paper.heads import headline_lines
from tests.newspaper_pages import page

FERRY = (
    "昨天清晨,停了三个月的白沙渡口重新开航。两艘电动渡船一次能载六十人,船票仍是一元。",
    "船长老魏在江上跑了三十年。他说,柴油船吵得人说不了话,电动船靠岸时只听得见水声。",
    "渡口值班室装了雾天雷达,能见度不足两百米就停航。去年冬天,渡船因为大雾停了十九天。",
    "对岸村里的学生又可以坐渡船上学。家长们凑钱买了救生衣,挂在候船室门口。",
)
BEES = (
    "梅岭的养蜂人今年收成不好。油菜花期遇上连阴雨,蜂群出不了巢,蜂蜜产量只有往年的四成。",
    "县农技站请来专家,教蜂农给蜂箱加温、补喂花粉。七户蜂农试了半个月,蜂群死亡率降了下来。",
)
LIBRARY = (
    "区图书馆把闭馆时间推迟到夜里十一点。自习座位从一百二十个增加到三百个,扫码入座。",
    "馆员说,夜间来的多是备考的年轻人。热水、毯子和充电线放在门口,谁用谁取。",
)
HEADS = ("停航三个月的渡口回来了", "连阴雨过后 蜂蜜还甜吗", "图书馆的灯亮到夜里十一点")


def titles(articles: Sequence[Article]) -> list[str]:
    return [article.title for article in articles]


def test_a_headline_above_other_matters_begins_an_article() -> None:
    found = page(HEADS[0], *FERRY, HEADS[1], *BEES, HEADS[2], *LIBRARY)
    assert titles(found) == list(HEADS)
    assert [article.text for article in found] == ["\n\n".join(text) for text in (FERRY, BEES, LIBRARY)]


def test_a_heading_above_the_same_matter_is_a_sub_head() -> None:
    (found,) = page(HEADS[0], *FERRY[:2], "雾天渡船停不停", *FERRY[2:])
    assert found.title == HEADS[0]
    assert [p.text for p in found.paragraphs if p.role == "subhead"] == ["雾天渡船停不停"]


def test_a_headline_with_its_kicker_begins_an_article_however_short() -> None:
    found = page(HEADS[0], *FERRY, "短评", "别让蜂农独自等天晴", *BEES)
    assert [(article.kicker, article.title) for article in found] == [(None, HEADS[0]), ("短评", "别让蜂农独自等天晴")]


@pytest.mark.parametrize("bullet", "●■★")
def test_bulleted_briefs_below_their_label_are_articles_without_headlines(bullet: str) -> None:
    brief = (f"{bullet}渔港更换航标灯三十二盏,夜航船只不再绕行。", f"{bullet}东湖新区开通两条通学公交,早晚各三班。")
    found = page(HEADS[0], *FERRY, "简  讯", *brief)
    assert [article.text for article in found[1:]] == list(brief)
    assert [article.title_derived for article in found] == [False, True, True]
    assert "简" not in "".join(article.text for article in found)


def test_a_short_open_line_below_a_full_closed_one_is_a_heading() -> None:
    text, head = "".join(FERRY), "夜里十一点的灯"
    lines = [text[at : at + 14] for at in range(0, 14 * 6, 14)]
    lines[-1] = lines[-1][:13] + "。"
    found = page(HEADS[0], *lines, head, *("".join(LIBRARY)[at : at + 14] for at in range(0, 70, 14)))
    assert head not in found[0].text


ROAD = (
    "望江村到镇上的路修了两年，如今班车二十分钟一趟。村口的候车亭里装了电子站牌，老人们不用再站着等。",
    "驾驶员老何说，最难的是盘山那一段，弯多坡陡，冬天结冰。养路工每天清早撒盐，雪天也没有停过班。",
)
MARKET = (
    "菜市场里的公平秤换成了会说话的电子秤。称重、计价、开票一次完成，缺斤短两的当场就能查出来。",
    "摊主们起先嫌麻烦，怕多收手续费。市场办公室免了半年租金，又请技术员教大家用，三周后全部换完。",
)


def test_parts_that_are_counted_are_sub_heads_whatever_they_tell() -> None:
    (found,) = page(HEADS[0], "■记者 王磊", *FERRY[:2], "二、让群众在菜市场里买得明白放心", *MARKET)
    assert found.title == HEADS[0]


def test_headings_made_alike_are_sub_heads_whatever_they_tell() -> None:
    found = page(
        HEADS[0], "■记者 王磊", *FERRY[:2], "一条路，从村口通到家门口", *ROAD, "一杆秤，让买菜称出好口碑", *MARKET
    )
    assert titles(found) == [HEADS[0]]


def test_a_headline_tells_what_its_lead_tells() -> None:
    assert echo("市场电子秤开口说话", MARKET[0]) > 0.4 > echo("把麻烦留给自己", MARKET[1])
    found = page(HEADS[0], "■记者 王磊", *FERRY[:2], "电子秤会说话", *MARKET)
    assert titles(found) == [HEADS[0], "电子秤会说话"]


def test_an_article_is_signed_once() -> None:
    found = page(
        HEADS[0], "■记者 王磊", *FERRY[:2], "路上的人", ROAD[0], ROAD[1] + "（本报记者 周涛）", HEADS[2], *LIBRARY
    )
    assert [(article.title, article.byline) for article in found][:2] == [
        (HEADS[0], ("王磊",)),
        ("路上的人", ("周涛",)),
    ]


def test_a_report_begins_with_its_town() -> None:
    reports = ("临溪讯 " + MARKET[0], MARKET[1])
    found = page(HEADS[0], "■记者 王磊", *FERRY[:2], "电子秤会说话", *reports)
    assert titles(found) == [HEADS[0], "电子秤会说话"]
    joined = page(HEADS[0], "■记者 王磊", *FERRY[:2], "喜讯 " + MARKET[0], MARKET[1])
    assert titles(joined) == [HEADS[0]]


@pytest.mark.parametrize("kind", ["征文启事", "停水通知"])
def test_what_kind_of_notice_follows_heads_it(kind: str) -> None:
    told = "本报与渡口小学合办的征文比赛延至月底截稿，来稿请注明班级。停水期间请提前储水，以免影响做饭。"
    found = page(HEADS[0], "■记者 王磊", *FERRY, kind, told)
    assert titles(found) == [HEADS[0], kind]


def test_a_kicker_below_a_column_that_was_cut_is_not_lost() -> None:
    text = "".join(FERRY)
    rows = [text[at : at + 16] for at in range(0, 16 * 6, 16)]
    market = "".join(MARKET)
    more = [market[at : at + 16] for at in range(0, len(market), 16)]
    content = "\n".join((HEADS[0], "本报记者　陈国庆", *rows, "民生小事", "会说话的电子秤", "本报记者　王磊", *more))
    found = read(Document(source="made", name="a.txt", content=content.encode()))
    assert [(a.kicker, a.title) for a in found] == [(None, HEADS[0]), ("民生小事", "会说话的电子秤")]


@pytest.mark.parametrize(("day", "headed"), [("今天（6月3日）", 2), ("前天(1日)", 2), ("这几天", 1)])
def test_news_tells_its_day_by_name_and_date_and_a_part_of_a_text_does_not(day: str, headed: int) -> None:
    parts = (FERRY[0], "雾天渡船停不停", *FERRY[1:3], "谁来坐夜里的渡船", FERRY[3])
    news = f"市水运事务中心{day}公布上半年渡口客流。全市渡船共载客八十一万人次,学生占三成,比去年多出两万人次。"
    assert len(page(HEADS[0], *parts, "全市渡口客流涨了近三成", news)) == headed


def test_a_kicker_as_wide_as_its_column_stands_above_a_headline_of_two_even_clauses() -> None:
    lines = ("江心村首个老年学堂昨天上午已揭牌", "琴声不老，书声正好", "■记者 王磊")
    text = (
        "    本报讯 七十岁的老渔民魏阿根",
        "昨天第一次坐进了课堂。江心村的老",
        "年学堂开了识谱和书法两门课，每周",
        "三次，教室就在村里的老戏台后面。",
    )
    printed = split((*text, *lines, *text))
    classify(printed)
    assert len(text) + 2 in headline_lines(printed)


SERVICES = (
    ("明日天气", ("多云转晴，最高气温二十二度，最低十一度，偏北风三级。",)),
    ("河湾街道便民点一览", ("理发室设在河湾路十二号，每周三下午开门。", "修伞铺在桥头，逢五逢十营业。")),
    ("政策速查：三笔补贴怎么领", ("房租补贴按面积计算，每季度发放一次。", "培训补贴凭结业证书到窗口领取。")),
    ("下周停电检修安排", ("河湾路以北周二上午停电四小时，遇雨顺延。",)),
    ("4月份各车间主要指标完成情况", ("一车间产纱四百二十件，合格率百分之九十八。",)),
)


@pytest.mark.parametrize(("heading", "told"), SERVICES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_box_that_readers_look_things_up_in_is_no_part_of_the_text_above(heading: str, told: tuple[str, ...]) -> None:
    above = (
        "纺织博物馆的老织机昨天重新开动，讲解员请观众自己踩踏板。",
        "馆长说，这台织机停了三十七年，修复用去整整一个冬天。缺的两根轴是老工人们照着图纸车出来的。",
    )
    first, box = page("老织机重新开动", *above, heading, *told)
    assert (first.title, first.text) == ("老织机重新开动", "\n\n".join(above))
    assert (box.title, box.text) == (heading, "\n\n".join(told))
