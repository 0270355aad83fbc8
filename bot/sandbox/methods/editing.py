"""editMessageText, editMessageReplyMarkup, deleteMessage(s)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.core import Core
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods.sending import read_text
from bot.sandbox.params import Params, whole
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json, post_json
from bot.sandbox.world import Chat, Event, Post

DELETABLE_S = 48 * 3600
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _target(core: Core, params: Params) -> Post:
    if inline_id := params.text("inline_message_id"):
        post = core.world.inline_posts.get(inline_id)
        if post is None or post.deleted:
            raise bad_request("MESSAGE_ID_INVALID")
        return post
    chat = core.writable(params)
    post = core.own_post(chat, params, "edit")
    if not post.from_bot:
        raise bad_request("message can't be edited")
    return post


def _changed(core: Core, post: Post, params: Params, **content: Any) -> Json | bool:
    """Applies an edit. Without markup in the request the keyboard goes, as Telegram does it."""
    keyboard = read_markup(params, inline_only=True, private=post.chat.private)
    same = all(getattr(post, name) == value for name, value in content.items())
    if same and keyboard == post.keyboard:
        raise bad_request(_SAME)
    core.admit(post.chat)
    for name, value in content.items():
        setattr(post, name, value)
    post.keyboard = keyboard
    if content:
        post.edit_date = core.world.timestamp()
    core.world.tell(Event(kind="edited", chat=post.chat, post=post))
    return True if post.inline_id and params.text("inline_message_id") else post_json(post, core.world)


def edit_message_text(core: Core, params: Params) -> Json | bool:
    post = _target(core, params)
    text, entities = read_text(params)
    if post.document:
        raise bad_request("there is no text in the message to edit")
    return _changed(core, post, params, text=text, entities=entities)


def edit_message_caption(core: Core, params: Params) -> Json | bool:
    post = _target(core, params)
    text, entities = read_text(params, "caption")
    if not post.document:
        raise bad_request("there is no caption in the message to edit")
    return _changed(core, post, params, text=text, entities=entities)


def edit_message_reply_markup(core: Core, params: Params) -> Json | bool:
    return _changed(core, _target(core, params), params)


def delete_message(core: Core, params: Params) -> bool:
    chat = core.chat(params)
    _delete(core, chat, core.own_post(chat, params, "delete"))
    return True


def delete_messages(core: Core, params: Params) -> bool:
    chat = core.chat(params)
    message_ids = params.structure("message_ids", "message identifiers")
    if not isinstance(message_ids, list) or not 1 <= len(message_ids) <= 100:
        raise bad_request("message identifiers are not specified")
    for message_id in map(whole, message_ids):
        if message_id in chat.posts:
            _delete(core, chat, chat.posts[message_id])
    return True


def _delete(core: Core, chat: Chat, post: Post) -> None:
    too_old = core.world.timestamp() - post.date > DELETABLE_S
    allowed = chat.bot_status == "administrator" or (post.from_bot and not too_old) or (chat.private and not too_old)
    if not allowed:
        raise bad_request("message can't be deleted")
    remove(core, post)


def remove(core: Core, post: Post) -> None:
    """Takes a message out of its chat, whoever asked for it."""
    post.deleted = True
    post.chat.posts.pop(post.message_id, None)
    core.world.tell(Event(kind="deleted", chat=post.chat, post=post))


METHODS: dict[str, Callable[[Core, Params], Any]] = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
}
