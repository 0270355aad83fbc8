"""Opens editions: compose -> render -> store the parts -> give every reader their rows.

Composed and rendered once for each audience (readers who chose alike and are due for the same window), stored before
the first reader is given it, then fanned out in chunks. A reader whose had stories, mutes or feedback touch it gets an
edition of their own, and so does one whose watches found more than it shows. Every step may be repeated after a crash:
an edition is found again by its key, a row by its reader and part, and whoever is still due was not served yet.
Editions that are due and digests that are asked for come from different threads, so what was composed for one reader is
stored only if they were given nothing meanwhile, else composed anew. All of it is synchronous; only short transactions
hold the store's one write lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import TypedDict

from bot import render
from bot.buttons import Signer
from bot.messages import Message
from bot.settings import GRACE
from bot.wording import words
from digests import pipeline
from digests.editions import Standing, decide, window
from digests.models import OTHER, WATCHED, Address, Composition, Language, Reader, Script
from digests.pipeline import Newsroom
from digests.store.editions import ANSWER, DIGEST, Audience, Due, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening did. ``edition``: the first one's id, None when there was nothing for anybody."""

    edition: int | None = None
    editions: tuple[int, ...] = ()
    readers: int = 0
    deliveries: int = 0

    def plus(self, edition: int | None, readers: int, deliveries: int) -> Opened:
        opened = (*self.editions, edition) if edition is not None and edition not in self.editions else self.editions
        return Opened(
            edition=opened[0] if opened else None,
            editions=opened,
            readers=self.readers + readers,
            deliveries=self.deliveries + deliveries,
        )


class Stored(TypedDict):
    payloads: list[str]
    shown: list[Shown]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An opening under way. ``themes`` None: each reader's own, and their windows move on.

    ``read_up_to``: what is first read from then on may come too late for it, and is left to the next.
    """

    newsroom: Newsroom
    now: datetime
    read_up_to: datetime
    signer: Signer | None
    themes: tuple[str, ...] | None = None

    def themes_of(self, reader: Reader) -> tuple[str, ...]:
        return reader.themes if self.themes is None else tuple(t for t in reader.themes if t in self.themes)

    def until(self, audience: Audience) -> datetime:
        return min(audience.slot or self.now, self.read_up_to)

    def covers(self, audience: Audience) -> datetime | None:
        """Where the readers' windows end afterwards; None leaves them, because other themes are still to come."""
        return max(self.until(audience), audience.covered_until) if self.themes is None else None


def open_due(newsroom: Newsroom, now: datetime, *, signer: Signer | None = None, grace: timedelta = GRACE) -> Opened:
    """Opens every edition whose time has come; nothing to do is the usual case and cheap."""
    if not _decide(newsroom, now, grace):
        return Opened()
    with newsroom.store.reading() as tx:
        due = tx.editions.due(now)
    opened = _open_all(Plan(newsroom=newsroom, now=now, read_up_to=newsroom.read_up_to(now), signer=signer), due)
    _decide(newsroom, now, grace)
    return opened


def _decide(newsroom: Newsroom, now: datetime, grace: timedelta) -> bool:
    """Notes for everyone who is due, or was just served, which slot counts; False when there was nobody."""
    with newsroom.store.reading() as tx:
        undecided = tx.readers.undecided(now)
    for group in undecided:
        standing = Standing(
            timetable=group.timetable,
            next_due_at=group.next_due_at,
            last_slot=group.last_slot,
            covered_until=group.covered_until,
        )
        decision = decide(standing, now, grace)
        left = decision is not None
        while left and decision is not None:
            with newsroom.store.writing() as tx:
                left = tx.readers.decided(group, decision.due, decision.last_slot)
    return bool(undecided)


def publish(newsroom: Newsroom, *, themes: Sequence[str] = (), now: datetime, signer: Signer | None = None) -> Opened:
    """Opens an edition now for everyone on schedule, of ``themes`` alone if any are given. Quiet hours still hold."""
    chosen = tuple(sorted(set(themes))) or None
    plan = Plan(newsroom=newsroom, now=now, read_up_to=newsroom.read_up_to(now), signer=signer, themes=chosen)
    with newsroom.store.reading() as tx:
        fitting = [due for due in tx.editions.everyone() if plan.themes_of(due.example)]
    return _open_all(plan, fitting)


