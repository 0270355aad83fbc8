"""The conversation through the real library and the strict sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.visitors import Visitor, buttons
from bot.sandbox.world import Post
from tests.talking import Talking, newsroom_in, talking


@pytest.fixture(autouse=True)
def _seconds_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the other way round is deprecated, and warnings are errors here


@pytest.fixture
async def running(seeded_home: Path, tmp_path: Path) -> AsyncIterator[Talking]:
    newsroom = newsroom_in(tmp_path / "home", seeded_home)
    async with talking(newsroom) as running:
        yield running
    newsroom.store.close()


def labels(post: Post) -> list[str]:
    return [button["text"] for button in buttons(post)]


async def subscribed(person: Visitor) -> Post:
    """Through the first minute by buttons, to the first digest."""
    hello = await person.ask("/start")
    await person.pressed("科技创新", post=hello)
    await person.pressed("08:00", post=hello)
    return await person.next_message()


async def test_the_first_minute(running: Talking) -> None:
    person = running.server.chats.private()
    hello = await person.ask("/start")
    assert hello.text.count("\n") <= 4
    assert len([label for label in labels(hello) if not label.startswith("全")]) == 10
    await person.pressed("科技创新", post=hello)
    await person.next_edit()
    assert [label for label in labels(hello) if label.startswith("✓")] == ["✓ 科技创新与成果转化"]
    await person.pressed("08:00", post=hello)
    done = await person.next_edit()
    assert done.keyboard is None
    assert "每天 08:00" in done.text
    digest = await person.next_message()
    assert digest.text.startswith("简报")
    assert "全文 1" in labels(digest)
    print(digest.text)
    print(labels(digest))
