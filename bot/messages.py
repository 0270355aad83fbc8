"""A Telegram message as the outbox stores it: markup that is already valid, and buttons.

Lengths are counted in UTF-16 code units after entities are parsed: Telegram's documentation counts entity
offsets so, and a text within 4096 units is within 4096 code points as well, whichever a server counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

TEXT_UTF16 = 4096  # sendMessage: 1-4096 characters after entities parsing
CALLBACK_BYTES = 64  # InlineKeyboardButton.callback_data: 1-64 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One inline button: exactly one of ``data`` (1-64 bytes) and ``url``."""

    text: str
    data: str | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: Telegram HTML made by an autoescaping template, rows of buttons, with or without a sound."""

    html: str
    buttons: Rows = ()
    silent: bool = False

    def payload(self) -> str:
        """The stored form; ``from_payload`` gives back an equal message."""
        rows = [[{"text": b.text, "data": b.data, "url": b.url} for b in row] for row in self.buttons]
        return json.dumps({"html": self.html, "buttons": rows, "silent": self.silent}, ensure_ascii=False)

    @classmethod
    def from_payload(cls, payload: str) -> Message:
        stored = json.loads(payload)
        rows = tuple(tuple(Button(**button) for button in row) for row in stored["buttons"])
        return cls(html=stored["html"], buttons=rows, silent=stored["silent"])


def utf16_len(text: str) -> int:
    """UTF-16 code units of ``text``; characters beyond the basic plane count two."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)
