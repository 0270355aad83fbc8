"""Why an article is or is not in the digests: each stage asked again, in the order the pipeline runs them.

Nothing here decides anything; it shows what the stages decided, with the numbers they decided by. A stage that did
not keep the article is followed by what would have come, so that a reader sees all that stands in the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from digests import pipeline, themes
from digests.models import ITEMS, OTHER, Article, Length, StoredArticle, StoryView
from digests.pipeline import Newsroom
from digests.store import Transaction

THEMES_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage's verdict. ``values`` are what it decided by, fit for JSON."""

    stage: str
    kept: bool
    reason: str
    values: Mapping[str, Any]


def reasons(
    newsroom: Newsroom, article_id: str, *, now: datetime, length: Length = "normal"
) -> tuple[Stage, ...] | None:
    """Every stage for one article, over all that was ever read; None when the archive does not hold it."""
    with newsroom.store.reading() as tx:
        stored = tx.articles.get(article_id)
        found = tx.stories.views([stored.story]) if stored else ()
        sections = tx.articles.sections(article_id) if stored and stored.article.sectioned else ()
        halves = _halves(tx, stored.article.id) if stored else ()
    if stored is None:
        return None
    if not stored.article.stands:
        return (_read(stored), _sections(sections))
    if not found:
        return None
    return (
        _read(stored),
        *_joined(stored, halves),
        _keywords(stored),
        _themes(newsroom, stored),
        _story(stored, found[0]),
        *_digest(newsroom, stored, found[0], now, length),
    )


def _halves(tx: Transaction, article_id: str) -> tuple[Article, ...]:
    """The texts that finish an article, one after the other."""
    found = tx.articles.second_halves(article_id)
    return (*found, *(half for second in found for half in _halves(tx, second.id)))


def _read(stored: StoredArticle) -> Stage:
    article = stored.article
    title = "derived from the lead, none is printed" if article.title_derived else "as printed"
    values = {
        "source": article.source,
        "document": article.document,
        "lines": [list(span) for span in article.lines],
        "revision": article.revision,
        "title": title,
        "published_on": article.published_on,
        "published_how": article.published_how,
        "first_read_at": stored.first_read_at.isoformat(),
        "severed_paragraphs": sum(p.severed or p.unfinished for p in article.paragraphs),
        "page": article.page,
        "continued_from": article.continued_from,
        "continued_on": article.continued_on,
    }
    return Stage(stage="read", kept=True, reason=f"read from {article.document}", values=values)


def _joined(stored: StoredArticle, halves: Sequence[Article]) -> Iterator[Stage]:
    """What was put together to make the text, and what is missing of it."""
    article = stored.article
    if article.elsewhere:
        names = ", ".join(f"{half.document} (page {half.page})" if half.page else half.document for half in halves)
        parts = [{"document": article.document, "lines": [list(span) for span in article.lines]}]
        parts += [
            {"document": place.document, "lines": [list(span) for span in place.lines]} for place in article.elsewhere
        ]
        values = {"parts": parts, "halves": {half.id: half.title for half in halves}}
        yield Stage(stage="joined", kept=True, reason=f"finished by {names}, as the texts prove", values=values)
    missing = [f"its beginning, on page {article.continued_from}"] if article.continued_from else []
    missing += [f"its end, on page {article.continued_on}"] if article.continued_on else []
    if missing:
        reason = f"{' and '.join(missing)}, is not in the archive or not proved to be its own; torn sentences unquoted"
        yield Stage(stage="jump", kept=True, reason=reason, values={"severed": article.continued_from is not None})


def _sections(sections: Sequence[StoredArticle]) -> Stage:
    titles = {section.article.id: section.article.title for section in sections}
    reason = f"a page of questions: its {len(titles)} sections stand for it, each an article of its own"
    return Stage(stage="sections", kept=False, reason=reason, values={"sections": titles})


def _keywords(stored: StoredArticle) -> Stage:
    found = {k.text: {"weight": k.weight, "parts": dict(k.parts)} for k in stored.analysis.keywords}
    return Stage(
        stage="keywords", kept=bool(found), reason=f"{len(found)} keyword{'s' * (len(found) != 1)}", values=found
    )


def _themes(newsroom: Newsroom, stored: StoredArticle) -> Stage:
    article, known = stored.article, newsroom.knowledge.themes
    ranked = themes.points(article.title, article.text, known)[:THEMES_SHOWN]
    chosen = [fit.theme for fit in stored.analysis.themes]
    values = {
        "chosen": chosen or [OTHER],
        "needed": known.scoring.minimum,
        "scores": {fit.theme: {"score": fit.score, "hits": dict(fit.hits)} for fit in ranked},
    }
    reason = f"fits {', '.join(chosen)}" if chosen else f"no theme reaches {known.scoring.minimum:g}, so it is {OTHER}"
    return Stage(stage="themes", kept=True, reason=reason, values=values)


def _story(stored: StoredArticle, story: StoryView) -> Stage:
    lead = story.lead.article
    leads = lead.id == stored.article.id
    alone = "a story of its own" if len(story.articles) == 1 else f"leads a story of {len(story.articles)} articles"
    reason = alone if leads else f"told by {lead.id} ({lead.title}); shown as a further report of it"
    values = {"story": story.id, "lead": lead.id, "articles": [further.article.id for further in story.articles]}
    return Stage(stage="story", kept=leads, reason=reason, values=values)


def _digest(
    newsroom: Newsroom, stored: StoredArticle, story: StoryView, now: datetime, length: Length
) -> Iterator[Stage]:
    item = pipeline.item(newsroom, story.id, script=None, length=length, now=now)
    if item is None:
        return
    parts = {"total": item.score.total, "parts": dict(item.score.parts)}
    yield Stage(stage="score", kept=True, reason=f"{item.score.total:.2f} points under {item.theme}", values=parts)
    quoted = [quote for quote in item.quotes if quote.article == stored.article.id]
    sentences = [{"text": quote.text, "lines": [list(span) for span in quote.lines]} for quote in quoted]
    said = f"{len(quoted)} sentence{'s' * (len(quoted) != 1)} quoted" if quoted else "none of its sentences is quoted"
    yield Stage(stage="quotes", kept=bool(quoted), reason=said, values={"sentences": sentences})
    composed = pipeline.compose(
        newsroom, themes=(item.theme,), since=None, until=now, script=None, length=length, now=now
    )
    shown = [item.story for digest in composed.digests for item in digest.items]
    place = shown.index(story.id) + 1 if story.id in shown else None
    reason = (
        f"place {place} of {len(shown)}" if place else f"not among the {ITEMS[length]} items {item.theme} has room for"
    )
    yield Stage(stage="digest", kept=place is not None, reason=reason, values={"theme": item.theme, "shown": shown})
