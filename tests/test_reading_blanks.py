"""Paragraphs of a page as copied, in which blanks stand where its columns had line ends."""

import re

import pytest

from digests.models import Document
from digests.reading import read
from digests.reading.blanks import without_blanks

PARAGRAPHS = [
    "市图书馆新馆昨天向读者开放，首日接待读者超过8000人次。新馆阅览座位近6000个，藏书480万册，少儿馆和视障人士阅览室都在一楼。",
    "退休教师李敏早上七点半就来排队。她最喜欢靠窗的阅览区，能看到整片湖景，也能望见对岸的老码头和新栽的梧桐。",
    "馆长介绍，新馆与KK Library & Archives Kuala Lumpur签了约，两家的读者可以互相借书，一年后再推广到各家分馆。",
    "“以前借书要坐四站地铁，现在走路只要十分钟。”她说，下个月起凭手机就能借书，逾期费也全部取消，街坊们高兴了好几天。",
]


def _columns(text: str, width: int) -> str:
    """``text`` as a column of ``width`` prints it, numbers and words half as wide and whole, its line ends blanks."""
    lines, used = [""], 2.0
    for piece in re.findall("[!-~]+ ?|.", text):
        wide = len(piece) / 2 if piece.isascii() else 1.0
        if used + wide > width and piece not in "，。、：；”":
            lines.append("")
            used = 0.0
        lines[-1] += piece
        used += wide
    return " ".join([line.strip() for line in lines])


@pytest.mark.parametrize("width", [10, 13, 16, 18, 20])
def test_line_ends_left_as_blanks(width: int) -> None:
    printed = [_columns(text, width) for text in PARAGRAPHS]
    assert all(text.count(" ") > 1 for text in printed)
    page = ["新馆开放 满城书香", *printed]
    (article,) = read(Document(source="paper", name="p.txt", content="\n".join(page).encode()))
    assert article.title == page[0]
    assert [paragraph.text for paragraph in article.paragraphs] == PARAGRAPHS


@pytest.mark.parametrize(
    "lines",
    [
        ["全市新增 12 条公交线路，覆盖 41 个小区，票价 3 元至 6 元，60 周岁以上老人和学生 半价。"] * 6,
        ["朝辞白帝彩云间 千里江陵一日还 两岸猿声啼不住 轻舟已过万重山"] * 4,
        ["新闻热线：0300-0000000 广告热线：0300-0000001 本报地址：城东路建设大街十号"] * 6,
        ["记者 王磊 通讯员 陈静 摄影 赵国强 编辑 周敏"] * 6,
    ],
)
def test_blanks_that_are_meant(lines: list[str]) -> None:
    assert without_blanks(lines) == lines


def test_letters_set_apart() -> None:
    page = [
        "2 0 2 2 年 1 月 5 日  星 期 三",
        "新 馆 开 放 满 城 书 香",
        PARAGRAPHS[0],
        PARAGRAPHS[1],
    ]
    (article,) = read(Document(source="paper", name="p.txt", content="\n".join(page).encode()))
    assert (article.title, article.published_on) == ("新馆开放满城书香", "2022-01-05")
    assert without_blanks(["记者 王 明 李 强 报道", "东 南 西 北", "A B C D E F G"]) == [
        "记者 王 明 李 强 报道",
        "东 南 西 北",
        "A B C D E F G",
    ]
