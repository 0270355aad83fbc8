"""Words: one segmenter object over jieba's dictionary and its hidden Markov model for unknown words.

Works on folded text (`script.fold`). The text is first cut into blocks of Chinese characters, ASCII letters and digits;
everything else is a token of its own. On such blocks the Rust engine (extra ``fast``) gives the same tokens as jieba,
which it does not on raw text (102 358 of 102 358 blocks against 95.7 % of lines); a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, Protocol

from digests.errors import SettingsError

Engine = Literal["jieba", "rjieba"]
Word = tuple[str, int, str]  # word, frequency (0: just enough to be kept whole), part of speech as jieba tags it

BLOCK = re.compile(r"[\u4e00-\u9fd5A-Za-z0-9]+")
OTHER = re.compile(r"[^\u4e00-\u9fd5A-Za-z0-9]")  # a character of no block
_PIECE = re.compile(r"[\u4e00-\u9fd5A-Za-z0-9]+|[^\u4e00-\u9fd5A-Za-z0-9]+")


class Cutter(Protocol):
    """An engine: cuts blocks (see `BLOCK`) that are parted by line breaks, each of which is a token."""

    def cut(self, text: str) -> list[str]: ...
    def add_word(self, word: str, freq: int | None, tag: str) -> object: ...


class Segmenter:
    """Cuts folded text into words. Safe to share between threads once loaded."""

    def __init__(self, cutter: Cutter) -> None:
        self._cutter = cutter
        self.cut_blocks = cutter.cut  # a whole text in one go, once what is `OTHER` became line breaks

    def cut(self, text: str) -> list[str]:
        """Words and what stands between them, in order and without loss: joined they are ``text``."""
        tokens: list[str] = []
        cut = self._cutter.cut
        for piece in _PIECE.findall(text):
            if len(piece) == 1 or not BLOCK.match(piece):
                tokens.append(piece)
            else:
                tokens.extend(cut(piece))
        return tokens


def load_segmenter(engine: Engine = "jieba", words: Iterable[Word] = ()) -> Segmenter:
    """A segmenter with ``words`` (folded, made of `BLOCK` characters) added to the dictionary in the order given.

    jieba takes 0.4 s and 40 MB, rjieba 0.1 s and 56 MB. Raises SettingsError when rjieba is asked for and missing.
    """
    if engine == "jieba":
        from digests.chinese.tokenizer import Tokenizer  # imports jieba, and only then its tables

        cutter: Cutter = Tokenizer()
    elif engine == "rjieba":
        try:
            import rjieba
        except ImportError as missing:
            expected = "'jieba', or the extra 'fast' installed (pip install 'jianbao[fast]')"
            raise SettingsError("segmenter", engine, expected) from missing
        cutter = rjieba.Jieba()
    else:
        raise SettingsError("segmenter", engine, "'jieba' or 'rjieba'")
    for word, frequency, tag in words:
        cutter.add_word(word, frequency or None, tag)
    return Segmenter(cutter)
