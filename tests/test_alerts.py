"""Watches from a new article to a message, once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import alerts, publish
from bot.alerts import Alerts
from bot.messages import Message
from digests import pipeline
from digests.models import Address, Item, Watch
from digests.store.editions import ALERT, ANSWER
from tests.delivering import NOW, subscribe, subscriber
from tests.newsdesk import ARTICLES, DAY, EVERYTHING, HOUR, Desk, opened_desk

MINUTE = timedelta(minutes=1)
QUANTUM = Watch(query="量子计算机")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(tmp_path) as made:
        yield made


@pytest.fixture
def begun(desk: Desk) -> Desk:
    """A desk whose source was read before: what comes now is news."""
    desk.write(4, NOW - 2 * DAY)
    Alerts(desk.newsroom).look(NOW - 2 * DAY)
    return desk


def watching(chat_id: int, *watches: Watch, **chosen: object):  # type: ignore[no-untyped-def]
    return subscriber(chat_id, themes=(), watches=watches, **chosen)


def test_a_new_article_is_told_at_once_and_once(begun: Desk) -> None:
    subscribe(begun.store, [watching(1, QUANTUM, Watch(query="合肥")), watching(2, Watch(query="火星"))])
    title = begun.write(0, NOW)
    looking = Alerts(begun.newsroom)
    assert looking.look(NOW) == 1
    assert looking.look(NOW) == Alerts(begun.newsroom).look(NOW + DAY) == 0
    (row,) = begun.rows()
    assert (row.address.chat_id, row.kind, row.state) == (1, "alert", "pending")
    assert title in row.payload
    assert "合肥" in row.payload
    assert "量子计算机" in row.payload
    assert publish.resume(begun.newsroom) == 0  # an alert is no broadcast that was cut short


def test_readers_with_the_same_rule_share_the_message(begun: Desk) -> None:
    subscribe(begun.store, [watching(chat, QUANTUM) for chat in (1, 2, 3)] + [watching(4, QUANTUM, language="en")])
    begun.write(0, NOW)
    assert Alerts(begun.newsroom).look(NOW) == 4
    editions = [row.edition for row in begun.rows()]
    assert len(set(editions[:3])) == 1
    assert len(set(editions)) == 2


def test_the_first_read_of_a_source_is_no_news(desk: Desk) -> None:
    subscribe(desk.store, [watching(1, QUANTUM)])
    looking = Alerts(desk.newsroom)
    assert looking.look(NOW - HOUR) == 0
    desk.write(0, NOW - HOUR)
    assert looking.look(NOW - HOUR) == 0
    desk.write(1, NOW)
    assert looking.look(NOW) == 0


def test_what_an_edition_told_is_not_told_again(begun: Desk) -> None:
    mine = subscriber(1, themes=EVERYTHING, watches=(QUANTUM,))
    subscribe(begun.store, [mine], NOW - HOUR)
    begun.write(0, NOW - MINUTE)
    publish.open_due(begun.newsroom, NOW)
    assert Alerts(begun.newsroom).look(NOW) == 0
    assert [row.kind for row in begun.rows()] == ["digest"]


def test_what_is_asked_for_while_an_alert_is_written_is_not_told_twice(
    begun: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(begun.store, [subscriber(1, themes=EVERYTHING, watches=(QUANTUM,))], NOW - HOUR)
    begun.write(0, NOW - MINUTE)
    original, asked = pipeline.item, list[int]()

    def item(*args: Any, **kwargs: Any) -> Item | None:
        if not asked:
            asked.append(publish.for_reader(begun.newsroom, Address(chat_id=1), themes=EVERYTHING, now=NOW))
        return original(*args, **kwargs)

    monkeypatch.setattr(pipeline, "item", item)
    assert Alerts(begun.newsroom).look(NOW) == 0
    assert asked == [1]
    assert [row.kind for row in begun.rows()] == ["digest"]
    with begun.store.reading() as tx:
        assert not tx.watches.due(NOW, 10)


def test_what_an_alert_told_is_not_in_the_edition(begun: Desk) -> None:
    mine = subscriber(1, themes=EVERYTHING, watches=(QUANTUM,))
    subscribe(begun.store, [mine], NOW - HOUR)
    title = begun.write(0, NOW - MINUTE)
    assert Alerts(begun.newsroom).look(NOW - MINUTE) == 1
    publish.open_due(begun.newsroom, NOW)
    assert [title in row.payload for row in begun.rows()] == [True, False]


def test_a_rule_for_the_digest_waits_for_it(begun: Desk) -> None:
    subscribe(begun.store, [watching(1, Watch(query="量子计算机", mode="digest"))], NOW)
    begun.write(0, NOW)
    looking = Alerts(begun.newsroom)
    assert looking.look(NOW) == 0
    assert looking.look(NOW + DAY - MINUTE) == 0
    assert looking.look(NOW + DAY) == 1


IN_DIGEST = Watch(query="量子计算机", mode="digest")


def test_a_rule_for_the_digest_of_who_chose_no_time_is_told_at_once(begun: Desk) -> None:
    subscribe(begun.store, [watching(1, Watch(query="量子计算机", mode="digest"), times=())])
    begun.write(0, NOW)
    assert Alerts(begun.newsroom).look(NOW) == 1


def test_what_a_rule_found_is_part_of_the_next_digest(begun: Desk) -> None:
    """Whatever the reader's themes; everyone else shares one edition without it."""
    health = ("livelihood",)
    mine = subscriber(1, themes=health, watches=(IN_DIGEST,))
    subscribe(begun.store, [mine, *(subscriber(chat, themes=health) for chat in (2, 3))], NOW - HOUR)
    found = begun.write(0, NOW - HOUR / 2)
    looking = Alerts(begun.newsroom)
    assert looking.look(NOW - HOUR / 2) == 0
    other = begun.write(2, NOW - HOUR / 3)
    publish.open_due(begun.newsroom, NOW)
    assert looking.look(NOW) == looking.look(NOW + 2 * DAY) == 0
    (digest,) = begun.rows(1)
    assert digest.kind == "digest"
    text = Message.from_payload(digest.payload).html
    assert text.index("<u><b>关注</b></u>") < text.index(found) < text.index(other)
    assert len({row.edition for chat in (2, 3) for row in begun.rows(chat)}) == 1
    assert not any(found in row.payload for chat in (2, 3) for row in begun.rows(chat))
    assert publish.open_due(begun.newsroom, NOW + DAY).deliveries == 0
    with begun.store.reading() as tx:
        assert len(tx.outbox.had(Address(chat_id=1))) == 2


