"""jieba's algorithm and dictionary in half the memory.

Same tokens as ``jieba.Tokenizer`` (a test compares them), but the dictionary is held differently. jieba keeps 498 000
strings, a third of them only prefixes that tell when to stop looking: 70 MB and 0.6 s. Here the words alone are kept,
as UTF-16 bytes (48 bytes apiece where a str takes 80), equal frequencies share one number, and the prefixes became a
table of one megabyte: of each pair of characters the sizes of the words that it begins, and of those that have it
next, by hash, where a collision costs a vain look-up and never a word. A word is looked up only where both its first
pairs allow its size: 0.9 look-ups a character, of which half find a word. 40 MB with the Markov model and 0.4 s;
nothing is written into the temporary directory.
"""

from __future__ import annotations

import sys
import threading
import warnings
from importlib.resources import files
from math import exp, log


def _import_jieba() -> tuple[object, object]:
    """jieba without its detour through pkg_resources, needed for nothing here: 12 MB and a deprecation warning."""
    absent = object()
    known = sys.modules.get("pkg_resources", absent)
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in its sources, reported when first compiled
            import jieba
            import jieba.finalseg
    finally:
        if known is absent:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = known  # type: ignore[assignment]
    jieba.setLogLevel(60)
    return jieba, jieba.finalseg


_jieba, _finalseg = _import_jieba()
_PAIRS = 1048573  # size of the table of pairs: a prime
_RUNS = 1 << 13  # runs of single characters
_LONG = 5  # words of so many characters and more share a bit; the dictionary's longest has 16
_AT_ONCE = 1 << 17  # bytes of the dictionary's file
_BREAK = "\n"


def _bit(chars: int) -> int:
    """The bit of the sizes, one of four, that tells of a word of so many characters."""
    return 1 << min(chars, _LONG) - 2


