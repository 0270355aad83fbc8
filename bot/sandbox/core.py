"""What every method works on: the world, the updates, the bot's profile, limits and faults."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.faults import Faults
from bot.sandbox.limits import FloodControl, Limits
from bot.sandbox.params import Params
from bot.sandbox.refusals import Refusal, bad_request, forbidden, too_many_requests
from bot.sandbox.updates import Updates
from bot.sandbox.world import Chat, Post, World


@dataclass(slots=True)
class Profile:
    """Per language code, ``""`` being everybody else. Commands per (scope, language); a scope is (type, chat, user)."""

    commands: dict[tuple[tuple[str, int, int], str], list[dict[str, str]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_button: dict[str, Any] = field(default_factory=lambda: {"type": "commands"})


class Core:
    """``seconds`` is a steady clock for limits and expiries; the time that messages carry is the world's."""

    def __init__(self, world: World, limits: Limits, seconds: Callable[[], float] = time.monotonic) -> None:
        self.world = world
        self.seconds = seconds
        self.updates = Updates(seconds)
        self.flood = FloodControl(limits, seconds)
        self.faults = Faults()
        self.profile = Profile()
        self.calls: dict[str, int] = {}

    def chat(self, params: Params) -> Chat:
        """The chat that a request names.

        Raises:
            Refusal: no such chat, or one that became another.
        """
        reference = params.text("chat_id").strip()
        if not reference:
            raise bad_request("chat_id is empty")
        chat = self.world.find_chat(reference)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to:
            raise Refusal(400, "group chat was upgraded to a supergroup chat", migrate_to=chat.migrated_to)
        return chat

    def writable(self, params: Params) -> Chat:
        """The chat, if the bot may write there.

        Raises:
            Refusal: blocked, kicked, not a member, no rights.
        """
        chat = self.chat(params)
        if chat.refusal:
            raise Refusal(*chat.refusal)
        if chat.private:
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
            if chat.bot_status == "kicked":
                raise forbidden("bot was blocked by the user")
            return chat
        if chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        if chat.bot_status == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        if chat.kind == "channel" and chat.bot_status != "administrator":
            raise bad_request("need administrator rights in the channel chat")
        if chat.muted:
            raise bad_request("not enough rights to send text messages to the chat")
        return chat

    def thread(self, chat: Chat, params: Params) -> int:
        """The topic to post into, 0 for none. Telegram's General topic is addressed by naming no topic.

        Raises:
            Refusal: no such topic, or a closed one.
        """
        thread_id = params.integer("message_thread_id")
        if not thread_id or not chat.forum:
            return 0
        topic = chat.topics.get(thread_id)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed:
            raise bad_request("TOPIC_CLOSED")
        return thread_id

    def admit(self, chat: Chat) -> None:
        """Counts a message or an edit against the limits.

        Raises:
            Refusal: 429.
        """
        wait_s = self.flood.take(chat.id, group=not chat.private)
        if wait_s:
            raise too_many_requests(wait_s)

    def own_post(self, chat: Chat, params: Params, doing: str) -> Post:
        """The bot's own message that a request names; ``doing`` is what it is to be: edited, deleted.

        Raises:
            Refusal: not there, or not the bot's.
        """
        message_id = params.integer("message_id")
        if message_id <= 0:
            raise bad_request("message identifier is not specified")
        post = chat.posts.get(message_id)
        if post is None:
            raise bad_request(f"message to {doing} not found")
        return post
