"""The lookup language: what counts as an operator, what is a plain word, and that nothing a reader types breaks it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.chinese.forms import form, form_aligned, grams, needed
from digests.query import MAX_CHARS, MAX_WORDS, Query, parse

TODAY = date(2026, 3, 10)
THEMES = {
    **dict.fromkeys(("政务服务", "政務服務", "Government services & business climate"), "gov-services"),
    **dict.fromkeys(("城市更新与空间规划", "城市更新與空間規劃", "Urban renewal"), "urban"),
    **dict.fromkeys(("民生服务与社区文化", "Daily life & community culture"), "livelihood"),
    **dict.fromkeys(("服务业", "Services"), "services"),
}
SOURCES = {"杨浦时报": "yangpu"}


def read(text: str) -> Query:
    return parse(text, today=TODAY, themes=THEMES, sources=SOURCES)


def words(query: Query) -> list[str]:
    return [word.spellings[0].form for word in query.words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("材料银行", ["材料银行"]),
        ("材料银行 大学路", ["材料银行", "大学路"]),
        ("材料银行\u3000大学路", ["材料银行", "大学路"]),
        ("材料银行 材料銀行", ["材料银行"]),  # the same word twice, in two scripts
        ("1+2+3+4", ["1234"]),
        ("概念验证中心-高质量孵化器", ["概念验证中心高质量孵化器"]),
        ("元·创联盟", ["元创联盟"]),
        ("“科创中国”长三角联盟站", ["科创中国长三角联盟站"]),
        ("B-52 5.5% 4,500家", ["b52", "5․5", "4500家"]),
        ("5G+智慧旅游", ["5g智慧旅游"]),
        ("ＣｈａｔＧＰＴ", ["chatgpt"]),
        ("- -- |", []),
        ("", []),
        ("。，！", []),
        ("AI for science", ["ai", "for", "science"]),
        ("  材料银行 \n", ["材料银行"]),
        ("自贸 上海", ["自贸", "上海"]),
        ("他说: 上海", ["他说", "上海"]),
        ("上海 | ", ["上海"]),
        ("| 上海", ["上海"]),
    ],
)
def test_plain_words(text: str, expected: list[str]) -> None:
    assert words(read(text)) == expected


def test_phrase_stays_whole() -> None:
    query = read('"AI for science" 复旦')
    assert [(word.spellings[0].form, word.exact) for word in query.words] == [("ai for science", True), ("复旦", False)]


@pytest.mark.parametrize("text", ["「材料银行」", "“材料银行”", '"材料银行"'])
def test_any_quotation_marks_make_a_phrase(text: str) -> None:
    assert read(text).words[0].exact


@pytest.mark.parametrize("text", ['"材料银行', '材料银行"', '材"料银行"'])
def test_a_mark_without_its_partner_is_no_phrase(text: str) -> None:
    query = read(text)
    assert words(query) == ["材料银行"]
    assert not query.words[0].exact


def test_excluded_words() -> None:
    query = read('征兵 -廉洁 －学校 -"市东 中学"')
    assert words(query) == ["征兵"]
    assert [word.spellings[0].form for word in query.without] == ["廉洁", "学校", "市东中学"]


@pytest.mark.parametrize("text", ["B站|哔哩哔哩", "B站 | 哔哩哔哩", "B站｜哔哩哔哩"])
def test_either(text: str) -> None:
    (word,) = read(text).words
    assert [spelling.form for spelling in word.spellings] == ["b站", "哔哩哔哩"]


@pytest.mark.parametrize("text", ["启航︱上海在行动", "|上海", "上海|"])
def test_a_bar_that_parts_nothing(text: str) -> None:
    assert len(read(text).words) == 1


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("theme:gov-services", "themes", ("gov-services",)),
        ("主题:政务服务", "themes", ("gov-services",)),
        ("主題：政務服務", "themes", ("gov-services",)),
        ("主题:政务", "themes", ("gov-services",)),
        ("theme:城市", "themes", ("urban",)),
        ("主題：空間規劃", "themes", ("urban",)),
        ("theme:URBAN", "themes", ("urban",)),
        ("theme:business climate", "themes", ("gov-services",)),
        ("theme:community", "themes", ("livelihood",)),
        ("主题: 社区", "themes", ("livelihood",)),
        ("theme:服务", "themes", ("services",)),  # a name that begins so before those that hold it
        ("theme:service", "themes", ("services",)),
        ("theme:间规", "themes", ("urban",)),
        ("主题:文化", "themes", ("livelihood",)),
        ("from:杨浦时报", "source", "yangpu"),
        ("来源:yangpu", "source", "yangpu"),
        ("after:2024-03-05", "after", date(2024, 3, 5)),
        ("after:2024年3月", "after", date(2024, 3, 1)),
        ("after:2024", "after", date(2024, 1, 1)),
        ("before:2024-02", "before", date(2024, 2, 29)),
        ("before:2024", "before", date(2024, 12, 31)),
        ("after:2024年", "after", date(2024, 1, 1)),
        ("before:2024年2月", "before", date(2024, 2, 29)),
        ("before:2024/2/5", "before", date(2024, 2, 5)),
        ("before:2024.12", "before", date(2024, 12, 31)),
        ("自:昨天", "after", date(2026, 3, 9)),
        ("至:今日", "before", date(2026, 3, 10)),
        ("since:今天", "after", date(2026, 3, 10)),
        ("until:昨日", "before", date(2026, 3, 9)),
        ("after:7d", "after", date(2026, 3, 3)),
        ("0d", "after", date(2026, 3, 10)),
        ("7D", "after", date(2026, 3, 3)),
        ("2w", "after", date(2026, 2, 24)),
        ("1m", "after", date(2026, 2, 8)),
        ("1y", "after", date(2025, 3, 10)),
        ("9999y", "after", date(1926, 4, 4)),  # a hundred years at most
        ("近7天", "after", date(2026, 3, 3)),
        ("近2日", "after", date(2026, 3, 8)),
        ("最近2周", "after", date(2026, 2, 24)),
        ("最近2週", "after", date(2026, 2, 24)),
        ("最近1年", "after", date(2025, 3, 10)),
        ("最近3个月", "after", date(2025, 12, 10)),
        ("最近3個月", "after", date(2025, 12, 10)),
    ],
)
def test_filters(text: str, field: str, value: object) -> None:
    query = read(f"{text} 征兵")
    assert getattr(query, field) == value
    assert words(query) == ["征兵"]


@pytest.mark.parametrize(
    "text",
    [
        "theme:天气",
        "from:谁",
        "after:昨",
        "before:2024-13",
        "7天",
        "d",
        "比分3:2",
        "after:",
        "99999d",
        "说:好",
        "after:2024-1-1-1",
        "after:20241",
        "after:0",
        "近天",
        "theme:政",
        "7個月",
        "after:abc",
    ],
)
def test_what_is_no_filter_is_a_word(text: str) -> None:
    query = read(text)
    assert not query.narrowed
    assert len(query.words) == 1


def test_the_last_filter_of_a_kind_counts_and_both_ends_may_be_given() -> None:
    query = read("after:2024 before:2025 after:2023 theme:城市 theme:服务")
    assert (query.after, query.before, query.themes) == (date(2023, 1, 1), date(2025, 12, 31), ("services",))
    assert query.words == ()
    assert query.narrowed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("“材料”銀行", "“材料”銀行"),
        ("“材料银行”的“夜”", "“材料银行”的“夜”"),
        ("“材料银行”", '"材料银行"'),
        ('"“材料银行”"', '"材料银行"'),
        ("材料", "材料"),
    ],
)
def test_a_word_is_shown_as_typed_without_the_marks_of_a_phrase(text: str, shown: str) -> None:
    assert read(text).understood() == shown


def test_a_phrase_takes_no_operators() -> None:
    query = read('"a|b" "7d" "theme:城市"')
    assert [word.exact for word in query.words] == [True] * 3
    assert not query.narrowed
    assert all(len(word.spellings) == 1 for word in query.words)


def test_a_name_of_a_theme_may_end_the_text_and_there_may_be_no_themes() -> None:
    assert read("征兵 theme:business").themes == ("gov-services",)
    assert words(parse("theme:business from:nobody", today=TODAY)) == ["theme business", "from nobody"]


def test_what_is_excluded_is_shown_as_typed() -> None:
    assert read('征兵 -"市东 中学" -学校').understood() == "征兵 -市东 中学 -学校"


def test_no_more_words_than_there_is_room_for() -> None:
    many = " ".join(f"词{n} -非{n}" for n in range(MAX_WORDS))
    query = read(many)
    assert (len(query.words), len(query.without)) == (MAX_WORDS // 2, MAX_WORDS // 2)
    assert words(read("词" * MAX_CHARS + "尾")) == ["词" * MAX_CHARS]


def test_understood_names_what_was_read() -> None:
    assert read('征兵 "市东中学" -廉洁 theme:政务服务 7d').understood() == (
        '征兵 "市东中学" -廉洁 theme:gov-services after:2026-03-03'
    )


@given(st.text(max_size=600))
def test_anything_can_be_read(text: str) -> None:
    query = read(text)
    assert len(query.words) + len(query.without) <= MAX_WORDS
    assert all(spelling.form for word in query.words for spelling in word.spellings)
    assert "\n" not in query.understood() or "\n" in text


@given(st.text(alphabet=st.sampled_from("中国里裡。，“”（）·-+ .,5Aaß㎡ﬁ\u3000 \n臺"), max_size=40))
def test_offsets_lead_back_to_what_was_printed(text: str) -> None:
    searched, offsets = form_aligned(text)
    assert searched == form(text)
    assert list(offsets) == sorted(offsets)
    assert all(0 <= at < len(text) for at in offsets)


@given(st.text(alphabet=st.sampled_from("中国人民 ab1"), min_size=1, max_size=20), st.data())
def test_a_text_has_the_grams_of_its_parts(text: str, data: st.DataObject) -> None:
    searched = form(text)
    run = data.draw(st.sampled_from(searched.split() or [""]))
    start = data.draw(st.integers(0, max(0, len(run) - 1)))
    end = data.draw(st.integers(start, len(run)))
    assert needed(run[start:end]) <= grams(searched)
