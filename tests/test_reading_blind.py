"""Web pages by someone who had not read the extractor: main text, headline, date and byline against what they say."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

import pytest
import trafilatura

from digests.models import Article, Document
from digests.reading import read
from tests.blind_web_pages import PAGES, BlindPage

ids = [page.name for page in PAGES]


class Score(NamedTuple):
    """Shares of characters, spaces aside, matched in order."""

    precision: float
    recall: float
    f1: float


def bare(text: str) -> str:
    return "".join(text.split())


def score(found: str, wanted: str) -> Score:
    matcher = SequenceMatcher(None, bare(found), bare(wanted), autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    precision, recall = same / max(len(bare(found)), 1), same / len(bare(wanted))
    return Score(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))


@cache
def article(page: BlindPage) -> Article:
    name = f"https://news.example/{page.name}.html"
    (only,) = read(Document(source="blind", name=name, content=page.content, media_type="text/html"))
    return only


@cache
def ours(page: BlindPage) -> Score:
    return score(article(page).text, "".join(page.paragraphs))


@cache
def alone(page: BlindPage) -> Score:
    return score(trafilatura.extract(page.content.decode(page.charset)) or "", "".join(page.paragraphs))


def mean(scores: list[Score]) -> Score:
    return Score(*(sum(column) / len(scores) for column in zip(*scores, strict=True)))


def table() -> Iterator[str]:
    rows = [(page.name, ours(page), alone(page)) for page in PAGES]
    rows.append(("mean", mean([row[1] for row in rows]), mean([row[2] for row in rows])))
    for name, read_here, library in rows:
        here, there = ("P {:.3f} R {:.3f} F {:.3f}".format(*row) for row in (read_here, library))
        yield f"{name:9} {here}   library alone {there}"


def kept_apart(page: BlindPage) -> int:
    """How many of its printed paragraphs and sub-heads stand as one of ours, neither glued to another nor split."""
    found = {bare(paragraph.text) for paragraph in article(page).paragraphs}
    return sum(bare(paragraph) in found for paragraph in page.paragraphs)


def test_main_text_of_pages_by_another_hand() -> None:
    """Asked are 0.88 and 0.85; the floors lie less than a point under what is reached."""
    print("\n" + "\n".join(table()))
    reached, library = mean([ours(page) for page in PAGES]), mean([alone(page) for page in PAGES])
    assert reached.precision >= 0.995
    assert reached.recall >= 0.995
    assert reached.f1 >= 0.995
    assert reached.f1 >= library.f1 + 0.14


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_no_page_falls_behind(page: BlindPage) -> None:
    assert ours(page).f1 >= 0.99
    assert ours(page).f1 > alone(page).f1


def test_printed_paragraphs_stay_apart() -> None:
    kept = {page.name: kept_apart(page) for page in PAGES}
    print("\n" + ", ".join(f"{page.name} {kept[page.name]} of {len(page.paragraphs)}" for page in PAGES))
    assert sum(kept.values()) >= 0.99 * sum(len(page.paragraphs) for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_headline_is_the_articles_own(page: BlindPage) -> None:
    assert article(page).title == page.title
    assert not article(page).title_derived


def test_nothing_stands_around_headlines_that_have_nothing_around_them() -> None:
    """None of these headlines has a kicker or a deck; one page has a box of points to read first."""
    assert not any(article(page).kicker or article(page).deck for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_no_date_but_the_printed_one(page: BlindPage) -> None:
    """Beside it stand a footer's year, today's date, dates of comments and of other texts, a date of last change."""
    assert article(page).published_on in (page.published_on, None)


def test_dates_are_found() -> None:
    """All but one, whose page prints no year."""
    assert sum(article(page).published_on == page.published_on for page in PAGES) >= 7


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_no_name_in_the_byline_but_the_writers(page: BlindPage) -> None:
    assert set(article(page).byline) <= set(page.byline)


def test_writers_found() -> None:
    assert sum(len(set(article(page).byline) & set(page.byline)) for page in PAGES) >= 8
