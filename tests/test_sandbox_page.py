"""The chat page over plain HTTP: who may use it, what it shows, what a person can do there."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.sandbox import OFF, VISITOR_ID, Server, Visitor
from bot.sandbox.entities import Entity
from bot.sandbox.markup import parse_html
from bot.sandbox.page.labels import LANGUAGES, known_language, labels
from bot.sandbox.page.render import text_html
from bot.sandbox.page.views import Eyes
from bot.sandbox.world import File


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server(0, limits=OFF) as server:
        yield server


@pytest.fixture
async def web(server: Server) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=server.url, trust_env=False) as web:
        yield web


async def call(server: Server, web: httpx2.AsyncClient, method: str, **params: Any) -> Any:
    """One call of the bot; gives the result or the error's text."""
    answer = (await web.post(f"/bot{server.token}/{method}", json=params)).json()
    return answer["result"] if answer["ok"] else answer["description"]


async def do(web: httpx2.AsyncClient, deed: str, **given: Any) -> Any:
    return (await web.post(f"/page/do/{deed}", json={"chat": VISITOR_ID, **given})).json()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", ""])
async def test_other_host_names_are_refused(server: Server, web: httpx2.AsyncClient, host: str) -> None:
    for path in ("/", "/page/events", f"/bot{server.token}/getMe"):
        assert (await web.get(path, headers={"host": host})).status_code == 403


async def test_localhost_is_this_machine_too(server: Server, web: httpx2.AsyncClient) -> None:
    assert (await web.get("/", headers={"host": f"localhost:{server.port}"})).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({}, 200),
    ],
)
async def test_requests_from_other_pages_are_refused(
    server: Server, web: httpx2.AsyncClient, headers: dict[str, str], status: int
) -> None:
    given = {"chat": VISITOR_ID, "text": "你好"}
    assert (await web.post("/page/do/say", json=given, headers=headers)).status_code == status
    assert len(server.core.world.chats[VISITOR_ID].posts) == (status == 200)


async def test_a_form_cannot_speak_for_the_person(web: httpx2.AsyncClient) -> None:
    assert (await web.post("/page/do/say", data={"chat": VISITOR_ID, "text": "x"})).status_code == 404


async def test_the_page_says_what_it_is_and_keeps_the_token(server: Server, web: httpx2.AsyncClient) -> None:
    page = await web.get("/")
    assert "沙盒" in page.text
    assert "Telegram" in page.text
    assert server.token not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    addresses = re.findall(r'(?:href|src)="([^"]*)"', page.text)
    assert addresses
    assert all(address.startswith(("/", "?", "#")) for address in addresses)


async def test_only_its_own_files_are_served(web: httpx2.AsyncClient) -> None:
    for name in ("page.css", "page.js", "icon.svg"):
        assert (await web.get(f"/page/{name}")).status_code == 200
    for name in ("page.html.j2", "..%2fserver.py", "x"):
        assert (await web.get(f"/page/{name}")).status_code == 404


async def test_what_a_person_writes_reaches_the_bot(server: Server, web: httpx2.AsyncClient) -> None:
    await do(web, "say", text=" /start theme_finance ")
    (update,) = await call(server, web, "getUpdates")
    assert update["message"]["text"] == "/start theme_finance"
    assert update["message"]["from"]["language_code"] == "zh-hans"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    await do(web, "say", text="长" * 5000)
    updates = await call(server, web, "getUpdates", offset=update["update_id"] + 1)
    assert "".join(u["message"]["text"] for u in updates) == "长" * 5000
    assert await do(web, "say", text="   ") == {}
    assert await do(web, "say", chat=4242, text="x") == {"error": "Bad Request: chat not found"}
    assert await do(web, "say") == {"error": "bad request"}


async def test_buttons_and_their_answers(server: Server, web: httpx2.AsyncClient) -> None:
    await do(web, "say", text="/start")
    keyboard = {"inline_keyboard": [[{"text": "一", "callback_data": "1"}, {"text": "二", "callback_data": "2"}]]}
    message = await call(server, web, "sendMessage", chat_id=VISITOR_ID, text="选", reply_markup=keyboard)
    pressed = await do(web, "press", message=message["message_id"], row=0, column=1)
    update = (await call(server, web, "getUpdates", offset=-1))[0]["callback_query"]
    assert (update["data"], update["id"]) == ("2", pressed["press"])
    assert update["message"]["reply_markup"] == keyboard
    for row, column in ((0, 2), (5, 0)):
        assert "error" in await do(web, "press", message=message["message_id"], row=row, column=column)


async def read_events(web: httpx2.AsyncClient, mark: str, count: int) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    async with web.stream("GET", "/page/events", params={"since": mark}) as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data: "):
                events.append(json.loads(line[6:]))
            if len(events) == count:
                break
    return events


