"""The one place where the stages meet.

    read:     source -> documents -> articles -> keywords, themes, signature -> story -> archive (with its index entry)
    compose:  window of first reading -> stories -> score -> quotes -> digest
    find:     a reader's words -> query -> candidates -> best sentences

Stages never import each other: here the store is asked for candidates and counts, which are passed in. Each document
is one transaction, so a crash between two repeats nothing and loses nothing.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from digests import compose as composing
from digests import keywords, reading, search, sources, stories, summarize, themes
from digests import score as scores
from digests.errors import DigestError, UnreadableDocument
from digests.knowledge import Knowledge
from digests.models import (
    OTHER,
    Address,
    Analysis,
    Article,
    Composition,
    CompositionKey,
    Document,
    Fingerprint,
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
    "understand",
]

log = logging.getLogger(__name__)

RETRY = Fingerprint(stamp="", digest="")  # equals no document's: what could not be opened is tried again


def read(newsroom: Newsroom, source: Source, *, now: datetime) -> ReadReport:
    """Reads one source. One bad document never stops the rest: the row says why, and what to do.

    A newsroom that stops leaves off between two documents; the source's state stays the old one then.
    """
    if newsroom.stopping.is_set():
        return ReadReport()
    with newsroom.store.reading() as tx:
        record = tx.sources.get(source.id)
        fingerprints = tx.sources.fingerprints(source.id)
        made_of = tx.articles.per_document(source.id)
    state = record.state if record else SourceState()
    report = ReadReport(first=state.last_good_at is None)
    for outcome in sources.read(source, state, known=fingerprints.get, now=now, fetcher=newsroom.fetcher):
        if newsroom.stopping.is_set():
            break
        match outcome:
            case sources.Read(document=document, fingerprint=fingerprint):
                report = report.plus(_guarded(newsroom, document, fingerprint, now))
            case sources.Unchanged(name=name, fingerprint=fingerprint):
                report = report.plus(ReadReport(documents=1, known=made_of.get(name, 0)))
                if fingerprint != fingerprints.get(name):
                    _remember(newsroom, source.id, name, fingerprint, now)
            case sources.Failed(name=name, error=error):
                report = report.plus(ReadReport(documents=1, rejected=1, failed=((error.source, error.cause),)))
                _remember(newsroom, source.id, name, RETRY, now, error.cause)
            case sources.Finished(state=state, error=error):
                with newsroom.store.writing() as tx:
                    tx.sources.finish(source.id, state)
                if error is not None:
                    report = report.plus(ReadReport(failed=((source.id, f"{error.source}: {error.cause}"),)))
    return report


def _remember(
    newsroom: Newsroom, source: str, name: str, fingerprint: Fingerprint, now: datetime, reason: str | None = None
) -> None:
    with newsroom.store.writing() as tx:
        tx.sources.put_document(source, name, fingerprint=fingerprint, now=now, reason=reason)


def _guarded(newsroom: Newsroom, document: Document, fingerprint: Fingerprint, now: datetime) -> ReadReport:
    """A document that a mistake of ours trips over must not keep the others out; it is tried again, and named."""
    try:
        return _take_in(newsroom, document, fingerprint, now)
    except DigestError:
        raise
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"a mistake in the program ({type(error).__name__} at {at.name}:{at.lineno}); please report it"
        log.error("%s/%s: %s", document.source, document.name, reason)
        _remember(newsroom, document.source, document.name, RETRY, now, reason)
        return ReadReport(documents=1, rejected=1, failed=((f"{document.source}/{document.name}", reason),))


def _take_in(newsroom: Newsroom, document: Document, fingerprint: Fingerprint, now: datetime) -> ReadReport:
    """One document into the archive: read and understood outside the transaction, placed and stored within."""
    source, name = document.source, document.name
    try:
        made = reading.read(document)
    except UnreadableDocument as error:
        _remember(newsroom, source, name, fingerprint, now, error.cause)
        return ReadReport(documents=1, rejected=1, failed=((f"{source}/{name}", error.cause),))
    with newsroom.store.reading() as tx:
        before = tx.articles.of_document(source, name)
        kept = reading.keep_ids(made, before)
        fresh = _fresh(tx, kept, before)
    analyses = {article.id: understand(newsroom.knowledge, article) for article in fresh}
    new: list[str] = []
    with newsroom.store.writing() as tx:
        pk = tx.sources.put_document(source, name, fingerprint=fingerprint, now=now)
        still = {article.id for article in _fresh(tx, kept, before)}  # another process may have been quicker
        for position, article in enumerate(kept):
            if article.id in analyses and article.id in still:
                _store(tx, article, analyses[article.id], document=pk, position=position, now=now)
                new.append(article.id)
    return ReadReport(documents=1, new=len(new), known=len(kept) - len(new), articles=tuple(new))


def _fresh(tx: Transaction, kept: Sequence[Article], before: Sequence[Article]) -> list[Article]:
    """New articles, and new versions of this document's own: what another document holds is known, whatever version."""
    own = {article.id for article in before}
    stored = {article.id: tx.articles.revision(article.id) for article in kept}
    return [
        article
        for article in kept
        if stored[article.id] is None or (article.id in own and stored[article.id] != article.revision)
    ]


