"""From a document to the archive: read, understood, placed beside what is there, stored with its index entry.

Documents are stored several a transaction. A crash loses at most those of one, which are read again; what was stored
is whole. A transaction's articles are placed in one order, whatever order their documents came in. Pages of one issue
between which a text may jump are stored one by one: the archive must hold the one to know what the other changes.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from digests import joining, keywords, reading, stories, themes
from digests.errors import DigestError, UnreadableDocument
from digests.joining import Change, Settled
from digests.knowledge import Knowledge
from digests.models import Analysis, Article, Candidate, Document, Fingerprint, Signature
from digests.newsroom import Newsroom, ReadReport
from digests.store import Transaction

log = logging.getLogger(__name__)

RETRY = Fingerprint(stamp="", digest="")  # equals no document's: what could not be opened is tried again
# Documents a transaction: 16 take half the time of one each, 32 another 5 % less, 64 another 3 %; but whoever writes
# meanwhile waits for some 2 ms each.
TOGETHER = 32
NOTHING = Signature(sketch=(), terms=(), weights=(), gist="", chars=0)
WAIT_S = 2.0  # what was read from a slow source is not kept from readers for longer


_Entry = tuple[int, Article, Analysis, str, datetime]  # as `Index.add` takes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the words of one article tell, and what it is placed by; title, a line break and text, folded."""

    analysis: Analysis
    signature: Signature
    folded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A document read, and what its changes say."""

    source: str
    name: str
    fingerprint: Fingerprint
    settled: Settled
    understood: Mapping[str, Understood]


@dataclass(frozen=True, slots=True)
class _Row:
    """A change to be stored, and where; ``pk``: unless it is stored already."""

    change: Change
    understood: Understood
    document: int
    position: int
    pk: int


class Intake:
    """Takes the documents of one source in. One bad document never stops the rest. ``reading``: of `Store.readings`."""

    def __init__(
        self, newsroom: Newsroom, now: datetime, reading: Callable[[], AbstractContextManager[Transaction]]
    ) -> None:
        self._newsroom = newsroom
        self._reading = reading
        self._now = now
        self._waiting: dict[tuple[str, str], _Taken] = {}  # by source and name
        self._since = 0.0
        self._read: dict[str, Article] = {}
        self._wordings = stories.Wordings()

    def take(self, document: Document, fingerprint: Fingerprint) -> ReadReport:
        """Reads and understands a document; reports what has been stored or rejected by now, see `store`."""
        report = ReadReport()
        if (document.source, document.name) in self._waiting:
            report = self.store()  # its second version is matched with the first
        try:
            made = reading.read(document)
            if self._joins_waiting(document, joining.begun(document, made)):
                report = report.plus(self.store())
            settled = self._settled(document, made)
            if self._joins_waiting(document, settled):
                report = report.plus(self.store())
                settled = self._settled(document, made)
            if not self._waiting:
                self._since = time.monotonic()
            self._waiting[document.source, document.name] = self._taken(document, fingerprint, settled)
        except UnreadableDocument as error:
            reason = error.cause.removeprefix(f"{document.name} ")
            return report.plus(self._rejected(document.source, document.name, fingerprint, reason))
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

    def _settled(self, document: Document, made: Sequence[Article]) -> Settled:
        with self._reading() as tx:
            return joining.settle(tx, document, made, self._read)

    def _joins_waiting(self, document: Document, settled: Settled) -> bool:
        if settled.issue is None:
            return False
        waiting = self._waiting.values()
        return any(one.source == document.source and joining.may_join(one.settled, settled) for one in waiting)

    def _taken(self, document: Document, fingerprint: Fingerprint, settled: Settled) -> _Taken:
        known = self._newsroom.knowledge
        understood = {change.article.id: understand(known, change.article) for change in settled.changes}
        return _Taken(
            source=document.source, name=document.name, fingerprint=fingerprint, settled=settled, understood=understood
        )

    def store(self) -> ReadReport:
        """Stores what waits, in one transaction; where that fails, each document in one of its own."""
        waiting, self._waiting = [*self._waiting.values()], {}
        if not waiting:
            return ReadReport()
        try:
            return self._store(waiting)
        except DigestError:
            raise
        except Exception as error:
            self._wordings = stories.Wordings()  # some may be of what was not stored
            if len(waiting) == 1:
                return self._mistaken(waiting[0].source, waiting[0].name, error)
        report = ReadReport()
        for one in waiting:
            self._waiting = {(one.source, one.name): one}
            report = report.plus(self.store())
        return report

    def _store(self, waiting: Sequence[_Taken]) -> ReadReport:
        with self._newsroom.store.writing() as tx:
            stored = _stored(tx, waiting, self._wordings, self._now)
        report = ReadReport()
        for one, changes in zip(waiting, stored, strict=True):
            new = sum(change.position is not None and change.whole is None for change in changes)
            ids = tuple(change.article.id for change in changes if change.whole is None)
            report = report.plus(ReadReport(documents=1, new=new, known=one.settled.articles - new, articles=ids))
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
    """What every stage before storing makes of an article. Of a half nothing is asked: its whole is understood."""
    if article.half_of is not None:
        analysis = Analysis(article=article.id, keywords=(), themes=())
        return Understood(analysis=analysis, signature=NOTHING, folded="")
    words = keywords.cut(article, knowledge.segmenter)
    analysis = Analysis(
        article=article.id,
        keywords=keywords.keywords(article, words, idf=knowledge.idf, known=knowledge.themes.terms),
        themes=themes.fit_folded(words.title, words.body, knowledge.themes),
    )
    signature = stories.signature(words.title, words.body, words.all, idf=knowledge.idf)
    return Understood(analysis=analysis, signature=signature, folded=words.text)


def _stored(
    tx: Transaction, waiting: Sequence[_Taken], wordings: stories.Wordings, now: datetime
) -> list[tuple[Change, ...]]:
    """Stores what is still new, as another process may have been quicker; gives it, document by document.

    Keys run as the articles stand in their documents, whatever the order of placing; halves come after their wholes.
    """
    revisions = tx.articles.revisions([change.article.id for one in waiting for change in one.settled.changes])
    pk = tx.articles.highest()
    fresh: dict[str, _Row] = {}
    stored: list[tuple[Change, ...]] = []
    for one in waiting:
        still = [change for change in one.settled.changes if revisions.get(change.article.id) == change.seen]
        torn = one.settled.joins and len(still) < len(one.settled.changes)  # half a join is none: it is read again
        mine = () if torn else tuple(change for change in still if change.article.id not in fresh)
        fingerprint = RETRY if torn else one.fingerprint
        document = tx.sources.put_document(
            one.source, one.name, fingerprint=fingerprint, now=now, issue=one.settled.issue
        )
        for change in mine:
            pk += 1
            place = (document, change.position) if change.position is not None else tx.articles.place(change.article.id)
            fresh[change.article.id] = _Row(change, one.understood[change.article.id], *place, pk)
        stored.append(mine)
    ordered = stories.reading_order((now, row.change.article) for row in fresh.values())
    last = sorted(ordered, key=lambda pair: pair[1].half_of is not None)
    entries = [_place(tx, fresh[article.id], wordings, now) for _, article in last]
    folded = {article: row.understood.folded for article, row in fresh.items()}
    tx.index.add((entry for entry in entries if entry is not None), folded)
    return stored


def _place(tx: Transaction, row: _Row, wordings: stories.Wordings, now: datetime) -> _Entry | None:
    """Places one article in a story and stores it; gives what the index is to hold of a new one."""
    article, analysis, signature = row.change.article, row.understood.analysis, row.understood.signature
    story = _known_story(tx, row.change, now)
    leads = story is None or tx.stories.lead_of(story) == article.id
    near: Sequence[Candidate] = ()
    if story is None:
        near = tx.signatures.candidates(signature, event_since=now - stories.EVENT_WINDOW)
        placed = stories.place(
            article,
            signature,
            near,
            prints=tx.stories.prints,
            now=now,
            folded=row.understood.folded,
            known=wordings,
        )
        story = placed.story or f"s{article.id}"
        if placed.story is None:
            tx.stories.open(story, lead=article.id, now=now)
        elif leads := placed.leads:
            tx.signatures.step_down(tx.stories.lead_of(story))
            tx.stories.lead(story, article.id, now=now)
        tx.stories.relate(story, placed.related)
    pk = tx.articles.put(
        article, analysis, document=row.document, position=row.position, story=story, now=now, pk=row.pk
    )
    if article.stands:
        covered = {band for candidate in near if candidate.story == story for band in candidate.signature.bands}
        tx.signatures.put(pk, signature, leads=leads, now=now, covered=covered)
    elif article.half_of is None:
        tx.signatures.remove(pk)  # what was found beside a half is still found beside its whole
    revised = row.change.seen is not None
    if revised:
        tx.index.put(pk, article, analysis)
    return (pk, article, analysis, story, now) if article.stands and not revised else None


def _known_story(tx: Transaction, change: Change, now: datetime) -> str | None:
    """The story that an article belongs to without being placed; None: it is to be placed.

    A revision stays in its story, and a text where its half was told. What readers are not shown is a story by itself:
    nothing is told by it, and it tells nothing.
    """
    article = change.article
    story = tx.stories.of_article(article.id)
    if change.whole is not None:
        told = tx.stories.of_article(change.whole)
        if story is not None and told is not None and story != told:
            heir = tx.stories.leave(story, article.id, told)
            if heir is not None:
                tx.signatures.step_up(heir)
        return told
    if story is None and change.heir_of is not None:
        tx.signatures.step_down(change.heir_of)
        return tx.stories.inherit(change.heir_of, article.id)
    if story is None and not article.stands:
        story = f"s{article.id}"
        tx.stories.open(story, lead=article.id, now=now)
    return story
