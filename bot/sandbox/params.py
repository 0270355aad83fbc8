"""Request bodies as the Bot API takes them: query, form, multipart and JSON all become texts by name."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from bot.sandbox.refusals import Refusal, bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    kind: str
    content: bytes


@dataclass(slots=True)
class Params:
    """Values stay texts until a method asks for a type: Telegram's server does the same."""

    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; anything else is ``default``."""
        value = self.values.get(name, "").strip()
        return int(value) if re.fullmatch(r"-?[0-9]{1,19}", value) else default

    def flag(self, name: str) -> bool:
        return self.values.get(name, "").strip().lower() in ("true", "yes", "1")

    def structure(self, name: str, what: str) -> Any:
        """The JSON in ``name``, ``None`` where there is none.

        Raises:
            Refusal: no JSON.
        """
        value = self.values.get(name, "")
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {what} JSON object") from error


def whole(value: Any) -> int:
    """A whole number out of JSON, which may come as a text; 0 for anything else."""
    text = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    return int(text) if re.fullmatch(r"-?[0-9]{1,19}", text) else 0


def read_params(content_type: str, body: bytes, query: str) -> Params:
    """All parameters of one request.

    Raises:
        Refusal: a body that cannot be read.
    """
    params = Params(dict(parse_qsl(query, keep_blank_values=True)))
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            _read_json(body, params)
        elif kind == "multipart/form-data":
            _read_multipart(content_type, body, params)
        elif kind == "application/x-www-form-urlencoded":
            params.values.update(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    return params


def _read_json(body: bytes, params: Params) -> None:
    if not body.strip():
        return
    try:
        values = json.loads(body)
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object")
    for name, value in values.items():
        if value is not None:
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            text.encode()  # an escaped half of a surrogate pair is no UTF-8
            params.values[name] = text


def _read_multipart(content_type: str, body: bytes, params: Params) -> None:
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    if not message.is_multipart():
        raise Refusal(400, "can't parse multipart form data")
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        filename = part.get_filename()
        if filename is None:
            params.values[name] = content.decode()
        else:
            params.files[name] = Upload(filename, part.get_content_type(), content)
