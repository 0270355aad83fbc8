"""The conversation through the real library and the strict sandbox."""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import BotCommandScopeChat, Chat

from bot.commands import asked, introduce
from bot.commands.flood import Flood
from bot.messages import Message
from bot.sandbox import people
from bot.sandbox.visitors import Visitor, buttons
from bot.sandbox.world import Post
from digests import pipeline
from digests.models import Source
from digests.pipeline import Newsroom
from digests.settings import NewsChoices
from digests.store import Store
from tests.delivering import until
from tests.talking import Talking, known, talking, talking_in

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(autouse=True)
def _seconds_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the other way round is deprecated, and warnings are errors here


@pytest.fixture
async def running(seeded_home: Path, tmp_path: Path) -> AsyncIterator[Talking]:
    async with talking_in(tmp_path / "home", seeded_home) as running:
        yield running


def labels(post: Post) -> list[str]:
    return [button["text"] for button in buttons(post)]


async def subscribed(person: Visitor) -> Post:
    """Through the first minute by buttons, to the first digest."""
    hello = await person.ask("/start")
    await person.pressed("科技创新", post=hello)
    await person.next_edit()
    digest = await person.next_message()
    await person.pressed("08:00", post=hello)
    await person.next_edit()
    return digest


async def test_the_first_minute(running: Talking) -> None:
    person = running.server.chats.private()
    hello = await person.ask("/start")
    assert hello.text.count("\n") <= 4
    assert len([label for label in labels(hello) if not label.startswith("全")]) == 10
    await person.pressed("科技创新", post=hello)
    await person.next_edit()
    assert [label for label in labels(hello) if label.startswith("✓")] == ["✓ 科技创新与成果转化"]
    digest = await person.next_message()
    assert digest.text.startswith("简报")
    assert labels(digest)[:2] == ["[1]", "2"], "at most two items a theme, so that the next edition has news"
    assert labels(digest)[2:] == ["全文 1", "为什么", "同主题", "👍 多一些", "👎 少一些", "静音", "更多", "设置"]
    await person.pressed("08:00", post=hello)
    done = await person.next_edit()
    assert done.keyboard is None
    assert "每天 08:00" in done.text


async def test_all_themes_in_the_first_minute_bring_one_digest(running: Talking) -> None:
    person = running.server.chats.private()
    hello = await person.ask("/start")
    await person.pressed("全选", post=hello)
    await person.next_edit()
    first = await person.next_message()
    assert "科技创新与成果转化" in first.text
    await person.pressed("08:00", post=hello)
    assert "每天 08:00" in (await person.next_edit()).text
    await person.quiet(0.6)


async def test_a_digest_asked_for_while_the_first_news_is_read_comes_when_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "SETTLE_S", 0.05)
    choices = NewsChoices()
    store = Store(f"sqlite:///{tmp_path / 'jianbao.sqlite3'}")
    newsroom = Newsroom(store=store, knowledge=known(choices), timezone=choices.timezone)
    async with talking(newsroom) as running:
        running.talk.settled = asyncio.Event()
        person = running.server.chats.private()
        hello = await person.ask("/start")
        await person.pressed("科技创新", post=hello)
        assert (await person.next_message()).text == "正在读第一批新闻，读完就送来。"
        await person.pressed("城市更新", post=hello)
        await person.pressed("08:00", post=hello)
        assert (await person.ask("/help")).text.startswith("简报"), "nobody is held up"
        (tmp_path / "in").mkdir()
        shutil.copy(SEEDS / "003_8374b18f4e6ab5e7.txt", tmp_path / "in")
        os.utime(tmp_path / "in" / "003_8374b18f4e6ab5e7.txt", (1, 1))
        source = Source(id="in", kind="folder", location=str(tmp_path / "in"), name="报", every_s=60)
        with store.writing() as tx:
            tx.sources.put(source)
        await asyncio.to_thread(pipeline.read, newsroom, source, now=datetime.now(UTC))
        running.talk.settled.set()
        digest = await person.next_message()
        assert "科技创新与成果转化" in digest.text
        await person.quiet()
    store.close()


