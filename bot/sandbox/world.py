"""Who and what exists in the sandbox: people, chats, messages. In memory, and gone with the process."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.entities import Entity

BOT_ID = 7_000_000_001
LOGIN = "jianbao_sandbox_bot"
MAX_POSTS = 5_000  # a chat; older ones are forgotten
MAX_FILES = 200


@dataclass(slots=True, kw_only=True)
class User:
    id: int
    first_name: str
    username: str = ""
    language_code: str = ""
    is_bot: bool = False


@dataclass(slots=True, kw_only=True)
class Topic:
    thread_id: int
    name: str
    closed: bool = False


@dataclass(slots=True, kw_only=True)
class File:
    """A document, or with a width a photo."""

    id: str
    name: str
    kind: str
    content: bytes
    width: int = 0
    height: int = 0


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Post:
    """One message. ``extra`` holds what is neither text nor document: a sticker, a contact, a service note."""

    message_id: int
    chat: Chat
    date: int
    sender: User | None
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    keyboard: dict[str, Any] | None = None
    thread_id: int = 0
    edit_date: int = 0
    reply_to: Post | None = None
    document: File | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    via_bot: bool = False
    inline_id: str = ""
    silent: bool = False
    deleted: bool = False
    from_bot: bool = False


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Chat:
    """``kind``: private, group, supergroup or channel. ``bot_status``: member, administrator, left, kicked.

    A private chat that the person never started has ``started`` false; ``refusal`` (code, text) is what every
    message to the chat is answered with, for chats that go away in ways the rest does not model.
    """

    id: int
    kind: str
    title: str
    username: str = ""
    forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    bot_status: str = "member"
    started: bool = True
    muted: bool = False
    migrated_to: int = 0
    refusal: tuple[int, str] | None = None
    posts: dict[int, Post] = field(default_factory=dict)
    listeners: list[Callable[[Event], None]] = field(default_factory=list)
    ids: itertools.count[int] | None = None

    @property
    def private(self) -> bool:
        return self.kind == "private"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Event:
    """``kind``: posted, edited, deleted, action, answered, chat, profile."""

    kind: str
    chat: Chat | None = None
    post: Post | None = None
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Press:
    """A callback query; ``answer`` is set by answerCallbackQuery."""

    id: str
    user: User
    post: Post
    data: str
    asked_at: float
    answer: dict[str, Any] | None = None


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Search:
    """An inline query and the results it got."""

    id: str
    user: User
    query: str
    asked_at: float
    answer: dict[str, Any] | None = None


class World:
    """Everything there is. ``now`` gives the time that messages carry; ``tell`` passes on what happened."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC), bot_id: int = BOT_ID) -> None:
        self.now = now
        self.bot = User(id=bot_id, first_name="简报 Jianbao", username=LOGIN, is_bot=True)
        self.users: dict[int, User] = {bot_id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.searches: dict[str, Search] = {}
        self.inline_posts: dict[str, Post] = {}
        self.files: dict[str, File] = {}
        self.listeners: list[Callable[[Event], None]] = []
        self.ids = itertools.count(1)
        self.queries = itertools.count(4_000_000_000_000)

    def timestamp(self) -> int:
        return int(self.now().timestamp())

    def add_user(self, user: User) -> User:
        return self.users.setdefault(user.id, user)

    def add_chat(self, chat: Chat) -> Chat:
        """Supergroups and channels count their messages themselves; private chats and basic groups share one count."""
        if chat.kind in ("supergroup", "channel"):
            chat.ids = itertools.count(1)
        self.chats[chat.id] = chat
        self.tell(Event(kind="chat", chat=chat))
        return chat

    def find_chat(self, reference: str) -> Chat | None:
        """By id, or a channel or supergroup by @name."""
        if reference.startswith("@"):
            name = reference[1:].lower()
            return next((c for c in self.chats.values() if c.username.lower() == name and not c.private), None)
        return self.chats.get(int(reference)) if re.fullmatch(r"-?[0-9]{1,19}", reference) else None

    def post(self, chat: Chat, sender: User | None, **fields: Any) -> Post:
        message = Post(message_id=next(chat.ids or self.ids), chat=chat, date=self.timestamp(), sender=sender, **fields)
        message.from_bot = sender is self.bot
        chat.posts[message.message_id] = message
        if len(chat.posts) > MAX_POSTS:
            del chat.posts[next(iter(chat.posts))]
        self.tell(Event(kind="posted", chat=chat, post=message))
        return message

    def keep(self, file: File) -> File:
        self.files[file.id] = file
        if len(self.files) > MAX_FILES:
            del self.files[next(iter(self.files))]
        return file

    def tell(self, event: Event) -> None:
        for listener in (*(event.chat.listeners if event.chat else ()), *self.listeners):
            listener(event)
