"""Articles that share columns and were read column by column: each line to its own article."""

import pytest

from digests.models import Article, Document
from digests.reading import read
from digests.reading.furniture import classify
from digests.reading.lines import split
from digests.reading.paper.heads import headline_lines
from tests.newspaper_pages import wrap

ORCHARD = (
    "柿子红了 游客来了",
    "■记者 程小川",
    "本报讯 霜降刚过，桃坪镇的柿子挂满枝头。镇里今年第一次办采摘季，七个柿园同时开放，头一个周末就来了六千多名游客。",
    "果农邓长根的柿园离公路最近，停车场是合作社新修的。他说，过去柿子熟了全靠贩子上门，一斤只卖八毛，如今游客自己摘，一斤卖到四块，"
    "还有人专门来买柿饼。",
    "合作社把三十户果农分成三组，一组管采摘，一组晒柿饼，一组跑电商。社长算过账，柿园加上农家饭，平均每户能多收两万元。",
    "镇长说，柿子只红一个月，明年要把柿园边的老磨坊也修起来，让游客冬天还有地方去。",
)
METRO = (
    "末班地铁延后半小时",
    "■记者 罗静",
    "本报讯 从下周一起，地铁三号线的末班车延后半小时，最晚一班零点十分从体育馆站发出，沿线二十一座车站同步延时关闭。",
    "运营公司说，三号线沿线有两家医院和一个物流园，夜里下班的人多。过去他们赶不上末班车，只能拼车回家，一趟要花四十元。延时以后，"
    "检修时间从四小时缩短到三个半小时，轨道班组为此添了两台探伤车。",
    "护士彭佳在医院站等车，她说夜班交接常常拖到十一点半，以前跑着去赶末班车，现在可以喝口水再走。",
    "运营公司还将在四座车站试点夜间安检快速通道，乘客刷脸进站，行李只抽检。",
)


def page(lines: list[str], gap: str = "\n") -> tuple[Article, ...]:
    return read(Document(source="made", name="a.txt", content=gap.join(lines).encode()))


def bare(text: str) -> str:
    return "".join(text.split())


def whole(text: tuple[str, ...]) -> str:
    return bare("".join(text[2:]))


def bodies(articles: tuple[Article, ...]) -> list[str]:
    return [bare(article.text) for article in articles]


def poured(text: tuple[str, ...], width: int) -> tuple[list[str], list[str]]:
    """Head and lines of a text in a column."""
    return list(text[:2]), [line for paragraph in text[2:] for line in wrap("　　" + paragraph, width)]


@pytest.mark.parametrize("width", [14, 15, 18])
def test_two_articles_side_by_side_cut_at_full_lines(width: int) -> None:
    """Nothing but the words tells where one ends and the other goes on, so a line at the seam may be the other's."""
    (head, left), (other, right) = poured(ORCHARD, width), poured(METRO, width)
    a, b = 1 + next(at for at in range(6, 20) if len(left[at]) == width and left[at][-1] not in "。，"), len(right) // 2
    while len(right[b - 1]) < width or right[b - 1][-1] in "。，":
        b += 1
    found = page([*head, *left[:a], *other, *right[:b], *left[a:], *right[b:]])
    assert [article.title for article in found] == [ORCHARD[0], METRO[0]]
    own = [
        sum(bare(line) in bare(article.text) for line in lines)
        for lines, article in zip((left, right), found, strict=True)
    ]
    assert sum(own) >= 0.85 * (len(left) + len(right)), own


def test_three_columns_of_two_articles() -> None:
    orchard, metro = "".join(ORCHARD[3:]), "".join(METRO[3:])
    found = page(
        [
            *(*ORCHARD[:3], orchard[:50], *METRO[:3], metro[:66]),
            *(orchard[50:140], metro[66:150], orchard[140:], metro[150:]),
        ],
        "\n\n",
    )
    assert bodies(found) == [whole(ORCHARD), whole(METRO)]


def test_pages_in_printed_order_stay() -> None:
    for width in (15, 18, 21):
        (head, left), (other, right) = poured(ORCHARD, width), poured(METRO, width)
        assert bodies(page([*head, *left, *other, *right])) == [whole(ORCHARD), whole(METRO)]


