"""The outbox worker against a server that fails in every way."""

import asyncio
import logging
import re
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.app.refusals import Refusals
from bot.deliver import journal, outcomes
from bot.deliver.worker import IN_FLIGHT
from bot.messages import TEXT_UTF16, Button, Message
from bot.pacer import Pacer
from bot.requests import request
from bot.telegram import Telegram
from digests.errors import StoreError
from digests.models import Address, Delivery
from digests.store import Store, Transaction
from digests.store.editions import Shown
from digests.store.outbox import BOT, Outbox
from tests.delivering import (
    NOW,
    Clock,
    broadcast,
    open_store,
    states,
    subscribe,
    subscriber,
    until,
    working,
)
from tests.telegram_server import RESET_AFTER, RESET_BEFORE, TOKEN, Fault, TelegramServer, error, throttled

HTML_502 = Fault(status=502, body=b"<html>Bad Gateway</html>")
UPGRADED = error(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1007)

# What Telegram answers to part 1 of 2 -> states of both parts, what the reader is paused for.
ANSWERS = [
    (None, ("sent", "sent"), None),
    (throttled(1), ("sent", "sent"), None),
    (error(429, "Too Many Requests: slow down"), ("sent", "sent"), None),
    (error(500, "Internal Server Error"), ("sent", "sent"), None),
    (HTML_502, ("sent", "sent"), None),
    (error(503, "Service Unavailable"), ("sent", "sent"), None),
    (error(504, "Gateway Timeout"), ("sent", "sent"), None),
    (RESET_BEFORE, ("unknown", "sent"), None),
    (RESET_AFTER, ("unknown", "sent"), None),
    (Fault(hang_s=3), ("unknown", "sent"), None),
    (Fault(status=200, body=b"<html>proxy</html>"), ("unknown", "sent"), None),
    (error(403, "Forbidden: bot was blocked by the user"), ("failed", "cancelled"), "blocked"),
    (error(403, "Forbidden: user is deactivated"), ("failed", "cancelled"), "deactivated"),
    (error(403, "Forbidden: bot was kicked from the group chat"), ("failed", "cancelled"), "kicked"),
    (error(403, "Forbidden: bot was kicked from the supergroup chat"), ("failed", "cancelled"), "kicked"),
    (error(403, "Forbidden: bot is not a member of the channel chat"), ("failed", "cancelled"), "kicked"),
    (error(403, "Forbidden: the group chat was deleted"), ("failed", "cancelled"), "deleted"),
    (error(403, "Forbidden: bot can't initiate conversation with a user"), ("failed", "cancelled"), "never started"),
    (error(403, "Forbidden: bot can't send messages to the user"), ("pending", "pending"), None),
    (error(400, "Bad Request: chat not found"), ("failed", "cancelled"), "not found"),
    (error(400, "Bad Request: PEER_ID_INVALID"), ("failed", "cancelled"), "not found"),
    (error(400, "Bad Request: TOPIC_CLOSED"), ("failed", "cancelled"), "topic closed"),
    (error(400, "Bad Request: message thread not found"), ("failed", "cancelled"), "topic closed"),
    (error(400, "Bad Request: CHAT_RESTRICTED"), ("failed", "cancelled"), "no rights"),
    (error(400, "Bad Request: not enough rights to send text messages to the chat"), ("failed", "cancelled"),
     "no rights"),
    (error(400, "Bad Request: need administrator rights in the channel chat"), ("failed", "cancelled"), "no rights"),
    (error(400, "Bad Request: have no rights to send a message"), ("failed", "cancelled"), "no rights"),
    (error(400, "Bad Request: can't parse entities: Unsupported start tag \"p\" at byte offset 0"),
     ("failed", "sent"), None),
    (error(400, "Bad Request: message is too long"), ("failed", "sent"), None),
    (error(400, "Bad Request: BUTTON_DATA_INVALID"), ("failed", "sent"), None),
    (error(413, "Request Entity Too Large"), ("sent", "sent"), None),
    (UPGRADED, ("sent", "sent"), None),
]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.mark.parametrize(("answer", "expected", "paused"), ANSWERS, ids=lambda case: getattr(case, "description", ""))
async def test_every_answer_has_its_state(
    store: Store,
    answer: Fault | None,
    expected: tuple[str, str],
    paused: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outcomes, "backoff_s", lambda attempts: 0.05)
    subscribe(store, [subscriber(-7, kind="group"), subscriber(8)])
    broadcast(store, ["one", "two"], [-7, 8])
    async with TelegramServer() as server:
        server.faults[-7] = deque([answer])
        async with working(store, server.api_url, read_s=0.5):
            mine = lambda: [(s, c) for (c, _), s in states(store).items() if c in (-7, -1007)]  # noqa: E731
            await until(lambda: all(state == want for (state, _), want in zip(mine(), expected, strict=True)))
            await until(lambda: states(store)[(8, 1)] == states(store)[(8, 2)] == "sent")
    where = -1007 if answer is UPGRADED else -7
    with store.reading() as tx:
        reader = tx.readers.get(Address(chat_id=where))
    assert reader is not None
    assert reader.paused == (f"telegram: {paused}" if paused else None)
    delivered = len([text for chat in (-7, -1007) for text in server.texts(chat)])
    assert delivered == expected.count("sent") + (answer is not None and answer.accepts)


