"""/themes, /subscribe, /unsubscribe and /today."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import render
from bot.buttons import Action
from bot.commands import timetable
from bot.commands.known import asking, changed, named, resumed, theme_names
from bot.commands.start import shortcuts, theme_rows, with_theme
from bot.commands.talk import Ask, Reply, Request, say, show
from bot.messages import Message, Rows
from bot.wording import Words
from digests.models import OTHER, Reader

if TYPE_CHECKING:
    from digests.pipeline import Newsroom


def themes(request: Request, newsroom: Newsroom) -> Reply:
    return show(request, _list(request, newsroom, asking(request, newsroom)))


def toggled(request: Request, newsroom: Newsroom) -> Reply:
    """A theme pressed in the list."""
    slug, on = request.arguments
    reader = changed(request, newsroom, lambda stored: with_theme(stored, slug, on == "1", newsroom))
    return show(request, _list(request, newsroom, reader))


def _list(request: Request, newsroom: Newsroom, reader: Reader, said: str = "") -> Message:
    w = request.words(reader)
    names = theme_names(newsroom, w)
    if request.kind == "channel":  # everybody who reads a channel could press its buttons
        shown = [("✓ " if slug in reader.themes else "– ") + names[slug] for slug in names if slug != OTHER]
        return render.lines((said, *shown))
    rows = theme_rows(request, w, names, reader.themes, Action.TICK_THEME)
    further = shortcuts(request, w, "today", "settings") if reader.themes else ()
    return render.lines((said, w("themes.title")), (*rows, *further))


def subscribe(request: Request, newsroom: Newsroom) -> Reply:
    """Without words, the list. A word that is no theme is offered as a watch."""
    if not request.text.strip():
        return themes(request, newsroom)
    wanted = named(request.text, newsroom)
    before = asking(request, newsroom)
    w = request.words(before)
    if not wanted:
        return _offer_watch(request, w)
    fresh = [slug for slug in wanted if slug not in before.themes]

    def change(stored: Reader) -> Reader:
        for slug in wanted:
            stored = with_theme(stored, slug, True, newsroom)
        return resumed(stored)

    reader = changed(request, newsroom, change)
    names = theme_names(newsroom, w)
    said = w("themes.added" if fresh else "themes.had", themes=w.join(names[slug] for slug in fresh or wanted))
    sent = w("when.sent", when=timetable.when(reader, w))
    return say(render.lines((said, sent), shortcuts(request, w, "today", "settings")))


def _offer_watch(request: Request, w: Words) -> Reply:
    words = render.shorten(" ".join(request.text.split()), render.QUERY_UTF16)
    rows: Rows = ()
    if request.alone and request.signer.fits(Action.WATCH, words):
        watch = request.signer.button(w("button.watch", word=render.shorten(words, 20)), Action.WATCH, words)
        rows = ((watch,), *shortcuts(request, w, "themes"))
    return say(render.line(w("themes.unknown" if rows else "themes.unknown_remove", words=words), rows))


def unsubscribe(request: Request, newsroom: Newsroom) -> Reply:
    """Without words, the list to untick."""
    reader = asking(request, newsroom)
    w = request.words(reader)
    if not request.text.strip():
        ask = "themes.by_words" if request.kind == "channel" else "themes.ask_remove"
        return say(_list(request, newsroom, reader, w(ask) if reader.themes else ""))
    gone = named(request.text, newsroom)
    if not gone:
        words = render.shorten(" ".join(request.text.split()), render.QUERY_UTF16)
        return say(render.line(w("themes.unknown_remove", words=words)))
    had = [slug for slug in gone if slug in reader.themes]
    if had:
        keep = tuple(slug for slug in reader.themes if slug not in gone)
        changed(request, newsroom, lambda stored: replace(stored, themes=keep))
    names = theme_names(newsroom, w)
    said = w("themes.removed" if had else "themes.hadnot", themes=w.join(names[slug] for slug in had or gone))
    return say(render.line(said, shortcuts(request, w, "themes")))


def today(request: Request, newsroom: Newsroom) -> Reply:
    """What the reader has not had yet, of one theme or of all of theirs; what it shows counts as had."""
    reader = asking(request, newsroom)
    w = request.words(reader)
    wanted = named(request.text, newsroom) if request.text.strip() else reader.themes
    if request.text.strip() and not wanted:
        return _offer_watch(request, w)
    if not wanted:
        return none_yet(request, newsroom, reader)
    return Reply(ask=Ask(themes=tuple(sorted(wanted)), nothing=_nothing(request, reader, w)))


def none_yet(request: Request, newsroom: Newsroom, reader: Reader) -> Reply:
    """For who has no themes: all of them, to tap."""
    if request.kind == "channel":
        return say(_list(request, newsroom, reader))
    w = request.words(reader)
    action = Action.TICK_AT_START if request.alone else Action.TICK_THEME
    rows = theme_rows(request, w, theme_names(newsroom, w), reader.themes, action)
    return say(render.line(w("today.no_themes"), rows))


def more(request: Request, newsroom: Newsroom) -> Reply:
    """More of one theme, or of all the reader's: the next best they have not had, however long ago first read."""
    reader = asking(request, newsroom)
    w = request.words(reader)
    known = newsroom.knowledge.themes.slugs
    wanted = tuple(slug for slug in request.arguments if slug in known) or reader.themes
    if not wanted:
        return show(request, _list(request, newsroom, reader))
    nothing = render.line(w("today.more_none"), shortcuts(request, w, "themes", "settings"))
    return Reply(ask=Ask(themes=tuple(sorted(wanted)), nothing=nothing, everything=True))


def _nothing(request: Request, reader: Reader, w: Words) -> Message:
    hint = (w("today.nothing"), w("today.nothing_paused" if reader.paused else "today.nothing_hint"))
    return render.lines(hint, shortcuts(request, w, "themes", "settings"))
