"""The score of a story: each part moves with its cause alone, and all add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.models import Feedback, StoryView
from digests.score import Weights, leanings, score
from tests.stories_made import NOW, stored, story


def parts(view: StoryView, theme: str = "urban", **more: object) -> Mapping[str, float]:
    return dict(score(view, theme, now=NOW, **more).parts)  # type: ignore[arg-type]


def test_parts_have_names_and_add_up_to_the_total() -> None:
    result = score(story(stored("a")), "urban", now=NOW)
    assert [name for name, _ in result.parts] == [
        "theme",
        "keywords",
        "freshness",
        "outlets",
        "facts",
        "length",
        "feedback",
    ]
    assert result.total == pytest.approx(sum(value for _, value in result.parts))


RISES = {
    "theme": (stored("a", themes=[("urban", 4.0)]), stored("a", themes=[("urban", 9.0)])),
    "keywords": (stored("a", keywords=["青川"]), stored("a", keywords=["青川大桥", "通车", "桥长"])),
    "freshness": (stored("a", read_h_ago=50), stored("a", read_h_ago=3)),
    "facts": (
        stored("a", text="青川大桥正式通车。" * 20),
        stored("a", text="桥长1280米,投资6.4亿元,“青川号”停航。" * 9),
    ),
    "length": (stored("a", text="短讯一条。"), stored("a")),
}


@pytest.mark.parametrize(("part", "pair"), RISES.items(), ids=RISES)
def test_each_part_rises_with_its_cause_and_moves_nothing_else(part: str, pair: tuple[object, object]) -> None:
    less, more = (parts(story(it)) for it in pair)  # type: ignore[arg-type]
    assert less[part] < more[part]
    others = {"facts", "length"} if part in ("facts", "length") else {part}
    assert {n: v for n, v in less.items() if n not in others} == {n: v for n, v in more.items() if n not in others}


def test_further_outlets_count_and_copies_in_one_do_not() -> None:
    alone = parts(story(stored("a")))
    copied = parts(story(stored("a"), stored("b")))
    reported = parts(story(stored("a"), stored("b", source="evening")))
    assert alone["outlets"] == copied["outlets"] == 0
    assert reported["outlets"] == Weights().outlets / 2


def test_a_story_fits_by_its_best_article() -> None:
    view = story(stored("a", themes=[]), stored("b", themes=[("urban", Weights().theme_half)]))
    assert parts(view)["theme"] == Weights().theme / 2
    assert parts(view, "defence")["theme"] == 0


def fresh(published_on: str) -> float:
    return parts(story(stored("a", published_on=published_on)))["freshness"]


def test_the_printed_date_counts_for_freshness_as_far_as_it_goes() -> None:
    assert fresh("2026-02-01") < 0.01
    assert fresh("2025") < fresh("2026-02") < fresh("2026-03") == fresh("2026") == Weights().freshness
    assert fresh("2026-02") == fresh("2026-02-28")


def test_half_life() -> None:
    w = Weights(half_life_h=10)
    assert parts(story(stored("a", read_h_ago=10)), weights=w)["freshness"] == pytest.approx(w.freshness / 2)


def test_a_day_in_the_future_is_fresh_not_fresher() -> None:
    assert parts(story(stored("a", published_on="2026-03-09")))["freshness"] == Weights().freshness


def test_feedback_meets_keywords_in_either_script_and_is_bounded() -> None:
    view = story(stored("a", keywords=["青川大橋"]))
    assert parts(view, taste=[("青川大桥", 1.0), ("足球", 5.0)])["feedback"] == 1.0
    assert parts(view, taste=[("urban", 9.0)])["feedback"] == Weights().feedback
    assert parts(view, taste=[("daily", -9.0)])["feedback"] == -Weights().feedback


def pressed(weight: float, days_ago: float, *names: str) -> Feedback:
    return Feedback(about="s", names=names, weight=weight, at=NOW - timedelta(days=days_ago))


def test_what_was_pressed_halves_in_a_month_and_adds_up_within_bounds() -> None:
    half = Weights().taste_half_life_d
    taste = [
        pressed(0.5, half, "甲", "乙"),
        pressed(0.5, 0, "乙"),
        pressed(-0.5, -3, "丙"),
        pressed(-0.5, 2 * half, "甲"),
    ]
    assert leanings(taste, now=NOW) == (("乙", 0.75), ("丙", -0.5), ("甲", 0.125))
    assert leanings([pressed(0.5, 0, "甲")] * 9, now=NOW) == (("甲", 1.0),)
    assert leanings([pressed(0.5, 10, "甲")], now=NOW, weights=Weights(taste_half_life_d=5)) == (("甲", 0.125),)
    assert leanings([pressed(0.5, 0, "青川大橋"), pressed(-0.25, 0, "青川大桥")], now=NOW) == (("青川大桥", 0.25),)
    assert leanings((), now=NOW) == ()


@given(st.floats(0, 5000), st.floats(0, 100), st.integers(1, 400))
def test_every_part_stays_within_its_weight(age_h: float, fit: float, times: int) -> None:
    w = Weights()
    view = story(stored("a", read_h_ago=age_h, themes=[("urban", fit)], text="通车1280米。" * times))
    values = parts(view)
    for name in ("theme", "keywords", "freshness", "outlets", "facts"):
        assert 0 <= values[name] <= getattr(w, name)
    assert -w.length <= values["length"] <= 0


def test_weights_are_positive() -> None:
    assert all(getattr(Weights(), f.name) > 0 for f in fields(Weights))
