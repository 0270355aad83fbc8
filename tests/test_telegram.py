"""The edge: every failure of the library becomes the one error that says what to do."""

import asyncio
from collections import deque
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from bot import errors
from bot.messages import Button, Message
from bot.pacer import Pacer
from bot.requests import request
from bot.telegram import Telegram, meaning
from digests.models import Address
from tests.telegram_server import TOKEN, Fault, TelegramServer, error, throttled


def caused(answer: TelegramError, cause: BaseException) -> TelegramError:
    answer.__cause__ = cause
    return answer


ANSWERS: list[tuple[TelegramError, type[errors.TelegramError]]] = [
    (RetryAfter(5), errors.Throttled),
    (RetryAfter(timedelta(seconds=5)), errors.Throttled),
    (ChatMigrated(-1001), errors.ChatMigrated),
    (InvalidToken("Unauthorized"), errors.BadToken),
    (InvalidToken("Not Found"), errors.BadToken),
    (InvalidToken("Not Found: method not found"), errors.BadMessage),
    (Conflict("terminated by other getUpdates request"), errors.OtherInstance),
    (Forbidden("Forbidden: bot was blocked by the user"), errors.ChatGone),
    (Forbidden("Forbidden: bot can't send messages to the user"), errors.Refused),
    (BadRequest("Topic_closed"), errors.ChatGone),
    (BadRequest("Message is too long"), errors.BadMessage),
    (NetworkError("Bad Gateway"), errors.TelegramDown),
    (caused(NetworkError("Bad Gateway (502)"), TelegramError("Invalid server response")), errors.TelegramDown),
    (caused(TimedOut("Pool timeout: All connections ..."), httpx.PoolTimeout("x")), errors.NotSent),
    (caused(TimedOut(), httpx.ConnectTimeout("x")), errors.NotSent),
    (caused(TimedOut(), httpx.ReadTimeout("x")), errors.OutcomeUnknown),
    (caused(TimedOut(), httpx.WriteTimeout("x")), errors.OutcomeUnknown),
    (caused(NetworkError("httpx.ConnectError: x"), httpx.ConnectError("x")), errors.NotSent),
    (caused(NetworkError("httpx.ReadError: x"), httpx.ReadError("x")), errors.OutcomeUnknown),
    (caused(NetworkError("x"), httpx.RemoteProtocolError("Server disconnected")), errors.OutcomeUnknown),
    (caused(NetworkError("x"), httpx.WriteError("x")), errors.OutcomeUnknown),
    (caused(NetworkError("Unknown error in HTTP implementation"), OSError("x")), errors.OutcomeUnknown),
    (TelegramError("Invalid server response"), errors.OutcomeUnknown),
]


@pytest.mark.parametrize(("answer", "expected"), ANSWERS)
def test_meaning(answer: TelegramError, expected: type[errors.TelegramError]) -> None:
    assert type(meaning(answer)) is expected


def test_waits_and_new_ids_are_kept() -> None:
    throttled, migrated = meaning(RetryAfter(timedelta(seconds=1.5))), meaning(ChatMigrated(-1001))
    assert isinstance(throttled, errors.Throttled)
    assert throttled.retry_after_s == 1.5
    assert isinstance(migrated, errors.ChatMigrated)
    assert migrated.new_chat_id == -1001


def test_no_text_of_ours_names_the_token() -> None:
    said = str(meaning(InvalidToken(f"The token `{TOKEN}` was rejected")))
    assert TOKEN not in said
    assert "\n" not in said


class Edge:
    """A bot of the real library against the test server."""

    def __init__(self, server: TelegramServer) -> None:
        pacer = Pacer(per_second=1000, per_chat_s=0)
        self.bot: ExtBot[Any] = ExtBot(
            TOKEN, base_url=f"{server.api_url}/bot", request=request(read_s=0.5), get_updates_request=request(),
            rate_limiter=pacer,
        )  # fmt: skip
        self.telegram = Telegram(self.bot, pacer)


