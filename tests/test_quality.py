"""The pinned quality floors: no stage is below its own, and pinning never lowers one unasked."""

from __future__ import annotations

import pytest

from tests.quality.floors import floors, left_behind, measured, pin, problems
from tests.quality.measures import Measure, figures, overlap, pairs


def test_no_stage_is_below_its_floor() -> None:
    assert problems(measured(), floors()) == []


@pytest.mark.full
def test_no_floor_was_left_behind() -> None:
    assert left_behind(measured(), floors()) == []


def test_problems_are_named() -> None:
    now, pinned = {"a": 50.0, "b": 70.0, "d": 1.0}, {"a": 50.5, "b": 60.0, "c": 1.0}
    assert [line.split(":")[0] for line in problems(now, pinned)] == ["c", "a", "d"]
    assert left_behind(now, pinned) == ["b: 70.00"]


def test_a_floor_falls_only_when_asked_to() -> None:
    with pytest.raises(SystemExit, match="would lower a"):
        pin({"a": 40.0}, {"a": 50.0}, lower=False)
    assert pin({"a": 40.0, "b": 100.0}, {"a": 50.0}, lower=True) == {"a": 39.5, "b": 100.0}


def test_overlap_of_summaries() -> None:
    same = overlap("大桥3.5公里，通车。", "大桥3.5公里通车")
    assert {name: round(value, 6) for name, value in same.items()} == {"R-1": 100.0, "R-2": 100.0, "R-L": 100.0}
    half = overlap("大桥通车", "大桥停航")
    assert half["R-1"] == half["R-L"] == pytest.approx(50.0)
    assert half["R-2"] == pytest.approx(100 / 3)
    assert overlap("大桥通车", "大桥停航", cap=2)["R-1"] == pytest.approx(200 / 3)
    assert overlap("", "大桥")["R-1"] == 0


def test_pairs_and_search() -> None:
    assert pairs([(True, True), (True, False), (False, True)]) == {"P": 50.0, "R": 50.0, "F1": 50.0}
    measure = Measure(task="t", kind="search", at_least=())
    rows = [{"id": "1", "docid": "a"}, {"id": "2", "docid": "b"}, {"id": "3"}]
    found = figures(measure, rows, {"1": ["a"], "2": ["x", "b"], "3": ["y"]})
    assert found == pytest.approx({"R@1": 100 / 3, "R@10": 200 / 3, "MRR@10": 50.0})


def test_keywords_and_lines() -> None:
    words = figures(
        Measure(task="t", kind="keywords", at_least=()), [{"id": "1", "keywords": ["甲", "乙"]}], {"1": ["甲", "甲"]}
    )
    assert words["F1@5"] == pytest.approx(200 * 0.5 / 1.5)
    lines = Measure(task="t", kind="lines", at_least=())
    row = {"id": "1", "paras": ["甲乙。", "丙。"]}
    assert figures(lines, [row], {"1": ["甲乙。丙。"]})["R"] == 50.0
    assert figures(lines, [row], {"1": ["甲乙。丙丁。"]})["F1"] == 0.0
