"""Composing a digest: which stories, under which theme, in which order; shares, mutes and what comes back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest

from digests.compose import Caps, best_theme, compose, new_facts, returning
from digests.models import (
    ITEMS,
    OTHER,
    QUOTES,
    WATCHED,
    Composition,
    CompositionKey,
    Length,
    Quote,
    Score,
    Script,
    StoredArticle,
    StoryView,
)
from tests.stories_made import NOW, stored, story

NAMES = {"urban": "城市建设", "defence": "国防"}


def key(*themes: str, script: Script | None = None, length: Length = "normal") -> CompositionKey:
    return CompositionKey(themes=tuple(sorted(themes)), since=None, until=NOW, script=script, length=length)


def fit(view: StoryView, theme: str) -> Score:
    found = [f.score for a in view.articles for f in a.analysis.themes if f.theme == theme]
    return Score(parts=(("theme", max(found, default=0.0)),))


def first_sentences(it: StoredArticle, n: int) -> tuple[Quote, ...]:
    pieces = [p + "。" for p in it.article.text.split("。") if p]
    return tuple(Quote(text=p, article=it.article.id, lines=((1, 1),)) for p in pieces[:n])


def made(wanted: CompositionKey, stories: Sequence[StoryView], **more: object) -> Composition:
    return compose(wanted, stories, names=NAMES, scoring=fit, quoting=first_sentences, **more)  # type: ignore[arg-type]


def test_each_story_once_under_its_best_theme() -> None:
    both = story(stored("a", themes=[("urban", 8.0), ("defence", 5.0)]))
    other = story(stored("b", themes=[("defence", 7.0)]))
    result = made(key("urban", "defence"), [both, other])
    assert [(d.theme, [i.story for i in d.items]) for d in result.digests] == [("defence", ["sb"]), ("urban", ["sa"])]
    alone = made(key("defence"), [both, other])
    assert sorted(alone.stories) == ["sa", "sb"]


def test_other_takes_only_what_fits_nothing() -> None:
    assert best_theme(story(stored("a", themes=[])), {OTHER, "urban"}) == OTHER
    assert best_theme(story(stored("a", themes=[("urban", 1.0)])), {OTHER}) is None
    assert best_theme(story(stored("a", themes=[])), {"urban"}) is None


@pytest.mark.parametrize("length", ["short", "normal", "long"])
def test_as_many_items_and_quotes_as_the_length_says(length: Length) -> None:
    stories = [story(stored(f"{i:02}", themes=[("urban", 9.0 - i / 10)], keywords=[f"词{i}"])) for i in range(20)]
    (digest,) = made(key("urban", length=length), stories).digests
    assert len(digest.items) == ITEMS[length]
    assert all(len(item.quotes) == QUOTES[length] for item in digest.items)
    assert [item.story for item in digest.items] == [f"s{i:02}" for i in range(ITEMS[length])]


def test_limit_overrides_the_length() -> None:
    stories = [story(stored(str(i), keywords=[f"词{i}"])) for i in range(5)]
    assert len(made(key("urban"), stories, limit=2).stories) == 2
    assert made(key("urban"), stories, limit=0).stories == ()


def test_what_the_reader_had_or_muted_is_left_out() -> None:
    stories = [story(stored("a")), story(stored("b", keywords=["足球"])), story(stored("c", source="evening"))]
    assert made(key("urban"), stories, had={"sa"}).stories == ("sb", "sc")
    assert made(key("urban"), stories, muted={"足球", "evening"}).stories == ("sa",)
    assert made(key("urban"), stories, muted={"urban"}).stories == ()


def test_what_was_watched_comes_first_all_of_it_and_once() -> None:
    stories = [story(stored(f"w{i}", themes=[("defence", 5.0 - i)], keywords=["词"])) for i in range(4)]
    mine = story(stored("u", themes=[("urban", 9.0)]))
    asked = {"sw0", "sw1", "sw2", "sw3"}
    result = made(key("urban"), [mine, *stories], watched=asked, limit=1)
    assert [(d.theme, [i.story for i in d.items]) for d in result.digests] == [
        (WATCHED, ["sw0", "sw1", "sw2", "sw3"]),
        ("urban", ["su"]),
    ]
    assert {item.theme for item in result.digests[0].items} == {"defence"}
    assert made(key("urban"), [mine], watched={"su"}).stories == ("su",)
    assert made(key("urban"), stories, watched=asked, had={"sw0"}, muted={"词"}).stories == ()
    assert [d.theme for d in made(key("urban"), [mine]).digests] == ["urban"]


def test_new_facts_bring_a_story_back_and_are_named() -> None:
    first = stored("a", text="青川大桥3月1日通车，全长1280米，总投资30亿元。", read_h_ago=30)
    more = "全長1280米。3月2日又有「青川號」渡輪停航，拆除橋墩17座，分流車輛4.5萬輛，時間為10時30分。"
    richer = story(first, stored("b", text=more, source="evening", read_h_ago=1))
    echo = story(
        first, stored("c", text="大桥全长1280米，3月5日已通车4天，总投资30亿元。", source="night", read_h_ago=1)
    )
    assert new_facts(richer, 1) == ("青川號", "17", "4.5萬")
    assert returning([richer], {"sa": 1}, None) == {"sa": 1}
    assert returning([echo], {"sa": 1}, None) == returning([richer], {"sa": 2}, None) == {}
    window = NOW - timedelta(hours=2)
    assert (returning([richer], {}, window), returning([echo], {}, window)) == ({"sa": 1}, {})
    (digest,) = made(key("urban", script="hans"), [richer], told={"sa": 1}).digests
    assert digest.items[0].news == ("青川号", "17", "4.5万")
    assert made(key("urban"), [richer]).digests[0].items[0].news == ()


def test_one_source_does_not_fill_a_digest_while_another_has_news() -> None:
    loud = [story(stored(f"l{i}", themes=[("urban", 9.0)], keywords=[f"大{i}"])) for i in range(6)]
    quiet = [story(stored(f"q{i}", themes=[("urban", 2.0)], keywords=[f"小{i}"], source="evening")) for i in range(2)]
    shown = made(key("urban"), loud + quiet, limit=4).stories
    assert [s for s in shown if s.startswith("sq")] == ["sq0", "sq1"]
    assert len(made(key("urban"), loud, limit=4).stories) == 4


def test_one_topic_does_not_fill_a_digest() -> None:
    same = [
        story(stored(f"a{i}", themes=[("urban", 9.0)], keywords=["大桥", "通车"], source=f"s{i}")) for i in range(5)
    ]
    else_ = story(stored("b", themes=[("urban", 1.0)], keywords=["公园"], source="x"))
    assert "sb" in made(key("urban"), [*same, else_], limit=3).stories
    assert "sb" not in made(key("urban"), [*same, else_], limit=3, caps=Caps(topic=1.0)).stories


def test_a_story_without_keywords_shares_no_topic() -> None:
    topics: list[tuple[str, list[str]]] = [("a", ["大桥"]), ("b", ["公交"]), ("bare", []), ("c", ["公园"])]
    stories = [
        story(stored(name, themes=[("urban", 9.0 - place)], keywords=keywords, source=name))
        for place, (name, keywords) in enumerate(topics)
    ]
    assert made(key("urban"), stories, limit=3).stories == ("sa", "sb", "sbare")


@pytest.mark.parametrize(("few", "many", "shown"), [(9.0, 8.0, ("sa", "sb")), (8.0, 9.0, ("sc", "sb"))])
def test_one_topic_is_told_by_the_shorter_list_of_keywords(few: float, many: float, shown: tuple[str, ...]) -> None:
    stories = [
        story(stored("a", themes=[("urban", few)], keywords=["大桥"], source="s0")),
        story(stored("c", themes=[("urban", many)], keywords=["大桥", "公交", "绿道", "地铁"], source="s1")),
        story(stored("b", themes=[("urban", 1.0)], keywords=["学校"], source="x")),
    ]
    assert made(key("urban"), stories, limit=2).stories == shown


def test_items_do_not_hang_on_the_order_of_the_stories() -> None:
    stories = [
        story(stored(f"{i:02}", themes=[("urban", 5.0)], keywords=[f"词{i % 3}"], source=f"s{i % 2}", read_h_ago=i % 4))
        for i in range(12)
    ]
    expected = made(key("urban"), stories)
    random.Random(5).shuffle(stories)
    assert made(key("urban"), stories) == expected


def test_output_in_the_script_asked_for_keeps_the_original_beside_it() -> None:
    view = story(stored("a", title="青川大桥通车", text="县长说,里程碑后面还有路。投资6.4亿元。"))
    (item,) = made(key("urban", script="hant"), [view]).digests[0].items
    assert item.headline == "青川大橋通車"
    assert item.keywords == ("青川大橋", "通車")
    assert item.quotes[0].text == "縣長說,里程碑後面還有路。"
    assert item.quotes[0].original == "县长说,里程碑后面还有路。"
    (plain,) = made(key("urban", script="hans"), [view]).digests[0].items
    assert all(q.original is None for q in plain.quotes)
    assert made(key("urban"), [view]).digests[0].items[0].headline == "青川大桥通车"


def test_an_item_quotes_one_article_and_names_every_source() -> None:
    silent = stored("a", text="")
    view = story(silent, stored("b", source="evening"), stored("c", source="evening"))
    (item,) = made(key("urban"), [view]).digests[0].items
    assert {q.article for q in item.quotes} == {"b"}
    assert item.articles == ("a", "b", "c")
    assert item.further == 2
    assert item.sources == ("daily 报", "evening 报")


def test_an_article_without_a_title_is_headed_by_its_quote() -> None:
    (item,) = made(key("urban"), [story(stored("a", title=""))]).digests[0].items
    assert item.headline == item.quotes[0].text


def test_a_theme_with_nothing_new_has_no_items() -> None:
    (digest,) = made(key("defence"), []).digests
    assert (digest.name, digest.items) == ("国防", ())
