"""Where the stages meet.

    read:     source -> documents -> articles -> keywords, themes, signature -> story -> archive (with its index entry)
    compose:  window of first reading -> stories -> score -> quotes -> digest
    find:     a reader's words -> query -> candidates -> best sentences

Stages never import each other: here, and for the first line in `intake`, the store is asked for candidates and counts,
which are passed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from digests import compose as composing
from digests import score as scores
from digests import search, sources, summarize
from digests.intake import RETRY, Intake, remember
from digests.knowledge import Knowledge
from digests.models import (
    OTHER,
    Address,
    Composition,
    CompositionKey,
    Item,
    Language,
    Length,
    Lookup,
    Quote,
    Reader,
    Script,
    Source,
    SourceState,
    StoredArticle,
    StoryView,
    Template,
)
from digests.newsroom import Newsroom, ReadReport, open_fetcher, opened
from digests.store import Transaction

__all__ = [
    "Newsroom",
    "ReadReport",
    "article",
    "compose",
    "find",
    "item",
    "open_fetcher",
    "opened",
    "read",
]


SET_BACK = timedelta(days=2)  # a clock that was further ahead was wrong, and nobody should wait until it has caught up


def read(newsroom: Newsroom, source: Source, *, now: datetime) -> ReadReport:
    """Reads one source. One bad document never stops the rest: the row says why, and what to do.

    Several sources may be read at once, each by one thread: they wait for their servers side by side, and what came is
    taken in one document after the other. A newsroom that stops leaves off between two documents; the source's state
    stays the old one then. Where the clock was set back, by SET_BACK at most, new articles are dated after the last
    edition nevertheless: else the window they belong to would be over already.
    """
    if newsroom.stopping.is_set():
        return ReadReport()
    with newsroom.store.reading() as tx:
        record = tx.sources.get(source.id)
        fingerprints = tx.sources.fingerprints(source.id)
        made_of = tx.articles.per_document(source.id)
        last = tx.editions.latest() or now
    dated = last if now < last <= now + SET_BACK else now
    state = record.state if record else SourceState()
    report = ReadReport(first=state.last_good_at is None)
    there: set[str] = set()
    whole = True
    with Intake(newsroom, dated) as taking:
        for outcome in sources.read(source, state, known=fingerprints, now=now, fetcher=newsroom.fetcher):
            if newsroom.stopping.is_set():
                break
            if not isinstance(outcome, sources.Finished):
                there.add(outcome.name)
                whole = whole and not isinstance(outcome, sources.Waiting)
            match outcome:
                case sources.Read(document=document, fingerprint=fingerprint):
                    report = report.plus(taking.take(document, fingerprint))
                case sources.Unchanged(name=name, fingerprint=fingerprint):
                    report = report.plus(ReadReport(documents=1, known=made_of.get(name, 0)))
                    if fingerprint != fingerprints.get(name):
                        remember(newsroom, source.id, name, fingerprint, now)
                case sources.Failed(name=name, error=error):
                    report = report.plus(ReadReport(documents=1, rejected=1, failed=((error.source, error.cause),)))
                    remember(newsroom, source.id, name, RETRY, now, error.cause)
                case sources.Finished(state=state, error=error):
                    report = report.plus(taking.store())
                    with newsroom.store.writing() as tx:
                        tx.sources.finish(source.id, state)
                        if error is None:
                            tx.sources.listed(source.id, there, taking.dated, whole=whole)
                    if error is not None:
                        report = report.plus(ReadReport(failed=((source.id, f"{error.source}: {error.cause}"),)))
        return report.plus(taking.store())


def compose(
    newsroom: Newsroom,
    *,
    themes: Sequence[str],
    since: datetime | None,
    until: datetime,
    script: Script | None,
    length: Length,
    now: datetime,
    template: Template = "full",
    reader: Address | None = None,
    watched: Sequence[str] = (),
    limit: int | None = None,
) -> Composition:
    """The digest of a set of themes for stories first read in ``[since, until)``, in the order of the themes file.

    ``reader``: leave out what this reader had or muted, and heed their taste. ``watched``: stories their
    own rules found, shown first. ``limit``: items a theme.
    """
    knowledge = newsroom.knowledge
    ordered = tuple(slug for slug in (*newsroom.theme_slugs, OTHER) if slug in themes)
    key = CompositionKey(themes=ordered, since=since, until=until, script=script, length=length, template=template)
    with newsroom.store.reading() as tx:
        choices = tx.readers.get(reader) if reader else None
        had = tx.outbox.had(reader) if reader else {}
        stories, told = _candidates(tx, key, had, watched)
    language: Language = "zh-Hant" if script == "hant" else "zh-Hans"
    muted = choices.muted if choices else ()
    return composing.compose(
        key,
        stories,
        names={theme.slug: theme.names[language] for theme in knowledge.themes.all},
        scoring=_scoring(knowledge, choices, now),
        quoting=partial(_quote, knowledge, length, template),
        had={*(had.keys() - told.keys()), *muted},  # a mute may name a story
        told=told,
        muted=muted,
        watched=watched,
        limit=limit,
    )


def _candidates(
    tx: Transaction, key: CompositionKey, had: Mapping[str, int], watched: Sequence[str]
) -> tuple[tuple[StoryView, ...], dict[str, int]]:
    """The stories of the window, those watched, and older ones that changed so much that they are news again.

    With the stories told before, and of how many reports they were told: ``had`` of this reader.
    """
    fresh = tx.stories.in_window(themes=key.themes, since=key.since, until=key.until)
    known = {story.id for story in fresh}
    asked = tx.stories.views([story for story in watched if story not in known])
    grown = tx.stories.joined_in(since=key.since, until=key.until) if key.since else ()
    older = [story for story in grown if story.id not in watched]
    told = composing.returning((*fresh, *older), had, key.since) | composing.returning(asked, had, None)
    return (*fresh, *asked, *(story for story in older if story.id in told)), told


def item(
    newsroom: Newsroom,
    story: str,
    *,
    script: Script | None,
    length: Length,
    now: datetime,
    template: Template = "full",
    reader: Address | None = None,
) -> Item | None:
    """A story as a digest shows it to this reader, had or muted or not; None for one the archive does not hold."""
    with newsroom.store.reading() as tx:
        found = tx.stories.views([story])
        choices = tx.readers.get(reader) if reader else None
    if not found:
        return None
    themes = (found[0].lead.analysis.theme,)
    key = CompositionKey(themes=themes, since=None, until=now, script=script, length=length, template=template)
    composed = composing.compose(
        key,
        found,
        names={},
        scoring=_scoring(newsroom.knowledge, choices, now),
        quoting=partial(_quote, newsroom.knowledge, length, template),
    )
    return next((item for digest in composed.digests for item in digest.items), None)


def _scoring(knowledge: Knowledge, reader: Reader | None, now: datetime) -> composing.Scoring:
    weights = knowledge.weights
    taste = scores.leanings(reader.taste, now=now, weights=weights) if reader else ()
    return partial(scores.score, now=now, weights=weights, taste=taste)


def _quote(
    knowledge: Knowledge, length: Length, template: Template, stored: StoredArticle, n: int
) -> tuple[Quote, ...]:
    """Sentences as the length has it; for a brief digest one line, or, where an article has none, one short quote.

    A digest of headlines quotes nothing, unless there is no headline.
    """
    if template == "headlines" and stored.article.title.strip():
        return ()
    cut, idf = knowledge.segmenter.cut, knowledge.idf
    if template == "brief":
        (said,) = summarize.lines([stored.article], cut=cut, idf=idf)
        if said:
            return said[:1]
        length, n = "short", 1
    keywords, room = stored.analysis.keywords, summarize.ROOM[length]
    return summarize.quotes(stored.article, n, cut=cut, idf=idf, keywords=keywords, room=room)


def find(newsroom: Newsroom, text: str, *, script: Script | None, page: int, per_page: int, now: datetime) -> Lookup:
    """The answer to a reader's words, over the whole archive."""
    today = now.astimezone(ZoneInfo(newsroom.timezone)).date()
    known = newsroom.knowledge.lookups
    with newsroom.store.reading() as tx:
        return search.find(tx, known, text, today=today, script=script, page=page, per_page=per_page)


def article(newsroom: Newsroom, article_id: str) -> StoredArticle | None:
    """One article of the archive by its id."""
    with newsroom.store.reading() as tx:
        return tx.articles.get(article_id)
