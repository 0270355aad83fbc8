"""One line, with its button, about a message that the reader may have missed."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.buttons import Action, Signer
from bot.messages import Message
from bot.wording import words
from digests.models import Language


def with_notice(message: Message, language: Language, delivery: int, *, signer: Signer) -> Message:
    """``message`` with the line below it and the button as its last row."""
    w = words(language)
    row = (signer.button(w("unknown.again"), Action.SHOW_AGAIN, str(delivery)),)
    html = f"{message.html}\n\n<i>{escape(w('unknown.one'), quote=False)}</i>"
    return replace(message, html=html, buttons=(*message.buttons, row))
