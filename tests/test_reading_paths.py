"""Pages on which ends of articles stand elsewhere and no byline tells where the next one begins."""

from __future__ import annotations

import pytest

from digests.models import Article, Document
from digests.reading import read

KITES = (
    "六十八岁的风筝匠人 带出十二个徒弟",
    "竹篾要选三年生的毛竹，劈开以后在炭火上慢慢烤弯。柳湾镇的风筝匠人乔守田今年六十八岁，扎了五十年风筝。",
    "一只沙燕风筝要用二十四根竹篾，骨架扎好以后糊上宣纸，再画羽毛。乔守田说，最难的是配重，差一克风筝就会打转。",
    "去年镇里办起风筝坊，十二个年轻人跟着他学徒。今年春天的风筝节上，徒弟们扎的蜈蚣风筝有六十米长。",
    "■记者 祁小满",
)
WELLS = (
    "石门村打出三眼深井 村民喝上甜水",
    "石门村在半山腰，村民吃水要到三公里外的沟底去挑。水利局的钻井队在村口打了三眼井，最深的一眼有一百八十米。",
    "出水那天全村人都来了，村民罗桂枝接了第一桶水，当场烧开泡茶。化验员说，井水的各项指标都达到饮用水标准。",
    "钻井队还给村里铺了两公里水管，家家装上了水龙头。村里定了规矩，水泵房由三户人家轮流看管。",
    "■记者 丁远航",
)
BUSES = (
    "十七路夜班公交末班车 延后到凌晨一点",
    "从下周起，十七路夜班公交的末班车延后到凌晨一点。公交公司说，沿线的批发市场凌晨才收摊，商户回家一直没有车坐。",
    "延时以后每二十分钟一班，票价不变。驾驶员老秦开了九年夜班车，他说最晚上车的总是那几个卖水产的熟面孔。",
    "公司还在沿线四个站台装了照明灯和候车座椅，夜里等车的人能坐一坐。",
    "■记者 祁小满",
)


def page(lines: list[str]) -> tuple[Article, ...]:
    return read(Document(source="made", name="a.txt", content="\n\n".join(lines).encode()))


def bare(text: str) -> str:
    return "".join(text.split())


def bodies(articles: tuple[Article, ...]) -> dict[str, str]:
    return {bare(article.title): bare(article.text) for article in articles}


def whole(*texts: tuple[str, ...]) -> dict[str, str]:
    return {bare(text[0]): bare("".join(text[1:-1])) for text in texts}


def cut(text: tuple[str, ...], paragraph: int, mark: str) -> tuple[list[str], list[str]]:
    """``text`` as printed in two columns, the first of which ends behind ``mark``."""
    at = text[paragraph].index(mark) + len(mark)
    return [*text[:paragraph], text[paragraph][:at]], [text[paragraph][at:], *text[paragraph + 1 :]]


@pytest.mark.parametrize("mark", ["最难的是配重，差一克风", "骨架扎好以后糊上宣"])
def test_an_end_below_the_next_article_where_headlines_stand_without_bylines(mark: str) -> None:
    first, rest = cut(KITES, 2, mark)
    assert bodies(page([*first, *WELLS, *rest, *BUSES])) == whole(KITES, WELLS, BUSES)


def test_two_ends_each_below_the_beginning_of_the_other() -> None:
    kites, kites_on = cut(KITES, 2, "最难的是配重，差一克风")
    wells, wells_on = cut(WELLS, 2, "村民罗桂枝接了第一桶水，当场烧开泡")
    assert bodies(page([*kites, *wells, *kites_on, *wells_on, *BUSES])) == whole(KITES, WELLS, BUSES)


@pytest.mark.parametrize("mark", ["劈开以后在炭火上慢慢烤弯。柳湾镇", "柳湾镇的风筝匠人乔"])
@pytest.mark.parametrize(
    ("other", "ends"),
    [(BUSES, ("公交公司说，沿线的批发市", "老秦开了九年夜"))],
)
def test_two_articles_share_columns_that_end_with_paragraphs_too(
    mark: str, other: tuple[str, ...], ends: tuple[str, str]
) -> None:
    kites, kites_on = cut(KITES, 1, mark)
    first, rest = cut(other, 1, ends[0])
    middle, last = cut((rest[0], other[2]), 1, ends[1])
    printed = [*kites, *first, kites_on[0], *middle, *kites_on[1:-1], *last, *other[3:-1]]
    third = BUSES if other is WELLS else WELLS
    assert bodies(page([*printed, *third])) == whole(KITES, other, third)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (KITES, ("柳湾镇的风筝匠人乔守田今", "再画羽毛。乔守田说，")),
        (WELLS, ("水利局的钻井队在村口打了三眼", "当场烧开泡茶。化验员")),
        (BUSES, ("沿线的批发市", "驾驶员老秦开了九年夜班车，")),
    ],
)
def test_columns_of_one_article_that_stand_one_three_two(text: tuple[str, ...], ends: tuple[str, str]) -> None:
    first, rest = cut(text, 1, ends[0])
    second, third = cut(tuple(rest), 1, ends[1])
    before, after = (other for other in (KITES, WELLS, BUSES) if other is not text)
    printed = [*first, *third[:-1], *second, third[-1]]
    assert bodies(page([*before, *printed, *after])) == whole(KITES, WELLS, BUSES)


def test_columns_of_one_article_stay_where_one_seam_alone_is_broken() -> None:
    first, _ = cut(KITES, 2, "再画羽毛。乔守田说，")
    printed = [*first, *KITES[3:]]
    found = bodies(page([*BUSES, *printed, *WELLS]))
    assert found[bare(KITES[0])] == bare("".join(printed[1:-1]))


def test_an_end_above_its_own_headline_and_below_a_signature() -> None:
    wells, wells_on = cut(WELLS, 2, "村民罗桂枝接了第一桶水，当场烧开泡")
    assert bodies(page([*KITES, *wells_on, *wells, *BUSES])) == whole(KITES, WELLS, BUSES)


@pytest.mark.parametrize(
    ("paragraph", "mark"),
    [(1, "柳湾镇的风筝匠"), (2, "最难的是配重，差一克风"), (3, "十二个年轻人跟"), (3, "徒弟们扎的蜈")],
)
@pytest.mark.parametrize("between", [WELLS, ()])
def test_an_end_above_its_own_headline_whose_signature_stands_where_the_text_breaks_off(
    paragraph: int, mark: str, between: tuple[str, ...]
) -> None:
    kites, kites_on = cut(KITES, paragraph, mark)
    articles = page([*BUSES, *kites_on[:-1], *between, *kites, KITES[-1]])
    assert bodies(articles) == whole(KITES, BUSES, *([between] if between else []))
    assert [article.byline for article in articles if bare(article.title) == bare(KITES[0])] == [("祁小满",)]


def test_a_page_in_order_stays() -> None:
    lines = [*KITES, *WELLS, *BUSES]
    assert bodies(page(lines)) == whole(KITES, WELLS, BUSES)
    assert [article.byline for article in page(lines)] == [("祁小满",), ("丁远航",), ("祁小满",)]


def test_a_headline_that_makes_a_word_with_the_text_below_is_none_of_it() -> None:
    """战利: nothing signs above, so only its look and what it tells part the headline from the text."""
    title = "农机合作社备战夏收 迎来新挑战"
    text = (title, "利用夏收前的间隙，农机合作社检修了四十台农机，又请来厂家的技工教机手排除故障。", *WELLS[2:])
    assert bodies(page([*BUSES, *text, *KITES])) == whole(BUSES, text, KITES)
