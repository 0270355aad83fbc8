"""From Telegram's updates to requests, from replies to calls. The only file here that knows Telegram's objects."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from telegram import CallbackQuery, Chat, Update, User
from telegram import Message as Incoming
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError as LibraryError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot import errors, render
from bot.buttons import Signer
from bot.commands import lost, menus
from bot.commands.flood import Flood
from bot.commands.incoming import KINDS, NO_TEXT, pressed, thread_of, wanted
from bot.commands.inline import Results, inline
from bot.commands.known import reader_of
from bot.commands.table import COMMANDS, OPERATORS, PRESSES, Command
from bot.commands.talk import Ask, Pressed, Reply, Request
from bot.messages import Message
from bot.telegram import Telegram
from bot.wording import language_of, words
from digests.errors import DigestError
from digests.models import Address, ChatKind

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

log = logging.getLogger(__name__)

TOAST_S = 0.5  # a press is answered with its toast if the work is done by then, else at once and without
MANAGER_S = 60.0  # how long an administrator is remembered as one
MANAGERS = frozenset({ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER})
TOAST_UTF16 = 190
MANAGERS_KEPT = 10_000
AWAY = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})
BLOCKED, KICKED = "telegram: blocked", "telegram: kicked"


class ForReader(Protocol):
    """Opens an edition for one reader now, through the outbox; gives how many messages wait there. Synchronous."""

    def __call__(
        self,
        newsroom: Newsroom,
        address: Address,
        *,
        themes: tuple[str, ...],
        now: datetime,
        per_theme: int | None,
        everything: bool,
    ) -> int: ...


@dataclass(slots=True, kw_only=True)
class Conversation:
    """What the handlers share. ``wake`` tells the outbox worker that something waits."""

    newsroom: Newsroom
    telegram: Telegram
    signer: Signer
    for_reader: ForReader
    wake: Callable[[], None]
    lookups: Executor
    writer: Executor
    admins: frozenset[int] = frozenset()
    timezone: str = "Asia/Shanghai"
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    flood: Flood = field(default_factory=Flood)
    typing: Flood = field(default_factory=Flood)  # inline queries come with every letter, so they count apart
    bot: ExtBot[Any] | None = None  # the application's, once registered
    managers: dict[tuple[int, int], float] = field(default_factory=dict)

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        incoming = update.effective_message
        if incoming is None:
            return
        if incoming.migrate_to_chat_id:
            await self._migrated(incoming.chat.id, incoming.migrate_to_chat_id)
            return
        asked = wanted(incoming, context.bot.username, context.bot.id)
        if asked is None or not await self._admitted(incoming):
            return
        name, text = asked
        request = self._request(incoming.chat, thread_of(incoming), incoming.from_user, text)
        command = COMMANDS.get(name) or (OPERATORS.get(name) if request.operator and request.alone else None)
        if command is None:
            key = "help.text_only" if name == NO_TEXT else "help.unknown"
            await self._send(request, render.line(request.words()(key)))
        elif command.manages and not await self._manages(request, incoming, context):
            await self._send(request, render.line(request.words()("error.admins")))
        else:
            await self._carry_out(request, await self._run(command, request), None)
            if request.alone:
                await self._tell_of_lost(request)

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None:
            return
        answered = False
        try:
            answered = await self._pressed(query, context)
        finally:
            if not answered:
                await self._answer(query, "")

    async def _pressed(self, query: CallbackQuery, context: ContextTypes.DEFAULT_TYPE) -> bool:
        """Whether the query was answered."""
        w = words(language_of(query.from_user.language_code))
        press = self.signer.read(query.data or "")
        command = PRESSES.get(press.action) if press else None
        message = query.message
        if press is None or command is None or message is None:
            return await self._answer(query, w("button.old"))
        at = time.monotonic()
        if self.flood.repeats(message.chat.id, message.message_id, query.data or "", at):
            return await self._answer(query, "")
        if not self.flood.allows(message.chat.id, at):
            return await self._answer(query, w("error.busy"))
        thread = thread_of(message) if isinstance(message, Incoming) else None
        request = self._request(message.chat, thread, query.from_user, "", pressed(press, message, self.signer))
        if command.manages and not await self._manages(request, None, context):
            return await self._answer(query, w("error.admins"))
        work = asyncio.ensure_future(self._run(command, request))
        done, _ = await asyncio.wait({work}, timeout=TOAST_S)
        answered = False if done else await self._answer(query, "")
        reply = await work
        if not answered:
            answered = await self._answer(query, reply.toast or "")
        await self._carry_out(request, reply, message.message_id)
        return answered

    async def on_inline(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Results while somebody types. Above the flood limit none come, and nothing is remembered of it."""
        query = update.inline_query
        if query is None:
            return
        user = query.from_user
        request = self._request(Chat(id=user.id, type=Chat.PRIVATE), None, user, query.query)
        found = Results(results=())
        if self.typing.allows(user.id, time.monotonic()):
            loop = asyncio.get_running_loop()
            try:
                found = await loop.run_in_executor(self.lookups, inline, request, self.newsroom, query.offset)
            except Exception as error:
                log.error("inline query failed: %s", _place(error))
        shown = self.telegram.answer_inline(
            query.id, found.results, next_offset=found.next_offset, hint=found.hint, start=found.start
        )
        await self._quietly(shown)

    async def on_membership(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """We were let in, or shown the door. Choices stay; sending pauses and goes on."""
        change = update.my_chat_member
        if change is None:
            return
        chat, present = change.chat, change.new_chat_member.status not in AWAY
        was = change.old_chat_member.status not in AWAY

        def note() -> None:
            with self.newsroom.store.writing() as tx:
                if present:
                    tx.readers.resume_chat(chat.id, self.now())
                else:
                    for address in tx.readers.of_chat(chat.id):
                        tx.readers.pause(address, KICKED if chat.type != Chat.PRIVATE else BLOCKED, self.now())

        await asyncio.get_running_loop().run_in_executor(self.writer, note)
        if present and not was and chat.type != Chat.PRIVATE:
            # In a channel everybody would read it, so who added us hears it alone.
            channel = chat.type == Chat.CHANNEL
            to = Chat(id=change.from_user.id, type=Chat.PRIVATE) if channel else chat
            request = self._request(to, None, change.from_user, "")
            await self._send(request, render.line(request.words()("group.channel" if channel else "group.hello")))

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What no handler expected. Its text may quote a reader, so only its kind and place are logged."""
        error = context.error
        if error is not None:
            log.error("update not handled: %s", _place(error))
        chat = update.effective_chat if isinstance(update, Update) else None
        user = update.effective_user if isinstance(update, Update) else None
        if chat is not None and chat.type == Chat.PRIVATE:
            request = self._request(chat, None, user, "")
            await self._send(request, render.line(request.words()("error.failed")))

    def _request(
        self, chat: Chat, thread: int | None, user: User | None, text: str, pressed: Pressed | None = None
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

    async def _run(self, command: Command, request: Request) -> Reply:
        """The command's answer, or the sentence that says it failed."""
        executor = self.writer if command.writes else self.lookups
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(executor, command.function, request, self.newsroom)
        except DigestError as error:
            log.error("command failed: %s", type(error).__name__)
        except Exception as error:
            log.error("command failed: %s", _place(error))
        failed = request.words()("error.failed")
        return Reply(toast=failed) if request.pressed else Reply(messages=(render.line(failed),))

    async def _carry_out(self, request: Request, reply: Reply, message_id: int | None) -> None:
        if reply.edit is not None and message_id is not None:
            await self._quietly(self.telegram.edit(request.address, message_id, reply.edit))
        for message in reply.messages:
            await self._send(request, message)
        if reply.attachment is not None:
            file = reply.attachment
            sent = self.telegram.send_file(request.address, file.content, name=file.name, caption=file.caption)
            await self._quietly(sent)
        if reply.ask is not None:
            await self._open(request, reply.ask)

        if reply.wakes:
            self.wake()
        if reply.relabels:
            await self._relabel(request)

    async def _tell_of_lost(self, request: Request) -> None:
        """A message Telegram never answered for is mentioned once, with the next thing its reader does."""
        loop = asyncio.get_running_loop()
        try:
            notice = await loop.run_in_executor(self.lookups, lost.notice, request, self.newsroom)
        except DigestError as error:
            log.error("notice failed: %s", type(error).__name__)
            return
        if notice is not None:
            await self._send(request, notice)

    async def _relabel(self, request: Request) -> None:
        loop = asyncio.get_running_loop()
        reader = await loop.run_in_executor(self.lookups, reader_of, request, self.newsroom)
        if reader is not None and request.alone and self.bot is not None:
            await menus.relabel(self.bot, request.address, reader.language)

    async def _open(self, request: Request, ask: Ask) -> None:
        """An edition for this reader alone; says so when there is nothing in it."""
        loop = asyncio.get_running_loop()

        def open_edition() -> int:
            return self.for_reader(
                self.newsroom,
                request.address,
                themes=ask.themes,
                now=request.now,
                per_theme=ask.per_theme,
                everything=ask.everything,
            )

        waiting = await loop.run_in_executor(self.writer, open_edition)
        if waiting:
            self.wake()
        else:
            await self._send(request, ask.nothing)

    async def _send(self, request: Request, message: Message) -> None:
        await self._quietly(self.telegram.send(request.address, message))

    async def _answer(self, query: CallbackQuery, text: str) -> bool:
        await self._quietly(self.telegram.answer(query.id, render.shorten(text, TOAST_UTF16)))
        return True

    async def _quietly(self, call: Awaitable[object]) -> None:
        """Telegram's refusals end here: an answer that cannot be given is no reason to stop anything else."""
        try:
            await call
        except errors.BadMessage as error:
            log.error("an answer was refused as malformed: %s", error)
        except errors.TelegramError as error:
            log.warning("an answer was not delivered: %s", type(error).__name__)

    async def _admitted(self, incoming: Incoming) -> bool:
        """False above the flood limit; said once."""
        at = time.monotonic()
        if self.flood.allows(incoming.chat.id, at):
            return True
        if self.flood.warns(incoming.chat.id, at):
            request = self._request(incoming.chat, thread_of(incoming), incoming.from_user, "")
            await self._send(request, render.line(request.words()("error.busy")))
        return False

    async def _manages(self, request: Request, incoming: Incoming | None, context: ContextTypes.DEFAULT_TYPE) -> bool:
        """Whether who asks may change what this chat receives. Channel posts and anonymous administrators may."""
        if request.alone:
            return True
        if incoming is not None and incoming.sender_chat is not None:
            return incoming.sender_chat.id == incoming.chat.id
        if request.user_id is None:
            return False
        key, at = (request.address.chat_id, request.user_id), time.monotonic()
        if self.managers.get(key, 0.0) > at:
            return True
        try:
            member = await context.bot.get_chat_member(*key)
        except LibraryError:
            return False
        if member.status not in MANAGERS:
            return False
        if len(self.managers) > MANAGERS_KEPT:
            self.managers.clear()
        self.managers[key] = at + MANAGER_S
        return True

    async def _migrated(self, old: int, new: int) -> None:
        def migrate() -> None:
            with self.newsroom.store.writing() as tx:
                tx.readers.migrate(old, new)

        await asyncio.get_running_loop().run_in_executor(self.writer, migrate)


def _place(error: BaseException) -> str:
    """An exception's kind and where it was raised, without its text."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return f"{type(error).__name__} at " + " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames))


def register(application: Application[Any, Any, Any, Any, Any, Any], talk: Conversation) -> None:
    """Wires the conversation to an application built with ``concurrent_updates(PerChat())``."""
    talk.bot = application.bot
    plain = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST  # an edited message is no new question
    application.add_handler(MessageHandler(plain, talk.on_message))
    application.add_handler(CallbackQueryHandler(talk.on_press))
    application.add_handler(InlineQueryHandler(talk.on_inline))
    application.add_handler(ChatMemberHandler(talk.on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(talk.on_error)
