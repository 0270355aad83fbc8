"""The page's addresses: what is shown (GET) and what a person does (POST, JSON)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox.core import Core
from bot.sandbox.methods.profile import commands_for
from bot.sandbox.page.actions import Actions
from bot.sandbox.page.deeds import Deeds
from bot.sandbox.page.feed import Feed
from bot.sandbox.page.labels import LANGUAGES, known_language
from bot.sandbox.page.views import SHOWN, Eyes, Place
from bot.sandbox.refusals import Refusal
from bot.sandbox.world import Event, Post, User

log = logging.getLogger(__name__)
_FILES = Path(__file__).parent.parent / "templates"
_STATIC = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}


class Page:
    """The page of one person. ``actions`` are read anew for every page load; ``read`` is kept by whoever made it.

    Times are shown in ``zone``, or in the browser's own.
    """

    def __init__(
        self,
        core: Core,
        user: User,
        actions: Callable[[], Actions],
        stopping: asyncio.Event,
        read: dict[str, int],
        zone: str = "",
    ) -> None:
        self.core, self.user, self.actions, self.zone = core, user, actions, zone
        self.eyes = Eyes(core, user, read)
        self.feed = Feed(self._draw, stopping)
        self.deeds = Deeds(self.eyes, self.feed, actions)
        core.world.listeners.append(self.feed.note)
        self.templates = Environment(
            loader=FileSystemLoader(_FILES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[Route]:
        return [
            Route("/", self.show),
            Route("/chat/{chat_id:int}", self.show),
            Route("/chat/{chat_id:int}/{thread_id:int}", self.show),
            Route("/chat/-{chat_number:int}", self.show),
            Route("/chat/-{chat_number:int}/{thread_id:int}", self.show),
            Route("/page/events", self.events),
            Route("/page/older", self.older),
            Route("/page/commands", self.commands),
            Route("/page/file/{file_id}", self.file),
            Route("/page/do/{deed}", self.do, methods=["POST"]),
            Route("/page/{name}", self.static),
        ]

    async def show(self, request: Request) -> Response:
        path = request.path_params
        chat_id = -path["chat_number"] if "chat_number" in path else path.get("chat_id", self.user.id)
        place = self.eyes.place(chat_id, path.get("thread_id", 0))
        if place is None:
            return Response("no such chat", status_code=404, media_type="text/plain")
        posts = self.eyes.posts(place)
        shown = posts[-SHOWN:]
        seen = self.eyes.read.get(place.key, 0)
        html = self.templates.get_template("page.html.j2").render(
            {
                **self._common(),
                "place": place,
                "row": self.eyes.row(place),
                "subtitle": self.eyes.subtitle(place),
                "rows": [self.eyes.row(p) for p in self.eyes.places()],
                "bubbles": [self.eyes.bubble(post) for post in shown],
                "first_unread": next((p.message_id for p in shown if p.message_id > seen > 0 and p.from_bot), 0),
                "earlier": len(posts) > len(shown),
                "listed": "list" in request.query_params,
                "payload": request.query_params.get("start", ""),
                "about": self._about(),
                "mark": self.feed.mark,
                "zone": self.zone,
                "now": self.core.world.timestamp(),
            }
        )
        return Response(html, media_type="text/html")

    def _common(self) -> dict[str, Any]:
        world, language = self.core.world, known_language(self.user.language_code)
        return {
            "t": self.eyes.labels,
            "language": language,
            "languages": LANGUAGES,
            "bot": world.bot,
            "group": next((f"/chat/{p.key}" for p in self.eyes.places() if p.chat.kind in ("group", "supergroup")), ""),
            "user": self.user,
            "actions": self.actions(),
        }

    def _about(self) -> str:
        texts = self.core.profile.descriptions
        return texts.get(self.user.language_code[:2]) or texts.get("", "")

    def _bubble(self, post: Post) -> str:
        template = self.templates.get_template("bubble.html.j2")
        return template.render(bubble=self.eyes.bubble(post), t=self.eyes.labels, bot=self.core.world.bot)

    def _draw(self, event: Event) -> dict[str, Any] | None:
        """What open pages need to know of an event."""
        if event.chat is None or self.eyes.place(event.chat.id) is None:
            return None
        rows = {"list": self._list(), "now": self.core.world.timestamp()}
        if event.kind == "chat":
            return {"type": "chat", "chat": event.chat.id, **rows}
        if event.kind == "action":
            place = Place(chat=event.chat, thread_id=int(event.detail["thread_id"]))
            return {"type": "action", "key": place.key, "action": event.detail["action"]}
        assert event.post is not None
        drawn = {"key": Place(chat=event.chat, thread_id=event.post.thread_id).key, "id": event.post.message_id}
        if event.kind == "answered":
            return {"type": "answered", **drawn, **event.detail} if event.detail["user"] == self.user.id else None
        if event.kind == "deleted":
            return {"type": "deleted", **drawn, **rows}
        return {"type": event.kind, **drawn, "html": self._bubble(event.post), "own": not event.post.from_bot, **rows}

    def _list(self) -> str:
        rows = [self.eyes.row(place) for place in self.eyes.places()]
        return self.templates.get_template("chats.html.j2").render(rows=rows, t=self.eyes.labels)

    async def events(self, request: Request) -> Response:
        mark = request.headers.get("last-event-id") or request.query_params.get("since", "")
        return StreamingResponse(self.feed.events(mark), media_type="text/event-stream")

    async def older(self, request: Request) -> Response:
        query = request.query_params
        place = self.eyes.place(int(query["chat"]), int(query.get("thread", 0)))
        if place is None:
            return JSONResponse({"html": "", "earlier": False})
        before = [p for p in self.eyes.posts(place) if p.message_id < int(query["before"])]
        html = "".join(self._bubble(post) for post in before[-SHOWN:])
        return JSONResponse({"html": html, "earlier": len(before) > SHOWN})

    async def commands(self, request: Request) -> Response:
        chat = self.core.world.chats.get(int(request.query_params["chat"]))
        if chat is None:
            return JSONResponse([])
        return JSONResponse(commands_for(self.core.profile, chat, self.user.id, self.user.language_code))

    async def file(self, request: Request) -> Response:
        file = self.core.world.files.get(request.path_params["file_id"])
        if file is None:
            return Response("no such file", status_code=404, media_type="text/plain")
        if file.width:
            return Response(file.content, media_type="image/png" if file.content[:1] == b"\x89" else "image/jpeg")
        headers = {"content-disposition": "attachment"}
        return Response(file.content, media_type="application/octet-stream", headers=headers)

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            return Response("not found", status_code=404, media_type="text/plain")
        content = await asyncio.to_thread((_FILES / name).read_bytes)
        return Response(content, media_type=_STATIC[name])

    async def do(self, request: Request) -> Response:
        """One deed of the person; refusals come back as words for them."""
        deed: Callable[[dict[str, Any]], Awaitable[Any]] | None = self.deeds.table.get(request.path_params["deed"])
        if deed is None or request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return JSONResponse({"error": "not found"}, status_code=404)
        try:
            given = json.loads(await request.body())
            return JSONResponse(await deed(given))
        except Refusal as refusal:
            return JSONResponse({"error": refusal.description}, status_code=400)
        except (ValueError, TypeError, LookupError):
            return JSONResponse({"error": "bad request"}, status_code=400)
