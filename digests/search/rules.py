"""A watch as a query: it is matched with every new article by the same words and aliases as a lookup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from digests.lookup import Lexicon
from digests.query import Query, parse
from digests.search.interpreting import with_names
from digests.store import Transaction
from digests.watches import Text


def rule(known: Lexicon, text: str, *, today: date, sources: Mapping[str, str] | None = None) -> Query:
    """What a watch looks for. ``sources``: names as readers know them, and their ids."""
    return with_names(parse(text, today=today, themes=known.themes, sources=sources), known)


def texts(tx: Transaction, articles: Sequence[str]) -> dict[str, tuple[str, Text]]:
    """By article: its story, and the text as rules see it; of a half that was joined to another, the whole."""
    found: dict[str, tuple[str, Text]] = {}
    for article in tx.articles.many(articles):
        half = article.article.half_of is not None
        stored = (tx.articles.get(article.article.id) or article) if half else article
        pk = tx.articles.pk(stored.article.id)
        for entry in tx.index.entries([pk] if pk is not None else []):
            themes = tuple(theme.theme for theme in stored.analysis.themes)
            text = Text(title=entry.title, body=entry.body, themes=themes, source=stored.article.source, day=entry.day)
            found[article.article.id] = (stored.story, text)
    return found
