"""Counts of neighbouring characters: what goes on inside a sentence, and what begins one."""

import pytest

from digests.chinese.script import convert
from digests.reading.junctions import begins, goes_on

RESTS = ("分之一,楼道里也宽敞了。", "的经验,让在座的企业很受启发。", "服务中心排队,如今在家就能办。")


@pytest.mark.parametrize(
    ("end", "rest"),
    [("清运的大件垃圾少了将近四", 0), ("来自联盟的专家介绍了各地", 1), ("过去居民要到社区事务受理", 2)],
)
def test_an_open_end_meets_its_own_rest_best(end: str, rest: int) -> None:
    points = [goes_on(end, other) for other in RESTS]
    assert points.index(max(points)) == rest


@pytest.mark.parametrize(
    ("beginning", "middle"),
    [
        ("记者从区民政局获悉", "者从区民政局获悉"),
        ("近年来,我区持续推进", "年来,我区持续推进"),
        ("今年以来,全区", "年以来,全区"),
    ],
)
def test_a_sentence_begins_with_its_first_character(beginning: str, middle: str) -> None:
    assert begins(beginning) > 0 > begins(middle)


def test_scripts_widths_digits_and_blanks_are_one() -> None:
    end, rest = "近年来积极推动产业发", "展,2024年"
    assert goes_on(end, rest) > 2
    assert goes_on(convert(end, "hant"), convert(rest, "hant")) == goes_on(end, rest)
    assert goes_on("已有３", "５家,") == goes_on("已有7", "1家,")
    assert goes_on(end + " ", "　" + rest) == goes_on(end, rest)


def test_what_cannot_be_told_counts_nothing() -> None:
    assert goes_on("", "记者") == goes_on("记者", "") == begins(" ") == 0.0


def test_letters_of_other_alphabets() -> None:
    """The levels of the table are Greek letters: as text they are letters like any other, in any place."""
    latin = goes_on("口服a", "受体阻滞剂"), goes_on("口服", "a受体阻滞剂"), begins("a受体阻滞剂")
    for letter in "αβγδεζηθικλμνξοπρωЖé":
        found = (
            goes_on("口服" + letter, "受体阻滞剂"),
            goes_on("口服", letter + "受体阻滞剂"),
            begins(letter + "受体阻滞剂"),
        )
        assert found == latin
    for char in "αδρ":
        goes_on(char * 2, char * 2)
