"""The chat page in a real browser: what a person clicks, types and sees."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.sandbox import OFF, VISITOR_ID, Server
from tests.browser import DOWN, ENTER, UP, Browser, needs_browser

pytestmark = [pytest.mark.browser, needs_browser]

DIGEST = """<b>简报 · 财经</b>
<blockquote>一句原文。</blockquote>
<blockquote expandable>第一行
第二行
第三行
第四行
第五行</blockquote>
<tg-spoiler>谜底</tg-spoiler>
<a href="https://t.me/jianbao_sandbox_bot?start=theme_tech">科技</a>
<a href="https://t.me/jianbao_sandbox_bot?startgroup=theme_law">加群</a> /help
&lt;img src=x onerror=alert(1)&gt;"""
KEYS = InlineKeyboardMarkup(
    [[Key("喜欢", callback_data="toast"), Key("为什么", callback_data="alert")], [Key("下一页", callback_data="edit")]]
)
Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, context: Context) -> None:
    await update.effective_message.reply_html(f"<b>您好</b>，{' '.join(context.args) or '新朋友'}")


async def today(update: Update, context: Context) -> None:
    await update.effective_message.reply_html(DIGEST, reply_markup=KEYS)


async def press(update: Update, context: Context) -> None:
    query = update.callback_query
    await query.answer("记下了", show_alert=query.data == "alert")
    if query.data == "edit":
        await query.edit_message_text("<i>第二页</i>", parse_mode="HTML")


async def find(update: Update, context: Context) -> None:
    content = InputTextMessageContent(f"<u>{update.inline_query.query}</u>", parse_mode="HTML")
    results = [InlineQueryResultArticle(str(n), f"结果{n}", content, description="摘要") for n in range(3)]
    await update.inline_query.answer(results, cache_time=0)


async def echo(update: Update, context: Context) -> None:
    if update.message:
        await update.message.reply_text(f"听到：{update.message.text}")


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server(0, limits=OFF) as server:
        application = Application.builder().token(server.token).base_url(f"{server.api_url}/bot").build()
        application.add_handlers(
            [
                CommandHandler("start", start),
                CommandHandler("today", today),
                CallbackQueryHandler(press),
                InlineQueryHandler(find),
                MessageHandler(filters.TEXT, echo),
            ]
        )
        async with application:
            await application.bot.set_my_commands([("start", "开始"), ("today", "今天的简报")])
            await application.start()
            await application.updater.start_polling(timeout=5)
            yield server
            await application.updater.stop()
            await application.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as browser:
        yield browser


@pytest.fixture
def walk(server: Server, browser: Browser) -> Callable[..., Awaitable[Any]]:
    """Runs a function of (browser, url) beside the server; afterwards the page must not have complained."""

    async def run(steps: Callable[[Browser, str], Any]) -> Any:
        def there() -> Any:
            browser.resize(1100, 800)
            browser.prefer("light")
            browser.open(server.url)
            browser.wait_for(css="body[data-live]")
            browser.console_errors()
            result = steps(browser, server.url)
            assert browser.console_errors() == []
            browser.open("about:blank")
            return result

        return await asyncio.to_thread(there)

    return run


async def test_a_newcomer_starts_and_reads(walk: Any, server: Server) -> None:
    def steps(page: Browser, url: str) -> None:
        page.wait_for("沙盒：这里的一切都在本机")
        page.click("#start")
        page.wait_for("您好，新朋友", css=".message.in")
        assert page.text(".message.in strong") == "您好"
        page.type("#words", "/")
        page.wait_for("今天的简报", css="#popup")
        page.type("#words", DOWN + ENTER)
        page.wait_for("一句原文。", css=".message blockquote")
        assert page.texts(".expandable.folded.long .unfold") == ["展开"]
        page.click(".unfold")
        page.wait_for("收起", css=".unfold")
        assert page.count(".spoiler.shown") == 0
        page.click(".spoiler")
        assert page.count(".spoiler.shown") == 1
        assert "<img src=x onerror=alert(1)>" in page.text(".message:last-child .text")
        page.click("a", text="科技")
        page.click("#start")
        page.wait_for("您好，theme_tech", css=".message.in")
        page.click("a", text="加群")
        page.wait_for("综合", css=".who")
        page.click("#start")
        page.wait_for("您好，theme_law", css=".message.in")

    await walk(steps)
    assert server.core.world.chats[VISITOR_ID].started


async def test_buttons_show_toasts_alerts_and_edits(walk: Any) -> None:
    def steps(page: Browser, url: str) -> None:
        page.type("#words", "/today" + ENTER)
        page.click(".key", text="喜欢")
        page.wait_for("记下了", css="#toast")
        page.click(".key", text="为什么")
        page.wait_for("记下了", css="dialog[open]")
        page.click("dialog[open] button")
        page.wait_for(css="dialog[open]", gone=True)
        page.click(".key", text="下一页")
        page.wait_for("第二页", css=".message em")
        page.wait_for("已编辑", css=".message.in .edited")
        page.wait_for(css=".key", gone=True)

    await walk(steps)


async def test_replies_edits_and_links_by_keyboard(walk: Any, server: Server) -> None:
    def steps(page: Browser, url: str) -> None:
        page.type("#words", "你好" + ENTER)
        page.wait_for("听到：你好")
        page.type("#words", UP)
        page.wait_for("编辑", css="#context")
        page.type("#words", "吗" + ENTER)
        page.wait_for("你好吗", css=".message.out")
        page.wait_for("已编辑", css=".message.out .edited")

    await walk(steps)
    assert [post.text for post in server.core.world.chats[VISITOR_ID].posts.values()] == ["你好吗", "听到：你好"]


async def test_inline_results(walk: Any) -> None:
    def steps(page: Browser, url: str) -> None:
        page.type("#words", "@jianbao_sandbox_bot 经济")
        page.wait_for("结果1", css="#popup .option")
        page.type("#words", DOWN + ENTER)
        page.wait_for("经济", css=".message.out u")
        page.wait_for("通过 @jianbao_sandbox_bot", css=".message.out .via")

    await walk(steps)


async def test_groups_topics_channels_and_unread(walk: Any, server: Server) -> None:
    group = next(chat for chat in server.core.world.chats.values() if chat.forum)
    channel = next(chat for chat in server.core.world.chats.values() if chat.kind == "channel")

    def steps(page: Browser, url: str) -> None:
        page.click(".chat.nested", text="财经")
        page.wait_for("话题 · 编辑部", css=".who")
        page.click("#menu")
        page.click(".option", text="/today")
        page.wait_for("一句原文。", css=".message.in")
        assert page.text(".message.in .name") == "简报 Jianbao"
        page.click(".chat", text="每日简报")
        page.wait_for("频道", css=".who")
        page.type("#words", "公告" + ENTER)
        page.wait_for("公告", css=".message.in")
        server_post = asyncio.run_coroutine_threadsafe(_post(server, group.id), loop)
        server_post.result(5)
        page.wait_for("1", css=f'.chat[data-key="{group.id}"] .badge')
        page.click(".chat", text="编辑部")
        page.wait_for("未读的", css=".message.in")
        page.wait_for(css=f'.chat[data-key="{group.id}"] .badge[data-count="0"]')

    loop = asyncio.get_running_loop()
    await walk(steps)
    assert [post.thread_id for post in group.posts.values()] == [11, 11, 0]
    assert channel.posts


async def _post(server: Server, chat_id: int) -> None:
    server.core.world.post(server.core.world.chats[chat_id], server.core.world.bot, text="未读的")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_narrow_screen_is_enough(walk: Any, scheme: str) -> None:
    def steps(page: Browser, url: str) -> None:
        page.prefer(scheme)
        page.resize(360, 640)
        page.type("#words", "/today" + ENTER)
        page.wait_for("一句原文。")
        assert page.too_wide() <= 0
        page.click(".back")
        page.wait_for("编辑部", css="#chats")
        assert page.too_wide() <= 0
        page.click(".chat", text="每日简报")
        page.wait_for("频道", css=".who")
        page.click("#menu")
        page.wait_for("/today", css="#popup")
        assert page.too_wide() <= 0
        ink, paper = page.run(
            "const s = getComputedStyle(document.body); return [s.color, s.backgroundColor].map((c) =>"
            " c.match(/[0-9.]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0))"
        )
        assert (ink > paper) is (scheme == "dark")

    await walk(steps)


async def test_times_are_those_of_the_zone(browser: Browser) -> None:
    async with Server(
        0, limits=OFF, timezone="Asia/Shanghai", now=lambda: datetime(2030, 1, 1, 16, 30, tzinfo=UTC)
    ) as server:
        server.core.world.post(server.core.world.chats[VISITOR_ID], server.core.world.bot, text="新年好")

        def steps() -> tuple[str, str, str]:
            browser.open(server.url)
            browser.wait_for("00:30", css=".stamp time")
            return browser.text("#chats time"), browser.text("#clock"), browser.text(".day")

        told = await asyncio.to_thread(steps)
        assert told == ("00:30", "沙盒时间 1月2日 00:30", "今天")
        await asyncio.to_thread(browser.open, "about:blank")
        await asyncio.to_thread(browser.console_errors)


async def test_blocking_and_the_way_back(walk: Any) -> None:
    def steps(page: Browser, url: str) -> None:
        page.click("#start")
        page.wait_for("您好，新朋友")
        page.click(".more summary")
        page.click("[data-bot-status=kicked]")
        page.click(".composer > .wide", text="重新启用机器人")
        page.wait_for(css=".composer > .wide", gone=True)
        page._until(lambda: page.texts(".message.in strong") == ["您好", "您好"], "a second welcome")

    await walk(steps)


async def test_a_page_catches_up_with_what_it_missed(walk: Any, server: Server) -> None:
    def steps(page: Browser, url: str) -> None:
        page.run("window.kept = true")
        for number in range(30):
            page.type("#words", f"第{number}句" + ENTER)
        page.wait_for("听到：第29句")
        assert page.count(".message.in") == 30
        assert page.run("return window.kept") is True

    await walk(steps)
