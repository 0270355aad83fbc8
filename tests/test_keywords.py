"""Keywords: whole phrases with weights that add up, on made sentences and on the seeds."""

from __future__ import annotations

import re
import time
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests import keywords
from digests.chinese.idf import Idf, parse_idf
from digests.chinese.script import fold
from digests.chinese.words import Segmenter, load_segmenter
from digests.keywords import lore
from digests.keywords.candidates import Candidate, Candidates
from digests.keywords.cut import _JOINED, cut_text
from digests.keywords.lore import Vocabulary, lore_of
from digests.keywords.points import Scale
from digests.keywords.weights import WEIGHTS, length_of, weights_at
from digests.knowledge import load
from digests.models import Article, Document, Keyword, Paragraph
from digests.reading import read
from digests.settings import NewsChoices

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return load_segmenter()


@pytest.fixture(scope="module")
def idf() -> Idf:
    return parse_idf((resources.files("digests") / "data" / "idf.txt").read_text("utf-8"))


def found(title: str, text: str, segmenter: Segmenter, idf: Idf, **known: float) -> tuple[Keyword, ...]:
    return keywords.keywords(keywords.cut_text(title, text, segmenter), idf=idf, known=known)


def vocabulary_of(words: keywords.Words, idf: Idf) -> Vocabulary:
    return lore_of(idf, 0.0).vocabulary(words.tokens)


def every_candidate(words: keywords.Words, vocabulary: Vocabulary) -> list[Candidate]:
    found = Candidates(words, vocabulary)
    return [found[text] for text in (*(words.tokens[place] for place, _ in found.plain), *found.others)]


def candidates_of(title: str, text: str, segmenter: Segmenter, idf: Idf) -> list[Candidate]:
    words = keywords.cut_text(title, text, segmenter)
    return every_candidate(words, vocabulary_of(words, idf))


ARTICLE = (
    "“云上邻里节”在梧桐街道启幕",
    "6月8日，“云上邻里节”在梧桐街道启幕。居民在云上邻里节上体验香囊制作，社区食堂也在云上邻里节期间推出新菜单。"
    "\n梧桐街道负责人表示，香囊制作由非遗传承人教授，1+3+N服务模式覆盖全部居民区。1+3+N服务模式去年开始试点。",
)


def test_phrases_and_not_their_fragments(segmenter: Segmenter, idf: Idf) -> None:
    texts = [keyword.text for keyword in found(*ARTICLE, segmenter, idf)]
    assert "云上邻里节" in texts[:3]
    assert "梧桐街道" in texts
    assert not {"云上", "邻里", "上邻里", "邻里节", "梧桐"}.intersection(texts)


def test_patterns_with_signs_stay_whole(segmenter: Segmenter) -> None:
    words = keywords.cut_text("", "构建1+3+N模式，增长96.4%，NICE2035与R&D，用C++写", segmenter)
    assert {"1+3+n", "96.4%", "nice2035", "r&d", "c++"} <= set(words.tokens)


def test_weight_is_the_sum_of_its_parts(segmenter: Segmenter, idf: Idf) -> None:
    for keyword in found(*ARTICLE, segmenter, idf):
        assert keyword.weight == pytest.approx(sum(value for _, value in keyword.parts))
        assert len({name for name, _ in keyword.parts}) == len(keyword.parts)


def test_best_first_and_ten_at_most(segmenter: Segmenter, idf: Idf) -> None:
    made = found(ARTICLE[0], ARTICLE[1] * 3, segmenter, idf)
    assert len(made) <= 10


def test_as_printed(segmenter: Segmenter, idf: Idf) -> None:
    printed = (
        "“雲上鄰里節”在梧桐街道啟幕",
        "“雲上鄰里節”在梧桐街道啟幕。居民在雲上鄰里節上體驗ＡＰＰ，ＡＰＰ又名隨心辦。" * 2,
    )
    texts = [keyword.text for keyword in found(*printed, segmenter, idf)]
    assert "雲上鄰里節" in texts
    assert all(text in printed[0] + printed[1] for text in texts)


def test_either_script_gives_the_same_keywords(segmenter: Segmenter, idf: Idf) -> None:
    hans = found(
        "新质生产力提速", "新质生产力加快发展。黄浦区发布新质生产力行动方案，行动方案涉及金融科技。", segmenter, idf
    )
    hant = found(
        "新質生產力提速", "新質生產力加快發展。黃浦區發布新質生產力行動方案，行動方案涉及金融科技。", segmenter, idf
    )
    assert [fold(keyword.text) for keyword in hant] == [keyword.text for keyword in hans]