@pytest.mark.parametrize(
    ("answer", "paused"),
    [(error(400, "Bad Request: TOPIC_CLOSED"), [5]), (error(403, "Forbidden: bot was kicked"), [None, 5, 6])],
)
async def test_a_closed_topic_pauses_its_reader_and_a_lost_chat_all_of_its(
    store: Store, answer: Fault, paused: list[int | None]
) -> None:
    topics = (None, 5, 6)
    subscribe(store, [subscriber(-7, kind="supergroup", thread_id=topic) for topic in topics])
    with store.writing() as tx:
        row = tx.readers.row(Address(chat_id=-7, thread_id=5))
        assert row is not None
        edition = tx.editions.open(
            kind="digest", key=["one"], themes=[], since=None, until=NOW, now=NOW, shown=[],
            payloads=[Message(html="one").payload()],
        )  # fmt: skip
        tx.editions.give(edition, row.id, priority=2)
    async with TelegramServer() as server:
        server.faults[-7] = deque([answer])
        async with working(store, server.api_url):
            await until(lambda: states(store) == {(-7, 1): "failed"})
    with store.reading() as tx:
        assert [reader.address.thread_id for reader in tx.readers.all() if reader.paused] == paused


async def test_a_pause_that_telegram_asks_of_a_chat_holds_for_all_its_rows(store: Store) -> None:
    subscribe(store, [subscriber(1), subscriber(2)])
    broadcast(store, ["one"], [1, 2], key="a")
    broadcast(store, ["two"], [1], key="b")
    clock = Clock()
    async with TelegramServer() as server:
        server.faults[1] = deque([throttled(3600)])
        async with working(store, server.api_url, now=clock):
            await until(lambda: len(_waiting(store)) == 2)
    assert _waiting(store) == [NOW + timedelta(hours=1)] * 2
    with store.reading() as tx:
        assert tx.outbox.waits(NOW) == {1: NOW + timedelta(hours=1)}


async def test_a_pause_of_the_whole_bot_survives_a_restart(store: Store) -> None:
    subscribe(store, [subscriber(chat) for chat in (1, 2, 3)])
    broadcast(store, ["one"], [1, 2])
    clock = Clock()
    async with TelegramServer() as server:
        server.faults |= {chat: deque([throttled(3600)]) for chat in (1, 2)}
        async with working(store, server.api_url, now=clock):
            await until(lambda: BOT in _waits(store, clock()))
        assert clock() + timedelta(minutes=59) < _waits(store, clock())[BOT] <= clock() + timedelta(hours=1)
        broadcast(store, ["two"], [3], key="b")
        async with working(store, server.api_url, now=clock) as worker:
            assert 3500 < worker._telegram.pacer.parked_s <= 3600
            await asyncio.sleep(0.1)
    assert server.texts(3) == []


