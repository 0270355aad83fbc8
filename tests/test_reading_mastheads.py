"""Lines that a paper prints at the head and foot of every page, and lines of text that only look like them."""

import pytest

from digests.models import Document
from digests.reading import read

STORY = (
    "渡口停航三个月后重开",
    "■记者 陈国庆",
    "本报讯　昨天清晨，停了三个月的白沙渡口重新开航，两艘电动渡船一次能载六十人。",
    "船长老魏在江上跑了三十年。他说，柴油船吵得人说不了话，电动船靠岸时只听得见水声。",
)
HEADS = (
    ("望海日报 2024年3月6日 星期三 第4版 要闻",),
    ("B02 民生", "望海日报", "2024年3月6日 星期三", "责编 王磊 美编 郝仁"),
    ("望海日报", "WANGHAI DAILY", "2024年3月", "6", "星期三", "农历甲辰年正月廿六"),
    ("望海日报", "2024年3月6日", "甲辰年正月廿六日"),
    ("望海日報　二〇二四年三月六日　星期三　A06版",),
    ("江声·校园", "T05", "2024年3月6日　星期三", "责任编辑／王磊　E-mail：js@example.com"),
    ("望海时讯 3 文明实践", "2024年3月6日 星期三 投稿邮箱:wh@example.com"),
    ("2024年3月6日 星期三", "轻阅读", "主编/王磊 版式/郝仁", "产业观察　07"),
    ("望海日報", "二〇二四年三月六日 星期三　農曆甲辰年正月廿六", "CN 53-00××　第9876号（今日8版）"),
    ("金山新聞", "A4", "WEDNESDAY, MARCH 6, 2024", "金山華聲日報 VOICE DAILY"),
    ("要　闻", "B02", "2024.3.6 星期三 编辑/王磊 校对/郝仁"),
)
TEXT = ("要闻传遍渡口两岸", "三月六日的船票", "第6版船票从今天起一律停用")


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head[0])
def test_head_of_a_page_is_furniture_and_dates_its_article(head: tuple[str, ...]) -> None:
    (found,) = read(Document(source="made", name="a.txt", content="\n".join((*head, *STORY)).encode()))
    assert (found.title, found.kicker, found.deck) == (STORY[0], None, None)
    assert [p.text for p in found.paragraphs] == list(STORY[2:])
    assert found.published_on == "2024-03-06"


@pytest.mark.parametrize("line", TEXT)
def test_words_of_a_masthead_inside_other_words_are_a_headline(line: str) -> None:
    (found,) = read(Document(source="made", name="a.txt", content="\n".join((line, *STORY[1:])).encode()))
    assert found.title == line


def test_section_alone_is_no_furniture_without_anything_that_proves_it() -> None:
    (found,) = read(Document(source="made", name="a.txt", content="\n".join(("对话", *STORY)).encode()))
    assert found.kicker == "对话"


def test_a_text_of_two_pages_has_a_masthead_within() -> None:
    head = ("望海时讯 2 要闻", "2024年3月6日 星期三 投稿邮箱:wh@example.com")
    other = ("望海时讯 3 文明实践", head[1])
    bees = ("养蜂人等来了好天气", "■记者 周涛", "本报讯　梅岭的养蜂人昨天摇出了今年第一桶蜜，比去年早了九天。")
    more = [f"第{n}户蜂农也开了箱，蜂箱一共{n}十只，孩子们围着看。" for n in "二三四五六七八九"]
    content = "\n\n".join((*head, *STORY, *other, *bees, *more, *more))
    first, second = read(Document(source="made", name="a.txt", content=content.encode()))
    assert ["".join(first.text.split("\n\n")), second.title, second.kicker] == ["".join(STORY[2:]), bees[0], None]


@pytest.mark.parametrize("label", ["周末", "面对面", "对话·人物"])
def test_a_short_label_is_furniture_only_within_a_masthead(label: str) -> None:
    date = "2024年3月6日 星期三"
    inside = read(Document(source="made", name="a.txt", content="\n".join((label, date, *STORY)).encode()))
    below = read(Document(source="made", name="a.txt", content="\n".join((date, label, *STORY)).encode()))
    assert [inside[0].kicker, below[0].title] == [None, STORY[0]]
