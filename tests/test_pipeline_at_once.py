"""Several sources at once: waited for side by side, taken in one after the other, by the service and by hand.

No test goes by the clock: servers answer only when enough of them were asked, so that reading one after another fails.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.app.process import caller, threads
from bot.clock import Clock
from digests import pipeline, reading, sources
from digests.intake import filing, taking
from digests.models import Source, SourceState
from digests.pipeline import Newsroom
from digests.reading.decode import decode
from digests.sources import Fetcher
from digests.sources.fetch import PER_HOST
from tests import delivering
from tests.conftest import Jianbao
from tests.delivering import NOW, open_store, subscribe, subscriber, until
from tests.newsdesk import ARTICLES, EVERYTHING, known
from tests.sites import Answer, Site

SOON_S = 20  # for what happens at once; a test that fails waits so long
HOSTS = tuple(f"paper{number}.example" for number in range(sources.AT_ONCE + 4))


def feed(*numbers: int) -> bytes:
    items = "".join(
        f"<item><guid>http://news.example/{number}</guid><link>http://news.example/{number}</link>"
        f"<title>{title}</title><description>&lt;p&gt;{body * 4}&lt;/p&gt;</description></item>"
        for number, (title, body) in ((number, ARTICLES[number]) for number in numbers)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    store = open_store(tmp_path)
    with Fetcher(decode=decode, allowed_hosts=HOSTS, resolve=lambda host, port: ["127.0.0.1"]) as fetcher:
        yield Newsroom(store=store, knowledge=known(), timezone="Asia/Shanghai", fetcher=fetcher)
    store.close()


def subscribed(
    newsroom: Newsroom, web: Site, count: int, host: Callable[[int], str] = HOSTS.__getitem__
) -> list[Source]:
    """A feed on each host, at the path of its number."""
    port = web.root.rpartition(":")[2]
    made = [
        Source(id=f"s{n:02}", kind="feed", location=f"http://{host(n)}:{port}/{n}", name=f"第{n}报", every_s=900)
        for n in range(count)
    ]
    with newsroom.store.writing() as tx:
        for source in made:
            tx.sources.put(source)
    return made


def once_all_are_asked(count: int, body: bytes) -> Callable[[dict[str, str]], Answer]:
    """Answers each of ``count`` requests when the last of them has come; 500 when it does not."""
    asked = threading.Barrier(count)

    def page(_: dict[str, str]) -> Answer:
        try:
            asked.wait(SOON_S)
        except threading.BrokenBarrierError:
            return Answer(status=500)
        return Answer(body)

    return page


async def ticking(newsroom: Newsroom, done: Callable[[], object]) -> None:
    """The service's clock, with the service's threads, until ``done``."""
    with threads() as executors:
        call, read = caller(executors["composing"]), caller(executors["reading"])
        clock = Clock(newsroom, call=call, read=read, now=delivering.Clock(), wake=lambda: None)
        clock.start()
        try:
            await until(lambda: bool(done()), 2 * SOON_S)
        finally:
            newsroom.stop()
            await clock.stop()


def good(newsroom: Newsroom) -> set[str]:
    """Sources that were read to their end."""
    with newsroom.store.reading() as tx:
        return {record.source.id for record in tx.sources.all() if record.state.last_good_at}


async def test_the_service_waits_for_all_servers_at_once(newsroom: Newsroom, web: Site) -> None:
    made = subscribed(newsroom, web, 12)
    page = once_all_are_asked(len(made), feed(0))
    web.pages |= {f"/{n}": page for n in range(len(made))}
    await ticking(newsroom, lambda: len(good(newsroom)) == len(made))
    assert sorted(web.paths()) == sorted(f"/{n}" for n in range(len(made)))  # each once


async def test_a_host_that_hangs_keeps_the_others_waiting_for_nothing(newsroom: Newsroom, web: Site) -> None:
    """Of one host no more are tried at once than it is asked; the rest leave the threads to others."""
    hanging = sources.AT_ONCE + 3
    made = subscribed(newsroom, web, hanging + 1, lambda n: HOSTS[n == hanging])
    released = threading.Event()

    def page(_: dict[str, str]) -> Answer:
        released.wait(2 * SOON_S)
        return Answer(feed(0))

    web.pages |= {f"/{n}": page for n in range(hanging)} | {f"/{hanging}": Answer(feed(1))}
    try:
        await ticking(newsroom, lambda: made[-1].id in good(newsroom) and len(web.asked) == PER_HOST + 1)
    finally:
        released.set()
    assert good(newsroom) == {made[-1].id}


async def test_a_source_that_was_read_or_removed_while_it_waited_is_left_alone(
    newsroom: Newsroom, web: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = subscribed(newsroom, web, 3)

    def read(_: Newsroom, source: Source, *, now: datetime) -> pipeline.ReadReport:
        """The first read goes on until the others were read by somebody else, or are to be read no more."""
        tried.append(source.id)
        if len(tried) == 1:
            with newsroom.store.writing() as tx:
                tx.sources.finish(made[1].id, SourceState(next_due_at=now + timedelta(hours=1)))
                tx.sources.deactivate(made[2].id)
        with newsroom.store.writing() as tx:
            tx.sources.finish(source.id, SourceState(next_due_at=now + timedelta(hours=1)))
        return pipeline.ReadReport()

    tried: list[str] = []
    ended: list[str] = []
    monkeypatch.setattr(pipeline, "read", read)
    with ThreadPoolExecutor(1) as one:
        call = caller(one)
        clock = Clock(newsroom, call=call, read=call, now=delivering.Clock(), wake=lambda: None, on_read=ended.append)
        clock.start()
        await until(lambda: len(ended) >= 3)
        await clock.stop()
    assert tried == [made[0].id]


async def test_sources_that_failed_come_last(newsroom: Newsroom, web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    made = subscribed(newsroom, web, 4)
    with newsroom.store.writing() as tx:
        for number, source in enumerate(made):
            record = tx.sources.get(source.id)
            assert record is not None
            tx.sources.finish(source.id, replace(record.state, failures=number % 2, next_due_at=NOW))
    tried: list[str] = []
    monkeypatch.setattr(pipeline, "read", lambda _, source, now: tried.append(source.id) or pipeline.ReadReport())
    with ThreadPoolExecutor(1) as one:
        clock = Clock(newsroom, call=caller(one), read=caller(one), now=delivering.Clock(), wake=lambda: None)
        clock.start()
        await until(lambda: len(tried) >= 4)
        await clock.stop()
    assert tried[:4] == ["s00", "s02", "s01", "s03"]


def read_at_once(newsroom: Newsroom, made: list[Source]) -> list[pipeline.ReadReport]:
    with ThreadPoolExecutor(len(made)) as pool:
        return list(pool.map(partial(pipeline.read, newsroom, now=NOW), made))


def test_documents_are_taken_in_one_at_a_time(newsroom: Newsroom, web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first document stands still until every other source's has come: none of those is touched meanwhile."""
    made = subscribed(newsroom, web, 6)
    web.pages |= {f"/{n}": Answer(feed(n % len(ARTICLES))) for n in range(6)}
    at_work: list[int] = []
    overlaps: list[str] = []
    all_came = threading.Barrier(6)

    def alone(whole: Callable[..., Any]) -> Callable[..., Any]:
        def work(*given: Any) -> Any:
            if at_work and at_work[-1] != threading.get_ident():
                overlaps.append(whole.__name__)
            at_work.append(threading.get_ident())
            threading.Event().wait(0.02)
            at_work.clear()
            return whole(*given)

        return work

    def come(source: Source, *given: Any, **named: Any) -> Any:
        outcomes = read(source, *given, **named)
        first = next(outcomes)
        all_came.wait(SOON_S)
        yield first
        yield from outcomes

    read = sources.read
    monkeypatch.setattr(sources, "read", come)
    monkeypatch.setattr(reading, "read", alone(reading.read))
    monkeypatch.setattr(taking, "prepare", alone(filing.prepare))
    reports = read_at_once(newsroom, made)
    assert not overlaps
    assert sum(report.new for report in reports) == len(ARTICLES)


