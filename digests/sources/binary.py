"""Is this text at all? Asked before decoding, so that a picture named .txt gets a reason instead of mojibake."""

from __future__ import annotations

import re

_MAGIC = (
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office file"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b\x08", "a gzip file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file"),
    (b"Rar!\x1a\x07", "a RAR file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
)
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\x0b\x0c\r\x1a\x1b")
_SAMPLE_BYTES = 65_536
_STRAY_RATIO = 0.02  # a few stray controls are dirt in a text; compressed data has about one byte in ten
# UTF-16 without a mark is known by what its units would be: letters, punctuation and characters of Chinese pages.
_PLAUSIBLE = re.compile("[\t\n\r -~\u00a0-\u00ff\u2010-\u2027\u3000-\u303f\u3400-\u9fff\uff00-\uffee]+")
_PLAUSIBLE_RATIO = 0.9


def kind(content: bytes) -> str | None:
    """What the bytes are where they are no text, in words that follow a file's name; None: text, or may be."""
    for magic, words in _MAGIC:
        if content.startswith(magic):
            return words
    if content.startswith(_UTF16_BOMS):
        return None
    sample = content[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls <= _STRAY_RATIO * len(sample) or any(_reads_as(sample, code) for code in ("utf-16-le", "utf-16-be")):
        return None
    return "binary"


def _reads_as(sample: bytes, encoding: str) -> bool:
    text = sample.decode(encoding, "replace")
    return sum(map(len, _PLAUSIBLE.findall(text))) >= _PLAUSIBLE_RATIO * len(text)