async def test_open_pages_hear_what_happens(server: Server, web: httpx2.AsyncClient) -> None:
    mark = re.search(r'data-mark="([^"]*)"', (await web.get("/")).text)
    assert mark
    await do(web, "say", text="/start")
    listening = asyncio.create_task(read_events(web, mark[1], 5))
    await asyncio.sleep(0.1)
    message = await call(server, web, "sendMessage", chat_id=VISITOR_ID, text="<b>&lt;好&gt;</b>", parse_mode="HTML")
    await call(server, web, "sendChatAction", chat_id=VISITOR_ID, action="typing")
    number = message["message_id"]
    await call(server, web, "editMessageText", chat_id=VISITOR_ID, message_id=number, text="改")
    await call(server, web, "deleteMessage", chat_id=VISITOR_ID, message_id=number)
    events = await asyncio.wait_for(listening, 5)
    assert [event["type"] for event in events] == ["posted", "posted", "action", "edited", "deleted"]
    assert "<strong>&lt;好&gt;</strong>" in events[1]["html"]
    assert events[3]["key"] == str(VISITOR_ID)


async def test_a_page_from_before_a_restart_loads_again(web: httpx2.AsyncClient) -> None:
    assert (await read_events(web, "other.7", 1)) == [{"type": "reload"}]


async def test_blocking_and_coming_back(server: Server, web: httpx2.AsyncClient) -> None:
    await do(web, "say", text="/start")
    await do(web, "bot", status="kicked")
    assert (
        await call(server, web, "sendMessage", chat_id=VISITOR_ID, text="x") == "Forbidden: bot was blocked by the user"
    )
    assert "重新启用机器人" in (await web.get("/")).text
    await do(web, "bot", status="member")
    assert (await call(server, web, "sendMessage", chat_id=VISITOR_ID, text="x"))["text"] == "x"
    updates = await call(server, web, "getUpdates")
    assert [u["my_chat_member"]["new_chat_member"]["status"] for u in updates if "my_chat_member" in u] == [
        "kicked",
        "member",
    ]


async def test_inline_results_and_choosing_one(server: Server, web: httpx2.AsyncClient) -> None:
    typing = asyncio.create_task(do(web, "inline", query="经济"))
    update: list[Any] = []
    while not update:
        update = await call(server, web, "getUpdates", timeout=2)
    query = update[0]["inline_query"]
    content = {"message_text": "<i>结果</i>", "parse_mode": "HTML"}
    results = [{"type": "article", "id": "a", "title": "标题", "input_message_content": content}]
    assert await call(server, web, "answerInlineQuery", inline_query_id=query["id"], results=results)
    found = await typing
    assert [result["title"] for result in found["results"]] == ["标题"]
    await do(web, "choose", search=found["search"], id="a")
    updates = await call(server, web, "getUpdates", offset=update[0]["update_id"] + 1)
    assert updates[0]["message"]["via_bot"]["is_bot"]
    assert updates[1]["chosen_inline_result"]["result_id"] == "a"
    assert "error" in await do(web, "choose", search=found["search"], id="b")


async def test_the_menu_follows_scope_and_language(server: Server, web: httpx2.AsyncClient) -> None:
    def named(description: str) -> list[dict[str, str]]:
        return [{"command": "start", "description": description}]

    await call(server, web, "setMyCommands", commands=named("default"))
    await call(server, web, "setMyCommands", commands=named("group"), scope={"type": "all_group_chats"})
    await call(server, web, "setMyCommands", commands=named("中文"), language_code="zh")
    leads = {"type": "all_chat_administrators"}
    await call(server, web, "setMyCommands", commands=named("leads"), scope=leads)
    group = next(chat.id for chat in server.core.world.chats.values() if chat.forum)

    async def shown(chat: int) -> str:
        return str((await web.get("/page/commands", params={"chat": chat})).json()[0]["description"])

    assert await shown(VISITOR_ID) == "中文"
    assert await shown(group) == "leads"
    await do(web, "language", code="en")
    assert await shown(VISITOR_ID) == "default"
    assert "Sandbox" in (await web.get("/")).text


async def test_unread_messages_are_counted_until_read(server: Server, web: httpx2.AsyncClient) -> None:
    channel = next(chat for chat in server.core.world.chats.values() if chat.kind == "channel")
    for text in "一二三":
        await call(server, web, "sendMessage", chat_id=channel.id, text=text)
    assert 'data-count="3"' in (await web.get("/")).text
    await do(web, "read", chat=channel.id, message=2)
    assert 'data-count="1"' in (await web.get("/")).text
    assert 'id="unread"' in (await web.get(f"/chat/{channel.id}")).text


async def test_earlier_messages_come_on_request(server: Server, web: httpx2.AsyncClient) -> None:
    for number in range(130):
        await do(web, "say", text=f"第{number}条")
    page = (await web.get("/")).text
    assert 'id="older"' in page
    assert "第9条" not in page
    first = re.search(r'data-id="(\d+)"', page)
    assert first
    query = {"chat": VISITOR_ID, "thread": 0, "before": first[1]}
    earlier = (await web.get("/page/older", params=query)).json()
    assert "第9条" in earlier["html"]
    assert earlier["earlier"] is False


