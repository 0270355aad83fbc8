"""Numbers with their nouns on the command line."""

import pytest

from bot.cli.counting import counted


@pytest.mark.parametrize(
    ("count", "noun", "said"),
    [(0, "document", "0 documents"), (1, "new article", "1 new article"), (2, "story", "2 stories"),
     (1, "entry", "1 entry")],
)  # fmt: skip
def test_counted(count: int, noun: str, said: str) -> None:
    assert counted(count, noun) == said
