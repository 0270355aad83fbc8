"""What the lookup index keeps of an article: made from it alone, so before the archive is locked for storing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from digests.chinese import forms
from digests.models import OTHER, Analysis, Article
from digests.store.index_queries import facet_grams


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """Columns of ``search_texts``, what goes to ``search_grams``, and the names that the article can be asked by."""

    article: str
    day: int
    facets: str
    marks: str
    title: str
    body: str
    grams: str
    names: tuple[str, ...]


def index_entry(article: Article, analysis: Analysis, first_read_at: datetime, folded: str | None = None) -> IndexEntry:
    """``folded``: title, a line break and text, where they were folded before."""
    made = forms.indexed(article, folded)
    day = _day(article.published_on, first_read_at)
    facets = facet_grams(article.source, [theme.theme for theme in analysis.themes] or [OTHER], day)
    return IndexEntry(
        article=article.id,
        day=day.toordinal(),
        facets=facets,
        marks=made.marks,
        title=made.title,
        body=made.body,
        grams=f"{made.spaced()} {facets}",
        names=forms.names(article, (keyword.text for keyword in analysis.keywords)),
    )


def _day(published_on: str | None, first_read_at: datetime) -> date:
    """The printed day, of a month or year the first; the day first read (UTC) where none is printed or it is no day."""
    if published_on:
        year, month, day = (*published_on.split("-"), "1", "1")[:3]
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            pass
    return first_read_at.date()