def test_what_the_shared_edition_shows_anyway_needs_none_of_ones_own(begun: Desk) -> None:
    mine = subscriber(1, themes=EVERYTHING, watches=(IN_DIGEST,))
    subscribe(begun.store, [mine, subscriber(2, themes=EVERYTHING)], NOW - HOUR)
    found = begun.write(0, NOW - HOUR / 2)
    looking = Alerts(begun.newsroom)
    looking.look(NOW - HOUR / 2)
    assert len(publish.open_due(begun.newsroom, NOW).editions) == 1
    assert looking.look(NOW) == looking.look(NOW + DAY) == 0
    assert [found in row.payload for row in begun.rows()] == [True, True]


def test_a_digest_with_nothing_but_what_was_watched_is_one(begun: Desk) -> None:
    mine = subscriber(1, themes=("defence",), watches=(IN_DIGEST,))
    subscribe(begun.store, [mine, subscriber(2, themes=("defence",))], NOW - HOUR)
    found = begun.write(0, NOW - HOUR / 2)
    looking = Alerts(begun.newsroom)
    looking.look(NOW - HOUR / 2)
    assert publish.publish(begun.newsroom, themes=("defence",), now=NOW - HOUR / 3).deliveries == 0
    assert publish.open_due(begun.newsroom, NOW).deliveries == 1
    (digest,) = begun.rows()
    assert (digest.address.chat_id, digest.kind) == (1, "digest")
    assert found in digest.payload


def test_alerts_held_back_are_merged_into_the_digest(begun: Desk) -> None:
    mine = subscriber(1, themes=("defence",), watches=(QUANTUM,), quiet=("07:00", "09:00"))
    subscribe(begun.store, [mine], NOW - HOUR)
    found = begun.write(0, NOW - HOUR / 2)
    looking = Alerts(begun.newsroom)
    assert looking.look(NOW - HOUR / 2) == 0
    publish.open_due(begun.newsroom, NOW + HOUR)  # on waking, like the alert
    assert looking.look(NOW + HOUR) == 0
    assert [(row.kind, found in row.payload) for row in begun.rows()] == [("digest", True)]


