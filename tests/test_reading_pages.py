"""Made newspaper pages: how well reading undoes the damage, with floors that may only rise."""

import sys

import pytest

from tests.newspaper_pages import LEVELS, MEASURES, make, measure

# F1 below which a change is a step back. Joins of "pasted" pages are few and half of them are swapped columns.
FLOORS = {
    "light": {"boundary": 0.99, "join": 0.99, "furniture": 0.98, "lines": 0.99, "body": 0.93},
    "middle": {"boundary": 0.97, "join": 0.98, "furniture": 0.97, "lines": 0.97, "body": 0.75},
    "heavy": {"boundary": 0.96, "join": 0.97, "furniture": 0.97, "lines": 0.95, "body": 0.65},
    "pasted": {"boundary": 0.96, "join": 0.85, "furniture": 0.96, "lines": 0.97, "body": 0.82},
}


def check(level: str, pages: int) -> None:
    figures = measure(range(pages), level)
    for kind, tallies in figures.items():
        print(f"{level:7} {kind:16}", *(f"{what} {tally.f1:.4f}" for what, tally in tallies.items()), file=sys.stderr)
    low = {what: figures["all"][what].f1 for what in MEASURES if figures["all"][what].f1 < FLOORS[level][what]}
    assert low == {}


@pytest.mark.parametrize("level", LEVELS)
def test_made_pages_are_read_right(level: str) -> None:
    check(level, 40)


@pytest.mark.full
@pytest.mark.parametrize("level", LEVELS)
def test_five_hundred_made_pages_are_read_right(level: str) -> None:
    check(level, 500)


def test_a_page_number_names_the_same_page_for_ever() -> None:
    assert make(7, "heavy").lines == make(7, "heavy").lines
    assert make(7, "heavy").lines != make(8, "heavy").lines
