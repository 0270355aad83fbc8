"""Where words may begin, and where none goes across: told by pairs of characters, before any word is looked up.

A table of four megabytes holds, of each pair of characters, by hash, the sizes of the words that it begins and of those
that have it next. A collision costs a vain look-up and never a word. What one pair and the next both allow is found for
all places of a text at once, as one large number, and so are the seams that no word can cross.

Of unrelated news half of the characters stand in pieces met before; with one megabyte a third, with eight 56 %, with
no collisions (eight bits of each pair beside its sizes) 58 %, but that took more time than it saved.
"""

from __future__ import annotations

from collections.abc import Sequence

LONG = 5  # words of so many characters and more share a bit; the dictionary's longest has 16
_PAIRS = 4194301  # size of the table: a prime
_SEAM, _NONE = " ", "\x01"
_SEAMS = _SEAM.encode() + 255 * _NONE.encode()


def bit(chars: int) -> int:
    """The bit of the sizes, one of four, that tells of a word of so many characters."""
    return 1 << min(chars, LONG) - 2


_FIRST = [bit(max(size // 2, 2)) for size in range(512)]  # of a word, by its bytes, for its first pair
_NEXT = [bit << 4 for bit in _FIRST]


class Pairs:
    """The table. Text and words are UTF-16, little end first, of two bytes a character."""

    def __init__(self) -> None:
        # By hash of a pair: bits of the sizes of words that begin with it, and on the left of these four bits of the
        # sizes of words whose second and third it is; see `bit`.
        self._table = bytearray(_PAIRS)

    def note(self, words: Sequence[bytes]) -> None:
        """Takes words into the table; a longer one as if each five characters of it were a word, see `pieces`."""
        most = 2 * LONG
        longer = [word for word in words if len(word) > most]
        words = [*words, *(word[at : at + most] for word in longer for at in range(2, len(word) - most + 2, 2))]
        table = self._table
        for skip, bits in ((0, _FIRST), (2, _NEXT)):
            long = [word for word in words if len(word) > 2 + skip]
            pairs = memoryview(b"".join([word[skip : skip + 4] for word in long])).cast("I")
            for pair, word in zip(pairs, long, strict=True):
                table[pair % _PAIRS] |= bits[len(word)]

    def sizes(self, pairs: Sequence[int]) -> bytes:
        """For each place the sizes that both the pair there and the next one allow, as bits: few others are words."""
        table, places = self._table, len(pairs)
        found = int.from_bytes(bytes([table[pair % _PAIRS] for pair in pairs]), "little")
        # The same moved by a place and a half, where the bits of the next pair lie upon those of this one; words of two
        # characters need no second pair.
        return (found & _every(0x0F, places) & (found >> 12 | _every(0x01, places))).to_bytes(places, "little")

    def pieces(self, text: str) -> list[str]:
        """``text``, parted wherever no word can go across, and around line breaks."""
        code = text.encode("utf-16-le")
        chars = len(text)
        begun = int.from_bytes(self.sizes(paired(code)), "little")
        crossed = begun  # the end of the character by the first one of a word, the second, the third and the fourth
        for size in (3, 4, LONG):
            begun &= _every(0x0F & -bit(size), chars)
            crossed |= begun << 8 * (size - 2)
        spread = bytearray(4 * chars)
        spread[::4], spread[1::4] = code[::2], code[1::2]
        spread[2::4] = crossed.to_bytes(chars + LONG, "little")[:chars].translate(_SEAMS)
        parted = spread[:-2].decode("utf-16-le").replace(f"{_NONE}\n", f"{_SEAM}\n").replace(f"\n{_NONE}", f"\n{_SEAM}")
        return parted.replace(_NONE, "").split(_SEAM)


def paired(code: bytes) -> list[int]:
    """The pairs of neighbours in UTF-16, as numbers."""
    view = memoryview(code)
    pairs = [0] * (len(code) // 2 - 1)
    even, odd = view[: len(code) & ~3], view[2 : (len(code) - 2 & ~3) + 2]
    pairs[::2], pairs[1::2] = even.cast("I").tolist(), odd.cast("I").tolist()
    return pairs


def _every(byte: int, times: int) -> int:
    return int.from_bytes(bytes([byte]) * times, "little")