async def test_what_was_promised_while_the_first_news_is_read_comes_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "SETTLE_S", 0.05)
    store = Store(f"sqlite:///{tmp_path / 'jianbao.sqlite3'}")
    newsroom = Newsroom(store=store, knowledge=known(NewsChoices()), timezone="Asia/Shanghai")
    async with talking(newsroom) as running:
        running.talk.settled = asyncio.Event()
        person = running.server.chats.private()
        hello = await person.ask("/start")
        await person.pressed("科技创新", post=hello)
        assert (await person.next_message()).text == "正在读第一批新闻，读完就送来。"
        await person.ask("/themes")
        running.talk.asked.stop()
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(SEEDS / "003_8374b18f4e6ab5e7.txt", folder)
    source = Source(id="in", kind="folder", location=str(folder), name="报", every_s=60)
    with store.writing() as tx:
        tx.sources.put(source)
    for expected in ("科技创新与成果转化", ""):
        async with talking(newsroom) as running:
            running.talk.settled = asyncio.Event()
            person = running.server.chats.private()
            await running.talk.asked.resume(running.talk)
            await asyncio.to_thread(pipeline.read, newsroom, source, now=datetime.now(UTC))
            running.talk.settled.set()
            if expected:
                assert expected in (await person.next_message()).text
            await person.quiet()
            with store.reading() as tx:
                assert tx.promises.all() == {}
    store.close()


async def test_why_names_parts_words_and_lines(running: Talking) -> None:
    person = running.server.chats.private()
    digest = await subscribed(person)
    await person.pressed("为什么", post=digest)
    why = await person.next_message()
    for expected in ("与主题相关", "关键词和分量", "引文出自", "行"):
        assert expected in why.text
    await person.pressed("全文", post=why)
    article = await person.next_edit()
    assert article is why
    assert "少看这家" in labels(article)


async def test_a_number_puts_its_item_in_place_and_nothing_else_changes(running: Talking) -> None:
    person = running.server.chats.private()
    digest = await subscribed(person)
    text, first = digest.text, [button["callback_data"] for button in buttons(digest)]
    await person.pressed("2", post=digest)
    await person.next_edit()
    assert labels(digest)[:4] == ["1", "[2]", "全文 2", "为什么"]
    assert digest.text == text
    people.press(running.server.core, person.user, digest, first[1])  # the same number again: no edit, no complaint
    await person.pressed("为什么", post=digest)
    why = await person.next_message()
    assert [label for label in labels(why) if label in ("[2]", "1")] == ["1", "[2]"]
    article = await person.pressed("全文 2", post=digest) and await person.next_message()
    assert article.text.split("\n")[0] in text
    await person.pressed("👍", post=digest)
    await person.pressed("静音", post=digest)
    await person.pressed("1", post=digest)
    await person.next_edit()
    assert [button["callback_data"] for button in buttons(digest)] == first
    listed = (await person.ask("/taste")).text
    assert "👍 主题 科技创新与成果转化 0.5" in listed
    assert f"静音：{article.text.split(chr(10))[0][:20]}" in listed


async def test_a_word_that_is_no_theme_is_offered_as_a_watch(running: Talking) -> None:
    person = running.server.chats.private()
    offer = await person.ask("/subscribe 类脑芯片")
    await person.pressed("关注“类脑芯片”", post=offer)
    preview = await person.next_message()
    assert preview.text.startswith("类脑芯片")
    await person.pressed("放进简报", post=preview)
    await person.next_edit()
    with running.newsroom.store.reading() as tx:
        (reader,) = tx.readers.all()
    assert [(watch.query, watch.mode) for watch in reader.watches] == [("类脑芯片", "digest")]
    listed = await person.ask("/watches")
    await person.pressed("类脑芯片", post=listed)
    assert "没有关注" in (await person.next_edit()).text


async def test_a_lookup_pages_in_place_and_opens_articles(running: Talking) -> None:
    person = running.server.chats.private()
    found = await person.ask("杨浦")
    assert found.text.startswith("🔍 杨浦 · ")
    first = found.text
    await person.pressed("下一页", post=found)
    assert (await person.next_edit()).text != first
    await person.pressed("上一页", post=found)
    assert (await person.next_edit()).text == first
    await person.pressed("全文 2", post=found)
    assert "样例报章" in (await person.next_message()).text


async def test_a_typo_is_watched_as_what_it_led_to(running: Talking) -> None:
    person = running.server.chats.private()
    found = await person.ask("热立图")
    assert "热力图" in found.text
    assert "关注“热力图”" in labels(found)


