"""jieba's algorithm and dictionary in half the memory.

Same tokens as ``jieba.Tokenizer`` (a test compares them), but the dictionary is held differently. jieba keeps 498 000
strings, a third of them only prefixes that tell when to stop looking: 70 MB and 0.6 s. Here the words alone are kept,
as UTF-16 bytes (48 bytes apiece where a str takes 80), equal frequencies share one number, and the prefixes became a
table of one megabyte: the sizes of the words that start with a given pair of characters, by hash, where a collision
costs a vain look-up and never a word. 40 MB with the Markov model and 0.4 s; nothing is written into the temporary
directory.
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
_PAIRS = 0xFFFFF  # size of the table of pairs, less one
_RUNS = 1 << 13  # runs of single characters
_LONG = 9  # words of so many characters and more share a bit; the dictionary's longest has 16


def _bit(chars: int) -> int:
    """The bit that tells that a word of so many characters begins with a pair."""
    return 1 << min(chars, _LONG) - 2


def _to_try(longest: int) -> list[tuple[int, ...]]:
    """The sizes whose bits are set, for each value of a byte."""
    short = [tuple(size for size in range(2, _LONG) if bits & _bit(size)) for bits in range(128)]
    return short + [(*sizes, *range(_LONG, longest + 1)) for sizes in short]


class _Chances(dict[str, float]):
    """Character -> logarithm of its chance to stand as a word, each looked up once."""

    def __init__(self, logs: dict[bytes, float], total: int) -> None:
        self._logs, self.log_total = logs, log(total)

    def __missing__(self, char: str) -> float:
        chance = self[char] = self._logs.get(char.encode("utf-16-le"), 0.0) - self.log_total
        return chance


class Tokenizer:
    """Cuts one block of Chinese characters, ASCII letters and digits; the dictionary is read at first use."""

    def __init__(self) -> None:
        self._logs: dict[bytes, float] = {}
        self._sizes = bytearray()  # by hash of a word's first two characters: a bit for each size, see `_bit`
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

    def cut(self, block: str) -> list[str]:
        tokens: list[str] = []
        single = -1  # where the run of single characters began that has not ended yet
        at = 0
        for size in self._steps(block):
            if size == 1:
                if single < 0:
                    single = at
            else:
                if single >= 0:
                    self._unravel(block[single:at], tokens)
                    single = -1
                tokens.append(block[at : at + size])
            at += size
        if single >= 0:
            self._unravel(block[single:], tokens)
        return tokens

    def cut_for_search(self, block: str) -> list[str]:
        """After each word's own two- and three-character dictionary words, as jieba's cut_for_search orders them."""
        tokens: list[str] = []
        for word in self.cut(block):
            for size in (2, 3):
                if len(word) > size:
                    grams = (word[i : i + size] for i in range(len(word) - size + 1))
                    tokens.extend(gram for gram in grams if gram.encode("utf-16-le", "surrogatepass") in self._logs)
            tokens.append(word)
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

    def _steps(self, block: str) -> list[int]:
        """Sizes of the words on the likeliest way through the dictionary; equal chances: the longer word first."""
        if not self._logs:
            self._load()
        chances, end = self._chances, len(block)
        find, log_total = self._logs.get, chances.log_total
        code = block.encode("utf-16-le")
        best = [0.0]  # of what follows each place, last place first: best[-n] is n places on
        steps: list[int] = []
        mask, table, to_try = _PAIRS, self._sizes, self._to_try
        bits = [table[hash(code[at : at + 4]) & mask] for at in range(0, 2 * end - 2, 2)]
        bits.append(0)
        at = end
        for alone in map(chances.__getitem__, reversed(block)):
            at -= 1
            top, to = alone + best[-1], 1
            for size in to_try[bits[at]]:
                if at + size > end:
                    break
                known = find(code[2 * at : 2 * (at + size)])
                if known is not None:
                    chance = known - log_total + best[-size]
                    if chance >= top:
                        top, to = chance, size
            best.append(top)
            steps.append(to)
        steps.reverse()
        at = 0
        way = []
        while at < end:
            size = steps[at]
            way.append(size)
            at += size
        return way

    def _load(self) -> None:
        with self._lock:
            if self._logs:
                return
            logs: dict[bytes, float] = {}
            sizes = bytearray(_PAIRS + 1)
            shared: dict[bytes, float] = {}
            bits = {2 * chars: _bit(chars) for chars in range(2, 256)}
            total = 0
            with files("jieba").joinpath("dict.txt").open("rb") as lines:
                for line in lines:
                    word, frequency, _ = line.split(b" ", 2)
                    count = shared.get(frequency)
                    if count is None:
                        count = shared[frequency] = log(int(frequency))
                    total += int(frequency)
                    key = word.decode("utf-8").encode("utf-16-le")
                    logs[key] = count
                    if len(key) > 2:
                        sizes[hash(key[:4]) & _PAIRS] |= bits[len(key)]
            self._sizes, self._total, self._longest = sizes, total, max(map(len, logs)) // 2
            self._to_try = _to_try(self._longest)
            self._chances = _Chances(logs, total)
            self._logs = logs
            for added, frequency_asked in self._added:
                self._add(added, frequency_asked)

    def _add(self, word: str, freq: int | None) -> None:
        key = word.encode("utf-16-le")
        if freq is None:
            share, at = 1.0, 0
            for size in self._steps(word):
                known = self._logs.get(key[2 * at : 2 * (at + size)])
                share *= (1 if known is None else round(exp(known))) / self._total
                at += size
            old = self._logs.get(key)
            freq = max(int(share * self._total) + 1, 0 if old is None else round(exp(old)))
        self._logs[key] = log(freq)
        self._total += freq
        if len(word) > 1:
            self._sizes[hash(key[:4]) & _PAIRS] |= _bit(len(word))
        if len(word) > self._longest:
            self._longest = len(word)
            self._to_try = _to_try(self._longest)
        self._chances = _Chances(self._logs, self._total)
        self._runs = {}
