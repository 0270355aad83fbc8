"""Lines that a paper prints at the head and foot of every page, and lines of text that only look like them."""

import pytest

from digests.models import Document
from digests.reading import read

STORY = (
    "渡口停航三个月后重开",
    "■记者 陈国庆",
    "本报讯　昨天清晨，停了三个月的白沙渡口重新开航，两艘电动渡船一次能载六十人。",
    "船长老魏在江上跑了三十年，他说电动船靠岸时只听得见水声。",
)
HEADS = (
    ("望海日报 2024年3月6日 星期三 第4版 要闻",),
    ("B02 民生", "望海日报", "2024年3月6日 星期三", "责编 王磊 美编 郝仁"),
    ("望海日报", "WANGHAI DAILY", "2024年3月", "6", "星期三", "农历甲辰年正月廿六"),
    ("望海日報　二〇二四年三月六日　星期三　A06版",),
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
