"""Telegram's messages and presses, parsed: which command, with which words, in which chat and topic."""

from __future__ import annotations

import re
from collections.abc import Callable

from telegram import Chat, InlineKeyboardButton, MessageEntity
from telegram import Message as Incoming

from bot.buttons import Press, Signer
from bot.commands import menu
from bot.commands.table import COMMANDS
from bot.commands.talk import Pressed
from bot.messages import Button
from digests.models import ChatKind

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)\s*(.*)", re.DOTALL)
NO_TEXT = ""  # stands for a message that holds no text
KINDS: dict[str, ChatKind] = {
    Chat.PRIVATE: "private",
    Chat.GROUP: "group",
    Chat.SUPERGROUP: "supergroup",
    Chat.CHANNEL: "channel",
}


def wanted(
    incoming: Incoming, me: str, my_id: int, is_theme: Callable[[str], bool] = lambda words: False
) -> tuple[str, str] | None:
    """(command, its words) of a message, ``find`` for plain text; None for what is not for us.

    ``is_theme``: see `menu.understood`. In groups only commands, mentions of us and answers to us are for us; in
    channels only commands.
    """
    private, channel = incoming.chat.type == Chat.PRIVATE, incoming.chat.type == Chat.CHANNEL
    if incoming.from_user is not None and incoming.from_user.is_bot and incoming.sender_chat is None:
        return None
    if incoming.is_automatic_forward:
        return None  # a post of the group's channel, which is no question of the group's
    if incoming.via_bot is not None and incoming.via_bot.id == my_id:
        return None  # an inline result of ours
    text = incoming.text or (incoming.caption if private else None)  # what is sent along with a picture is said as well
    if text is None:
        return (NO_TEXT, "") if private and _holds_something(incoming) else None
    command = COMMAND.match(text)
    if command:
        name, other, rest = command[1].lower(), command[2], command[3]
        name = menu.OTHER_NAMES.get(name, name) if private else name
        if other and other.lower() != me.lower():
            return None
        return (name, rest) if private or name in COMMANDS or (other and not channel) else None
    if channel:
        return None
    if not private:
        addressed = _addressed(incoming, text, me, my_id)
        if addressed is None:
            return None
        text = addressed
    return menu.understood(text, is_theme) or ("find", text)


def _holds_something(incoming: Incoming) -> bool:
    """A photo, sticker, contact and the like; service messages hold nothing a person said."""
    return incoming.effective_attachment is not None


def _addressed(incoming: Incoming, text: str, me: str, my_id: int) -> str | None:
    """A group message without the mention of us; None when it neither mentions nor answers us."""
    mention = re.compile(rf"@{re.escape(me)}(?![A-Za-z0-9_])", re.IGNORECASE)
    if mention.search(text):
        return mention.sub(" ", text).strip()
    answered = incoming.reply_to_message
    ours = answered is not None and answered.from_user is not None and answered.from_user.id == my_id
    return text if ours else None


def thread_of(message: Incoming) -> int | None:
    """The forum topic; None outside forums and in the General topic, which has to be left out when sending."""
    return message.message_thread_id if message.is_topic_message else None


def pressed(press: Press, message: object, signer: Signer) -> Pressed:
    """A press with what its message still tells; a message too old to be shown to us tells nothing."""
    if not isinstance(message, Incoming):
        return Pressed(press=press)
    keyboard = message.reply_markup.inline_keyboard if message.reply_markup else ()
    rows = tuple(tuple(_button(button) for button in row) for row in keyboard)
    read = (signer.read(button.data) for row in rows for button in row if button.data)
    return Pressed(press=press, subject=_subject(message), keyboard=tuple(known for known in read if known), rows=rows)


def _button(button: InlineKeyboardButton) -> Button:
    data = button.callback_data
    return Button(text=button.text, data=data if isinstance(data, str) else None, url=button.url)


def _subject(message: Incoming) -> str:
    """The first bold words of one of our messages."""
    if not message.text:
        return ""
    bold = message.parse_entities([MessageEntity.BOLD])
    first = min(bold, key=lambda entity: entity.offset, default=None)
    return bold[first] if first is not None else ""
