"""The Bot API's methods, by lower-case name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.core import Core
from bot.sandbox.methods import answering, chatting, editing, media, profile, sending
from bot.sandbox.params import Params

Method = Callable[[Core, Params], Any]

METHODS: dict[str, Method] = {
    **sending.METHODS,
    **media.METHODS,
    **editing.METHODS,
    **answering.METHODS,
    **chatting.METHODS,
    **profile.METHODS,
}