def test_read_at_once_is_read_the_same(tmp_path: Path, web: Site) -> None:
    """Which texts are one story, and that each is stored once, whichever source came first."""
    told = []
    for at_once in (False, True):
        (tmp_path / str(at_once)).mkdir()
        store = open_store(tmp_path / str(at_once))
        with Fetcher(decode=decode, allowed_hosts=HOSTS, resolve=lambda host, port: ["127.0.0.1"]) as fetcher:
            newsroom = Newsroom(store=store, knowledge=known(), timezone="Asia/Shanghai", fetcher=fetcher)
            made = subscribed(newsroom, web, 10)
            web.pages |= {f"/{n}": Answer(feed(n % 5, (n + 1) % 5)) for n in range(10)}
            if at_once:
                read_at_once(newsroom, made)
            else:
                for source in made:
                    pipeline.read(newsroom, source, now=NOW)
            with store.reading() as tx:
                told.append({frozenset(story.articles) for story in tx.stories.all()})
                assert not tx.sources.due(NOW)
        store.close()
    assert told[0] == told[1]
    assert len(told[0]) == len(ARTICLES)


def test_a_stop_ends_all_that_is_waited_for(newsroom: Newsroom, web: Site) -> None:
    made = subscribed(newsroom, web, 8)
    all_asked, released = threading.Barrier(9), threading.Event()

    def page(_: dict[str, str]) -> Answer:
        all_asked.wait(SOON_S)
        released.wait(2 * SOON_S)
        return Answer(feed(0))

    web.pages |= {f"/{n}": page for n in range(8)}
    with ThreadPoolExecutor(8) as pool:
        under_way = [pool.submit(pipeline.read, newsroom, source, now=NOW) for source in made]
        all_asked.wait(SOON_S)
        newsroom.stop()
        for one in under_way:
            one.result(SOON_S)
    released.set()
    assert not good(newsroom)


