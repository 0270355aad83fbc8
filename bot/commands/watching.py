"""/watch, /watches and /unwatch: a reader's own words, tried out on the last week before they are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot import buttons, render
from bot.buttons import Action
from bot.commands.known import asking, changed, reader_of, resumed
from bot.commands.talk import Reply, Request, say, show
from bot.messages import Message
from bot.wording import Words
from digests import pipeline
from digests.chinese.script import fold
from digests.models import Reader, Watch
from digests.query import parse

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

MOST = 50
QUERY_CHARS = 60  # of a rule; a lookup may be longer
SHOWN = 3  # stories of the last week, before a rule is kept
LABEL_CHARS = 16


def watch(request: Request, newsroom: Newsroom) -> Reply:
    """Shows what the words would have found in the last seven days, and asks how to tell."""
    reader = asking(request, newsroom)
    w = request.words(reader)
    subject = request.pressed.subject if request.pressed else ""
    typed = request.arguments[0] if request.arguments else (subject if request.pressed else request.text)
    query = " ".join(typed.split())
    if not query:
        return Reply(toast=w("find.gone")) if request.pressed else watches(request, newsroom, said=w("watch.ask"))
    if refusal := _refusal(query, reader, w, request.now):
        return say(render.line(refusal))
    if request.kind == "channel":  # nobody to press how
        return _keep(request, newsroom, reader, Watch(query=query, mode="digest"))
    recent = pipeline.find(newsroom, f"{query} 7d", script=reader.script, page=1, per_page=SHOWN, now=request.now)
    found = w("watch.preview", n=recent.total, query=query) if recent.total else w("watch.preview_none", query=query)
    titles = [f"· {render.shorten(hit.title, 80)}" for hit in recent.hits[:SHOWN]]
    rows = (
        (
            request.signer.button(w("button.alert"), Action.WATCH_MODE, "alert"),
            request.signer.button(w("button.in_digest"), Action.WATCH_MODE, "digest"),
        ),
        (request.signer.button(w("button.urgent"), Action.WATCH_MODE, "urgent"),),
    )
    # The query stands first in bold: the buttons read it back from there.
    return say(render.titled(query, [found, *titles, "", w("watch.choose")], rows))


def _holds_words(query: str, now: datetime) -> bool:
    """Without a word to look for, a rule would match every article."""
    return bool(parse(query, today=now.date()).words)


def watchable(query: str, now: datetime) -> bool:
    """Whether a lookup could be kept as a rule."""
    return len(query) <= QUERY_CHARS and _holds_words(query, now)


def _refusal(query: str, reader: Reader, w: Words, now: datetime) -> str:
    if len(query) > QUERY_CHARS:
        return w("watch.long", n=QUERY_CHARS)
    if not _holds_words(query, now):
        return w("watch.bad", query=query)
    if any(fold(rule.query) == fold(query) for rule in reader.watches):  # in either script it finds the same
        return w("watch.had", query=query)
    if len(reader.watches) >= MOST:
        return w("watch.full", n=MOST)
    return ""


def kept(request: Request, newsroom: Newsroom) -> Reply:
    """How to tell was pressed: from now on the rule holds."""
    query = request.pressed.subject if request.pressed else ""
    before = asking(request, newsroom)
    w = request.words(before)
    if not query:
        return Reply(toast=w("find.gone"))
    if refusal := _refusal(query, before, w, request.now):
        return show(request, render.line(refusal))
    how = request.arguments[0]
    rule = Watch(query=query, mode="digest" if how == "digest" else "alert", urgent=how == "urgent")
    return _keep(request, newsroom, before, rule)


def _keep(request: Request, newsroom: Newsroom, before: Reader, rule: Watch) -> Reply:
    w, query = request.words(before), rule.query

    def add(stored: Reader) -> Reader:
        others = tuple(known for known in stored.watches if fold(known.query) != fold(query))
        return replace(resumed(stored), watches=(*others, rule))

    reader = changed(request, newsroom, add)
    said = w("watch.added_digest" if rule.mode == "digest" else "watch.added_alert", query=query)
    return show(request, _list(request, reader, w, said))


def watches(request: Request, newsroom: Newsroom, *, said: str = "") -> Reply:
    reader = asking(request, newsroom)
    return say(_list(request, reader, request.words(reader), said))


def unwatch(request: Request, newsroom: Newsroom) -> Reply:
    """By words what the list does by buttons; without any, the list."""
    reader = asking(request, newsroom)
    w = request.words(reader)
    query = " ".join(request.text.split())
    gone = next((rule.query for rule in reader.watches if fold(rule.query) == fold(query)), None)
    if gone is None:
        said = w("watch.hadnot", query=render.shorten(query, render.QUERY_UTF16)) if query else ""
        return watches(request, newsroom, said=said)
    return say(_list(request, _without(request, newsroom, gone), w, w("watch.removed", query=gone)))


def dropped(request: Request, newsroom: Newsroom) -> Reply:
    """A rule pressed in the list. One that is gone already stays gone."""
    (mark,) = request.arguments
    before = reader_of(request, newsroom)
    w = request.words(before)
    gone = next((rule.query for rule in before.watches if buttons.mark(rule.query) == mark), None) if before else None
    if gone is None:
        return Reply(toast=w("button.nothing"))
    reader = _without(request, newsroom, gone)
    return show(request, _list(request, reader, w), toast=w("watch.removed", query=gone))


def _without(request: Request, newsroom: Newsroom, query: str) -> Reader:
    def remove(stored: Reader) -> Reader:
        return replace(stored, watches=tuple(rule for rule in stored.watches if rule.query != query))

    return changed(request, newsroom, remove)


def _list(request: Request, reader: Reader, w: Words, said: str = "") -> Message:
    if not reader.watches:
        return render.lines((said, w("watch.none")))
    if request.kind == "channel":
        return render.lines((said, *(f"· {rule.query}" for rule in reader.watches), w("watch.by_words")))
    made = [
        request.signer.button(
            f"✕ {render.shorten(rule.query, LABEL_CHARS)} · {w(_mode(rule))}", Action.UNWATCH, buttons.mark(rule.query)
        )
        for rule in reader.watches
    ]
    return render.lines((said, w("watch.title")), buttons.rows(made, per_row=1))


def _mode(rule: Watch) -> str:
    if rule.mode == "digest":
        return "watch.mode_digest"
    return "watch.mode_urgent" if rule.urgent else "watch.mode_alert"
