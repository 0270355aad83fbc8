"""sendMessage and sendChatAction, and what every method that sends has in common."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.sandbox.core import Core
from bot.sandbox.entities import Entity
from bot.sandbox.keyboards import read_markup
from bot.sandbox.markup import MarkupError, parse_html
from bot.sandbox.params import Params, whole
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json, post_json
from bot.sandbox.text import CAPTION_UTF16, RAW_BYTES, finish
from bot.sandbox.world import Chat, Event, Post

ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)


def read_text(params: Params, name: str = "text") -> tuple[str, list[Entity]]:
    """The text of a request with its entities; raises what Telegram refuses."""
    raw = params.text(name)
    if name == "text" and not raw:
        raise bad_request("message text is empty")
    if len(raw.encode("utf-8", "surrogatepass")) > RAW_BYTES:
        raise bad_request("text is too long" if name == "text" else "message caption is too long")
    given = params.structure("entities" if name == "text" else "caption_entities", "entities")
    text, entities = parse(raw, params.text("parse_mode"), given)
    if name == "text":
        return finish(text, entities)
    return finish(text, entities, limit=CAPTION_UTF16, caption=True)


def parse(raw: str, mode: str, given: Any) -> tuple[str, list[Entity]]:
    """Markup taken out of a text, or the entities given beside it."""
    match mode.lower():
        case "html":
            try:
                return parse_html(raw)
            except MarkupError as error:
                raise bad_request(f"can't parse entities: {error}") from error
        case "" | "none":
            if given is not None and not isinstance(given, list):
                raise bad_request("can't parse entities: expected an Array of MessageEntity")
            return raw, [_entity(entity) for entity in given or []]
        case "markdown" | "markdownv2":
            raise bad_request("the sandbox reads no Markdown: use HTML")
        case _:
            raise bad_request("unsupported parse_mode")


def _entity(given: Any) -> Entity:
    try:
        kind, offset, length = str(given["type"]), int(given["offset"]), int(given["length"])
        argument = given.get("url") or given.get("language") or given.get("custom_emoji_id") or given.get("unix_time")
        if kind == "text_mention":
            argument = given["user"]["id"]
    except (KeyError, TypeError, ValueError) as error:
        raise bad_request("can't parse MessageEntity: an Object with type, offset and length is expected") from error
    if offset < 0 or length <= 0:
        raise bad_request("entity has wrong position")
    return Entity(kind=kind, offset=offset, length=length, argument=str(argument or ""))


def _reply_target(chat: Chat, params: Params) -> Post | None:
    given = params.structure("reply_parameters", "reply parameters")
    given = given if isinstance(given, dict) else {}
    message_id = whole(given.get("message_id")) or params.integer("reply_to_message_id")
    if not message_id:
        return None
    post = chat.posts.get(message_id)
    lenient = given.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")
    if post is None and not lenient:
        raise bad_request("message to be replied not found")
    return post


def send_message(core: Core, params: Params) -> Json:
    text, entities = read_text(params)
    return deliver(core, params, text=text, entities=entities)


def deliver(core: Core, params: Params, **content: Any) -> Json:
    """Posts as the bot, once chat, topic, markup and limits allow it."""
    chat = core.writable(params)
    thread_id = core.thread(chat, params)
    fields = {
        "keyboard": read_markup(params, private=chat.private),
        "thread_id": thread_id,
        "reply_to": _reply_target(chat, params),
        "silent": params.flag("disable_notification"),
    }
    core.admit(chat)
    return post_json(core.world.post(chat, core.world.bot, **content, **fields), core.world)


def send_chat_action(core: Core, params: Params) -> bool:
    chat = core.writable(params)
    thread_id = core.thread(chat, params)
    action = params.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    core.world.tell(Event(kind="action", chat=chat, detail={"action": action, "thread_id": thread_id}))
    return True


def inline_text(content: Json) -> tuple[str, list[Entity]]:
    """Text and entities of an inline result's message, held to the same rules as a sent one."""
    fields = {name: value if isinstance(value, str) else json.dumps(value) for name, value in content.items()}
    fields["text"] = fields.pop("message_text", "")
    return read_text(Params(fields))


METHODS: dict[str, Callable[[Core, Params], Any]] = {
    "sendmessage": send_message,
    "sendchataction": send_chat_action,
}
