"""Readers as rows and as lines: every choice survives, due times follow every change."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.models import Address, Feedback, Reader, Watch
from digests.store import Store
from digests.store.editions import Shown
from digests.store.reader_rows import UnusableReader, from_line, line
from tests.conftest import Jianbao
from tests.delivering import NOW, broadcast, open_store, subscribe, subscriber

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FULL = Reader(
    address=Address(chat_id=-100123, thread_id=7),
    kind="supergroup",
    language="zh-Hant",
    script="hant",
    themes=("sci-tech", "urban"),
    times=("08:00", "18:30"),
    days=(1, 2, 5),
    timezone="America/New_York",
    quiet=("22:00", "07:00"),
    length="long",
    send_empty=True,
    muted=("足球",),
    taste=(
        Feedback(about="s1", names=("sci-tech", "芯片"), weight=0.5, at=NOW - 3 * DAY),
        Feedback(about="o2", names=("daily",), weight=-0.5, at=NOW - 2 * DAY),
        Feedback(about="o3", names=("daily",), weight=-0.5, at=NOW - DAY),
    ),
    template="brief",
    watches=(Watch(query="华为 鸿蒙"), Watch(query="地铁", mode="digest"), Watch(query="停水", urgent=True)),
    since=NOW - DAY,
    paused="own wish",
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.mark.parametrize("reader", [FULL, subscriber(1), replace(FULL, address=Address(chat_id=5), paused=None)])
def test_stored_and_exported_as_chosen(store: Store, reader: Reader) -> None:
    subscribe(store, [reader])
    with store.reading() as tx:
        assert tx.readers.get(reader.address) == reader
        assert list(tx.readers.all()) == [reader]
    assert from_line(line(reader)) == reader


def test_the_line_is_as_the_contract_has_it() -> None:
    assert json.loads(line(FULL)) == {
        "chat_id": -100123, "thread_id": 7, "kind": "supergroup", "language": "zh-Hant", "script": "hant",
        "themes": ["sci-tech", "urban"], "times": ["08:00", "18:30"], "days": [1, 2, 5],
        "timezone": "America/New_York", "quiet": ["22:00", "07:00"], "length": "long", "template": "brief",
        "send_empty": True, "muted": ["足球"], "taste": {"sci-tech": 0.5, "芯片": 0.5, "daily": -1.0},
        "feedback": [{"about": "s1", "names": ["sci-tech", "芯片"], "weight": 0.5, "at": "2026-02-27T00:00:00+00:00"},
                     {"about": "o2", "names": ["daily"], "weight": -0.5, "at": "2026-02-28T00:00:00+00:00"},
                     {"about": "o3", "names": ["daily"], "weight": -0.5, "at": "2026-03-01T00:00:00+00:00"}],
        "since": "2026-03-01T00:00:00+00:00",
        "watches": [{"query": "华为 鸿蒙", "mode": "alert", "urgent": False},
                    {"query": "地铁", "mode": "digest", "urgent": False},
                    {"query": "停水", "mode": "alert", "urgent": True}],
        "paused": "own wish",
    }  # fmt: skip
    assert json.loads(line(subscriber(1)))["days"] == "daily"


@pytest.mark.parametrize("change", [
    {"chat_id": "x"}, {"since": "yesterday"}, {"since": "2026-03-01T00:00:00"}, {"times": ["25:00"]},
    {"timezone": "Mars/Olympus"}, {"days": [0]}, {"kind": "planet"}, {"script": "latin"}, {"quiet": ["22:00"]},
    {"watches": [{"query": "x", "mode": "shout"}]}, {"taste": [], "feedback": None}, {"language": None},
    {"length": 3}, {"template": "long"}, {"feedback": [{"about": "x", "names": ["x"], "weight": 2, "at": "now"}]},
])  # fmt: skip
def test_a_line_that_is_none_says_why(change: dict[str, object]) -> None:
    with pytest.raises(UnusableReader, match=r"."):
        from_line(json.dumps(json.loads(line(FULL)) | change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"days": [0]}, 'days: expected "daily" or weekdays from 1, Monday, to 7'),
        ({"days": "weekly"}, 'days: expected "daily" or weekdays from 1, Monday, to 7'),
        ({"times": ["25:00"]}, "times.0: expected a time such as 08:00"),
        ({"quiet": ["22", "07:00"]}, "quiet.0: expected a time such as 08:00"),
        ({"timezone": "Mars/Olympus"}, "timezone: not an IANA time zone"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_in_its_own_words(change: dict[str, object], said: str) -> None:
    with pytest.raises(UnusableReader) as raised:
        from_line(json.dumps(json.loads(line(FULL)) | change))
    assert str(raised.value) == said


def test_a_line_of_the_first_release_is_still_taken() -> None:
    old = json.loads(line(FULL))
    del old["feedback"], old["template"]
    taken = from_line(json.dumps(old))
    assert taken.template == "full"
    assert {press.names[0]: press.weight for press in taken.taste} == {"sci-tech": 0.5, "芯片": 0.5, "daily": -1.0}
    assert {press.at for press in taken.taste} == {taken.since}
    assert from_line(line(taken)) == taken


@settings(max_examples=50, deadline=None)
@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_whatever_stands_in_a_line_is_a_reader_or_a_reason(text: str) -> None:
    with pytest.raises(UnusableReader):
        from_line(text)


@pytest.mark.parametrize(("stored", "line", "kept"), [(0, 2, 2), (2, 0, 2)])
def test_taking_a_reader_in_never_turns_their_window_back(store: Store, stored: int, line: int, kept: int) -> None:
    subscribe(store, [subscriber(1, since=NOW + stored * HOUR)])
    with store.writing() as tx:
        known = tx.readers.get(Address(chat_id=1))
        assert known is not None
        assert tx.readers.take_in(replace(known, since=NOW + line * HOUR, length="long"), NOW)
        assert tx.readers.get(Address(chat_id=1)) == replace(known, since=NOW + kept * HOUR, length="long")


def due_at(store: Store, chat_id: int = 1) -> datetime | None:
    with store.reading() as tx:
        return tx.readers.due_at(Address(chat_id=chat_id))


def change(store: Store, now: datetime, **changed: object) -> None:
    with store.writing() as tx:
        reader = tx.readers.get(Address(chat_id=1))
        assert reader is not None
        tx.readers.save(replace(reader, **changed), now)  # type: ignore[arg-type]


def test_due_times_follow_the_choices(store: Store) -> None:
    subscribe(store, [subscriber(1)], NOW - HOUR)
    assert due_at(store) == NOW
    change(store, NOW - HOUR, times=("12:00",))
    assert due_at(store) == NOW + 4 * HOUR
    change(store, NOW - HOUR, length="short")
    assert due_at(store) == NOW + 4 * HOUR
    change(store, NOW + 5 * HOUR, script="hant")  # due but not yet opened: that stays so
    assert due_at(store) == NOW + 4 * HOUR
    change(store, NOW + 5 * HOUR, themes=())
    assert due_at(store) is None
    change(store, NOW + 5 * HOUR, themes=("urban",))
    assert due_at(store) == NOW + 4 * HOUR + DAY


def test_pausing_cancels_what_waits_and_resuming_looks_back(store: Store) -> None:
    subscribe(store, [subscriber(1)], NOW - HOUR)
    broadcast(store, ["one"], [1], stories=[Shown(story="s", part=1, reports=1)])
    address = Address(chat_id=1)
    with store.writing() as tx:
        assert tx.readers.pause(address, "telegram: blocked", NOW)
        assert not tx.readers.pause(Address(chat_id=9), "x", NOW)
        assert tx.outbox.counts() == {"cancelled": 1}
        assert tx.outbox.had(address) == {}
    assert due_at(store) is None
    with store.writing() as tx:
        assert tx.readers.resume_chat(1, NOW + DAY) == 1
        assert not tx.readers.resume(address, NOW + DAY)
    assert due_at(store) == NOW + 2 * DAY
    with store.writing() as tx:
        tx.readers.pause(address, "own wish", NOW)
        assert tx.readers.resume_chat(1, NOW) == 0


def test_pausing_leaves_what_was_sent_and_what_waits_for_others(store: Store) -> None:
    subscribe(store, [subscriber(1), subscriber(2)])
    broadcast(store, ["one", "two", "three"], [1], stories=[Shown(story="s", part=1, reports=1)])
    broadcast(store, ["other"], [2], key="other")
    with store.writing() as tx:
        (first,) = tx.outbox.ready(NOW, limit=1, busy=[2])
        tx.outbox.sending(first.delivery.id, NOW)
        tx.outbox.sent(first.delivery.id, 7, NOW)
        (second,) = tx.outbox.ready(NOW, limit=1, busy=[2])
        tx.outbox.sending(second.delivery.id, NOW)
        tx.readers.pause(Address(chat_id=1), "own wish", NOW)
        assert [row.state for row in tx.outbox.rows()] == ["sent", "sending", "cancelled", "pending"]
        assert tx.outbox.had(Address(chat_id=1)) == {"s": 1}


def test_only_coming_back_reaches_back(store: Store) -> None:
    subscribe(store, [subscriber(1, since=NOW - 3 * DAY)], NOW)
    address = Address(chat_id=1)
    with store.writing() as tx:
        row = tx.readers.row(address)
        assert row is not None
        tx.editions.advance(row.id, None, NOW)  # an edition told all up to now

    def covered_until() -> datetime:
        with store.reading() as tx:
            row = tx.readers.row(address)
            assert row is not None
            return row.covered_until

    change(store, NOW + HOUR, length="short")
    assert covered_until() == NOW
    with store.writing() as tx:
        tx.readers.pause(address, "own wish", NOW + HOUR)
    change(store, NOW + 30 * DAY, length="long")
    assert covered_until() == NOW
    change(store, NOW + 30 * DAY, since=NOW + 25 * DAY, paused=None)
    assert covered_until() == NOW + 25 * DAY


def test_forgetting_leaves_nothing(store: Store) -> None:
    subscribe(store, [replace(FULL, address=Address(chat_id=77_001_122))])
    with store.writing() as tx:
        reader = tx.readers.row(Address(chat_id=77_001_122))
        assert reader is not None
        edition = tx.editions.open(kind="digest", key=["own"], themes=[], since=None, until=NOW, payloads=["secret"],
                                   shown=[], now=NOW, reader=reader.id)  # fmt: skip
        tx.editions.give(edition, reader.id)
        tx.outbox.park(77_001_122, NOW)
        assert tx.readers.forget(Address(chat_id=77_001_122))
        assert not tx.readers.forget(Address(chat_id=77_001_122))
    with store.reading() as tx:
        for table in ("readers", "watches", "deliveries", "editions", "edition_parts", "waits"):
            assert tx.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


def test_two_subscriptions_meet_when_a_group_moves(store: Store) -> None:
    subscribe(store, [subscriber(-5, kind="group"), subscriber(-1005, kind="supergroup", length="long")])
    broadcast(store, ["one"], [-5, -1005], key="both")
    broadcast(store, ["two"], [-5], key="old", stories=[Shown(story="s2", part=1, reports=1)])
    with store.writing() as tx:
        old = tx.readers.row(Address(chat_id=-5))
        assert old is not None
        own = tx.editions.open(kind="digest", key=["own"], themes=[], since=None, until=NOW, payloads=["{}"],
                               shown=[Shown(story="s3", part=1, reports=1)], now=NOW, reader=old.id)  # fmt: skip
        tx.editions.give(own, old.id)
        tx.outbox.park(-5, NOW + HOUR)
        tx.outbox.park(7, NOW + HOUR)
        tx.readers.migrate(-5, -1005)
        (reader,) = tx.readers.all()
        assert reader.length == "long"
        assert tx.outbox.had(Address(chat_id=-1005)) == {"s2": 1, "s3": 1}
        assert tx.outbox.counts() == {"pending": 3}
        assert list(tx.outbox.waits(NOW)) == [7]


def test_what_never_arrived_does_not_count_where_a_window_is_moved_to_another_machine(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    with store.writing() as tx:
        row = tx.readers.row(Address(chat_id=1))
        assert row is not None
        for place, state in enumerate(("sent", "unknown", "failed", "cancelled"), 1):
            edition = tx.editions.open(kind="digest", key=[place], themes=[], since=None, until=NOW + place * HOUR,
                                       payloads=["{}"], shown=[], now=NOW, reader=row.id)  # fmt: skip
            tx.editions.give(edition, row.id)
            changed = f"UPDATE deliveries SET state = '{state}' WHERE edition = {edition}"
            tx.connection.exec_driver_sql(changed)
        assert [reader.since for reader in tx.readers.exported()] == [NOW + 2 * HOUR]


def test_moving_readers_by_command(jianbao: Jianbao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    store = Store(f"sqlite:///{home / 'jianbao.sqlite3'}")
    subscribe(store, [subscriber(1), FULL])
    with store.writing() as tx:
        row = tx.readers.row(Address(chat_id=1))
        assert row is not None
        edition = tx.editions.open(kind="digest", key=["x"], themes=[], since=None, until=NOW + HOUR, payloads=["x"],
                                   shown=[], now=NOW)  # fmt: skip
        tx.editions.give(edition, row.id)
    store.close()
    file = tmp_path / "readers.jsonl"
    assert json.loads(jianbao("readers", "export", str(file), "--json").out) == {"readers": 2}
    moved = [json.loads(each) for each in file.read_text("utf-8").splitlines()]
    assert moved[0]["since"] == (NOW + HOUR).isoformat()
    monkeypatch.setenv("JIANBAO_HOME", str(tmp_path / "other"))
    for _ in range(2):
        assert json.loads(jianbao("readers", "import", str(file), "--json").out) == {"readers": 2}
    again = tmp_path / "again.jsonl"
    jianbao("readers", "export", str(again))
    assert again.read_text("utf-8") == file.read_text("utf-8")
    file.write_text('{"chat_id": 5}\n\n' + file.read_text("utf-8"), "utf-8")
    ran = jianbao("readers", "import", str(file), "--json")
    assert (ran.status, json.loads(ran.out)) == (1, {"readers": 2})
    assert "line 1: since" in ran.err
    assert jianbao("readers", "import", str(tmp_path / "none")).status == 1


def test_a_thread_is_a_reader_of_its_own(store: Store) -> None:
    subscribe(store, [subscriber(-5, kind="supergroup"), subscriber(-5, kind="supergroup", thread_id=9)])
    with store.reading() as tx:
        assert tx.readers.of_chat(-5) == (Address(chat_id=-5), Address(chat_id=-5, thread_id=9))
        assert tx.readers.count() == 2
        assert tx.readers.next_due_at() == NOW + DAY
    assert due_at(store, 12345) is None
