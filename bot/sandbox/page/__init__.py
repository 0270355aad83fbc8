"""The chat page: what a person sees and does, in one browser tab."""

from __future__ import annotations

from bot.sandbox.page.actions import Actions
from bot.sandbox.page.routes import Page

__all__ = ["Actions", "Page"]
