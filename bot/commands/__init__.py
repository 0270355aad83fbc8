"""The conversation: what people may ask, and what they are answered."""

from bot.commands.conversation import Conversation
from bot.commands.handlers import register
from bot.commands.menus import introduce
from bot.commands.order import PerChat

__all__ = ["Conversation", "PerChat", "introduce", "register"]
