"""What Telegram may answer, named by what the caller must do next.

No text here ever holds the token or a chat id, and only that of `BadMessage` may quote a message: these errors end up
in logs and in front of operators.
"""

from __future__ import annotations

import re

_OWN_WORDS = re.compile(r"(?:[A-Za-z_, ]|(?<=[a-z])'(?=[a-z]))*")  # what Telegram quotes stands between marks


class TelegramError(Exception):
    """Root of every answer that is not a success."""


class Throttled(TelegramError):
    """429: certainly not sent; wait at least ``retry_after_s`` seconds, then send the same again."""

    def __init__(self, retry_after_s: float) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(f"Telegram asks for a pause of {retry_after_s:g} s")


class NotSent(TelegramError):
    """The request never reached Telegram (no connection, no free pool slot): retry."""


class OutcomeUnknown(TelegramError):
    """The request left, no answer came: it may have been delivered, so it is never re-sent by itself."""


class TelegramDown(TelegramError):
    """5xx: Telegram refused for a reason of its own; retry with back-off."""


class BadMessage(TelegramError):
    """400 of our own making (markup, length, buttons): keep the payload, tell the operator, go on.

    Its text may quote the message, and with it a reader's words; logs and operators get ``said``.
    """

    @property
    def said(self) -> str:
        """Telegram's reason, up to where it begins to quote the message."""
        found = _OWN_WORDS.match(str(self))
        return found.group().strip() if found else ""


class ChatGone(TelegramError):
    """Blocked, deactivated, kicked, closed topic, no rights: pause this reader, never delete."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Refused(TelegramError):
    """403 with a text nobody documents: certainly not sent, and seen for healthy chats: try later, a few times."""


class ChatMigrated(TelegramError):
    """The group became a supergroup: rewrite the id everywhere and send there."""

    def __init__(self, new_chat_id: int) -> None:
        self.new_chat_id = new_chat_id
        super().__init__("the group was upgraded to a supergroup")


class BadToken(TelegramError):
    """401/404 on the token itself: the service stops with the remedy in one line."""


class OtherInstance(TelegramError):
    """409: another process polls with the same token: the service stops with the remedy in one line."""
