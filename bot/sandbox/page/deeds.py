"""What the person at the page does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox import people
from bot.sandbox.methods.answering import SEARCH_S
from bot.sandbox.page.actions import Actions
from bot.sandbox.page.feed import Feed
from bot.sandbox.page.labels import known_language
from bot.sandbox.page.views import Eyes, Place
from bot.sandbox.refusals import bad_request
from bot.sandbox.text import TEXT_UTF16
from bot.sandbox.world import Post, Search

Given = dict[str, Any]
Deed = Callable[[Given], Awaitable[Any]]


class Deeds:
    """``table``: the deeds by name; each takes the page's JSON and gives back JSON."""

    def __init__(self, eyes: Eyes, feed: Feed, actions: Callable[[], Actions]) -> None:
        self.eyes, self.feed, self.actions = eyes, feed, actions
        self.core, self.user = eyes.core, eyes.user
        self.table: dict[str, Deed] = {
            "say": self.say,
            "edit": self.edit,
            "press": self.press,
            "inline": self.inline,
            "choose": self.choose,
            "read": self.read,
            "bot": self.move_bot,
            "language": self.language,
            "jump": self.jump,
            "drop": self.drop,
        }

    def _place(self, given: Given) -> Place:
        place = self.eyes.place(int(given["chat"]), int(given.get("thread") or 0))
        if place is None:
            raise bad_request("chat not found")
        return place

    def _post(self, given: Given, name: str = "message") -> Post:
        post = self._place(given).chat.posts.get(int(given[name]))
        if post is None:
            raise bad_request("message not found")
        return post

    async def say(self, given: Given) -> Any:
        """A long text goes out in pieces, as Telegram's clients cut it."""
        place = self._place(given)
        reply_to = self._post(given, "reply_to") if given.get("reply_to") else None
        text = str(given["text"])
        half = TEXT_UTF16 // 2
        pieces = [text[at : at + half] for at in range(0, len(text), half)] if len(text) > half else [text]
        for piece in pieces:
            if piece.strip():
                people.say(self.core, self.user, place.chat, piece, thread_id=place.thread_id, reply_to=reply_to)
        return {}

    async def edit(self, given: Given) -> Any:
        post = self._post(given)
        if post.sender is not self.user and post.chat.kind != "channel":
            raise bad_request("message can't be edited")
        people.edit(self.core, post, str(given["text"]))
        return {}

    async def press(self, given: Given) -> Any:
        post = self._post(given)
        rows = (post.keyboard or {}).get("inline_keyboard", [])
        button = rows[int(given["row"])][int(given["column"])]
        return {"press": people.press(self.core, self.user, post, button["callback_data"]).id}

    async def inline(self, given: Given) -> Any:
        """Waits for the bot's results as long as Telegram would."""
        place = self._place(given)
        made = people.search(
            self.core, self.user, str(given["query"]), offset=str(given.get("offset", "")), chat_kind=place.chat.kind
        )
        answer = await self._answer(made)
        results = [
            {"id": r["id"], "title": r["title"], "description": r.get("description", "")}
            for r in answer.get("results", [])
        ]
        return {
            "search": made.id,
            "results": results,
            "button": answer.get("button"),
            "next": answer.get("next_offset", ""),
        }

    async def _answer(self, made: Search) -> Given:
        found = asyncio.Event()
        listeners = self.core.world.listeners
        listeners.append(wake := lambda event: found.set() if event.detail.get("search") == made.id else None)
        try:
            await asyncio.wait_for(found.wait(), SEARCH_S)
        except TimeoutError:
            return {}
        finally:
            listeners.remove(wake)
        return made.answer or {}

    async def choose(self, given: Given) -> Any:
        place = self._place(given)
        made = self.core.world.searches[str(given["search"])]
        people.choose(self.core, self.user, place.chat, made, str(given["id"]), thread_id=place.thread_id)
        return {}

    async def read(self, given: Given) -> Any:
        place = self._place(given)
        self.eyes.read[place.key] = max(self.eyes.read.get(place.key, 0), int(given["message"]))
        self.feed.tell({"type": "read", "key": place.key})
        return {}

    async def move_bot(self, given: Given) -> Any:
        status = str(given["status"])
        place = self._place(given)
        if status not in ("member", "kicked", "administrator") or (place.chat.private and status == "administrator"):
            raise bad_request("no such status")
        people.move(self.core, self.user, place.chat, status)
        return {}

    async def language(self, given: Given) -> Any:
        self.user.language_code = known_language(str(given["code"]))
        return {}

    async def jump(self, given: Given) -> Any:
        act = self.actions().jump
        if act is None:
            raise bad_request("not found")
        return await _spoken(act())

    async def drop(self, given: Given) -> Any:
        act, text = self.actions().drop, str(given["text"]).strip()
        if act is None or not text:
            raise bad_request("text must be non-empty")
        return await _spoken(act(text))


async def _spoken(act: Awaitable[str]) -> Any:
    """An action's line, or its failure in its own words: whoever wrote it knows which exceptions it has."""
    try:
        return {"said": await act}
    except Exception as error:
        return {"failed": str(error) or type(error).__name__}
