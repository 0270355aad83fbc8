"""Lookups from a reader's words to the sentence shown, over archives of the tests' own."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from digests import search
from digests.chinese.forms import form
from digests.lookup import closest, highlights
from digests.lookup.lexicon import glued, parts, without_question
from digests.models import Article, Lookup, Paragraph
from digests.query import Entry, Spelling, Word
from digests.search import gathering
from digests.store import Store
from tests.archive_made import articles
from tests.archived import article, fill, opened, put
from tests.newsdesk import known

TODAY = date(2026, 3, 2)
# fmt: off
NEWS = (
    article("bank", "政务服务再提速", "窗口推出“材料银行”。企业办事常用的材料可以直接调用，不用再交。大学路上也能办。"),
    article(
        "map",
        "画好一张地图",
        "三是画好一张长三角创业地图。例如，“长三角创业地图”为企业提供找场地、找资金的服务，降低创新成本。",
    ),
    article("army", "征兵工作部署会召开", "区里召开会议。2023年以来共完成279名新兵征集任务。要强化征兵工作“责任链”。"),
    article(
        "tower",
        "新總部落戶濱江",
        "美團、B站、抖音等總部項目加快建設。打通臨床應用的“最后一公裡”。中央科創區總面積192公頃。",
    ),
    article("parks", "公园城市", "哔哩哔哩与美团参加了园区活动。“六新”行动今年有152项工作。打造“1+2+3+4”的产业体系。"),
    article("police", "户籍窗口升级", "派出所大厅业务办理“热力图”已经上线。可以在线取号。"),
    article("talent", "人才政策发布", "发布“门楣之光·人才20条”。首张AI for science证书由Jonathan Ortman颁发。"),
)
# fmt: on


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('news')}/archive.db")
    fill(store, NEWS)
    yield store
    store.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """An archive of the articles given."""
    made: list[Store] = []

    def make(*given: Article, **more: dict[str, str]) -> Store:
        store = Store(f"sqlite:///{tmp_path}/{len(made)}.db")
        made.append(store)
        fill(store, given, **more)  # type: ignore[arg-type]
        return store

    yield make
    for store in made:
        store.close()


def ask(store: Store, text: str, **more: object) -> Lookup:
    with store.reading() as tx:
        return search.find(tx, known().lookups, text, today=TODAY, **more)  # type: ignore[arg-type]


def ids(found: Lookup) -> list[str]:
    return [hit.article for hit in found.hits]


def marked(found: Lookup) -> list[str]:
    return [hit.sentence[start:end] for hit in found.hits for start, end in hit.highlights]


@pytest.mark.parametrize(
    ("text", "expected", "how"),
    [
        ("材料银行", ["bank"], "exact"),
        ("材料銀行", ["bank"], "exact"),
        ("材料银行 大学路", ["bank"], "exact"),
        ("中央科创区", ["tower"], "exact"),
        ("最后一公里", ["tower"], "exact"),
        ("六新行动", ["parks"], "exact"),
        ("1+2+3+4", ["parks"], "exact"),
        ("B站", ["tower", "parks"], "exact"),
        ("哔哩哔哩", ["parks", "tower"], "exact"),
        ("ai FOR Science", ["talent"], "exact"),
        ("门", ["talent"], "exact"),
        ("怎么在线取号?", ["police"], "exact"),
        ("材料银行是什么", ["bank"], "exact"),
        ("中央科創區有多大", ["tower"], "exact"),
        ("热立图", ["police"], "fuzzy"),
        ("門眉之光", ["talent"], "fuzzy"),
        ("材料银航", ["bank"], "fuzzy"),
        ("中央创科区", ["tower"], "fuzzy"),
        ("Jonathon", ["talent"], "fuzzy"),
        ("zhengbing", ["army"], "pinyin"),
        ("cailiao yinhang", ["bank"], "pinyin"),
        ("re li tu", ["police"], "pinyin"),
        ("clyh", ["bank"], "pinyin"),
        ("征兵会议", ["army"], "variant"),
        ("美团 -抖音", ["parks"], "exact"),
        ("热力图|材料银行", ["bank", "police"], "exact"),
    ],
)
def test_finds(news: Store, text: str, expected: list[str], how: str) -> None:
    found = ask(news, text)
    assert sorted(ids(found)) == sorted(expected)
    assert ids(found)[0] == expected[0]
    assert found.hits[0].how == how


@pytest.mark.parametrize(
    "text",
    [
        "低空经济",
        "第六届进博会",
        "杨幂",
        "地铁18号线",
        "航运指数期货",
        "银行 迪士尼",
        "创新券",
        "zzz",
        "279人",
        "1+2+3+5",
        "特鲁多访问了哪里?",
    ],
)
def test_never_guesses(news: Store, text: str) -> None:
    found = ask(news, text)
    assert found.hits == ()
    assert found.total == 0


@pytest.mark.parametrize(
    ("text", "sentence", "hits"),
    [
        ("材料银行", "窗口推出“材料银行”。企业办事常用的材料可以直接调用，不用再交。", ["材料银行"]),
        ("长三角创业地图", "例如，“长三角创业地图”为企业提供找场地、找资金的服务，降低创新成本。", ["长三角创业地图"]),
        ("1+2+3+4", "打造“1+2+3+4”的产业体系。", ["1+2+3+4"]),
        ("六新行动", "“六新”行动今年有152项工作。", ["六新”行动"]),
        ("最后一公里", "打通臨床應用的“最后一公裡”。", ["最后一公裡"]),
        ("征兵", "要强化征兵工作“责任链”。", ["征兵"]),
    ],
)
def test_shows_the_sentence_with_its_hits(news: Store, text: str, sentence: str, hits: list[str]) -> None:
    found = ask(news, text)
    assert found.hits[0].sentence == sentence
    assert marked(found) == hits


def test_in_the_readers_script(news: Store) -> None:
    found = ask(news, "材料银行", script="hant")
    assert found.hits[0].title == "政務服務再提速"
    assert marked(found) == ["材料銀行"]


def test_most_of_the_words_says_what_was_left_out(news: Store) -> None:
    found = ask(news, "美团 抖音 总部 高铁")
    assert ids(found)[0] == "tower"
    assert found.dropped == ("高铁",)
    assert ask(news, "抖音 高铁").hits == ()  # one of two is not most


def test_a_guess_is_no_part_cut_out_of_a_word(shelf: Callable[..., Store]) -> None:
    store = shelf(article("a", "", "打造热带雨林式的生态。转化为成果。"), article("b", "", "到会的有华为等企业。"))
    assert ask(store, "热带鱼").hits == ()
    assert ids(ask(store, "热代雨林")) == ["a"]
    assert ids(ask(store, "huawei")) == ["b"]  # 转化为 holds 化为 as well


def test_no_part_of_a_word_is_a_character_alone(shelf: Callable[..., Store]) -> None:
    store = shelf(article("a", "", "全市唯一处于中央活动区的行政区，营商环境好。"))
    assert ask(store, "中央活动营").hits == ()
    assert ids(ask(store, "行政区营商环境")) == ["a"]
    assert ask(store, "几区").hits == ()  # 几 asks, but 区 alone is not what for


def test_pinyin_with_a_syllable_twice_and_a_rare_character(shelf: Callable[..., Store]) -> None:
    store = shelf(article("a", "", "推广三师三顾问。"), article("b", "", "支持孵化器。"))
    assert ids(ask(store, "san shi san gu wen")) == ["a"]
    assert ids(ask(store, "fuhuaqi")) == ["b"]


def test_a_percentage_is_more_than_its_figure(shelf: Callable[..., Store]) -> None:
    store = shelf(article("a", "", "各方企业共来了80家左右。数量比上期末增长80%以上。"))
    assert ask(store, "80%").hits[0].sentence == "数量比上期末增长80%以上。"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("新馆有多少座位?", "新馆的座位增加到900个。"), ("新馆什么时候开放", "新馆将于6月1日开放。")],
)
def test_a_question_is_answered_with_what_it_asks_for(shelf: Callable[..., Store], text: str, shown: str) -> None:
    told = "新馆开放，座位很多，读者都说好得很。新馆的座位增加到900个。新馆将于6月1日开放。"
    assert ask(shelf(article("a", "", told)), text).hits[0].sentence == shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("火星上的探测车有多少座位?", []),  # the least of what is asked for
        ("新馆的阅览室有多少座位?", ["a"]),
        ("新馆的阅览室和火星上的探测车一共有多少座位?", ["a"]),
        ("火星上的探测车和月球上的空间站为什么没有座位?", []),
    ],
)
def test_a_question_is_answered_only_where_most_of_what_it_asks_for_is(
    shelf: Callable[..., Store], text: str, found: list[str]
) -> None:
    store = shelf(
        article("a", "", "新馆的阅览室昨天开放，座位增加到九百个，坐满了读者。"), article("b", "", "没有上车。")
    )
    assert ids(ask(store, text)) == found


def test_a_short_list_goes_on_with_those_that_have_half_the_words(shelf: Callable[..., Store]) -> None:
    parts = article("parts", "", "小麦、收获，夏种，灯会都好。")
    store = shelf(parts, article("two", "", "小麦收获过七成，夏种陆续展开。"), article("one", "", "夏种开始。"))
    assert set(ids(ask(store, "小麦收获 夏种 灯会"))) == {"parts", "two"}
    assert ask(store, "小麦收获 夏种 高铁 飞机").hits == ()  # two of four are not most


def test_names_what_was_taken_for_what(news: Store) -> None:
    assert ask(news, "热立图").understood == "热立图 → 热力图"
    assert ask(news, "热立图", script="hant").understood == "热立图 → 熱力圖"
    assert ask(news, "cailiao yinhang").understood == "cailiao yinhang → 材料银行"


def test_one_hit_a_story_its_lead_if_that_matches(shelf: Callable[..., Store]) -> None:
    lead, copy = article("lead", "原文", "杨浦滨江开放。"), article("copy", "转载", "杨浦滨江开放。编者按。")
    store = shelf(lead, copy, stories_of={"copy": "slead"})
    assert ids(ask(store, "滨江")) == ["lead"]
    assert ids(ask(store, "编者按")) == ["copy"]
    assert ask(store, "滨江").total == 1
    assert ids(ask(store, "滨江 开放 编者按")) == ["copy"], "which holds more of the words than its lead"


LEAD = article(
    "lead",
    "图书馆的新服务",
    "市图书馆昨天推出“夜读角”，读者可以在这里看书到深夜。\n馆里还为视障读者录制了有声读物，每月更新一次。\n支持社区开办共享书房，"
    "鼓励居民捐出闲置的图书。\n流动书车每周三开进校园，师生凭证借阅。",
)
REWORDED = article(
    "copy",
    "圖書館新的服務",
    "市圖書館昨日發布“夜間閱讀邊”，讀者可以在那裡看書到深夜。\n圖書館還為視障讀者錄制了有聲讀物，每個月都更新。\n支援社區開設公用書屋，"
    "鼓勵居民捐贈閒置的圖書。\n流動書車每星期三開進校園，師生憑證借閱。\n翻譯由機器完成。",
)


@pytest.mark.parametrize(
    ("text", "sentence", "hits"),
    [
        ("公用書屋", "支持社区开办共享书房，鼓励居民捐出闲置的图书。", ["共享书房"]),
        ("夜间阅读边", "市图书馆昨天推出“夜读角”，读者可以在这里看书到深夜。", ["夜读角"]),
    ],
)
def test_the_lead_answers_for_a_copy_in_other_words(
    shelf: Callable[..., Store], text: str, sentence: str, hits: list[str]
) -> None:
    found = ask(shelf(LEAD, REWORDED, stories_of={"copy": "slead"}), text)
    (hit,) = found.hits
    assert (hit.article, hit.copy, hit.how, hit.sentence) == ("lead", "copy", "variant", sentence)
    assert marked(found) == hits


def test_a_copy_answers_itself_where_the_lead_says_nothing_like_it(shelf: Callable[..., Store]) -> None:
    store = shelf(LEAD, REWORDED, stories_of={"copy": "slead"})
    assert ask(store, "机器完成").hits[0].sentence == "翻譯由機器完成。"
    assert ids(ask(store, "公用書屋 -共享")) == ["copy"]  # the lead holds what is not wanted
    assert ids(ask(store, "公用書屋 from:书架")) == ["copy"]


def test_a_machines_wording_answers_only_for_most_of_the_words(shelf: Callable[..., Store]) -> None:
    store = shelf(LEAD, REWORDED, stories_of={"copy": "slead"})
    (hit,) = ask(store, "翻译由机器还是馆员完成？").hits
    assert (hit.article, hit.sentence) == ("copy", "翻譯由機器完成。")
    others = [article(word, "镇里的消息", f"昨天，{word}的人来了。") for word in ("新兵", "入伍", "杨浦", "征兵")]
    store = shelf(LEAD, REWORDED, *others, stories_of={"copy": "slead"})
    found = {hit.article: hit for hit in ask(store, "杨浦翻译了多少新兵").hits}
    assert found["lead"].copy == "copy"
    assert found["lead"].sentence in LEAD.text


def test_a_severed_sentence_only_where_no_other_has_the_word(shelf: Callable[..., Store]) -> None:
    severed = Paragraph(text="的养老顾问。服务圈也在扩大。", lines=((1, 1),), severed=True)
    made = replace(article("a", "题目", ""), paragraphs=(severed, Paragraph(text="服务圈已有三个。", lines=((2, 2),))))
    store = shelf(made)
    assert ask(store, "养老顾问").hits[0].sentence == "…的养老顾问。"
    assert ask(store, "服务圈").hits[0].sentence.startswith("服务圈")


def test_a_subhead_hands_over_to_the_sentence_under_it(shelf: Callable[..., Store]) -> None:
    head = Paragraph(text="实施“续航”行动", lines=((1, 1),), role="subhead")
    under = Paragraph(text="区里加大对科技企业的支持力度，构建培育机制，形成政策体系。", lines=((2, 2),))
    made = replace(article("a", "题目", "开头的一句话说的是别的事情。"), paragraphs=(head, under))
    found = ask(shelf(made), "續航行动")
    assert found.hits[0].sentence == under.text
    assert found.hits[0].lines == ((2, 2),)


def test_a_sentence_that_refers_back_brings_what_it_refers_to(shelf: Callable[..., Store]) -> None:
    told = "到期末要实现两方面目标，一是建成汇聚区，二是建成承载区。这“两个区”的目标相辅相成。"
    assert ask(shelf(article("a", "目标", told)), "两个区").hits[0].sentence == told


def test_an_article_about_a_thing_comes_before_a_list_that_names_it(shelf: Callable[..., Store]) -> None:
    about = article("about", "", "采用“揭榜挂帅”机制，引导企业加大研发投入，明确技术指标。" + "其他工作继续推进。" * 8)
    listing = article(
        "list", "", "通过“政企茶话会”和“创业之星”还有揭榜挂帅评比，促进英才聚集。" + "其他工作继续推进。" * 7
    )
    assert ids(ask(shelf(about, listing), "揭榜挂帅")) == ["about", "list"]
    assert ids(ask(shelf(about, listing), "揭榜挂帅是怎么做的?")) == ["about", "list"]


REST = "其他各项工作也在按计划推进之中。" * 6


@pytest.mark.parametrize(
    ("text", "told", "shown"),
    [
        # one thing of a list, and what it did
        ("乐读网", f"到会的有云书坊、乐读网、晨光社等单位。{REST}乐读网已为九万名读者送书上门。", "乐读网已为九万名"),
        # the name as typed in a list, another name of the same where it acts
        (
            "滨江技术交易所",
            f"会议开得很好。到会的有甲园、滨江技术交易所、乙园等。{REST}滨江技交所已签约三十家。",
            "滨江技交所已签约",
        ),
        # a sentence that opens its paragraph
        ("共享书房", f"居民说共享书房很好。{REST}又说共享书房开到很晚。\n共享书房获得全市推广。", "共享书房获得"),
        # a word that stands nowhere: its last part says what the thing is
        ("元宵音乐会", f"大家吃元宵、看花灯，热闹非凡的一个晚上。{REST}广场上的音乐会持续了两小时。", "广场上的音乐会"),
    ],
)
def test_of_several_sentences_the_one_that_tells_of_the_thing(
    shelf: Callable[..., Store], text: str, told: str, shown: str
) -> None:
    others = (article(f"other{n}", "", f"第{n}条别的新闻。") for n in range(12))
    assert ask(shelf(article("a", "新闻", told), *others), text).hits[0].sentence.startswith(shown)


def test_a_name_comes_before_a_longer_name_that_holds_it(shelf: Callable[..., Store]) -> None:
    longer = article("longer", "画好一张东部创业地图", "“东部创业地图”收录了四十个园区，并且每个月更新一次。" + REST)
    named = article("named", "办事更方便", "窗口开通了“创业地图”的功能。" + REST)
    other = article("other", "综述", "还有人提到创业地图。" + REST)
    assert ids(ask(shelf(longer, named, other), "创业地图"))[0] == "named"
    assert ids(ask(shelf(longer, other), "创业地图"))[0] == "longer"


def test_other_names_of_two_characters_within_a_word(shelf: Callable[..., Store]) -> None:
    store = shelf(article("net", "", "会上谈到网络安全。"), article("uni", "", "北京大学图书馆开放了。"))
    assert ids(ask(store, "網路安全")) == ["net"]
    assert ids(ask(store, "北大图书馆")) == ["uni"]
    assert ask(store, "湖北大学").hits == ()  # holds 北大, but is none of 北京大学


def test_the_journalists_question_is_not_the_answer(shelf: Callable[..., Store]) -> None:
    made = replace(
        article("a", "更新老城", ""),
        paragraphs=(
            Paragraph(text="记者:老旧小区怎么改造?", lines=((1, 1),), role="question"),
            Paragraph(text="今年推进成套改造工作,十三万平方米。", lines=((2, 2),), role="answer"),
        ),
    )
    assert ask(shelf(made), "老旧小区 改造").hits[0].sentence.startswith("今年推进成套改造")


def test_pages_follow_one_another(shelf: Callable[..., Store]) -> None:
    store = shelf(*(article(f"a{n}", "", f"滨江第{n}次开放,沿线共有驿站若干。") for n in range(13)))
    pages = [ids(ask(store, "滨江", page=page)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [5, 5, 3, 0]
    assert len({id for page in pages for id in page}) == 13
    assert ask(store, "滨江").total == 13


def test_counting_stops_and_says_so(shelf: Callable[..., Store]) -> None:
    store = shelf(*(article(f"a{n}", "", "滨江") for n in range(230)))
    found = ask(store, "滨江")
    assert (found.total, found.total_at_least) == (120, True)
    assert len(ask(store, "滨江", per_page=500).hits) == 230


def test_no_more_texts_are_looked_at_than_a_reader_can_wait_for(
    shelf: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pairs that all stand somewhere, never next to each other; what is left out is left out by the index."""
    monkeypatch.setattr(gathering, "LOOKED_AT", 20)
    monkeypatch.setattr(gathering, "AT_LEAST", 5)
    apart = (article(f"a{n}", "", "滨江的江湖。杨浦") for n in range(30))
    store = shelf(article("old", "", "滨江湖畔"), *apart)
    assert (ask(store, '"滨江湖"').total, ask(store, "滨江 -杨浦").total) == (0, 1)
    assert [hit.article for hit in ask(store, "滨江湖畔").hits] == ["old"]


