"""A refusal as Telegram words it."""

from __future__ import annotations


class Refusal(Exception):
    """An answer with ``"ok": false``. ``description`` comes without the prefix that the code implies."""

    def __init__(self, code: int, description: str, *, retry_after_s: int = 0, migrate_to: int = 0) -> None:
        self.code, self.retry_after_s, self.migrate_to = code, retry_after_s, migrate_to
        self.description = _PREFIXES.get(code, "") + description
        super().__init__(self.description)

    def body(self) -> dict[str, object]:
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after_s:
            body["parameters"] = {"retry_after": self.retry_after_s}
        elif self.migrate_to:
            body["parameters"] = {"migrate_to_chat_id": self.migrate_to}
        return body


_PREFIXES = {400: "Bad Request: ", 403: "Forbidden: ", 409: "Conflict: "}


def bad_request(description: str) -> Refusal:
    return Refusal(400, description)


def forbidden(description: str) -> Refusal:
    return Refusal(403, description)


def too_many_requests(retry_after_s: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {retry_after_s}", retry_after_s=retry_after_s)
