"""People for tests: each one looks at one chat, does things there and waits for what the bot does."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Callable
from typing import Any

from bot.sandbox import people
from bot.sandbox.core import Core
from bot.sandbox.world import Chat, Event, Post, Press, Search, User


class NothingCame(AssertionError):
    """The bot did not do what a test waited for."""


class Visitor:
    """One person in one chat (and topic). Everything the bot does there after this object was made is kept for it."""

    def __init__(self, core: Core, user: User, chat: Chat, *, thread_id: int = 0) -> None:
        self.core, self.user, self.chat, self.thread_id = core, user, chat, thread_id
        self.seen: list[Event] = []
        self._ahead: dict[str, deque[Event]] = {}
        self._news = asyncio.Event()
        chat.listeners.append(self._note)

    def _note(self, event: Event) -> None:
        if event.kind == "posted" and not (event.post and event.post.from_bot):
            return
        if self.thread_id and event.post and event.post.thread_id != self.thread_id:
            return
        self.seen.append(event)
        self._ahead.setdefault(event.kind, deque()).append(event)
        self._news.set()

    @property
    def posts(self) -> list[Post]:
        """The messages in the chat now, oldest first."""
        return [p for p in self.chat.posts.values() if not self.thread_id or p.thread_id == self.thread_id]

    @property
    def last(self) -> Post:
        """The bot's newest message here."""
        return next(post for post in reversed(self.posts) if post.from_bot)

    def say(self, text: str, *, reply_to: Post | None = None) -> Post:
        return people.say(self.core, self.user, self.chat, text, thread_id=self.thread_id, reply_to=reply_to)

    def send(self, **extra: Any) -> Post:
        """Something that is no text: ``send(sticker={...})``."""
        return people.send(self.core, self.user, self.chat, extra, thread_id=self.thread_id)

    def edit(self, post: Post, text: str) -> Post:
        return people.edit(self.core, post, text)

    def press(self, button: str, *, post: Post | None = None) -> Press:
        """Presses the button with this label or data, else one whose label contains it; newest message first."""
        for message in [post] if post else list(reversed(self.posts)):
            for matches in (str.__eq__, str.__contains__):
                for each in buttons(message):
                    if "callback_data" not in each:
                        continue
                    if matches(each["text"], button) or each["callback_data"] == button:
                        return people.press(self.core, self.user, message, each["callback_data"])
        there = [each["text"] for message in ([post] if post else self.posts) for each in buttons(message)]
        raise NothingCame(f"no button {button!r} that can be pressed among {there}")

    async def pressed(self, button: str, *, post: Post | None = None, timeout_s: float = 5) -> dict[str, Any]:
        """Presses and waits for the answer: text, alert, url."""
        made = self.press(button, post=post)
        await self._until(lambda: made.answer is not None, timeout_s, f"an answer to the button {button!r}")
        assert made.answer is not None
        return made.answer

    async def next_message(self, timeout_s: float = 5) -> Post:
        return _post(await self._next("posted", timeout_s))

    async def next_edit(self, timeout_s: float = 5) -> Post:
        return _post(await self._next("edited", timeout_s))

    async def ask(self, text: str, timeout_s: float = 5) -> Post:
        """Says something and waits for the bot's next message; what came before is passed over."""
        self._ahead.pop("posted", None)
        self.say(text)
        return await self.next_message(timeout_s)

    async def quiet(self, seconds: float = 0.3) -> None:
        """Nothing may come from the bot for so long.

        Raises:
            NothingCame: something did.
        """
        before = len(self.seen)
        await asyncio.sleep(seconds)
        if len(self.seen) > before:
            raise NothingCame(f"expected silence, got {[event.kind for event in self.seen[before:]]}")

    def block(self) -> None:
        people.move(self.core, self.user, self.chat, "kicked")

    def unblock(self) -> None:
        people.move(self.core, self.user, self.chat, "member")

    def move_bot(self, status: str) -> None:
        people.move(self.core, self.user, self.chat, status)

    def add_topic(self, name: str) -> Visitor:
        """A visitor of a new topic."""
        thread_id = people.add_topic(self.core, self.user, self.chat, name)
        return Visitor(self.core, self.user, self.chat, thread_id=thread_id)

    def migrate(self) -> Visitor:
        """A visitor of the supergroup that this group became."""
        return Visitor(self.core, self.user, people.migrate(self.core, self.user, self.chat))

    async def search(self, query: str, *, offset: str = "", timeout_s: float = 5) -> Search:
        """An inline query with its answer."""
        made = people.search(self.core, self.user, query, offset=offset, chat_kind=self.chat.kind)
        news = self._news
        self.core.world.listeners.append(wake := lambda event: news.set())
        try:
            await self._until(lambda: made.answer is not None, timeout_s, "inline results")
        finally:
            self.core.world.listeners.remove(wake)
        return made

    def choose(self, made: Search, result_id: str) -> Post:
        return people.choose(self.core, self.user, self.chat, made, result_id, thread_id=self.thread_id)

    async def _next(self, kind: str, timeout_s: float) -> Event:
        ahead = self._ahead.setdefault(kind, deque())
        await self._until(lambda: bool(ahead), timeout_s, kind)
        return ahead.popleft()

    async def _until(self, true: Callable[[], bool], timeout_s: float, what: str) -> None:
        deadline = asyncio.get_running_loop().time() + timeout_s
        while not true():
            self._news.clear()
            left = deadline - asyncio.get_running_loop().time()
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                raise NothingCame(f"waited {timeout_s:g} s for: {what}") from None