def test_a_crash_while_a_digest_takes_what_was_found_gives_it_once(
    begun: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digests.store.editions import Editions

    subscribe(begun.store, [subscriber(1, themes=("defence",), watches=(IN_DIGEST,))], NOW - HOUR)
    found = begun.write(0, NOW - HOUR / 2)
    Alerts(begun.newsroom).look(NOW - HOUR / 2)
    with monkeypatch.context() as patched:
        patched.setattr(Editions, "advance", lambda *given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish.open_due(begun.newsroom, NOW)
    assert begun.rows() == []
    publish.open_due(begun.newsroom, NOW)
    assert Alerts(begun.newsroom).look(NOW) == 0
    assert [found in row.payload for row in begun.rows()] == [True]


def test_quiet_hours_hold_all_but_the_urgent(begun: Desk) -> None:
    quiet = ("07:00", "09:00")  # it is eight
    subscribe(begun.store, [watching(1, QUANTUM, quiet=quiet),
                            watching(2, Watch(query="量子计算机", urgent=True), quiet=quiet)])  # fmt: skip
    begun.write(0, NOW)
    looking = Alerts(begun.newsroom)
    assert looking.look(NOW) == 1
    assert [row.address.chat_id for row in begun.rows()] == [2]
    with begun.store.reading() as tx:  # and goes before all that quiet hours would hold in the outbox
        assert [ready.priority for ready in tx.outbox.ready(NOW, limit=9)] == [ANSWER]
    assert looking.look(NOW + HOUR) == 1
    with begun.store.reading() as tx:
        assert [ready.priority for ready in tx.outbox.ready(NOW, limit=9)] == [ANSWER, ALERT]


def test_who_pauses_while_an_alert_is_held_is_not_told(begun: Desk) -> None:
    subscribe(begun.store, [watching(1, QUANTUM, quiet=("07:00", "09:00"))])
    begun.write(0, NOW)
    looking = Alerts(begun.newsroom)
    assert looking.look(NOW) == 0
    with begun.store.writing() as tx:
        tx.readers.pause(Address(chat_id=1), "own wish", NOW)
    assert looking.look(NOW + HOUR) == 0
    assert begun.rows() == []


def test_too_many_an_hour_come_as_one(begun: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "MOST_AN_HOUR", 1)
    subscribe(begun.store, [watching(1, Watch(query="量子计算机|深海|钙钛矿"))])
    looking = Alerts(begun.newsroom)
    begun.write(0, NOW)
    assert looking.look(NOW) == 1
    for number in (1, 3):
        begun.write(number, NOW + number * MINUTE)
        assert looking.look(NOW + number * MINUTE) == 0
    assert looking.look(NOW + HOUR) == 1
    merged = begun.rows()[-1].payload
    assert ARTICLES[1][0] in merged
    assert ARTICLES[3][0] in merged


def test_digests_do_not_count_among_the_alerts_of_an_hour(begun: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "MOST_AN_HOUR", 1)
    subscribe(begun.store, [subscriber(1, themes=EVERYTHING, watches=(QUANTUM,))], NOW)
    begun.write(1, NOW)
    assert publish.for_reader(begun.newsroom, Address(chat_id=1), themes=EVERYTHING, now=NOW) == 1
    begun.write(0, NOW + MINUTE)
    assert Alerts(begun.newsroom).look(NOW + MINUTE) == 1


def test_alerts_of_others_do_not_count_among_those_of_an_hour(begun: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "MOST_AN_HOUR", 1)
    subscribe(begun.store, [watching(1, QUANTUM), watching(2, Watch(query="深海"))])
    for number in (0, 1):
        begun.write(number, NOW + number * MINUTE)
        assert Alerts(begun.newsroom).look(NOW + number * MINUTE) == 1


def test_paused_or_muted_means_silence(begun: Desk) -> None:
    subscribe(begun.store, [watching(1, QUANTUM, paused="own wish"), watching(2, QUANTUM)])
    begun.write(0, NOW)
    with begun.store.writing() as tx:
        tx.readers.pause(Address(chat_id=2), "own wish", NOW)
    assert Alerts(begun.newsroom).look(NOW) == 0


def test_a_crash_while_looking_gives_it_once(begun: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from digests.store.watches import Watches

    subscribe(begun.store, [watching(1, QUANTUM)])
    begun.write(0, NOW)
    with monkeypatch.context() as patched:
        patched.setattr(Watches, "looked_at", lambda self, pk: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Alerts(begun.newsroom).look(NOW)
    with monkeypatch.context() as patched:
        patched.setattr(Watches, "told", lambda self, found: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Alerts(begun.newsroom).look(NOW)
    assert begun.rows() == []
    assert Alerts(begun.newsroom).look(NOW) == 1
    assert Alerts(begun.newsroom).look(NOW) == 0


@pytest.mark.parametrize("known", [False, True])
def test_rules_changed_meanwhile_count(begun: Desk, known: bool) -> None:
    looking = Alerts(begun.newsroom)
    subscribe(begun.store, [watching(1, QUANTUM)])
    if known:  # the rules are loaded with the first article
        begun.write(2, NOW)
    assert looking.look(NOW) == 0
    subscribe(begun.store, [watching(1)])
    subscribe(begun.store, [watching(1, Watch(query="深海"))])
    begun.write(0, NOW)
    assert looking.look(NOW) == 0
    begun.write(1, NOW)
    assert looking.look(NOW) == 1
