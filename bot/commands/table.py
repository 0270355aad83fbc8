"""Which function answers which command and which button, and what it needs: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.buttons import Action
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

PRESSES: Mapping[str, Command] = {
    Action.TICK_AT_START: _manages(start.ticked),
    Action.TIME_AT_START: _manages(start.timed, once=True),
    Action.THEMES: _reads(subscriptions.themes),
    Action.TICK_THEME: _manages(subscriptions.toggled),
    Action.TODAY: _manages(subscriptions.today, once=True),
    Action.MORE: _manages(subscriptions.more, once=True),
    Action.SUGGESTED: _reads(search.suggested, once=True),
    Action.LOOKUP_PAGE: _reads(search.paged),
    Action.ITEM: _reads(articles.picked),
    Action.ARTICLE: _reads(articles.full, once=True),
    Action.ARTICLE_PAGE: _reads(articles.turned),
    Action.MORE_LIKE: _reads(articles.more_like, once=True),
    Action.WHY: _reads(articles.why, once=True),
    Action.WHY_IN_PLACE: _reads(articles.why),
    Action.SETTINGS: _manages(choices.settings),
    Action.CHOOSE: _manages(choices.chosen),
    Action.PAUSE: _manages(choices.paused),
    Action.WATCHES: _reads(watching.watches, once=True),
    Action.TASTE: _reads(feedback.taste, once=True),
    Action.WATCH: _manages(watching.watch, once=True),
    Action.WATCH_MODE: _manages(watching.kept),
    Action.UNWATCH: _manages(watching.dropped),
    Action.FORGET: _manages(own.forgotten),
    Action.KEEP_DATA: _manages(own.kept),
    Action.UP: _manages(feedback.judged, once=True),
    Action.DOWN: _manages(feedback.judged, once=True),
    Action.LESS_OF_SOURCE: _manages(feedback.less_of_outlet, once=True),
    Action.MUTE_STORY: _manages(feedback.mute_story),
    Action.MUTE_WORD: _manages(feedback.mute_word),
    Action.UNMUTE: _manages(feedback.unmuted),
    Action.RESET_TASTE: _manages(feedback.reset),
    Action.SHOW_AGAIN: _manages(lost.again, once=True),
}
