"""What the headers of an answer say to somebody who will come again. Whatever they hold, nothing here raises."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    import httpx2

COUNT = re.compile(r"[0-9]{1,18}")  # str.isdigit also knows superscripts, which no number is made of
_SENDABLE = re.compile(r"[ -~]{1,1000}")
_ASCII = bytes(range(128)).decode()


def asked_for_changes(answer: httpx2.Response) -> bool:
    """Unasked, "not modified" says nothing: an empty feed would pass for one that was read."""
    return not {"if-none-match", "if-modified-since"}.isdisjoint(answer.request.headers)


def validator(answer: httpx2.Response, name: str) -> str | None:
    """None for what could not be sent back, or would be refused for its length at every visit from then on."""
    value = answer.headers.get(name)
    return value if value and _SENDABLE.fullmatch(value) else None


def pause_s(retry_after: str | None) -> float:
    """Seconds or a date (RFC 9110, 10.2.3); anything else counts as not said."""
    text = (retry_after or "").strip()
    if COUNT.fullmatch(text):
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def fresh_s(answer: httpx2.Response) -> float:
    """Cache-Control's max-age less the Age spent in caches on the way (RFC 9111, 5.2.2.1)."""
    control = answer.headers.get("cache-control", "").lower()
    found = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", control)
    if found is None or "no-cache" in control or "no-store" in control:
        return 0.0
    age = answer.headers.get("age", "")
    return max(0.0, float(found[1]) - (float(age) if COUNT.fullmatch(age) else 0.0))


def location(answer: httpx2.Response) -> str:
    """Where a redirect leads. What is no ASCII is escaped byte by byte, as it came: some servers write GBK."""
    raw = next((value for name, value in answer.headers.raw if name.lower() == b"location"), b"")
    return quote(raw.strip(), safe=_ASCII)
