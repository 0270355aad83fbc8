"""Opens editions: one for each audience, stored before it is fanned out, and one for each reader it does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.buttons import Signer
from bot.publish.parts import stored
from digests import pipeline
from digests.editions import window
from digests.models import Address, Composition, Reader
from digests.pipeline import Newsroom
from digests.store.editions import DIGEST, Audience, Due


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


def open_all(plan: Plan, all_due: Iterable[Due]) -> Opened:
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
            **stored(newsroom, composition, reader, plan.signer),
        )  # fmt: skip
    told = {item.story: item.told for digest in composition.digests for item in digest.items if item.told}
    covers, watches = plan.covers(audience), plan.themes is None
    count, given = fan_out(newsroom, edition, audience, covers, empty=empty, watches=watches, told=told)
    return opened.plus(edition if given else None, count if not empty else 0, given)


def fan_out(
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
        parts = stored(newsroom, composition, reader, plan.signer) if sends else None
        with newsroom.store.writing(durable=True) as tx:
            if tx.outbox.newest(reader_id) != newest:
                continue
            edition, given = None, 0
            if parts is not None:
                edition = tx.editions.open(
                    kind="digest", key=["own", reader_id, until, plan.themes], themes=plan.themes_of(reader),
                    since=composition.key.since, until=until, now=plan.now, reader=reader_id, **parts,
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