def _waits(store: Store, now: datetime) -> dict[int, datetime]:
    with store.reading() as tx:
        return tx.outbox.waits(now)


async def test_one_failure_holds_up_nobody_else(store: Store) -> None:
    subscribe(store, [subscriber(1), subscriber(2)])
    broadcast(store, ["one"], [1], key="a")
    async with TelegramServer() as server:
        server.faults[1] = deque([error(500, "Internal Server Error")])
        async with working(store, server.api_url) as worker:
            await until(lambda: bool(_waiting(store)))
            broadcast(store, ["two"], [2], key="b")
            worker.wake()
            await until(lambda: server.texts(2) == ["two"], timeout_s=1.0)  # a line that is down waits for two


async def test_a_group_that_moved_is_known_by_its_new_id_everywhere(store: Store) -> None:
    subscribe(store, [subscriber(-7, kind="group"), subscriber(-7, kind="group", thread_id=5)])
    broadcast(store, ["one", "two"], [-7])
    async with TelegramServer() as server:
        server.faults[-7] = deque([UPGRADED])
        async with working(store, server.api_url):
            await until(lambda: set(states(store).values()) == {"sent"})
        assert server.texts(-1007) == ["one", "two"]
    with store.reading() as tx:
        assert tx.readers.of_chat(-7) == ()
        assert {reader.kind for reader in tx.readers.all()} == {"supergroup"}


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b'{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}', "failed"),
        (b'{"description":"Too Many Requests: retry after 1","error_code":429, "ok": false, '
         b'"parameters":{"retry_after":1}}', "sent"),
        (b'{"ok":false}', "sent"),  # not at once, but later
        (b'{"ok":true,"result":5}', "unknown"),
    ],
)  # fmt: skip
async def test_a_refusal_is_one_whatever_its_status(store: Store, body: bytes, state: str) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["one"], [1])
    async with TelegramServer() as server:
        server.faults[1] = deque([Fault(status=200, body=body)])
        async with working(store, server.api_url):
            await until(lambda: states(store)[(1, 1)] == state)
        assert len(server.texts(1)) == (state == "sent")


async def test_refused_markup_is_kept_and_told(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["<p>one", "two"], [1])
    told: list[str] = []
    async with TelegramServer() as server:
        server.faults[1] = deque([error(400, "Bad Request: can't parse entities")])
        async with working(store, server.api_url, on_failed=lambda delivery, reason: told.append(reason)):
            await until(lambda: states(store)[(1, 2)] == "sent")
    with store.reading() as tx:
        (failed,) = tx.outbox.rows("failed")
    assert Message.from_payload(failed.payload).html == "<p>one"
    assert told == ["Can't parse entities"]


