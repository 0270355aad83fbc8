"""Whatever people do in whatever order: no exception, no refused message, no unanswered button."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.table import COMMANDS
from bot.sandbox import people
from bot.sandbox.refusals import Refusal
from bot.sandbox.visitors import Visitor, buttons
from digests.pipeline import Newsroom
from tests.talking import Straight, newsroom_in, straight

WORDS = (
    "", "科技", "城市 民生", "urban", "人工智能", "热立图", "政务服务 -养老", "7d", "20:30", "周末", "东京",
    "22:00-06:00", "繁体", "long", "简要", "headlines", "免打扰", "北约",
    "theme_urban", "find_5LqR", "没有这个东西吗", "AI", "<b>&", "字" * 300,
)  # fmt: skip
PLAIN = ("今日", "订阅 科技", "退訂 城市", "设置", "人工智能", "什么是随申办", "zhengwu", "@", "👍", "。")
CHATS = ("private", "group", "topic", "channel")

says = st.tuples(st.just("say"), st.sampled_from(CHATS), st.sampled_from(sorted(COMMANDS)), st.sampled_from(WORDS))
plain = st.tuples(st.just("plain"), st.sampled_from(CHATS), st.sampled_from(PLAIN), st.booleans())
presses = st.tuples(st.just("press"), st.sampled_from(CHATS), st.integers(0, 5), st.integers(0, 30))
forged = st.tuples(st.just("forged"), st.sampled_from(CHATS), st.text(min_size=1, max_size=12), st.none())
moves = st.tuples(st.just("move"), st.sampled_from(CHATS), st.sampled_from(("left", "kicked", "member")), st.none())
searches = st.tuples(st.just("search"), st.just("private"), st.sampled_from(WORDS), st.sampled_from(("", "2", "x")))
STEPS = st.lists(st.one_of(says, plain, presses, presses, presses, forged, moves, searches), min_size=1, max_size=14)


@pytest.fixture(scope="module")
def newsroom(seeded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    made = newsroom_in(tmp_path_factory.mktemp("sequences") / "home", seeded_home)
    yield made
    made.store.close()


def visitors(bot: Straight) -> dict[str, Visitor]:
    chats = bot.server.chats
    forum = chats.group(forum=True)
    return {
        "private": chats.private(language_code="zh-hant"),
        "group": chats.group(),
        "topic": forum.add_topic("科技"),
        "channel": chats.channel(),
    }


def act(bot: Straight, person: Visitor, step: tuple[str, str, object, object]) -> None:
    kind, _, what, more = step
    if kind in ("press", "forged") and person.chat.bot_status in ("left", "kicked"):
        return  # nothing of such a chat reaches the bot
    match kind:
        case "say":
            person.say(f"/{what} {more}")
        case "plain":
            person.say(f"@{bot.application.bot.username} {what}" if more else str(what))
        case "press":
            offered = [post for post in reversed(person.posts) if buttons(post)]
            if offered and isinstance(what, int) and isinstance(more, int):
                post = offered[what % len(offered)]
                button = buttons(post)[more % len(buttons(post))]
                people.press(bot.server.core, person.user, post, button["callback_data"])
        case "forged":
            ours = [post for post in person.posts if post.from_bot]
            if ours:
                people.press(bot.server.core, person.user, ours[-1], str(what))
        case "move":
            away = "kicked" if person.chat.private else str(what)
            back = "administrator" if person.chat.kind == "channel" else "member"
            person.move_bot(back if what == "member" else away)
        case "search":
            people.search(bot.server.core, person.user, str(what)[:250], offset=str(more))


async def play(newsroom: Newsroom, steps: list[tuple[str, str, object, object]]) -> None:
    with newsroom.store.writing() as tx:
        for reader in list(tx.readers.all()):
            tx.readers.forget(reader.address)
    async with straight(newsroom) as bot:
        people_by_chat = visitors(bot)
        for step in steps:
            try:
                act(bot, people_by_chat[step[1]], step)
            except Refusal:
                continue  # Telegram itself does not let people do this
            await bot.settle()
        assert bot.errors == []
        gone = (
            "kicked",
            "left",
            "blocked",
            "not a member",
            "rights",
            "need administrator",
            "chat not found",
            "initiate",
        )
        assert [said for _, said in bot.refused if not any(word in said for word in gone)] == []
        assert bot.unanswered == []


def check(newsroom: Newsroom, steps: list[tuple[str, str, object, object]]) -> None:
    asyncio.run(play(newsroom, steps))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_random_sequences(newsroom: Newsroom, steps: list[tuple[str, str, object, object]]) -> None:
    check(newsroom, steps)


@pytest.mark.full
@pytest.mark.timeout(3600)
@settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_two_thousand_random_sequences(newsroom: Newsroom, steps: list[tuple[str, str, object, object]]) -> None:
    check(newsroom, steps)
