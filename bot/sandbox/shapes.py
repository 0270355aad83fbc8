"""What exists, in the JSON of the Bot API."""

from __future__ import annotations

from typing import Any

from bot.sandbox.entities import Entity
from bot.sandbox.world import Chat, File, Post, Press, User, World

Json = dict[str, Any]


def user_json(user: User) -> Json:
    shape: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.username:
        shape["username"] = user.username
    if user.language_code:
        shape["language_code"] = user.language_code
    return shape


def me_json(user: User) -> Json:
    return user_json(user) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_json(chat: Chat) -> Json:
    shape: Json = {"id": chat.id, "type": chat.kind, "first_name" if chat.private else "title": chat.title}
    if chat.username:
        shape["username"] = chat.username
    if chat.forum:
        shape["is_forum"] = True
    return shape


def entity_json(entity: Entity, world: World) -> Json:
    shape: Json = {"type": entity.kind, "offset": entity.offset, "length": entity.length}
    match entity.kind:
        case "text_link":
            shape["url"] = entity.argument
        case "pre" if entity.argument:
            shape["language"] = entity.argument
        case "custom_emoji":
            shape["custom_emoji_id"] = entity.argument
        case "date_time":
            shape["unix_time"] = int(entity.argument)
            if entity.format:
                shape["date_time_format"] = entity.format
        case "text_mention":
            user = world.users.get(int(entity.argument))
            shape["user"] = user_json(user) if user else {"id": int(entity.argument), "is_bot": False, "first_name": ""}
    return shape


def file_json(file: File, *, named: bool = True) -> Json:
    shape: Json = {"file_id": file.id, "file_unique_id": file.id[-12:], "file_size": len(file.content)}
    return shape | {"file_name": file.name, "mime_type": file.kind} if named else shape


def post_json(post: Post, world: World, *, nested: bool = False) -> Json:
    """A message; one that is quoted by another does not quote a third."""
    shape: Json = {"message_id": post.message_id}
    if post.chat.kind == "channel":
        shape["sender_chat"] = chat_json(post.chat)
    elif post.sender:
        shape["from"] = user_json(post.sender)
    shape |= {"chat": chat_json(post.chat), "date": post.date}
    if post.edit_date:
        shape["edit_date"] = post.edit_date
    if post.thread_id:
        shape |= {"message_thread_id": post.thread_id, "is_topic_message": True}
    if post.reply_to and not nested:
        shape["reply_to_message"] = post_json(post.reply_to, world, nested=True)
    if post.via_bot:
        shape["via_bot"] = user_json(world.bot)
    entities = [entity_json(entity, world) for entity in post.entities]
    if post.document:
        if post.document.width:
            size = {"width": post.document.width, "height": post.document.height}
            shape["photo"] = [{**file_json(post.document, named=False), **size}]
        else:
            shape["document"] = file_json(post.document)
        shape |= {"caption": post.text} if post.text else {}
        shape |= {"caption_entities": entities} if entities else {}
    elif post.text:
        shape["text"] = post.text
        shape |= {"entities": entities} if entities else {}
    if post.keyboard and "inline_keyboard" in post.keyboard:
        shape["reply_markup"] = post.keyboard
    return shape | post.extra


def member_json(user: User, status: str) -> Json:
    shape: Json = {"user": user_json(user), "status": status}
    if status == "administrator":
        shape |= dict.fromkeys(_RIGHTS, True) | {"is_anonymous": False, "can_be_edited": False}
    elif status == "creator":
        shape["is_anonymous"] = False
    elif status == "kicked":
        shape["until_date"] = 0
    return shape


def press_json(press: Press, world: World) -> Json:
    shape: Json = {"id": press.id, "from": user_json(press.user), "chat_instance": str(-press.post.chat.id * 7919)}
    if press.post.inline_id:
        shape["inline_message_id"] = press.post.inline_id
    elif press.post.deleted:
        shape["message"] = {"chat": chat_json(press.post.chat), "message_id": press.post.message_id, "date": 0}
    else:
        shape["message"] = post_json(press.post, world)
    return shape | {"data": press.data}


_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_post_messages",
    "can_edit_messages",
    "can_pin_messages",
    "can_manage_topics",
)