@pytest.mark.parametrize(
    ("text", "first"), [("征冰", "征兵"), ("徵冰", "征兵"), ("征冰 会议", "征兵 会议"), ("zhenbing", "征兵")]
)
def test_what_may_have_been_meant_is_offered(news: Store, text: str, first: str) -> None:
    found = ask(news, text)
    assert (found.hits, found.nearest[:1]) == ((), (first,))


def test_offers_come_in_the_readers_script(shelf: Callable[..., Store]) -> None:
    assert ask(shelf(article("a", "", "今年经济很好。")), "经挤", script="hant").nearest == ("經濟",)


def test_a_sound_that_many_do_not_tell_apart(shelf: Callable[..., Store]) -> None:
    store = shelf(article("a", "", "科技创新成果丰硕。"))
    assert ids(ask(store, "科技创兴")) == ["a"]
    assert ask(store, "创兴").hits == ()  # two characters are never guessed at


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("台风", ()), ("zzzz", ()), ("😀", ()), ("after:2030", ()), ("特鲁多访华", ()),
        ("征兵 台风", ("征兵",)),
        ("材料银行 户籍", ("材料银行", "户籍")),  # both stand there, in no one story
        ("征兵季的热力图", ("热力图", "征兵")),
        ("杏兵 台风", ()),  # 征兵 may be meant by the one, but the offer has to find something
        ("量治", ()),
    ],
)  # fmt: skip
def test_what_is_offered_where_nothing_is_found_stands_in_the_archive(
    news: Store, text: str, offered: tuple[str, ...]
) -> None:
    found = ask(news, text)
    assert (found.hits, found.nearest) == ((), offered)
    assert all(ask(news, word).hits for word in offered)


