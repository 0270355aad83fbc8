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
    assert seeded("find", "热力图").err == "热力图: 1 story\n"
    assert seeded("find", "数字经济", "--page", "9").err == "数字经济: 5 stories, none on page 9\n"
