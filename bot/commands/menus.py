"""The menu of commands and the texts of the bot's profile, per language, set at start and only when they changed.

Telegram knows languages by two letters, so Chinese is one to it: it gets Simplified, and a reader of Traditional gets
a menu for their own chat. Every other language gets English.
"""

from __future__ import annotations

import logging
from typing import Any

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat
from telegram.error import TelegramError as LibraryError
from telegram.ext import ExtBot

from bot.commands.menu import IN_GROUPS, MENU
from bot.wording import words
from digests.models import Address, Language

log = logging.getLogger(__name__)

TEXTS: tuple[tuple[str, Language], ...] = (("", "en"), ("zh", "zh-Hans"), ("en", "en"))


async def introduce(bot: ExtBot[Any]) -> int:
    """Sets what differs from what Telegram has; gives how many texts were set. A refusal is logged, not raised."""
    changed = 0
    for code, language in TEXTS:
        try:
            changed += await _introduce_in(bot, code, language)
        except (LibraryError, TypeError, AttributeError) as error:  # servers of other makers answer as they like
            log.warning("the menu could not be set for %r: %s", code or "every language", type(error).__name__)
    return changed


async def _introduce_in(bot: ExtBot[Any], code: str, language: Language) -> int:
    w = words(language)
    changed = 0
    for names, scope in ((MENU, None), (IN_GROUPS, BotCommandScopeAllGroupChats())):
        wanted = commands(names, language)
        if tuple(await bot.get_my_commands(scope=scope, language_code=code)) != wanted:
            changed += await bot.set_my_commands(wanted, scope=scope, language_code=code)
    if (await bot.get_my_description(language_code=code)).description != w("bot.description"):
        changed += await bot.set_my_description(w("bot.description"), language_code=code)
    if (await bot.get_my_short_description(language_code=code)).short_description != w("bot.short"):
        changed += await bot.set_my_short_description(w("bot.short"), language_code=code)
    return changed


async def relabel(bot: ExtBot[Any], address: Address, language: Language) -> None:
    """One reader's own menu, after they chose a language."""
    try:
        await bot.set_my_commands(commands(MENU, language), scope=BotCommandScopeChat(address.chat_id))
    except LibraryError as error:
        log.warning("a menu could not be set: %s", type(error).__name__)


def commands(names: tuple[str, ...], language: Language) -> tuple[BotCommand, ...]:
    w = words(language)
    return tuple(BotCommand(name, w(f"command.{name}")) for name in names)
