"""Calls to Telegram's Bot API. Every failure is mapped here, once, to one of `bot.errors`: what the caller must do.

The tables of texts come from Telegram's own server (tdlib/telegram-bot-api) and from what bots met; they are matched
without regard to case, because the library lower-cases the first letter and drops the prefix. A 403 that nobody
documents does not pause a reader: such answers have been seen for healthy chats.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

import httpx
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.error import ChatMigrated as Migrated
from telegram.error import TelegramError as Answer
from telegram.ext import ExtBot

from bot import errors
from bot.messages import Message, Rows
from bot.pacer import Pacer, Turn, seconds
from digests.models import Address

INLINE_CACHE_S = 60  # Telegram keeps the results of one person's query so long; new articles are news after it

GONE_403 = (
    ("blocked by the user", "blocked"),
    ("user is deactivated", "deactivated"),
    ("can't initiate conversation", "never started"),
    ("was kicked", "kicked"),
    ("not a member", "kicked"),
    ("chat was deleted", "deleted"),
)
GONE_400 = (
    ("chat not found", "not found"),
    ("user not found", "not found"),
    ("peer_id_invalid", "not found"),
    ("chat_write_forbidden", "no rights"),
    ("chat_restricted", "no rights"),
    ("not enough rights", "no rights"),
    ("need administrator rights", "no rights"),
    ("have no rights", "no rights"),
    ("user_banned_in_channel", "no rights"),
    ("topic_closed", "topic closed"),
    ("topic_deleted", "topic closed"),
    ("topic_id_invalid", "topic closed"),
    ("message thread not found", "topic closed"),
    ("channel_private", "kicked"),
    ("group chat was deactivated", "deleted"),
)
NO_METHOD = "method not found"
UNCHANGED = "message is not modified"
TOO_OLD = "query is too old"
TOPIC_ONLY = frozenset({"topic closed"})  # concerns one topic; every other reason concerns the whole chat


class Shown(Protocol):
    """One inline result; ``html`` is what choosing it sends."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def html(self) -> str: ...


class Telegram:
    """Messages out. ``bot`` must have been built with ``pacer`` as its rate limiter."""

    def __init__(self, bot: ExtBot[Turn], pacer: Pacer) -> None:
        self._bot = bot
        self.pacer = pacer

    async def send(self, address: Address, message: Message, *, turn: Turn | None = None) -> int:
        """Sends one message when its turn comes; gives Telegram's message id.

        Raises:
            TelegramError: one of ``bot.errors``, by what the caller must do.
        """
        async with mapped():
            sent = await self._bot.send_message(
                chat_id=address.chat_id,
                message_thread_id=address.thread_id,
                text=message.html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(message.buttons),
                disable_notification=message.silent or None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                rate_limit_args=turn,
            )
        return sent.message_id

    async def edit(self, address: Address, message_id: int, message: Message) -> None:
        """Puts ``message`` in the place of one sent before; nothing happens when it is there already.

        Raises:
            TelegramError: as ``send``.
        """
        async with _unless(UNCHANGED), mapped():
            await self._bot.edit_message_text(
                chat_id=address.chat_id,
                message_id=message_id,
                text=message.html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(message.buttons),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )

    async def edit_buttons(self, address: Address, message_id: int, rows: Rows) -> None:
        """Puts other buttons under a message; nothing happens when they are there already.

        Raises:
            TelegramError: as ``send``.
        """
        async with _unless(UNCHANGED), mapped():
            await self._bot.edit_message_reply_markup(
                chat_id=address.chat_id, message_id=message_id, reply_markup=keyboard(rows)
            )

    async def send_file(self, address: Address, content: bytes, *, name: str, caption: str) -> None:
        """Sends a small file with a line of plain text under it.

        Raises:
            TelegramError: as ``send``.
        """
        async with mapped():
            await self._bot.send_document(
                chat_id=address.chat_id,
                message_thread_id=address.thread_id,
                document=content,
                filename=name,
                caption=caption,
            )

    async def answer(self, query_id: str, text: str = "") -> None:
        """Ends the spinner on a pressed button; a query that is too old is left alone.

        Raises:
            TelegramError: as ``send``.
        """
        async with _unless(TOO_OLD), mapped():
            await self._bot.answer_callback_query(query_id, text=text or None)

    async def answer_inline(
        self, query_id: str, results: Sequence[Shown], *, next_offset: str = "", hint: str = "", start: str = ""
    ) -> None:
        """Results while somebody types; ``hint`` is a button above them that opens our chat with ``/start start``.

        Raises:
            TelegramError: as ``send``.
        """
        articles = [
            InlineQueryResultArticle(
                id=result.id,
                title=result.title,
                description=result.description,
                input_message_content=InputTextMessageContent(
                    result.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
                ),
            )
            for result in results
        ]
        button = InlineQueryResultsButton(hint, start_parameter=start) if hint else None
        async with _unless(TOO_OLD), mapped():
            await self._bot.answer_inline_query(
                query_id,
                articles,
                next_offset=next_offset,
                button=button,
                is_personal=True,
                cache_time=INLINE_CACHE_S,
            )


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """The rows of buttons in the library's form; None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.text, callback_data=b.data, url=b.url) for b in row] for row in rows]
    )


@asynccontextmanager
async def _unless(harmless: str) -> AsyncIterator[None]:
    """Passes over a refusal that holds this text: an edit that changes nothing or a late answer is nobody's mistake."""
    try:
        yield
    except errors.BadMessage as error:
        if harmless not in str(error).lower():
            raise