def test_near_keywords_share_two_characters(seeded_home: Path, tmp_path: Path) -> None:
    shutil.copytree(seeded_home, tmp_path, dirs_exist_ok=True)
    store = Store(f"sqlite:///{tmp_path / 'jianbao.sqlite3'}")
    assert "数字经济" in ask(store, "低空经济").nearest
    for narrow in ("数字经济 before:2001-01-01", "数字经济 -杨浦", "养老 -养老"):
        wide = narrow.partition(" ")[0]
        assert (ask(store, narrow).hits, ask(store, narrow).nearest[0]) == ((), wide), narrow
    assert ask(store, "养老院").nearest[0] == "养老"
    assert ask(store, "台风").nearest == ()  # 作风 is near to nobody's mind
    store.close()


def test_filters_alone_list_the_newest(news: Store) -> None:
    assert len(ask(news, "from:书架").hits) == 5
    assert ask(news, "theme:other").total == len(NEWS)
    assert ask(news, "theme:other").hits[0].sentence.endswith("。")
    assert ask(news, "theme:sci-tech 材料银行").hits == ()


def test_without_words_no_question_and_no_torso_is_quoted(shelf: Callable[..., Store]) -> None:
    made = replace(
        article("a", "更新老城", ""),
        paragraphs=(
            Paragraph(text="记者:老城怎么更新?", lines=((1, 1),), role="question"),
            Paragraph(text="的养老顾问。接着说第二句。", lines=((2, 2),), role="answer", severed=True),
        ),
    )
    assert ask(shelf(made), "theme:other").hits[0].sentence == "接着说第二句。"


