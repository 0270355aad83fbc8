"""What the words of articles tell, and which of them belong together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digests.models.terms import OTHER, Script
from digests.models.texts import Article


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
    """What stories are told apart by, computed from the folded text, independent of script.

    ``bands`` are the keys under which the store finds candidates of the same text, ``terms`` those of the same
    event with their weights; ``minhash`` estimates overlap without the text.
    """

    minhash: tuple[int, ...]
    bands: tuple[int, ...]
    terms: tuple[tuple[str, float], ...]
    chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the words of one article tell, made once when it is stored (and again when it is revised)."""

    article: str
    keywords: tuple[Keyword, ...]  # best first
    themes: tuple[ThemeScore, ...]  # primary first, at most three; empty means OTHER
    signature: Signature

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
    """An article that the archive holds and a new one may belong with, as far as placing needs to know it.

    ``common_bands`` and ``common_terms``: how many keys of the new article's signature led to it.
    """

    story: str
    article: str
    lead: bool  # whether it leads its story
    signature: Signature
    title: str
    text: str
    script: Script
    published_on: str | None
    first_read_at: datetime
    common_bands: int
    common_terms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story with its stored articles, lead first: what scoring, composing and lookups work on."""

    id: str
    articles: tuple[StoredArticle, ...]
    first_read_at: datetime

    @property
    def lead(self) -> StoredArticle:
        return self.articles[0]
