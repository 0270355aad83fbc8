"""Keywords and themes of articles, and the stories that articles belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digests.models.terms import OTHER, Script
from digests.models.texts import Article

BANDS = 16  # of a sketch's 64 hashes, the smallest
# Of 24 terms, the heaviest. Of the pairs of short news that placing would call one event (or related) all (98 %) share
# two of these, as they do of all 24.
EVENT_KEYS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A phrase as printed (in the article's own script) and its weight; ``parts`` are named and add up to it."""

    text: str
    weight: float
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeScore:
    """How well an article fits a theme: the sum of ``hits`` = (keyword, points)."""

    theme: str
    score: float
    hits: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What stories are told apart by, computed from the folded text, independent of script. Hashes have 32 bits.

    ``sketch`` estimates overlap without the text; its ``bands`` are the keys under which the store finds candidates of
    the same text. ``terms`` are hashed words, heaviest first, each with its weight in ``weights``; the first are the
    keys for the same event. ``gist`` holds the characters of headline and opening, once each, and on the lines below
    the works they name.
    """

    sketch: tuple[int, ...]  # ascending
    terms: tuple[int, ...]
    weights: tuple[float, ...]
    gist: str
    chars: int

    @property
    def bands(self) -> tuple[int, ...]:
        return self.sketch[:BANDS]

    @property
    def event_keys(self) -> tuple[int, ...]:
        return self.terms[:EVENT_KEYS]

    @property
    def weighed(self) -> dict[int, float]:
        """Term -> weight."""
        return dict(zip(self.terms, self.weights, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the words of one article tell, made once when it is stored (and again when it is revised)."""

    article: str
    keywords: tuple[Keyword, ...]  # best first
    themes: tuple[ThemeScore, ...]  # primary first, at most three; empty means OTHER

    @property
    def theme(self) -> str:
        return self.themes[0].theme if self.themes else OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article as the archive holds it."""

    article: Article
    analysis: Analysis
    story: str
    source_name: str
    first_read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One text or one event: 1..n articles. ``lead`` stands for all; ``articles`` in order of first reading."""

    id: str
    lead: str
    articles: tuple[str, ...]
    first_read_at: datetime
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article that the archive holds and a new one may belong with, as far as placing needs to know it."""

    story: str
    lead: str  # the article that leads its story
    article: str
    signature: Signature
    first_read_at: datetime
    revision: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What of a candidate is read only when its signature is not enough to decide."""

    title: str
    text: str
    script: Script
    published_on: str | None
    first_read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story with its stored articles, lead first: what scoring, composing and lookups work on."""

    id: str
    articles: tuple[StoredArticle, ...]
    first_read_at: datetime

    @property
    def lead(self) -> StoredArticle:
        return self.articles[0]
