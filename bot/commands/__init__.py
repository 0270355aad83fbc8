"""The conversation: what people may ask, and what they are answered."""

from bot.commands.handlers import Conversation, register
from bot.commands.order import PerChat

__all__ = ["Conversation", "PerChat", "register"]
