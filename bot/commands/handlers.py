"""From Telegram's updates to requests, from replies to calls. The only file here that knows Telegram's objects."""

from __future__ import annotations

import asyncio
import logging
import re
import time
import traceback
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from telegram import CallbackQuery, Chat, MessageEntity, Update, User
from telegram import Message as Incoming
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError as LibraryError
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot import errors, render
from bot.buttons import Press, Signer
from bot.commands import menu
from bot.commands.flood import Flood
from bot.commands.table import COMMANDS, PRESSES, Command
from bot.commands.talk import Ask, Pressed, Reply, Request
from bot.messages import Message
from bot.telegram import Telegram
from bot.wording import language_of, words
from digests.errors import DigestError
from digests.models import Address, ChatKind

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

log = logging.getLogger(__name__)

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)\s*(.*)", re.DOTALL)
TOAST_S = 0.5  # a press is answered with its toast if the work is done by then, else at once and without
MANAGER_S = 60.0  # how long an administrator is remembered as one
MANAGERS = frozenset({ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER})
TOAST_UTF16 = 190
MANAGERS_KEPT = 10_000
NO_TEXT = ""  # stands for a message that holds no text
KINDS: dict[str, ChatKind] = {
    Chat.PRIVATE: "private",
    Chat.GROUP: "group",
    Chat.SUPERGROUP: "supergroup",
    Chat.CHANNEL: "channel",
}


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
    managers: dict[tuple[int, int], float] = field(default_factory=dict)

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        incoming = update.effective_message
        if incoming is None or (incoming.via_bot and incoming.via_bot.id == context.bot.id):
            return
        if incoming.migrate_to_chat_id:
            await self._migrated(incoming.chat.id, incoming.migrate_to_chat_id)
            return
        wanted = _wanted(incoming, context.bot.username, context.bot.id)
        if wanted is None or not await self._admitted(incoming):
            return
        name, text = wanted
        request = self._request(incoming.chat, _thread(incoming), incoming.from_user, text)
        command = COMMANDS.get(name)
        if command is None:
            key = "help.text_only" if name == NO_TEXT else "help.unknown"
            await self._send(request, render.line(request.words()(key)))
        elif command.manages and not await self._manages(request, incoming, context):
            await self._send(request, render.line(request.words()("error.admins")))
        else:
            await self._carry_out(request, await self._run(command, request), None)

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
        thread = _thread(message) if isinstance(message, Incoming) else None
        request = self._request(message.chat, thread, query.from_user, "", self._press(press, message))
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

    def _press(self, press: Press, message: Any) -> Pressed:
        keyboard = (
            message.reply_markup.inline_keyboard if isinstance(message, Incoming) and message.reply_markup else ()
        )
        others = (self.signer.read(str(b.callback_data)) for row in keyboard for b in row if b.callback_data)
        return Pressed(press=press, subject=_subject(message), keyboard=tuple(p for p in others if p))

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
            request = self._request(incoming.chat, _thread(incoming), incoming.from_user, "")
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


def _wanted(incoming: Incoming, me: str, my_id: int) -> tuple[str, str] | None:
    """(command, its words) of a message; None for what is not for us."""
    private, channel = incoming.chat.type == Chat.PRIVATE, incoming.chat.type == Chat.CHANNEL
    if incoming.from_user is not None and incoming.from_user.is_bot and incoming.sender_chat is None:
        return None
    text = incoming.text
    if text is None:
        return (NO_TEXT, "") if private and incoming.effective_attachment is not None else None
    command = COMMAND.match(text)
    if command:
        name, other, rest = command[1].lower(), command[2], command[3]
        if other and other.lower() != me.lower():
            return None
        return (name, rest) if private or other or name in COMMANDS else None
    if channel:
        return None
    if not private:
        addressed = _addressed(incoming, text, me, my_id)
        if addressed is None:
            return None
        text = addressed
    return menu.understood(text) or ("find", text)


def _addressed(incoming: Incoming, text: str, me: str, my_id: int) -> str | None:
    """A group message without the mention of us; None when it neither mentions us nor answers us."""
    mention = re.compile(rf"@{re.escape(me)}(?![A-Za-z0-9_])", re.IGNORECASE)
    if mention.search(text):
        return mention.sub(" ", text).strip()
    answered = incoming.reply_to_message
    ours = answered is not None and answered.from_user is not None and answered.from_user.id == my_id
    return text if ours else None


def _thread(message: Incoming) -> int | None:
    """The forum topic; None outside forums and in the General topic, which has to be left out when sending."""
    return message.message_thread_id if message.is_topic_message else None


def _subject(message: object) -> str:
    """The first bold words of one of our messages."""
    if not isinstance(message, Incoming) or not message.text:
        return ""
    bold = message.parse_entities([MessageEntity.BOLD])
    first = min(bold, key=lambda entity: entity.offset, default=None)
    return bold[first] if first is not None else ""


def _place(error: BaseException) -> str:
    """An exception's kind and where it was raised, without its text."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return f"{type(error).__name__} at " + " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames))


def register(application: Application[Any, Any, Any, Any, Any, Any], talk: Conversation) -> None:
    """Wires the conversation to an application built with ``concurrent_updates(PerChat())``."""
    plain = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST  # an edited message is no new question
    application.add_handler(MessageHandler(plain, talk.on_message))
    application.add_handler(CallbackQueryHandler(talk.on_press))
    application.add_error_handler(talk.on_error)
