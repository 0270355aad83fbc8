"""The outbox as rows: whose turn it is, what is kept for how long, aborting and resuming."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from digests.models import Address
from digests.store import Store
from digests.store.editions import Shown
from digests.store.outbox import KEEP
from tests.conftest import Jianbao
from tests.delivering import NOW, broadcast, open_store, states, subscribe, subscriber

DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def turns(store: Store, limit: int = 50, busy: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    with store.reading() as tx:
        ready = tx.outbox.ready(NOW, limit=limit, busy=busy)
    return [(one.delivery.address.chat_id, one.delivery.part) for one in ready]


def test_whose_turn_it_is(store: Store) -> None:
    subscribe(store, [subscriber(chat) for chat in (1, 2, 3)])
    broadcast(store, ["d1", "d2"], [1, 2], key="digest")
    broadcast(store, ["a1"], [2, 3], key="alert", kind="alert", priority=1)
    broadcast(store, ["t1"], [3], key="asked", priority=0)
    assert turns(store) == [(3, 1), (2, 1), (1, 1)]  # by priority, one a chat, first parts first
    assert turns(store, limit=1) == [(3, 1)]
    assert turns(store, busy=frozenset({3, 2})) == [(1, 1)]
    with store.writing() as tx:
        (first,) = tx.outbox.ready(NOW, limit=1, busy=(2, 3))
        assert tx.outbox.sending(first.delivery.id, NOW)
    assert turns(store, busy=frozenset({2, 3})) == []  # its second part waits until the first is decided
    with store.writing() as tx:
        tx.outbox.unknown(first.delivery.id, "no answer", NOW)
    assert turns(store, busy=frozenset({2, 3})) == [(1, 2)]


def test_what_has_to_wait_is_not_in_the_way(store: Store) -> None:
    subscribe(store, [subscriber(chat) for chat in range(1, 5)])
    broadcast(store, ["one"], range(1, 5))
    with store.writing() as tx:
        tx.outbox.park(1, NOW + DAY)
        (second,) = tx.outbox.ready(NOW, limit=1)
        tx.outbox.hold(second.delivery.id, NOW + DAY / 2, NOW)
    assert turns(store) == [(3, 1), (4, 1)]
    with store.reading() as tx:
        assert tx.outbox.next_at(NOW) == NOW + DAY / 2
        assert tx.outbox.next_at(NOW + 2 * DAY) is None
        assert tx.outbox.waits(NOW) == {1: NOW + DAY}
        assert tx.outbox.waits(NOW + DAY) == {}
        assert [r.delivery.address.chat_id for r in tx.outbox.ready(NOW + DAY, limit=9)] == [3, 4, 2, 1]


def test_a_row_is_given_once_however_often_it_is_tried(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    editions = {broadcast(store, ["one", "two"], [1]) for _ in range(3)}
    assert len(editions) == 1
    assert states(store) == {(1, 1): "pending", (1, 2): "pending"}


def test_aborting_and_taking_up_again(store: Store) -> None:
    subscribe(store, [subscriber(chat) for chat in (1, 2, 3)])
    edition = broadcast(store, ["one"], [1, 2, 3], stories=[Shown(story="s", part=1, reports=2)])
    with store.writing() as tx:
        (first,) = tx.outbox.ready(NOW, limit=1)
        tx.outbox.sending(first.delivery.id, NOW)
        tx.outbox.sent(first.delivery.id, 5, NOW)
        assert [(p.edition, p.counts) for p in tx.outbox.progress()] == [(edition, {"pending": 2, "sent": 1})]
        assert tx.outbox.cancel(edition, NOW) == 2
        assert tx.outbox.progress() == ()
        assert tx.outbox.had(Address(chat_id=2)) == {}
        tx.readers.pause(Address(chat_id=3), "own wish", NOW)
        assert tx.outbox.take_up_again(edition, NOW) == 1
        assert tx.outbox.take_up_again(edition, NOW) == 0
        assert tx.outbox.cancel(edition + 1, NOW) is tx.outbox.take_up_again(edition + 1, NOW) is None
        assert tx.outbox.had(Address(chat_id=2)) == {"s": 2}
    assert turns(store) == [(2, 1)]
    with store.writing() as tx:
        (again,) = tx.outbox.ready(NOW, limit=1)
        tx.outbox.sending(again.delivery.id, NOW)
        tx.outbox.unknown(again.delivery.id, "no answer", NOW)
        assert [lost.id for lost in tx.outbox.unknown_for(Address(chat_id=2))] == [again.delivery.id]


def test_what_is_kept_for_how_long(store: Store) -> None:
    subscribe(store, [subscriber(chat) for chat in range(1, 6)])
    told = broadcast(store, ["told"], [1, 2, 3], key="told", stories=[Shown(story="s", part=1, reports=1)])
    broadcast(store, ["empty"], [4], key="empty")
    broken = broadcast(store, ["<p>"], [5], key="broken")
    with store.writing() as tx:
        outcomes = {1: tx.outbox.sent, 4: tx.outbox.sent}
        for ready in tx.outbox.ready(NOW, limit=9):
            delivery, chat = ready.delivery, ready.delivery.address.chat_id
            tx.outbox.sending(delivery.id, NOW)
            if chat in outcomes:
                outcomes[chat](delivery.id, 5, NOW)
            elif chat == 2:
                tx.outbox.unknown(delivery.id, "no answer", NOW)
            elif chat == 5:
                tx.outbox.failed(delivery.id, "refused", NOW)
            else:
                tx.outbox.sent(delivery.id, 6, NOW)
        tx.outbox.tidy(NOW + KEEP)
        assert len(tx.outbox.rows()) == 5
        tx.outbox.park(9, NOW + DAY)
        tx.outbox.tidy(NOW + KEEP + DAY)
        assert {(row.address.chat_id, row.payload) for row in tx.outbox.rows()} == {
            (1, ""), (2, ""), (3, ""), (5, tx.outbox.rows("failed")[0].payload)
        }  # fmt: skip
        assert "<p>" in tx.outbox.rows("failed")[0].payload
        assert tx.outbox.had(Address(chat_id=1)) == tx.outbox.had(Address(chat_id=2)) == {"s": 1}
        assert tx.outbox.waits(NOW) == {}
        (missed,) = tx.outbox.unknown_for(Address(chat_id=2))
        assert tx.outbox.again(missed.id, Address(chat_id=2), NOW) == 0  # its payload is gone
        assert tx.outbox.counts(told) == {"sent": 2, "unknown": 1}
        assert tx.outbox.counts(broken) == {"failed": 1}


def test_what_was_had_or_missed_is_told_apart_by_chat_and_topic(store: Store) -> None:
    mine, others = Address(chat_id=-2, thread_id=7), [Address(chat_id=-1, thread_id=7), Address(chat_id=-2)]
    subscribe(
        store, [subscriber(each.chat_id, thread_id=each.thread_id, kind="supergroup") for each in (*others, mine)]
    )
    with store.writing() as tx:
        edition = tx.editions.open(
            kind="digest", key=["one"], themes=[], since=None, until=NOW, now=NOW, payloads=["{}"],
            shown=[Shown(story="s", part=1, reports=1)],
        )  # fmt: skip
        row = tx.readers.row(mine)
        assert row is not None
        tx.editions.give(edition, row.id, priority=2)
        (ready,) = tx.outbox.ready(NOW, limit=1)
        tx.outbox.sending(ready.delivery.id, NOW)
        tx.outbox.unknown(ready.delivery.id, "no answer", NOW)
        assert [len(tx.outbox.had(address)) for address in (mine, *others)] == [1, 0, 0]
        assert [len(tx.outbox.unknown_for(address)) for address in (mine, *others)] == [1, 0, 0]


def test_showing_again_concerns_one_reader_alone(store: Store) -> None:
    subscribe(store, [subscriber(1), subscriber(2)])
    broadcast(store, ["one"], [1, 2])
    with store.writing() as tx:
        for ready, end in zip(tx.outbox.ready(NOW, limit=2), ("unknown", "sent"), strict=True):
            tx.outbox.sending(ready.delivery.id, NOW)
            if end == "unknown":
                tx.outbox.unknown(ready.delivery.id, "no answer", NOW)
            else:
                tx.outbox.sent(ready.delivery.id, 5, NOW)
        lost, sent = tx.outbox.rows()
        assert tx.outbox.again(sent.id, sent.address, NOW) == 0
        assert tx.outbox.again(lost.id, sent.address, NOW) == 0
        assert tx.outbox.again(lost.id, lost.address, NOW) == 1
        assert [row.address.chat_id for row in tx.outbox.rows("pending")] == [1]
        assert tx.outbox.unknown_for(lost.address, noticed=None) == ()


def test_a_part_that_is_lost_later_is_mentioned_too(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["one", "two"], [1])
    with store.writing() as tx:
        for _ in range(2):
            (ready,) = tx.outbox.ready(NOW, limit=1)
            tx.outbox.sending(ready.delivery.id, NOW)
            tx.outbox.unknown(ready.delivery.id, "no answer", NOW)
            (missed,) = tx.outbox.unknown_for(Address(chat_id=1))
            assert missed.id == ready.delivery.id
            tx.outbox.noticed([missed.id])
            assert tx.outbox.unknown_for(Address(chat_id=1)) == ()


def test_showing_one_part_again_hides_no_other(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["one", "two"], [1])
    address = Address(chat_id=1)
    with store.writing() as tx:
        for part, expected in ((1, 1), (1, None), (2, 2)):  # lost, shown again, and then the second lost
            (ready,) = tx.outbox.ready(NOW, limit=1)
            assert ready.delivery.part == part
            tx.outbox.sending(ready.delivery.id, NOW)
            if expected is None:
                tx.outbox.sent(ready.delivery.id, 5, NOW)
                assert tx.outbox.unknown_for(address) == ()
                continue
            tx.outbox.unknown(ready.delivery.id, "no answer", NOW)
            assert [missed.part for missed in tx.outbox.unknown_for(address)] == [expected]
            if part == 1:
                assert tx.outbox.again(ready.delivery.id, address, NOW) == 1


def test_only_what_failed_was_not_had(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["a", "b", "c"], [1], stories=[Shown(story=f"s{n}", part=n, reports=n) for n in (1, 2, 3)])
    address = Address(chat_id=1)
    with store.writing() as tx:
        assert tx.outbox.had(address) == {"s1": 1, "s2": 2, "s3": 3}
        for end in (tx.outbox.failed, tx.outbox.unknown):
            (ready,) = tx.outbox.ready(NOW, limit=1)
            tx.outbox.sending(ready.delivery.id, NOW)
            end(ready.delivery.id, "x", NOW)
        assert tx.outbox.had(address) == {"s2": 2, "s3": 3}
        assert tx.outbox.had(Address(chat_id=2)) == {}


def test_an_operator_aborts_and_resumes(jianbao: Jianbao, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    store = Store(f"sqlite:///{tmp_path / 'home' / 'jianbao.sqlite3'}")
    subscribe(store, [subscriber(1), subscriber(2)])
    edition = broadcast(store, ["one"], [1, 2])
    store.close()
    assert f"edition {edition} under way: 0 of 2 done" in jianbao("deliveries").out
    ran = jianbao("deliveries", "--abort", str(edition), "--json")
    assert json.loads(ran.out)["counts"] == {"cancelled": 2}
    assert "2 deliveries cancelled" in ran.err
    assert jianbao("deliveries", "--resume", str(edition), "--abort", "99").status == 2
    assert jianbao("deliveries", "--state", "pending").out.splitlines()[1:] == [], "an unknown edition changes nothing"
    ran = jianbao("deliveries", "--resume", str(edition), "--state", "pending", "--json")
    assert [row["chat_id"] for row in json.loads(ran.out)["rows"]] == [1, 2]
    assert f"edition {edition} under way: 0 of 2 done" in jianbao("deliveries").out, "what was aborted is not done"