async def test_operators_hear_of_a_refusal_once_an_hour_and_of_no_reader(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    chats, admin, gone = (811, 812, 813), 99, 98
    subscribe(store, [subscriber(chat) for chat in chats])
    clock = Clock()
    async with TelegramServer() as server:
        server.gone[gone] = error(403, "Forbidden: bot was blocked by the user")
        pacer = Pacer(per_chat_s=0)
        bot: ExtBot[Any] = ExtBot(
            TOKEN, base_url=f"{server.api_url}/bot", request=request(), get_updates_request=request(),
            rate_limiter=pacer,
        )  # fmt: skip
        async with bot:
            telling = Refusals(store, Telegram(bot, pacer), {admin, gone}, call=asyncio.to_thread, now=clock)
            async with working(store, server.api_url, now=clock, on_failed=telling.refused) as worker:
                for key in ("one", "two", "three"):
                    for chat in chats:
                        quoting = f'Bad Request: can\'t parse entities: unsupported tag "秘密{chat}"'
                        server.faults[chat] = deque([error(400, quoting)])
                    edition = broadcast(store, ["<p>秘密"], chats, key=key)
                    worker.wake()
                    await until(lambda: {row.state for row in of_edition(store, edition)} == {"failed"})  # noqa: B023
            await until(lambda: len(server.texts(admin)) == 3)
            await telling.stop()
        told = server.texts(admin)
    assert sorted(re.findall(r"第 (\d+) 份", text) for text in told) == [["1"], ["2"], ["3"]]
    logged = [record.getMessage() for record in caplog.records if record.levelno > logging.DEBUG]
    assert sum("refused" in line for line in logged) == 3
    for line in (*told, *logged):
        assert "parse entities" in line or "operator" in line
        assert not any(secret in line for secret in ("81", "秘密", "98"))


async def test_an_edition_refused_again_later_is_told_again(store: Store) -> None:
    subscribe(store, [subscriber(chat) for chat in (1, 2, 3)])
    edition = broadcast(store, ["one"], [1, 2, 3])
    first, second, third = of_edition(store, edition)
    clock, told = Clock(), list[str]()
    telling = Refusals(store, _Heard(told), {99}, call=asyncio.to_thread, now=clock)  # type: ignore[arg-type]
    for delivery, minutes in ((first, 0), (second, 59), (third, 1)):
        clock.at += timedelta(minutes=minutes)
        telling.refused(delivery, "Message is too long")
    await telling.stop()
    assert len(told) == 2
    assert all("Message is too long" in line for line in told)


def of_edition(store: Store, edition: int) -> list[Delivery]:
    with store.reading() as tx:
        return [row for row in tx.outbox.rows() if row.edition == edition]


class _Heard:
    """Takes what would be sent."""

    def __init__(self, told: list[str]) -> None:
        self._told = told

    async def send(self, address: Address, message: Message, *, turn: object) -> int:
        self._told.append(message.html)
        return 1


@pytest.mark.parametrize("resend", [False, True])
async def test_what_a_crash_left_is_unknown_and_the_rest_goes_on(store: Store, resend: bool) -> None:
    subscribe(store, [subscriber(1), subscriber(2)])
    broadcast(store, ["one", "two"], [1, 2])
    with store.writing() as tx:
        (ready,) = tx.outbox.ready(NOW, limit=1)
        assert tx.outbox.sending(ready.delivery.id, NOW)
    kinds = frozenset({"digest" if resend else "alert"})
    async with TelegramServer() as server, working(store, server.api_url, resend=kinds):
        await until(lambda: "pending" not in states(store).values())
        await until(lambda: "sending" not in states(store).values())
        assert sorted(server.texts(1)) == (["one", "two"] if resend else ["two"])
        assert server.texts(2) == ["one", "two"]
    with store.reading() as tx:
        assert [row.state for row in tx.outbox.rows() if (row.address.chat_id, row.part) == (1, 1)] == (
            ["unknown", "sent"] if resend else ["unknown"]
        )
        assert len(tx.outbox.unknown_for(Address(chat_id=1))) == (0 if resend else 1)
        assert tx.outbox.unknown_for(Address(chat_id=2)) == ()


def with_button(message: Message, language: str, delivery: int) -> Message:
    return Message(html=f"{message.html}\n({language})", buttons=((Button(text="again", data=f"again {delivery}"),),))


async def test_an_unknown_one_shows_with_the_next_and_again_on_request(store: Store) -> None:
    subscribe(store, [subscriber(1, language="en")])
    broadcast(store, ["lost"], [1], key="first", stories=[Shown(story="s1", part=1, reports=1)])
    address = Address(chat_id=1)
    async with TelegramServer() as server:
        server.faults[1] = deque([RESET_AFTER])
        async with working(store, server.api_url, notice=with_button) as worker:
            await until(lambda: states(store)[(1, 1)] == "unknown")
            with store.reading() as tx:
                (missed,) = tx.outbox.unknown_for(address)
                assert tx.outbox.had(address) == {"s1": 1}
            broadcast(store, ["next"], [1], key="second")
            worker.wake()
            await until(lambda: len(server.texts(1)) == 2)
            assert server.texts(1)[-1] == "next\n(en)"
            assert f"again {missed.id}" in server.accepted[-1].buttons
            broadcast(store, ["third"], [1], key="third")
            worker.wake()
            await until(lambda: server.texts(1)[-1] == "third")
            with store.writing() as tx:
                assert tx.outbox.again(missed.id, Address(chat_id=2), NOW) == 0
                assert tx.outbox.again(missed.id, address, NOW) == 1
                assert tx.outbox.again(missed.id, address, NOW) == 0
            worker.wake()
            await until(lambda: server.texts(1)[-1] == "lost")
    assert server.texts(1) == ["lost", "next\n(en)", "third", "lost"]


async def test_a_message_that_has_no_room_for_the_notice_goes_without(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["lost"], [1], key="a")
    broadcast(store, ["满" * TEXT_UTF16, "next"], [1], key="b")
    full = "满" * TEXT_UTF16

    def notice(message: Message, language: str, delivery: int) -> Message:
        return Message(html=f"{message.html}!")

    async with TelegramServer() as server:
        server.faults[1] = deque([RESET_BEFORE])
        async with working(store, server.api_url, notice=notice):
            await until(lambda: len(server.texts(1)) == 2)
        assert server.texts(1) == [full, "next!"]


async def test_no_more_is_taken_up_than_can_be_on_its_way(store: Store) -> None:
    chats = range(1, IN_FLIGHT + 20)
    subscribe(store, [subscriber(chat) for chat in chats])
    broadcast(store, ["one"], chats)
    pacer = Pacer()
    async with TelegramServer() as server, working(store, server.api_url, pacer=pacer) as worker:
        pacer.park(None, 60)
        await until(lambda: len(worker._tasks) >= IN_FLIGHT)
        worker.wake()
        await asyncio.sleep(0.1)
        assert len(worker._tasks) == IN_FLIGHT


async def test_resending_when_an_operator_wants_it(store: Store) -> None:
    subscribe(store, [subscriber(1), subscriber(2)])
    broadcast(store, ["alert"], [1], key="a", kind="alert", priority=1)
    broadcast(store, ["digest"], [2], key="b")
    clock = Clock()
    async with TelegramServer() as server:
        server.faults[1] = deque([RESET_BEFORE, RESET_BEFORE])
        server.faults[2] = deque([RESET_BEFORE])
        async with working(store, server.api_url, now=clock, resend=frozenset({"alert"})) as worker:
            await until(lambda: states(store)[(2, 1)] == "unknown")
            await until(lambda: len([c for c in server.calls if c[0] == "sendMessage"]) == 2)
            clock.at += timedelta(minutes=2)
            worker.wake()
            await until(lambda: len([c for c in server.calls if c[0] == "sendMessage"]) == 3)
            await until(lambda: states(store)[(1, 1)] == "unknown")
            worker.wake()
            await asyncio.sleep(0.1)
    assert server.texts(1) == server.texts(2) == []
    with store.reading() as tx:  # lost twice: its reader is told of it like the other one
        assert [len(tx.outbox.unknown_for(Address(chat_id=chat))) for chat in (1, 2)] == [1, 1]


async def test_resending_does_not_ask_how_often_it_was_tried_before(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["one"], [1])
    clock = Clock()
    async with TelegramServer() as server:
        server.faults[1] = deque([error(502, "Bad Gateway"), RESET_BEFORE])
        async with working(store, server.api_url, now=clock, resend=frozenset({"digest"})) as worker:
            await until(lambda: bool(_waiting(store)))
            clock.at += timedelta(minutes=1)
            worker.wake()
            await until(lambda: _counts(store) == {"unknown": 1, "pending": 1})
            assert _waiting(store)[-1] == clock.at + timedelta(seconds=outcomes.RESEND_AFTER_S)
            clock.at += timedelta(minutes=2)
            worker.wake()
            await until(lambda: server.texts(1) == ["one"])


async def test_a_wait_of_hours_survives_a_restart(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["one"], [1])
    clock = Clock()
    async with TelegramServer() as server:
        server.faults[1] = deque([throttled(10_072)])
        async with working(store, server.api_url, now=clock):
            await until(lambda: bool(_waiting(store)))
        clock.at += timedelta(hours=1)
        async with working(store, server.api_url, now=clock) as worker:
            await asyncio.sleep(0.1)
            assert server.texts(1) == []
            clock.at += timedelta(hours=2)
            worker._telegram.pacer._chats.by_id.clear()  # the event loop's clock does not jump with ours
            worker.wake()
            await until(lambda: server.texts(1) == ["one"])


def _waiting(store: Store) -> list[object]:
    with store.reading() as tx:
        return [row.not_before_at for row in tx.outbox.rows() if row.not_before_at]


async def test_quiet_hours_hold_a_broadcast_but_not_what_was_asked_for(store: Store) -> None:
    subscribe(store, [subscriber(1, quiet=("07:00", "09:00")), subscriber(2)])
    broadcast(store, ["digest"], [1, 2], key="broadcast")
    broadcast(store, ["asked"], [1], key="asked", priority=0)
    clock = Clock()
    async with TelegramServer() as server, working(store, server.api_url, now=clock) as worker:
        await until(lambda: server.texts(2) == ["digest"] and server.texts(1) == ["asked"])
        await until(lambda: bool(_waiting(store)))
        clock.at += timedelta(hours=1)
        worker.wake()
        await until(lambda: server.texts(1) == ["asked", "digest"])


async def test_stopping_drains_and_the_next_start_resumes(store: Store) -> None:
    chats = range(1, 61)
    subscribe(store, [subscriber(chat) for chat in chats])
    broadcast(store, ["one", "two"], chats)
    async with TelegramServer(latency_s=0.05) as server:
        async with working(store, server.api_url, pacer=Pacer(per_second=200, per_chat_s=0)):
            await until(lambda: len(server.accepted) > 20)
        counts = _counts(store)
        assert set(counts) == {"pending", "sent"}
        assert counts["sent"] == len(server.accepted)
        async with working(store, server.api_url):
            await until(lambda: set(states(store).values()) == {"sent"})
        assert all(server.texts(chat) == ["one", "two"] for chat in chats)


def _counts(store: Store) -> dict[str, int]:
    with store.reading() as tx:
        return tx.outbox.counts()


async def test_stopping_waits_for_nothing_that_is_not_on_its_way(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["one"], [1])
    async with TelegramServer() as server:
        pacer = Pacer()
        async with working(store, server.api_url, pacer=pacer) as worker:
            pacer.park(None, 60)
            await until(lambda: bool(pacer._waiting))
            async with asyncio.timeout(5):
                await worker.stop()
    assert _counts(store) == {"pending": 1}
    assert not worker._tasks
    assert not worker._under_way


@pytest.mark.parametrize("answer", [error(401, "Unauthorized"), error(404, "Not Found")])
async def test_a_refused_token_stops_the_service(store: Store, answer: Fault) -> None:
    subscribe(store, [subscriber(1), subscriber(2)])
    broadcast(store, ["one"], [1, 2])
    fatal: list[Exception] = []
    async with TelegramServer() as server:
        server.anything = lambda method, data: answer
        async with working(store, server.api_url, on_fatal=fatal.append):
            await until(lambda: bool(fatal))
    assert "BotFather" in str(fatal[0])
    assert set(states(store).values()) == {"pending"}


async def test_a_fault_of_ours_ends_one_delivery_only(store: Store) -> None:
    subscribe(store, [subscriber(1), subscriber(2)])
    broadcast(store, ["one"], [1, 2])
    with store.writing() as tx:
        edition = tx.editions.open(
            kind="digest", key=["x"], themes=[], since=None, until=NOW, now=NOW, shown=[], payloads=["not a message"]
        )
        row = tx.readers.row(Address(chat_id=1))
        assert row is not None
        tx.editions.give(edition, row.id)
    async with TelegramServer() as server, working(store, server.api_url):
        await until(lambda: sorted(d.state for d in _rows(store)) == ["failed", "sent", "sent"])


def _rows(store: Store) -> tuple[Delivery, ...]:
    with store.reading() as tx:
        return tx.outbox.rows()


async def test_a_fault_of_ours_after_a_message_left_is_no_certain_failure(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["one"], [1], stories=[Shown(story="s", part=1, reports=1)])
    send = Telegram.send

    async def faulty(self: Telegram, *args: Any, **options: Any) -> int:
        await send(self, *args, **options)
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Telegram, "send", faulty)
    async with TelegramServer() as server, working(store, server.api_url):
        await until(lambda: states(store)[(1, 1)] not in ("pending", "sending"))
    assert (server.texts(1), states(store)) == (["one"], {(1, 1): "unknown"})
    with store.reading() as tx:
        assert tx.outbox.had(Address(chat_id=1)) == {"s": 1}  # else the next digest would show it once more


