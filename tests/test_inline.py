"""Inline results: what is said of each in the two lines it has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.commands.inline import _described
from digests.models import Hit
from digests.search import find
from digests.store import Store
from tests.archived import NOW, article, fill
from tests.newsdesk import known

LONG = "近年来，这里的工作一件接着一件，" * 8


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path_factory.mktemp('inline')}/archive.db")
    fill(
        made,
        [
            article("short", "", "数字经济发展得很快。"),
            article("late", "", f"{LONG}各项事业全面发展，重点做好驿站。"),
            article("joined", "", f"{'没有一处停顿的话' * 12}码头{'没有一处停顿的话' * 12}。"),
        ],
    )
    yield made
    made.close()


def hit(store: Store, text: str) -> Hit:
    with store.reading() as tx:
        return find(tx, known().lookups, text, today=NOW.date()).hits[0]


@pytest.mark.parametrize(
    ("text", "begins", "holds"),
    [
        ("经济", "数字经济发展得很快。", "经济"),
        ("驿站", "…", "重点做好驿站。"),
        ("码头", "…", "码头"),
    ],
)
def test_described(store: Store, text: str, begins: str, holds: str) -> None:
    said = _described(hit(store, text))
    assert said.startswith(begins)
    assert holds in said[:110]
    assert len(said.strip("…")) >= 10
