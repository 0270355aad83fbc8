"""From a document to the archive: read, understood, placed beside what is there, stored with its index entry.

Documents are stored several a transaction. A crash loses at most those of one, which are read again; what was stored
is whole. A transaction's articles are placed in one order, whatever order their documents came in.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digests import keywords, reading, stories, themes
from digests.errors import DigestError, UnreadableDocument
from digests.knowledge import Knowledge
from digests.models import Analysis, Article, Candidate, Document, Fingerprint, Signature
from digests.newsroom import Newsroom, ReadReport
from digests.store import Transaction

log = logging.getLogger(__name__)

RETRY = Fingerprint(stamp="", digest="")  # equals no document's: what could not be opened is tried again
TOGETHER = 16  # documents a transaction: twice as fast as one each, more gain nothing
WAIT_S = 2.0  # what was read from a slow source is not kept from readers for longer


_Entry = tuple[int, Article, Analysis, str, datetime]  # as `Index.add` takes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the words of one article tell, and what it is placed by."""

    analysis: Analysis
    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A document read and understood. ``kept``: its articles; ``own``: ids that its last reading made."""

    source: str
    name: str
    fingerprint: Fingerprint
    kept: tuple[Article, ...]
    own: frozenset[str]
    understood: Mapping[str, Understood]


@dataclass(frozen=True, slots=True)
class _Row:
    """An article to be stored, and where; ``pk``: unless it is stored already."""

    article: Article
    understood: Understood
    document: int
    position: int
    pk: int


class Intake:
    """Takes the documents of one source in. One bad document never stops the rest."""

    def __init__(self, newsroom: Newsroom, now: datetime) -> None:
        self._newsroom = newsroom
        self._now = now
        self._waiting: list[_Taken] = []
        self._since = 0.0

    def take(self, document: Document, fingerprint: Fingerprint) -> ReadReport:
        """Reads and understands a document; reports what has been stored or rejected by now, see `store`."""
        report = ReadReport()
        if any((one.source, one.name) == (document.source, document.name) for one in self._waiting):
            report = self.store()  # its second version is matched with the first
        try:
            if not self._waiting:
                self._since = time.monotonic()
            self._waiting.append(_taken(self._newsroom, document, fingerprint))
        except UnreadableDocument as error:
            return report.plus(self._rejected(document.source, document.name, fingerprint, error.cause))
        except DigestError:
            raise
        except Exception as error:
            return report.plus(self._mistaken(document.source, document.name, error))
        except BaseException:
            self.store()  # whoever ends the process loses no document that is done
            raise
        if len(self._waiting) >= TOGETHER or time.monotonic() - self._since >= WAIT_S:
            report = report.plus(self.store())
        return report

    def store(self) -> ReadReport:
        """Stores what waits, in one transaction; where that fails, each document in one of its own."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return ReadReport()
        try:
            return self._store(waiting)
        except DigestError:
            raise
        except Exception as error:
            if len(waiting) == 1:
                return self._mistaken(waiting[0].source, waiting[0].name, error)
        report = ReadReport()
        for one in waiting:
            self._waiting = [one]
            report = report.plus(self.store())
        return report

    def _store(self, waiting: Sequence[_Taken]) -> ReadReport:
        with self._newsroom.store.writing() as tx:
            stored = _stored(tx, waiting, self._now)
        report = ReadReport()
        for one, ids in zip(waiting, stored, strict=True):
            report = report.plus(ReadReport(documents=1, new=len(ids), known=len(one.kept) - len(ids), articles=ids))
        return report

    def _rejected(self, source: str, name: str, fingerprint: Fingerprint, reason: str) -> ReadReport:
        remember(self._newsroom, source, name, fingerprint, self._now, reason)
        return ReadReport(documents=1, rejected=1, failed=((f"{source}/{name}", reason),))

    def _mistaken(self, source: str, name: str, error: Exception) -> ReadReport:
        """A document that a mistake of ours trips over must not keep the others out; it is tried again, and named."""
        at = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"a mistake in the program ({type(error).__name__} at {at.name}:{at.lineno}); please report it"
        log.error("%s/%s: %s", source, name, reason)
        return self._rejected(source, name, RETRY, reason)


def remember(
    newsroom: Newsroom, source: str, name: str, fingerprint: Fingerprint, now: datetime, reason: str | None = None
) -> None:
    """Notes how a document looked that yields nothing new. ``reason``: why it yielded no article."""
    with newsroom.store.writing() as tx:
        tx.sources.put_document(source, name, fingerprint=fingerprint, now=now, reason=reason)