def test_a_page_that_ends_inside_a_sentence_stays() -> None:
    found = page([*ORCHARD, *METRO[:-1], METRO[-1][:20]], "\n\n")
    assert bodies(found) == [whole(ORCHARD), whole((*METRO[:-1], METRO[-1][:20]))]


def test_a_paragraph_that_ends_an_article_in_a_semicolon_goes_on_elsewhere() -> None:
    lists = (
        "补贴怎么领 三步就办好",
        "■记者 尹航",
        "本报讯 适老化改造补贴今起申领：到社区登记住房面积；请评估员上门看厨房、",
    )
    rest = "卫生间的扶手和地面；改造以后凭发票领补贴，最多三千元。评估员说，扶手和防滑地面是老人最需要的改造。"
    found = page([*lists, *METRO[:4], rest, *METRO[4:]], "\n\n")
    assert bodies(found) == [whole((*lists, rest)), whole(METRO)]


def test_headlines_of_two_articles_stand_above_both_texts() -> None:
    found = page([*ORCHARD[:2], *METRO[:2], *ORCHARD[2:], *METRO[2:]], "\n\n")
    assert bodies(found) == [whole(ORCHARD), whole(METRO)]
    assert [(article.title, article.byline) for article in found] == [
        (ORCHARD[0], ("程小川",)),
        (METRO[0], ("罗静",)),
    ]


def test_a_page_begins_with_the_rest_of_an_article_below() -> None:
    cut = METRO[4].index("，现在")
    below = [*METRO[:4], METRO[4][: cut - 4], *ORCHARD]
    found = page([METRO[4][cut - 4 :], METRO[5], *below], "\n\n")
    assert sorted(bodies(found)) == sorted([whole(ORCHARD), whole(METRO)])


def test_what_is_signed_goes_to_an_article_that_is_not() -> None:
    """Two glued bylines on a page that signs above: the second signs what stands elsewhere."""
    lines = [
        "旧书换绿植 阳台添春意",
        "本报讯 周日上午，文澜社区的旧书换绿植活动来了二百多户居民，三本旧书换一盆绿萝，换来的旧书送到社",
    ]
    rest = "区阅览室登记上架，绿植由园林站的志愿者教大家养护。■记者 白桦"
    found = page([*ORCHARD, rest, *METRO, *lines], "\n\n")
    assert bodies(found)[-1].endswith("送到社区阅览室登记上架，绿植由园林站的志愿者教大家养护。")
    assert found[-1].byline == ("白桦",)


def test_a_headline_as_wide_as_its_column_at_the_head_of_a_page() -> None:
    width = len("柿子红了游客来了柿园忙起来")
    lines = [line for paragraph in ORCHARD[2:] for line in wrap(paragraph.removeprefix("本报讯 "), width)]
    found = page(["柿子红了游客来了柿园忙起来", *lines])
    assert found[0].title == "柿子红了游客来了柿园忙起来"


def test_an_article_that_only_its_headline_begins_is_parted_where_its_neighbour_goes_on_below() -> None:
    stamps = ("雾中灯塔 一座岛的记忆", *(text.removeprefix("本报讯 ") for text in ORCHARD[2:]))
    found = page([*METRO[:3], METRO[3][:60], *stamps, METRO[3][60:], *METRO[4:]], "\n\n")
    assert bodies(found) == [whole(METRO), bare("".join(stamps[1:]))]


BRIDGE = """桥面上的三万盏灯
本报记者　穆青禾
　　石塘大桥的路灯今年换了新的。三万
盏小灯藏在栏杆里，只照路面，不照江面。
　　护鸟志愿者顾晚晴数过，往年四月，撞
上桥塔的候鸟有四百多只，灯光最亮的那座
河边小学开了木工课 一张凳子做三个月
　　本报讯（记者　穆青禾）锯子、刨子和
墨斗摆在课桌上。上周，河边小学的木工课
开到了第三年。
　　老师傅鲍师傅退休前是船厂的木工。他
说，一张凳子做三个月，孩子们学的是耐心。
塔下面，一个早晨就捡到过二十七只。换灯
以后，候鸟撞桥塔的少了九成。
　　大桥管理处打算把江堤上的路灯也换掉，
候鸟回来的时候，路灯再调暗一半。"""


