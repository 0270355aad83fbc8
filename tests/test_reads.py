"""A window of first reading ends where the oldest read under way began, in whatever process that is."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.publish import publish
from digests.intake import taking
from digests.store import reads
from tests.delivering import NOW, subscribe, subscriber
from tests.newsdesk import DAY, EVERYTHING, HOUR, opened_desk

CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from digests.store import reads
with reads.under_way(Path(sys.argv[1]), lambda: datetime.fromisoformat(sys.argv[2])):
    print("reading", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("end", ["killed", "over"])
def test_reads_of_other_processes_count_until_they_end(tmp_path: Path, end: str) -> None:
    database = tmp_path / "news.sqlite3"
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(database), NOW.isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "reading\n"
        assert reads.stored_up_to(database, NOW + HOUR) == NOW
        assert reads.stored_up_to(database, NOW - HOUR) == NOW - HOUR
        if end == "killed":
            child.kill()
    assert reads.stored_up_to(database, NOW + HOUR) == NOW + HOUR
    assert list(tmp_path.glob("*-reads/*")) == []


def test_the_oldest_of_several_counts(tmp_path: Path) -> None:
    database = tmp_path / "news.sqlite3"
    later = NOW + timedelta(minutes=1)
    with reads.under_way(database, lambda: NOW):
        with reads.under_way(database, lambda: later):
            assert reads.stored_up_to(database, NOW + HOUR) == NOW
        assert reads.stored_up_to(database, NOW + HOUR) == NOW
    with reads.under_way(database, lambda: later):
        assert reads.stored_up_to(database, NOW + HOUR) == later
    (tmp_path / "news.sqlite3-reads" / "no-stamp").touch()
    assert reads.stored_up_to(database, NOW + HOUR) == NOW + HOUR


def test_a_read_goes_on_where_it_cannot_be_marked(tmp_path: Path) -> None:
    (tmp_path / "news.sqlite3-reads").touch()
    with reads.under_way(tmp_path / "news.sqlite3", lambda: NOW):
        assert reads.stored_up_to(tmp_path / "news.sqlite3", NOW + HOUR) == NOW + HOUR


def test_what_is_stored_after_an_edition_by_a_read_begun_before_it_is_in_the_next(tmp_path: Path) -> None:
    with opened_desk(tmp_path) as desk:
        subscribe(desk.store, [subscriber(1, themes=EVERYTHING)], NOW - HOUR)
        with desk.newsroom.begun(lambda: NOW) as began:
            assert publish(desk.newsroom, now=NOW + HOUR).readers == 0
            headline = desk.write(0, began)
        publish(desk.newsroom, now=NOW + 2 * HOUR)
        assert [headline in row.payload for row in desk.rows()] == [True]


def test_what_is_read_after_the_clock_was_set_back_comes_once_it_has_caught_up(tmp_path: Path) -> None:
    with opened_desk(tmp_path) as desk:
        subscribe(desk.store, [subscriber(1, themes=EVERYTHING)], NOW - HOUR)
        headlines = [desk.write(0, NOW + DAY)]
        publish(desk.newsroom, now=NOW + DAY + HOUR)
        headlines.append(desk.write(1, NOW + HOUR))
        publish(desk.newsroom, now=NOW + 2 * HOUR)
        assert len(desk.rows()) == 1
        headlines.append(desk.write(2, NOW + DAY + 2 * HOUR))
        publish(desk.newsroom, now=NOW + DAY + 3 * HOUR)
        payloads = [row.payload for row in desk.rows()]
    assert [[headline in payload for headline in headlines] for payload in payloads] == [
        [True, False, False],
        [False, True, True],
    ]


def test_nobody_waits_until_a_clock_that_was_wrong_by_years_has_caught_up(tmp_path: Path) -> None:
    with opened_desk(tmp_path) as desk:
        subscribe(desk.store, [subscriber(1, themes=EVERYTHING)], NOW - HOUR)
        desk.write(0, NOW + 900 * DAY)
        publish(desk.newsroom, now=NOW + 901 * DAY)
        headline = desk.write(1, NOW + HOUR)
        subscribe(desk.store, [subscriber(2, themes=EVERYTHING)], NOW + HOUR)
        publish(desk.newsroom, now=NOW + 2 * HOUR)
        assert [headline in row.payload for row in desk.rows(2)] == [True]


def test_a_read_that_hangs_holds_up_no_edition_for_longer_than_hours(tmp_path: Path) -> None:
    database = tmp_path / "news.sqlite3"
    with reads.under_way(database, lambda: NOW), reads.under_way(database, lambda: NOW + HOUR):
        assert reads.stored_up_to(database, NOW + reads.HUNG) == NOW
        assert reads.stored_up_to(database, NOW + reads.HUNG + timedelta(minutes=1)) == NOW + HOUR
        assert reads.stored_up_to(database, NOW + DAY) == NOW + DAY


def test_what_a_read_of_hours_stores_is_in_the_edition_after_one_that_did_not_wait_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_desk(tmp_path) as desk:
        subscribe(desk.store, [subscriber(1, themes=EVERYTHING)], NOW - HOUR)
        headlines = [desk.write(0, NOW - timedelta(minutes=1))]

        def steady_s() -> float:
            """The read begins; five hours later an edition is opened, and then it stores what it found."""
            if not calls:
                calls.append(NOW)
                return 0.0
            publish(desk.newsroom, now=NOW + 5 * HOUR)
            return 5 * 3600.0

        calls: list[datetime] = []
        monkeypatch.setattr(taking, "_steady_s", steady_s)
        with desk.newsroom.begun(lambda: NOW) as began:
            headlines.append(desk.write(1, began))
        publish(desk.newsroom, now=NOW + 6 * HOUR)
        payloads = [row.payload for row in desk.rows()]
    assert [[headline in payload for headline in headlines] for payload in payloads] == [[True, False], [False, True]]


def test_nothing_of_a_first_read_of_hours_is_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened_desk(tmp_path) as desk:
        steady = iter([0.0])
        monkeypatch.setattr(taking, "_steady_s", lambda: next(steady, 5 * 3600.0))
        with desk.store.writing() as tx:
            tx.watches.looked_at(None)
        desk.write(0, NOW)
        with desk.store.reading() as tx:
            assert [first for _, _, first in tx.watches.fresh(10)] == [True]
            assert tx.sources.first_until(desk.source.id) > NOW + 5 * HOUR


def test_marks_that_cannot_be_removed_stop_no_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "news.sqlite3"
    monkeypatch.setattr(Path, "unlink", refused)
    with reads.under_way(database, lambda: NOW):
        pass
    assert reads.stored_up_to(database, NOW + HOUR) == NOW + HOUR


def refused(*_: object, **__: object) -> None:
    raise PermissionError
