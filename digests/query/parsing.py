"""The lookup language: what a reader types -> words that must, may not, or may stand instead of each other.

Words are all required. ``"…"`` keeps a phrase as it is, ``-词`` excludes, ``a|b`` is either, and ``theme:``,
``from:``, ``after:``, ``before:`` (or 主题: 来源: 自: 至:) and ``7d`` (or 近7天) narrow down. An operator counts only
at the start or after a space, ``|`` only between two words; whatever cannot be an operator is a plain word: names
print 1+2+3+4, 概念验证中心-高质量孵化器, B-52. One pass over the text, no pattern comes from a reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from digests.chinese.forms import form
from digests.query.filters import day_of, meant, recent
from digests.query.shapes import Query, Spelling, Word
from digests.query.tokens import EITHER, FILTERS, MINUS, PHRASES, named, tokens

MAX_CHARS = 400  # what is read of a text; longer ones come from pasting a page, and their beginning finds it
MAX_WORDS = 24


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    words: list[Word] = field(default_factory=list)
    without: list[Word] = field(default_factory=list)
    themes: tuple[str, ...] = ()
    source: str | None = None
    after: date | None = None
    before: date | None = None


def parse(
    text: str, *, today: date, themes: Mapping[str, str] | None = None, sources: Mapping[str, str] | None = None
) -> Query:
    """Reads a lookup. ``themes`` and ``sources``: names as readers know them -> slugs; compared in their search form.

    A filter whose value names nothing is a plain word; one whose value is part of several names means any of those
    themes. Never raises; a text with nothing to look for gives no words.
    """
    names = {
        "theme": {form(name): slug for name, slug in (themes or {}).items()},
        "source": {form(name): slug for name, slug in (sources or {}).items()},
    }
    reading = _Reading()
    for token, phrase in named(list(tokens(text[:MAX_CHARS].replace("\0", " "))), names):
        if len(reading.words) + len(reading.without) >= MAX_WORDS:
            break
        _read(token, phrase, reading, names, today)
    return Query(
        text=text,
        words=tuple(reading.words),
        without=tuple(reading.without),
        themes=reading.themes,
        source=reading.source,
        after=reading.after,
        before=reading.before,
    )


def _read(token: str, phrase: bool, reading: _Reading, names: Mapping[str, Mapping[str, str]], today: date) -> None:
    if not phrase and _read_filter(token, reading, names, today):
        return
    if len(token) > 1 and token[0] in MINUS and not token[1].isspace():
        word = _word(token[1:], phrase)
        if word is not None:
            reading.without.append(word)
        return
    word = _word(token, phrase)
    if word is not None and all(word.spellings != known.spellings for known in reading.words):
        reading.words.append(word)


def _word(text: str, phrase: bool) -> Word | None:
    """The word, with every side of ``|`` that holds something as a spelling; None where nothing is left."""
    sides = [text]
    if not phrase:
        for sign in EITHER:
            sides = [side for part in sides for side in part.split(sign)]
    forms = dict.fromkeys(filter(None, map(form, sides)))
    if not forms:
        return None
    return Word(
        text=_unquoted(text),
        spellings=tuple(Spelling(form=f) for f in forms),
        exact=phrase,
    )


def _unquoted(text: str) -> str:
    """``text`` without quotation marks that hold all of it; “忍耐”行動 keeps its own."""
    whole = len(text) > 2 and PHRASES.get(text[0]) == text[-1] and text[-1] not in text[1:-1]
    return text[1:-1] if whole else text


def _read_filter(token: str, reading: _Reading, names: Mapping[str, Mapping[str, str]], today: date) -> bool:
    """Whether ``token`` is a filter; if so it is noted. A second filter of the same kind replaces the first."""
    days = recent(token)
    if days is not None:
        reading.after = today - timedelta(days=days)
        return True
    name, colon, value = token.replace("：", ":").partition(":")
    kind = FILTERS.get(name.casefold())
    if not colon or kind is None or not value:
        return False
    if kind in names:
        slugs = meant(form(value), value, names[kind])
        if kind == "theme" and slugs:
            reading.themes = slugs
        elif kind == "source" and len(slugs) == 1:
            reading.source = slugs[0]
        else:
            return False
        return True
    day = day_of(value, today, last=kind == "before")
    if day is None:
        return False
    if kind == "before":
        reading.before = day
    else:
        reading.after = day
    return True
