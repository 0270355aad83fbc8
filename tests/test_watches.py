"""Rules matched together against each rule matched alone."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.chinese.forms import form
from digests.lookup import allowed, holds
from digests.models import OTHER
from digests.query import Entry, Query, parse
from digests.watches import Rules, Text

TODAY = date(2026, 3, 2)
THEMES = {"科技": "sci-tech", "民生": "livelihood"}
SOURCES = {"日报": "daily"}


def rule(text: str) -> Query:
    return parse(text, today=TODAY, themes=THEMES, sources=SOURCES)


def article(title: str, *lines: str, themes: tuple[str, ...] = (), source: str = "daily", day: date = TODAY) -> Text:
    body = "\n".join(map(form, lines))
    return Text(title=form(title), body=body, themes=themes, source=source, day=day)


def alone(query: Query, text: Text) -> bool:
    """The same question put to the lookup's own matching, a rule at a time."""
    entry = Entry(
        pk=1, article="a", story="s", title=text.title, body=text.body, marks="." * len(text.body.split("\n")),
        day=text.day,
    )  # fmt: skip
    narrow = (not query.themes or bool({*query.themes} & {*(text.themes or (OTHER,))})) and query.source in (
        None,
        text.source,
    )
    if not query.words:
        return query.narrowed and narrow and allowed(query, entry)
    return narrow and holds(query, entry)


ARTICLE = article(
    "中央科创区启用", "华为昨日在青浦发布鸿蒙系统。", "1+2+3+4 计划 NICE2035 落地。", themes=("sci-tech",)
)
CASES = [
    ("华为", True),
    ("華為", True),
    ("huawei", False),
    ("华为 鸿蒙", True),
    ("华为 小米", False),
    ("华为|小米 青浦", True),
    ("华为 -鸿蒙", False),
    ("华为 -小米", True),
    ('"鸿蒙系统"', True),
    ("nice2035", True),
    ("1+2+3+4", True),
    ("科", True),
    ("启用华为", False),  # title and body are two lines
    ("theme:科技", True),
    ("theme:民生", False),
    ("theme:科技 华为", True),
    ("from:日报 华为", True),
    ("after:2026-03-01 华为", True),
    ("before:2026-03-01 华为", False),
    ("-小米", False),  # nothing to look for
    ("", False),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_one_rule(text: str, expected: bool) -> None:
    assert Rules({7: rule(text)}).matching(ARTICLE) == ([7] if expected else [])
    assert alone(rule(text), ARTICLE) is expected


def test_rules_come_and_go() -> None:
    rules = Rules({1: rule("华为"), 2: rule("华为"), 3: rule("鸿蒙 青浦"), 4: rule("theme:科技")})
    assert rules.matching(ARTICLE) == [1, 2, 3, 4]
    rules.drop(1)
    rules.put(3, rule("小米"))
    assert rules.matching(ARTICLE) == [2, 4]
    rules.keep({2})
    assert rules.matching(ARTICLE) == [2]
    assert len(rules) == 1
    assert 2 in rules
    rules.drop(2)
    rules.drop(99)
    assert rules.matching(ARTICLE) == []
    assert not rules._filed
    assert not rules._heads
    assert not rules._queries


WORDS = st.text(st.sampled_from("甲乙丙丁ab1"), min_size=1, max_size=5)
PIECES = st.one_of(
    WORDS,
    WORDS.map("-{}".format),
    st.tuples(WORDS, WORDS).map("|".join),
    WORDS.map('"{}"'.format),
    st.sampled_from(("theme:科技", "theme:民生", "from:日报", "after:2026-03-02", "before:2026-03-01")),
)
QUERIES = st.lists(PIECES, max_size=4).map(" ".join)
TEXTS = st.text(st.sampled_from("甲乙丙丁ab1 ，"), max_size=25)
ARTICLES = st.builds(
    lambda title, lines, themes, source, day: article(title, *lines, themes=themes, source=source, day=day),
    TEXTS,
    st.lists(TEXTS, max_size=4),
    st.sampled_from(((), ("sci-tech",), ("sci-tech", "livelihood"))),
    st.sampled_from(("daily", "weekly")),
    st.sampled_from((date(2026, 3, 1), TODAY)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(QUERIES, max_size=30), ARTICLES, st.sets(st.integers(0, 29)))
def test_together_as_alone(queries: list[str], text: Text, gone: set[int]) -> None:
    rules = Rules({number: rule(query) for number, query in enumerate(queries)})
    for number in gone:
        rules.drop(number)
    left = {number: query for number, query in enumerate(queries) if number not in gone}
    assert rules.matching(text) == [number for number, query in left.items() if alone(rule(query), text)]