def test_known_terms_count_more(segmenter: Segmenter, idf: Idf) -> None:
    text = "区里开会研究工作。会上介绍了浦江设想和其他事项，大家围绕有关事项交流讨论。"
    plain = {keyword.text: keyword.weight for keyword in found("", text, segmenter, idf)}
    known = {keyword.text: keyword.weight for keyword in found("", text, segmenter, idf, 浦江设想=1.0)}
    assert "浦江设想" not in plain
    assert "浦江设想" in known


@pytest.mark.parametrize(
    ("title", "text"), [("", ""), ("的", "了。"), ("", "2024年"), ("", "!!! …… \n\n"), ("\ud800", "\ud800")]
)
def test_nothing_to_say(title: str, text: str, segmenter: Segmenter, idf: Idf) -> None:
    assert not found(title, text, segmenter, idf)


@given(
    st.text(alphabet="杨浦区创业地图的在“”，。\n新１a+2㎡", max_size=12),
    st.text(alphabet="杨浦区创业地图的在“”，。\n新１a+2㎡", max_size=60),
)
def test_any_text(segmenter: Segmenter, idf: Idf, title: str, text: str) -> None:
    words = keywords.cut_text(title, text, segmenter)
    assert words.title == fold(title)
    assert words.body == fold(text)
    assert all(words.text.startswith(token, at) for token, at in zip(words.tokens, words.starts, strict=True))
    made = keywords.keywords(words, idf=idf)
    assert len({fold(keyword.text) for keyword in made}) == len(made) <= 10
    for keyword in made:
        assert fold(keyword.text) in words.text


def test_candidates_count_what_they_say(segmenter: Segmenter, idf: Idf) -> None:
    words = keywords.cut_text("创业地图发布", "“创业地图”上线，创业地图覆盖全区。", segmenter)
    made = {one.text: one for one in every_candidate(words, vocabulary_of(words, idf))}
    one = made["创业地图"]
    assert (len(one.places), one.in_title, one.quoted) == (3, 1, 1)
    assert made["创业"].within == 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("活动近日在江湾体育场举行。", "江湾体育场"),  # stands once and is known by its ending
        ("会上成立“科创中国”长三角联盟站。", "科创中国”长三角联盟站"),  # a quotation begins the name
        ("夯实“互联网+”这一支撑。", "互联网+"),
        ("打造“1+2+3+4”体系。", "1+2+3+4"),
        ("12号线开建，12号线有37座车站。", "12号线"),
    ],
)
def test_names_are_candidates_whole(text: str, name: str, segmenter: Segmenter, idf: Idf) -> None:
    words = keywords.cut_text("", text, segmenter)
    made = every_candidate(words, vocabulary_of(words, idf))
    assert name in {one.text for one in made}
    assert "号线" not in {one.text for one in made if one.size > 1}


def test_a_name_that_a_quotation_begins_is_shown_with_both_marks(segmenter: Segmenter, idf: Idf) -> None:
    text = "“科创中国”长三角联盟站成立。“科创中国”长三角联盟站由各方共建。"
    assert "“科创中国”长三角联盟站" in {one.text for one in found("", text, segmenter, idf)}


def test_what_never_stands_without_the_next_word_is_a_fragment(segmenter: Segmenter, idf: Idf) -> None:
    words = keywords.cut_text("", "建设国际消费中心城市。国际消费中心城市有五个。", segmenter)
    made = {one.text for one in every_candidate(words, vocabulary_of(words, idf)) if one.size > 1}
    assert "国际消费中心城市" in made
    assert not {"国际消费", "国际消费中心", "消费中心城市", "中心城市"} & made


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("重庆市发布新政。重庆市说，重庆还有新政，重庆欢迎企业。", "重庆", "重庆市"),
        ("杨浦区发布新政。杨浦区说，杨浦区欢迎企业，杨浦欢迎人才，杨浦很好。", "杨浦区", "杨浦"),
        ("杨浦区发布新政。杨浦区说，杨浦欢迎企业，杨浦欢迎人才，杨浦很好。", "杨浦", "杨浦区"),
    ],
)
def test_a_place_is_named_once(text: str, one: str, other: str, segmenter: Segmenter, idf: Idf) -> None:
    made = {candidate.text for candidate in candidates_of("", text, segmenter, idf)}
    assert one in made
    assert other not in made


@pytest.mark.parametrize("title", ["上海：上海市区两级", "上海市区两级：上海", "上海市区、上海市、上海"])
def test_three_names_of_one_place_may_meet(title: str, segmenter: Segmenter, idf: Idf) -> None:
    made = {candidate.text for candidate in candidates_of(title, "上海市发布新政，上海很好。", segmenter, idf)}
    assert "上海" in made
    assert "上海市" not in made


