"""Boxes among reports: questions and answers, notes in brackets, tables; each beside a page that only looks like one."""

import pytest

from digests.models import Article, Document
from digests.reading import read

LAMPS = (
    "本报讯 入冬以来，青浦塘沿岸的路灯换成了感应灯。行人走近时灯光变亮，走远后自动调暗。",
    "养护班班长老杨说，改造后一个月省下三千多度电，附近居民也不再抱怨灯光晃眼。",
)
WELL = (
    "本报讯 石门村的老井上周清淤见底，挖出半截宋代石栏。文保员把石栏搬进了村史馆。",
    "村民说，井水从没断过，清淤那三天全村人都回来帮忙，连读大学的孩子也请了假。",
)
ASKED = (
    "问：哪些老人可以领助餐卡？",
    "答：年满七十周岁的本市户籍老人都可以领。",
    "问：卡丢了怎么办？",
    "答：带上身份证到社区服务站补办，当天就能拿到。",
)


def page(*lines: str) -> tuple[Article, ...]:
    return read(Document(source="made", name="a.txt", content="\n\n".join(lines).encode()))


BOX = ("助餐卡怎么领", "■记者 王磊", "本报近日收到不少读者来电，记者请民政局作了解答。", *ASKED)
LAMP, OLD_WELL = ("感应路灯亮了", "■记者 陈静", *LAMPS), ("老井清淤见石栏", "■记者 周涛", *WELL)


@pytest.mark.parametrize(
    "lines",
    [(*LAMP, *BOX, *OLD_WELL), (*LAMP, *OLD_WELL, *BOX), (*BOX, *LAMP, *OLD_WELL)],
    ids=["amid", "at the foot", "at the head"],
)
def test_a_box_of_questions_makes_no_page_of_questions(lines: tuple[str, ...]) -> None:
    found = page(*lines)
    assert {article.title for article in found} == {"感应路灯亮了", "老井清淤见石栏", "助餐卡怎么领"}
    texts = {article.title: article.text for article in found}
    assert texts["助餐卡怎么领"] == "\n\n".join(BOX[2:])
    assert texts["感应路灯亮了"] == "\n\n".join(LAMPS)


@pytest.mark.parametrize(
    "above",
    [("助餐卡怎么领", "■记者 王磊", LAMPS[0], LAMPS[1]), ("助餐卡怎么领", *LAMPS, "■记者 王磊")],
    ids=["byline and dispatch", "dispatch, and the byline below"],
)
def test_a_page_of_questions_may_open_as_reports_do(above: tuple[str, ...]) -> None:
    found = page(*above, *ASKED)
    assert [article.text for article in found[:2]] == [
        "哪些老人可以领助餐卡？\n\n年满七十周岁的本市户籍老人都可以领。",
        "卡丢了怎么办？\n\n带上身份证到社区服务站补办，当天就能拿到。",
    ]
    assert found[-1].sectioned
