"""Stories: which articles tell the same, and who may belong with a newcomer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, bindparam, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from digests.models import OTHER, Candidate, Signature, StoredArticle, Story, StoryView
from digests.store.articles import CHUNK, joined, signature, stored
from digests.store.schema import Instant, article_themes, articles, bands, event_terms, standing, stories, story_links

COMMON_KEY_ROWS = 200  # a band, or a term in the window, that more articles share tells none of them apart
PRESELECTED = 400  # stories a theme and window that are scored in full; the best-fitting, then the newest


def _sharing_one(table: Table, key: Column[Any]) -> Select[Any]:
    """Built once: of a look-up of 70 microseconds, half was building the statement."""
    chosen = select(table.c.article).where(key == bindparam("key"), table.c.article >= bindparam("since"))
    return chosen.limit(COMMON_KEY_ROWS + 1)


_BANDS = _sharing_one(bands, bands.c.band)
_TERMS = _sharing_one(event_terms, event_terms.c.term)
# by the index on the time: min(pk) would walk the whole table
_FIRST_IN_WINDOW = (
    select(articles.c.pk)
    .where(articles.c.first_read_at >= bindparam("since", type_=Instant))
    .order_by(articles.c.first_read_at, articles.c.pk)
    .limit(1)
)
_CANDIDATES = select(
    articles.c.pk,
    articles.c.id,
    articles.c.story,
    articles.c.signature,
    articles.c.title,
    articles.c.paragraphs,
    articles.c.script,
    articles.c.published_on,
    articles.c.first_read_at,
    stories.c.lead,
).join(stories, stories.c.id == articles.c.story)


class Stories:
    """Rows of stories, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def candidates(self, wanted: Signature, *, event_since: datetime, limit: int = 50) -> tuple[Candidate, ...]:
        """Articles that share a band (any age) or two event terms (first read since ``event_since``) with ``wanted``.

        Most shared keys first, then oldest; at most ``limit`` of each kind. Terms of too many articles are skipped,
        so the work stays bounded however large the archive.
        """
        by_band = self._sharing(_BANDS, wanted.bands, since=0, least=1, limit=limit)
        window = self._connection.execute(_FIRST_IN_WINDOW, {"since": event_since}).scalar_one_or_none()
        by_term: dict[int, int] = {}
        if window is not None:
            by_term = self._sharing(_TERMS, [term for term, _ in wanted.terms], since=window, least=2, limit=limit)
        pks = sorted(by_band.keys() | by_term.keys())
        found: list[Candidate] = []
        for start in range(0, len(pks), CHUNK):
            rows = self._connection.execute(_CANDIDATES.where(articles.c.pk.in_(pks[start : start + CHUNK])))
            found.extend(_candidate(row, by_band.get(row.pk, 0), by_term.get(row.pk, 0)) for row in rows)
        return tuple(sorted(found, key=lambda c: (c.first_read_at, c.article)))

    def _sharing(
        self, statement: Select[Any], keys: Iterable[str | int], *, since: int, least: int, limit: int
    ) -> dict[int, int]:
        """How many of ``keys`` each article from ``since`` on shares; keys of too many articles are skipped."""
        counts: dict[int, int] = {}
        for key in keys:
            sharing = self._connection.execute(statement, {"key": key, "since": since}).scalars().all()
            if len(sharing) <= COMMON_KEY_ROWS:
                for pk in sharing:
                    counts[pk] = counts.get(pk, 0) + 1
        best = sorted((pk for pk, count in counts.items() if count >= least), key=lambda pk: (-counts[pk], pk))
        return {pk: counts[pk] for pk in best[:limit]}

    def open(self, story_id: str, *, lead: str, now: datetime) -> None:
        """A new story, led by its first article."""
        self._connection.execute(insert(stories).values(id=story_id, lead=lead, first_read_at=now, updated_at=now))

    def relate(self, story_id: str, others: Iterable[str]) -> None:
        """Links a story with others, both ways; a link that is there already stays."""
        for other in others:
            for pair in ({"story": story_id, "related": other}, {"story": other, "related": story_id}):
                self._connection.execute(upsert(story_links).values(**pair).on_conflict_do_nothing())

    def lead(self, story_id: str, lead: str, *, now: datetime) -> None:
        self._connection.execute(update(stories).where(stories.c.id == story_id).values(lead=lead, updated_at=now))

    def of_article(self, article_id: str) -> str | None:
        query = select(articles.c.story).where(articles.c.id == article_id)
        return self._connection.execute(query).scalar_one_or_none()

    def leads(self, ids: Sequence[str]) -> dict[str, int]:
        """Story to the key of the article that leads it."""
        query = select(stories.c.id, articles.c.pk).join(articles, articles.c.id == stories.c.lead)
        return {row.id: row.pk for row in self._connection.execute(query.where(stories.c.id.in_(ids)))}

    def all(self) -> tuple[Story, ...]:
        """Every story with its articles, in the order first read."""
        members: dict[str, list[str]] = {}
        for story, article in self._connection.execute(select(articles.c.story, articles.c.id).order_by(articles.c.pk)):
            members.setdefault(story, []).append(article)
        related: dict[str, list[str]] = {}
        for story, other in self._connection.execute(select(story_links).order_by(*story_links.c)):
            related.setdefault(story, []).append(other)
        return tuple(
            Story(
                id=row.id,
                lead=row.lead,
                articles=tuple(members.get(row.id, ())),
                first_read_at=row.first_read_at,
                related=tuple(related.get(row.id, ())),
            )
            for row in self._connection.execute(select(stories).order_by(stories.c.first_read_at, stories.c.id))
        )

    def views(self, ids: Sequence[str]) -> tuple[StoryView, ...]:
        """Those of ``ids`` that readers can be shown, in the order asked for, each with its articles, lead first."""
        opened: dict[str, tuple[str, datetime]] = {}
        members: dict[str, list[StoredArticle]] = {}
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            for row in self._connection.execute(select(stories).where(stories.c.id.in_(chunk))):
                opened[row.id] = (row.lead, row.first_read_at)
            query = joined().where(articles.c.story.in_(chunk), standing).order_by(articles.c.pk)
            for row in self._connection.execute(query):
                members.setdefault(row.story, []).append(stored(row))
        return tuple(_view(story, *opened[story], members[story]) for story in ids if story in members)

    def in_window(
        self, *, themes: Sequence[str], since: datetime | None, until: datetime, limit: int = PRESELECTED
    ) -> tuple[StoryView, ...]:
        """Stories first read in ``[since, until)`` with an article of one of ``themes``; at most ``limit`` a theme."""
        chosen: dict[str, None] = {}
        for theme in themes:
            query = self._of_theme(theme)
            if since is not None:
                query = query.where(stories.c.first_read_at >= since)
            query = query.where(stories.c.first_read_at < until).limit(limit)
            chosen |= dict.fromkeys(row.id for row in self._connection.execute(query))
        return self.views(list(chosen))

    def joined_in(self, *, since: datetime, until: datetime, limit: int = PRESELECTED) -> tuple[StoryView, ...]:
        """Stories first read before ``since`` that an article joined in ``[since, until)``; the latest such."""
        joining = articles.c.first_read_at
        query = (
            select(stories.c.id)
            .join(articles, articles.c.story == stories.c.id)
            .where(joining >= since, joining < until, stories.c.first_read_at < since, standing)
            .group_by(stories.c.id)
            .order_by(func.max(joining).desc(), stories.c.id)
            .limit(limit)
        )
        return self.views(list(self._connection.execute(query).scalars()))

    def _of_theme(self, theme: str) -> Select[Any]:
        query = select(stories.c.id, stories.c.first_read_at).join(articles, articles.c.story == stories.c.id)
        if theme == OTHER:
            query = query.where(articles.c.theme == OTHER, standing)
            return query.group_by(stories.c.id).order_by(stories.c.first_read_at.desc(), stories.c.id)
        fit = func.max(article_themes.c.score)
        return (
            query.join(article_themes, article_themes.c.article == articles.c.pk)
            .where(article_themes.c.theme == theme)
            .group_by(stories.c.id)
            .order_by(fit.desc(), stories.c.first_read_at.desc(), stories.c.id)
        )


def _view(story: str, lead: str, first_read_at: datetime, members: Sequence[StoredArticle]) -> StoryView:
    ordered = sorted(members, key=lambda member: member.article.id != lead)
    return StoryView(id=story, articles=tuple(ordered), first_read_at=first_read_at)


def _candidate(row: Any, common_bands: int, common_terms: int) -> Candidate:
    return Candidate(
        story=row.story,
        article=row.id,
        lead=row.lead == row.id,
        signature=signature(row.signature),
        title=row.title,
        text="\n\n".join(paragraph[0] for paragraph in row.paragraphs),
        script=row.script,
        published_on=row.published_on,
        first_read_at=row.first_read_at,
        common_bands=common_bands,
        common_terms=common_terms,
    )
