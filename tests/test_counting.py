"""Numbers with their nouns on the command line."""

import pytest

from bot.cli.counting import counted
from tests.conftest import Jianbao


@pytest.mark.parametrize(
    ("count", "noun", "said"),
    [(0, "document", "0 documents"), (1, "new article", "1 new article"), (2, "story", "2 stories"),
     (1, "entry", "1 entry")],
)  # fmt: skip
def test_counted(count: int, noun: str, said: str) -> None:
    assert counted(count, noun) == said


def test_one_is_not_many(seeded: Jianbao) -> None:
    assert "1 source\n" in seeded("check").out
    assert seeded("find", "五角场街道").err.splitlines()[0].endswith(": 1 story")
    assert seeded("find", "数字经济", "--page", "9").err == "数字经济: 5 stories, none on page 9\n"
    (article,) = {hit for hit in seeded("find", "五角场街道", "--json").out.split('"article": "')[1:]}
    why = seeded("why", article.partition('"')[0]).out
    assert " 1 sentences" not in why
