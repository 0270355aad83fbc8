"""answerCallbackQuery and answerInlineQuery."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from bot.messages import utf16_len
from bot.sandbox.core import Core
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods.sending import inline_text
from bot.sandbox.params import Params
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json
from bot.sandbox.world import Event, Press, Search

PRESS_S = 15
SEARCH_S = 10
MAX_RESULTS = 50
MAX_TOAST_CHARS = 200
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_START = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


def _waiting(core: Core, query: Press | Search | None, patience_s: float) -> None:
    if query is None or query.answer is not None or core.seconds() - query.asked_at > patience_s:
        raise bad_request(_TOO_OLD)


def answer_callback_query(core: Core, params: Params) -> bool:
    press = core.world.presses.get(params.text("callback_query_id"))
    text = params.text("text")
    if utf16_len(text) > MAX_TOAST_CHARS:
        raise bad_request("MESSAGE_TOO_LONG")
    _waiting(core, press, PRESS_S)
    assert press is not None
    url = params.text("url")
    if url and not re.match(rf"(?:https://t\.me/{core.world.bot.username}|tg://bot)\?", url, re.IGNORECASE):
        raise bad_request("URL_INVALID")
    press.answer = {"text": text, "alert": params.flag("show_alert"), "url": url}
    detail = {"press": press.id, "user": press.user.id, **press.answer}
    core.world.tell(Event(kind="answered", chat=press.post.chat, post=press.post, detail=detail))
    return True


def answer_inline_query(core: Core, params: Params) -> bool:
    search = core.world.searches.get(params.text("inline_query_id"))
    results = params.structure("results", "inline query results")
    if not isinstance(results, list):
        raise bad_request("expected an Array of inline query results")
    if len(results) > MAX_RESULTS:
        raise bad_request("too many inline query results specified")
    if len(params.text("next_offset").encode()) > 64:
        raise bad_request("next_offset is too long")
    checked = [_result(result) for result in results]
    if len({result["id"] for result in checked}) < len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    button = _button(params.structure("button", "inline query results button"))
    _waiting(core, search, SEARCH_S)
    assert search is not None
    search.answer = {"results": checked, "next_offset": params.text("next_offset"), "button": button}
    core.world.tell(Event(kind="found", detail={"search": search.id}))
    return True


def _result(result: Any) -> Json:
    if not isinstance(result, dict):
        raise bad_request("can't parse inline query result: an Object is expected")
    if result.get("type") != "article":
        raise bad_request("the sandbox takes inline results of type article only")
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad_request("can't parse inline query result: RESULT_ID_INVALID")
    if not str(result.get("title", "")).strip():
        raise bad_request("can't parse inline query result: ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("can't parse inline query result: input message content is not specified")
    text, entities = inline_text(content)
    markup = Params({"reply_markup": _json(result.get("reply_markup"))})
    return {**result, "id": str(result["id"]), "text": text, "entities": entities, "keyboard": read_markup(markup)}


def _button(button: Any) -> Json | None:
    if button is None:
        return None
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse inline query results button: field "text" must be non-empty')
    if "web_app" not in button and not _START.match(str(button.get("start_parameter", ""))):
        raise bad_request("START_PARAM_INVALID")
    return button


def _json(value: Any) -> str:
    return json.dumps(value) if value else ""


METHODS: dict[str, Callable[[Core, Params], Any]] = {
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
}
