"""What a read leaves behind: until when a source is new and alerts nobody, what is said of documents that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digests import pipeline
from digests.models import Source
from digests.pipeline import Newsroom
from digests.reading.decode import decode
from digests.sources import Fetcher
from digests.sources.feed import FULL_TEXTS
from tests.newsdesk import ARTICLES, DAY, HOUR, Desk, opened_desk
from tests.sites import Answer, Site
from tests.test_pipeline import NOW, HaltAfterOne

LONG = "市政府今天召开会议，研究部署下一阶段的重点工作，并对有关安排提出明确要求。" * 8


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(tmp_path) as made:
        with made.store.writing() as tx:
            tx.watches.looked_at(None)
        yield made


@pytest.fixture
def online(desk: Desk) -> Iterator[Newsroom]:
    with Fetcher(decode=decode, allowed_hosts={"127.0.0.1"}) as fetcher:
        yield replace(desk.newsroom, fetcher=fetcher)


def news(newsroom: Newsroom) -> int:
    """Articles since the last look that rules may find; the others came with the first read of their source."""
    with newsroom.store.writing() as tx:
        fresh = tx.watches.fresh(1000)
        tx.watches.looked_at(fresh[-1][0] if fresh else None)
    return sum(not first for _, _, first in fresh)


def rejected(newsroom: Newsroom, source: Source) -> list[str]:
    with newsroom.store.reading() as tx:
        return [name for name, _ in tx.sources.rejected(source.id)]


def feed(web: Site, *entries: tuple[str, str]) -> None:
    """Entries by link and text."""
    items = "".join(
        f"<item><title>部署{link}工作</title><guid>{web.root}/{link}</guid><link>{web.root}/{link}</link>"
        f"<description>{text}</description></item>"
        for link, text in entries
    )
    web.put("/feed", f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>')


def subscribed(newsroom: Newsroom, web: Site) -> Source:
    source = Source(id="feed", kind="feed", location=web.root + "/feed", name="订阅", every_s=900)
    with newsroom.store.writing() as tx:
        tx.sources.put(source)
    return source


def test_a_first_read_that_was_stopped_is_first_to_its_end(desk: Desk) -> None:
    for number in range(3):
        desk.drop(number, NOW)
    pipeline.read(replace(desk.newsroom, stopping=HaltAfterOne()), desk.source, now=NOW)
    assert pipeline.read(desk.newsroom, desk.source, now=NOW + HOUR).documents == 3
    assert news(desk.newsroom) == 0
    desk.write(3, NOW + 2 * HOUR)
    assert news(desk.newsroom) == 1


def test_a_first_read_is_no_news_though_the_clock_was_set_back(desk: Desk) -> None:
    """What is read is dated after the latest edition then."""
    with desk.store.writing() as tx:
        tx.editions.open(
            kind="digest", key=["ahead"], themes=[], since=None, until=NOW + HOUR, payloads=[], shown=[], now=NOW
        )
    desk.write(0, NOW)
    assert news(desk.newsroom) == 0


def test_what_comes_into_a_folder_that_was_empty_is_news(desk: Desk) -> None:
    pipeline.read(desk.newsroom, desk.source, now=NOW)
    desk.write(0, NOW + HOUR)
    assert news(desk.newsroom) == 1


def test_a_feed_of_many_teasers_is_new_until_all_were_read_in_full(online: Newsroom, web: Site) -> None:
    many = [str(number) for number in range(FULL_TEXTS + 5)]
    for number in [*many, "later"]:
        web.put(f"/{number}", f"<html><body><h1>部署{number}工作</h1><p>{number}{LONG}</p></body></html>")
    feed(web, *((number, "短") for number in many))
    source = subscribed(online, web)
    assert pipeline.read(online, source, now=NOW).new == FULL_TEXTS
    assert pipeline.read(online, source, now=NOW + HOUR).new == 5
    assert news(online) == 0
    feed(web, *((number, "短") for number in [*many, "later"]))
    assert pipeline.read(online, source, now=NOW + 2 * HOUR).new == 1
    assert news(online) == 1


def test_a_feed_that_is_never_read_to_its_end_is_new_for_a_day(online: Newsroom, web: Site) -> None:
    """One entry has neither a text nor a page that comes."""
    web.put("/gone", status=503)
    source = subscribed(online, web)
    entries = [("gone", ""), ("a", LONG)]
    for later, expected in ((timedelta(0), 0), (HOUR, 0), (DAY + HOUR, 1), (DAY + 2 * HOUR, 1)):
        feed(web, *entries)
        pipeline.read(online, source, now=NOW + later)
        entries.append((f"x{len(entries)}", f"{ARTICLES[len(entries) - 2][1]}{LONG}"))
        assert news(online) == expected, later


def test_what_is_gone_is_not_told_of_as_yielding_nothing(desk: Desk) -> None:
    empty = Path(desk.source.location) / "bad.txt"
    desk.put("bad.txt", "", NOW)
    desk.drop(0, NOW)
    pipeline.read(desk.newsroom, desk.source, now=NOW)
    assert rejected(desk.newsroom, desk.source) == ["bad.txt"]
    pipeline.read(desk.newsroom, desk.source, now=NOW + HOUR)
    assert rejected(desk.newsroom, desk.source) == ["bad.txt"]
    empty.unlink()
    pipeline.read(desk.newsroom, desk.source, now=NOW + 2 * HOUR)
    assert rejected(desk.newsroom, desk.source) == []


def test_what_a_server_calls_unchanged_is_told_of_as_before(online: Newsroom, web: Site) -> None:
    source = subscribed(online, web)
    feed(web, ("a", "<p>无</p>" * 3), ("b", LONG))
    page = web.pages["/feed"]
    assert isinstance(page, Answer)
    web.pages["/feed"] = lambda sent: Answer(status=304) if "if-none-match" in sent else page
    page.headers["ETag"] = '"1"'
    web.put("/a", status=404)
    pipeline.read(online, source, now=NOW)
    before = rejected(online, source)
    assert before
    pipeline.read(online, source, now=NOW + HOUR)
    assert "if-none-match" in web.asked[-1][1]
    assert rejected(online, source) == before
    feed(web, ("b", LONG))
    pipeline.read(online, source, now=NOW + 2 * HOUR)
    assert rejected(online, source) == []


@pytest.mark.parametrize(
    ("ahead", "due"), [(timedelta(days=3650), True), (timedelta(hours=8), True), (timedelta(seconds=5), False)]
)
def test_a_clock_that_was_wrong_silences_no_source(desk: Desk, ahead: timedelta, due: bool) -> None:
    pipeline.read(desk.newsroom, desk.source, now=NOW + ahead)
    with desk.store.reading() as tx:
        record = tx.sources.get(desk.source.id)
        assert record is not None
        assert record.due(NOW) == bool(tx.sources.due(NOW)) == due
