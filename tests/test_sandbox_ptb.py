"""python-telegram-bot against the sandbox, over HTTP: the checks that no other emulator passed."""

from __future__ import annotations

import asyncio
import contextlib
import struct
import zlib
from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaPhoto,
    InputTextMessageContent,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.sandbox import OFF, Limits, NothingCame, PortTaken, Server

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("财经", callback_data="t:finance")]])


@pytest.fixture(autouse=True)
def _seconds_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the other way round is deprecated, and warnings are errors here


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server(0, limits=OFF) as server:
        yield server


def make_bot(server: Server, token: str | None = None, **timeouts: float) -> Bot:
    timeouts = {"read_timeout": 5, "connect_timeout": 5, "pool_timeout": 5} | timeouts
    return Bot(
        token or server.token,
        base_url=f"{server.api_url}/bot",
        base_file_url=f"{server.api_url}/file/bot",
        request=HTTPXRequest(**timeouts),
    )


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    async with make_bot(server) as bot:
        yield bot


Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, context: Context) -> None:
    await update.effective_message.reply_html(f"<b>您好</b> {' '.join(context.args)}", reply_markup=KEYBOARD)


async def press(update: Update, context: Context) -> None:
    await update.callback_query.answer("好的", show_alert=update.callback_query.data.endswith("alert"))
    await update.callback_query.edit_message_text("已订阅")


async def echo(update: Update, context: Context) -> None:
    message = update.effective_message
    if message:
        text = message.text or "?"
        await message.reply_text(("改: " if update.edited_message else "") + text)


async def moved(update: Update, context: Context) -> None:
    context.bot_data.setdefault("moves", []).append(update.my_chat_member.new_chat_member.status)


async def found(update: Update, context: Context) -> None:
    content = InputTextMessageContent("<i>结果</i>", parse_mode="HTML")
    result = InlineQueryResultArticle("1", "标题", content, reply_markup=KEYBOARD)
    await update.inline_query.answer([result], cache_time=0, is_personal=True)


async def chosen(update: Update, context: Context) -> None:
    await context.bot.edit_message_text("选了", inline_message_id=update.chosen_inline_result.inline_message_id)


@pytest.fixture
async def application(server: Server) -> AsyncIterator[Application]:
    application = Application.builder().token(server.token).base_url(f"{server.api_url}/bot").build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(ChatMemberHandler(moved))
    application.add_handler(InlineQueryHandler(found))
    application.add_handler(ChosenInlineResultHandler(chosen))
    application.add_handler(MessageHandler(filters.ALL, echo))
    async with application:
        await application.start()
        await application.updater.start_polling(timeout=10, allowed_updates=Update.ALL_TYPES)
        yield application
        await application.updater.stop()
        await application.stop()


async def test_a_conversation_with_buttons_and_edits(server: Server, application: Application) -> None:
    reader = server.chats.private(started=False)
    reader.say("/start theme_finance")
    hello = await reader.next_message()
    assert hello.text == "您好 theme_finance"
    assert [(e.kind, e.offset, e.length) for e in hello.entities] == [("bold", 0, 2)]
    answer = await reader.pressed("财经")
    assert answer == {"text": "好的", "alert": False, "url": ""}
    edited = await reader.next_edit()
    assert edited is hello
    assert (hello.text, hello.keyboard) == ("已订阅", None)
    said = reader.say("你好")
    assert (await reader.next_message()).text == "你好"
    reader.edit(said, "再见")
    assert (await reader.next_message()).text == "改: 再见"


async def test_odd_messages_reach_the_handlers(server: Server, application: Application) -> None:
    reader = server.chats.private()
    reader.send(contact={"phone_number": "123", "first_name": "王"})
    assert (await reader.next_message()).text == "?"
    reader.send(location={"longitude": 116.4, "latitude": 39.9})
    assert (await reader.next_message()).text == "?"


async def test_the_bot_hears_in_groups_what_is_meant_for_it(server: Server, application: Application) -> None:
    group = server.chats.group(forum=True)
    topic = group.add_topic("财经")
    await topic.next_message()  # the echo to the note about the new topic
    topic.say("只是聊天")
    topic.say("/start@another_bot")
    with pytest.raises(NothingCame):
        await topic.next_message(0.3)
    topic.say("/start@jianbao_sandbox_bot")
    hello = await topic.next_message()
    assert hello.thread_id == topic.thread_id
    topic.say("@jianbao_sandbox_bot 中国")
    assert "中国" in (await topic.next_message()).text
    group.say("回复", reply_to=hello)
    assert [(await group.next_message()).text for _ in range(4)][-1] == "回复"