@asynccontextmanager
async def mapped() -> AsyncIterator[None]:
    """Raises what Telegram answered as one of ``bot.errors``."""
    try:
        yield
    except Answer as answer:
        raise meaning(answer) from answer


def meaning(answer: Answer) -> errors.TelegramError:
    """What an answer of the library asks the caller to do."""
    match answer:
        case RetryAfter():
            return errors.Throttled(seconds(answer))
        case Migrated():
            return errors.ChatMigrated(answer.new_chat_id)
        case InvalidToken() if NO_METHOD in answer.message.lower():  # 404, as for a token that is malformed
            return errors.BadMessage("the Bot API server lacks a method that is needed; is telegram.api_url right?")
        case InvalidToken():
            return errors.BadToken("Telegram refuses the bot token: get the current one from @BotFather and set it")
        case Conflict():
            return errors.OtherInstance("another process uses this bot token: stop it, or give this one its own bot")
        case Forbidden():
            return _gone(answer, GONE_403) or errors.Refused(_text(answer))
        case BadRequest():  # is a NetworkError to the library, so it comes first
            return _gone(answer, GONE_400) or errors.BadMessage(_text(answer))
        case TimedOut() | NetworkError():
            return _network(answer)
    return errors.OutcomeUnknown("Telegram's answer could not be read")


def _gone(answer: Answer, texts: tuple[tuple[str, str], ...]) -> errors.ChatGone | None:
    said = answer.message.lower()
    return next((errors.ChatGone(reason) for text, reason in texts if text in said), None)


def _network(answer: Answer) -> errors.TelegramError:
    """A request that certainly never left, a refusal of the server's own, or one whose fate nobody knows."""
    cause = answer.__cause__
    if isinstance(cause, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)):
        return errors.NotSent("no connection to Telegram")
    if isinstance(answer, TimedOut) or isinstance(cause, httpx.HTTPError):
        return errors.OutcomeUnknown("no answer from Telegram")
    if cause is None or type(cause) is Answer:  # an HTTP status; the cause is an unreadable body of it
        return errors.TelegramDown("Telegram is out of order")
    return errors.OutcomeUnknown("no answer from Telegram")


def _text(answer: Answer) -> str:
    """What Telegram said; it may quote a line of ours."""
    return answer.message[:200]
