"""Whatever a bot sends, the sandbox answers as the Bot API does, and never fails itself."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox import OFF, VISITOR_ID, Server, people
from bot.sandbox.core import Core
from bot.sandbox.methods import METHODS
from bot.sandbox.params import read_params
from bot.sandbox.refusals import Refusal

SOUND = {
    "chat_id": str(VISITOR_ID),
    "text": "x",
    "user_id": str(VISITOR_ID),
    "action": "typing",
    "commands": '[{"command": "a", "description": "b"}]',
    "results": "[]",
    "parse_mode": "HTML",
}
NAMES = [
    "chat_id",
    "text",
    "parse_mode",
    "message_id",
    "message_thread_id",
    "reply_markup",
    "entities",
    "caption",
    "caption_entities",
    "user_id",
    "callback_query_id",
    "inline_query_id",
    "results",
    "button",
    "commands",
    "scope",
    "language_code",
    "media",
    "action",
    "message_ids",
    "document",
    "photo",
    "inline_message_id",
    "reply_parameters",
    "reply_to_message_id",
    "allowed_updates",
    "offset",
    "limit",
    "file_id",
    "menu_button",
    "name",
    "description",
    "short_description",
    "url",
    "next_offset",
    "show_alert",
]
KEYBOARDS = [
    *(
        "1",
        "[]",
        "[1]",
        "[[]]",
        "[[1]]",
        "[[null]]",
        "[[{}]]",
        '[[{"text": 1}]]',
        '[[{"text": null, "callback_data": {}}]]',
    ),
    *('[[{"text": "x", "callback_data": "y"}]]', '[[{"text": "x", "url": null}]]', '[[{"text": "x", "copy_text": 1}]]'),
    *(
        '[[{"text": "x", "copy_text": {}}]]',
        '[[{"text": "x", "web_app": 1}]]',
        '[[{"text": "x", "pay": true, "url": ""}]]',
    ),
]
ITEMS = [
    *("1", "null", "[]", "{}", '{"type": []}', '{"type": "bold"}', '{"type": "bold", "offset": 0, "length": 99}'),
    *('{"type": "bold", "offset": {}, "length": 1}', '{"type": "text_mention", "offset": 0, "length": 1, "user": 1}'),
    *('{"type": "text_mention", "offset": 0, "length": 1, "user": {"id": "x"}}', '{"command": 1}', '{"command": "a"}'),
    *('{"type": "date_time", "offset": 0, "length": 1, "unix_time": "x"}', '{"type": "x", "offset": 0, "length": 1}'),
    *('{"type": "photo", "media": []}', '{"type": {}, "media": 1}', '{"type": "article", "id": []}'),
    *('{"type": "article", "id": 1, "title": 1, "input_message_content": {"message_text": []}}', '{"type": "article"}'),
    *('{"type": "article", "id": 1, "title": 1, "input_message_content": {"message_text": "a"}, "reply_markup": 1}',),
    *('{"type": "article", "id": "b", "title": "c", "input_message_content": {"message_text": "a", "entities": 1}}',),
]
VALUES = [
    *(
        "",
        " ",
        "0",
        "1",
        "-1",
        "11",
        "1001",
        "-1000000900002",
        "-1000000900003",
        "99999999999999999999",
        "1.5",
        "true",
        "x",
        "@x",
    ),
    *(
        "<b>x</b>",
        "<b>",
        "HTML",
        "Markdown",
        "zh",
        "zh-hans",
        "[]",
        "{}",
        "null",
        "[[]]",
        '"x"',
        "7",
        "{",
        "\u0000",
        "\ud83d",
    ),
    *(f'{{"inline_keyboard": {rows}}}' for rows in KEYBOARDS),
    *(f'{{"keyboard": {rows}}}' for rows in KEYBOARDS),
    *(
        '{"remove_keyboard": 1}',
        '{"force_reply": true}',
        '{"type": "chat", "chat_id": "x"}',
        '{"type": "chat", "chat_id": []}',
    ),
    *(
        '{"type": "chat_member", "chat_id": 900001, "user_id": "x"}',
        '{"message_id": "x"}',
        '{"message_id": []}',
        '{"type": []}',
    ),
    *(
        '{"text": "x", "start_parameter": 1}',
        '{"text": []}',
        '{"type": "commands"}',
        '["message"]',
        "[[1]]",
        "[1, 2]",
        "[{}, {}]",
    ),
    *(f"[{item}]" for item in ITEMS),
    *(f"[{item}, {item}]" for item in ITEMS),
]


def prepared() -> tuple[Core, dict[str, str]]:
    """A world with a message of the bot, a press and an inline query that wait; and parameters that name them."""
    core = Server(0, limits=OFF).core
    world, chat = core.world, core.world.chats[VISITOR_ID]
    chat.started = True
    post = world.post(chat, world.bot, text="好", keyboard={"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]})
    names = {
        "message_id": str(post.message_id),
        "callback_query_id": people.press(core, world.users[VISITOR_ID], post, "y").id,
        "inline_query_id": people.search(core, world.users[VISITOR_ID], "q").id,
    }
    return core, SOUND | names


@pytest.mark.parametrize("method", sorted(METHODS))
def test_no_parameter_makes_a_method_fail(method: str) -> None:
    """Each parameter in turn takes each odd value beside sound ones: refusals are answers, results are JSON."""
    core, sound = prepared()
    for number, (name, value) in enumerate((name, value) for name in NAMES for value in VALUES):
        if number % 50 == 0:
            core, sound = prepared()
        body = json.dumps(sound | {name: value}).encode()
        try:
            result = METHODS[method](core, read_params("application/json", body, ""))
        except Refusal as refusal:
            json.dumps(refusal.body(), ensure_ascii=False).encode()
        except Exception as error:
            raise AssertionError(f"{method}({name}={value!r}): {error!r}") from error
        else:
            json.dumps(result, ensure_ascii=False).encode()


@settings(max_examples=100, deadline=None)
@given(
    body=st.binary(max_size=300), kind=st.sampled_from(["application/json", "multipart/form-data; boundary=b", "x", ""])
)
def test_no_body_makes_the_parser_fail(body: bytes, kind: str) -> None:
    with contextlib.suppress(Refusal):
        assert "a" in read_params(kind, body, "a=1").values
