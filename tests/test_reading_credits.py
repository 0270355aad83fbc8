"""Small print that papers set between and inside articles: credits of pictures, pointers, contents, frames of a page.

Each form stands in every place of a page, in columns and a line a paragraph, in both scripts.
"""

from itertools import pairwise

import pytest

from digests.chinese.script import convert
from tests.newspaper_pages import BAKERY, HEADS, KITES, page, wrap

CREDITS = """
揉面的台子。资料图片
揉面的台子。本报资料照片
揉面的台子。视频截图
揉面的台子。IC图
揉面的台子。人民视觉
揉面的台子。网络图片
揉面的台子。新华社发
揉面的台子。（新华社发）
揉面的台子。受访者提供
揉面的台子。杜长河提供
揉面的台子。均由杜长河摄
揉面的台子。制图：温良
数据来源：县统计局 制图：温良
均为受访者供图
图表制作：温良
■摄影 温良
本版摄影 温良
温良 绘
新华社发 温良 作
右下图：揉面的台子。
图片说明：揉面的台子。
图说：杜长河在揉面。
（左图为揉面的台子）
（左）杜长河在揉面。
杜长河（右二）在揉面
杜长河（左）和街坊一起揉面。
这是清早的面包房。（无人机照片）
（上接图）揉面的台子
"""
POINTERS = """
■相关报道刊A05版
▶▶详见A05版
▶刊第3版
全文刊第3版
（报道全文见第3版）
来信请寄本报读者来信部
本期主持：温良
核稿／温良 编辑／白帆
东街晚报客户端
东街新规下月施行 A05
东街新规下月施行 ▶3版
"""
CONTENTS = """
要闻导读|● 东街新规施行 ……2版|● 河堤步道开放 ……3版
内页导读|东街新规施行（2版）|河堤步道开放（3版）
导读|民生 东街新规施行 3|体育 河堤步道开放 8
今日导读|▶ 电梯困人谁担责？法院判了 2版|▶ 东街新规施行 5版
本期看点|02 东街新规施行|03 河堤步道开放
今日导读|东街新规施行|→2版|河堤步道开放|→3版
精彩导读|东街新规施行/2版|河堤步道开放/3版
"""
FRAMES = """
农历甲辰年二月初九 今日春分
甲辰年二月初九 十一春分
中共东街县委主管主办|东街县融媒体中心承办|2024年3月18日 星期一 总第321期
今日气象 多云 8℃-15℃ 空气质量 良
东街新闻网：www.dongjie.example.com
微信公众号：djwb 微博：@东街晚报
A6 民生 2024年3月18日 星期一 值班主任 温良 责编 夏侯燕 版式 白帆 热线 8112345
三版 乡里乡亲
东街公共汽车集团有限公司主办 准印证号：H-0231
民生・社区|2024年3月18日 星期一
投稿：dj@example.com 采编中心 监制：温良 统筹：白帆
"""
BETWEEN = [form.split("|") for form in (CREDITS + POINTERS + CONTENTS).strip().split("\n") if form]
AROUND = [form.split("|") for form in FRAMES.strip().split("\n")]


def _check(form: list[str], place: str, width: int, script: str) -> None:
    """Two articles with ``form`` in ``place`` are read as without it; ``width`` 0: a paragraph a line."""

    def written(text: str) -> str:
        return convert(text, "hant", source="hans") if script == "hant" else text

    heads, texts = [*map(written, HEADS)], [[*map(written, each)] for each in (BAKERY[:2], KITES[:2])]
    first, second = (
        [[head], *(wrap("　　" + text, width) if width else [text] for text in each)]
        for head, each in zip(heads, texts, strict=True)
    )
    small = [*map(written, form)]
    if place == "between paragraphs":
        first.insert(2, small)
    parts = [*first, *([small] if place == "between" else []), *second]
    parts = [small, *parts] if place == "at the top" else [*parts, small] if place == "at the end" else parts
    found = page(*(line for part in parts for line in part), sep="\n" if width else "\n\n")
    assert [(article.title, article.kicker, article.deck, article.text) for article in found] == [
        (head, None, None, "\n\n".join(each)) for head, each in zip(heads, texts, strict=True)
    ]


@pytest.mark.parametrize("form", BETWEEN, ids="|".join)
@pytest.mark.parametrize(("width", "script"), [(0, "hans"), (14, "hant"), (17, "hans"), (22, "hans")])
def test_small_print_is_no_text(form: list[str], width: int, script: str) -> None:
    for place in ("between paragraphs", "between", "at the end"):
        _check(form, place, width, script)


@pytest.mark.parametrize("form", AROUND, ids="|".join)
@pytest.mark.parametrize(("width", "script"), [(0, "hans"), (17, "hant")])
def test_frames_are_no_text(form: list[str], width: int, script: str) -> None:
    for place in ("at the top", "at the end"):
        _check(form, place, width, script)


@pytest.mark.parametrize("marker", ["（尾转第3版）", "（文转3版）", "（续第3版）", "▶▶▶下转3版", "（余文转第3版）"])
def test_markers_of_where_a_text_goes_on(marker: str) -> None:
    rows = [HEADS[0], BAKERY[:2][0], BAKERY[:2][1] + marker, HEADS[1], *KITES[:2]]
    found = page(*rows)
    assert [(article.text, article.continued_on) for article in found] == [
        ("\n\n".join(BAKERY[:2]), "3"),
        ("\n\n".join(KITES[:2]), None),
    ]


TOLD = """
这批面粉由县粮油公司免费提供
县里的数据来源很多，包括各乡镇统计站的报表，
他把店里用了三十年的图案画
孩子们在黑板的右上角写
"""


@pytest.mark.parametrize(("line", "width"), [(line, len(line)) for line in TOLD.strip().split("\n")])
def test_lines_of_a_text_that_hold_such_words_are_text(line: str, width: int) -> None:
    text = BAKERY[:2][0][: width * 2 - 2] + line + KITES[:2][1]
    rows = wrap("　　" + text, width)
    assert line in rows
    (found,) = page(HEADS[0], *rows, sep="\n")
    assert found.text == text


def test_two_forms_one_below_the_other_are_both_left_out() -> None:
    forms = [form[0] for form in BETWEEN if len(form) == 1]
    for pair in pairwise(forms):
        _check(list(pair), "between", 0, "hans")
