"""Telegram's HTML, refused in Telegram's words.

A scanner over UTF-8 bytes, because the errors count bytes. Compared on random texts with TDLib's own parser (tests).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.messages import utf16_len
from bot.sandbox.entities import Entity, in_order
from bot.sandbox.links import checked_link, user_of_link

_SPACE = b" \t\r\n\0\v"  # NUL counts, and ends the text: so an unclosed tag is met as a space
_KINDS = {
    "i": "italic",
    "em": "italic",
    "b": "bold",
    "strong": "bold",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = {*_KINDS, "a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_REFERENCE = re.compile(rb"&(?:#x([0-9A-Fa-f]*)|#([0-9]*)|([A-Za-z]*));?")
_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
_TIME_FORMAT = re.compile(r"(?:r|w?[dD]?[tT]?)\Z")


class MarkupError(ValueError):
    """``str()`` is what Telegram says after ``can't parse entities:``."""


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    format: str
    offset: int
    start: int


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """The text without tags, and its entities as written (not yet repaired), in order.

    Raises:
        MarkupError: what Telegram refuses.
    """
    scanner = _Scanner(html.encode("utf-8", "surrogatepass"))
    scanner.run()
    entities = [replace(e, argument="") if e.kind == "code" else e for e in scanner.entities]
    text = "".join(scanner.text)
    if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise MarkupError(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return text, in_order(entities)


class _Scanner:
    def __init__(self, raw: bytes) -> None:
        self.size = len(raw)
        self.raw = raw + b"\0"
        self.at = 0
        self.text: list[str] = []
        self.units = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def run(self) -> None:
        while self.at < self.size:
            if self.raw[self.at] == ord("<"):
                begin, self.at = self.at, self.at + 1
                if self.raw[self.at] == ord("/"):
                    self._end_tag(begin)
                else:
                    self._start_tag(begin)
            else:
                self._plain()
        if self.open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _plain(self) -> None:
        if self.raw[self.at] == ord("&"):
            character, after = _reference(self.raw, self.at)
            if character:
                self.at = after
                self._put(character)
                return
        stop = self.at + 1
        while stop < self.size and self.raw[stop] not in b"<&":
            stop += 1
        self._put(self.raw[self.at : stop].decode("utf-8", "surrogatepass"))
        self.at = stop

    def _put(self, characters: str) -> None:
        self.text.append(characters)
        self.units += utf16_len(characters)

    def _spaces(self) -> None:
        while self.at < self.size and self.raw[self.at] in _SPACE:
            self.at += 1

    def _until(self, stops: bytes) -> bytes:
        start = self.at
        while self.raw[self.at] not in _SPACE and self.raw[self.at] not in stops:
            self.at += 1
        return self.raw[start : self.at]

    @property
    def _ended(self) -> bool:
        return self.at >= self.size or self.raw[self.at] == 0

    def _start_tag(self, begin: int) -> None:
        tag = _lower(self._until(b">"))
        if self._ended:
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        if tag not in _TAGS:
            raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {begin}')
        opened = _Open(tag, "", "", self.units, len(self.text))
        while self.raw[self.at] != ord(">"):
            self._spaces()
            if self.raw[self.at] == ord(">"):
                break
            self._attribute(opened, begin)
        if tag == "span" and opened.argument != "spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        self.open.append(opened)

    def _attribute(self, opened: _Open, begin: int) -> None:
        name = self._until(b"=>/\"'").decode("utf-8", "replace")
        if not name:
            raise MarkupError(f'Empty attribute name in the tag "{opened.tag}" at byte offset {begin}')
        self._spaces()
        if self.raw[self.at] != ord("="):
            if self._ended:
                raise MarkupError(f'Unclosed start tag "{opened.tag}" at byte offset {begin}')
            _assign(opened, name, "")
            return
        self.at += 1
        self._spaces()
        if self._ended:
            raise MarkupError(f'Unclosed start tag "{opened.tag}" at byte offset {begin}')
        value = self._quoted() if self.raw[self.at] in b"'\"" else self._name_token()
        if self._ended:
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        _assign(opened, name, value)

    def _name_token(self) -> str:
        token = _TOKEN.match(self.raw, self.at)
        assert token is not None
        begin, self.at = self.at, token.end()
        if self.raw[self.at] not in _SPACE and self.raw[self.at] != ord(">"):
            raise MarkupError(f"Unexpected end of name token at byte offset {begin}")
        return _lower(token[0])

    def _quoted(self) -> str:
        quote = self.raw[self.at]
        self.at += 1
        value: list[bytes] = []
        while self.raw[self.at] != quote and self.raw[self.at] != 0:
            character, after = _reference(self.raw, self.at) if self.raw[self.at] == ord("&") else ("", 0)
            if character:
                value.append(character.encode("utf-8", "surrogatepass"))
                self.at = after
            else:
                value.append(self.raw[self.at : self.at + 1])
                self.at += 1
        if self.raw[self.at] == quote:
            self.at += 1
        return b"".join(value).decode("utf-8", "surrogatepass")

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise MarkupError(f"Unexpected end tag at byte offset {begin}")
        self.at += 1
        found = _lower(self._until(b">"))
        self._spaces()
        if self.raw[self.at] != ord(">"):
            raise MarkupError(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open.pop()
        if found and found != opened.tag:
            raise MarkupError(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{found}>"'
            )
        if self.units > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        span = Entity(kind="", offset=opened.offset, length=self.units - opened.offset)
        if opened.tag in _KINDS:
            self.entities.append(replace(span, kind=_KINDS[opened.tag]))
        elif opened.tag == "blockquote":
            self.entities.append(replace(span, kind="expandable_blockquote" if opened.argument else "blockquote"))
        elif opened.tag == "a":
            self._close_link(span, opened)
        elif opened.tag == "tg-emoji":
            if not re.fullmatch(r"-?[0-9]{1,19}", opened.argument) or not int(opened.argument):
                raise MarkupError("Invalid custom emoji identifier specified")
            self.entities.append(replace(span, kind="custom_emoji", argument=opened.argument))
        elif opened.tag == "tg-time":
            self._close_time(span, opened)
        else:
            self._close_verbatim(span, opened)

    def _close_link(self, span: Entity, opened: _Open) -> None:
        url = opened.argument or "".join(self.text[opened.start :])
        if user := user_of_link(url):
            self.entities.append(replace(span, kind="text_mention", argument=str(user)))
        elif checked := checked_link(url):
            self.entities.append(replace(span, kind="text_link", argument=checked))

    def _close_time(self, span: Entity, opened: _Open) -> None:
        if re.fullmatch(r"[0-9]{1,10}", opened.argument) and int(opened.argument):
            if not _TIME_FORMAT.match(opened.format):
                raise MarkupError("Invalid date format used")
            self.entities.append(replace(span, kind="date_time", argument=opened.argument, format=opened.format))

    def _close_verbatim(self, span: Entity, opened: _Open) -> None:
        """``pre`` around a whole ``code`` with a language, or the other way round, is one block of that language."""
        last = self.entities[-1] if self.entities else None
        other = "code" if opened.tag == "pre" else "pre"
        same = last is not None and last.kind == other and (last.offset, last.length) == (span.offset, span.length)
        inner = last.argument if last is not None else ""
        language = inner if opened.tag == "pre" else opened.argument
        if same and language and not (other == "pre" and inner):
            self.entities[-1] = replace(span, kind="pre", argument=language)
        else:
            self.entities.append(replace(span, kind=opened.tag, argument=opened.argument))


def _assign(opened: _Open, name: str, value: str) -> None:
    match opened.tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "unix"):
            opened.argument = value
        case ("code", "class") if value.startswith("language-"):
            opened.argument = value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            opened.argument = value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            opened.argument = "1"
        case ("tg-time", "format"):
            opened.format = value


def _lower(raw: bytes) -> str:
    return raw.lower().decode("utf-8", "replace")


def _reference(raw: bytes, at: int) -> tuple[str, int]:
    """The character that ``raw[at:]`` refers to and where it ends, or ``("", at)`` where ``&`` stands for itself."""
    found = _REFERENCE.match(raw, at)
    assert found is not None
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return (_NAMED[name], found.end()) if name in _NAMED else ("", at)
    digits, base = (hexadecimal, 16) if hexadecimal is not None else (decimal, 10)
    body_end = found.end() - raw[at : found.end()].endswith(b";")
    code = int(digits, base) if digits else 0
    if not 0 < code < 0x10FFFF or body_end - at >= 10:
        return "", at
    return chr(code), found.end()
