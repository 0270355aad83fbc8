"""Names and titles that strangers chose, made fit for a line on somebody's screen.

A terminal obeys control characters, and characters that are not seen (zero width, changes of direction) let one name
pass for another.
"""

from __future__ import annotations

import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def spelled_out(name: str) -> str:
    """A name that keeps telling documents apart: what is not seen is written as its escape."""
    if name.isprintable():
        return name
    return "".join(ascii(char)[1:-1] if _is_unseen(char) else char for char in name)


def cleaned(text: str) -> str:
    """A title or a person's name: NFC, on one line, without what is not seen."""
    return seen(unicodedata.normalize("NFC", text))


def seen(text: str) -> str:
    """On one line, without what is not seen."""
    if not text.isprintable():
        text = "".join(char for char in text if char.isspace() or not _is_unseen(char))
    return " ".join(text.split())


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN
