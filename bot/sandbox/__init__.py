"""Telegram, seen from outside: a Bot API server on loopback with one chat page.

The embedded default where no token is set, and what the tests talk to. It knows nothing of the bot that it serves, and
is as strict as Telegram wherever a bot could go wrong.
"""

from __future__ import annotations

from bot.sandbox.limits import OFF, Limits
from bot.sandbox.page import Actions
from bot.sandbox.server import VISITOR_ID, PortTaken, Server
from bot.sandbox.visitors import Chats, NothingCame, Visitor, buttons

__all__ = [
    "OFF",
    "VISITOR_ID",
    "Actions",
    "Chats",
    "Limits",
    "NothingCame",
    "PortTaken",
    "Server",
    "Visitor",
    "buttons",
]
