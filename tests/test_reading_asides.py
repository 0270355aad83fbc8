"""Boxes that go with the text above them ("法官说法", "相关链接"): part of its article, be it signed above or not."""

import pytest

from digests.chinese.script import convert
from tests.newspaper_pages import page, wrap

HEADS = ("三点钟的面包房", "老槐树飞上了风筝")
BAKERY = (
    "东街的面包房每天凌晨三点亮灯，面点师傅杜长河揉了三十年面，他说面团和人一样，醒得够久，出炉时才有筋骨和香气。",
    "去年冬天街道修水管停了两天水，他从河对岸挑水和面，一炉也没有耽误。街坊们知道以后，轮流帮他守着店面到天亮。",
)
KITES = (
    "城北小学的风筝课开到了第八年，孩子们自己削竹篾、糊棉纸，把学校里的老槐树和屋顶上的鸽子都画到了风筝上面。",
    "每年清明前后放飞那天，家长们也来帮忙。有一只蜈蚣风筝长六十米，要二十个人一起跑，才能把它送到操场的上空。",
)
ASIDE = "所谓醒面，是让揉好的面团静置一段时间，面筋松弛以后更容易擀开，做出来的面食也更有嚼劲，天冷时可以适当延长。"
BOXES = """
法官说法
■法官说法
【法官说法】
律师点评
专家提醒
民警提醒
小贴士
●小贴士
温馨提示
名词解释
新闻背景
背景链接
■链接
知识链接
新闻延伸
案情回顾
""".strip().split("\n")
SIGNED = ["", "（记者 温良）"]


@pytest.mark.parametrize("heading", BOXES)
@pytest.mark.parametrize("signature", SIGNED, ids=["unsigned", "signed"])
@pytest.mark.parametrize(("width", "script"), [(0, "hans"), (0, "hant"), (18, "hans")])
def test_a_box_goes_with_the_text_above_it(heading: str, signature: str, width: int, script: str) -> None:
    def written(text: str) -> str:
        return convert(text, "hant", source="hans") if script == "hant" else text

    def columns(*texts: str) -> list[str]:
        texts = tuple(map(written, texts))
        return [row for text in texts for row in (wrap("　　" + text, width) if width else [text])]

    rows = [
        written(HEADS[0]),
        *columns("本报讯 " + BAKERY[0], BAKERY[1] + signature),
        written(heading),
        *columns(ASIDE),
    ]
    rows += [written(HEADS[1]), *columns("本报讯 " + KITES[0], KITES[1])]
    first, second = page(*rows, sep="\n" if width else "\n\n")
    held = [written(text) for text in ("本报讯 " + BAKERY[0], BAKERY[1], heading, ASIDE)]
    assert [part.text for part in first.paragraphs] == held
    assert first.paragraphs[2].role == "subhead"
    assert (second.title, second.text) == (written(HEADS[1]), written("\n\n".join(("本报讯 " + KITES[0], KITES[1]))))


@pytest.mark.parametrize("label", ["延伸阅读", "相关链接", "相关新闻", "【相关链接】"])
def test_a_label_above_a_paragraph_is_its_heading(label: str) -> None:
    (found,) = page(HEADS[0], "■记者 温良", *BAKERY, label, ASIDE)
    assert [part.text for part in found.paragraphs] == [*BAKERY, label, ASIDE]


@pytest.mark.parametrize("label", ["延伸阅读", "相关新闻"])
def test_a_label_above_headlines_is_furniture_with_them(label: str) -> None:
    (found,) = page(HEADS[0], "■记者 温良", *BAKERY, label, "老面馆重新开张", "磨坊换了新石磨")
    assert found.text == "\n\n".join(BAKERY)


@pytest.mark.parametrize("label", ["法官说法", "小贴士", "人物名片"])
def test_a_label_above_a_headline_is_its_kicker(label: str) -> None:
    found = page(HEADS[0], *BAKERY, "■记者 温良", label, HEADS[1], "■记者 白帆", *KITES)
    assert [(article.kicker, article.title) for article in found] == [(None, HEADS[0]), (label, HEADS[1])]