async def test_levers(server: Server, web: httpx2.AsyncClient) -> None:
    assert "跳到下一期" not in (await web.get("/")).text
    dropped: list[str] = []

    async def jump() -> str:
        return "已到 08:00"

    async def drop(text: str) -> str:
        dropped.append(text)
        raise OSError("磁盘已满")

    server.actions.jump, server.actions.drop = jump, drop
    assert "跳到下一期" in (await web.get("/")).text
    assert await do(web, "jump") == {"said": "已到 08:00"}
    assert await do(web, "drop", text=" 标题\n正文 ") == {"failed": "磁盘已满"}
    assert dropped == ["标题\n正文"]
    assert "error" in await do(web, "drop", text="  ")


async def test_a_restart_finds_the_same_chats(tmp_path: Path) -> None:
    kept = tmp_path / "sandbox.json"
    async with Server(0, limits=OFF, snapshot=kept) as server, httpx2.AsyncClient(base_url=server.url) as web:
        await do(web, "say", text="/start")
        keyboard = {"inline_keyboard": [[{"text": "一", "callback_data": "1"}]]}
        sent = await call(
            server, web, "sendMessage", chat_id=VISITOR_ID, text="<b>好</b>", parse_mode="HTML", reply_markup=keyboard
        )
        await do(web, "read", message=sent["message_id"])
        await do(web, "language", code="zh-hant")
    assert kept.stat().st_mode & 0o077 == 0
    async with Server(0, limits=OFF, snapshot=kept) as server, httpx2.AsyncClient(base_url=server.url) as web:
        page = (await web.get("/")).text
        assert "<strong>好</strong>" in page
        assert 'lang="zh-Hant"' in page
        again = await call(server, web, "sendMessage", chat_id=VISITOR_ID, text="在")
        assert again["message_id"] > sent["message_id"]
        assert "result" not in await do(web, "press", message=sent["message_id"], row=0, column=0)
        changed = await call(
            server, web, "editMessageText", chat_id=VISITOR_ID, message_id=sent["message_id"], text="改"
        )
        assert changed["text"] == "改"
    kept.write_text("{broken")
    async with Server(0, snapshot=kept) as server:
        assert server.core.world.chats[VISITOR_ID].posts == {}


async def test_nothing_that_people_write_is_logged(server: Server, web: httpx2.AsyncClient, caplog: Any) -> None:
    with caplog.at_level(logging.INFO):
        await do(web, "say", text="我的秘密")
        await call(server, web, "sendMessage", chat_id=VISITOR_ID, text="<p>另一个秘密", parse_mode="HTML")
        await web.get("/page/nothing")
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert not any("秘密" in line or server.token in line for line in ours)


def test_every_label_has_three_languages() -> None:
    every = [labels(language) for language in LANGUAGES]
    assert len({frozenset(texts) for texts in every}) == 1
    assert all(text.strip() for texts in every for text in texts.values())


@pytest.mark.parametrize(
    ("code", "known"),
    [("zh", "zh-hans"), ("zh-TW", "zh-hant"), ("zh-HK", "zh-hant"), ("zh-Hant", "zh-hant"), ("de", "en"), ("", "en")],
)
def test_languages_of_the_page(code: str, known: str) -> None:
    assert known_language(code) == known


@pytest.mark.parametrize("document", [None, File(id="1", name="报.txt", kind="text/plain", content=b"x")])
async def test_what_a_spoiler_hides_stays_hidden_in_the_list(server: Server, document: File | None) -> None:
    world, hidden = server.core.world, [Entity(kind="spoiler", offset=2, length=2)]
    post = world.post(world.chats[VISITOR_ID], world.bot, text="谜底天机", entities=hidden, document=document)
    assert Eyes(server.core, server.visitor, {}).line(post).endswith("谜底▒▒")


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<b>a<i>b</i></b>", "<strong>a<em>b</em></strong>"),
        ("a &lt;script&gt;", "a &lt;script&gt;"),
        (
            "<a href='https://a.com/?x=\"y'>z</a>",
            '<a href="https://a.com/?x=&#34;y" target="_blank" rel="noopener noreferrer">z</a>',
        ),
        ("<blockquote>q</blockquote>\nn", "<blockquote>q</blockquote>n"),
        ("😀<u>x</u>😀", "😀<u>x</u>😀"),
        ("<tg-spoiler>x</tg-spoiler>", '<span class="spoiler" role="button" tabindex="0" title="点一下显示">x</span>'),
    ],
)
def test_messages_as_html(html: str, shown: str) -> None:
    assert str(text_html(*parse_html(html), labels("zh-hans"))) == shown


def test_entities_that_cross_are_nested_for_the_page() -> None:
    entities = [Entity(kind="bold", offset=0, length=2), Entity(kind="italic", offset=1, length=2)]
    assert str(text_html("abc", entities, labels("en"))) == "<strong>a<em>b</em></strong><em>c</em>"


async def test_two_people_in_a_group_see_their_own_names(server: Server, web: httpx2.AsyncClient) -> None:
    group = next(chat for chat in server.core.world.chats.values() if chat.forum)
    other = server.chats.person(first_name="王编辑")
    group.members[other.id] = "member"
    Visitor(server.core, other, group, thread_id=11).say("早")
    page = (await web.get(f"/chat/{group.id}/11")).text
    assert "王编辑" in page
    assert (await web.get(f"/chat/{group.id}/99")).status_code == 404
