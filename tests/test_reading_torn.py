"""Short first pieces of paragraphs, which a column end left and which look like headlines; each beside headlines."""

import pytest

from tests.newspaper_pages import page

FERRY = (
    "本报讯 停航两年的过江轮渡昨天清晨复航，头一班船六点整离开南渡口，船上坐了三十一名赶早市的菜农。",
    "轮渡公司把旧船换成了电动船，票价还是一元，",
    "自行车可以推上船。",
)
BELLS = "钟楼的守钟人老霍每天爬一百零八级台阶上去给齿轮上油，他说钟走得准不准，全城的人都听得出来。"


def torn(first: str, rest: str) -> tuple[str, ...]:
    """A page on which column ends cut the second paragraph and perhaps the third."""
    return "轮渡复航 菜农赶早市不再绕桥", "■记者 桑一舟", *FERRY, first, rest, BELLS


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("船长巩平在江上跑了三十年，退休以后", "又被请回来带徒弟，六个年轻人跟着他学看水色、辨风向。"),
        ("在码头卖了半辈子馄饨的汪阿婆", "最高兴，头班船靠岸的时候，她的十六只凳子全都坐满了人。"),
        ("冬天江面起雾，船员们就在船头挂", "两盏黄灯，每隔一分钟拉一声汽笛。"),
        ("夜里十点以后没有船，住在对岸的护士", "下了夜班只能坐车绕行大桥，单程要多花四十分钟。"),
    ],
)
def test_what_a_column_end_left_of_a_sentence_goes_on(first: str, rest: str) -> None:
    (found,) = page(*torn(first, rest))
    assert [part.text for part in found.paragraphs][2:] == [first + rest, BELLS]


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("一张船票卖了四十年", "船票还是当年的式样，硬纸板上印着蓝色的船锚，售票员用一把旧剪子在边上剪个口子。"),
        ("码头小吃摊重新开张", "小吃摊摆在候船室门外，码头上一到早晨就飘着葱油的香味，摊主们说船来了人就来了。"),
        ("守着江水过日子", "巩平今年六十一岁，头发全白了，他在江上跑了三十年，闭着眼睛也知道哪里水急。"),
        ("先修码头，再等船来", "南渡口的石阶泡在水里太久，去年换掉了一百多块，工人们趁着枯水期连夜铺完。"),
        ("“江上的路也是路”", "交通局为轮渡开了三次听证会，到会的人大多住在对岸，最远的一位坐了一个钟头的车。"),
    ],
)
def test_a_heading_stays_one_above_what_begins(heading: str, text: str) -> None:
    found = page(*torn(heading, text))
    headings = [article.title for article in found] + [p.text for p in found[0].paragraphs if p.role == "subhead"]
    assert heading in headings
    assert text in [part.text for article in found for part in article.paragraphs]


def test_below_a_headline_and_byline_the_first_piece_is_text() -> None:
    pieces = "江心洲上的三百亩芦苇荡里，今年头一回飞来一群黑脸", "琵鹭，巡护员数了三遍，一共一百零二只。"
    _, birds = page(*torn(BELLS, BELLS)[:-2], "江心洲来了新客人", "■记者 骆青", *pieces)
    assert (birds.title, birds.byline, birds.text) == ("江心洲来了新客人", ("骆青",), "".join(pieces))
