"""Up, down and mute: kept for each reader, bounded, fading with time, shown and taken back in /taste.

Each press is kept with its time and about which story or article it was: pressing again replaces it, so a thumb counts
once however often it is pressed, and down takes back up. How presses fade and add up is the score's affair
(``digests.score.leanings``). A mute is a keyword, or the id of a story; it stays until taken back. In groups the taste
is the chat's, as its digests are, so administrators alone may press.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot import buttons, render
from bot.buttons import Action
from bot.commands.known import asking, changed, reader_of, theme_names
from bot.commands.talk import Reply, Request, say, show
from bot.messages import Message, Rows
from bot.wording import Words
from digests import pipeline
from digests.chinese.script import convert
from digests.models import OTHER, Feedback, Reader, Script, StoredArticle
from digests.score import leanings

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

STEP = 0.5
FAINT = 0.05  # a leaning below this is not shown
MOST_PRESSES = 200  # the newest; three a day keep two half-lives
MOST_MUTED = 100
KEYWORDS = 3  # of the article, that a thumb is about
LABEL_CHARS = 16


def judged(request: Request, newsroom: Newsroom) -> Reply:
    """👍 or 👎 under an article: its theme and its best keywords count a little more or less."""
    w, stored = _about(request, newsroom)
    if stored is None:
        return Reply(toast=w("article.gone"))
    up = request.pressed is not None and request.pressed.press.action == Action.UP
    names = [keyword.text for keyword in stored.analysis.keywords[:KEYWORDS]]
    if stored.analysis.theme != OTHER:
        names.append(stored.analysis.theme)
    press = Feedback(about=stored.story, names=tuple(names), weight=STEP if up else -STEP, at=request.now)
    changed(request, newsroom, lambda reader: _pressing(reader, press))
    return Reply(toast=w("taste.up" if up else "taste.down"))


def less_of_outlet(request: Request, newsroom: Newsroom) -> Reply:
    w, stored = _about(request, newsroom)
    if stored is None:
        return Reply(toast=w("article.gone"))
    about, source = f"o{stored.article.id}", stored.article.source
    press = Feedback(about=about, names=(source,), weight=-STEP, at=request.now)
    changed(request, newsroom, lambda reader: _pressing(reader, press))
    return Reply(toast=w("taste.outlet", name=convert(stored.source_name, asking(request, newsroom).script)))


def mute_story(request: Request, newsroom: Newsroom) -> Reply:
    w, stored = _about(request, newsroom)
    if stored is None:
        return Reply(toast=w("article.gone"))
    story = stored.story
    changed(request, newsroom, lambda reader: _muting(reader, story))
    return Reply(toast=w("taste.muted_story"))


def mute_word(request: Request, newsroom: Newsroom) -> Reply:
    (word,) = request.arguments
    reader = changed(request, newsroom, lambda stored: _muting(stored, word))
    return Reply(toast=request.words(reader)("taste.muted_word", word=word))


def taste(request: Request, newsroom: Newsroom) -> Reply:
    return say(_overview(request, newsroom, asking(request, newsroom)))


def reset(request: Request, newsroom: Newsroom) -> Reply:
    reader = changed(request, newsroom, lambda stored: replace(stored, taste=(), muted=()))
    return show(request, _overview(request, newsroom, reader), toast=request.words(reader)("taste.reset"))


def unmuted(request: Request, newsroom: Newsroom) -> Reply:
    """A mute pressed in the list; one that is gone already stays gone."""
    (mark,) = request.arguments
    before = reader_of(request, newsroom)
    w = request.words(before)
    gone = next((name for name in before.muted if buttons.mark(name) == mark), None) if before else None
    if gone is None:
        return Reply(toast=w("button.nothing"))
    keep: Reader = changed(
        request, newsroom, lambda stored: replace(stored, muted=tuple(n for n in stored.muted if n != gone))
    )
    name = _muted_name(gone, newsroom, keep.script)
    return show(request, _overview(request, newsroom, keep), toast=w("taste.unmuted", word=name))


def _about(request: Request, newsroom: Newsroom) -> tuple[Words, StoredArticle | None]:
    w = request.words(reader_of(request, newsroom))
    return w, pipeline.article(newsroom, request.arguments[0])


def _pressing(reader: Reader, press: Feedback) -> Reader:
    others = [known for known in reader.taste if known.about != press.about]
    return replace(reader, taste=(*others, press)[-MOST_PRESSES:])


def _muting(reader: Reader, name: str) -> Reader:
    others = [known for known in reader.muted if known != name]
    return replace(reader, muted=(*others, name)[-MOST_MUTED:])


def _overview(request: Request, newsroom: Newsroom, reader: Reader) -> Message:
    w = request.words(reader)
    felt = _felt(reader, newsroom, request.now)
    if not felt and not reader.muted:
        return render.line(w("taste.none"))
    names, sources = theme_names(newsroom, w), _source_names(newsroom)
    shown = []
    for name, weight in felt:
        kind, label = _named(name, names, sources, w, reader.script)
        shown.append(f"{'👍' if weight > 0 else '👎'} {kind} {render.shorten(label, 40)} {render.figure(weight)}")
    days = round(newsroom.knowledge.weights.taste_half_life_d)
    muted = [render.shorten(_muted_name(name, newsroom, reader.script), 40) for name in reader.muted]
    silent = w("taste.muted", words=w.join(muted[:30])) if muted else ""
    texts = [*shown[:30], silent, w("taste.effect", n=days) if felt else ""]
    return render.titled(w("taste.title"), texts, _rows(request, newsroom, reader, w))


def _felt(reader: Reader, newsroom: Newsroom, now: datetime) -> list[tuple[str, float]]:
    """What is left of the reader's presses, strongest first."""
    left = leanings(reader.taste, now=now, weights=newsroom.knowledge.weights)
    return [(name, weight) for name, weight in left if abs(weight) >= FAINT]


def _rows(request: Request, newsroom: Newsroom, reader: Reader, w: Words) -> Rows:
    sign = request.signer
    muted = [(name, _muted_name(name, newsroom, reader.script)) for name in reader.muted[-20:]]
    back = [
        sign.button(w("button.unmute", word=render.shorten(shown, LABEL_CHARS)), Action.UNMUTE, buttons.mark(name))
        for name, shown in muted
    ]
    return (*buttons.flow(back, most=2), (sign.button(w("button.reset"), Action.RESET_TASTE),))


def _named(
    name: str, themes: Mapping[str, str], sources: Mapping[str, str], w: Words, script: Script | None
) -> tuple[str, str]:
    """What kind of thing a taste is about, and its name for people."""
    if name in themes:
        return w("taste.theme"), themes[name]
    if name in sources:
        return w("taste.source"), convert(sources[name], script)
    return w("taste.keyword"), convert(name, script)


def _source_names(newsroom: Newsroom) -> dict[str, str]:
    with newsroom.store.reading() as tx:
        return {record.source.id: record.source.name for record in tx.sources.all()}


def _muted_name(name: str, newsroom: Newsroom, script: Script | None) -> str:
    """What a mute is called in the script asked for: a story by its headline, a keyword by itself."""
    stored = pipeline.article(newsroom, name[1:]) if name.startswith("s") else None
    return convert(stored.article.title, script, source=stored.article.script) if stored else convert(name, script)
