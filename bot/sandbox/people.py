"""What people do in Telegram, and what the bot hears of it."""

from __future__ import annotations

import secrets
from typing import Any

from bot.sandbox.core import Core
from bot.sandbox.refusals import Refusal
from bot.sandbox.shapes import Json, chat_json, member_json, post_json, press_json, user_json
from bot.sandbox.text import finish
from bot.sandbox.world import Chat, Event, Post, Press, Search, Topic, User

MOST_QUERIES = 5_000  # presses and searches that are remembered, of each


def say(core: Core, user: User, chat: Chat, text: str, *, thread_id: int = 0, reply_to: Post | None = None) -> Post:
    """A person writes; the first word starts a private chat."""
    kept, entities = finish(text, [])
    return _deliver(core, user, chat, text=kept, entities=entities, thread_id=thread_id, reply_to=reply_to)


def send(core: Core, user: User, chat: Chat, extra: Json, *, thread_id: int = 0) -> Post:
    """Anything else a person may send: ``extra`` is merged into the message as the bot receives it."""
    return _deliver(core, user, chat, extra=extra, thread_id=thread_id)


def _deliver(core: Core, user: User, chat: Chat, **fields: Any) -> Post:
    chat.started |= chat.private
    post = core.world.post(chat, None if chat.kind == "channel" else user, **fields)
    if hears(core, post):
        kind = "channel_post" if chat.kind == "channel" else "message"
        core.updates.add(kind, post_json(post, core.world))
    return post


def hears(core: Core, post: Post) -> bool:
    """Privacy mode: in groups, unless it leads, the bot hears commands, mentions, replies to it and service notes."""
    chat = post.chat
    if chat.private or chat.kind == "channel":
        return chat.bot_status not in ("kicked", "left")
    if chat.bot_status in ("kicked", "left"):
        return False
    if chat.bot_status == "administrator" or post.extra or post.via_bot:
        return True
    if post.reply_to and post.reply_to.from_bot:
        return True
    name = core.world.bot.username.lower()
    raw = post.text.encode("utf-16-le")
    for entity in post.entities:
        word = raw[2 * entity.offset : 2 * entity.end].decode("utf-16-le").lower()
        if entity.kind == "bot_command" and word.partition("@")[2] in ("", name):
            return True
        if entity.kind == "mention" and word == f"@{name}":
            return True
    return False


def edit(core: Core, post: Post, text: str) -> Post:
    """A person changes an own message."""
    post.text, post.entities = finish(text, [])
    post.edit_date = core.world.timestamp()
    core.world.tell(Event(kind="edited", chat=post.chat, post=post))
    if hears(core, post):
        kind = "edited_channel_post" if post.chat.kind == "channel" else "edited_message"
        core.updates.add(kind, post_json(post, core.world))
    return post


def press(core: Core, user: User, post: Post, data: str) -> Press:
    """A person presses a button; nothing tells the bot where it was blocked or thrown out."""
    made = Press(id=str(next(core.world.queries)), user=user, post=post, data=data, asked_at=core.seconds())
    core.world.presses[made.id] = made
    _forget_oldest(core.world.presses)
    if post.chat.bot_status not in ("kicked", "left"):
        core.updates.add("callback_query", press_json(made, core.world))
    return made


def move(core: Core, user: User, chat: Chat, status: str) -> None:
    """Changes what the bot is in a chat: kicked (in a private chat: blocked), left, member, administrator."""
    before, chat.bot_status = chat.bot_status, status
    if before == status:
        return
    core.world.tell(Event(kind="chat", chat=chat))
    core.updates.add(
        "my_chat_member",
        {
            "chat": chat_json(chat),
            "from": user_json(user),
            "date": core.world.timestamp(),
            "old_chat_member": member_json(core.world.bot, before),
            "new_chat_member": member_json(core.world.bot, status),
        },
    )
    joins = status in ("member", "administrator") and before in ("left", "kicked")
    if joins and chat.kind in ("group", "supergroup"):
        send(core, user, chat, {"new_chat_members": [user_json(core.world.bot)]})


def migrate(core: Core, user: User, chat: Chat) -> Chat:
    """Turns a basic group into a supergroup: a new id, two service notes, the old id refused from now on."""
    new = Chat(
        id=-1_000_000_000_000 - abs(chat.id),
        kind="supergroup",
        title=chat.title,
        members=dict(chat.members),
        bot_status=chat.bot_status,
    )
    core.world.add_chat(new)
    send(core, user, chat, {"migrate_to_chat_id": new.id})
    chat.migrated_to = new.id
    send(core, user, new, {"migrate_from_chat_id": chat.id})
    return new


def add_topic(core: Core, user: User, chat: Chat, name: str) -> int:
    """Opens a forum topic; its id is that of the note that announces it."""
    post = core.world.post(chat, user, extra={"forum_topic_created": {"name": name, "icon_color": 7322096}})
    post.thread_id = post.message_id
    chat.topics[post.message_id] = Topic(thread_id=post.message_id, name=name)
    core.world.tell(Event(kind="chat", chat=chat))
    if hears(core, post):
        core.updates.add("message", post_json(post, core.world))
    return post.message_id


def search(core: Core, user: User, query: str, *, offset: str = "", chat_kind: str = "sender") -> Search:
    """A person types ``@bot query`` somewhere."""
    made = Search(id=str(next(core.world.queries)), user=user, query=query, asked_at=core.seconds())
    core.world.searches[made.id] = made
    _forget_oldest(core.world.searches)
    core.updates.add(
        "inline_query",
        {"id": made.id, "from": user_json(user), "query": query, "offset": offset, "chat_type": chat_kind},
    )
    return made


def choose(core: Core, user: User, chat: Chat, made: Search, result_id: str, *, thread_id: int = 0) -> Post:
    """A person takes one result: it becomes their message, sent via the bot.

    Raises:
        Refusal: no such result.
    """
    results = (made.answer or {}).get("results", [])
    result = next((r for r in results if r["id"] == result_id), None)
    if result is None:
        raise Refusal(400, "RESULT_ID_INVALID")
    keyboard = result["keyboard"]
    inline_id = secrets.token_urlsafe(16) if keyboard else ""
    chat.started |= chat.private
    sender = None if chat.kind == "channel" else user
    post = core.world.post(
        chat,
        sender,
        text=result["text"],
        entities=result["entities"],
        keyboard=keyboard,
        thread_id=thread_id,
        via_bot=True,
        inline_id=inline_id,
    )
    if inline_id:
        core.world.inline_posts[inline_id] = post
    if hears(core, post):
        core.updates.add("channel_post" if chat.kind == "channel" else "message", post_json(post, core.world))
    chosen: Json = {"result_id": result_id, "from": user_json(user), "query": made.query}
    core.updates.add("chosen_inline_result", chosen | ({"inline_message_id": inline_id} if inline_id else {}))
    return post


def _forget_oldest(queries: dict[str, Any]) -> None:
    while len(queries) > MOST_QUERIES:
        del queries[next(iter(queries))]
