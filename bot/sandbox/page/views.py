"""What a person is shown: the list of chats, one chat, one bubble."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from bot.sandbox.core import Core
from bot.sandbox.page.labels import labels
from bot.sandbox.page.render import text_html
from bot.sandbox.world import Chat, Post, User

SHOWN = 120  # messages a page load shows; earlier ones on request
PREVIEW_CHARS = 80
NOTHING = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A chat, or one topic of a forum: ``thread_id`` 0 is the chat itself or its General topic."""

    chat: Chat
    thread_id: int = 0

    @property
    def key(self) -> str:
        return f"{self.chat.id}/{self.thread_id}" if self.thread_id else str(self.chat.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the chat list."""

    key: str
    title: str
    initial: str
    colour: int
    preview: str
    at: int
    unread: int
    nested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """``side``: in, out or note (a line in the middle)."""

    id: int
    key: str
    side: str
    at: int
    html: Markup
    name: str = ""
    colour: int = 0
    via: str = ""
    quoted: tuple[str, str, int] | None = None
    document: dict[str, str] | None = None
    rows: list[list[dict[str, Any]]] = field(default_factory=list)
    edited: bool = False


class Eyes:
    """One person's view of the world, with what they have read so far."""

    def __init__(self, core: Core, user: User, read: dict[str, int]) -> None:
        self.core, self.user, self.read = core, user, read

    @property
    def labels(self) -> Mapping[str, str]:
        return labels(self.user.language_code)

    def places(self) -> list[Place]:
        """Every place the person can look at: the bot first, topics under their group."""
        found = []
        for chat in self.core.world.chats.values():
            if chat.migrated_to or not (chat.id == self.user.id or self.user.id in chat.members):
                continue
            found.append(Place(chat=chat))
            found += [Place(chat=chat, thread_id=topic.thread_id) for topic in chat.topics.values()]
        return found

    def place(self, chat_id: int, thread_id: int = 0) -> Place | None:
        return next((p for p in self.places() if p.chat.id == chat_id and p.thread_id == thread_id), None)

    def posts(self, place: Place) -> list[Post]:
        return [p for p in place.chat.posts.values() if p.thread_id == place.thread_id]

    def unread(self, place: Place, posts: Iterable[Post]) -> int:
        seen = self.read.get(place.key, NOTHING)
        return sum(p.message_id > seen and (p.from_bot or p.sender is None) for p in posts)

    def row(self, place: Place) -> Row:
        posts = self.posts(place)
        last = posts[-1] if posts else None
        title = self.title(place)
        return Row(
            key=place.key,
            title=title,
            initial=(title.strip() or "?")[0],
            colour=abs(place.chat.id + place.thread_id) % 7,
            preview=self.preview(last) if last else self.labels["empty"],
            at=last.date if last else 0,
            unread=self.unread(place, posts),
            nested=bool(place.thread_id),
        )

    def title(self, place: Place) -> str:
        if place.chat.private:
            names = self.core.profile.names
            return names.get(self.user.language_code[:2]) or names.get("") or self.core.world.bot.first_name
        if place.thread_id:
            return place.chat.topics[place.thread_id].name
        return place.chat.title

    def subtitle(self, place: Place) -> str:
        words = self.labels
        if place.chat.private:
            return words["bot"]
        if place.chat.bot_status in ("left", "kicked"):
            return words["no_bot"]
        if place.chat.kind == "channel":
            return words["channel"]
        if place.thread_id:
            return f"{words['topic']} · {place.chat.title}"
        count = 1 + len(place.chat.members)
        return f"{words['general']} · {words['group']}" if place.chat.forum else f"{count} {words['members']}"

    def preview(self, post: Post) -> str:
        """One line for the chat list, with who wrote it where that is the person."""
        mine = post.sender is self.user and not self.note(post)
        return f"{self.labels['you']}: {self.line(post)}" if mine else self.line(post)

    def line(self, post: Post) -> str:
        """The text in one line; what a spoiler hides stays hidden."""
        if note := self.note(post):
            return note
        raw = bytearray(post.text.encode("utf-16-le"))
        for entity in post.entities:
            if entity.kind == "spoiler":
                raw[2 * entity.offset : 2 * entity.end] = "▒".encode("utf-16-le") * entity.length
        text = raw.decode("utf-16-le", "replace")
        if post.document:
            text = f"{self.labels['document']}: {post.document.name} {text}"
        return " ".join(text.split())[:PREVIEW_CHARS]

    def note(self, post: Post) -> str:
        """Words for a message that is no text: service notes, and what the page cannot show."""
        words, extra = self.labels, post.extra
        if "forum_topic_created" in extra:
            return words["topic_made"] + str(extra["forum_topic_created"]["name"])
        if "new_chat_members" in extra:
            return words["joined"]
        if "migrate_to_chat_id" in extra or "migrate_from_chat_id" in extra:
            return words["upgraded"]
        return words["other"] if extra and not post.text and not post.document else ""

    def bubble(self, post: Post) -> Bubble:
        key = Place(chat=post.chat, thread_id=post.thread_id).key
        if note := self.note(post):
            return Bubble(id=post.message_id, key=key, side="note", at=post.date, html=Markup.escape(note))
        mine = post.sender is self.user
        named = post.sender and not mine and post.chat.kind in ("group", "supergroup")
        reply = post.reply_to
        return Bubble(
            id=post.message_id,
            key=key,
            side="out" if mine else "in",
            at=post.date,
            html=text_html(post.text, post.entities, self.labels),
            name=post.sender.first_name if post.sender and named else "",
            colour=post.sender.id % 7 if post.sender else 0,
            via=f"{self.labels['via']} @{self.core.world.bot.username}" if post.via_bot else "",
            quoted=(self._name(reply), self.line(reply), reply.message_id) if reply else None,
            document=_document(post),
            rows=post.keyboard.get("inline_keyboard", []) if post.keyboard else [],
            edited=bool(post.edit_date),
        )

    def _name(self, post: Post) -> str:
        return post.sender.first_name if post.sender else post.chat.title


def _document(post: Post) -> dict[str, str] | None:
    if not post.document:
        return None
    size = len(post.document.content)
    shown = (
        f"{size} B" if size < 1024 else f"{size / 1024:.1f} kB" if size < 1024 * 1024 else f"{size / 1024**2:.1f} MB"
    )
    shape = "photo" if post.document.width else "file"
    return {"id": post.document.id, "name": post.document.name, "size": shown, "shape": shape}