async def test_channel_posts_and_membership(server: Server, application: Application) -> None:
    channel = server.chats.channel()
    channel.say("/start@jianbao_sandbox_bot")
    assert (await channel.next_message()).from_bot
    reader = server.chats.private()
    reader.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await application.bot.send_message(reader.chat.id, "在吗")
    reader.unblock()
    await application.bot.send_message(reader.chat.id, "在吗")
    for _ in range(100):
        if len(application.bot_data.get("moves", [])) == 2:
            break
        await asyncio.sleep(0.02)
    assert application.bot_data["moves"] == ["kicked", "member"]


async def test_inline_mode(server: Server, application: Application) -> None:
    reader = server.chats.private()
    search = await reader.search("经济")
    assert [result["title"] for result in search.answer["results"]] == ["标题"]
    post = reader.choose(search, "1")
    assert post.text == "结果"
    assert post.via_bot
    await reader.next_edit()
    assert post.text == "选了"


async def test_the_older_of_two_polls_gets_409(server: Server, bot: Bot) -> None:
    async with make_bot(server) as another:
        older = asyncio.create_task(bot.get_updates(timeout=10))
        await asyncio.sleep(0.1)
        newer = asyncio.create_task(another.get_updates(timeout=1))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await older
        assert await newer == ()


async def test_updates_wait_until_they_are_confirmed(server: Server, bot: Bot) -> None:
    reader = server.chats.private()
    for word in "一二三":
        reader.say(word)
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first] == ["一", "二"]
    assert [u.message.text for u in await bot.get_updates(offset=first[0].update_id + 1)] == ["二", "三"]
    assert [u.message.text for u in await bot.get_updates(offset=-1)] == ["三"]
    assert await bot.get_updates(offset=first[1].update_id + 2) == ()


