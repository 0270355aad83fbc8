"""Every command and every button against odd input: an answer each, none refused, no error."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import os
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.commands import own
from bot.commands.menu import understood
from bot.commands.table import COMMANDS, OPERATORS, PRESSES
from bot.commands.talk import Request
from bot.sandbox import people
from bot.sandbox.visitors import buttons
from digests import pipeline
from digests.models import Address, Composition, Source
from tests.delivering import until
from tests.talking import Straight, newsroom_in, straight

ODD = (
    "", " ", "\n\n", "a", "的", "1", "-", "--", '"', '"没收尾', "|", "a|", "-词", "theme:", "after:9999-99-99", "7d",
    "<b>粗</b>", "&amp;", "{0}{x}", "%s%n", "\u202e倒", "零\u200b宽", "\U0001f468\u200d\U0001f469", "e" + "\u0301" * 50,
    "'; DROP TABLE readers;--", "../../etc/passwd", "字" * 4000, "长 " * 2000, "https://example.com/?a=1&b=<c>",
    "@someone", "/start", "24:00", "8点", "25:99", "NULL", "true", "٣٤", "①②③", "Ａ１", "𠮷野家", "theme_", "find_!!!",
    "find_4pyT", "read_0", "1 2 3",
)  # fmt: skip

ARGUMENTS = (
    (), ("",), ("0",), ("1",), ("-1",), ("99999",), ("all", "1"), ("urban", "0"), ("nothere", "1"), ("08:00",),
    ("times", "08:00", "0"), ("times", "08:00", "1"), ("days", "all"), ("days", "7", "0"), ("zone", "3"),
    ("zone", "99"), ("quiet", "0"), ("quiet", "off"), ("script", "hant"), ("script", "x"), ("length", "long"),
    ("language", "en"),     ("language", "zh-Hant"), ("empty", "1"), ("nosection",), ("人工智能",), ("0" * 20, "1"),
    ("a", "b", "c", "d"),     ("digest",), ("alert",), ("字",), ("<b>",), ("9" * 20,),
)  # fmt: skip


@pytest.fixture
async def bot(seeded_home: Path, tmp_path: Path) -> AsyncIterator[Straight]:
    newsroom = newsroom_in(tmp_path / "home", seeded_home)
    async with straight(newsroom, admins=(1001,)) as bot:
        yield bot
    newsroom.store.close()


def sound(bot: Straight) -> None:
    assert bot.errors == []
    assert bot.refused == []
    assert bot.unanswered == []


@pytest.mark.parametrize("command", [*COMMANDS, *OPERATORS, "nosuch"])
async def test_every_command_answers_odd_words(bot: Straight, command: str) -> None:
    person = bot.server.chats.private(language_code="zh-hant")
    for odd in ODD:
        before = len(person.seen)
        person.say(f"/{command} {odd}"[:4096])
        await bot.settle()
        assert len(person.seen) > before, odd
    sound(bot)


async def test_plain_odd_words_are_looked_up(bot: Straight) -> None:
    person = bot.server.chats.private(language_code="en")
    for odd in ODD:
        if odd.strip() and not odd.startswith("/"):
            before = len(person.seen)
            person.say(odd)
            await bot.settle()
            assert len(person.seen) > before, odd
    sound(bot)


@pytest.mark.parametrize("action", [*PRESSES, "?"])
async def test_every_button_takes_odd_arguments(bot: Straight, action: str) -> None:
    person = bot.server.chats.private()
    person.say("/start")
    person.say("人工智能")
    await bot.settle()
    for arguments in ARGUMENTS:
        data = bot.signer.data(action, *arguments) if bot.signer.fits(action, *arguments) else "forged"
        people.press(bot.server.core, person.user, person.last, data)
        await bot.settle()
    # Arguments that no button of ours carries are our own mistake, so they may be logged; readers see one line.
    assert bot.refused == []
    assert bot.unanswered == []
    assert all("command failed" in line for line in bot.errors)


async def test_forged_and_old_buttons_say_what_to_do(bot: Straight) -> None:
    person = bot.server.chats.private()
    person.say("/start")
    await bot.settle()
    for data in ("x", "1a|0~AAAAAAA", "0d~xxxxxxx", "1d", "字" * 20, "~", "|"):
        press = people.press(bot.server.core, person.user, person.last, data)
        await bot.settle()
        assert press.answer is not None
        assert "/today" in press.answer["text"]
    sound(bot)


@pytest.mark.parametrize(
    "extra",
    [
        {"sticker": {"file_id": "s", "file_unique_id": "u", "width": 1, "height": 1, "is_animated": False,
                     "is_video": False, "type": "regular"}},
        {"photo": [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}]},
        {"contact": {"phone_number": "1", "first_name": "<b>"}},
        {"location": {"latitude": 0.0, "longitude": 0.0}},
        {"dice": {"emoji": "🎲", "value": 1}},
        {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                  "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                  "allows_revoting": False, "members_only": False}},
        {"new_chat_title": "新名"},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
    ],
)  # fmt: skip
async def test_what_holds_no_text(bot: Straight, extra: dict[str, object]) -> None:
    for person in (bot.server.chats.private(), bot.server.chats.group(), bot.server.chats.channel()):
        person.send(**extra)
        await bot.settle()
    sound(bot)


async def test_what_is_said_along_with_a_picture_is_looked_up(bot: Straight) -> None:
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
    person, group = bot.server.chats.private(), bot.server.chats.group()
    for chat in (person, group):
        chat.send(photo=photo, caption="随申办")
    await bot.settle()
    assert person.last.text.startswith("🔍 随申办")
    assert [post for post in group.posts if post.from_bot] == []
    sound(bot)


async def test_edits_other_bots_and_commands_for_them_are_left_alone(bot: Straight) -> None:
    person, group = bot.server.chats.private(), bot.server.chats.group()
    post = person.say("/start")
    await bot.settle()
    posted = person.posts.copy()
    person.edit(post, "/help")
    person.say("/start@another_bot")
    group.say("/start@another_bot")
    group.say("大家好")
    group.say("/nosuchcommand")
    await bot.settle()
    assert [post for post in person.posts if post.from_bot] == [post for post in posted if post.from_bot]
    assert [event for event in group.seen if event.kind == "posted"] == []
    sound(bot)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("订阅 科技", ("subscribe", "科技")), ("訂閱 科技", ("subscribe", "科技")), ("订阅", ("themes", "")),
        ("退订 城市", ("unsubscribe", "城市")), ("退訂", ("unsubscribe", "")), ("今日", ("today", "")),
        ("今天", ("today", "")), ("今日 科技", ("today", "科技")), ("搜索 人工智能", ("find", "人工智能")),
        ("搜尋 人工智慧", ("find", "人工智慧")), ("设置", ("settings", "")), ("設定", ("settings", "")),
        ("幫助", ("help", "")), ("帮助", ("help", "")), ("說明", ("help", "")),
        ("关注 类脑芯片", ("watch", "类脑芯片")),
        ("取消關注 类脑芯片", ("unwatch", "类脑芯片")), ("取消关注", ("watches", "")),
        ("關注", ("watches", "")), (" 设置 ", ("settings", "")), ("今日头条", None), ("搜索引擎", None),
        ("设置新区", None), ("设置 岗位", None), ("设置 20:30", ("settings", "20:30")), ("订阅号", None),
        ("設定 週末", ("settings", "週末")), ("科技", None), ("查处", None),
    ],
)  # fmt: skip
def test_chinese_words_for_commands(text: str, meant: tuple[str, str] | None) -> None:
    assert understood(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("订阅科技", ("subscribe", "科技")), ("訂閱教育", ("subscribe", "教育")), ("退订城市", ("unsubscribe", "城市")),
        ("我要订阅科技", ("subscribe", "科技")), ("请帮我退订城市", ("unsubscribe", "城市")), ("我要科技", None),
        ("订阅科技和教育", ("subscribe", "科技、教育")), ("订阅科技和号外", None),
        ("订阅科技创新与成果转化", ("subscribe", "科技创新与成果转化")), ("订阅号", None), ("订阅服务", None),
        ("定阅 城市", ("subscribe", "城市")),
        ("退定 科技", ("unsubscribe", "科技")),
        ("subscribe education", ("subscribe", "education")), ("Help", ("help", "")), ("stop", ("pause", "")),
        ("今日新闻", ("today", "")), ("今天的新聞", ("today", "")), ("继续", ("resume", "")), ("你好", ("help", "")),
        ("谢谢", ("help", "谢谢")), ("謝謝", ("help", "谢谢")), ("Thank you", ("help", "thank you")), ("感谢信", None),
        ("每天早上8点", ("settings", "每天早上8点")), ("每周一三五晚上九點", ("settings", "每周一三五晚上九点")),
        ("every day at 9 pm", ("settings", "every day at 9 pm")), ("每天早上跑步", None), ("周六上午9点", None),
        ("早上七点半", ("settings", "早上七点半")), ("早上7点开门", None), ("7点", None),
        ("改成早上八点", ("settings", "早上八点")), ("把时间改到晚上9点", ("settings", "晚上9点")),
        ("设置早上七点半", ("settings", "早上七点半")), ("換成繁體", ("settings", "繁体")), ("改为现代化", None),
        ("设置中", None), ("改成绩", None),
    ],
)  # fmt: skip
def test_what_people_say_in_other_words(text: str, meant: tuple[str, str] | None) -> None:
    names = ("科技创新与成果转化", "城市更新与空间规划", "教育与人才", "政务服务与营商环境")
    assert understood(text, lambda words: any(name.startswith(words) for name in names if len(words) > 1)) == meant


async def test_a_conversation_in_other_words(bot: Straight) -> None:
    person = bot.server.chats.private(language_code="zh-hant")

    async def answered(text: str) -> str:
        person.say(text)
        await bot.settle()
        return person.last.text

    assert "已訂閱：教育與人才" in await answered("訂閱教育")
    assert "時間：20:00" in await answered("每天晚上八點")
    assert "勿擾：23:00–07:00" in await answered("/settings 勿擾 23:00-07:00")
    assert "勿擾：不設定" in await answered("/settings 勿擾取消")
    assert "不客氣" in await answered("謝謝")
    assert (await answered("訂閱 全部")).count("、") == 8, "the others of ten"
    assert (await answered("退訂 所有主題")).count("、") == 9
    assert (await answered("搜尋")).startswith("要找什麼？")
    await answered("關注 大模型")
    person.press("放進簡報")
    await bot.settle()
    assert await answered("关注 大模型") == "已經在追蹤「大模型」了。"
    assert await answered("关注 數位經濟 大模型") != "已經在追蹤「大模型」了。"
    assert "已暫停" in await answered("/stop")
    assert "20:00" in await answered("繼續")
    assert (await answered("🙂")).startswith("要找什麼？")
    for asked in ("大模型的新聞", "關於大模型的消息", "有关大模型"):
        assert (await answered(asked)).startswith("🔍 大模型 · 1 則")
    assert "搜尋的是：一網通辦" in await answered("什麼是一網通辦")
    assert "找不到「7d 大模型」" in await answered("7d 大模型")
    assert buttons(person.last)[0]["text"] == "大模型"
    sound(bot)


async def test_a_pressed_tick_twice_is_one_tick(bot: Straight) -> None:
    person = bot.server.chats.private()
    person.say("/themes")
    await bot.settle()
    data = next(button["callback_data"] for button in buttons(person.last) if "城市" in button["text"])
    for _ in range(2):
        people.press(bot.server.core, person.user, person.last, data)
    await bot.settle()
    with bot.newsroom.store.reading() as tx:
        (reader,) = tx.readers.all()
    assert reader.themes == ("urban",)
    sound(bot)


def test_every_action_is_read_by_one_letter() -> None:
    assert all(len(action) == 1 for action in PRESSES)
    assert not set(itertools.chain(*PRESSES)) & set("|~")


HOSTILE = (
    """<b>粗</b> & “没收尾 </blockquote>