def resume(newsroom: Newsroom) -> int:
    """Finishes the fan-out of editions opened by hand that a crash interrupted; gives how many readers that were."""
    with newsroom.store.reading() as tx:
        unfinished = list(tx.editions.unfinished())
    return sum(_fan_out(newsroom, edition, audience, None, empty=False)[0] for edition, audience in unfinished)


def for_reader(
    newsroom: Newsroom,
    address: Address,
    *,
    themes: tuple[str, ...],
    now: datetime,
    per_theme: int | None = None,
    everything: bool = False,
    signer: Signer | None = None,
) -> int:
    """One reader's digest at once, of what they have not had; gives how many messages wait in the outbox, 0: none.

    Their window stays where it is, so what ``per_theme`` kept back comes with their next edition.
    ``everything``: also what was first read before their window.
    """
    while True:
        with newsroom.store.reading() as tx:
            row, reader = tx.readers.row(address), tx.readers.get(address)
            newest = tx.outbox.newest(row.id) if row is not None else None
        if row is None or reader is None:
            return 0
        since = None if everything else window(row.covered_until, now)[0]
        composition = pipeline.compose(
            newsroom, themes=themes, since=since, until=now, script=reader.script, length=reader.length, now=now,
            template=reader.template, reader=address, limit=per_theme,
        )  # fmt: skip
        if not composition.stories:
            return 0
        stored = _stored(newsroom, composition, reader, signer)
        with newsroom.store.writing(durable=True) as tx:
            if tx.outbox.newest(row.id) == newest:
                edition = tx.editions.open(
                    kind="digest", key=["asked", row.id, now, themes], themes=themes, since=since, until=now, now=now,
                    reader=row.id, **stored,
                )  # fmt: skip
                return tx.editions.give(edition, row.id, priority=ANSWER)


def _open_all(plan: Plan, all_due: Iterable[Due]) -> Opened:
    opened = Opened()
    for due in all_due:
        if not due.personal:
            opened = _open_shared(plan, due, opened)
        opened = _open_own(plan, due, opened)
    return opened


def _open_shared(plan: Plan, due: Due, opened: Opened) -> Opened:
    """One edition for all of an audience but those it touches; none where chosen themes have nothing new."""
    newsroom, audience, reader = plan.newsroom, due.audience, due.example
    composition = _compose(plan, audience, reader, None)
    empty = not composition.stories
    if empty and plan.themes is not None:
        return opened  # "nothing new" would be said of all their themes
    themes = plan.themes_of(reader)
    with newsroom.store.writing() as tx:
        edition = tx.editions.open(
            kind="digest",
            key=["shared", audience.profile, audience.covered_until, plan.until(audience), themes],
            themes=themes, since=composition.key.since, until=plan.until(audience), now=plan.now, audience=audience,
            **_stored(newsroom, composition, reader, plan.signer),
        )  # fmt: skip
    told = {item.story: item.told for digest in composition.digests for item in digest.items if item.told}
    covers, watches = plan.covers(audience), plan.themes is None
    count, given = _fan_out(newsroom, edition, audience, covers, empty=empty, watches=watches, told=told)
    return opened.plus(edition if given else None, count if not empty else 0, given)


def _fan_out(
    newsroom: Newsroom,
    edition: int,
    audience: Audience,
    covers: datetime | None,
    *,
    empty: bool,
    watches: bool = False,
    told: Mapping[str, int] | None = None,
) -> tuple[int, int]:
    """Chunk after chunk until nobody is left; between two the writer is free. Gives readers and deliveries."""
    count = given = 0
    while True:
        with newsroom.store.writing(durable=True) as tx:
            chunk = tx.editions.fan_out(edition, audience, empty=empty, covers=covers, watches=watches, told=told)
            if chunk is None:
                tx.editions.complete(edition)
                return count, given
        count, given = count + chunk[0], given + chunk[1]


