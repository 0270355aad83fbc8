"""The request that a command gets and the reply that it gives: no Telegram objects on either side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.buttons import Press, Signer
from bot.messages import Message, Rows
from bot.wording import Words, language_of, words
from digests.models import Address, ChatKind

if TYPE_CHECKING:
    from digests.models import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button of one of our messages: what it asks, and what the message itself still tells.

    ``subject``: the first bold words of the message, where lookups keep their query. ``keyboard``: every
    button of it that reads back, in order. ``rows``: all of its buttons as they are.
    """

    press: Press
    subject: str = ""
    keyboard: tuple[Press, ...] = ()
    rows: Rows = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing a person wants. ``text``: what follows the command, or the whole plain text.

    ``operator``: named in the settings. ``timezone``: meant where the reader chose none.
    """

    address: Address
    kind: ChatKind = "private"
    user_id: int | None = None
    language_code: str | None = None
    text: str = ""
    now: datetime
    signer: Signer
    pressed: Pressed | None = None
    operator: bool = False
    timezone: str = "Asia/Shanghai"

    @property
    def alone(self) -> bool:
        """A private chat: what is said here concerns one reader."""
        return self.kind == "private"

    @property
    def arguments(self) -> tuple[str, ...]:
        """What the pressed button carries."""
        return self.pressed.press.arguments if self.pressed else ()

    def words(self, reader: Reader | None = None) -> Words:
        return words(reader.language if reader else language_of(self.language_code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A digest for this reader alone, now: composed after the reply is out and sent by the outbox.

    ``per_theme``: at most so many items a theme, None as the reader chose. ``nothing``: said when there is none.
    ``everything``: also what was first read before the reader's window.
    """

    themes: tuple[str, ...]
    nothing: Message
    per_theme: int | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    name: str
    content: bytes
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is said back. ``edit`` replaces the message whose button was pressed, ``keyboard`` its buttons alone;
    ``toast`` shows over the chat.
    """

    messages: tuple[Message, ...] = ()
    edit: Message | None = None
    keyboard: Rows | None = None
    toast: str | None = None
    ask: Ask | None = None
    attachment: Attachment | None = None
    wakes: bool = False  # something waits in the outbox
    relabels: bool = False  # the reader's language changed, and with it their menu of commands


def say(*messages: Message) -> Reply:
    return Reply(messages=messages)


def show(request: Request, message: Message, *, toast: str | None = None, ask: Ask | None = None) -> Reply:
    """In the place of the pressed message, or as a new one after a typed command."""
    if request.pressed:
        return Reply(edit=message, toast=toast, ask=ask)
    return Reply(messages=(message,), ask=ask)
