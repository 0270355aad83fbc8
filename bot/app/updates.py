"""Updates as a server sends them, made such that the library takes each of them once, in order, and never stumbles.

What the library cannot read it fetches for ever, without a pause and without a word: one message with a newer kind of
attachment than it knows, or an older kind of poll, made the bot deaf for everyone.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from copy import deepcopy
from typing import Any

from telegram import Update
from telegram.error import TelegramError as LibraryError
from telegram.request import RequestData

from bot.requests import Request

REMEMBERED = 2_000  # ids of updates that were taken; a batch holds at most 100
HURRIED_S = 0.3  # pause after an empty answer of a server that does not let us wait for updates

log = logging.getLogger(__name__)


class UpdatesRequest(Request):
    """For ``getUpdates`` alone: every other call goes through as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._taken: OrderedDict[int, None] = OrderedDict()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        """Raises the library's TelegramError for an answer that holds no list of updates: it is polled for again."""
        began = asyncio.get_running_loop().time()
        code, payload = await super().do_request(url, method, request_data, *args, **kwargs)
        if code != 200 or not url.endswith("/getUpdates"):
            return code, payload
        updates = [self._readable(update) for update in _listed(payload)]
        waits = request_data is not None and int(request_data.json_parameters.get("timeout", "0")) > 0
        if not updates and waits and asyncio.get_running_loop().time() - began < HURRIED_S:
            await asyncio.sleep(HURRIED_S)
        return code, json.dumps({"ok": True, "result": updates}).encode()

    def _readable(self, update: dict[str, Any]) -> dict[str, Any]:
        """The update, or in the place of one that came before or cannot be read its number, which confirms it."""
        number = update["update_id"]
        if number in self._taken:
            return {"update_id": number}
        self._taken[number] = None
        while len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        try:
            Update.de_json(deepcopy(update), None)  # it takes apart what it is given
        except Exception as error:  # whatever the library trips over; its text may quote a reader
            kind = next((name for name in update if name != "update_id"), "empty")
            log.warning("an update was passed over, the library cannot read it: %s, %s", kind, type(error).__name__)
            return {"update_id": number}
        return update


def _listed(payload: bytes) -> list[dict[str, Any]]:
    """The updates of an answer, oldest first."""
    try:
        updates = json.loads(payload)["result"]
        return sorted(updates, key=lambda update: int(update["update_id"]))
    except (ValueError, TypeError, KeyError) as error:
        raise LibraryError("no list of updates came") from error
