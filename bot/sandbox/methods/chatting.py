"""getChat, getChatMember and their like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.core import Core
from bot.sandbox.params import Params
from bot.sandbox.refusals import bad_request, forbidden
from bot.sandbox.shapes import Json, chat_json, file_json, me_json, member_json
from bot.sandbox.world import Chat, User


def get_me(core: Core, params: Params) -> Json:
    return me_json(core.world.bot)


def _inside(core: Core, params: Params) -> Chat:
    chat = core.chat(params)
    if not chat.private and chat.bot_status in ("left", "kicked"):
        what = "is not a member of" if chat.bot_status == "left" else "was kicked from"
        raise forbidden(f"bot {what} the {chat.kind} chat")
    return chat


def get_chat(core: Core, params: Params) -> Json:
    chat = _inside(core, params)
    shape = chat_json(chat) | {"accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11}
    shape["accepted_gift_types"] = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        False,
    )
    if not chat.private:
        shape["permissions"] = {"can_send_messages": not chat.muted}
    return shape


def _status(core: Core, chat: Chat, user: User) -> str:
    if user is core.world.bot:
        return "member" if chat.private else chat.bot_status
    return "member" if chat.private and chat.id == user.id else chat.members.get(user.id, "left")


def get_chat_member(core: Core, params: Params) -> Json:
    chat = _inside(core, params)
    user = core.world.users.get(params.integer("user_id"))
    if user is None:
        raise bad_request("invalid user_id specified" if not params.integer("user_id") else "user not found")
    return member_json(user, _status(core, chat, user))


def get_chat_administrators(core: Core, params: Params) -> list[Json]:
    chat = _inside(core, params)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    people = [
        member_json(core.world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]
    if chat.bot_status == "administrator":
        people.append(member_json(core.world.bot, "administrator"))
    return people


def get_chat_member_count(core: Core, params: Params) -> int:
    chat = _inside(core, params)
    return 2 if chat.private else 1 + sum(status not in ("left", "kicked") for status in chat.members.values())


def leave_chat(core: Core, params: Params) -> bool:
    chat = _inside(core, params)
    if chat.private:
        raise bad_request("chat not found")
    chat.bot_status = "left"
    return True


def get_file(core: Core, params: Params) -> Json:
    file = core.world.files.get(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    return file_json(file, named=False) | {"file_path": f"documents/{file.id}"}


def delete_webhook(core: Core, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        core.updates.clear()
    return True


def get_webhook_info(core: Core, params: Params) -> Json:
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": core.updates.pending}
    if core.updates.allowed is not None:
        info["allowed_updates"] = core.updates.allowed
    return info


def set_webhook(core: Core, params: Params) -> bool:
    if params.text("url"):
        raise bad_request("bad webhook: the sandbox delivers by getUpdates only")
    return True


def confirm(core: Core, params: Params) -> bool:
    """logOut and close: nothing to do here, and true as on Telegram."""
    return True


METHODS: dict[str, Callable[[Core, Params], Any]] = {
    "getme": get_me,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "getchatmembercount": get_chat_member_count,
    "leavechat": leave_chat,
    "getfile": get_file,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "setwebhook": set_webhook,
    "logout": confirm,
    "close": confirm,
}
