"""How requests to a Bot API server are made."""

from __future__ import annotations

import json
from typing import Any

import httpx
from telegram.request import HTTPXRequest, RequestData

CONNECT_S, READ_S, WRITE_S, POOL_S = 10.0, 20.0, 10.0, 5.0
CONNECTIONS = 64


class Request(HTTPXRequest):
    """A refusal counts as one whatever its status: servers of other makers send it with 200, which the library takes
    for a success without a result, and we would for a message that may have arrived.
    """

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        code, payload = await super().do_request(url, method, request_data, *args, **kwargs)
        refused = code == 200 and b'"ok":false' in payload.replace(b" ", b"")
        return _refusal(payload) if refused else code, payload


def _refusal(payload: bytes) -> int:
    try:
        return int(json.loads(payload)["error_code"])
    except (ValueError, TypeError, KeyError):
        return 500


def request(
    made: type[HTTPXRequest] = Request, *, connections: int = CONNECTIONS, read_s: float = READ_S
) -> HTTPXRequest:
    """How requests are made: time for slow answers, and idle connections dropped before the server drops them."""
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=15.0)
    return made(
        connection_pool_size=connections,
        connect_timeout=CONNECT_S,
        read_timeout=read_s,
        write_timeout=WRITE_S,
        pool_timeout=POOL_S,
        httpx_kwargs={"limits": limits},
    )