def test_question_words_stay_when_nothing_else_is_left(shelf: Callable[..., Store]) -> None:
    store = shelf(article("a", "", "书名叫《十万个为什么》。"), article("b", "", "多少人来了。"))
    assert ids(ask(store, "为什么")) == ["a"]
    assert ids(ask(store, "多少")) == ["b"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("怎么在线取号", ["在线取号"]),
        ("中央科创区有多大", ["中央科创区"]),
        ("三师三顾问指谁", ["三师三顾问"]),
        ("一廊一带在哪里", ["一廊一带"]),
        ("创业周是第几届", ["创业周"]),
        ("数字企业有多少家", ["数字企业"]),
        ("几步", []),
        ("材料银行", []),
    ],
)
def test_question_words(text: str, pieces: list[str]) -> None:
    assert without_question(form(text), known().lookups) == pieces


def test_a_number_keeps_its_measure() -> None:
    assert parts("杨浦2023年征了", known().lookups) == ["杨浦", "2023年", "征"]


@pytest.mark.parametrize(
    ("cut", "typed", "joined"),
    [
        (["中央", "活动", "营"], "中央活动营", ["中央", "活动营"]),
        (["大", "数据", "中心"], "大数据中心", ["大数据", "中心"]),
        (["质量", "考核", "a"], "质量考核a等", ["质量", "考核", "a"]),
        (["杨浦", "征", "兵"], "杨浦2023年征了兵", ["杨浦", "征", "兵"]),
    ],
)
def test_glued(cut: list[str], typed: str, joined: list[str]) -> None:
    assert glued(cut, typed) == joined


