"""Reply markup: checked as Telegram checks it, kept as the message returns it."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.links import checked_link, user_of_link
from bot.sandbox.params import Params
from bot.sandbox.refusals import bad_request

MAX_BUTTONS = 100
MAX_ROW = 8
_OTHER_ACTIONS = ("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat")


def read_markup(params: Params, *, inline_only: bool = False, private: bool = True) -> dict[str, Any] | None:
    """The markup of a request, ``None`` without one or with an empty keyboard.

    Raises:
        Refusal: a keyboard that Telegram would refuse.
    """
    markup = params.structure("reply_markup", "reply keyboard markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = [row for row in _rows(markup["inline_keyboard"], "inline_keyboard") if row]
        if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
            raise bad_request("REPLY_MARKUP_TOO_LONG")
        keyboard = [[_inline_button(button, private) for button in row] for row in rows]
        return {"inline_keyboard": keyboard} if keyboard else None
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        markup["keyboard"] = [[_word_button(button) for button in row] for row in _rows(markup["keyboard"], "keyboard")]
        return markup
    return markup if markup.get("remove_keyboard") or markup.get("force_reply") else None


def _rows(rows: Any, name: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    return rows


def _inline_button(button: Any, private: bool) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not str(button["text"]).strip():
        raise bad_request("can't parse inline keyboard button: Inline keyboard button text must be non-empty")
    actions = [key for key in button if key not in ("text", "style", "icon_custom_emoji_id")]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is expected")
    action, kept = actions[0], dict(button)
    if action == "callback_data":
        if not isinstance(button[action], str) or not 1 <= len(button[action].encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "url":
        kept[action] = _button_url(str(button[action]))
    elif action == "copy_text":
        copied = button[action].get("text") if isinstance(button[action], dict) else None
        if not isinstance(copied, str) or not 1 <= len(copied) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    elif action == "web_app" and not private:
        raise bad_request("BUTTON_TYPE_INVALID")
    elif action not in ("web_app", "pay", "login_url", "callback_game", *_OTHER_ACTIONS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return kept


def _button_url(url: str) -> str:
    if user_of_link(url):
        return url
    checked = "" if re.search(r"\s", url) else checked_link(url)
    if not checked:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {_why(url)}")
    return checked


def _why(url: str) -> str:
    if not url.strip():
        return "URL is empty"
    scheme = url.partition("://")[0].lower() if "://" in url else "http"
    return "Wrong HTTP URL" if scheme in ("http", "https") else "Unsupported URL protocol"


def _word_button(button: Any) -> dict[str, Any]:
    word = {"text": button} if isinstance(button, str) else button
    if not isinstance(word, dict) or not str(word.get("text", "")).strip():
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object with text")
    return word
