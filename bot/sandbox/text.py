"""What happens to a text between the request and the message: cleaned, trimmed, links found, limits kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.messages import utf16_len
from bot.sandbox.entities import MAX_BYTES, MAX_ENTITIES, Entity, clip, in_order, repair, serialised_bytes
from bot.sandbox.links import checked_link
from bot.sandbox.refusals import bad_request

TEXT_UTF16 = 4096  # Telegram counts code points in some places and UTF-16 in others: the narrower one is held here
CAPTION_UTF16 = 1024
RAW_BYTES = 32768

_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_MENTION = re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)(?!@)")
_COMMAND = re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
_HASHTAG = re.compile(r"(?<![\w#@$])#(?=\w*[^\W\d])\w{1,256}(?![#@$])")
_CASHTAG = re.compile(r"(?<![\w$@#])\$[A-Z]{1,8}(?![\w$@#])")
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,12}(?![\w@])"
)
_ADDRESS = re.compile(
    r"(?<![\w@./:])(?:(?:https?|HTTPS?)://[^\s<>\"'「」『』（）【】《》，。；：！？、]+"
    r"|(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.)+(?:[A-Za-z]{2}|com|org|net|info|gov|edu|news|app|dev|biz|int|mil|online|site|shop|xyz|top)"
    r"(?![A-Za-z0-9@-])(?::[0-9]{1,5})?(?:[/?#][^\s<>\"'「」『』（）【】《》，。；：！？、]*)?)"
)
_TAIL = ".,;:!?)]}'\"…"


def finish(
    text: str, entities: Iterable[Entity], *, limit: int = TEXT_UTF16, caption: bool = False
) -> tuple[str, list[Entity]]:
    """The text and entities as the message keeps them.

    Raises:
        Refusal: nothing but white space, too long, or too much formatting.
    """
    text, kept = _clean(text, entities)
    text, kept = _trim(text, repair(kept))
    if not text:
        if caption:
            return "", []
        raise bad_request("text must be non-empty")
    if utf16_len(text) > limit:
        raise bad_request("message caption is too long" if caption else "message is too long")
    kept = in_order([*kept, *_found(text, kept)])
    if serialised_bytes(kept) > MAX_BYTES:
        raise bad_request("ENTITIES_TOO_LONG")
    return text, kept[:MAX_ENTITIES]


def _clean(text: str, entities: Iterable[Entity]) -> tuple[str, list[Entity]]:
    """Control characters become spaces; carriage returns and characters that turn the line around go."""
    text = _CONTROL.sub(" ", text)
    gone = [utf16_len(text[: found.start()]) for found in _DROPPED.finditer(text)]
    if not gone:
        return text, list(entities)

    def moved(point: int) -> int:
        return point - sum(place < point for place in gone)

    shifted = [replace(e, offset=moved(e.offset), length=moved(e.end) - moved(e.offset)) for e in entities]
    return _DROPPED.sub("", text), [e for e in shifted if e.length > 0]


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends; what was formatted there shrinks with it."""
    inner = text.rstrip(" \n\t\u00a0\u3000").lstrip(" \n\t") if text.strip() else ""
    start = utf16_len(text[: text.index(inner)]) if inner else 0
    return inner, clip(entities, start, start + utf16_len(inner))


def _found(text: str, taken: list[Entity]) -> list[Entity]:
    """Links, mentions, commands and tags in plain text, where no entity of the sender's own is in the way."""
    blocked = [e for e in taken if e.kind in ("text_link", "text_mention", "pre", "code", "custom_emoji", "date_time")]
    found: list[Entity] = []
    for kind, pattern in (
        ("bot_command", _COMMAND),
        ("email", _EMAIL),
        ("url", _ADDRESS),
        ("mention", _MENTION),
        ("hashtag", _HASHTAG),
        ("cashtag", _CASHTAG),
    ):
        for match in pattern.finditer(text):
            word = match[0].rstrip(_TAIL) if kind == "url" else match[0]
            if kind == "url" and not checked_link(word):
                continue
            entity = Entity(kind=kind, offset=utf16_len(text[: match.start()]), length=utf16_len(word))
            if all(entity.end <= other.offset or other.end <= entity.offset for other in (*blocked, *found)):
                found.append(entity)
    return found