class Chats:
    """Makes chats and people. Ids count up from fixed starts, so that a test can name them."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._people = itertools.count(1_001)
        self._groups = itertools.count(2_001)

    def person(
        self, *, user_id: int = 0, first_name: str = "读者", username: str = "", language_code: str = "zh-hans"
    ) -> User:
        user_id = user_id or next(self._people)
        made = User(id=user_id, first_name=first_name, username=username, language_code=language_code)
        return self._core.world.add_user(made)

    def private(self, user: User | None = None, *, started: bool = True, **details: Any) -> Visitor:
        """A person's chat with the bot; the same chat again for the same person."""
        user = user or self.person(**details)
        chat = self._core.world.chats.get(user.id) or self._core.world.add_chat(
            Chat(id=user.id, kind="private", title=user.first_name, username=user.username, started=started)
        )
        return Visitor(self._core, user, chat)

    def group(
        self, title: str = "编辑部", *, supergroup: bool = True, forum: bool = False, bot_status: str = "member"
    ) -> Visitor:
        """A new group as its owner sees it; a forum is a supergroup."""
        kind = "supergroup" if supergroup or forum else "group"
        return self._owned(kind, title, forum=forum, bot_status=bot_status)

    def channel(self, title: str = "每日简报", *, username: str = "", bot_status: str = "administrator") -> Visitor:
        """A new channel as its owner sees it."""
        return self._owned("channel", title, username=username, bot_status=bot_status)

    def _owned(self, kind: str, title: str, **details: Any) -> Visitor:
        number, owner = next(self._groups), self.person()
        chat_id = -number if kind == "group" else -1_000_000_000_000 - number
        chat = Chat(id=chat_id, kind=kind, title=title, members={owner.id: "creator"}, **details)
        return Visitor(self._core, owner, self._core.world.add_chat(chat))

    def join(self, visitor: Visitor, user: User, status: str = "member") -> Visitor:
        """Another person in a group or channel."""
        visitor.chat.members[user.id] = status
        return Visitor(self._core, user, visitor.chat, thread_id=visitor.thread_id)


def buttons(post: Post) -> list[dict[str, Any]]:
    """All inline buttons of a message, row by row."""
    return [button for row in (post.keyboard or {}).get("inline_keyboard", []) for button in row]


def _post(event: Event) -> Post:
    assert event.post is not None
    return event.post