async def test_languages_change_wording_script_and_menu(running: Talking) -> None:
    person = running.server.chats.private()
    menu = await person.ask("/settings")
    await person.pressed("界面语言", post=menu)
    await person.next_edit()
    await person.pressed("繁體中文", post=menu)
    await person.ask("/help")
    assert "簡報把中文新聞" in person.last.text
    commands = await running.application.bot.get_my_commands(scope=BotCommandScopeChat(person.chat.id))
    assert "關鍵字" in commands[1].description
    found = await person.ask("人工智能")
    assert "現實生產力" in found.text


async def test_deep_links(running: Talking) -> None:
    person = running.server.chats.private()
    done = await person.ask("/start theme_urban")
    assert "城市更新与空间规划" in done.text
    digest = await person.next_message()
    assert digest.text.startswith("简报")
    found = await person.ask("/start find_" + base64.urlsafe_b64encode("政务服务".encode()).decode().rstrip("="))
    assert found.text.startswith("🔍 政务服务")


async def test_a_group_is_managed_by_administrators(running: Talking) -> None:
    owner = running.server.chats.group()
    member = running.server.chats.join(owner, running.server.chats.person())
    assert (await member.ask("/subscribe 城市")).text == "这要由管理员来做。"
    assert "已订阅：城市更新与空间规划" in (await owner.ask("/subscribe 城市")).text
    listed = await member.ask("/themes")
    assert (await member.pressed("科技", post=listed))["text"] == "这要由管理员来做。"
    await owner.pressed("科技", post=listed)
    await owner.next_edit()
    owner.say("大家看新闻了吗")
    await owner.quiet()
    found = await member.ask(f"@{running.application.bot.username} 人工智能")
    assert found.text.startswith("🔍 人工智能")
    assert not any("关注" in label for label in labels(found)), "a group has no watches of its own in a lookup"
    with running.newsroom.store.reading() as tx:
        (reader,) = tx.readers.all()
    assert (reader.kind, set(reader.themes)) == ("supergroup", {"urban", "sci-tech"})


async def test_topics_are_readers_of_their_own_and_general_is_the_chat(running: Talking) -> None:
    general = running.server.chats.group(forum=True)
    topic = general.add_topic("科技")
    await topic.ask("/subscribe 科技")
    await topic.ask("/settings 繁体")
    await general.ask("/subscribe 城市")
    with running.newsroom.store.reading() as tx:
        readers = {reader.address.thread_id: reader for reader in tx.readers.all()}
    assert set(readers) == {None, topic.thread_id}
    assert (readers[topic.thread_id].themes, readers[topic.thread_id].script) == (("sci-tech",), "hant")
    assert (readers[None].themes, readers[None].script) == (("urban",), "hans")
    topic.say("/today")
    digest = await topic.next_message()
    assert digest.thread_id == topic.thread_id
    assert digest.text.startswith("简报")


async def test_a_channel_gets_digests_without_buttons(running: Talking) -> None:
    channel = running.server.chats.channel()
    said = await channel.ask("/subscribe 城市")
    assert buttons(said) == []
    assert buttons(await channel.ask("/settings 20:30")) == []
    channel.say("/today")
    digest = await channel.next_message()
    assert digest.text.startswith("简报")
    assert buttons(digest) == []
    channel.say("普通的一条消息")
    await channel.quiet()


async def test_inline_results_page_and_lead_home(running: Talking) -> None:
    person = running.server.chats.private()
    made = await person.search("杨浦")
    assert made.answer is not None
    results = made.answer["results"]
    assert 1 <= len(results) <= 50
    assert len({result["id"] for result in results}) == len(results)
    chosen = person.choose(made, results[0]["id"])
    assert results[0]["title"] in chosen.text
    nothing = await person.search("没有这样的词组存在于此")
    assert nothing.answer is not None
    assert nothing.answer["results"] == []
    assert nothing.answer["button"]["start_parameter"].startswith(("find_", "inline"))
    await person.quiet()


async def test_operators_commands_are_unknown_to_others(seeded_home: Path, tmp_path: Path) -> None:
    async with talking_in(tmp_path / "home", seeded_home, admins=(4711,)) as running:
        operator = running.server.chats.private(user_id=4711)
        other = running.server.chats.private(user_id=4712)
        unknown = (await other.ask("/nosuchcommand")).text
        for command in ("/status", "/sources", "/preview 4711"):
            assert (await other.ask(command)).text == unknown
        status = (await operator.ask("/status")).text
        assert "文章" in status
        assert "投递：没有回音 0" in status
        assert "样例报章 (文件夹)：正常" in (await operator.ask("/sources")).text
        await subscribed(other)
        await operator.ask("/preview 4712")
        assert operator.last.text.startswith(("简报", "这段时间"))