<script>alert(1)</script>&lt;&nbsp; \u202e倒过来的字\u202c 零\u200b宽 {{{{ 7*7 }}}} 政务服务热线 <tg-spoiler>开
"""
    + "人工智能<i>长句，" * 700
    + "完。\n"
    + "\U0001f468\u200d\U0001f469" * 300
    + "。\nQ：<a href='x'>怎么办事？\n"
)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
async def test_hostile_articles_are_shown_everywhere(bot: Straight, tmp_path: Path, language: str) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    for number in range(3):
        path = folder / f"{number}<&>.txt"
        path.write_text(f"{number}<b>政务服务&{HOSTILE}", encoding="utf-8")
        os.utime(path, (1, 1))  # long finished, so that nobody waits for the rest of it
    source = Source(id="hostile", kind="folder", location=str(folder), name="<i>报&", every_s=60)
    with bot.newsroom.store.writing() as tx:
        tx.sources.put(source)
    assert pipeline.read(bot.newsroom, source, now=datetime.now(UTC)).new > 0
    person = bot.server.chats.private(language_code=language)
    subscribe = "/subscribe urban gov-services sci-tech livelihood"
    for said in (subscribe, "/settings long", "/today", "人工智能 长句", "from:报"):
        person.say(said)
        await bot.settle()
    pressed: set[str] = set()
    for _ in range(3):
        for post in [post for post in person.posts if buttons(post)]:
            for data in [button["callback_data"] for button in buttons(post)]:
                still_there = any(button["callback_data"] == data for button in buttons(post))
                if data not in pressed and still_there:
                    pressed.add(data)
                    people.press(bot.server.core, person.user, post, data)
                    await bot.settle()
    people.search(bot.server.core, person.user, "人工智能")
    await bot.settle()
    assert any("<b>" in post.text for post in person.posts if post.from_bot), "nothing hostile was ever shown"
    sound(bot)


async def test_nothing_a_reader_says_is_logged(bot: Straight, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    person = bot.server.chats.private(user_id=7_312_345_678_901)
    for command in ("", "/watch ", "/find ", "/settings ", "/subscribe "):
        person.say(f"{command}很私密的词语")
        await bot.settle()
    people.search(bot.server.core, person.user, "很私密的词语")
    await bot.settle()
    assert "私密" not in caplog.text
    assert "7312345678901" not in caplog.text
    sound(bot)


async def test_a_startgroup_link_subscribes_the_group(bot: Straight) -> None:
    group = bot.server.chats.group()
    group.say(f"/start@{bot.application.bot.username} theme_urban")
    await bot.settle()
    assert "城市更新与空间规划" in group.last.text
    with bot.newsroom.store.reading() as tx:
        assert [reader.themes for reader in tx.readers.all()] == [("urban",)]
    sound(bot)


async def test_a_digest_asked_for_holds_up_nobody_who_changes_something(
    bot: Straight, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, other = bot.server.chats.private(), bot.server.chats.private()
    composing, go_on, compose = threading.Event(), threading.Event(), pipeline.compose

    def slowly(*args: Any, **kwargs: Any) -> Composition:
        composing.set()
        assert go_on.wait(30)
        return compose(*args, **kwargs)

    asking.say("/subscribe 城市")
    await bot.settle()
    monkeypatch.setattr(pipeline, "compose", slowly)
    asking.say("/today")
    waiting = asyncio.create_task(bot.settle())
    try:
        await until(composing.is_set)
        other.say("/subscribe 城市")
        await asyncio.wait_for(bot.settle(), 10)
        assert "已订阅" in other.last.text
    finally:
        go_on.set()
        await waiting
    assert "城市更新" in asking.last.text
    sound(bot)


async def test_an_export_names_the_stories_that_were_sent(bot: Straight) -> None:
    person = bot.server.chats.private()
    for said in ("/subscribe 城市", "/today"):
        person.say(said)
        await bot.settle()
    address = Address(chat_id=person.user.id)
    asked = Request(address=address, now=datetime.now(UTC), signer=bot.signer)
    attachment = own.export(asked, bot.newsroom).attachment
    assert attachment is not None
    exported = json.loads(attachment.content)
    assert exported["themes"] == ["urban"]
    assert [story["headline"] in person.last.text for story in exported["had"]] == [True, True]
    sound(bot)


async def test_a_channel_can_do_everything_by_words_and_is_never_given_a_button(bot: Straight) -> None:
    channel = bot.server.chats.channel()
    words = {"subscribe": "城市", "watch": "人工智能", "find": "人工智能", "unwatch": "人工智能", "settings": "简要"}
    for command in (*(c for c in COMMANDS if c not in ("forget", "unsubscribe")), "unsubscribe", "forget"):
        for said in {f"/{command}", f"/{command} {words.get(command, '')}".strip()}:
            channel.say(said)
            await bot.settle()
    said = " ".join(post.text for post in channel.posts if post.from_bot)
    for expected in ("已订阅", "版式：简要", "已关注“人工智能”", "不再关注“人工智能”", "🔍 人工智能", "全部删除了"):
        assert expected in said
    assert not any(buttons(post) for post in channel.posts)
    sound(bot)


async def test_what_is_offered_in_vain_is_a_button_or_stands_in_the_text(bot: Straight) -> None:
    person, group, channel = bot.server.chats.private(), bot.server.chats.group(), bot.server.chats.channel()
    for chat in (person, group, channel):
        chat.say("/find 数字经济 台风")
        chat.say("/find 台风")
    await bot.settle()
    for chat, first, second in (
        (person, ["数字经济", "关注这个词"], ["关注这个词", "主题"]), (group, ["数字经济"], []), (channel, [], [])
    ):  # fmt: skip
        offered, nothing = (post for post in chat.posts if post.from_bot)
        assert [[button["text"] for button in buttons(post)] for post in (offered, nothing)] == [first, second]
        assert ("文章里有的是：数字经济" in offered.text) == (chat is channel)
        assert "没有和它相近的词" in nothing.text
    sound(bot)


async def test_in_a_group_everyone_reads_and_administrators_judge_for_the_chat(bot: Straight) -> None:
    owner = bot.server.chats.group()
    member = bot.server.chats.join(owner, bot.server.chats.person())
    owner.say("/subscribe 科技")
    owner.say("/today")
    await bot.settle()
    digest = owner.last
    for who, label in ((member, "2"), (member, "全文 2"), (member, "👍"), (member, "静音"), (owner, "👎")):
        who.press(label, post=digest)
        await bot.settle()
    answers = [press.answer["text"] for press in bot.server.core.world.presses.values() if press.answer]
    assert [text for text in answers if text] == ["这要由管理员来做。"] * 2 + ["记下了，这类会少一些。"]
    with bot.newsroom.store.reading() as tx:
        (reader,) = tx.readers.all()
    assert (len(reader.taste), reader.taste[0].weight, reader.muted) == (1, -0.5, ())
    assert any("[2]" in button["text"] for button in buttons(digest))
    sound(bot)


async def test_names_are_shown_in_the_readers_script(bot: Straight) -> None:
    person = bot.server.chats.private(language_code="zh-hant")
    person.say("数字经济主导的产业集聚区")
    await bot.settle()
    person.press("全文 1")
    await bot.settle()
    assert "提問：經濟日報\n回答：周海鷹" in person.last.text
    person.say("楊浦 from:样例")
    await bot.settle()
    assert "搜尋的是：楊浦 來源：樣例報章" in person.last.text, "the outlet by its name, not by its id"
    sound(bot)


async def test_a_watch_needs_a_word(bot: Straight) -> None:
    person = bot.server.chats.private()
    for said in ("7d", "-人工智能", "after:2024"):
        person.say(f"/watch {said}")
        await bot.settle()
        assert "没有可以找的词" in person.last.text
    sound(bot)
