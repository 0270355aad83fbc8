"""Composing a digest: which stories, under which theme, in which order, quoted how. Nothing is rewritten.

Scoring and quoting are handed in, as are the names of the themes: this stage only arranges. A story stands once, under
the theme of the set it fits best. Within a theme the best scores come first, but no source, document or topic takes
more than its share while another one still has something to say; what was put back fills the places left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from digests.chinese.facts import facts
from digests.chinese.script import convert, fold
from digests.models import (
    ITEMS,
    OTHER,
    QUOTES,
    WATCHED,
    Article,
    Composition,
    CompositionKey,
    Digest,
    Item,
    Quote,
    Score,
    Script,
    StoredArticle,
    StoryView,
)

Scoring = Callable[[StoryView, str], Score]
Quoting = Callable[[StoredArticle, int], Sequence[Quote]]

KEYWORDS_SHOWN = 10
FACTS_SHOWN = 3
TOPIC_KEYWORDS = 6  # the best keywords, by which two stories are of one topic
NEW_FACTS = 3  # that no earlier report had, and half as many as those had, make a told story news again
TOPIC_SHARED = 0.5  # share of them from which on they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The largest share of a theme's items, rounded up, that may come from one of each while others wait."""

    source: float = 0.5
    document: float = 0.5
    topic: float = 0.34


@dataclass(frozen=True, slots=True)
class _Ranked:
    story: StoryView
    theme: str
    score: Score


def compose(
    key: CompositionKey,
    stories: Sequence[StoryView],
    *,
    names: Mapping[str, str],
    scoring: Scoring,
    quoting: Quoting,
    had: Collection[str] = (),
    told: Mapping[str, int] | None = None,
    muted: Collection[str] = (),
    watched: Collection[str] = (),
    limit: int | None = None,
    caps: Caps | None = None,
) -> Composition:
    """One digest a theme of ``key``, in the key's order; a theme with nothing new has no items.

    ``names``: theme slug -> name to show. ``scoring(story, theme)`` and ``quoting(article, n)`` are the stages of those
    names with everything bound. ``had``: stories the reader has; ``told``: stories that come back because they changed,
    and of how many reports was told before; ``muted``: keywords, themes or source ids they do not want. ``limit``:
    items a theme, else by length. Equal scores: newer first reading, then id. ``watched``: stories asked for by a
    reader's own rules; all of them come first, under ``WATCHED``, whatever their themes.
    """
    by_theme = _by_theme(key, stories, scoring, had, muted, watched)
    most = ITEMS[key.length] if limit is None else limit
    told = told or {}
    digests = []
    for theme, ranked in by_theme.items():
        ranked.sort(key=_order)
        chosen = ranked if theme == WATCHED else _share_out(ranked, most, caps or Caps())
        items = tuple(_item(r, key, quoting, told.get(r.story.id, 0)) for r in chosen)
        digests.append(Digest(theme=theme, name=names.get(theme, theme), since=key.since, until=key.until, items=items))
    return Composition(key=key, digests=tuple(digests))


def _by_theme(
    key: CompositionKey,
    stories: Iterable[StoryView],
    scoring: Scoring,
    had: Collection[str],
    muted: Collection[str],
    watched: Collection[str],
) -> dict[str, list[_Ranked]]:
    """The stories that may be shown, under ``WATCHED`` or their theme, in the key's order of themes."""
    unwanted = frozenset(map(fold, muted))
    by_theme: dict[str, list[_Ranked]] = {theme: [] for theme in ((WATCHED,) if watched else ()) + key.themes}
    for story in stories:
        if story.id in had or _silenced(story, unwanted):
            continue
        theme = best_theme(story, key.themes)
        if theme is None and story.id in watched:
            theme = story.lead.analysis.theme
        if theme is not None and fold(theme) not in unwanted:
            by_theme[WATCHED if story.id in watched else theme].append(_Ranked(story, theme, scoring(story, theme)))
    return by_theme


def grown(told: int, reports: int) -> bool:
    """Whether a story told with so many reports is news again: twice as many, and two more at least."""
    return reports >= max(2 * told, told + 2)


def new_facts(story: StoryView, told: int, script: Script | None = None) -> tuple[str, ...]:
    """Figures and named things that the first ``told`` reports of a story had not, oldest first; None: as printed."""
    by_age = sorted(story.articles, key=lambda stored: (stored.first_read_at, stored.article.id))
    known = {fold(fact) for stored in by_age[:told] for fact in _facts(stored.article)}
    fresh: dict[str, str] = {}
    for stored in by_age[told:]:
        for fact in _facts(stored.article):
            if fold(fact) not in known:
                fresh.setdefault(fold(fact), convert(fact, script, source=stored.article.script))
    return tuple(fresh.values())


def _facts(article: Article) -> tuple[str, ...]:
    return facts(f"{article.title}\n{article.text}")


def _is_news(story: StoryView, told: int) -> bool:
    """Whether a story that was told with so many reports is to be told again."""
    if grown(told, len(story.articles)):
        return True
    fresh = len(new_facts(story, told)) if told < len(story.articles) else 0
    known = len({fold(fact) for stored in story.articles for fact in _facts(stored.article)}) - fresh
    return fresh >= max(NEW_FACTS, known / 2)


