"""Updates as odd servers send them: the bot never goes deaf, and nobody is answered twice."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telegram.error import TelegramError as LibraryError
from telegram.request import HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.app.updates import HURRIED_S, UpdatesRequest
from bot.commands import conversation
from bot.requests import request
from tests.talking import Talking, talking_in

URL = "https://api.example/bot1:a/getUpdates"
PRIVATE = {"id": 7_000_001, "type": "private"}


def message(number: int, text: str) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": number, "date": 1, "chat": PRIVATE, "text": text}}


def answered(monkeypatch: pytest.MonkeyPatch, *answers: bytes, code: int = 200) -> None:
    waiting = list(answers)

    async def do_request(*_: Any, **__: Any) -> tuple[int, bytes]:
        return code, waiting.pop(0) if len(waiting) > 1 else waiting[0]

    monkeypatch.setattr(HTTPXRequest, "do_request", do_request)


def listed(*updates: object) -> bytes:
    return json.dumps({"ok": True, "result": updates}).encode()


async def polled(polling: HTTPXRequest, url: str = URL, wait_s: int = 0) -> list[dict[str, Any]]:
    asked = RequestData([RequestParameter("timeout", wait_s, None)])
    _, payload = await polling.do_request(url, "POST", asked)
    found: list[dict[str, Any]] = json.loads(payload)["result"]
    return found


async def test_in_order_each_once_and_all_readable(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    poison = {"update_id": 3, "message": {"message_id": 1, "date": "很私密", "chat": PRIVATE}}
    answered(monkeypatch, listed(message(4, "d"), message(2, "b"), poison, message(2, "b")), listed(message(4, "d")))
    polling = request(UpdatesRequest)
    assert await polled(polling) == [message(2, "b"), {"update_id": 2}, {"update_id": 3}, message(4, "d")]
    assert await polled(polling) == [{"update_id": 4}]
    assert "passed over" in caplog.text
    assert "很私密" not in caplog.text


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"ok":true}', b'{"ok":true,"result":5}', listed({"a": 1})])
async def test_what_is_no_list_is_an_error_to_wait_after(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    answered(monkeypatch, body)
    with pytest.raises(LibraryError):
        await polled(request(UpdatesRequest))


async def test_other_calls_and_refusals_go_through_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, listed(message(2, "b"), message(1, "a")))
    polling = request(UpdatesRequest)
    assert await polled(polling, URL.replace("getUpdates", "getMe")) == [message(2, "b"), message(1, "a")]
    answered(monkeypatch, b"<html>", code=502)
    assert await polling.do_request(URL, "POST") == (502, b"<html>")


async def test_a_server_that_does_not_let_us_wait_is_not_asked_at_full_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    answered(monkeypatch, listed())
    polling = request(UpdatesRequest)
    assert await polled(polling) == []
    assert slept == []  # confirming at the end waits for nothing
    assert await polled(polling, wait_s=25) == []
    assert slept == [HURRIED_S]


@pytest.fixture
async def running(seeded_home: Path, tmp_path: Path) -> AsyncIterator[Talking]:
    async with talking_in(tmp_path / "home", seeded_home) as running:
        yield running


async def test_an_update_the_library_cannot_read_makes_nobody_wait(
    running: Talking, caplog: pytest.LogCaptureFixture
) -> None:
    person = running.server.chats.private()
    running.server.core.updates.add("message", {"message_id": 1, "date": "nonsense", "chat": PRIVATE})
    assert "/today" in (await person.ask("/help")).text
    assert [record for record in caplog.records if record.levelno > logging.WARNING] == []


async def test_an_answer_that_certainly_did_not_arrive_is_given_again(
    running: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "AGAIN_S", (0.02, 0.05))
    person, faults = running.server.chats.private(), running.server.core.faults
    for code in (500, 502):
        faults.answer(code, method="sendMessage")
        assert "/today" in (await person.ask("/help")).text
    faults.drop(after_accepting=True, method="sendMessage")
    before = len(person.seen)
    await person.ask("/help")
    await asyncio.sleep(0.3)
    assert len(person.seen) == before + 1, "one whose fate nobody knew came twice"
    hello = await person.ask("/start")
    faults.drop(method="editMessageText")
    faults.drop(method="answerCallbackQuery", after_accepting=True)
    await person.pressed("城市", post=hello)
    assert "✓" in str((await person.next_edit()).keyboard)
