"""How entries of the index are ranked for a lookup, and how guesses at mistyped words are made: without an archive."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from digests import lookup
from digests.chinese.forms import PLAIN, SEVERED, SUBHEAD, form, pairs
from digests.lookup import matching, prominence, ranking
from digests.lookup.prominence import ASKED, FIRST, INTRODUCED, LISTED, NAMED, SUBJECT, prominence_of
from digests.lookup.repair import CHOICES, Guess
from digests.models import How
from digests.query import Entry, Query, Spelling, Word
from digests.search import finding
from tests.newsdesk import known

DAY = date(2026, 3, 2)
FILLER = "其它各项工作都在按部就班地进行当中"


def entry(body: str, title: str = "", *, pk: int = 1, day: date = DAY, marks: str | None = None) -> Entry:
    lines = body.split("\n")
    return Entry(
        pk=pk, article=f"a{pk}", story=f"s{pk}", title=title, body=body, marks=marks or PLAIN * len(lines), day=day
    )


def word(*forms: str, how: How = "variant") -> Word:
    """A word as typed, and its other spellings."""
    others = tuple(Spelling(form=form, how=how) for form in forms[1:])
    return Word(text=forms[0], spellings=(Spelling(form=forms[0]), *others))


def evenly(*words: Word) -> dict[str, float]:
    """Every pair as telling as any other."""
    return {gram: 1.0 for each in words for spelling in each.spellings for gram in pairs(spelling.form)}


def first(
    words: list[Word], *bodies: str | Entry, question: bool = False, weights: dict[str, float] | None = None
) -> int:
    """Which of these entries is the best; they lose ties to those after them."""
    made = [
        (body if isinstance(body, Entry) else entry(body))._replace(pk=number) for number, body in enumerate(bodies)
    ]
    return lookup.rank(words, weights or evenly(*words), made, question=question)[0].entry.pk


def test_weights_fall_with_the_number_of_articles_and_are_never_negative() -> None:
    assert lookup.weigh([1.0], 2) == pytest.approx((math.log(1 + 1.5 / 1.5),))
    weights = lookup.weigh([0, 1, 10, 100, 500], 100)
    assert list(weights) == sorted(weights, reverse=True)
    assert weights[-1] > 0, "counted is estimated, and may be more than there are"
    assert weights[-1] == pytest.approx(math.log(1 + 0.5 / 500.5))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(entry(FILLER, "滨江开放"), entry("滨江开放滨江开放"), id="a title before two hits in the body"),
        pytest.param(entry("滨江开放"), entry("滨江开了又放"), id="a whole word before its pairs"),
        pytest.param(entry("滨江开放" * 3), entry("滨江开放"), id="often before once"),
        pytest.param(entry("滨江开放"), entry("滨江开放" + FILLER * 9), id="a short article before a long one"),
        pytest.param(entry(FILLER, "滨江开放"), entry("滨江开放" * 9), id="a title before many hits in the body"),
    ],
)
def test_one_word(better: Entry, worse: Entry) -> None:
    assert first([word("滨江开放")], better, worse) == 0
    assert first([word("滨江开放")], worse, better) == 1


def test_length_is_corrected_only_in_part() -> None:
    assert first([word("滨江")], "滨江" * 4 + FILLER * 30, "滨江") == 0


def test_a_word_again_and_again_is_worth_less_than_a_second_word() -> None:
    assert first([word("滨江"), word("开放")], "滨江和开放", "滨江" * 40) == 0


def test_equal_entries_come_newest_first() -> None:
    old, new = entry("滨江", pk=9, day=date(2026, 1, 1)), entry("滨江", pk=1, day=date(2026, 1, 2))
    late = entry("滨江", pk=2, day=date(2026, 1, 2))
    ranked = lookup.rank([word("滨江")], evenly(word("滨江")), [new, old, late])
    assert [r.entry for r in ranked] == [late, new, old]


def test_the_heavier_word_decides() -> None:
    rare, common = word("滨江"), word("开放")
    weights = {"滨江": 5.0, "开放": 0.5}
    assert first([rare, common], "滨江", "开放开放开放", weights=weights) == 0
    assert lookup.heaviest(word("滨江开放"), {"滨江": 5.0, "江开": 1.0}) == 5.0
    assert lookup.heaviest(word("滨江"), {}) == 0.0


@pytest.mark.parametrize("how", ["variant", "pinyin", "fuzzy"])
def test_what_was_typed_counts_more_than_what_it_was_taken_for(how: How) -> None:
    assert first([word("滨江开放", "沿河开门", how=how)], "滨江开放", "沿河开门") == 0


def test_a_longer_other_name_does_not_outweigh_what_was_typed() -> None:
    asked = word("北大", "北京大学图书馆新馆")
    scores = {r.entry.pk: r.score for r in rank_all([asked], "北大", "北京大学图书馆新馆")}
    assert scores[1] < scores[0]
    shorter = word("北京大学图书馆新馆", "北大")
    scores = {r.entry.pk: r.score for r in rank_all([shorter], "北京大学图书馆新馆", "北大")}
    assert 0 < scores[1] < scores[0]


def rank_all(words: list[Word], *bodies: str) -> list[ranking.Ranked]:
    return lookup.rank(words, evenly(*words), [entry(body, pk=n) for n, body in enumerate(bodies)])


def test_only_held_words_are_named() -> None:
    best, other = rank_all([word("滨江"), word("开放")], "开放滨江", "开放")
    assert [held.text for held in best.held] == ["滨江", "开放"]
    assert [held.text for held in other.held] == ["开放"]


@pytest.mark.parametrize(
    ("typed", "whole", "cut_out"),
    [
        ("ai", "我们用ai来写稿子", "said"),
        ("18", "昨天举行的第18届", "2018届"),
        ("b站", "昨天看了看b站", "ab站"),
        ("站b", "昨天看了看站b", "站bc"),
        ("ai", entry(FILLER, "ai来了"), "ai ai ai ai ai ai"),
    ],
)
def test_a_latin_word_cut_out_of_another_is_worth_less(typed: str, whole: str | Entry, cut_out: str) -> None:
    assert first([word(typed)], whole, cut_out) == 0
    assert first([word(typed)], "没有这个词", cut_out) == 1, "but more than nothing"


def test_words_side_by_side_come_before_words_apart() -> None:
    apart, together = f"滨江\n{FILLER}\n开放", f"滨江开放\n{FILLER}\n们们"
    words = [word("滨江"), word("开放")]
    assert first(words, together, apart) == 0
    assert first(words, entry(FILLER, "滨江开放"), entry(f"滨江{FILLER}\n开放", "开放滨河江")) == 0


def test_the_sentence_that_holds_most_of_a_question_counts() -> None:
    asked = [word("滨江开放日")]
    near, far = "开放日就在滨江啊", "滨江\n开放\n放日"
    assert first(asked, near, far, question=True) == 0
    assert first(asked, near, far) == 1, "otherwise the later article"


def test_nearness_does_not_outweigh_a_title() -> None:
    words = [word("滨江"), word("开放")]
    assert first(words, entry(f"开放\n{FILLER}", "滨江"), "滨江开放") == 0


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("会上提到创业地图，大家鼓掌", 1.0),
        ("创业地图很受欢迎", FIRST),
        ("会上提到“创业地图”，大家鼓掌", NAMED),
        ("会上提到《创业地图》", NAMED),
        ("会上提到“创业地图”与(创业地图)", NAMED),
        ("会上提到“创业地图的意义”", 1.0),
        ("今年推出创业地图", INTRODUCED),
        ("今年推出全市首张“创业地图”", INTRODUCED * NAMED),
        ("今年推出新政策，还有创业地图", 1.0),
        ("他说创业地图就是一张图", INTRODUCED),
        ("他说创业地图很好，它是一张图", 1.0),
        ("共享书房、创业地图和夜读角", LISTED),
        ("还有创业地图、夜读角", LISTED),
        ("昨天，创业地图已上线", SUBJECT),
        ("创业地图已上线", FIRST * SUBJECT),
        ("昨天创业地图已上线", 1.0),
        ("有没有创业地图？", ASKED),
        ("有没有“创业地图？”", ASKED),
        ("都在创业地图、书房里，创业地图已上线", SUBJECT),
        ("没有这个词", 1.0),
    ],
)
def test_prominence(text: str, factor: float) -> None:
    assert prominence_of(["创业地图"], text) == pytest.approx(factor)


def test_no_words_are_a_mere_mention() -> None:
    assert prominence_of([], "有没有？") == 1.0
    assert LISTED < 1 < min(FIRST, SUBJECT, INTRODUCED, NAMED)
    assert ASKED < 1 < prominence.ANSWERING


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("有多少座位", "增加到900个", "座位很多"),
        ("有几家店", "三家店", "2026年开店"),
        ("什么时候开放", "将于6月1日开放", "已经开放"),
        ("哪年开的", "去年开的", "开得很早"),
        ("新馆在哪里", "位于滨江", "是个好去处"),
    ],
)
def test_a_question_asks_for_figures_times_or_places(question: str, answer: str, other: str) -> None:
    sought = prominence.asked_for(question)
    assert sought is not None
    assert sought.search(answer)
    assert not sought.search(other)


def test_other_questions_ask_for_nothing_of_a_kind() -> None:
    assert prominence.asked_for("谁来了") is None


def test_names_are_what_stands_in_marks() -> None:
    assert lookup.names_in(["“创业地图”和《夜读》", "“一”", "「書房」"]) == {"创业地图", "夜读", "书房"}


@pytest.mark.parametrize(
    ("typed", "there", "found"),
    [
        ("chatgtp", "chatgpt", True),  # changed round
        ("chatgp", "chatgpt", True),  # one missing
        ("chattgpt", "chatgpt", True),  # one too many
        ("chetgbt", "chatgpt", False),  # two wrong, in seven letters
        ("johnathan", "jonathan", True),
        ("jonethen", "jonathan", True),  # two wrong, in eight
        ("jenethen", "jonathan", False),
        ("jnoathna", "jonathan", True),  # two pairs changed round
        ("abcd", "abdc", True),
        ("abcd", "badc", False),
        ("huawei", "huaweis", True),
        ("huaweis", "huawei", True),
        ("huawei", "huaweixy", False),
    ],
)
def test_latin_words_one_edit_away_or_two_in_long_ones(typed: str, there: str, found: bool) -> None:
    assert lookup.closest(typed, [entry(there)]) == ([there] if found else [])


def test_the_nearest_latin_word_comes_first_then_the_most_frequent() -> None:
    shelf = [entry("jonathen jonathan"), entry("jonathon"), entry("", "jonathon")]
    assert lookup.closest("jonathan", shelf) == ["jonathan", "jonathon", "jonathen"]


@pytest.mark.parametrize(("typed", "sought"), [("abc", False), ("abcd", True), ("ab12", False), ("中abcd", False)])
def test_only_latin_words_of_four_letters_have_grams(typed: str, sought: bool) -> None:
    assert bool(lookup.latin_grams(typed)) is sought


def patterns(typed: str, shortest: int = 3) -> list[Guess]:
    return list(lookup.by_slip(typed, known().lookups, shortest))


def spelt(guesses: list[Guess]) -> list[str]:
    """Those that have one character in each place, or any at all: a dot."""
    return ["".join(place or "." for place in g.places) for g in guesses if all(len(p) < 2 for p in g.places)]


@pytest.mark.parametrize(
    ("typed", "slips"),
    [
        ("热力", []),
        ("甲乙丙", ["乙甲丙", "甲丙乙"]),
        ("甲乙丙丁", ["乙甲丙丁", "甲丙乙丁", "甲乙丁丙", "甲.乙丙丁", "甲乙.丙丁", "甲乙丙.丁"]),
        ("甲乙乙丁", ["乙甲乙丁", "甲乙丁乙", "甲.乙乙丁", "甲乙.乙丁", "甲乙乙.丁"]),
        (
            "甲乙丙丁戊",
            ["乙甲丙丁戊", "甲丙乙丁戊", "甲乙丁丙戊", "甲乙丙戊丁", "甲丙丁戊", "甲乙丁戊", "甲乙丙戊",
             "甲.乙丙丁戊", "甲乙.丙丁戊", "甲乙丙.丁戊", "甲乙丙丁.戊"],
        ),
        ("甲" * 17, []),
        ("甲乙a丁", []),
    ],
)  # fmt: skip
def test_slips(typed: str, slips: list[str]) -> None:
    assert spelt(patterns(typed)) == slips


def test_one_character_may_be_another_of_its_sound() -> None:
    alike = [g for g in patterns("征冰季") if g.places[0] == "征" and g.places[2] == "季" and "兵" in g.places[1]]
    assert alike
    assert all("冰" not in g.places[1] for g in alike), "what was typed stands nowhere"
    assert all(g.how == "fuzzy" for g in patterns("征冰季"))


def test_a_sound_like_it_only_in_longer_words_or_in_what_is_merely_offered() -> None:
    def blurred(typed: str, shortest: int = 3) -> bool:
        return any("新" in g.places[-1] for g in patterns(typed, shortest) if len(g.places) == len(typed))

    assert blurred("科技创兴")
    assert not blurred("技创兴")
    assert blurred("创兴", 2)
    assert spelt(patterns("创兴", 2)) == []


@pytest.mark.parametrize(
    ("typed", "places"),
    [("zhengbing", {2}), ("xianshi", {2, 3}), *((typed, set()) for typed in ("zheng", "zb", "征bing", "ba" * 49))],
)
def test_letters_that_are_pinyin(typed: str, places: set[int]) -> None:
    guesses = list(lookup.by_sound(typed))
    assert {len(g.places) for g in guesses} == places
    assert all(g.how == "pinyin" for g in guesses)


def test_pinyin_as_it_is_heard() -> None:
    exact, loose = (next(lookup.by_sound("zenbin", loosely=loosely)) for loosely in (False, True))
    assert "兵" not in exact.places[1]
    assert "兵" in loose.places[1]


def test_a_guess_is_narrowed_to_what_stands_anywhere() -> None:
    guess = Guess(("甲乙", "", "丙"), "fuzzy")
    narrowed = guess.narrowed(lambda chars: chars.replace("甲", ""))
    assert narrowed is not None
    assert narrowed.places == ("乙", "", "丙")
    assert guess.narrowed(lambda chars: "") is None
    assert Guess(("甲", "乙丙"), "fuzzy").narrowed(lambda chars: "乙" * (len(chars) > 1)) == Guess(
        ("甲", "乙"), "fuzzy"
    )
    wide = Guess(("".join(map(chr, range(0x4E00, 0x4E00 + 2 * CHOICES))), "丙"), "fuzzy").narrowed(str)
    assert wide is not None
    assert len(wide.places[0]) == CHOICES


def test_a_guess_asks_the_index_for_pairs_and_the_text_for_its_pattern() -> None:
    guess = Guess(("甲乙", "丙", "", "丁"), "fuzzy")
    assert guess.wanted == [[frozenset({"甲丙"}), frozenset({"乙丙"})]]
    assert guess.pattern.fullmatch("乙丙好丁")
    assert not guess.pattern.fullmatch("乙丙 丁")
    assert not guess.pattern.fullmatch("丙丙好丁")


def test_what_a_guess_means_stands_as_a_word_of_its_own_where_it_can() -> None:
    lexicon = replace(known().lookups, cut=lambda line: line.split("/"))
    guess = Guess(("热", "带", "雨"), "fuzzy")
    assert lookup.meant(guess, [entry("热带雨林")], replace(lexicon, cut=lambda line: [line])) == []
    assert lookup.meant(replace(guess, how="pinyin"), [entry("热带雨林")], known().lookups) == ["热带雨"]
    assert lookup.meant(guess, [entry("热带雨林"), entry("热带雨")], replace(lexicon, cut=lambda line: [line])) == [
        "热带雨"
    ]


def test_what_a_guess_means_most_often_comes_first() -> None:
    lexicon = replace(known().lookups, cut=lambda line: [line])
    guess = Guess(("甲乙", "丙", "丁", "戊"), "fuzzy")
    shelf = [entry("甲丙丁戊"), entry("乙丙丁戊\n乙丙丁戊"), entry("", "甲丙丁戊"), entry("甲丙丁戊")]
    assert lookup.meant(guess, shelf, lexicon) == ["甲丙丁戊", "乙丙丁戊"]


def test_what_a_guess_means_is_made_of_words_rather_than_of_characters() -> None:
    lexicon = replace(known().lookups, cut=lambda line: [line[:2], line[2:]] if line[0] == "乙" else list(line))
    guess = Guess(("甲乙", "丙", "丁", "戊"), "fuzzy")
    assert lookup.meant(guess, [entry("甲丙丁戊\n甲丙丁戊\n乙丙丁戊")], lexicon) == ["乙丙丁戊", "甲丙丁戊"]


@pytest.mark.parametrize(
    ("text", "start", "end", "apart"),
    [
        ("用ai写", 1, 3, True), ("ai", 0, 2, True), ("said", 1, 3, False), ("aid", 0, 2, False), ("sai", 1, 3, False),
        ("ai5", 0, 2, True), ("2018届", 2, 4, False), ("18届", 0, 2, True), ("5\u20245", 0, 1, False),
        ("5\u20245", 2, 3, False), ("a\u20245", 0, 1, True), ("5\u2024b", 2, 3, True), ("滨江湖", 0, 2, True),
    ],
)  # fmt: skip
def test_where_latin_words_and_numbers_end(text: str, start: int, end: int, apart: bool) -> None:
    assert matching.whole(start, end, text) is apart


@pytest.mark.parametrize(
    ("spans", "merged"),
    [
        ([(0, 2), (2, 4)], ((0, 4),)), ([(3, 4), (0, 2)], ((0, 2), (3, 4))), ([(0, 5), (1, 2)], ((0, 5),)),
        ([(0, 1), (3, 6), (4, 9)], ((0, 1), (3, 9))), ([], ()),
    ],
)  # fmt: skip
def test_spans_that_touch_are_one(spans: list[tuple[int, int]], merged: tuple[tuple[int, int], ...]) -> None:
    assert matching.merged(spans) == merged


def test_every_spelling_that_stands_there_is_named_else_the_typed_one() -> None:
    asked = word("北大", "北京大学", "燕园")
    assert [s.form for s in matching.standing(asked, entry("燕园", "北京大学"))] == ["北京大学", "燕园"]
    assert [s.form for s in matching.standing(asked, entry("湖北"))] == ["北大"]
    assert lookup.held([asked, word("湖北")], entry("燕园")) == (asked,)
    assert list(matching.places("哈哈", "哈哈哈哈哈")) == [(0, 2), (2, 4)]


@pytest.mark.parametrize(
    ("copy", "lead", "told"),
    [
        ("圖書館推出夜間閱讀邊", "图书馆推出夜读角", True),
        ("天气很好", "图书馆推出夜读角", False),
        ("图书馆推出夜读角\n编者按", "图书馆推出夜读角", False),  # a reprint
        ("图书馆推出夜读角\n别的一行\n又一行", "图书馆推出夜读角", False),
    ],
)
def test_a_copy_tells_the_same_in_other_words(copy: str, lead: str, told: bool) -> None:
    assert lookup.reworded(entry("\n".join(map(form, copy.split("\n")))), entry(lead)) is told


def test_a_sentence_has_the_counterpart_that_is_likest_and_may_be_quoted() -> None:
    lead = entry("小标题\n天气很好\n图书馆推出夜读角", marks=SUBHEAD + PLAIN * 2)
    copy = entry("图书馆推出夜间角")
    assert lookup.counterpart(0, copy, entry("天气很好\n图书馆推出夜读角")) == 1
    assert lookup.counterpart(0, entry("没有对应"), lead) is None
    assert lookup.counterpart(0, copy, entry("天气很好\n图书馆推出夜读角", marks=PLAIN + SEVERED)) is None


@pytest.mark.parametrize(
    ("idf", "held", "covered"),
    [
        ([5, 5, 5], 1, True),  # the most telling word, with a third
        ([5, 5, 5, 5], 1, False),
        ([3, 3, 3, 10], 3, False),  # all but the most telling of four words: less than 0.55 of their weight
        ([3, 3, 3, 6], 3, True),
        ([3] * 7 + [10], 4, False),  # however many words, 0.4 of their weight at least
        ([3] * 7 + [10], 5, True),
        ([3], 0, False),
    ],
)
def test_an_answer_covers_what_a_question_asks_for(idf: list[float], held: int, covered: bool) -> None:
    forms = [f"词{chr(0x4E00 + 9 * n)}" for n in range(len(idf))]
    lexicon = replace(known().lookups, idf=dict(zip(forms, map(float, idf), strict=True)).__getitem__)
    query = Query(text="", words=tuple(map(word, forms)))
    assert finding._covers(query, lexicon, entry(" ".join(forms[:held]))) is covered


@pytest.mark.parametrize(("held", "shown"), [(0, "copy"), (1, "lead"), (2, "lead")])
def test_a_storys_lead_answers_where_it_holds_as_many_words(held: int, shown: str) -> None:
    words = (word("滨江"), word("开放"))
    copy = ranking.Ranked(entry=entry("", pk=1)._replace(article="copy", story="s"), score=3.0, held=words[:1])
    lead = ranking.Ranked(entry=entry("", pk=2)._replace(article="lead", story="s"), score=2.0, held=words[:held])
    other = ranking.Ranked(entry=entry("", pk=3)._replace(story="t"), score=1.0, held=words)
    index = SimpleNamespace(leads=lambda stories: dict.fromkeys(stories, 2))
    first, second = finding._by_story(index, [copy, lead, other])  # type: ignore[arg-type]
    assert (first.entry.article, first.score, second) == (shown, 3.0, other)


def test_filters_of_days_and_unwanted_words_hold_for_every_entry() -> None:
    query = Query(text="", without=(word("抖音"),), after=date(2026, 3, 1), before=date(2026, 3, 3))
    assert lookup.allowed(query, entry("滨江", day=date(2026, 3, 1)))
    assert lookup.allowed(query, entry("滨江", day=date(2026, 3, 3)))
    assert not lookup.allowed(query, entry("滨江", day=date(2026, 2, 28)))
    assert not lookup.allowed(query, entry("滨江", day=date(2026, 3, 4)))
    assert not lookup.allowed(query, entry("抖音"))
    assert not lookup.allowed(query, entry("滨江", "抖音来了"))


def test_words_together_stand_in_one_sentence_or_the_title() -> None:
    words = [word("滨江"), word("开放")]
    assert lookup.together(words, entry("滨江今天开放\n好"))
    assert lookup.together(words, entry("今天开放", "滨江"))
    assert not lookup.together(words, entry("滨江\n开放"))
