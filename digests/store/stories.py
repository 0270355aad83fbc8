"""Stories: which articles tell the same. Who may belong with a newcomer: see `signatures`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, or_, select, update

from digests.models import OTHER, Print, StoredArticle, Story, StoryView
from digests.store.article_rows import joined, stored
from digests.store.articles import CHUNK
from digests.store.delivery_schema import items, watch_hits
from digests.store.driver import driver, instant, marks
from digests.store.schema import article_themes, articles, standing, stories, story_links

PRESELECTED = 400  # stories a theme and window that are scored in full; the best-fitting, then the newest


class Stories:
    """Rows of stories, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver = driver(connection)

    def prints(self, ids: Sequence[str]) -> dict[str, Print]:
        """What these articles printed."""
        columns = "id, title, paragraphs, script, published_on, first_read_at"
        sql = f"SELECT {columns} FROM articles WHERE id IN ({marks(ids)})"
        return {
            row[0]: Print(
                title=row[1],
                text="\n\n".join(paragraph[0] for paragraph in json.loads(row[2])),
                script=row[3],
                published_on=row[4],
                first_read_at=datetime.fromisoformat(row[5]),
            )
            for row in self._driver.execute(sql, ids)
        }

    def open(self, story_id: str, *, lead: str, now: datetime) -> None:
        """A new story, led by its first article."""
        sql = "INSERT INTO stories (id, lead, first_read_at, updated_at) VALUES (?, ?, ?, ?)"
        self._driver.execute(sql, (story_id, lead, instant(now), instant(now)))

    def relate(self, story_id: str, others: Iterable[str]) -> None:
        """Links a story with others, both ways; a link that is there already stays."""
        pairs = [pair for other in others for pair in ((story_id, other), (other, story_id))]
        sql = "INSERT OR IGNORE INTO story_links (story, related) VALUES (?, ?)"
        self._driver.executemany(sql, pairs)

    def lead(self, story_id: str, lead: str, *, now: datetime) -> None:
        self._connection.execute(update(stories).where(stories.c.id == story_id).values(lead=lead, updated_at=now))

    def lead_of(self, story_id: str) -> str:
        """The article that leads a story; the story must exist."""
        (lead,) = self._driver.execute("SELECT lead FROM stories WHERE id = ?", (story_id,)).fetchone()
        return str(lead)

    def inherit(self, half: str, whole: str) -> str | None:
        """The story that told of a second half, which the whole text leads from now on in its place."""
        story = self.of_article(half)
        led = and_(stories.c.id == story, stories.c.lead == half)
        self._connection.execute(update(stories).where(led).values(lead=whole))
        return story

    def leave(self, story_id: str, left: str, into: str) -> str | None:
        """Article ``left`` is told by the story ``into`` from now on: it was a half of a text that is told there.

        Another article leads what remains, and is given if it did not before. A story that nothing remains of becomes
        part of the other: whoever was given it, or is to be told of it, was given the text.
        """
        rest = select(articles.c.id).where(articles.c.story == story_id, articles.c.id != left, standing)
        heir = self._connection.execute(rest.order_by(articles.c.pk).limit(1)).scalar_one_or_none()
        mine = stories.c.id == story_id
        if heir is not None:
            led = update(stories).where(mine, stories.c.lead == left).values(lead=heir)
            return str(heir) if self._connection.execute(led).rowcount else None
        for table in (items, watch_hits):
            moved = update(table).where(table.c.story == story_id).values(story=into)
            self._connection.execute(moved.prefix_with("OR IGNORE", dialect="sqlite"))
            self._connection.execute(delete(table).where(table.c.story == story_id))
        self._connection.execute(update(articles).where(articles.c.story == story_id).values(story=into))
        self._connection.execute(delete(story_links).where(or_(*(c == story_id for c in story_links.c))))
        self._connection.execute(delete(stories).where(mine))
        return None

    def of_article(self, article_id: str) -> str | None:
        row = self._driver.execute("SELECT story FROM articles WHERE id = ?", (article_id,)).fetchone()
        return row[0] if row else None

    def leads(self, ids: Sequence[str]) -> dict[str, int]:
        """Story to the key of the article that leads it."""
        asked = f"SELECT s.id, a.pk FROM stories s JOIN articles a ON a.id = s.lead WHERE s.id IN ({marks(ids)})"
        return dict(self._driver.execute(asked, ids).fetchall())

    def all(self) -> tuple[Story, ...]:
        """Every story with its articles, in the order first read."""
        members: dict[str, list[str]] = {}
        rows = select(articles.c.story, articles.c.id).where(articles.c.half_of.is_(None)).order_by(articles.c.pk)
        for story, article in self._connection.execute(rows):
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