async def test_the_parts_of_one_digest_do_not_mention_each_other(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["lost", "next"], [1])
    async with TelegramServer() as server:
        server.faults[1] = deque([RESET_BEFORE])
        async with working(store, server.api_url, notice=with_button):
            await until(lambda: server.texts(1) == ["next"])


async def test_a_line_that_is_down_is_not_hammered(store: Store) -> None:
    subscribe(store, [subscriber(chat) for chat in range(1, 101)])
    async with TelegramServer() as server, working(store, server.api_url) as worker:
        server.down = True
        broadcast(store, ["one"], range(1, 101))
        worker.wake()
        await until(lambda: len(server.calls) > 3)
        await asyncio.sleep(0.3)
        await until(lambda: set(states(store).values()) == {"pending"})
        assert len(server.calls) < 80
        server.down = False
        worker._down_until = 0.0
        with store.writing() as tx:
            tx.connection.exec_driver_sql("UPDATE deliveries SET not_before_at = NULL")
        worker.wake()
        await until(lambda: set(states(store).values()) == {"sent"})
    assert len(server.accepted) == 100


async def test_an_outcome_waits_for_a_locked_database(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["one"], [1])
    async with TelegramServer(latency_s=0.2) as server, working(store, server.api_url):
        await until(lambda: len(server.calls) >= 2)
        other = sqlite3.connect(store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(0.5)
        assert states(store)[(1, 1)] == "sending"
        other.execute("COMMIT")
        other.close()
        await until(lambda: states(store)[(1, 1)] == "sent")


async def test_an_outcome_waits_for_a_disk_that_is_full(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["one"], [1])
    writing, refused = Store.writing, [0]

    @contextmanager
    def full(self: Store, *, durable: bool = False) -> Iterator[Transaction]:
        if server.accepted and refused[0] < 3:
            refused[0] += 1
            raise StoreError("the disk is full")
        with writing(self, durable=durable) as tx:
            yield tx

    monkeypatch.setattr(journal, "RETRY_S", (0.01,))
    async with TelegramServer() as server:
        monkeypatch.setattr(Store, "writing", full)
        async with working(store, server.api_url):
            await until(lambda: states(store)[(1, 1)] == "sent")
    assert (server.texts(1), refused) == (["one"], [3])


async def test_before_a_message_leaves_its_row_is_on_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["one"], [1])
    sending, synchronous = Outbox.sending, list[object]()

    def noted(self: Outbox, delivery: int, now: datetime) -> bool:
        synchronous.append(self._connection.exec_driver_sql("PRAGMA synchronous").scalar())
        return sending(self, delivery, now)

    monkeypatch.setattr(Outbox, "sending", noted)
    async with TelegramServer() as server, working(store, server.api_url):
        await until(lambda: states(store)[(1, 1)] == "sent")
    assert synchronous == [2]  # FULL: a commit that returned outlives a power failure


