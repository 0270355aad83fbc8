"""Which function answers which command and which button, and what it needs: one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.commands import articles, choices, feedback, lost, operators, own, search, start, subscriptions, watching
from bot.commands.talk import Reply, Request

if TYPE_CHECKING:
    from digests.pipeline import Newsroom


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """``writes``: runs on the one writer. ``manages``: in groups and topics, for administrators only.

    ``once``: a press that sends something new, so that a double tap must not do it twice; every other press is safe
    to repeat because its button says which state it leads to.
    """

    function: Callable[[Request, Newsroom], Reply]
    writes: bool = False
    manages: bool = False
    once: bool = False


def _reads(function: Callable[[Request, Newsroom], Reply], *, once: bool = False) -> Command:
    return Command(function=function, once=once)


def _manages(function: Callable[[Request, Newsroom], Reply], *, once: bool = False) -> Command:
    return Command(function=function, writes=True, manages=True, once=once)


COMMANDS = {
    "start": _manages(start.start),
    "help": _reads(start.help_),
    "themes": _reads(subscriptions.themes),
    "subscribe": _manages(subscriptions.subscribe),
    "unsubscribe": _manages(subscriptions.unsubscribe),
    "today": _manages(subscriptions.today),
    "find": _reads(search.find),
    "settings": _manages(choices.settings),
    "watch": _manages(watching.watch),
    "watches": _manages(watching.watches),
    "unwatch": _manages(watching.unwatch),
    "pause": _manages(own.pause),
    "resume": _manages(own.resume),
    "export": _manages(own.export),
    "forget": _manages(own.forget),
    "taste": _manages(feedback.taste),
}

OPERATORS = {
    "status": _reads(operators.status),
    "sources": _reads(operators.sources),
    "preview": _reads(operators.preview),
}

PRESSES = {
    "T": _manages(start.ticked),
    "h": _manages(start.timed, once=True),
    "l": _reads(subscriptions.themes),
    "t": _manages(subscriptions.toggled),
    "d": _manages(subscriptions.today, once=True),
    "m": _manages(subscriptions.more, once=True),
    "f": _reads(search.suggested, once=True),
    "p": _reads(search.paged),
    "i": _reads(articles.picked),
    "a": _reads(articles.full, once=True),
    "P": _reads(articles.turned),
    "L": _reads(articles.more_like, once=True),
    "Y": _reads(articles.why, once=True),
    "y": _reads(articles.why),
    "s": _manages(choices.settings),
    "S": _manages(choices.chosen),
    "z": _manages(choices.paused),
    "g": _reads(watching.watches, once=True),
    "v": _reads(feedback.taste, once=True),
    "w": _manages(watching.watch, once=True),
    "W": _manages(watching.kept),
    "x": _manages(watching.dropped),
    "F": _manages(own.forgotten),
    "N": _manages(own.kept),
    "+": _manages(feedback.judged, once=True),
    "-": _manages(feedback.judged, once=True),
    "o": _manages(feedback.less_of_outlet, once=True),
    "M": _manages(feedback.mute_story),
    "k": _manages(feedback.mute_word),
    "u": _manages(feedback.unmuted),
    "r": _manages(feedback.reset),
    "R": _manages(lost.again, once=True),
}