_FIRST = [_bit(max(size // 2, 2)) for size in range(512)]  # of a word, by its bytes, for its first pair
_NEXT = [bit << 4 for bit in _FIRST]


def _to_try(longest: int) -> list[tuple[int, ...]]:
    """The sizes whose bits are set, for each value of four bits."""
    short = [tuple(size for size in range(2, _LONG) if bits & _bit(size)) for bits in range(8)]
    return short + [(*sizes, *range(_LONG, longest + 1)) for sizes in short]


def _pairs(code: bytes) -> tuple[list[int], list[int]]:
    """The pairs of neighbours in UTF-16, as numbers: those at even and those at odd places."""
    view = memoryview(code)
    even, odd = view[: len(code) & ~3], view[2 : (len(code) - 2 & ~3) + 2]
    return even.cast("I").tolist(), odd.cast("I").tolist()


class _Chances(dict[str, float]):
    """Character -> logarithm of its chance to stand as a word, each looked up once."""

    def __init__(self, logs: dict[bytes, float], total: int) -> None:
        self._logs, self.log_total = logs, log(total)

    def __missing__(self, char: str) -> float:
        chance = self[char] = self._logs.get(char.encode("utf-16-le"), 0.0) - self.log_total
        return chance


class Tokenizer:
    """Cuts blocks of Chinese characters, ASCII letters and digits; the dictionary is read at first use."""

    def __init__(self) -> None:
        self._logs: dict[bytes, float] = {}
        # By hash of a pair of characters: bits of the sizes of words that begin with it, and on the left of these four
        # bits of the sizes of words whose second and third it is; see `_bit`.
        self._sizes = bytearray()
        self._total = 0
        self._lock = threading.Lock()
        self._added: list[tuple[str, int | None]] = []
        self._longest = 0  # word, in characters
        self._to_try: list[tuple[int, ...]] = []  # sizes by the bits of `_sizes`
        self._chances = _Chances({}, 1)
        self._runs: dict[str, tuple[str, ...]] = {}  # what became of runs of single characters

    def add_word(self, word: str, freq: int | None = None, tag: str = "") -> None:
        """Makes ``word`` known; without ``freq`` it gets just enough to stay whole, as jieba's suggest_freq does."""
        del tag  # the engines differ in what they keep of it, so nothing may depend on it
        if self._logs:
            self._add(word, freq)
        else:
            self._added.append((word, freq))

    def cut(self, text: str) -> list[str]:
        """The words of blocks that are parted by line breaks; each break is a token."""
        tokens: list[str] = []
        single = -1  # where the run of single characters began that has not ended yet
        steps, at, end = self._steps(text), 0, len(text)
        while at < end:
            size = steps[at]
            if size == 1:
                if single < 0:
                    single = at
                at += 1
                continue
            if single >= 0:
                self._unravel(text[single:at], tokens)
                single = -1
            if size:
                tokens.append(text[at : at + size])
                at += size
            else:
                tokens.append(_BREAK)
                at += 1
        if single >= 0:
            self._unravel(text[single:], tokens)
        return tokens

    def _unravel(self, run: str, tokens: list[str]) -> None:
        """Adds the words of a run that the dictionary left in single characters."""
        if len(run) == 1:
            tokens.append(run)
            return
        words = self._runs.get(run)
        if words is None:
            words = tuple(run if run.encode("utf-16-le") in self._logs else _finalseg.cut(run))  # type: ignore[attr-defined]
            if len(self._runs) >= _RUNS:
                self._runs.clear()
            self._runs[run] = words
        tokens += words

    def _steps(self, text: str) -> list[int]:
        """For each place the size of the word by which the likeliest way goes on; 0: a break.

        Equal chances: the longer word. The way begins anew at a break, as sums of other blocks would round otherwise.
        """
        if not self._logs:
            self._load()
        chances, to_try = self._chances, self._to_try
        find, log_total = self._logs.get, chances.log_total
        code = text.encode("utf-16-le")
        sizes = self._possible(code)
        code += bytes(2 * self._longest)  # no word goes over the end, nor over a break
        steps = [1] * len(text)
        best = [0.0] * (len(text) + 1)  # of what follows each place up to the next break
        at = len(text)
        for block in reversed(text.split(_BREAK)):
            top = 0.0
            for alone in map(chances.__getitem__, reversed(block)):
                at -= 1
                top += alone
                if possible := sizes[at]:
                    for size in to_try[possible]:
                        known = find(code[2 * at : 2 * (at + size)])
                        if known is not None:
                            chance = known - log_total + best[at + size]
                            if chance >= top:
                                top = chance
                                steps[at] = size
                best[at] = top
            if at:
                at -= 1
                steps[at] = 0
        return steps

    def _possible(self, code: bytes) -> bytes:
        """For each place the sizes that both the pair there and the next one allow, as bits: few others are words.

        All places at once, as one large number: the table's bytes, and the same moved by a place and a half, where the
        bits of the next pair lie upon those of this one. Two characters need no second pair.
        """
        table = self._sizes
        even, odd = _pairs(code + bytes(4))
        found = bytearray(len(even) + len(odd))
        found[::2] = bytes([table[pair % _PAIRS] for pair in even])
        found[1::2] = bytes([table[pair % _PAIRS] for pair in odd])
        both = int.from_bytes(found, "little")
        both &= both >> 12 | int.from_bytes(b"\x01" * len(found), "little")
        return (both & int.from_bytes(b"\x0f" * len(found), "little")).to_bytes(len(found), "little")

    def _note(self, words: list[bytes]) -> None:
        """Takes words into the table of pairs."""
        table = self._sizes
        for skip, bits in ((0, _FIRST), (2, _NEXT)):
            long = [word for word in words if len(word) > 2 + skip]
            pairs = memoryview(b"".join([word[skip : skip + 4] for word in long])).cast("I")
            for pair, word in zip(pairs, long, strict=True):
                table[pair % _PAIRS] |= bits[len(word)]

    def _load(self) -> None:
        with self._lock:
            if self._logs:
                return
            logs: dict[bytes, float] = {}
            shared: dict[bytes, float] = {}
            total = 0
            self._sizes = bytearray(_PAIRS)
            with files("jieba").joinpath("dict.txt").open("rb") as lines:
                while some := lines.readlines(_AT_ONCE):
                    keys = []
                    for line in some:
                        word, frequency, _ = line.split(b" ", 2)
                        count = shared.get(frequency)
                        if count is None:
                            count = shared[frequency] = log(int(frequency))
                        total += int(frequency)
                        keys.append(key := word.decode("utf-8").encode("utf-16-le"))
                        logs[key] = count
                    self._note(keys)
            self._total, self._longest = total, max(map(len, logs)) // 2
            self._to_try = _to_try(self._longest)
            self._chances = _Chances(logs, total)
            self._logs = logs
            for added, frequency_asked in self._added:
                self._add(added, frequency_asked)

    def _add(self, word: str, freq: int | None) -> None:
        key = word.encode("utf-16-le")
        if freq is None:
            share, at, steps = 1.0, 0, self._steps(word)
            while at < len(word):
                known = self._logs.get(key[2 * at : 2 * (at + steps[at])])
                share *= (1 if known is None else round(exp(known))) / self._total
                at += steps[at]
            old = self._logs.get(key)
            freq = max(int(share * self._total) + 1, 0 if old is None else round(exp(old)))
        self._logs[key] = log(freq)
        self._total += freq
        self._note([key])
        if len(word) > self._longest:
            self._longest = len(word)
            self._to_try = _to_try(self._longest)
        self._chances = _Chances(self._logs, self._total)
        self._runs = {}