async def test_only_wanted_kinds_are_kept_and_the_wish_is_remembered(server: Server, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    reader = server.chats.private()
    reader.say("听不见")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    reader.say("听得见")
    assert len(await bot.get_updates()) == 1


@pytest.mark.parametrize(
    ("code", "text"), [("html", 'Unsupported start tag "p" at byte offset 6'), ("html2", "can't find end tag")]
)
async def test_broken_markup_is_refused_with_its_byte_offset(server: Server, bot: Bot, code: str, text: str) -> None:
    chat = server.chats.private().chat.id
    html = {"html": "你好<p>x</p>", "html2": "<b>你好"}[code]
    with pytest.raises(BadRequest, match=r"(?i)" + text):
        await bot.send_message(chat, html, parse_mode="HTML")


async def test_lengths(server: Server, bot: Bot) -> None:
    chat = server.chats.private().chat.id
    message = await bot.send_message(chat, "<b>" + "好" * 4096 + "</b>", parse_mode="HTML")
    assert len(message.text) == 4096
    for text, error in (("好" * 4097, "message is too long"), ("😀" * 2049, "message is too long")):
        with pytest.raises(BadRequest, match=f"(?i){error}"):
            await bot.send_message(chat, text)
    with pytest.raises(BadRequest, match=r"(?i)text is too long"):
        await bot.send_message(chat, "<b></b>" * 5000, parse_mode="HTML")
    with pytest.raises(BadRequest, match=r"(?i)message text is empty"):
        await bot.send_message(chat, "")
    with pytest.raises(BadRequest, match=r"(?i)text must be non-empty"):
        await bot.send_message(chat, " \n ")
    with pytest.raises(BadRequest, match=r"(?i)entities_too_long"):
        await bot.send_message(chat, "".join(f'<a href="http://a.com/{"x" * 500}">{n}</a>' for n in range(20)), "HTML")


async def test_text_is_trimmed_and_formatting_over_100_is_lost(server: Server, bot: Bot) -> None:
    chat = server.chats.private().chat.id
    message = await bot.send_message(chat, " \n<b> 好</b> \n", parse_mode="HTML")
    assert (message.text, message.entities[0].length) == ("好", 1)
    message = await bot.send_message(chat, "<b>好</b>x" * 120, parse_mode="HTML")
    assert len(message.entities) == 100


@pytest.mark.parametrize(
    ("button", "error"),
    [
        (InlineKeyboardButton("x", callback_data="好" * 22), "button_data_invalid"),
        (InlineKeyboardButton("x", callback_data=""), "button_data_invalid"),
        (
            InlineKeyboardButton("x", url="http://localhost/"),
            "inline keyboard button URL 'http://localhost/' is invalid",
        ),
        (InlineKeyboardButton("x"), "text buttons are unallowed"),
        (InlineKeyboardButton(" ", callback_data="x"), "must be non-empty"),
    ],
)
async def test_buttons_are_checked(server: Server, bot: Bot, button: InlineKeyboardButton, error: str) -> None:
    chat = server.chats.private().chat.id
    with pytest.raises(BadRequest, match=f"(?i){error}"):
        await bot.send_message(chat, "好", reply_markup=InlineKeyboardMarkup([[button]]))
    await bot.send_message(
        chat, "好", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x" * 64)]])
    )


async def test_edits(server: Server, bot: Bot) -> None:
    reader = server.chats.private()
    chat = reader.chat.id
    message = await bot.send_message(chat, "<b>好</b>", "HTML", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match=r"(?i)message is not modified: specified new message content"):
        await bot.edit_message_text("<b>好</b>", chat, message.message_id, parse_mode="HTML", reply_markup=KEYBOARD)
    edited = await bot.edit_message_text("<b>好</b>", chat, message.message_id, parse_mode="HTML")
    assert edited.reply_markup is None
    await bot.edit_message_reply_markup(chat, message.message_id, reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("x", chat, 999)
    own = reader.say("我的")
    with pytest.raises(BadRequest, match=r"(?i)message can't be edited"):
        await bot.edit_message_text("x", chat, own.message_id)
    assert await bot.delete_message(chat, message.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(chat, message.message_id)


async def test_presses_expire_and_are_answered_once(server: Server, bot: Bot) -> None:
    reader = server.chats.private()
    await bot.send_message(reader.chat.id, "好", reply_markup=KEYBOARD)
    press = reader.press("财经")
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(press.id, "好" * 201)
    assert await bot.answer_callback_query(press.id)
    for query in (press.id, "12345"):
        with pytest.raises(BadRequest, match=r"(?i)query is too old"):
            await bot.answer_callback_query(query)
    late = reader.press("财经")
    late.asked_at -= 16
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(late.id)


async def test_commands_and_descriptions_per_language(server: Server, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("start", "开始")])
    await bot.set_my_commands([BotCommand("start", "Begin")], language_code="en")
    await bot.set_my_commands([BotCommand("today", "今天")], scope=BotCommandScopeAllGroupChats())
    assert [c.description for c in await bot.get_my_commands()] == ["开始"]
    assert [c.description for c in await bot.get_my_commands(language_code="en")] == ["Begin"]
    await bot.delete_my_commands(language_code="en")
    assert await bot.get_my_commands(language_code="en") == ()
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Start", "x")])
    await bot.set_my_description("说明", "zh")
    await bot.set_my_short_description("短", "zh")
    await bot.set_my_name("简报", "zh")
    assert (await bot.get_my_description("zh")).description == "说明"
    assert (await bot.get_my_description("fr")).description == ""
    assert (await bot.get_my_short_description("zh")).short_description == "短"
    assert (await bot.get_my_name("zh")).name == "简报"


async def test_uploads_of_a_document(server: Server, bot: Bot) -> None:
    chat = server.chats.private().chat.id
    content = "数据\r\n--".encode() * 1000
    message = await bot.send_document(chat, content, filename="我的数据.json", caption="<b>好</b>", parse_mode="HTML")
    assert message.document.file_name == "我的数据.json"
    assert message.caption == "好"
    assert server.core.world.files[message.document.file_id].content == content


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + bytes(width) for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_photos_and_albums(server: Server, bot: Bot) -> None:
    chat = server.chats.private().chat.id
    message = await bot.send_photo(chat, png(7, 5), caption="<b>图</b>", parse_mode="HTML")
    assert (message.photo[0].width, message.photo[0].height, message.caption) == (7, 5, "图")
    again = await bot.send_photo(chat, message.photo[0].file_id)
    assert again.photo[0].file_id == message.photo[0].file_id
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(chat, b"no picture")
    album = await bot.send_media_group(chat, [InputMediaPhoto(png(2, 3), caption="一"), InputMediaPhoto(png(4, 5))])
    assert [m.photo[0].height for m in album] == [3, 5]
    assert album[0].media_group_id == album[1].media_group_id
    with pytest.raises(BadRequest, match=r"(?i)must include 2-10 items"):
        await bot.send_media_group(chat, [InputMediaPhoto(png(2, 3))])
    file = await bot.get_file(message.photo[0].file_id)
    assert bytes(await file.download_as_bytearray()) == png(7, 5)


async def test_captions_are_shorter(server: Server, bot: Bot) -> None:
    chat = server.chats.private().chat.id
    await bot.send_document(chat, b"x", caption="好" * 1024)
    with pytest.raises(BadRequest, match=r"(?i)message caption is too long"):
        await bot.send_document(chat, b"x", caption="好" * 1025)
    with pytest.raises(BadRequest, match=r"(?i)file must be non-empty"):
        await bot.send_document(chat, b"")


async def test_chats_and_members(server: Server, bot: Bot) -> None:
    group = server.chats.group("编辑部")
    assert (await bot.get_chat(group.chat.id)).title == "编辑部"
    assert (await bot.get_chat_member(group.chat.id, group.user.id)).status == "creator"
    assert (await bot.get_chat_member(group.chat.id, bot.id)).status == "member"
    assert [m.user.id for m in await bot.get_chat_administrators(group.chat.id)] == [group.user.id]
    channel = server.chats.channel(username="jianbao_daily")
    assert (await bot.get_chat("@jianbao_daily")).id == channel.chat.id
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.get_chat(4242)


async def test_chats_that_go_away(server: Server, bot: Bot) -> None:
    stranger = server.chats.private(started=False)
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(stranger.chat.id, "x")
    group = server.chats.group(supergroup=False)
    new = group.migrate()
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(group.chat.id, "x")
    assert migrated.value.new_chat_id == new.chat.id
    new.move_bot("kicked")
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(new.chat.id, "x")
    channel = server.chats.channel(bot_status="member")
    with pytest.raises(BadRequest, match=r"(?i)need administrator rights in the channel chat"):
        await bot.send_message(channel.chat.id, "x")
    stranger.chat.refusal = (403, "user is deactivated")
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(stranger.chat.id, "x")


async def test_topics(server: Server, bot: Bot) -> None:
    forum = server.chats.group(forum=True)
    topic = forum.add_topic("财经")
    sent = await bot.send_message(forum.chat.id, "x", message_thread_id=topic.thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.thread_id, True)
    assert (await bot.send_message(forum.chat.id, "x")).message_thread_id is None
    for thread_id in (1 if topic.thread_id != 1 else 7, 999):
        with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
            await bot.send_message(forum.chat.id, "x", message_thread_id=thread_id)
    forum.chat.topics[topic.thread_id].closed = True
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum.chat.id, "x", message_thread_id=topic.thread_id)
    plain = server.chats.group()
    assert (await bot.send_message(plain.chat.id, "x", message_thread_id=5)).message_thread_id is None


async def test_wrong_tokens_and_methods(server: Server, bot: Bot) -> None:
    with pytest.raises(InvalidToken):
        async with make_bot(server, "1234567:" + "x" * 35):
            pass
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy")
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.delete_webhook()
    assert await bot.send_chat_action(server.chats.private().chat.id, "typing")
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(server.chats.private().chat.id, "dancing")


async def test_too_many_messages_are_answered_429() -> None:
    limits = Limits(per_second=1000, burst=1000, chat_every_s=1, chat_burst=3, group_per_minute=20, group_burst=2)
    async with Server(0, limits=limits) as server, make_bot(server) as bot:
        chat = server.chats.private().chat.id
        for _ in range(3):
            await bot.send_message(chat, "x")
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(chat, "x")
        assert refused.value.retry_after.total_seconds() == 1
        await bot.send_message(server.chats.private().chat.id, "another chat is not held up")
        group = server.chats.group().chat.id
        await bot.send_message(group, "x")
        await bot.send_message(group, "x")
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(group, "x")
        assert refused.value.retry_after.total_seconds() == 3


async def test_faults(server: Server) -> None:
    chat = server.chats.private()
    async with make_bot(server, read_timeout=0.3) as bot:
        server.faults.answer(429, method="sendMessage", retry_after_s=7)
        with pytest.raises(RetryAfter):
            await bot.send_message(chat.chat.id, "x")
        server.faults.answer(502, method="sendMessage", chat_id=chat.chat.id, times=2)
        for _ in range(2):
            with pytest.raises(NetworkError, match=r"(?i)bad gateway"):
                await bot.send_message(chat.chat.id, "x")
        server.faults.drop(method="sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(chat.chat.id, "x")
        assert chat.posts == []
        server.faults.drop(method="sendMessage", after_accepting=True)
        with pytest.raises(NetworkError):
            await bot.send_message(chat.chat.id, "收到了")
        assert [post.text for post in chat.posts] == ["收到了"]
        server.faults.hang(5, method="sendMessage", after_accepting=True)
        with pytest.raises(TimedOut):
            await bot.send_message(chat.chat.id, "也收到了")
        assert len(chat.posts) == 2
        await bot.send_message(chat.chat.id, "好了")


async def test_a_taken_port_names_the_setting(server: Server) -> None:
    with pytest.raises(PortTaken, match=rf"port {server.port} .* sandbox\.port"):
        await Server(server.port).start()


async def test_stopping_ends_a_waiting_poll_at_once(bot: Bot, server: Server) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.2)
    began = asyncio.get_running_loop().time()
    await server.stop()
    with contextlib.suppress(NetworkError):
        assert await poll == ()
    assert asyncio.get_running_loop().time() - began < 3
