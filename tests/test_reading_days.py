"""Full dates in every spelling that is printed, and mastheads that hold one beside other things."""

import pytest

from digests.reading.dates import masthead
from digests.reading.days import days

SPELLINGS = [
    ("2024年3月1日 星期五", ["2024-03-01"]),
    ("2024-03-01T08:42:11+08:00", ["2024-03-01"]),
    ("2024/3/1 8:42", ["2024-03-01"]),
    ("A05 社会 2023.11.20", ["2023-11-20"]),
    ("二〇二四年三月十一日", ["2024-03-11"]),
    ("二○二四年十二月三十一日", ["2024-12-31"]),
    ("中華民國一一三年六月三日", ["2024-06-03"]),
    ("民國113年6月3日", ["2024-06-03"]),
    ("出版：2024-04-11 07:00更新：2024-04-12 09:35", ["2024-04-11", "2024-04-12"]),
    ("2024 年 4 月 18 日", ["2024-04-18"]),
    ("3月1日", []),
    ("2024年3月", []),
    ("2023年2月30日", []),
    ("一一三年六月三日", []),
    ("电话12024-03-0155", []),
    ("1.2024.3.1", []),
]


@pytest.mark.parametrize(("text", "found"), SPELLINGS)
def test_spellings(text: str, found: list[str]) -> None:
    assert [day.iso for day in days(text)] == found


MASTHEADS = [
    (["2024年3月1日 星期五"], "2024-03-01"),
    (["A05 社会新闻 2023.11.20 星期一 编辑/何晓"], "2023-11-20"),
    (["云岭周末报 2022年10月9日 第7版 对话"], "2022-10-09"),
    (["維港日報　2024年2月19日　星期一　農曆甲辰年正月初十"], "2024-02-19"),
    (["云岭日报", "2024年3月", "6", "星期三", "农历甲辰年正月廿六"], "2024-03-06"),
    (["中華民國一一三年六月三日 星期一", "2024.06.03"], "2024-06-03"),
    (["2024年3月1日 星期五", "2024年3月2日 星期六"], None),  # two issues on one page
    (["截至2024年3月1日，星期五前仍可报名。"], None),
    (["获奖名单2024年3月1日公布"], None),
]


@pytest.mark.parametrize(("lines", "day"), MASTHEADS)
def test_mastheads(lines: list[str], day: str | None) -> None:
    assert masthead(lines) == day