ADDRESS = Address(chat_id=1)
FAULTS: list[tuple[Fault, type[errors.TelegramError]]] = [
    (Fault(reset="before"), errors.OutcomeUnknown),
    (Fault(reset="after"), errors.OutcomeUnknown),
    (Fault(hang_s=2), errors.OutcomeUnknown),
    (Fault(status=502, body=b"<html>"), errors.TelegramDown),
    (Fault(status=200, body=b"<html>"), errors.OutcomeUnknown),
    (error(400, "Bad Request: can't parse entities"), errors.BadMessage),
    (error(403, "Forbidden: bot was kicked from the supergroup chat"), errors.ChatGone),
    (throttled(600), errors.Throttled),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS)
async def test_what_the_line_does(fault: Fault, expected: type[errors.TelegramError]) -> None:
    async with TelegramServer() as server:
        edge = Edge(server)
        async with edge.bot:
            server.faults[1] = deque([fault])
            with pytest.raises(expected):
                await edge.telegram.send(ADDRESS, Message(html="x"))
            assert len(server.accepted) == fault.accepts


async def test_nobody_there_is_a_certain_failure() -> None:
    async with TelegramServer() as server:
        edge = Edge(server)
        await edge.bot.initialize()
    await asyncio.sleep(0.05)
    with pytest.raises(errors.NotSent):
        await edge.telegram.send(ADDRESS, Message(html="x"))
    await edge.bot.shutdown()


async def test_a_message_goes_out_as_it_is() -> None:
    rows = ((Button(text="a", data="1a"), Button(text="b", url="https://example.org/")),)
    async with TelegramServer() as server:
        edge = Edge(server)
        async with edge.bot:
            sent = await edge.telegram.send(
                Address(chat_id=-100, thread_id=7), Message(html="<b>x</b>", buttons=rows, silent=True)
            )
            await edge.telegram.send(ADDRESS, Message(html="y"))
            await edge.telegram.edit(ADDRESS, 5, Message(html="z"))
            await edge.telegram.answer("77", "done")
    _, data, _ = server.calls[1]
    assert data["text"] == "<b>x</b>"
    assert data["parse_mode"] == "HTML"
    assert data["message_thread_id"] == "7"
    assert data["disable_notification"] == "true"
    assert '"is_disabled": true' in data["link_preview_options"] or '"is_disabled":true' in data["link_preview_options"]
    assert '"callback_data": "1a"' in data["reply_markup"] or '"callback_data":"1a"' in data["reply_markup"]
    assert sent == server.accepted[0].message_id
    assert "disable_notification" not in server.calls[2][1]
    assert [method for method, _, _ in server.calls[3:5]] == ["editMessageText", "answerCallbackQuery"]


async def test_an_edit_that_changes_nothing_is_done() -> None:
    async with TelegramServer() as server:
        edge = Edge(server)
        async with edge.bot:
            server.edits = error(400, "Bad Request: message is not modified: specified new message content ...")
            await edge.telegram.edit(ADDRESS, 5, Message(html="z"))
            server.edits = error(400, "Bad Request: message to edit not found")
            with pytest.raises(errors.BadMessage):
                await edge.telegram.edit(ADDRESS, 5, Message(html="z"))


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        ("Can't parse entities: unsupported start tag \"词\" at byte offset 3", "Can't parse entities"),
        ("Inline keyboard button url 'https://secret.example/词' is invalid: wrong url", "Inline keyboard button url"),
        ("Button_data_invalid", "Button_data_invalid"),
        ("私密的词 is too long", ""),
        ("Peer 123456789 is odd", "Peer"),
        ("`word` is no entity", ""),
    ],
)  # fmt: skip
def test_what_a_refusal_quotes_is_left_out(answered: str, said: str) -> None:
    assert errors.BadMessage(answered).said == said
