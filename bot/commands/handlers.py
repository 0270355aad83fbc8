"""From Telegram's updates to requests: one handler for each kind of update, wired to an application."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from telegram import CallbackQuery, Chat, Update
from telegram import Message as Incoming
from telegram.constants import ChatMemberStatus
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot import render
from bot.commands.conversation import Conversation, place
from bot.commands.incoming import NO_TEXT, pressed, thread_of, wanted
from bot.commands.inline import Results, inline
from bot.commands.known import begins_a_theme
from bot.commands.table import COMMANDS, OPERATORS, PRESSES
from digests.store.readers import REFUSED

log = logging.getLogger(__name__)

TOAST_S = 0.5  # a press is answered with its toast if the work is done by then, else at once and without
AWAY = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})
BLOCKED, KICKED = f"{REFUSED}blocked", f"{REFUSED}kicked"

Context = ContextTypes.DEFAULT_TYPE
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


async def on_message(talk: Conversation, update: Update, context: Context) -> None:
    """A command, plain words, or something without any."""
    incoming = update.effective_message
    if incoming is None:
        return
    if incoming.migrate_to_chat_id:
        await talk.write(talk.migrate, incoming.chat.id, incoming.migrate_to_chat_id)
        return
    asked = wanted(incoming, context.bot.username, context.bot.id, partial(begins_a_theme, newsroom=talk.newsroom))
    if asked is None:
        return
    name, text = asked
    request = talk.request(incoming.chat, incoming.from_user, text, thread=thread_of(incoming))
    if not await talk.admitted(request):
        return
    command = COMMANDS.get(name) or (OPERATORS.get(name) if request.operator and request.alone else None)
    if command is None:
        key = "help.text_only" if name == NO_TEXT else "help.unknown"
        await talk.send(request, render.line((await talk.words(request))(key)))
    elif command.manages and not await talk.manages(request, incoming):
        await talk.send(request, render.line((await talk.words(request))("error.admins")))
    else:
        await talk.carry_out(request, await talk.run(command, request))
        if request.alone:
            await talk.tell_of_lost(request)


async def on_press(talk: Conversation, update: Update, context: Context) -> None:
    """A button. Whatever happens, the query is answered: an unanswered one spins for the reader."""
    query = update.callback_query
    if query is None:
        return
    answered = False
    try:
        answered = await _press(talk, query)
    finally:
        if not answered:
            await talk.answer(query.id)


async def _press(talk: Conversation, query: CallbackQuery) -> bool:
    """Whether the query was answered."""
    press = talk.signer.read(query.data or "")
    command = PRESSES.get(press.action) if press else None
    message = query.message
    if message is None:
        return await talk.answer(query.id)
    thread = thread_of(message) if isinstance(message, Incoming) else None
    at, chat_id = time.monotonic(), message.chat.id
    known = pressed(press, message, talk.signer) if press else None
    request = talk.request(message.chat, query.from_user, thread=thread, pressed=known)
    if command is None:
        return await talk.answer(query.id, (await talk.words(request))("button.old"))
    if command.once and talk.flood.repeats(chat_id, message.message_id, query.data or "", at):
        return await talk.answer(query.id)
    if not talk.flood.allows(chat_id, at):
        return await talk.answer(query.id, (await talk.words(request))("error.busy"))
    if command.manages and not await talk.manages(request):
        return await talk.answer(query.id, (await talk.words(request))("error.admins"))
    work = asyncio.ensure_future(talk.run(command, request))
    done, _ = await asyncio.wait({work}, timeout=TOAST_S)
    answered = False if done else await talk.answer(query.id)
    reply = await work
    if not answered:
        answered = await talk.answer(query.id, reply.toast or "")
    await talk.carry_out(request, reply, message.message_id)
    return answered


async def on_inline(talk: Conversation, update: Update, context: Context) -> None:
    """Results while somebody types. Above the flood limit none come."""
    query = update.inline_query
    if query is None:
        return
    user, found = query.from_user, Results(results=())
    request = talk.request(Chat(id=user.id, type=Chat.PRIVATE), user, query.query)
    if talk.typing.allows(user.id, time.monotonic()):
        try:
            found = await talk.read(inline, request, talk.newsroom, query.offset)
        except Exception as error:
            log.error("inline query failed: %s", place(error))
    shown = talk.telegram.answer_inline(
        query.id, found.results, next_offset=found.next_offset, hint=found.hint, start=found.start
    )
    await talk.quietly(shown)


async def on_membership(talk: Conversation, update: Update, context: Context) -> None:
    """We were let in, or shown the door. Choices stay; sending pauses and goes on."""
    change = update.my_chat_member
    if change is None:
        return
    chat = change.chat
    present, was = (member.status not in AWAY for member in (change.new_chat_member, change.old_chat_member))
    await talk.write(_note, talk, chat, present)
    if not present or was or chat.type == Chat.PRIVATE:
        return
    # In a channel everybody would read it, so who added us hears it alone.
    channel = chat.type == Chat.CHANNEL
    to = Chat(id=change.from_user.id, type=Chat.PRIVATE) if channel else chat
    request = talk.request(to, change.from_user)
    await talk.send(request, render.line(request.words()("group.channel" if channel else "group.hello")))


def _note(talk: Conversation, chat: Chat, present: bool) -> None:
    with talk.newsroom.store.writing() as tx:
        if present:
            tx.readers.resume_chat(chat.id, talk.now())
            return
        for address in tx.readers.of_chat(chat.id):
            tx.readers.pause(address, BLOCKED if chat.type == Chat.PRIVATE else KICKED, talk.now())


async def on_error(talk: Conversation, update: object, context: Context) -> None:
    """What no handler expected. Its text may quote a reader, so only its kind and place are logged."""
    if context.error is not None:
        log.error("update not handled: %s", place(context.error))
    chat = update.effective_chat if isinstance(update, Update) else None
    user = update.effective_user if isinstance(update, Update) else None
    if chat is not None and chat.type == Chat.PRIVATE:
        request = talk.request(chat, user)
        await talk.send(request, render.line(request.words()("error.failed")))


def register(application: AnyApplication, talk: Conversation) -> None:
    """Wires the conversation to an application built with ``concurrent_updates(PerChat())``."""

    def bound(handler: Callable[[Conversation, Any, Context], Awaitable[None]]) -> Callable[..., Any]:
        return partial(handler, talk)

    talk.bot = application.bot
    plain = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST  # an edited message is no new question
    application.add_handler(MessageHandler(plain, bound(on_message)))
    application.add_handler(CallbackQueryHandler(bound(on_press)))
    application.add_handler(InlineQueryHandler(bound(on_inline)))
    application.add_handler(ChatMemberHandler(bound(on_membership), ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(bound(on_error))