def test_headline_above_a_lead_stands_also_below_a_text_cut_at_a_full_line() -> None:
    bridge, school = page(BRIDGE.split("\n"))
    assert (bridge.title, school.title) == ("桥面上的三万盏灯", "河边小学开了木工课 一张凳子做三个月")
    assert "那座塔下面" in bridge.text
    assert bridge.text.endswith("调暗一半。")
    assert school.text.endswith("学的是耐心。")


def cut_openly(lines: list[str], width: int, first: int) -> int:
    """Where a column may end from line ``first`` on: behind a full line inside a sentence, above one that goes on."""
    at = first
    while len(lines[at - 1]) < width or lines[at - 1][-1] in "。，" or lines[at][0] == "　":
        at += 1
    return at


@pytest.mark.parametrize("width", [15, 18])
@pytest.mark.parametrize("signed", ["", "（下转第3版）"])
def test_the_end_of_a_text_stands_in_a_column_above_its_headline(width: int, signed: str) -> None:
    (head, left), (other, right) = poured(ORCHARD, width), poured(METRO, width)
    cut = cut_openly(right, width, len(right) // 2)
    found = page([*head, *left[:-1], left[-1] + signed, *right[cut:], *other, *right[:cut]])
    assert [article.title for article in found] == [ORCHARD[0], METRO[0]]
    assert bodies(found) == [whole(ORCHARD), whole(METRO)]


@pytest.mark.parametrize("width", [15, 18])
def test_below_the_byline_of_a_column_another_text_goes_on(width: int) -> None:
    (head, left), (other, right) = poured(ORCHARD, width), poured(METRO, width)
    cut = cut_openly(left, width, len(left) // 2)
    found = page([*head, *left[:cut], other[0], *right, other[1], *left[cut:]])
    assert [article.title for article in found] == [ORCHARD[0], METRO[0]]
    assert [article.byline for article in found] == [("程小川",), ("罗静",)]
    assert bodies(found) == [whole(ORCHARD), whole(METRO)]


def test_the_end_of_a_word_and_a_comma_begin_no_paragraph() -> None:
    """Above its headline, where lines are paragraphs, their words may tell nothing."""
    begun = "商户也跟着延长了营业时间，便利店通宵亮灯。体育馆站边的夜市九月底刚开"
    rest = ("张，头一周来了两万人。", "“摊位费只收三十元。”摊主魏桂英说，她卖的米糕每晚做四笼，收摊时一块不剩。")
    found = page([*ORCHARD, *rest, METRO[0], "（上接第1版）" + METRO[2][4:], *METRO[3:], begun], "\n\n")
    assert [article.title for article in found] == [ORCHARD[0], METRO[0]]
    assert bodies(found)[0] == whole(ORCHARD)
    assert bodies(found)[1].endswith(bare(begun + rest[0] + rest[1]))


@pytest.mark.parametrize("indent", ["", "　　"])
def test_a_line_of_a_column_below_a_byline_begins_nothing_where_paragraphs_are_indented(indent: str) -> None:
    lines = ["末班地铁延后半小时", "　　护士彭佳在医院站等车，她说", "以前要跑。", "■记者 罗静"]
    lines += [f"{indent}柿园红了，但最怕霜冻和大风", "。果农只好连夜抢收头一茬柿子", "，装了六车。"]
    printed = split(lines)
    classify(printed)
    assert (5 in headline_lines(printed)) == bool(indent)


@pytest.mark.parametrize("end", ["每逢周末上午和下午各有", "采摘季每天清早都有"])
def test_a_line_that_ends_with_a_verb_wanting_its_object_is_no_headline(end: str) -> None:
    begun = "柿园免费开放到十一月底，" + end
    rest = "专人带路。果农还教游客做柿饼，每组不超过二十人。"
    found = page([*ORCHARD, begun, METRO[0], "（上接第1版）" + METRO[2][4:], *METRO[3:], "■记者 罗静", rest], "\n\n")
    assert [article.title for article in found] == [ORCHARD[0], METRO[0]]
    assert bodies(found)[0] == whole((*ORCHARD, begun + rest))
