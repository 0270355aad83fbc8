"""The year and day of newspaper pages that print no masthead: what their texts prove, and for which of them."""

import pytest

from tests.newspaper_pages import page

MILL = ("水磨坊重新转起来", "■记者 谷雨", "本报讯 停了十一年的水磨坊上周重新转动，头一袋荞麦面送给了隔壁的小学。")
FERRY = ("渡口添了一条新船", "■记者 巩平", "本报讯 南渡口的新渡船昨天下水，船身漆成了橘红色，一次能载四十人。{}")


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("渡工们签下了2031年度安全责任书。", "2031"),
        ("这条船列入了2031年为民办实事项目工作计划。", "2031"),
        ("2031年成为全省水上交通改造计划的一站。", None),
        ("县人大听取了关于2031年县级决算草案的报告。", None),
        ("2031年启动的码头改造计划至今还没有完工。", None),
        ("2031年总结大会上，渡工们得了一面锦旗。", None),
    ],
)
def test_a_year_that_is_only_looked_back_on_is_not_this_one(said: str, own: str | None) -> None:
    mill, ferry = page(*MILL, *FERRY[:2], FERRY[2].format(said))
    assert ferry.published_on == own
    assert mill.published_on is None  # one hint in a neighbour's text is no proof for this one


def test_a_neighbour_that_gives_the_year_away_more_than_once_dates_the_page() -> None:
    said = "县里印发了2031年度渡口养护工作方案。作为2031（第九届）水运周的活动，渡口免费三天。"
    assert [article.published_on for article in page(*MILL, *FERRY[:2], FERRY[2].format(said))] == ["2031", "2031"]


NOTICE = (
    "招募船工启事",
    "渡口现招募船工两名，要求会水、不怕早起，有意者到渡口管理所登记。",
    "南渡口管理所",
    "2031年5月6日",
)


def test_the_day_of_a_notice_amid_the_page_is_not_that_of_the_page() -> None:
    found = page(*MILL, *NOTICE, *FERRY[:2], FERRY[2].format(""), *MILL[2:] * 12)
    assert {article.published_on for article in found} == {None}