def understand(knowledge: Knowledge, article: Article) -> Understood:
    """What every stage before storing makes of an article."""
    words = keywords.cut(article, knowledge.segmenter)
    analysis = Analysis(
        article=article.id,
        keywords=keywords.keywords(article, words, idf=knowledge.idf, known=knowledge.themes.terms),
        themes=themes.fit_folded(words.title, words.body, knowledge.themes),
    )
    signature = stories.signature(words.title, words.body, words.all, idf=knowledge.idf)
    return Understood(analysis=analysis, signature=signature)


def _taken(newsroom: Newsroom, document: Document, fingerprint: Fingerprint) -> _Taken:
    source, name = document.source, document.name
    made = reading.read(document)
    with newsroom.store.reading() as tx:
        before = tx.articles.of_document(source, name)
        kept = reading.keep_ids(made, before)
        own = frozenset(article.id for article in before)
        fresh = _fresh(kept, own, tx.articles.revisions([article.id for article in kept]))
    return _Taken(
        source=source,
        name=name,
        fingerprint=fingerprint,
        kept=tuple(kept),
        own=own,
        understood={article.id: understand(newsroom.knowledge, article) for article in fresh},
    )


def _fresh(kept: Sequence[Article], own: frozenset[str], revisions: Mapping[str, int]) -> list[Article]:
    """New articles, and new versions of this document's own: what another document holds is known, whatever version."""
    return [
        article
        for article in kept
        if article.id not in revisions or (article.id in own and revisions[article.id] != article.revision)
    ]


def _stored(tx: Transaction, waiting: Sequence[_Taken], now: datetime) -> list[tuple[str, ...]]:
    """Stores what is still new, as another process may have been quicker; gives the ids, document by document.

    Keys run as the articles stand in their documents, whatever the order of placing.
    """
    revisions = tx.articles.revisions([article.id for one in waiting for article in one.kept])
    pk = tx.articles.highest()
    fresh: dict[str, _Row] = {}
    stored: list[tuple[str, ...]] = []
    for one in waiting:
        document = tx.sources.put_document(one.source, one.name, fingerprint=one.fingerprint, now=now)
        still = [article for article in _fresh(one.kept, one.own, revisions) if article.id in one.understood]
        mine = tuple(article.id for article in still if article.id not in fresh)
        for position, article in enumerate(one.kept):
            if article.id in mine:
                pk += 1
                fresh[article.id] = _Row(article, one.understood[article.id], document, position, pk)
        stored.append(mine)
    ordered = stories.reading_order((now, row.article) for row in fresh.values())
    entries = [_place(tx, fresh[article.id], now) for _, article in ordered]
    tx.index.add(entry for entry in entries if entry is not None)
    return stored


def _place(tx: Transaction, row: _Row, now: datetime) -> _Entry | None:
    """Places one article in a story and stores it; gives what the index is to hold. A revision stays in its story.

    What readers are not shown is a story by itself: nothing is told by it, and it tells nothing.
    """
    article, analysis, signature = row.article, row.understood.analysis, row.understood.signature
    story = tx.stories.of_article(article.id)
    near: Sequence[Candidate] = ()
    revised = story is not None
    if story is None and not article.stands:
        story = f"s{article.id}"
        tx.stories.open(story, lead=article.id, now=now)
    if story is None:
        near = tx.signatures.candidates(signature, event_since=now - stories.EVENT_WINDOW)
        placed = stories.place(article, signature, near, prints=tx.stories.prints, now=now)
        story = placed.story or f"s{article.id}"
        if placed.story is None:
            tx.stories.open(story, lead=article.id, now=now)
        elif placed.leads:
            tx.signatures.step_down(tx.stories.lead_of(story))
            tx.stories.lead(story, article.id, now=now)
        tx.stories.relate(story, placed.related)
    pk = tx.articles.put(
        article, analysis, document=row.document, position=row.position, story=story, now=now, pk=row.pk
    )
    if article.stands:
        covered = {band for candidate in near if candidate.story == story for band in candidate.signature.bands}
        tx.signatures.put(pk, signature, leads=tx.stories.lead_of(story) == article.id, now=now, covered=covered)
    else:
        tx.signatures.remove(pk)
    if revised:
        tx.index.put(pk, article, analysis)
    return (pk, article, analysis, story, now) if article.stands and not revised else None