def test_by_hand_too(jianbao: Jianbao, web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two names of one machine, and each is asked four times at once."""
    monkeypatch.setenv("JIANBAO_ALLOWED_HOSTS", '["127.0.0.1", "localhost"]')
    port = web.root.rpartition(":")[2]
    places = [f"http://{host}:{port}/{n}" for n in range(PER_HOST) for host in ("127.0.0.1", "localhost")]
    page = once_all_are_asked(2 * PER_HOST, feed(0))
    web.pages |= {f"/{n}": page for n in range(PER_HOST)}
    ran = jianbao("read", *places, places[0], "--json")
    said = json.loads(ran.out)
    assert (ran.status, said["failed"], said["documents"]) == (0, [], 8)
    assert len(web.asked) == 8  # the one named twice is read once
    for place in places:
        assert jianbao("sources", "add", place, "--unchecked", "--kind", "feed").status == 0
    ran = jianbao("sources", "check", "--json")
    assert [source["error"] for source in json.loads(ran.out) if source["kind"] == "feed"] == [None] * 8


async def test_what_comes_after_an_edition_is_in_the_next_whenever_its_read_began(
    newsroom: Newsroom, web: Site
) -> None:
    """The server was asked before the edition was due and answers after it: the article is dated before its end."""
    at = delivering.Clock(NOW - timedelta(minutes=1))
    quick, slow = subscribed(newsroom, web, 2)
    asked, answered = threading.Event(), threading.Event()

    def page(_: dict[str, str]) -> Answer:
        asked.set()
        answered.wait(SOON_S)
        return Answer(feed(1))

    web.pages |= {"/0": Answer(feed(0)), "/1": page}
    pipeline.read(newsroom, quick, now=NOW - timedelta(hours=1))
    subscribe(newsroom.store, [subscriber(1, themes=EVERYTHING)], NOW - timedelta(hours=1))

    def editions() -> list[str]:
        with newsroom.store.reading() as tx:
            return [row.payload for row in tx.outbox.rows()]

    with threads() as executors:
        call, read = caller(executors["composing"]), caller(executors["reading"])
        clock = Clock(newsroom, call=call, read=read, now=at, wake=lambda: None)
        clock.start()
        await until(asked.is_set, SOON_S)
        at.at = NOW
        clock.look()
        await until(lambda: len(editions()) == 1, SOON_S)
        answered.set()
        await until(lambda: good(newsroom) == {quick.id, slow.id}, SOON_S)
        at.at = NOW + timedelta(days=1)
        clock.look()
        await until(lambda: len(editions()) == 2, SOON_S)
        await clock.stop()
    first, second = editions()
    assert ARTICLES[0][0] in first
    assert ARTICLES[1][0] in second
