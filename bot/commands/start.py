"""The first minute: what this is, themes with ticks, a time, the first digest. Two taps at the least."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import buttons, render
from bot.buttons import Action
from bot.commands import timetable
from bot.commands.articles import opened
from bot.commands.known import asking, changed, newcomer, reader_of, resumed, theme_names
from bot.commands.menu import MENU, THANKS
from bot.commands.search import find
from bot.commands.talk import Ask, Reply, Request, say, show
from bot.messages import Message, Rows
from bot.wording import Words
from digests.models import OTHER, Reader

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

FIRST_PER_THEME = 2  # so that the next edition of a newcomer has news
ALL = "all"


def start(request: Request, newsroom: Newsroom) -> Reply:
    """``/start``, also with a deep link: ``theme_<slug>``, ``find_<base64url words>``, ``read_<article>``."""
    kind, _, rest = request.text.strip().partition("_")
    known = reader_of(request, newsroom)
    reader = changed(request, newsroom, resumed) if known else newcomer(request)
    if kind == "theme" and rest in newsroom.knowledge.themes.slugs:
        return _one_theme(request, newsroom, rest)
    if kind == "find" and (words := _decoded(rest)):
        return find(replace(request, text=words), newsroom)
    if kind == "read" and rest:
        return opened(request, newsroom, rest)
    if not known:
        reader = changed(request, newsroom, lambda stored: stored)
    if not request.alone:
        w = request.words(reader)
        return say(render.line(w("group.channel" if request.kind == "channel" else "group.hello")))
    return say(welcome(request, newsroom, reader, back=bool(reader.themes)))


def welcome(
    request: Request, newsroom: Newsroom, reader: Reader, seen: tuple[str, ...] = (), *, back: bool = False
) -> Message:
    """Two lines and the themes; times appear below them with the first tick, and carry the theme ``seen`` since."""
    w = request.words(reader)
    promise = w("start.again") if back else w("start.promise")
    texts = [w("start.hello"), promise, "", w("start.pick")]
    body = "\n".join((*texts, w("start.time")) if reader.themes else texts)
    rows = theme_rows(request, w, theme_names(newsroom, w), reader.themes, Action.TICK_AT_START)
    if reader.themes:
        times = [request.signer.button(time, Action.TIME_AT_START, time, *seen) for time in timetable.TIMES]
        rows = (*rows, *buttons.rows(times, per_row=3))
    return render.line(body, rows)


def theme_rows(request: Request, w: Words, names: Mapping[str, str], chosen: tuple[str, ...], action: Action) -> Rows:
    """Every theme with a tick where chosen. A button carries the state it leads to: pressed twice, it does no harm."""
    sign = request.signer
    slugs = [slug for slug in names if slug != OTHER]
    made = [
        sign.button(buttons.ticked(names[slug], slug in chosen), action, slug, "0" if slug in chosen else "1")
        for slug in slugs
    ]
    every = set(slugs) <= set(chosen)
    whole = sign.button(w("button.no_themes" if every else "button.all_themes"), action, ALL, "0" if every else "1")
    return (*buttons.rows(made, per_row=2 if w.language != "en" else 1), (whole,))


def shortcuts(request: Request, w: Words, *names: str) -> Rows:
    """A row that leads on to themes, today or settings; none but in a private chat."""
    actions = {"themes": Action.THEMES, "today": Action.TODAY, "settings": Action.SETTINGS}
    row = tuple(request.signer.button(w(f"button.{name}"), actions[name]) for name in names)
    return (row,) if request.alone else ()


def with_theme(reader: Reader, slug: str, on: bool, newsroom: Newsroom) -> Reader:
    """``slug`` or ALL switched on or off; in the order of the themes file."""
    slugs = newsroom.knowledge.themes.slugs
    touched = set(slugs) if slug == ALL else {slug} & set(slugs)
    chosen = set(reader.themes) | touched if on else set(reader.themes) - touched
    return replace(reader, themes=tuple(s for s in slugs if s in chosen))


def ticked(request: Request, newsroom: Newsroom) -> Reply:
    """A theme pressed in the first message."""
    slug, on = request.arguments
    first = on == "1" and not asking(request, newsroom).themes
    reader = changed(request, newsroom, lambda stored: with_theme(stored, slug, on == "1", newsroom))
    seen = (slug,) if first else _seen(request)
    ask = _first_look(request, reader.themes, reader) if first and request.alone else None
    return show(request, welcome(request, newsroom, reader, seen), ask=ask)


def _seen(request: Request) -> tuple[str, ...]:
    """The theme whose first digest was sent already, as the time buttons of the pressed message tell."""
    keyboard = request.pressed.keyboard if request.pressed else ()
    return next((press.arguments[1:] for press in keyboard if press.action == Action.TIME_AT_START), ())


def _first_look(request: Request, themes: tuple[str, ...], reader: Reader) -> Ask:
    """What a first theme brings at once, before a time is chosen: nobody should have to imagine a digest."""
    w = request.words(reader)
    nothing = render.lines((w("today.nothing"), w("today.nothing_hint")))
    return Ask(themes=themes, nothing=nothing, per_theme=FIRST_PER_THEME)


def timed(request: Request, newsroom: Newsroom) -> Reply:
    """A time pressed in the first message: everything is chosen, what was not seen yet comes at once."""
    time, *seen = request.arguments
    w = request.words(asking(request, newsroom))
    if not asking(request, newsroom).themes:
        return Reply(toast=w("start.none"))
    reader = changed(request, newsroom, lambda stored: replace(resumed(stored), times=(time,)))
    return _ready(request, newsroom, reader, frozenset(newsroom.knowledge.themes.slugs if ALL in seen else seen))


def _one_theme(request: Request, newsroom: Newsroom, slug: str) -> Reply:
    reader = changed(request, newsroom, lambda stored: with_theme(resumed(stored), slug, True, newsroom))
    return _ready(request, newsroom, reader)


def _ready(request: Request, newsroom: Newsroom, reader: Reader, seen: frozenset[str] = frozenset()) -> Reply:
    w = request.words(reader)
    names = theme_names(newsroom, w)
    chosen = w.join(names[slug] for slug in names if slug in reader.themes)
    done = w("start.done", themes=chosen, when=timetable.when(reader, w))
    fresh = tuple(slug for slug in reader.themes if slug not in seen)
    if not request.alone or not fresh:
        return show(request, render.line(done))
    return show(request, render.lines((done, w("start.soon"))), ask=_first_look(request, fresh, reader))


def _decoded(encoded: str) -> str | None:
    """The words of a ``find_`` link; None for anything that is no base64url of UTF-8."""
    try:
        return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None


def help_(request: Request, newsroom: Newsroom) -> Reply:
    """What can be done, in the reader's language."""
    reader = asking(request, newsroom)
    w = request.words(reader)
    if request.text in THANKS:
        return say(render.line(w("help.welcome")))
    commands = [f"/{name} {w(f'command.{name}')}" for name in MENU]
    texts = [w("help.intro"), "", *commands, ""]
    if request.kind == "channel":  # where only commands are heard
        texts += [w("find.syntax"), w("group.channel")]
    elif request.alone:
        texts += [w("help.find"), w("find.syntax"), w("help.aliases")]
    else:  # where plain words are not meant for us
        texts += [w("help.group"), w("find.syntax")]
    return say(render.line("\n".join(texts), shortcuts(request, w, "themes", "today", "settings")))
