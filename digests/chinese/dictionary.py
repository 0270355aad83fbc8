"""jieba's algorithm and dictionary in half the memory.

Same tokens as ``jieba.Tokenizer`` (a test compares them), but the dictionary is held differently. jieba keeps 498 000
strings, a third of them only prefixes that tell when to stop looking: 70 MB and 0.6 s. Here the words alone are kept,
as UTF-16 bytes (48 bytes apiece where a str takes 80), equal frequencies share one number, and the prefixes became a
table of one megabyte: the longest word that starts with a given pair of characters, by hash, where a collision costs a
vain look-up and never a word. 40 MB with the Markov model and 0.4 s; nothing is written into the temporary directory.
"""

from __future__ import annotations

import sys
import threading
import warnings
from functools import lru_cache
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


@lru_cache(maxsize=1 << 14)
def _unknown(run: str) -> tuple[str, ...]:
    """Words that the hidden Markov model sees in a run the dictionary left in single characters; names come again."""
    return tuple(_finalseg.cut(run))  # type: ignore[attr-defined]


class Tokenizer:
    """Cuts one block of Chinese characters, ASCII letters and digits; the dictionary is read at first use."""

    def __init__(self) -> None:
        self._logs: dict[bytes, float] = {}
        self._reach = bytearray()
        self._total = 0
        self._lock = threading.Lock()
        self._added: list[tuple[str, int | None]] = []

    def add_word(self, word: str, freq: int | None = None, tag: str = "") -> None:
        """Makes ``word`` known; without ``freq`` it gets just enough to stay whole, as jieba's suggest_freq does."""
        del tag  # the engines differ in what they keep of it, so nothing may depend on it
        if self._logs:
            self._add(word, freq)
        else:
            self._added.append((word, freq))

    def cut(self, block: str) -> list[str]:
        tokens: list[str] = []
        run = ""
        for word in self._path(block):
            if len(word) == 1:
                run += word
                continue
            if run:
                tokens.extend(self._unravel(run))
                run = ""
            tokens.append(word)
        if run:
            tokens.extend(self._unravel(run))
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

    def _unravel(self, run: str) -> tuple[str, ...] | str:
        return run if len(run) == 1 or run.encode("utf-16-le") in self._logs else _unknown(run)

    def _path(self, block: str) -> list[str]:
        """The likeliest way through the words of the dictionary; equal chances: the longer word first (as jieba)."""
        if not self._logs:
            self._load()
        find, reach, pairs = self._logs.get, self._reach, _PAIRS
        log_total = log(self._total)
        unknown = 0.0 - log_total
        code = block.encode("utf-16-le")
        end = len(code)
        best = [0.0] * (end // 2 + 1)
        step = [0] * (end // 2)
        for k in range(end - 2, -1, -2):
            at = k >> 1
            known = find(code[k : k + 2])
            top = (unknown if known is None else known - log_total) + best[at + 1]
            to = k + 2
            for stop in range(k + 4, k + 2 * reach[hash(code[k : k + 4]) & pairs] + 1, 2):
                if stop > end:
                    break
                known = find(code[k:stop])
                if known is not None:
                    chance = known - log_total + best[stop >> 1]
                    if chance >= top:
                        top, to = chance, stop
            best[at], step[at] = top, to >> 1
        at = 0
        words = []
        while at < len(block):
            words.append(block[at : step[at]])
            at = step[at]
        return words

    def _load(self) -> None:
        with self._lock:
            if self._logs:
                return
            logs: dict[bytes, float] = {}
            reach = bytearray(_PAIRS + 1)
            shared: dict[bytes, float] = {}
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
                    pair = hash(key[:4]) & _PAIRS
                    if len(key) > 2 * reach[pair]:
                        reach[pair] = len(key) // 2
            self._reach, self._total, self._logs = reach, total, logs
            for added, frequency_asked in self._added:
                self._add(added, frequency_asked)

    def _add(self, word: str, freq: int | None) -> None:
        key = word.encode("utf-16-le")
        if freq is None:
            share = 1.0
            for part in self._path(word):
                known = self._logs.get(part.encode("utf-16-le"))
                share *= (1 if known is None else round(exp(known))) / self._total
            old = self._logs.get(key)
            freq = max(int(share * self._total) + 1, 0 if old is None else round(exp(old)))
        self._logs[key] = log(freq)
        self._total += freq
        pair = hash(key[:4]) & _PAIRS
        self._reach[pair] = max(self._reach[pair], len(word))
