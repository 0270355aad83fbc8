"""sendDocument, sendPhoto and sendMediaGroup of the two."""

from __future__ import annotations

import secrets
import struct
from collections.abc import Callable
from typing import Any

from bot.sandbox.core import Core
from bot.sandbox.methods.sending import deliver, read_text
from bot.sandbox.params import Params
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json
from bot.sandbox.world import File

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
_KINDS = ("document", "photo")


def send_document(core: Core, params: Params) -> Json:
    return _send_file(core, params, "document")


def send_photo(core: Core, params: Params) -> Json:
    return _send_file(core, params, "photo")


def _send_file(core: Core, params: Params, kind: str) -> Json:
    file = _file(core, params, params.text(kind), kind)
    text, entities = read_text(params, "caption")
    return deliver(core, params, text=text, entities=entities, document=file)


def send_media_group(core: Core, params: Params) -> list[Json]:
    """An album: two to ten of one kind; nothing is sent unless all of it can be."""
    items = params.structure("media", "media group")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad_request("expected an Array of InputMedia")
    if not 2 <= len(items) <= 10:
        raise bad_request("strongly typed media group must include 2-10 items" if items else "group must be non-empty")
    kinds = {str(item.get("type")) for item in items}
    if not kinds <= set(_KINDS):
        raise bad_request("the sandbox takes albums of documents or of photos")
    if len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    ready = []
    for item in items:
        file = _file(core, params, str(item.get("media", "")), str(item["type"]))
        caption = Params({k: str(v) for k, v in item.items() if k in ("caption", "parse_mode")})
        text, entities = read_text(caption, "caption")
        ready.append({"text": text, "entities": entities, "document": file})
    album = {"media_group_id": str(next(core.world.queries))}
    return [deliver(core, params, **content, extra=dict(album)) for content in ready]


def _file(core: Core, params: Params, named: str, kind: str) -> File:
    """The upload that a value like ``attach://x`` names, or a file sent before."""
    upload = params.files.get(named.removeprefix("attach://")) or params.files.get(kind)
    if not upload:
        known = core.world.files.get(named)
        if known is None:
            raise bad_request(
                "wrong file identifier/HTTP URL specified" if named else f"there is no {kind} in the request"
            )
        return known
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (MAX_PHOTO_BYTES if kind == "photo" else MAX_FILE_BYTES):
        raise bad_request("file is too big")
    size = picture_size(upload.content) if kind == "photo" else (0, 0)
    if kind == "photo" and not size[0]:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return core.world.keep(
        File(
            id=("AgAC" if kind == "photo" else "BQAC") + secrets.token_urlsafe(24),
            name=upload.name,
            kind=upload.kind,
            content=upload.content,
            width=size[0],
            height=size[1],
        )
    )


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG in pixels, (0, 0) for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if not content.startswith(b"\xff\xd8"):
        return 0, 0
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


METHODS: dict[str, Callable[[Core, Params], Any]] = {
    "senddocument": send_document,
    "sendphoto": send_photo,
    "sendmediagroup": send_media_group,
}
