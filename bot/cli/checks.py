"""What `jianbao check` looks at. Each check is a value: what was found, and what to do when it is bad."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.cli.counting import counted
from bot.cli.opening import now, opened_store
from bot.errors import BadToken, TelegramError
from bot.settings import Settings
from digests import knowledge
from digests.errors import DigestError

RELEASED = datetime(2026, 11, 1, tzinfo=UTC)  # a clock before this is certainly wrong
FREE_BYTES = 50_000_000  # below this a full disk is near
TELEGRAM = "https://api.telegram.org"
PROBE = "杨浦区推进高质量发展"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``remedy`` is empty when all is well."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def all_checks(settings: Settings) -> list[Check]:
    """Every check, in the order a person would fix things; one that fails does not stop the next."""
    checks: tuple[tuple[str, Callable[[Settings], Check]], ...] = (
        ("home", _home),
        ("database", _database),
        ("dictionary", _dictionary),
        ("themes", _themes),
        ("token", _token),
        ("clock", _clock),
    )
    found = [
        Check("settings", True, f"time zone {settings.timezone}, {counted(len(settings.wanted_sources), 'source')}")
    ]
    for name, look in checks:
        try:
            found.append(look(settings))
        except DigestError as error:
            found.append(Check(name, False, str(error)))
    return found


def _home(settings: Settings) -> Check:
    home = settings.data
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Check("home", False, f"{home}: {reason}", "set `home` to a writable folder")
    if not os.access(home, os.W_OK):
        return Check("home", False, f"{home} is not writable", "give this user write permission or set `home`")
    free = shutil.disk_usage(home).free
    if free < FREE_BYTES:
        return Check("home", False, f"{home}: {free // 1_000_000} MB left", "free some disk space")
    return Check("home", True, f"{home}, {free // 1_000_000} MB free")


def _database(settings: Settings) -> Check:
    with opened_store(settings) as store, store.reading() as tx:
        count = tx.articles.count()
        newest = tx.articles.newest_at()
        stale = tx.index.stale()
    if newest is not None and newest > now(settings):
        remedy = (
            "correct the clock of this machine; once it is right, a service that runs dates them anew within two hours"
        )
        return Check("database", False, "holds articles from the future", remedy)
    if stale:
        detail = "its lookup index was made by another version, and may miss what it holds"
        return Check("database", False, detail, "run `jianbao reindex`")
    return Check("database", True, f"{store.path}: {counted(count, 'article')}")


def _dictionary(settings: Settings) -> Check:
    words = knowledge.load(settings).segmenter.cut(PROBE)
    if len(words) >= len(PROBE):
        return Check("dictionary", False, "does not know common words", "install the package `jieba` anew")
    return Check("dictionary", True, f"{settings.segmenter}: {'/'.join(words)}")


def _themes(settings: Settings) -> Check:
    themes = knowledge.load_themes(settings).all
    return Check("themes", True, f"{settings.themes}: {counted(len(themes), 'theme')}")


def _token(settings: Settings) -> Check:
    if settings.token is None:
        return _port(settings.sandbox.port)
    try:
        name = asyncio.run(_whoami(settings.token, settings.telegram.api_url))
    except BadToken as error:
        return Check("token", False, str(error), "copy the token from @BotFather again")
    except TelegramError as error:
        return Check("token", False, f"Telegram did not answer ({error})", "check the network and telegram.api_url")
    return Check("token", True, f"accepted: @{name}")


async def _whoami(token: str, api_url: str | None) -> str:
    """The bot's name, as Telegram gives it."""
    from telegram import Bot

    from bot.requests import request
    from bot.telegram import mapped

    me = Bot(token, f"{(api_url or TELEGRAM).rstrip('/')}/bot", request=request(connections=1))
    async with mapped(), me:
        return me.username


def _port(port: int) -> Check:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            remedy = "a running sandbox is fine; otherwise set sandbox.port to a free one"
            return Check("token", True, f"none, so the sandbox is Telegram; port {port} is in use", remedy)
    return Check("token", True, f"none, so the sandbox is Telegram, on port {port}")


def _clock(_settings: Settings) -> Check:
    moment = datetime.now(UTC)  # the machine's, whatever a sandbox was moved to
    if moment < RELEASED:
        return Check("clock", False, f"says {moment:%Y-%m-%d}, before this version was made", "set the clock")
    return Check("clock", True, f"{moment.astimezone():%Y-%m-%d %H:%M:%S %Z}")
