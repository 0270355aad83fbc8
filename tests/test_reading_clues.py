"""What the words of a line say about the article that it belongs to."""

from __future__ import annotations

import pytest

from digests.reading.lines import split
from digests.reading.paper.clues import Clues, Facts
from digests.reading.paper.pairs import pairs
from digests.reading.paper.spread import DEGREES, degrees


def said(article: str, line: str, *others: str) -> float:
    """Log-odds of ``line`` being of ``article``, on a page with ``others``."""
    lines = split([article, *others, line])
    clues = Clues(lines, range(len(lines) - 1), frozenset(), Facts(lines))
    return clues.words(len(lines) - 1, clues.held[0])


@pytest.mark.parametrize(("widespread", "rare"), [("发展", "缢蛏"), ("發展", "縊蟶")])
def test_a_word_that_few_texts_hold_tells_more_than_one_that_many_do(widespread: str, rare: str) -> None:
    article = f"镇上的码头边立着一块木牌，写着{widespread}，也写着{rare}。"
    assert said(article, f"老人们谈起{rare}就来了精神。") > said(article, f"老人们谈起{widespread}就来了精神。")


def test_a_line_that_shares_nothing_tells_more_against_a_long_article_than_against_a_short_one() -> None:
    short = "渡口的摆渡人换了新船。"
    long = short + "果农给果园装上滴灌，合作社晒起柿饼，磨坊也修好了，夜校教会老人们用手机。"
    echoes = "果农的果园、合作社的柿饼、磨坊和夜校的老人，都在渡口的摆渡人那里换新船。"
    line = "图书馆的自习座位不够用。"
    assert said(long, line, echoes) < said(short, line, echoes) <= 0


def test_traditional_pairs_are_as_widespread_as_the_simplified_ones_they_are_folded_to() -> None:
    found = degrees(pairs("發展"), "經濟發展")
    assert list(found.values()) == list(degrees(pairs("发展"), "经济发展").values()) == [0]
    assert list(degrees(pairs("缢蛏"), "缢蛏").values()) == [DEGREES - 1]
