"""The Bot API over HTTP: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

from __future__ import annotations

import asyncio
import hmac
import inspect
import json
import logging
import re
from collections.abc import Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.core import Core
from bot.sandbox.faults import Fault, linger
from bot.sandbox.methods import METHODS
from bot.sandbox.params import Params, read_params
from bot.sandbox.refusals import Refusal, bad_request

log = logging.getLogger(__name__)

_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{30,60}\Z")
_METHODS = ["GET", "POST"]
MAX_BODY_BYTES = 64 * 1024 * 1024


class _Dropped(Exception):
    """The connection is to be closed without an answer."""


class Api:
    """Answers one bot's calls. ``abort`` closes a connection, found by its (host, port), without a word."""

    def __init__(
        self, core: Core, token: str, stopping: asyncio.Event, abort: Callable[[tuple[str, int]], None]
    ) -> None:
        self.core, self.token, self.stopping, self.abort = core, token, stopping, abort

    def routes(self) -> list[Route]:
        return [
            Route("/bot{token}/{method}", self.call, methods=_METHODS),
            Route("/file/bot{token}/documents/{file_id}", self.file, methods=["GET"]),
        ]

    async def call(self, request: Request) -> Response:
        try:
            self._authorise(request.path_params["token"])
            if int(request.headers.get("content-length") or 0) > MAX_BODY_BYTES:
                raise Refusal(413, "Request Entity Too Large")
            body = await request.body()
            params = read_params(request.headers.get("content-type", ""), body, request.url.query)
            result = await self._act(request.path_params["method"].lower(), params)
        except Refusal as refusal:
            return _refused(refusal)
        except _Dropped:
            self.abort(_peer(request))
            return Response()
        except ClientDisconnect:
            return Response()
        return JSONResponse({"ok": True, "result": result})

    async def file(self, request: Request) -> Response:
        file = self.core.world.files.get(request.path_params["file_id"])
        if file is None or not hmac.compare_digest(request.path_params["token"].encode(), self.token.encode()):
            return _refused(Refusal(404, "Not Found"))
        return Response(file.content, media_type=file.kind)

    def _authorise(self, token: str) -> None:
        if not _TOKEN.match(token):
            raise Refusal(404, "Not Found")
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            raise Refusal(401, "Unauthorized")

    async def _act(self, name: str, params: Params) -> Any:
        core = self.core
        core.calls[name] = core.calls.get(name, 0) + 1
        fault = core.faults.next(name, params.text("chat_id"))
        if fault:
            await self._before(fault)
        result = await self._result(name, params)
        if fault and fault.kind == "hang_after":
            await linger(fault.seconds, self.stopping)
        if fault and fault.kind == "drop_after":
            raise _Dropped
        return result

    async def _before(self, fault: Fault) -> None:
        if fault.refusal:
            raise fault.refusal
        if fault.kind == "drop_before":
            raise _Dropped
        if fault.kind == "hang":
            await linger(fault.seconds, self.stopping)

    async def _result(self, name: str, params: Params) -> Any:
        if name == "getupdates":
            return await self._updates(params)
        method = METHODS.get(name)
        if method is None:
            raise Refusal(404, "Not Found: method not found")
        result = method(self.core, params)
        return await result if inspect.isawaitable(result) else result

    async def _updates(self, params: Params) -> list[dict[str, Any]]:
        wanted = params.structure("allowed_updates", "allowed updates")
        if wanted is not None and not isinstance(wanted, list):
            raise bad_request("can't parse allowed updates: expected an Array of String")
        return await self.core.updates.poll(
            offset=params.integer("offset"),
            limit=params.integer("limit", 100),
            timeout_s=params.integer("timeout"),
            wanted=wanted,
        )


def _peer(request: Request) -> tuple[str, int]:
    assert request.client is not None
    return request.client.host, request.client.port


def _refused(refusal: Refusal) -> Response:
    headers = {"Retry-After": str(refusal.retry_after_s)} if refusal.retry_after_s else None
    return Response(
        json.dumps(refusal.body()), status_code=refusal.code, headers=headers, media_type="application/json"
    )
