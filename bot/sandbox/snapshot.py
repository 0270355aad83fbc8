"""The chat page's world on disk, so that a restart finds the same chats as Telegram would.

Only what the person at the page takes part in is kept: at most ``KEPT`` messages a chat, no uploaded files. A file that
cannot be read is passed over: a sandbox starts empty rather than not at all.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.sandbox.entities import Entity
from bot.sandbox.world import Chat, Post, Topic, User, World

log = logging.getLogger(__name__)

VERSION = 1
KEPT = 300
_CHAT = ("bot_status", "started", "muted")
_POST = (
    "message_id",
    "date",
    "text",
    "keyboard",
    "thread_id",
    "edit_date",
    "extra",
    "via_bot",
    "inline_id",
    "silent",
    "from_bot",
)


def save(world: World, visitor: User, read: dict[str, int], path: Path) -> None:
    """Writes the file anew, readable by its owner only, in one step."""
    chats = [chat for chat in world.chats.values() if chat.id == visitor.id or visitor.id in chat.members]
    upcoming = next(world.ids)
    world.ids = itertools.count(upcoming)
    kept = {
        "version": VERSION,
        "language": visitor.language_code,
        "read": read,
        "next": upcoming,
        "chats": {str(chat.id): _chat_out(chat) for chat in chats},
    }
    draft = path.with_name(path.name + ".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(kept, file, ensure_ascii=False)
    draft.replace(path)


def load(world: World, visitor: User, read: dict[str, int], path: Path) -> None:
    """Brings chats that exist already to their saved state; nothing happens without a readable file."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] != VERSION:
            return
        visitor.language_code = kept["language"]
        read.update(kept["read"])
        for chat_id, chat_kept in kept["chats"].items():
            if chat := world.chats.get(int(chat_id)):
                _chat_in(world, visitor, chat, chat_kept)
        world.ids = itertools.count(kept["next"])
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("the sandbox starts empty: %s could not be read (%s)", path.name, type(error).__name__)


def _chat_out(chat: Chat) -> dict[str, Any]:
    posts = [post for post in chat.posts.values() if not post.document][-KEPT:]
    return {
        **{name: getattr(chat, name) for name in _CHAT},
        "topics": [asdict(topic) for topic in chat.topics.values()],
        "last": max(chat.posts, default=0),
        "posts": [_post_out(post) for post in posts],
    }


def _post_out(post: Post) -> dict[str, Any]:
    return {
        **{name: getattr(post, name) for name in _POST},
        "entities": [asdict(entity) for entity in post.entities],
        "by_visitor": post.sender is not None and not post.from_bot,
        "reply_to": post.reply_to.message_id if post.reply_to else 0,
    }


def _chat_in(world: World, visitor: User, chat: Chat, kept: dict[str, Any]) -> None:
    for name in _CHAT:
        setattr(chat, name, kept[name])
    chat.topics = {topic["thread_id"]: Topic(**topic) for topic in kept["topics"]}
    for post in kept["posts"]:
        sender = world.bot if post["from_bot"] else visitor if post["by_visitor"] else None
        made = Post(
            chat=chat,
            sender=sender,
            entities=[Entity(**entity) for entity in post["entities"]],
            reply_to=chat.posts.get(post["reply_to"]),
            **{name: post[name] for name in _POST},
        )
        chat.posts[made.message_id] = made
        if made.inline_id:
            world.inline_posts[made.inline_id] = made
    if chat.ids is not None:
        chat.ids = itertools.count(max(kept["last"], next(chat.ids) - 1) + 1)
