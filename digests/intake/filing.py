"""Documents that were read and understood into the archive, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from digests import stories
from digests.intake.understanding import Understood, understand_all
from digests.joining import Change, Settled
from digests.knowledge import Knowledge
from digests.models import Candidate, Fingerprint
from digests.store import Transaction
from digests.store.articles import row_of
from digests.store.index_entries import IndexEntry, index_entry

RETRY = Fingerprint(stamp="", digest="")  # equals no document's: what could not be opened is tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A document read, and what its changes say."""

    source: str
    name: str
    fingerprint: Fingerprint
    settled: Settled


@dataclass(frozen=True, slots=True)
class _Row:
    """A change to be stored, and where; ``pk``: unless it is stored already."""

    change: Change
    understood: Understood
    values: Mapping[str, Any] | None
    entry: IndexEntry | None
    document: int
    position: int
    pk: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is made of a document's changes before the archive is locked, by article.

    ``rows``: of new ones; ``entries``: of new ones that readers are shown.
    """

    understood: Mapping[str, Understood]
    rows: Mapping[str, Mapping[str, Any]]
    entries: Mapping[str, IndexEntry]


def prepare(knowledge: Knowledge, documents: Sequence[Taken], now: datetime) -> list[Prepared]:
    """For many documents in one go: one by one rows and index entries take half as long again."""
    changes = [change for one in documents for change in one.settled.changes]
    each = iter(understand_all(knowledge, [change.article for change in changes]))
    found = [{change.article.id: next(each) for change in one.settled.changes} for one in documents]
    rows = [_rows(one.settled.changes, known) for one, known in zip(documents, found, strict=True)]
    entries = [_entries(one.settled.changes, known, now) for one, known in zip(documents, found, strict=True)]
    return [*map(Prepared, found, rows, entries)]


def _rows(changes: Sequence[Change], known: Mapping[str, Understood]) -> dict[str, Mapping[str, Any]]:
    fresh = [change.article for change in changes if change.seen is None]
    return {one.id: row_of(one, known[one.id].analysis) for one in fresh}


def _entries(changes: Sequence[Change], known: Mapping[str, Understood], now: datetime) -> dict[str, IndexEntry]:
    fresh = [change.article for change in changes if change.seen is None and change.article.stands]
    return {one.id: index_entry(one, known[one.id].analysis, now, known[one.id].folded) for one in fresh}


def file(
    tx: Transaction,
    waiting: Sequence[Taken],
    prepared: Sequence[Prepared],
    wordings: stories.Wordings,
    now: datetime,
) -> list[tuple[Change, ...]]:
    """Stores what is still new, as another process may have been quicker; gives it, document by document.

    ``prepared``: each document. Keys run as the articles stand in their documents, whatever the order of placing;
    halves come after their wholes.
    """
    revisions = tx.articles.revisions([change.article.id for one in waiting for change in one.settled.changes])
    pk = tx.articles.highest()
    fresh: dict[str, _Row] = {}
    stored: list[tuple[Change, ...]] = []
    for one, known in zip(waiting, prepared, strict=True):
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
            id = change.article.id
            fresh[id] = _Row(change, known.understood[id], known.rows.get(id), known.entries.get(id), *place, pk)
        stored.append(mine)
    ordered = stories.reading_order((now, row.change.article) for row in fresh.values())
    last = sorted(ordered, key=lambda pair: pair[1].half_of is not None)
    rows = [fresh[article.id] for _, article in last]
    placed = [_place(tx, row, wordings, now) for row in rows]
    tx.index.add((*where, row.entry) for where, row in zip(placed, rows, strict=True) if row.entry is not None)
    return stored


def _place(tx: Transaction, row: _Row, wordings: stories.Wordings, now: datetime) -> tuple[int, str]:
    """Places one article in a story and stores it; gives its key and the story."""
    article, analysis, signature = row.change.article, row.understood.analysis, row.understood.signature
    near: Sequence[Candidate] = ()
    story = _known_story(tx, row.change, now)
    if story is not None:
        leads = tx.stories.lead_of(story) == article.id
    else:
        near = tx.signatures.candidates(signature, event_since=now - stories.EVENT_WINDOW)
        story, leads = _find_story(tx, row, near, wordings, now)
    pk = tx.articles.put(
        article,
        analysis,
        document=row.document,
        position=row.position,
        story=story,
        now=now,
        pk=row.pk,
        row=row.values,
    )
    if article.stands:
        covered = {band for candidate in near if candidate.story == story for band in candidate.signature.bands}
        tx.signatures.put(pk, signature, leads=leads, now=now, covered=covered)
    elif article.half_of is None:
        tx.signatures.remove(pk)  # what was found beside a half is still found beside its whole
    if row.change.seen is not None:
        tx.index.put(pk, article, analysis)
    return pk, story


def _find_story(
    tx: Transaction, row: _Row, near: Sequence[Candidate], wordings: stories.Wordings, now: datetime
) -> tuple[str, bool]:
    """The story that an article new to the archive belongs to, opened where it is the first; whether it leads it."""
    article, signature, folded = row.change.article, row.understood.signature, row.understood.folded
    placed = stories.place(article, signature, near, prints=tx.stories.prints, now=now, folded=folded, known=wordings)
    story = placed.story or f"s{article.id}"
    if placed.story is None:
        tx.stories.open(story, lead=article.id, now=now)
    elif placed.leads:
        tx.signatures.step_down(tx.stories.lead_of(story))
        tx.stories.lead(story, article.id, now=now)
    tx.stories.relate(story, placed.related)
    return story, placed.leads


def _known_story(tx: Transaction, change: Change, now: datetime) -> str | None:
    """The story that an article belongs to without being placed; None: it is to be placed.

    A revision stays in its story, and a text where its half was told. What readers are not shown is a story by itself:
    nothing is told by it, and it tells nothing.
    """
    article = change.article
    story = tx.stories.of_article(article.id) if change.seen is not None else None
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
