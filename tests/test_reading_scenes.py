"""Captions that are whole sentences without a mark or credit, in the midst of what they interrupt."""

import re

import pytest

from digests.chinese.script import convert
from digests.reading import scenes
from digests.reading.lines import split
from tests.newspaper_pages import BAKERY, HEADS, KITES, page

CAPTIONS = (
    "杜长河在案板前揉面。",
    "工作人员正在检查烤炉。",
    "市民在店门前排队等候。",
    "游客在面包房里参观体验。",
    "志愿者在河边清理杂物。",
    "村民在田间采摘草莓。",
    "孩子们围坐在店里看书。",
)


def wrap(text: str, width: int) -> list[str]:
    """Lines of ``width``, none of which begins with what may not begin one."""
    return re.findall(f".{{1,{width}}}(?![，。、：）])|.{{1,{width - 1}}}", text)


# Where the line above is the last of its paragraph and shorter than the others: a full one may go on.
PLACES = [
    ("inside a sentence", 15, "hans"),
    ("inside a sentence", 18, "hant"),
    ("between paragraphs", 18, "hans"),
    ("between paragraphs", 21, "hant"),
    ("at the end", 15, "hant"),
    ("at the end", 21, "hans"),
]


@pytest.mark.parametrize("caption", CAPTIONS[1:])
@pytest.mark.parametrize(("place", "width", "script"), PLACES)
def test_a_scene_interrupts_a_column(caption: str, place: str, width: int, script: str) -> None:
    def written(text: str) -> str:
        return convert(text, "hant", source="hans") if script == "hant" else text

    heads, texts = [*map(written, HEADS)], [[*map(written, each)] for each in (BAKERY, KITES)]
    first, second = ([row for text in each for row in wrap("　　" + text, width)] for each in texts)
    rows = wrap("　　" + texts[0][0], width)
    at = {"inside a sentence": 1, "between paragraphs": len(rows), "at the end": len(first)}[place]
    first.insert(at, written(caption))
    found = page(heads[0], "■记者 温良", *first, heads[1], "■记者 白帆", *second, sep="\n")
    assert [(article.title, article.text) for article in found] == [
        (head, "\n\n".join(each)) for head, each in zip(heads, texts, strict=True)
    ]


@pytest.mark.parametrize("caption", CAPTIONS[2:6])
def test_a_scene_interrupts_a_cut_paragraph(caption: str) -> None:
    rows = [BAKERY[0][:33], caption, BAKERY[0][33:], *BAKERY[1:]]
    first, second = page(HEADS[0], "■记者 温良", *rows, HEADS[1], "■记者 白帆", *KITES)
    assert (first.text, second.text) == ("\n\n".join(BAKERY), "\n\n".join(KITES))


@pytest.mark.parametrize("width", [13, 15, 17, 19, 21])
def test_no_line_of_a_wrapped_text_is_one(width: int) -> None:
    told = (
        "店门口常有人排队，最多的一天排到了河沿路口。周末来帮忙的志愿者在河边清理杂物，孩子们围坐在店里看书。",
        "杜长河的徒弟说，师傅嘴上不饶人，手上从不藏私。去年冬天停水的那两天，他们摸黑从河对岸挑水，市民在店门前排队等候。",
        "街道打算修一条步道，从面包房一直通到渡口。几名工人正在量尺寸，工作人员正在检查烤炉。",
    )
    rows = [row for text in told for row in wrap("　　" + text, width)]
    (found,) = page(HEADS[0], "■记者 温良", *rows, sep="\n")
    assert found.text == "\n\n".join(told)


@pytest.mark.parametrize(
    "line",
    [
        "的学徒在案板前揉面。",
        "市民不在店门前排队。",
        "学徒每天在店里揉面。",
        "会议还研究了其他事项。",
        "面粉涨价，柴火涨价，只有面包没有涨价。",
        "在店里看书。”",
    ],
)
def test_what_is_no_scene_by_itself(line: str) -> None:
    assert not scenes.may_be(split([line])[0])