def test_words_of_the_lexicon_leave_no_half_names(idf: Idf) -> None:
    text = "工业和信息化部今天介绍进展。工业和信息化部说，产业向好。"
    made = {one.text for one in found("", text, load(NewsChoices()).segmenter, idf)}
    assert "工业和信息化部" in made
    assert not {"信息化部", "工业和信息化"} & made


def test_days_and_rests_of_figures_are_no_keywords(segmenter: Segmenter, idf: Idf) -> None:
    text = (
        "27日称已有3万人次到访，27日称接待了5万人次。2024年度报告发布，2024年度报告共十章，12号线有座车站，12号线很长。"
    )
    made = {candidate.text for candidate in candidates_of("", text, segmenter, idf)}
    assert "12号线" in made
    assert not {"27日称", "万人次", "2024年度"} & made


def test_a_headline_is_not_cut_off_after_its_verb(segmenter: Segmenter, idf: Idf) -> None:
    made = {candidate.text for candidate in candidates_of("社区图书馆推迟开放时间", "今天开会。", segmenter, idf)}
    assert "社区图书馆" in made
    assert "社区图书馆推迟" not in made


def test_a_piece_gives_way_to_the_name_it_never_stands_outside(segmenter: Segmenter, idf: Idf) -> None:
    title = "浣纱睦邻文化节启幕"
    text = "周末，浣纱睦邻文化节在江边启幕。文化节将持续一周，居民品尝点心、观看演出，志愿者教孩子们制作灯笼。"
    texts = {one.text for one in found(title, text, segmenter, idf)}
    assert "浣纱睦邻文化节" in texts
    assert "睦邻文化节" not in texts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("北京市婚姻登记系统启用，北京市婚姻登记系统联网。", "婚姻登记系统"),  # the place before it is no part of it
        ("他代表国家发展改革委表态。国家发展改革委负责。", "国家发展改革委"),  # ends in a character of suffixes
    ],
)
def test_a_name_beside_a_name_stands_for_itself(text: str, name: str, segmenter: Segmenter, idf: Idf) -> None:
    assert name in {one.text for one in candidates_of("", text, segmenter, idf)}


def test_what_is_counted_begins_no_phrase(segmenter: Segmenter, idf: Idf) -> None:
    text = "3天行程结束。3天行程结束。"
    assert not [one.text for one in candidates_of("", text, segmenter, idf) if one.text.startswith("天")]


def test_verbs_and_plain_words_of_the_body_stand_for_nothing(segmenter: Segmenter, idf: Idf) -> None:
    text = "大家奔跑，进一步完善设施。大家奔跑，进一步完善设施。"
    words = {one.text for one in candidates_of("", text, segmenter, idf) if one.size == 1}
    assert "设施" in words
    assert not {"奔跑", "进一步", "完善"} & words
    assert "奔跑" in {one.text for one in candidates_of("奔跑", text, segmenter, idf)}


def test_after_five_a_headline_counts_for_less(segmenter: Segmenter, idf: Idf) -> None:
    def less(title: str, text: str) -> float:
        words = keywords.cut_text(title, "创业地图上线，创业地图覆盖全区。", segmenter)
        vocabulary = vocabulary_of(words, idf)
        one = next(one for one in every_candidate(words, vocabulary) if one.text == text)
        return Scale(words, vocabulary.at, {}, WEIGHTS).less(one)

    assert less("创业地图发布", "创业地图") == WEIGHTS["title.rest"] < 0
    assert less("创业地图发布", "发布") == WEIGHTS["title.rest"] + WEIGHTS["title.rest_only"]
    assert WEIGHTS["title.rest"] / 2 < less("创业地图发布，" * 10, "创业地图") < 0


def test_after_five_nothing_is_shown_that_a_longer_one_spells_out(segmenter: Segmenter, idf: Idf) -> None:
    later = 0
    for file in SEEDS:
        for article in read(Document(source="seeds", name=file.name, content=file.read_bytes())):
            text = f"{article.title}\n{article.text}"
            shown = [keyword.text for keyword in keywords.keywords(keywords.cut(article, segmenter), idf=idf)]
            for at in range(5, len(shown)):
                later += 1
                assert all(shown[at] not in one or text.count(shown[at]) >= 5 * text.count(one) for one in shown[:at])
    assert later > 80


def test_plain_words_are_told_by_what_they_would_weigh(segmenter: Segmenter, idf: Idf) -> None:
    """Those of the body that cannot be among the promising ones are never weighed in full."""
    told = 0
    for file in SEEDS:
        for article in read(Document(source="seeds", name=file.name, content=file.read_bytes())):
            words = keywords.cut(article, segmenter)
            vocabulary = vocabulary_of(words, idf)
            found, known = Candidates(words, vocabulary), {words.tokens[0]: 0.5, words.tokens[-1]: 1.0}
            scale = Scale(words, vocabulary.at, known, WEIGHTS)
            for place, times in found.plain:
                told += 1
                assert scale.plain(place, times) == pytest.approx(sum(scale.rough(found[words.tokens[place]])))
            assert all(one.in_title or one.quoted or one.size > 1 for one in map(found.__getitem__, found.others))
    assert told > 500