async def test_an_aborted_broadcast_sends_no_more(store: Store) -> None:
    chats = range(1, 41)
    subscribe(store, [subscriber(chat) for chat in chats])
    edition = broadcast(store, ["one"], chats)
    async with TelegramServer() as server:
        async with working(store, server.api_url, pacer=Pacer(per_second=100)):
            await until(lambda: len(server.accepted) >= 5)
            with store.writing() as tx:
                cancelled = tx.outbox.cancel(edition, NOW)
            await until(lambda: set(states(store).values()) == {"sent", "cancelled"})  # what was on the wire ends
            await asyncio.sleep(0.2)
        assert 0 < cancelled == len(chats) - len(server.accepted)
    assert set(states(store).values()) == {"sent", "cancelled"}


async def test_all_faults_in_one_run(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty chats, each with its own trouble, and twenty without: everyone ends where they should."""
    monkeypatch.setattr(outcomes, "backoff_s", lambda attempts: 0.05)
    broken = {
        1: ([throttled(1)], ("sent", "sent")), 2: ([throttled(1), throttled(1)], ("sent", "sent")),
        3: ([error(500, "Internal Server Error")], ("sent", "sent")), 4: ([HTML_502], ("sent", "sent")),
        5: ([RESET_BEFORE], ("unknown", "sent")), 6: ([RESET_AFTER], ("unknown", "sent")),
        7: ([Fault(hang_s=30)], ("unknown", "sent")), 8: ([None, RESET_AFTER], ("sent", "unknown")),
        9: ([error(403, "Forbidden: bot was blocked by the user")], ("failed", "cancelled")),
        10: ([None, error(403, "Forbidden: user is deactivated")], ("sent", "failed")),
        11: ([error(400, "Bad Request: can't parse entities")], ("failed", "sent")),
        12: ([HTML_502, RESET_AFTER, throttled(1)], ("unknown", "sent")),
        -13: ([error(403, "Forbidden: bot was kicked from the group chat")], ("failed", "cancelled")),
        -14: ([error(400, "Bad Request: TOPIC_CLOSED")], ("failed", "cancelled")),
        -15: ([UPGRADED], ("sent", "sent")),
    }  # fmt: skip
    chats = [*broken, *range(100, 120)]
    subscribe(store, [subscriber(chat, kind="group" if chat < 0 else "private") for chat in chats])
    broadcast(store, ["one", "two"], chats)
    async with TelegramServer(latency_s=0.01) as server:
        for chat, (faults, _) in broken.items():
            server.faults[chat] = deque(faults)
        async with working(store, server.api_url, read_s=2):
            await until(lambda: not {"pending", "sending"} & set(states(store).values()), 60)
    ended = states(store)
    for chat, (_, expected) in broken.items():
        where = -1007 if chat == -15 else chat
        assert (ended[(where, 1)], ended[(where, 2)]) == expected, chat
    assert all(server.texts(chat) == ["one", "two"] for chat in [*range(100, 120), -1007])
    assert all(server.texts(chat).count("one") <= 1 and server.texts(chat).count("two") <= 1 for chat in chats)


async def test_answers_go_before_broadcasts(store: Store) -> None:
    chats = range(1, 201)
    subscribe(store, [subscriber(chat) for chat in [*chats, 999]])
    broadcast(store, ["digest"], chats, key="digest")
    async with TelegramServer() as server, working(store, server.api_url, pacer=Pacer(per_second=50)) as worker:
        await until(lambda: len(server.accepted) > 5)
        before = len(server.accepted)
        broadcast(store, ["asked"], [999], key="asked", priority=0)
        worker.wake()
        await until(lambda: server.texts(999) == ["asked"])
        assert len(server.accepted) - before < 50


def test_a_row_can_only_go_the_ways_there_are(store: Store) -> None:
    subscribe(store, [subscriber(1)])
    broadcast(store, ["one"], [1])
    with store.writing() as tx:
        (ready,) = tx.outbox.ready(NOW, limit=5)
        row = ready.delivery.id
        assert tx.outbox.sending(row, NOW)
        assert not tx.outbox.sending(row, NOW)
        tx.outbox.sent(row, 77, NOW)
        for move in (
            lambda: tx.outbox.failed(row, "x", NOW),
            lambda: tx.outbox.unknown(row, "x", NOW),
            lambda: tx.outbox.retry(row, "x", None, NOW),
            lambda: tx.outbox.cancel(ready.delivery.edition, NOW),
            lambda: tx.outbox.sending(row, NOW),
        ):
            move()
            assert [delivery.state for delivery in tx.outbox.rows()] == ["sent"]
