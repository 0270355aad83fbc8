"""Themes files, the points of an article under them, and learning one from examples."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.errors import SettingsError
from digests.models import Article, Paragraph
from digests.themes import Scoring, Theme, Themes, dump, fit, parse, points, score
from digests.themes.examples import Example, parse_examples
from digests.themes.learn import learn

NAMES = {"zh-Hans": "甲", "zh-Hant": "甲", "en": "A"}
NAMED = '[theme.names]\nzh-Hans = "甲"\nzh-Hant = "甲"\nen = "A"\n'
DISTRICT = (
    *("sci-tech", "industry", "startup", "cooperation", "gov-services"),
    *("urban", "livelihood", "education-talent", "governance", "defence"),
)


def themes(
    keywords: dict[str, dict[str, float]], *, exclude: dict[str, tuple[str, ...]] | None = None, **scoring: float
) -> Themes:
    chosen = Scoring(**{"length_power": 0.0, "title": 0.0, **scoring})  # type: ignore[arg-type]
    return Themes(
        all=tuple(
            Theme(slug=slug, names=NAMES, keywords=tuple(words.items()), exclusions=(exclude or {}).get(slug, ()))  # type: ignore[arg-type]
            for slug, words in keywords.items()
        ),
        scoring=chosen,
    )


def shipped(name: str) -> Themes:
    return parse((resources.files("digests") / "data" / f"themes-{name}.toml").read_text("utf-8"), name=name)


def points_of(title: str, text: str, made: Themes) -> dict[str, float]:
    return {one.theme: one.score for one in points(title, text, made)}


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("", "创业", {"a": 5.0, "b": 0.0}),
        ("", "創業", {"a": 5.0, "b": 0.0}),  # either script
        ("", "创新创业", {"a": 4.0, "b": 0.0}),  # the longer swallows the shorter
        ("", "创新创业，创业", {"a": 9.0, "b": 0.0}),
        ("", "创业" * 7, {"a": 15.0, "b": 0.0}),  # at most three times
        ("创业", "", {"a": 5.0, "b": 0.0}),
        ("", "主题教育与教育", {"a": 0.0, "b": 3.0}),  # inside an exclusion nothing counts
        ("", "ＡＩ for Science", {"a": 0.0, "b": 2.0}),
        ("", "", {"a": 0.0, "b": 0.0}),
    ],
)
def test_points(title: str, text: str, expected: dict[str, float]) -> None:
    made = themes(
        {"a": {"创业": 5, "创新创业": 4}, "b": {"教育": 3, "ai for science": 2}}, exclude={"b": ("主题教育",)}
    )
    assert points_of(title, text, made) == expected


def test_a_keyword_of_one_character_counts_once_at_the_end() -> None:
    assert points_of("", "买股", themes({"a": {"股": 1}}))["a"] == 1


def test_title_counts_more() -> None:
    made = themes({"a": {"创业": 5}}, title=2.0)
    assert points_of("创业", "", made)["a"] == 15


def test_long_articles_are_divided() -> None:
    made = Themes(all=themes({"a": {"创业": 5}}).all, scoring=Scoring(title=0, length_chars=100, length_power=0.5))
    assert points_of("", "创业" + "文" * 398, made)["a"] == pytest.approx(2.5)


def test_hits_add_up() -> None:
    made = shipped("district")
    for one in points("打造创新创业高地", "孵化器与科技创新，成果转化，人才公寓。" * 3, made):
        assert one.score == pytest.approx(sum(value for _, value in one.hits))


def test_further_themes_need_their_share_and_three_is_the_limit() -> None:
    made = themes({"a": {"甲": 10}, "b": {"乙": 5}, "c": {"丙": 4}, "d": {"丁": 9}, "e": {"戊": 8}}, second=0.5)
    assert [one.theme for one in fit("", "甲乙", made)] == ["a", "b"]
    assert [one.theme for one in fit("", "甲丙", made)] == ["a"]
    assert [one.theme for one in fit("", "甲乙丙丁戊", made)] == ["a", "d", "e"]


def test_below_the_minimum_is_other() -> None:
    made = themes({"a": {"甲": 4}}, minimum=5)
    assert fit("", "甲", made) == ()
    assert [one.theme for one in fit("", "甲甲", made)] == ["a"]
    assert fit("", "无关", themes({"a": {"甲": 4}})) == ()


@pytest.mark.parametrize(
    ("toml", "key", "remedy"),
    [
        ("theme = ", "own", "TOML"),
        ("", "theme", "at least one"),
        ('[[theme]]\nslug = "Not A Slug"', "theme[1].slug", "small letters"),
        ('[[theme]]\nslug = "other"', "theme[1].slug", "not 'other'"),
        ('[[theme]]\nslug = "a"\nnames = {en = "A"}', "(a).names", "zh-Hans"),
        ('[[theme]]\nslug = "a"\nnames = {zh-Hans = "甲", zh-Hant = "甲", en = "A"}', "(a).keywords", "weights"),
        ('[[theme]]\nslug = "a"\nkeyword = 1', "(a).keyword", "no such key"),
        (
            f'[[theme]]\nslug = "a"\n{NAMED}[theme.keywords]\n"创业" = "five"',
            "keywords.创业",
            "a number",
        ),
        (
            f'[[theme]]\nslug = "a"\nexclude = "甲"\n{NAMED}[theme.keywords]\n"创业" = 5',
            "(a).exclude",
            "list",
        ),
        ('[scoring]\ncap = -1\n[[theme]]\nslug = "a"', "own", "expected"),
    ],
)
def test_a_broken_file_names_key_and_remedy(toml: str, key: str, remedy: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(toml, name="own")
    assert key in caught.value.key
    assert remedy in str(caught.value)


GOOD = f'[[theme]]\nslug = "a"\n{NAMED}[theme.keywords]\n"創業" = 5\n'


@pytest.mark.parametrize(
    ("scoring", "key"),
    [("cap = -1", "cap"), ("overlap = 1", "overlap"), ("title = true", "title"), ("caps = 3", "caps")],
)
def test_scoring_is_checked(scoring: str, key: str) -> None:
    with pytest.raises(SettingsError, match=f"scoring.{key}"):
        parse(f"[scoring]\n{scoring}\n{GOOD}")


def test_the_same_slug_twice_is_refused() -> None:
    with pytest.raises(SettingsError, match="each slug once"):
        parse(GOOD + GOOD)


def test_keywords_are_folded() -> None:
    assert parse(GOOD).all[0].keywords == (("创业", 5.0),)


@pytest.mark.parametrize("name", ["district", "general"])
def test_shipped_files_read_back_the_same(name: str) -> None:
    made = shipped(name)
    assert parse(dump(made, source="a test\nof two lines")) == made
    for theme in made.all:
        assert all(theme.names.values())
        assert theme.description
        assert len(theme.keywords) >= 30
        assert all(1 <= weight <= 5 for _, weight in theme.keywords)


@given(st.text(min_size=1, max_size=12), st.text(max_size=12))
def test_any_words_survive_the_file(keyword: str, description: str) -> None:
    if not keyword.strip():
        return
    made = Themes(all=(Theme(slug="a", names=NAMES, description=description, keywords=((keyword, 0.5),)),))  # type: ignore[arg-type]
    try:
        again = parse(dump(made, source="x")).all[0]
    except UnicodeEncodeError:
        pytest.fail("not written as TOML can hold it")
    assert again.description == description
    assert len(again.keywords) == 1


def test_the_district_has_its_ten_themes() -> None:
    assert shipped("district").slugs == DISTRICT


CASES = [
    ("派出所办证不用排队", "居民打开手机就能在线取号，查看各派出所窗口的排队人数，办理身份证更方便。", "gov-services"),
    (
        "新兵起运仪式举行",
        "一批适龄青年光荣入伍，区武装部和退役军人事务局为新兵送行，勉励他们在部队建功立业。",
        "defence",
    ),
    ("老人在社区食堂过元宵", "街道举办非遗市集和猜灯谜，居民与志愿者一起做香囊，睦邻中心热闹非凡。", "livelihood"),
    ("孵化器里的创业者", "创业大赛落幕，初创企业获得天使投资和科创金融支持，孵化器帮助创业团队融资。", "startup"),
    ("旧改让老街坊住新房", "旧里征收收尾，滨江公共空间贯通，老旧小区加装电梯，城市更新再提速。", "urban"),
    (
        "國際學校落戶",
        "學校引進師資，為外籍人員子女提供教育，人才公寓同步啟用，吸引海外高層次人才。",
        "education-talent",
    ),
]


@pytest.mark.parametrize(("title", "text", "theme"), CASES)
def test_district_themes_of_new_articles(title: str, text: str, theme: str) -> None:
    article = Article(
        id="a", source="s", document="d", title=title, script="hans",
        paragraphs=(Paragraph(text=text, lines=((1, 1),)),),
    )  # fmt: skip
    found = score(article, shipped("district"))
    assert found[0].theme == theme


GENERAL = [
    ("国足主场获胜", "球队在世界杯预选赛中进球，球迷庆祝，主教练称赞球员。", "sport"),
    ("央行下调存款准备金率", "股市上涨，银行信贷增加，沪指收涨，人民币汇率稳定。", "economy"),
    ("加沙停火谈判继续", "以色列和哈马斯代表在开罗会谈，联合国呼吁人道主义停火。", "world"),
    ("流感疫苗开打", "医院门诊患者增多，医生提醒老人接种疫苗，疾控中心发布提示。", "health"),
    ("台风登陆", "暴雨引发洪水，消防救援转移安置群众，铁路停运。", "society"),
]


@pytest.mark.parametrize(("title", "text", "theme"), GENERAL)
def test_general_themes(title: str, text: str, theme: str) -> None:
    assert fit(title, text, shipped("general"))[0].theme == theme


def test_terms_tell_the_keyword_stage_what_matters() -> None:
    made = themes({"a": {"创业": 5, "孵化": 2}, "b": {"孵化": 4, "无关": -1}})
    assert dict(made.terms) == {"创业": 1.0, "孵化": 0.8}


def examples() -> list[Example]:
    sport = ["球队进球获胜", "球员助攻得分", "球迷庆祝夺冠", "教练称赞球员", "球队客场失利", "决赛进球夺冠"]
    money = ["股市大涨收盘", "银行下调利率", "基金净值下跌", "股价涨停收盘", "央行调整利率", "基金收益上涨"]
    made = [Example(title=text[:2], text=text, theme="sport") for text in sport]
    return made + [Example(text=text, theme="money") for text in money]


def test_learn_writes_a_file_that_tells_new_texts_apart() -> None:
    pytest.importorskip("sklearn")
    made = parse(
        dump(learn(examples(), {"sport": {"zh-Hans": "体育", "zh-Hant": "體育", "en": "Sport"}}), source="test")
    )
    assert made.slugs == ("money", "sport")
    assert made.all[1].names["en"] == "Sport"
    assert fit("", "球員進球後球迷歡呼", made)[0].theme == "sport"
    assert fit("", "利率下调，基金上涨", made)[0].theme == "money"
    assert not made.terms
    assert all(len(theme.keywords) <= 1000 for theme in made.all)


def test_learning_twice_gives_the_same_file() -> None:
    pytest.importorskip("sklearn")
    assert dump(learn(examples()), source="x") == dump(learn(examples()), source="x")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([Example(text="甲", theme="a"), Example(text="乙", theme="a")], "two themes"),
        ([Example(text="甲", theme="a"), Example(text="乙", theme="a"), Example(text="丙", theme="b")], "at least 2"),
    ],
)
def test_too_few_examples_are_refused(given: list[Example], expected: str) -> None:
    pytest.importorskip("sklearn")
    with pytest.raises(SettingsError, match=expected):
        learn(given)


def test_examples_are_lines_of_json() -> None:
    text = '{"text": "球队\u2028进球", "theme": "sport"}\n\n{"title": "题", "text": "文", "theme": "a-1"}\n'
    assert parse_examples(text) == [
        Example(text="球队\u2028进球", theme="sport"),
        Example(title="题", text="文", theme="a-1"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"text": 1, "theme": "a"}',
        '{"theme": "a"}',
        '{"text": "文"}',
        '{"text": "文", "theme": "体育"}',
        "null",
    ],
)
def test_a_broken_example_names_its_line(line: str) -> None:
    with pytest.raises(SettingsError, match="own, line 2"):
        parse_examples('{"text": "文", "theme": "a"}\n' + line, name="own")


@pytest.mark.parametrize("text", ["水", "饮水", "水利", "水利局，水"])
def test_keywords_of_one_character_are_found_at_any_place(text: str) -> None:
    made = themes({"a": {"水": 5, "水利局": 2}, "b": {"利局": 1}})
    alone = text.replace("水利局", "").count("水")
    assert points_of("", text, made)["a"] == 5.0 * alone + 2.0 * text.count("水利局")