def test_latin_slips() -> None:
    entry = Entry(pk=1, article="a", story="s", title="chatgpt", body="jonathan ortman", marks=".", day=TODAY)
    assert closest("chatgtp", [entry]) == ["chatgpt"]
    assert closest("johnathan", [entry]) == ["jonathan"]
    assert closest("gpt", [entry]) == []
    assert closest("esgx", [entry._replace(body="esg")]) == []


def test_hits_are_marked_in_either_script() -> None:
    word = Word(text="裡面", spellings=(Spelling(form="里面"), Spelling(form="b站")))
    assert highlights([word], "裏面有Ｂ站,里面") == ((0, 2), (3, 5), (6, 8))


HOSTILE = (
    *("", '"', '""', "'; DROP TABLE articles; --", "a OR b AND NOT", "NEAR(a b)", "*", "征*", "^征", "search_grams:征"),
    *("-", "--", "|", "||||", "a||b", "theme:", "from::", "after:9999-99-99", "before:0000", "9999y", "\0", "征\0兵"),
    *(
        "\ud800",
        "😀",
        "👨\u200d👩\u200d👧",
        "\u202e兵征",
        "مرحبا",
        "ﷺ",
        "ß" * 50,
        "㎡" * 50,
        "-" * 500,
        '"' * 501,
        "|" * 300,
    ),
    *(
        "(" * 400,
        "a " * 300,
        "征 " * 300,
        "征兵" * 2048,
        "x" * 4096,
        "的" * 4096,
        "zhang" * 60,
        "xian" * 80,
        "a'" * 200,
    ),
    *("1" * 400, "1.1" * 130, "，" * 400, "\t\n\r", "AND", "OR", "NOT", "{征}", "征 + 兵", "征\\兵", "%", "_"),
    *("<b>征兵</b>", "&lt;", "{{7*7}}", "$(id)", "../../etc/passwd"),
)