def understand(knowledge: Knowledge, article: Article) -> Analysis:
    """What the words of one article tell."""
    words = keywords.cut(article, knowledge.segmenter)
    return Analysis(
        article=article.id,
        keywords=keywords.keywords(article, words, idf=knowledge.idf, known=knowledge.themes.terms),
        themes=themes.fit_folded(words.title, words.body, knowledge.themes),
        signature=stories.signature(words.title, words.body, words.all, idf=knowledge.idf),
    )


def _store(
    tx: Transaction, article: Article, analysis: Analysis, *, document: int, position: int, now: datetime
) -> None:
    """Places one article in a story and stores it with its index entry. A revision stays in its story.

    What readers are not shown is a story by itself: nothing is told by it, and it tells nothing.
    """
    story = tx.stories.of_article(article.id)
    if story is None and not article.stands:
        story = f"s{article.id}"
        tx.stories.open(story, lead=article.id, now=now)
    if story is None:
        near = tx.stories.candidates(analysis.signature, event_since=now - stories.EVENT_WINDOW)
        placed = stories.place(article, analysis.signature, near, now=now)
        story = placed.story or f"s{article.id}"
        if placed.story is None:
            tx.stories.open(story, lead=article.id, now=now)
        elif placed.leads:
            tx.stories.lead(story, article.id, now=now)
        tx.stories.relate(story, placed.related)
    pk = tx.articles.put(article, analysis, document=document, position=position, story=story, now=now)
    tx.index.put(pk, article, analysis)


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
        found = tx.stories.in_window(themes=ordered, since=since, until=until)
        older = tx.stories.joined_in(since=since, until=until) if since else ()
        asked = tx.stories.views([story for story in watched if all(story != view.id for view in found)])
        had = tx.outbox.had(reader) if reader else {}
        choices = tx.readers.get(reader) if reader else None
    older = tuple(story for story in older if story.id not in watched)
    told = composing.returning((*found, *older), had, since) | composing.returning(asked, had, None)
    found += (*asked, *(story for story in older if story.id in told))
    language: Language = "zh-Hant" if script == "hant" else "zh-Hans"
    muted = choices.muted if choices else ()
    return composing.compose(
        key,
        found,
        names={theme.slug: theme.names[language] for theme in knowledge.themes.all},
        scoring=_scoring(knowledge, choices, now),
        quoting=partial(_quote, knowledge, length, template),
        had={*(had.keys() - told.keys()), *muted},  # a mute may name a story
        told=told,
        muted=muted,
        watched=watched,
        limit=limit,
    )


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
    """Sentences as the length has it; for a brief digest one line, or, where an article has none, one short quote."""
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
