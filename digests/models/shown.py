"""What readers are shown: digests and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digests.models.terms import How, Length, LineRange, Script, Template
from digests.models.texts import Elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A sum one can read: ``parts`` add up to ``total``."""

    parts: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        return sum(value for _, value in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence as shown. ``original`` is the printed form where the script was converted.

    ``lines`` are those of the article's document, ``elsewhere`` those of another one that printed the rest of the text.

    ``shortened``: cut at a clause boundary, the cut shown as ``…``. ``severed``: its opening is on another
    page; shown with a leading ``…`` and only by lookups.
    """

    text: str
    article: str
    lines: tuple[LineRange, ...]
    elsewhere: tuple[Elsewhere, ...] = ()
    shortened: bool = False
    severed: bool = False
    original: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One story in a digest, headline and quotes in the script asked for."""

    story: str
    headline: str
    theme: str
    score: Score
    quotes: tuple[Quote, ...]
    keywords: tuple[str, ...]  # up to 10, best first
    articles: tuple[str, ...]  # lead first
    published_on: str | None
    sources: tuple[str, ...]  # names to show, lead's first
    url: str | None
    told: int = 0  # of how many reports the reader was told before; above 0 the story comes back because it changed
    news: tuple[str, ...] = ()  # figures and names that are new since; a few, to show

    @property
    def further(self) -> int:
        """How many more reports of the story there are beside the one quoted."""
        return len(self.articles) - 1

    @property
    def since_told(self) -> int:
        """How many reports came since the reader was told; 0 for a story that is new to them."""
        return len(self.articles) - self.told if self.told else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The items of one theme for one window of first reading, half-open ``[since, until)``; ``since`` None: all."""

    theme: str
    name: str
    since: datetime | None
    until: datetime
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositionKey:
    """What makes two readers' digests equal. ``script`` None: every item as printed."""

    themes: tuple[str, ...]  # sorted
    since: datetime | None
    until: datetime
    script: Script | None
    length: Length
    template: Template = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A digest over a set of themes: each story once, under its best-scoring theme of the set."""

    key: CompositionKey
    digests: tuple[Digest, ...]

    @property
    def stories(self) -> tuple[str, ...]:
        return tuple(item.story for digest in self.digests for item in digest.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One answer to a lookup: the story, and its best sentence for this very query.

    ``highlights``: half-open code-point offsets in ``sentence``. ``matched``: the words found, as asked. ``copy``: the
    article that holds them, where it tells in other words what is quoted here from the story's lead.
    """

    story: str
    article: str
    title: str
    sentence: str
    lines: tuple[LineRange, ...]
    highlights: tuple[tuple[int, int], ...]
    matched: tuple[str, ...]
    score: float
    theme: str
    source: str
    published_on: str | None
    url: str | None
    how: How
    elsewhere: tuple[Elsewhere, ...] = ()  # lines of the sentence in another document, see `Quote`
    copy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """The answer to one query. ``total_at_least``: counting stopped at ``total``. ``understood`` in one line.

    ``dropped``: words that were left out because nothing holds them all. ``nearest``: real keywords to offer
    when nothing was found.
    """

    query: str
    understood: str
    total: int
    total_at_least: bool = False
    hits: tuple[Hit, ...] = ()
    dropped: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