def test_weights_shift_with_length_and_no_further(segmenter: Segmenter) -> None:
    assert [length_of(chars) for chars in (0, 100, 300, 500, 900, 2000, 90_000)] == [-1, -1, -0.5, 0, 0.5, 1, 1]
    short, middle, long = (weights_at(length) for length in (-1.0, 0.0, 1.0))
    assert middle == WEIGHTS
    assert all(short[name] + long[name] == pytest.approx(2 * weight) for name, weight in WEIGHTS.items())


def test_of_an_article(segmenter: Segmenter, idf: Idf) -> None:
    article = Article(
        id="a",
        source="s",
        document="d",
        title=ARTICLE[0],
        script="hans",
        paragraphs=tuple(Paragraph(text=text, lines=((1, 1),)) for text in ARTICLE[1].split("\n")),
    )
    words = keywords.cut(article, segmenter)
    assert keywords.keywords(words, idf=idf)[0].text in words.printed
    assert set(words.in_title) < set(words.tokens)


def test_keywords_of_the_seeds_stand_in_them_and_are_no_fragments(segmenter: Segmenter, idf: Idf) -> None:
    """A keyword that never stands but inside a longer one of the list is a fragment of a name."""
    for path in SEEDS:
        for article in read(Document(source="seeds", name=path.name, content=path.read_bytes())):
            words = keywords.cut(article, segmenter)
            texts = [keyword.text for keyword in keywords.keywords(words, idf=idf)]
            assert len(texts) == len(set(texts)) == 10
            body = f"{article.title}\n{article.text}"
            for text in texts:
                assert text in body
                for longer in texts:
                    if text != longer and text in longer:
                        assert body.count(text) > body.count(longer)


def test_facts_of_all_lengths_share_one_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lore, "MOST", 4)
    idf = parse_idf("5.0 n 城市 海关 港口")
    short, long = lore_of(idf, -1.0), lore_of(idf, 1.0)
    before = short.vocabulary(["城市", "海关", "港口"])
    after = long.vocabulary(["城市", "海关", "城市"])
    assert after.at[0].telling == before.at[0].telling
    assert after.at[0] is after.at[2] is after.of["城市"]
    assert after.times == {"城市": 2, "海关": 1}
    long.vocabulary(["港口"])
    assert (len(short), len(long)) == (0, 3)
    assert short.vocabulary(["城市", "海关", "港口"]) == before


# The definition, tried from each character anew.
JOINED = re.compile(
    r"[a-z0-9]{1,100}(?:[+./&'-][a-z0-9]+)+[%+]?|[0-9]{1,100}%|[a-z]{1,100}\+{1,2}(?![a-z0-9])"
    r"|(?<=[\u4e00-\u9fd5])\+(?![a-z0-9])"
)
RUNS = st.sampled_from([1, 2, 3, 5, 98, 99, 100, 101, 102, 199, 200, 201, 300])
PIECES = st.one_of(
    st.builds(lambda chars, size: (chars * size)[:size], st.sampled_from(["7", "a", "a7", "aab77"]), RUNS),
    st.sampled_from([*"+./&'-%，云 \n"]),
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_stays_one_word_is_found_from_anywhere_in_a_run(text: str) -> None:
    found = [match.span() for match in _JOINED.finditer(text) if not match.lastindex]
    assert found == [match.span() for match in JOINED.finditer(text)]


@pytest.mark.parametrize("text", ["7" * 100_000, ("7a" * 20 + "\n") * 2_500], ids=["one run", "lines"])
def test_digits_are_cut_no_slower_than_prose(segmenter: Segmenter, text: str) -> None:
    prose = "\n".join(path.read_text("utf-8") for path in SEEDS)

    def per_char(sample: str) -> float:
        segmenter.cut("热身")
        began = time.process_time()
        cut_text("", sample, segmenter)
        return (time.process_time() - began) / len(sample)

    assert min(per_char(text) for _ in range(3)) < max(per_char(prose) for _ in range(3))


@pytest.mark.parametrize(
    "text", ["市政府今天召开会议，研究部署下一阶段的重点工作。" * 8_000, "7" * 100_000], ids=["a sentence", "a digit"]
)
def test_what_is_repeated_without_end_costs_little(text: str, segmenter: Segmenter, idf: Idf) -> None:
    """With a look through all other places for each place the two took a minute, and two."""
    begun = time.process_time()
    found("部署重点工作", text, segmenter, idf)
    assert time.process_time() - begun < 10