def _open_own(plan: Plan, due: Due, opened: Opened) -> Opened:
    """Editions for readers one by one: those with mutes, feedback or watched stories, or who had one of the shared."""
    newsroom, audience = plan.newsroom, due.audience
    last = 0
    while True:
        with newsroom.store.reading() as tx:
            left = tx.editions.left(audience, personal=due.personal, until=plan.until(audience), after=last)
        if not left:
            return opened
        for reader_id in left:
            opened = _open_for_one(plan, audience, reader_id, opened)
        last = left[-1]


def _open_for_one(plan: Plan, audience: Audience, reader_id: int, opened: Opened) -> Opened:
    """An edition of their own, with what their watches found, which is then told; all in one transaction."""
    newsroom, until = plan.newsroom, plan.until(audience)
    while True:
        with newsroom.store.reading() as tx:
            reader = tx.readers.by_id(reader_id)
            found = tx.watches.waiting(reader_id) if plan.themes is None else ()
            newest = tx.outbox.newest(reader_id)
        if reader is None:
            return opened
        composition = _compose(plan, audience, reader, reader.address, [hit.story for hit in found])
        sends = bool(composition.stories) or (reader.send_empty and plan.themes is None)
        stored = _stored(newsroom, composition, reader, plan.signer) if sends else None
        with newsroom.store.writing(durable=True) as tx:
            if tx.outbox.newest(reader_id) != newest:
                continue
            edition, given = None, 0
            if stored is not None:
                edition = tx.editions.open(
                    kind="digest", key=["own", reader_id, until, plan.themes], themes=plan.themes_of(reader),
                    since=composition.key.since, until=until, now=plan.now, reader=reader_id, **stored,
                )  # fmt: skip
                given = tx.editions.give(edition, reader_id, priority=DIGEST)
            tx.watches.told(found)
            tx.editions.advance(reader_id, audience.slot, plan.covers(audience))
        return opened.plus(edition, 1 if given else 0, given)


def _compose(
    plan: Plan, audience: Audience, reader: Reader, own: Address | None, watched: Sequence[str] = ()
) -> Composition:
    since, until = window(audience.covered_until, plan.until(audience))
    return pipeline.compose(
        plan.newsroom, themes=plan.themes_of(reader), since=since, until=until, script=reader.script,
        length=reader.length, template=reader.template, now=plan.now, reader=own, watched=watched,
    )  # fmt: skip


def _stored(newsroom: Newsroom, composition: Composition, reader: Reader, signer: Signer | None) -> Stored:
    """The parts as the outbox keeps them, and which part shows which story."""
    pages = rendered(newsroom, composition, reader, signer)
    reports = {item.story: len(item.articles) for digest in composition.digests for item in digest.items}
    shown = [
        Shown(story=story, part=part, reports=reports[story])
        for part, page in enumerate(pages, 1)
        for story in page.stories
    ]
    return {"payloads": [page.message.payload() for page in pages], "shown": shown}


def rendered(
    newsroom: Newsroom, composition: Composition, reader: Reader, signer: Signer | None
) -> tuple[render.Page, ...]:
    """The messages of a composition; one line when there is nothing new."""
    w = words(reader.language)
    if not composition.stories:
        nothing = Message(html=escape(w("digest.empty"), quote=False), silent=True)
        return (render.Page(message=nothing, stories=()),)
    written: dict[Script | None, Language] = {"hans": "zh-Hans", "hant": "zh-Hant", None: reader.language}
    language = "en" if reader.language == "en" else written[reader.script]  # headings in the script of the items
    names = {theme.slug: theme.names[language] for theme in newsroom.knowledge.themes.all}
    return render.pages(
        composition,
        reader.language,
        signer=signer,
        kind=reader.kind,
        timezone=reader.timezone,
        names=names | {OTHER: w("themes.other"), WATCHED: w("digest.watched")},
    )