def hostile(count: int) -> Iterator[str]:
    chance = random.Random(11)
    pieces = [
        *HOSTILE,
        "征兵",
        "材料银行",
        "theme:other",
        "7d",
        "是什么",
        "在哪里",
        " ",
        "|",
        ' -"',
        "zhengbing",
        "热立图",
    ]
    yield from HOSTILE
    for _ in range(count - len(HOSTILE)):
        kind = chance.random()
        if kind < 0.6:
            yield chance.choice(("", " ")).join(chance.choices(pieces, k=chance.randint(1, 4)))[:4096]
        elif kind < 0.8:
            yield "".join(
                chr(chance.choice((chance.randrange(0x20, 0x3000), chance.randrange(0x4E00, 0x9FFF))))
                for _ in range(40)
            )
        else:
            yield "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(1, 200)))


def test_a_dollar_sign_parts_no_gram(shelf: Callable[..., Store]) -> None:
    many = (article(f"a{n}", "id $5a", "价格是$5a。") for n in range(130))
    store = shelf(*many, article("b", "", "5和a。"))
    assert ask(store, "$5a").total == 120
    assert ask(store, "5和a -$5a").total == 1


def test_anything_gets_an_answer(news: Store) -> None:
    survive(news, 300)


@pytest.mark.full
@pytest.mark.timeout(900)
def test_anything_gets_an_answer_at_length(shelf: Callable[..., Store]) -> None:
    slowest = survive(shelf(*articles(5_000)), 5_000)
    assert slowest < 0.3


def survive(store: Store, count: int) -> float:
    """Asks every hostile text; gives the seconds of the slowest once the tables are loaded."""
    slowest = 0.0
    ask(store, "zhengbing")
    for text in hostile(count):
        begun = time.thread_time()  # other processes of the machine are not what is measured
        found = ask(store, text)
        slowest = max(slowest, time.thread_time() - begun)
        for hit in found.hits:
            assert all(0 <= start < end <= len(hit.sentence) for start, end in hit.highlights)
    return slowest


def test_answers_while_articles_are_stored(shelf: Callable[..., Store]) -> None:
    store = shelf(*articles(300))
    document = opened(store)
    stop = threading.Event()

    def write() -> None:
        for one in articles(40, first=1000):
            with store.writing() as tx:
                put(tx, [one], document, {})
            if stop.wait(0.005):
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        totals = [ask(store, "创新").total for _ in range(40)]
    finally:
        stop.set()
        writer.join()
    assert totals == sorted(totals)
