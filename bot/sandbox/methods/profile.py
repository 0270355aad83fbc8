"""Commands, descriptions and names, per language and (commands only) per scope."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.messages import utf16_len
from bot.sandbox.core import Core, Profile
from bot.sandbox.params import Params, whole
from bot.sandbox.refusals import bad_request
from bot.sandbox.world import Chat, Event

MAX_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
Scope = tuple[str, int, int]


def _language(params: Params) -> str:
    code = params.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _scope(core: Core, params: Params) -> Scope:
    given = params.structure("scope", "BotCommandScope") or {"type": "default"}
    kind = str(given.get("type")) if isinstance(given, dict) else ""
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    for name in _SCOPES[kind]:
        if not given.get(name):
            raise bad_request(f"can't parse BotCommandScope: {name} is not specified")
    chat_id = 0
    if "chat_id" in _SCOPES[kind]:
        chat = core.world.find_chat(str(given["chat_id"]))
        if chat is None:
            raise bad_request("chat not found")
        chat_id = chat.id
    return kind, chat_id, whole(given.get("user_id")) if kind == "chat_member" else 0


def set_my_commands(core: Core, params: Params) -> bool:
    commands = params.structure("commands", "bot commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = command.get("command") if isinstance(command, dict) else None
        if not isinstance(name, str) or not _COMMAND.match(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_len(str(command.get("description", "")).strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = [{"command": c["command"], "description": c["description"].strip()} for c in commands]
    core.profile.commands[_scope(core, params), _language(params)] = kept
    core.world.tell(Event(kind="profile"))
    return True


def get_my_commands(core: Core, params: Params) -> list[dict[str, str]]:
    return core.profile.commands.get((_scope(core, params), _language(params)), [])


def delete_my_commands(core: Core, params: Params) -> bool:
    core.profile.commands.pop((_scope(core, params), _language(params)), None)
    core.world.tell(Event(kind="profile"))
    return True


def commands_for(profile: Profile, chat: Chat, user_id: int, language: str) -> list[dict[str, str]]:
    """What a person sees in the menu of a chat: the narrowest scope that has any, the own language first."""
    scopes: list[Scope] = [("chat", chat.id, 0), ("all_private_chats", 0, 0), ("default", 0, 0)]
    if not chat.private:
        leads = chat.members.get(user_id) in ("creator", "administrator")
        of_leads: list[Scope] = [("chat_administrators", chat.id, 0)] if leads else []
        of_all_leads: list[Scope] = [("all_chat_administrators", 0, 0)] if leads else []
        scopes = [("chat_member", chat.id, user_id), *of_leads, ("chat", chat.id, 0), *of_all_leads]
        scopes += [("all_group_chats", 0, 0), ("default", 0, 0)]
    for scope in scopes:
        for code in (language[:2], ""):
            if commands := profile.commands.get((scope, code)):
                return commands
    return []


def _setter(field: str, parameter: str, most: int, refusal: str) -> Callable[[Core, Params], bool]:
    def set_it(core: Core, params: Params) -> bool:
        language, value = _language(params), params.text(parameter).strip()
        if utf16_len(value) > most:
            raise bad_request(refusal)
        texts: dict[str, str] = getattr(core.profile, field)
        if value:
            texts[language] = value
        else:
            texts.pop(language, None)
        core.world.tell(Event(kind="profile"))
        return True

    return set_it


def _getter(field: str, parameter: str) -> Callable[[Core, Params], dict[str, str]]:
    def get_it(core: Core, params: Params) -> dict[str, str]:
        language = _language(params)
        texts: dict[str, str] = getattr(core.profile, field)
        fallback = core.world.bot.first_name if parameter == "name" else ""
        return {parameter: texts.get(language, texts.get("", fallback))}

    return get_it


def set_chat_menu_button(core: Core, params: Params) -> bool:
    button = params.structure("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: unsupported type specified")
    core.profile.menu_button = button
    return True


def get_chat_menu_button(core: Core, params: Params) -> dict[str, Any]:
    return core.profile.menu_button


METHODS: dict[str, Callable[[Core, Params], Any]] = {
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmyname": _setter("names", "name", 64, "BOT_TITLE_INVALID"),
    "getmyname": _getter("names", "name"),
    "setmydescription": _setter("descriptions", "description", 512, "BOT_DESCRIPTION_INVALID"),
    "getmydescription": _getter("descriptions", "description"),
    "setmyshortdescription": _setter("short_descriptions", "short_description", 120, "BOT_SHORT_DESCRIPTION_INVALID"),
    "getmyshortdescription": _getter("short_descriptions", "short_description"),
    "setchatmenubutton": set_chat_menu_button,
    "getchatmenubutton": get_chat_menu_button,
}
