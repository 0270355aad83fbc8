"""Callback data that is short, versioned and signed, and the layout of rows of buttons.

``1a|0123456789abcdef~Xk3v9Qw`` is version 1, what to do (one or two characters), its arguments, and a keyed hash
over all of it. The hash is 40 bits: nobody can try out buttons faster than Telegram delivers presses. Anything
that does not read back (older version, other key, forged) gives None, and the conversation says what to do instead.
Nothing about the reader is in the data: who presses is what Telegram says, so a stored message fits every reader.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.messages import CALLBACK_BYTES, Button, Rows

VERSION = "1"
MARK_BYTES = 5
ROW_UTF16 = 34  # what a row of buttons shows on a narrow phone before Telegram cuts the labels
NUMBERS_A_ROW = 8


class Action(StrEnum):
    """What a button does. The values stand in messages that were sent: they never change, nor mean something else."""

    TICK_AT_START = "T"
    TIME_AT_START = "h"
    THEMES = "l"
    TICK_THEME = "t"
    TODAY = "d"
    MORE = "m"  # of one theme, or of all
    SUGGESTED = "f"  # looks up a word that was offered
    LOOKUP_PAGE = "p"
    ITEM = "i"  # chooses an item of a digest by its number
    ARTICLE = "a"
    ARTICLE_PAGE = "P"
    MORE_LIKE = "L"
    WHY = "Y"
    WHY_IN_PLACE = "y"  # as WHY, in the place of the pressed message
    SETTINGS = "s"
    CHOOSE = "S"
    PAUSE = "z"
    WATCHES = "g"
    TASTE = "v"
    WATCH = "w"
    WATCH_MODE = "W"
    UNWATCH = "x"
    FORGET = "F"
    KEEP_DATA = "N"  # the answer no to FORGET
    UP = "+"
    DOWN = "-"
    LESS_OF_SOURCE = "o"
    MUTE_STORY = "M"
    MUTE_WORD = "k"
    UNMUTE = "u"
    RESET_TASTE = "r"
    SHOW_AGAIN = "R"  # a message that Telegram never answered for


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a button asks for."""

    action: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes and reads callback data under one key."""

    key: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: str) -> Signer:
        """The signer of a bot: its token is the secret, so buttons live as long as the token does."""
        return cls(hashlib.blake2s(secret.encode(), person=b"buttons").digest())

    def data(self, action: str, *arguments: str) -> str:
        """Raises ValueError when it does not fit into Telegram's 64 bytes, or an argument holds a separator."""
        if any(mark in argument for argument in arguments for mark in "|~"):
            raise ValueError("an argument of a button must not hold | or ~")
        body = "|".join((VERSION + action, *arguments))
        data = f"{body}~{self._mark(body)}"
        if len(data.encode()) > CALLBACK_BYTES:
            raise ValueError(f"callback data of {len(data.encode())} bytes: at most {CALLBACK_BYTES}")
        return data

    def fits(self, action: str, *arguments: str) -> bool:
        try:
            self.data(action, *arguments)
        except ValueError:
            return False
        return True

    def read(self, data: str) -> Press | None:
        """None for data that this version of the bot did not make."""
        body, _, mark = data.rpartition("~")
        if not body.startswith(VERSION) or not hmac.compare_digest(mark.encode(), self._mark(body).encode()):
            return None
        action, *arguments = body[len(VERSION) :].split("|")
        return Press(action=action, arguments=tuple(arguments))

    def button(self, text: str, action: str, *arguments: str) -> Button:
        return Button(text=text, data=self.data(action, *arguments))

    def _mark(self, body: str) -> str:
        digest = hashlib.blake2s(body.encode(), key=self.key, digest_size=MARK_BYTES).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def mark(text: str) -> str:
    """Names a text in callback data, whatever its length."""
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()


def rows(buttons: Iterable[Button], *, per_row: int) -> Rows:
    """Even rows of at most ``per_row``; the last may be shorter."""
    line = list(buttons)
    return tuple(tuple(line[start : start + per_row]) for start in range(0, len(line), per_row))


def even(buttons: Sequence[Button], *, most: int) -> Rows:
    """As few rows of at most ``most`` as will do, as even as can be: ten are five and five."""
    lines = -(-len(buttons) // most)
    return rows(buttons, per_row=-(-len(buttons) // lines)) if lines else ()


def flow(buttons: Sequence[Button], *, most: int = 4) -> Rows:
    """Rows filled from the left as far as the labels stay readable; full-width characters count two."""
    lines: list[list[Button]] = []
    room = 0
    for button in buttons:
        width = sum(2 if ord(character) > 0xFF else 1 for character in button.text) + 4
        if not lines or len(lines[-1]) >= most or width > room:
            lines.append([])
            room = ROW_UTF16
        lines[-1].append(button)
        room -= width
    return tuple(tuple(line) for line in lines)


def ticked(text: str, chosen: bool) -> str:
    return f"✓ {text}" if chosen else text
