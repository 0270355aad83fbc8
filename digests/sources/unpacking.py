"""Compressed answers, unpacked piece by piece.

The HTTP library unpacks too, but takes what breaks off for the whole document (zlib's ``flush`` complains of nothing,
only ``eof`` tells), and of several gzip members, which RFC 1952 (2.2) allows, the first for all of them. Where a server
neither gives a length nor sends chunks, the end of the compressed data is the only sign that all of it came.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

PIECE_BYTES = 2**20  # at most at once, so that a bomb is counted before it is large
NOT_ASKED_FOR = frozenset({"br", "zstd", "compress", "x-compress"})
_GZIP, _ZLIB, _BARE = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
_WINDOWS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}
_MEMBER = b"\x1f\x8b"


class BrokenOff(ValueError):
    """The compressed data end before their end."""


def unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """What ``chunks`` hold under a Content-Encoding, in pieces of at most PIECE_BYTES where it is gzip or deflate.

    Any other encoding leaves them as they are: servers write "utf-8" there and send plain text. Nothing at all gives
    nothing. What follows the data and is no further gzip member is passed over, as browsers do.

    Raises:
        BrokenOff: after the last piece that came.
        zlib.error: it is not compressed in this way.
    """
    window = _WINDOWS.get(encoding.strip().lower())
    full = (chunk for chunk in chunks if chunk)
    return full if window is None else _inflated(full, window)


def _inflated(chunks: Iterator[bytes], window: int) -> Iterator[bytes]:
    stream, left, begun = zlib.decompressobj(window), b"", False
    for chunk in chunks:
        left += chunk
        if not begun and len(left) < len(_MEMBER):
            continue
        if not begun and window == _ZLIB and not _zlib_header(left):
            stream = zlib.decompressobj(_BARE)  # what many servers mean by deflate
        begun = True
        while left:
            if stream.eof:
                if window != _GZIP or not left.startswith(_MEMBER[: len(left)]):
                    return
                if len(left) < len(_MEMBER):
                    break
                stream = zlib.decompressobj(window)
            piece = stream.decompress(left, PIECE_BYTES)
            left = stream.unused_data if stream.eof else stream.unconsumed_tail
            if piece:
                yield piece
    if not stream.eof and (begun or left):
        raise BrokenOff


def _zlib_header(data: bytes) -> bool:
    """Whether ``data`` begins as RFC 1950 (2.2) has it."""
    return data[0] & 15 == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0
