"""Which patterns of furniture are tried on a line, and what that leaves out."""

import random
import re
from importlib.resources import files

import pytest

from digests.models import Document
from digests.reading import families, read
from digests.reading.marks import plain
from tests.newspaper_pages import furniture_line, make

ROWS = [
    line.split("\t")
    for line in files("digests.data").joinpath("furniture.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def lines() -> list[str]:
    rng = random.Random(3)
    made = [furniture_line(rng) for _ in range(400)] + [line for n in range(6) for line in make(n, "middle").lines]
    cut = [line[rng.randrange(len(line)) :] for line in made if line.strip()]
    return [plain(line.strip()) for line in made + cut if line.strip()]


def test_no_pattern_that_fits_is_passed_over_for_the_characters_it_lacks() -> None:
    patterns = [(float(row[1]), re.compile(row[2])) for row in ROWS]
    for line in lines():
        most = max((points for points, pattern in patterns if pattern.match(line)), default=0.0)
        assert families.find(line, sentence=False)[0] == most, line


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2][:24])
def test_a_pattern_that_begins_with_anything_names_characters(row: list[str]) -> None:
    assert len(row) == 4 or not row[2].startswith(("^.", "^[^", "^[一", "^[\\w"))


def test_a_wrapped_line_that_ends_as_captions_end_stays_in_its_sentence() -> None:
    lines = (
        "以往河道要靠四名保洁员撑船打捞",
        "垃圾，遇上台风暴雨的天气里就只",
        "能靠岸等到风雨停歇。不用人来摄",
        "像，船上的雷达能识别漂浮物并绕",
        "着走，一天能跑六个小时。",
    )
    page = "\n".join(("河道里来了无人船", "■记者 王磊", *lines))
    (found,) = read(Document(source="made", name="a.txt", content=page.encode()))
    assert found.text == "".join(lines)


def test_what_somebody_says_of_a_code_to_scan_is_no_call_to_scan_it() -> None:
    text = """仓库门口的新规矩
本报记者　古月明
　　“请先扫描二维码登记，手机留在柜子里。”
昨天上午，粮库保管员老简拦下了一辆送货的卡车，
从驾驶室里收走了一只打火机。"""
    (article,) = read(Document(source="made", name="a.txt", content=text.encode()))
    assert "".join(article.text.split()).startswith("“请先扫描二维码登记，手机留在柜子里。”昨天上午")


def test_a_report_of_codes_to_scan_keeps_its_headline_and_its_lines_and_a_call_to_scan_goes() -> None:
    text = """挂号只能“扫码”的医院
记者 王磊
　　挂号非得扫码，缴费也要扫码，取报告还要在
机器上刷一遍，七十岁的老邻居没有一样会用。
　　院方上周重开人工窗口，还说不再把扫码，当
成进门的唯一办法，排队的人因此少了三成左右。
更多内容请扫码
微信扫一扫"""
    (article,) = read(Document(source="made", name="a.txt", content=text.encode()))
    assert "“扫码”的医院" in article.title
    assert article.text.count("扫码") == 3
    assert "扫一扫" not in article.text
    assert "请扫码" not in article.text
