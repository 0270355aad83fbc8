"""Columns of lines in which digits are half as wide as characters: measured as printed, and nothing dropped."""

import pytest

from digests.models import Document
from digests.reading import read
from digests.reading.lines import columns, split

TEXT = (
    "　　昨天记者从会上获悉，今年前9个月全县共发",
    "放低息贷款1236笔，累计3.75亿元，惠及养蚕、制",
    "茶、竹编等15个行业的2846户，平均每户13.2万元",
    "，比去年同期增加28.6%。据介绍，全县共有村级",
    "服务站186个，每站配备2名信贷员。从10月1日起，",
    "养蚕户凭身份证即可在36个网点当天办理，额度",
    "最高50万元，期限3年，利率比商业贷款低1.25个",
    "百分点。",
    "　　养蚕大户朱阿根去年贷了28万元，建起12间恒",
    "温蚕室，一年多养了4批蚕，收入比前年翻了一番。",
)


def test_widths_are_those_in_which_most_lines_agree() -> None:
    lines = split(TEXT * 3)
    assert max(len(line.text) for line in lines) == 27
    assert {line.width for line in lines if len(line.text) > 10} <= {21, 22, 23, 24}
    assert all(column.full in (21, 22, 23) for column in columns(lines))


def test_digits_as_wide_as_characters_stay() -> None:
    lines = split(
        [text[at : at + 14] for text in ["三号线共有27座车站末班车延到零点" * 9] for at in range(0, 126, 14)] * 2
    )
    assert {line.width for line in lines} == {14}


def test_no_line_with_many_digits_is_taken_for_an_intruder() -> None:
    page = ("低息贷款惠及2846户", "■记者 高远", *TEXT, *TEXT[8:])
    [article] = read(Document(source="made", name="a.txt", content="\n".join(page).encode()))
    for line in TEXT:
        assert "".join(line.split()) in "".join(article.text.split())


SAID = (
    "老船工巩平说：“摆渡的法子是祖上传下来的。”邻村的后生想：“我学得会。”他便说：“学得会。”大家都笑了，说：“那就开春来。”",
    "“船不怕老，怕没人管。”他常说。“人也一样。”老伴接话说：“你看他，天不亮就下河。”渡口给每条船挂了牌，写着“平安渡口”，编了号。",
    "镇长说：“这渡口一天也不能停。”乡亲们说：“我们放心了。”今年坐船的人多，合作社的船票早早卖空了，日子排到“腊月二十三”。",
)


def _columns(text: str, width: int) -> list[str]:
    """``text`` in lines of ``width``, shorter by as many characters as the marks need that may begin none."""
    lines, rest = [], "　　" + text
    while rest:
        end = width
        while end < len(rest) and rest[end] in "，。、：？”":
            end -= 1
        lines.append(rest[:end])
        rest = rest[end:]
    return lines


@pytest.mark.parametrize("width", range(10, 27))
@pytest.mark.parametrize("less", range(6))
def test_a_character_with_two_marks_behind_it_goes_to_the_next_line(width: int, less: int) -> None:
    said = (SAID[0][less:], *SAID[1:])
    lines = [line for text in said for line in _columns(text, width)]
    page = ("渡口的老船工带徒弟", "■记者 高远", *lines)
    [article] = read(Document(source="made", name="a.txt", content="\n".join(page).encode()))
    assert tuple(paragraph.text for paragraph in article.paragraphs) == said
