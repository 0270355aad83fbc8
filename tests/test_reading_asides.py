"""Boxes that go with the text above them ("法官说法", "相关链接"): part of its article, be it signed above or not."""

import pytest

from digests.chinese.script import convert
from tests.newspaper_pages import BAKERY, HEADS, KITES, page, wrap

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
        *columns("本报讯 " + BAKERY[:2][0], BAKERY[:2][1] + signature),
        written(heading),
        *columns(ASIDE),
    ]
    rows += [written(HEADS[1]), *columns("本报讯 " + KITES[:2][0], KITES[:2][1])]
    first, second = page(*rows, sep="\n" if width else "\n\n")
    held = [written(text) for text in ("本报讯 " + BAKERY[:2][0], BAKERY[:2][1], heading, ASIDE)]
    assert [part.text for part in first.paragraphs] == held
    assert first.paragraphs[2].role == "subhead"
    assert (second.title, second.text) == (
        written(HEADS[1]),
        written("\n\n".join(("本报讯 " + KITES[:2][0], KITES[:2][1]))),
    )


@pytest.mark.parametrize("label", ["延伸阅读", "相关链接", "相关新闻", "【相关链接】"])
def test_a_label_above_a_paragraph_is_its_heading(label: str) -> None:
    (found,) = page(HEADS[0], "■记者 温良", *BAKERY[:2], label, ASIDE)
    assert [part.text for part in found.paragraphs] == [*BAKERY[:2], label, ASIDE]


@pytest.mark.parametrize("label", ["延伸阅读", "相关新闻"])
def test_a_label_above_headlines_is_furniture_with_them(label: str) -> None:
    (found,) = page(HEADS[0], "■记者 温良", *BAKERY[:2], label, "老面馆重新开张", "磨坊换了新石磨")
    assert found.text == "\n\n".join(BAKERY[:2])


@pytest.mark.parametrize("label", ["法官说法", "小贴士", "人物名片"])
def test_a_label_above_a_headline_is_its_kicker(label: str) -> None:
    found = page(HEADS[0], *BAKERY[:2], "■记者 温良", label, HEADS[1], "■记者 白帆", *KITES[:2])
    assert [(article.kicker, article.title) for article in found] == [(None, HEADS[0]), (label, HEADS[1])]
