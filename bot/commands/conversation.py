"""What the handlers share: the executors that commands run in, and how replies go out."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from telegram import Chat, User
from telegram import Message as Incoming
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError as LibraryError
from telegram.ext import ExtBot

from bot import errors, render
from bot.buttons import Signer
from bot.commands import lost, menus
from bot.commands.asked import Asked, ForReader
from bot.commands.flood import Flood
from bot.commands.incoming import KINDS
from bot.commands.known import reader_of
from bot.commands.table import Command
from bot.commands.talk import Pressed, Reply, Request
from bot.messages import Message
from bot.telegram import Telegram
from bot.wording import Words
from digests.errors import DigestError
from digests.models import Address, ChatKind

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

log = logging.getLogger(__name__)

T = TypeVar("T")

MANAGER_S = 60.0  # how long an administrator is remembered as one
MANAGERS = frozenset({ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER})
MANAGERS_KEPT = 10_000
TOAST_UTF16 = 190
AGAIN_S = (0.5, 2.0)  # pauses before an answer that certainly did not arrive is given again; its chat waits so long


@dataclass(slots=True, kw_only=True)
class Conversation:
    """``wake`` tells the outbox worker that something waits; ``bot`` is the application's, once registered."""

    newsroom: Newsroom
    telegram: Telegram
    signer: Signer
    for_reader: ForReader
    wake: Callable[[], None]
    lookups: Executor
    composing: Executor
    writer: Executor
    admins: frozenset[int] = frozenset()
    timezone: str = "Asia/Shanghai"
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    flood: Flood = field(default_factory=Flood)
    typing: Flood = field(default_factory=Flood)  # inline queries come with every letter, so they count apart
    bot: ExtBot[Any] | None = None
    settled: asyncio.Event | None = None  # set once the sources were read for the first time
    asked: Asked = field(default_factory=Asked)
    managers: dict[tuple[int, int], float] = field(default_factory=dict)

    def request(
        self,
        chat: Chat,
        user: User | None,
        text: str = "",
        *,
        thread: int | None = None,
        pressed: Pressed | None = None,
    ) -> Request:
        kind: ChatKind = KINDS.get(chat.type, "private")
        user_id = user.id if user else None
        return Request(
            address=Address(chat_id=chat.id, thread_id=thread),
            kind=kind,
            user_id=user_id,
            language_code=user.language_code if user else None,
            text=text,
            now=self.now(),
            signer=self.signer,
            pressed=pressed,
            operator=user_id in self.admins,
            timezone=self.timezone,
        )

    async def read(self, work: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.lookups, work, *arguments)

    async def compose(self, work: Callable[..., T], *arguments: Any) -> T:
        """For digests: their short transaction aside they only read, and take longer than a writer may be kept."""
        return await asyncio.get_running_loop().run_in_executor(self.composing, work, *arguments)

    async def write(self, work: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.writer, work, *arguments)

    async def words(self, request: Request) -> Words:
        """The wording this reader chose."""
        return request.words(await self.read(reader_of, request, self.newsroom))

    async def run(self, command: Command, request: Request) -> Reply:
        """The command's answer, or the sentence that says it failed."""
        work = self.write if command.writes else self.read
        try:
            return await work(command.function, request, self.newsroom)
        except DigestError as error:
            log.error("command failed: %s", type(error).__name__)
        except Exception as error:
            log.error("command failed: %s", place(error))
        failed = request.words()("error.failed")
        return Reply(toast=failed) if request.pressed else Reply(messages=(render.line(failed),))

    async def carry_out(self, request: Request, reply: Reply, message_id: int | None = None) -> None:
        """Everything a reply asks for, in order."""
        if reply.edit is not None and message_id is not None:
            await self._edit(request, message_id, reply.edit)
        if reply.keyboard is not None and message_id is not None:
            put = partial(self.telegram.edit_buttons, request.address, message_id, reply.keyboard)
            await self.quietly(_patiently(put, harmless=True))
        for message in reply.messages:
            # Everybody who reads a channel could press its buttons.
            await self.send(request, replace(message, buttons=()) if request.kind == "channel" else message)
        if reply.attachment is not None:
            file = reply.attachment
            sent = self.telegram.send_file(request.address, file.content, name=file.name, caption=file.caption)
            await self.quietly(sent)
        if reply.ask is not None:
            await self.asked.open(self, request, reply.ask)
        if reply.wakes:
            self.wake()
        if reply.relabels and request.alone and self.bot is not None:
            await menus.relabel(self.bot, request.address, (await self.words(request)).language)

    async def _edit(self, request: Request, message_id: int, message: Message) -> None:
        """In the place of the pressed message; below it where that is gone or can no longer be changed."""
        try:
            await _patiently(lambda: self.telegram.edit(request.address, message_id, message), harmless=True)
        except errors.BadMessage:
            await self.send(request, message)
        except errors.TelegramError as error:
            _note_refusal(error)

    async def tell_of_lost(self, request: Request) -> None:
        """A message Telegram never answered for is mentioned once, with the next thing its reader does."""
        try:
            missed = await self.read(lost.missed, request, self.newsroom)
            notice = await self.write(lost.notice, request, self.newsroom) if missed else None
        except DigestError as error:
            log.error("notice failed: %s", type(error).__name__)
            return
        if notice is not None:
            await self.send(request, notice)

    async def send(self, request: Request, message: Message) -> None:
        """Says something; to the supergroup that the chat became, where it did."""
        try:
            await _patiently(lambda: self.telegram.send(request.address, message))
        except errors.ChatMigrated as error:
            await self.write(self.migrate, request.address.chat_id, error.new_chat_id)
            moved = replace(request.address, chat_id=error.new_chat_id)
            await self.quietly(self.telegram.send(moved, message))
        except errors.TelegramError as error:
            _note_refusal(error)

    def migrate(self, old_chat_id: int, new_chat_id: int) -> None:
        with self.newsroom.store.writing() as tx:
            tx.readers.migrate(old_chat_id, new_chat_id)

    async def answer(self, query_id: str, text: str = "") -> bool:
        """Ends the spinner on a pressed button; always True, for callers that note it was done."""
        say = partial(self.telegram.answer, query_id, render.shorten(text, TOAST_UTF16))
        await self.quietly(_patiently(say, harmless=True))
        return True

    async def quietly(self, call: Awaitable[object]) -> None:
        """Telegram's refusals end here: an answer that cannot be given is no reason to stop anything else."""
        try:
            await call
        except errors.TelegramError as error:
            _note_refusal(error)

    async def admitted(self, request: Request) -> bool:
        """False above the chat's flood limit; said once."""
        at = time.monotonic()
        if self.flood.allows(request.address.chat_id, at):
            return True
        if self.flood.warns(request.address.chat_id, at):
            await self.send(request, render.line((await self.words(request))("error.busy")))
        return False

    async def manages(self, request: Request, incoming: Incoming | None = None) -> bool:
        """Whether who asks may change what this chat receives. Channel posts and anonymous administrators may."""
        if request.alone:
            return True
        if incoming is not None and incoming.sender_chat is not None:
            return incoming.sender_chat.id == incoming.chat.id
        if request.user_id is None or self.bot is None:
            return False
        key, at = (request.address.chat_id, request.user_id), time.monotonic()
        if self.managers.get(key, 0.0) > at:
            return True
        try:
            member = await self.bot.get_chat_member(*key)
        except LibraryError:
            return False
        if member.status not in MANAGERS:
            return False
        if len(self.managers) >= MANAGERS_KEPT:
            self.managers.clear()
        self.managers[key] = at + MANAGER_S
        return True


async def _patiently(call: Callable[[], Awaitable[object]], *, harmless: bool = False) -> None:
    """Makes the call again where it certainly had no effect, and where nobody knows if twice is ``harmless``."""
    for pause_s in AGAIN_S:
        try:
            await call()
            return
        except (errors.NotSent, errors.TelegramDown):
            await asyncio.sleep(pause_s)
        except errors.OutcomeUnknown:
            if not harmless:
                raise
            await asyncio.sleep(pause_s)
    await call()


def _note_refusal(error: errors.TelegramError) -> None:
    """A malformed message is our mistake; that somebody cannot be reached is their affair."""
    if isinstance(error, errors.BadMessage):
        log.error("an answer was refused as malformed: %s", error.said)
    else:
        log.warning("an answer was not delivered: %s", type(error).__name__)


def place(error: BaseException) -> str:
    """An exception's kind and where it was raised, without its text: that may quote a reader."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return f"{type(error).__name__} at " + " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames))