async def test_blocked_and_back(running: Talking) -> None:
    person = running.server.chats.private()
    await subscribed(person)

    def paused() -> list[str | None]:
        with running.newsroom.store.reading() as tx:
            return [reader.paused for reader in tx.readers.all()]

    person.block()
    await until(lambda: paused() == ["telegram: blocked"])
    person.unblock()
    await until(lambda: paused() == [None])


async def test_forget_leaves_the_id_nowhere(running: Talking) -> None:
    user_id = 7_312_345_678_901
    person = running.server.chats.private(user_id=user_id)
    await subscribed(person)
    await person.ask("/watch 很特别的关注词")
    await person.pressed("一有就", post=person.last)
    await person.next_edit()
    await person.ask("/export")
    asked = await person.ask("/forget")
    await person.pressed("全部删除", post=asked)
    assert "全部删除了" in (await person.next_edit()).text
    with running.newsroom.store.reading() as tx:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        tables = [row[0] for row in tx.connection.exec_driver_sql(query)]
        assert {"readers", "deliveries", "editions", "watches"} <= set(tables)
        for table in tables:
            for row in tx.connection.exec_driver_sql(f'SELECT * FROM "{table}"'):
                assert user_id not in tuple(row), table
    path = running.newsroom.store.path
    marks = (str(user_id).encode(), user_id.to_bytes(6, "big"), "很特别的关注词".encode())
    for file in (path, path.with_name(path.name + "-wal")):
        content = file.read_bytes() if file.exists() else b""
        assert not [mark for mark in marks if mark in content], file.name


async def test_too_much_at_once_is_refused_once_and_politely(running: Talking) -> None:
    running.talk.flood = Flood(burst=5, per_s=0)
    person = running.server.chats.private()
    for _ in range(9):
        person.say("人工智能")
    answers = [(await person.next_message()).text for _ in range(6)]
    assert [text.startswith("🔍") for text in answers] == [True] * 5 + [False]
    assert answers[5] == "太快了，请歇几秒再发。"
    toast = await person.pressed("全文 1")
    assert toast["text"] == answers[5]
    await person.quiet()


async def test_menus_are_set_once(running: Talking) -> None:
    bot = running.application.bot
    assert await introduce(bot) > 0
    assert await introduce(bot) == 0
    assert "简报" in (await bot.get_my_short_description(language_code="zh")).short_description
    assert (await bot.get_my_commands(language_code="zh"))[0].description == "现在就看还没看过的"
    assert "digest" in (await bot.get_my_short_description()).short_description


async def test_pausing_by_button_and_by_word(running: Talking) -> None:
    person = running.server.chats.private()
    menu = await person.ask("/settings")
    await person.pressed("暂停发送", post=menu)
    assert "暂停中" in (await person.next_edit()).text
    assert "已恢复" in (await person.ask("恢复")).text
    assert "已暂停" in (await person.ask("/pause")).text
    assert "本来就暂停着" in (await person.ask("/pause")).text
    assert "没有关注" in (await person.ask("/watches")).text


async def test_a_pressed_message_that_is_gone_is_answered_below(running: Talking) -> None:
    person = running.server.chats.private()
    menu = await person.ask("/settings")
    await running.application.bot.delete_message(person.chat.id, menu.message_id)
    people.press(running.server.core, person.user, menu, buttons(menu)[2]["callback_data"])
    assert (await person.next_message()).text.startswith("时间")


async def test_an_answer_that_telegram_refuses_is_logged_without_its_words(
    running: Talking, caplog: pytest.LogCaptureFixture
) -> None:
    person = running.server.chats.private()
    request = running.talk.request(Chat(id=person.chat.id, type=Chat.PRIVATE), None)
    await running.talk.send(request, Message(html="<秘密>"))
    (record,) = [record for record in caplog.records if record.name.startswith("bot.commands")]
    assert record.getMessage() == "an answer was refused as malformed: Can't parse entities"


async def test_a_group_that_became_a_supergroup_keeps_its_choices(running: Talking) -> None:
    group = running.server.chats.group(supergroup=False)
    await group.ask("/subscribe 城市")
    moved = group.migrate()

    def chats() -> list[int]:
        with running.newsroom.store.reading() as tx:
            return [reader.address.chat_id for reader in tx.readers.all()]

    await until(lambda: chats() == [moved.chat.id])
    assert "城市更新与空间规划" in (await moved.ask("/settings")).text
    assert chats() == [moved.chat.id]
