"""`jianbao run` as a process: against a Bot API server, against its own sandbox, and when something is in the way."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
import urllib.request
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.sandbox import Server, Visitor, buttons
from bot.sandbox.world import Post
from bot.wording import words
from digests.models import Address, Reader
from digests.store import Store
from digests.store.promises import Promise

PATIENCE_S = 60  # a cold, busy machine; how long things really take is measured in tests/bench
IMPATIENT = "from digests.store import engine; engine.BUSY_MS = 100; from bot.__main__ import main; main()"


def environment(home: Path, **variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIANBAO_")}
    return kept | {"JIANBAO_HOME": str(home), "PYTHONUNBUFFERED": "1"} | variables


async def start(home: Path, program: Sequence[str] = ("-m", "bot"), **variables: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *program,
        "run",
        env=environment(home, **variables),
        cwd=home.parent,
        stdout=PIPE,
        stderr=PIPE,
    )


async def line(process: Process, wanted: str) -> str:
    """The first line on stdout that holds ``wanted``."""
    assert process.stdout
    async with asyncio.timeout(PATIENCE_S):
        async for printed in process.stdout:
            if wanted in printed.decode():
                return printed.decode()
    raise AssertionError(f"ended without {wanted!r}: {await ended(process)}")


async def ended(process: Process) -> tuple[int | None, str]:
    async with asyncio.timeout(PATIENCE_S):
        _, err = await process.communicate()
    return process.returncode, err.decode()


@asynccontextmanager
async def running(home: Path, **variables: str) -> AsyncIterator[Process]:
    process = await start(home, **variables)
    try:
        await line(process, "is running")
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


@pytest.fixture
async def telegram() -> AsyncIterator[Server]:
    server = Server(0)
    await server.start()
    yield server
    await server.stop()


def variables(server: Server) -> dict[str, str]:
    return {"JIANBAO_TELEGRAM_TOKEN": server.token, "JIANBAO_TELEGRAM__API_URL": server.api_url}


async def subscribed(reader: Visitor, theme: str) -> Post:
    """The first digest. On a busy machine a line comes before it, which says that the seeds are still being read."""
    welcome = await reader.ask("/start", timeout_s=PATIENCE_S)
    await reader.pressed(theme, post=welcome, timeout_s=PATIENCE_S)
    first = await reader.next_message(PATIENCE_S)
    return await reader.next_message(PATIENCE_S) if first.text == words("zh-Hans")("today.reading") else first


async def test_first_digest_lookup_and_a_clean_end(tmp_path: Path, telegram: Server) -> None:
    async with running(tmp_path / "home", **variables(telegram)) as process:
        reader = telegram.chats.private()
        digest = await subscribed(reader, "国防")
        assert "提升退役军人思政工作成效" in digest.text
        found = await reader.ask("热力图", PATIENCE_S)
        assert "派出所上线排队查询功能" in found.text
        process.send_signal(signal.SIGTERM)
        assert await ended(process) == (0, "")


async def test_a_restart_neither_repeats_nor_forgets(tmp_path: Path, telegram: Server) -> None:
    home = tmp_path / "home"
    async with running(home, **variables(telegram)) as process:
        reader = telegram.chats.private()
        digest = await subscribed(reader, "国防")
        assert "提升退役军人思政工作成效" in digest.text
        process.send_signal(signal.SIGINT)
        assert (await ended(process))[0] == 0
    async with running(home, **variables(telegram)):
        await reader.quiet(1.5)
        again = await reader.ask("/today", PATIENCE_S)
        assert "提升退役军人思政工作成效" not in again.text
        themes = await reader.ask("/themes", PATIENCE_S)
        assert any("✓" in b["text"] or "✅" in b["text"] for b in buttons(themes) if "国防" in b["text"])


async def test_what_was_promised_before_the_first_news_was_read_comes_after_a_restart(
    tmp_path: Path, telegram: Server
) -> None:
    person, home, now = telegram.chats.private(), tmp_path / "home", datetime.now(UTC)
    home.mkdir()
    store = Store(f"sqlite:///{home / 'jianbao.sqlite3'}")
    with store.writing() as tx:
        address = Address(chat_id=person.chat.id)
        tx.readers.save(Reader(address=address, themes=("defence",), since=now - timedelta(days=7)), now)
        tx.promises.keep(address, [Promise(themes=("defence",), per_theme=2, everything=False)])
    store.close()
    async with running(home, **variables(telegram)):
        assert "提升退役军人思政工作成效" in (await person.next_message(PATIENCE_S)).text


async def test_without_a_token_the_sandbox_answers(tmp_path: Path) -> None:
    process = await start(tmp_path / "home", JIANBAO_SANDBOX__PORT="0")
    try:
        address = (await line(process, "http://")).split()[-1]
        await line(process, "is running")
        page = await asyncio.to_thread(lambda: urllib.request.urlopen(address, timeout=10).read().decode())
        assert "sandbox" in page.lower() or "沙盒" in page
        process.send_signal(signal.SIGTERM)
        assert await ended(process) == (0, "")
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()


async def test_a_wrong_token(tmp_path: Path, telegram: Server) -> None:
    wrong = variables(telegram) | {"JIANBAO_TELEGRAM_TOKEN": "12345:wrong"}
    status, err = await ended(await start(tmp_path / "home", **wrong))
    assert status == 1
    assert err.splitlines() == [
        "jianbao: Telegram refuses the bot token: get the current one from @BotFather and set it"
    ]


@pytest.mark.parametrize(
    ("status", "text", "said"),
    [(401, "Unauthorized", "refuses the bot token"), (404, "Not Found: method not found", "lacks a method")],
)
async def test_a_server_that_refuses_to_begin(
    tmp_path: Path, telegram: Server, status: int, text: str, said: str
) -> None:
    telegram.faults.answer(status, method="deleteWebhook", text=text, times=100)
    ended_with, err = await ended(await start(tmp_path / "home", **variables(telegram)))
    assert ended_with == 1
    assert err.startswith("jianbao: ")
    assert said in err
    assert len(err.splitlines()) == 1


async def test_a_token_revoked_while_running(tmp_path: Path, telegram: Server) -> None:
    async with running(tmp_path / "home", **variables(telegram)) as process:
        telegram.faults.answer(401, method="getUpdates", text="Unauthorized", times=100)
        telegram.chats.private().say("/help")  # ends the poll that waits, so that the next one is refused
        status, err = await ended(process)
        assert status == 1
        assert err.splitlines() == [
            "jianbao: Telegram refuses the bot token: get the current one from @BotFather and set it"
        ]


async def test_a_second_poller(tmp_path: Path, telegram: Server) -> None:
    async with (
        running(tmp_path / "one", **variables(telegram)) as first,
        running(tmp_path / "two", **variables(telegram)),
    ):
        status, err = await ended(first)
        assert status == 1
        assert err.splitlines() == [
            "jianbao: another process uses this bot token: stop it, or give this one its own bot"
        ]


async def test_a_second_run_on_the_same_home(tmp_path: Path, telegram: Server) -> None:
    home = tmp_path / "home"
    async with running(home, **variables(telegram)):
        status, err = await ended(await start(home, **variables(telegram)))
        assert status == 1
        (only,) = err.splitlines()
        assert "another `jianbao run` uses it" in only
        assert str(home) in only


async def test_a_taken_port(tmp_path: Path, telegram: Server) -> None:
    status, err = await ended(await start(tmp_path / "home", JIANBAO_SANDBOX__PORT=str(telegram.port)))
    assert status == 1
    (only,) = err.splitlines()
    assert str(telegram.port) in only
    assert "sandbox.port" in only


async def test_a_locked_database(tmp_path: Path, telegram: Server) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with contextlib.closing(sqlite3.connect(home / "jianbao.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        status, err = await ended(await start(home, program=("-c", IMPATIENT), **variables(telegram)))
    assert status == 1
    (only,) = err.splitlines()
    assert "another process holds its lock" in only


async def test_trouble_is_survived_and_never_prints_the_token(tmp_path: Path, telegram: Server) -> None:
    async with running(tmp_path / "home", **variables(telegram)) as process:
        reader = telegram.chats.private()
        await reader.ask("/help", PATIENCE_S)
        telegram.faults.answer(502, method="getUpdates", times=2)
        telegram.faults.drop(method="getUpdates")
        await reader.ask("/help", timeout_s=PATIENCE_S)
        process.send_signal(signal.SIGTERM)
        status, err = await ended(process)
        assert status == 0
        assert telegram.token not in err
        assert "Traceback" not in err
