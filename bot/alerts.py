"""Matches the readers' watches against new articles, and opens alerts for what they find or keeps it for a digest.

Driven by rows: how far the archive was looked at is a row, moved in the transaction that notes what was found, so a
crash neither loses an alert nor gives it twice. A story is told to a reader once, whichever rule, edition or alert
came first. More than ``MOST_AN_HOUR`` alerts wait and come as one; quiet hours hold back what is not urgent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import render
from bot.buttons import Signer
from digests import pipeline
from digests.models import Item, Reader
from digests.pipeline import Newsroom
from digests.schedule import next_slot, quiet_until
from digests.search import rules as rereading
from digests.store.editions import ALERT, ANSWER, Shown
from digests.store.reader_rows import timetable
from digests.store.watches import Found, Rule
from digests.watches import Rules

MOST_AN_HOUR = 6
HOUR = timedelta(hours=1)
ARTICLES = 200  # looked at in one go
READERS = 500  # told in one go
STORIES = 10  # of one merged alert; the others come with the next


class Alerts:
    """Holds all rules ready for matching. Synchronous, for one thread."""

    def __init__(self, newsroom: Newsroom, signer: Signer | None = None) -> None:
        self._newsroom = newsroom
        self._signer = signer
        self._rules = Rules()
        self._version = (0, 0)
        self._read_on: object = None

    def look(self, now: datetime) -> int:
        """Matches articles that were not looked at yet, and opens what is due; gives how many messages wait now."""
        with self._newsroom.store.reading() as tx:
            fresh = tx.watches.fresh(ARTICLES)
            begun = tx.watches.begun()
        if not begun:
            with self._newsroom.store.writing() as tx:
                tx.watches.looked_at(None)
        while fresh:
            self._note(fresh, now)
            with self._newsroom.store.reading() as tx:
                fresh = tx.watches.fresh(ARTICLES)
        return self._open_due(now)

    def _note(self, fresh: Sequence[tuple[int, str, bool]], now: datetime) -> None:
        """Notes what the rules find in these articles. The first read of a source is no news."""
        self._refresh(now)
        news = [article for _, article, first in fresh if not first]
        matches: dict[str, list[int]] = {}
        with self._newsroom.store.reading() as tx:
            if news and len(self._rules):
                for story, text in rereading.texts(tx, news).values():
                    matches.setdefault(story, []).extend(self._rules.matching(text))
            ids = sorted({rule for found in matches.values() for rule in found})
            known = {rule.id: rule for rule in tx.watches.rules(ids)}
        with self._newsroom.store.writing() as tx:
            for story, found in matches.items():
                mine: dict[int, list[Rule]] = defaultdict(list)
                for rule in (known[number] for number in dict.fromkeys(found) if number in known):
                    mine[rule.reader].append(rule)
                had = tx.watches.had(story, mine)
                readers = tx.watches.readers([reader for reader in mine if reader not in had])
                tx.watches.keep(
                    _found(reader, story, mine[reader], *choices, now, tx.watches.recent(reader, now - HOUR))
                    for reader, choices in readers.items()
                    if story not in choices[0].muted
                )
            tx.watches.looked_at(fresh[-1][0])

    def _refresh(self, now: datetime) -> None:
        """Brings the rules up to date; their words are read anew each day, because some mean days."""
        today = now.astimezone(ZoneInfo(self._newsroom.timezone)).date()
        with self._newsroom.store.reading() as tx:
            version = tx.watches.version()
            if (version, today) == (self._version, self._read_on):
                return
            queries = tx.watches.queries()
            sources = {record.source.name: record.source.id for record in tx.sources.all()}
        known = self._newsroom.knowledge.lookups
        if today != self._read_on:
            self._rules = Rules()
        self._rules.keep(queries.keys())
        for number, text in queries.items():
            if number not in self._rules:
                self._rules.put(number, rereading.rule(known, text, today=today, sources=sources))
        self._version, self._read_on = version, today

    def _open_due(self, now: datetime) -> int:
        opened = 0
        while True:
            with self._newsroom.store.reading() as tx:
                due = tx.watches.due(now, READERS)
                readers = tx.watches.readers(list(due))
            if not due:
                return opened
            texts = _Texts(self._newsroom, self._signer, now)
            for reader, found in due.items():
                opened += self._tell(reader, readers[reader][0], found, texts, now)

    def _tell(self, reader_id: int, reader: Reader, found: Sequence[Found], texts: _Texts, now: datetime) -> int:
        """One message about all that is due to a reader, what they had meanwhile left out."""
        with self._newsroom.store.reading() as tx:
            needless = [hit for hit in found if reader.paused or tx.watches.had(hit.story, [reader_id])]
        left = [hit for hit in found if hit not in needless][:STORIES]
        payloads, shown = texts.of(reader, left)
        with self._newsroom.store.writing(durable=True) as tx:
            if any(tx.watches.had(hit.story, [reader_id]) for hit in left):
                return 0  # in a digest they asked for in this very moment: what is left is still due
            given = 0
            if payloads:
                key = ["alert", [(hit.story, hit.queries) for hit in left], texts.fitting(reader)]
                edition = tx.editions.open(
                    kind="alert", key=key, themes=[], since=None, until=now, payloads=payloads, shown=shown, now=now
                )
                priority = ANSWER if any(hit.urgent for hit in left) else ALERT
                given = tx.editions.give(edition, reader_id, priority=priority)
            tx.watches.told([*needless, *left])
        return given


class _Texts:
    """The messages of one round: readers with the same rules about the same stories share them."""

    def __init__(self, newsroom: Newsroom, signer: Signer | None, now: datetime) -> None:
        self._newsroom = newsroom
        self._signer = signer
        self._now = now
        self._made: dict[object, tuple[list[str], list[Shown]]] = {}

    @staticmethod
    def fitting(reader: Reader) -> list[object]:
        """What makes the same alert read differently."""
        return [reader.language, reader.script, reader.length, reader.template, reader.kind == "channel"]

    def of(self, reader: Reader, found: Sequence[Found]) -> tuple[list[str], list[Shown]]:
        key = (tuple((hit.story, hit.queries) for hit in found), tuple(self.fitting(reader)))
        if key not in self._made:
            self._made[key] = self._make(reader, found)
        return self._made[key]

    def _make(self, reader: Reader, found: Sequence[Found]) -> tuple[list[str], list[Shown]]:
        made = [
            pipeline.item(
                self._newsroom,
                hit.story,
                script=reader.script,
                length=reader.length,
                template=reader.template,
                now=self._now,
            )
            for hit in found
        ]
        items: list[Item] = [item for item in made if item is not None]
        queries = list(dict.fromkeys(query for hit in found for query in hit.queries))
        messages = render.alert(
            queries, items, reader.language, signer=self._signer, kind=reader.kind, template=reader.template
        )
        return [message.payload() for message in messages], [
            Shown(story=item.story, part=1, reports=len(item.articles)) for item in items
        ]


def _found(
    reader_id: int, story: str, rules: Iterable[Rule], reader: Reader, due_at: datetime | None, now: datetime,
    recent: Sequence[datetime],
) -> Found:  # fmt: skip
    """When to tell: an urgent rule at once, an alert when nothing holds it back, else with the next digest."""
    rules = list(rules)
    urgent = any(rule.urgent for rule in rules)
    if urgent:
        when = now
    elif any(rule.mode == "alert" for rule in rules):
        when = quiet_until(now, reader.quiet, reader.timezone) or now
        if len(recent) >= MOST_AN_HOUR:
            when = max(when, recent[-MOST_AN_HOUR] + HOUR)
    else:
        slot = next_slot(timetable(reader), now)
        when = due_at or (slot.due_at if slot else now)
    return Found(reader=reader_id, story=story, queries=tuple(rule.query for rule in rules), urgent=urgent, due_at=when)
