"""jieba's dictionary and the likeliest way through it, in half the memory.

The same ways as ``jieba.Tokenizer`` goes, but the dictionary is held differently. jieba keeps 498 000 strings, a third
of them only prefixes that tell when to stop looking: 70 MB and 0.6 s. Here the words alone are kept, as their UTF-16
(48 bytes apiece, or 32 as a number, where a str takes 80), equal frequencies share one logarithm, and the prefixes
became the table of `pairs`. A word is looked up only where its pairs allow its size. 40 MB with the Markov model and
0.5 s; nothing is written into the temporary directory.
"""

from __future__ import annotations

import sys
import threading
from importlib.resources import files
from math import exp, log

from digests.chinese.pairs import LONG, Pairs, bit, paired

BREAK = "\n"
PART = " "  # between words
_AT_ONCE = 1 << 17  # bytes of the dictionary's file
_CLOSE = 1e-6  # two ways nearer than that may be as likely, and the rounding of what follows decides
_PAD = BREAK.encode("utf-16-le")


def _key(code: bytes) -> int | bytes:
    """A word, from its UTF-16, as it is kept: two characters as a number, as pairs are found anyway."""
    return int.from_bytes(code, sys.byteorder) if len(code) <= 4 else code


def _to_try(longest: int) -> list[tuple[int, ...]]:
    """The sizes whose bits are set, for each value of four bits."""
    short = [tuple(size for size in range(2, LONG) if bits & bit(size)) for bits in range(8)]
    return short + [(*sizes, *range(LONG, longest + 1)) for sizes in short]


class _Chances(dict[str, float]):
    """Character -> logarithm of its chance to stand as a word, each looked up once."""

    def __init__(self, logs: dict[int | bytes, float], total: int) -> None:
        self._logs, self.log_total = logs, log(total)

    def __missing__(self, char: str) -> float:
        chance = self[char] = self._logs.get(_key(char.encode("utf-16-le")), 0.0) - self.log_total
        return chance


class Dictionary:
    """The words, read at first use. Text is of the basic plane: Chinese characters, ASCII letters, digits, breaks."""

    def __init__(self) -> None:
        self.pairs = Pairs()
        self._logs: dict[int | bytes, float] = {}
        self._chances = _Chances({}, 1)
        self._total = 0
        self._longest = LONG  # word, in characters
        self._to_try = _to_try(LONG)  # sizes by the bits of `pairs`
        self._lock = threading.Lock()
        self._added: list[tuple[str, int | None]] = []

    def __contains__(self, word: str) -> bool:
        return _key(word.encode("utf-16-le")) in self._logs

    def add(self, word: str, freq: int | None) -> None:
        """Makes ``word`` known; without ``freq`` it gets just enough to stay whole, as jieba's suggest_freq does."""
        if self._logs:
            self._add(word, freq)
        else:
            self._added.append((word, freq))

    def way(self, text: str) -> tuple[str, list[int]]:
        """``text`` with its words parted by spaces, where the likeliest way goes; equal chances: the longer word.

        And the places where two ways are about as likely, so that the rounding of what stands behind would decide.
        """
        log_total, find, to_try, close = self._chances.log_total, self._logs.get, self._to_try, _CLOSE
        code = text.encode("utf-16-le") + _PAD  # no word goes over the end, nor over a break
        pairs = paired(code)
        sizes = self.pairs.sizes(pairs)
        steps = [1] * len(text)
        best = [0.0] * (len(text) + 1)  # of what follows each place
        unsure: list[int] = []
        top = 0.0
        at = len(text)
        for alone in map(self._chances.__getitem__, reversed(text)):
            at -= 1
            top += alone
            if possible := sizes[at]:
                for size in to_try[possible]:
                    known = find(pairs[at] if size == 2 else code[2 * at : 2 * (at + size)])
                    if known is not None:
                        chance = known - log_total + best[at + size]
                        if chance < top + close:
                            if chance < top - close:
                                continue
                            unsure.append(at)
                            if chance < top:
                                continue
                        top = chance
                        steps[at] = size
            best[at] = top
        return _parted(text, steps), unsure

    def load(self) -> None:
        """Reads the file, unless it was read before."""
        if self._logs:
            return
        with self._lock:
            if self._logs:
                return
            logs: dict[int | bytes, float] = {}
            shared: dict[bytes, float] = {}
            total = longest = 0
            with files("jieba").joinpath("dict.txt").open("rb") as lines:
                while some := lines.readlines(_AT_ONCE):
                    words = []
                    for line in some:
                        word, frequency, _ = line.split(b" ", 2)
                        count = shared.get(frequency)
                        if count is None:
                            count = shared[frequency] = log(int(frequency))
                        total += int(frequency)
                        words.append(code := word.decode("utf-8").encode("utf-16-le"))
                        logs[_key(code)] = count
                    self.pairs.note(words)
                    longest = max(longest, *map(len, words))
            self._total, self._longest, self._to_try = total, longest // 2, _to_try(longest // 2)
            self._chances = _Chances(logs, total)
            self._logs = logs
            for added, frequency_asked in self._added:
                self._add(added, frequency_asked)

    def _add(self, word: str, freq: int | None) -> None:
        code = word.encode("utf-16-le")
        old = self._logs.get(_key(code))
        if freq is None:
            share = 1.0
            for part in self.way(word)[0].split(PART):
                known = self._logs.get(_key(part.encode("utf-16-le")))
                share *= (1 if known is None else round(exp(known))) / self._total
            freq = max(int(share * self._total) + 1, 0 if old is None else round(exp(old)))
        self._logs[_key(code)] = log(freq)
        self._total += freq
        if len(word) > self._longest:
            self._longest, self._to_try = len(word), _to_try(len(word))
        self.pairs.note([code])
        self._chances = _Chances(self._logs, self._total)


def _parted(text: str, steps: list[int]) -> str:
    """``text`` with spaces between the words that ``steps`` lead over."""
    words = []
    at, end = 0, len(text)
    while at < end:
        size = steps[at]
        words.append(text[at : at + size])
        at += size
    return PART.join(words)
