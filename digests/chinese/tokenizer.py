"""jieba's algorithm, but what was cut before is not cut again.

Between two seams that no word of the dictionary can cross (see `pairs`) the likeliest way hangs on nothing around. So a
text is parted there, and its pieces of two or three characters are looked up among those cut before; the rest is cut
all at once. Runs of single characters are then joined over the seams and handed to the Markov model, as jieba does.
Beside cutting every character anew: half the time where an outlet's wordings recur (the seeds with their sentences
drawn anew), a tenth less on 950 unrelated news of three years, of whose characters half stand in known pieces.

Ways of equal chance (words that are as frequent) are decided by the rounding of sums over all that stands behind. A
piece that has two such ways, none in 60,000 of real news, is marked, and its whole block cut anew.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, filterfalse

from digests.chinese import unknown
from digests.chinese.dictionary import BREAK, PART, Dictionary

_PIECES = 1 << 15  # kept, 5 MB; half as many: a twentieth more time on unrelated news
_RUNS = 1 << 13
_UNSURE = "\x00"  # behind the words of a piece that is marked
_ALONE = re.compile(r" [^ \n] [^ \n] (?:[^ \n] )*")  # a run of single characters, as part of words between spaces


class _Kept(dict[str, str]):
    """Text -> its words, parted by spaces. Of more than may be kept the older half is forgotten."""

    def __init__(self, most: int, words_of: Callable[[Sequence[str]], Iterable[str]]) -> None:
        self._most, self._words_of = most, words_of
        self._older: dict[str, str] = {}

    def __missing__(self, text: str) -> str:
        words = BREAK if text == BREAK else self._older.get(text)
        if words is None:
            (words,) = self._words_of([text])
        self._make_room()
        self[text] = words
        return words

    def of(self, texts: Sequence[str]) -> Iterable[str]:
        """The words of each; what is new is cut together."""
        self._make_room()
        older = self._older
        new = set(filterfalse(self.__contains__, texts))
        new.discard(BREAK)
        again = new & older.keys()
        new -= again
        self.update(zip(again, map(older.__getitem__, again), strict=True))
        if new:
            made = zip(new, self._words_of([*new]), strict=True)
            self.update((text, text if text == words else words) for text, words in made)
        return map(self.__getitem__, texts)

    def _make_room(self) -> None:
        if len(self) >= self._most // 2:
            self._older = self.copy()
            self.clear()


class Tokenizer:
    """Cuts blocks of Chinese characters, ASCII letters and digits; the dictionary is read at first use."""

    def __init__(self) -> None:
        self._dictionary = Dictionary()
        self._forget()

    def _forget(self) -> None:
        self._pieces, self._runs = _Kept(_PIECES, self._words), _Kept(_RUNS, self._unravelled)

    def add_word(self, word: str, freq: int | None = None, tag: str = "") -> None:
        """Makes ``word`` known; without ``freq`` it gets just enough to stay whole, as jieba's suggest_freq does."""
        del tag  # the engines differ in what they keep of it, so nothing may depend on it
        self._dictionary.add(word, freq)
        self._forget()

    def cut(self, text: str) -> list[str]:
        """The words of blocks that are parted by line breaks; each break is a token."""
        if not text:
            return []
        self._dictionary.load()
        words = PART.join(self._pieces.of(self._dictionary.pairs.pieces(text)))
        words = f"{PART}{words}{PART}"  # so each word stands between two
        if _UNSURE in words:
            words = BREAK.join([self._whole(block) if _UNSURE in block else block for block in words.split(BREAK)])
        words = _ALONE.sub(lambda run: f"{PART}{self._runs[run[0][1:-1]]}{PART}", words)
        return words[1:-1].split(PART)

    def _words(self, pieces: Sequence[str]) -> list[str]:
        """The words of each piece, parted by spaces; with a mark where they hang on what stands behind it."""
        parted, unsure = self._dictionary.way(BREAK.join(pieces))
        words = parted.split(f"{PART}{BREAK}{PART}")
        if unsure:
            ends = [*accumulate(len(piece) + 1 for piece in pieces)]
            for number in {bisect_right(ends, place) for place in unsure}:
                words[number] += _UNSURE
        return words

    def _whole(self, block: str) -> str:
        """The words of a block some of whose pieces are marked."""
        return f"{PART}{self._dictionary.way(block.replace(PART, '').replace(_UNSURE, ''))[0]}{PART}"

    def _unravelled(self, runs: Sequence[str]) -> Iterator[str]:
        """The words of runs that the dictionary left in single characters; all are parted by spaces."""
        for run in runs:
            chars = run.replace(PART, "")
            yield run if chars in self._dictionary else PART.join(unknown.words(chars))