def returning(stories: Iterable[StoryView], had: Mapping[str, int], since: datetime | None) -> dict[str, int]:
    """Which of these stories come back because they grew or have new facts, with how many reports were told before.

    Told: to this reader by ``had``; else to everyone whose window ended at ``since``, if it was first read by then.
    """
    found: dict[str, int] = {}
    for story in stories:
        told = had.get(story.id, 0)
        if not told and since is not None and story.first_read_at < since:
            told = sum(stored.first_read_at < since for stored in story.articles)
        if told and _is_news(story, told):
            found[story.id] = told
    return found


def best_theme(story: StoryView, themes: Collection[str]) -> str | None:
    """The theme of the set that any article of the story fits best; ties by the lead's order, then by slug.

    ``other`` is the theme of a story none of whose articles fits any theme; None: the story is not for this set.
    """
    fits = [fit for stored in story.articles for fit in stored.analysis.themes]
    if not fits:
        return OTHER if OTHER in themes else None
    own = [fit.theme for fit in story.lead.analysis.themes]
    wanted = [fit for fit in fits if fit.theme in themes]
    if not wanted:
        return None
    order = {theme: place for place, theme in reversed(list(enumerate(own)))}
    return min(wanted, key=lambda fit: (-fit.score, order.get(fit.theme, len(own)), fit.theme)).theme


def _order(ranked: _Ranked) -> tuple[float, float, str]:
    return -ranked.score.total, -ranked.story.first_read_at.timestamp(), ranked.story.id


def _silenced(story: StoryView, unwanted: frozenset[str]) -> bool:
    if not unwanted:
        return False
    lead = story.lead
    words = {fold(keyword.text) for keyword in lead.analysis.keywords[:KEYWORDS_SHOWN]}
    return not unwanted.isdisjoint(words | {fold(lead.article.source), fold(lead.source_name)})


def _share_out(ranked: Sequence[_Ranked], most: int, caps: Caps) -> list[_Ranked]:
    """The best ``most``, those over a cap put back behind the others; shown in the order of their scores."""
    taken: list[_Ranked] = []
    put_back: list[_Ranked] = []
    for candidate in ranked:
        if len(taken) == most:
            break
        target = put_back if _over_cap(candidate, taken, most, caps) else taken
        target.append(candidate)
    taken.extend(put_back[: most - len(taken)])
    return sorted(taken, key=_order)


def _over_cap(candidate: _Ranked, taken: Sequence[_Ranked], most: int, caps: Caps) -> bool:
    article = candidate.story.lead.article
    others = [r.story.lead.article for r in taken]
    topic = _topic(candidate.story)
    counts = (
        (sum(other.source == article.source for other in others), caps.source),
        (sum(_place(other) == _place(article) for other in others), caps.document),
        (sum(_alike(topic, _topic(r.story)) for r in taken), caps.topic),
    )
    return any(count >= ceil(most * cap) for count, cap in counts)


def _place(article: Article) -> tuple[str, str]:
    return article.source, article.document


def _topic(story: StoryView) -> frozenset[str]:
    return frozenset(fold(keyword.text) for keyword in story.lead.analysis.keywords[:TOPIC_KEYWORDS])


def _alike(mine: frozenset[str], other: frozenset[str]) -> bool:
    fewer = min(len(mine), len(other))
    return fewer > 0 and len(mine & other) >= TOPIC_SHARED * fewer


def _item(ranked: _Ranked, key: CompositionKey, quoting: Quoting, told: int) -> Item:
    story, lead = ranked.story, ranked.story.lead
    said = _quotes(story, QUOTES[key.length], key.script, quoting)
    headline = convert(lead.article.title, key.script, source=lead.article.script).strip()
    fresh = new_facts(story, told, key.script) if told else ()
    shown = lead.analysis.keywords[:KEYWORDS_SHOWN]
    keywords = (convert(keyword.text, key.script, source=lead.article.script) for keyword in shown)
    return Item(
        story=story.id,
        headline=headline or (said[0].text if said else ""),
        theme=ranked.theme,
        score=ranked.score,
        quotes=said,
        keywords=tuple(keywords),
        articles=tuple(stored.article.id for stored in story.articles),
        published_on=lead.article.published_on,
        sources=tuple(dict.fromkeys(convert(stored.source_name, key.script) for stored in story.articles)),
        url=lead.article.url,
        told=told,
        news=fresh[:FACTS_SHOWN],
    )


def _quotes(story: StoryView, n: int, script: Script | None, quoting: Quoting) -> tuple[Quote, ...]:
    """Quotes of one article only, the lead's where it has any, so that no item mixes two reports."""
    for stored in story.articles:
        said = quoting(stored, n)
        if said:
            return tuple(_converted(quote, stored.article.script, script) for quote in said)
    return ()


def _converted(quote: Quote, printed_in: Script, script: Script | None) -> Quote:
    text = convert(quote.text, script, source=printed_in)
    return quote if text == quote.text else replace(quote, text=text, original=quote.text)
