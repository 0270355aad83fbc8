"""A lookup as it was read, and what the index tells of an article that may answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from digests.chinese.forms import pairs
from digests.chinese.script import convert
from digests.models import How, Script


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One way a word may stand in a text: its search form, and how it relates to what was typed."""

    form: str
    how: How = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One thing to look for. ``spellings``: any of them will do, the typed ones first."""

    text: str  # as typed
    spellings: tuple[Spelling, ...]
    exact: bool = False  # was quoted: no alias, no correction, no taking apart

    @property
    def grams(self) -> tuple[str, ...]:
        """The pairs of neighbours of the word as typed, repeated as they stand."""
        return tuple(pairs(self.spellings[0].form))

    def shown(self, script: Script | None) -> str:
        """The word as typed; one that was taken for another, with what it was taken for in the script asked for."""
        meant = self.spellings[0] if self.spellings else None
        if meant is not None and meant.how in ("pinyin", "fuzzy"):
            return f"{self.text} → {convert(meant.form, script, source='hans')}"
        return f'"{self.text}"' if self.exact else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A parsed lookup. ``after`` and ``before`` are days in the reader's zone, both ends included."""

    text: str
    words: tuple[Word, ...] = ()
    without: tuple[Word, ...] = ()
    themes: tuple[str, ...] = ()  # any of them
    source: str | None = None
    after: date | None = None
    before: date | None = None

    @property
    def narrowed(self) -> bool:
        return any((self.themes, self.source, self.after, self.before))

    def understood(self, script: Script | None = None) -> str:
        """The query as it was read, in one line and in its own language."""
        parts = [word.shown(script) for word in self.words]
        parts += [f"-{word.text}" for word in self.without]
        named = (
            ("theme", "|".join(self.themes) or None),
            ("from", self.source),
            ("after", self.after),
            ("before", self.before),
        )
        return " ".join(parts + [f"{name}:{value}" for name, value in named if value is not None])


class Entry(NamedTuple):
    """What the index tells of one article that may answer: its search forms (`forms.Indexed`) and where it belongs.

    A tuple, because one is made of every candidate of a lookup, which may be thousands.
    """

    pk: int
    article: str
    story: str
    title: str
    body: str  # one sentence or sub-head a line
    marks: str  # one character a line
    day: date  # as printed, else the day first read
