"""Guesses at a word that no article holds: one of the same sound, a look-alike, a slip of the finger.

A guess is a pattern, one set of characters for each place, that the archive either holds or does not; nothing is
taken from a dictionary. Only one place may differ from what was typed, and a word of two characters is never guessed
at: 杨幂 is not 杨密. Letters typed instead of characters are read as pinyin, every place by its sound.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from digests.chinese.forms import needed
from digests.chinese.pinyin import alike, blurred, readings, split
from digests.lookup.lexicon import Lexicon
from digests.models import How
from digests.query import Entry

CHOICES = 40  # characters for one place: of those that the archive holds, the most frequent ones of their sound
POOL = 120  # characters of one sound, of which these are chosen; 孵 is the 44th that is read fu
SHORTEST = 3  # a word that may hold a wrong character; below, anything would do
SHORTEST_SLIP = 4  # a word that may miss a character, hold one too many or two changed round
LONGEST = 16
WAYS = 4  # ways of splitting pinyin that are tried
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LETTERS = re.compile(r"[a-z'ü:]{2,}")
_LATIN_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Guess:
    """One pattern: in each place one of the characters, any at all where there are none to choose from.

    ``wanted``: grams for the index, as `Index.newest` takes them.
    """

    places: tuple[str, ...]
    how: How

    @property
    def wanted(self) -> list[list[frozenset[str]]]:
        pairs = zip(self.places, self.places[1:], strict=False)
        return [[frozenset((a + b,)) for a in left for b in right] for left, right in pairs if left and right]

    def narrowed(self, standing: Callable[[str], str]) -> Guess | None:
        """The guess with only those characters that the archive holds, as ``standing`` tells; None where none is."""
        places = tuple(standing(chars)[:CHOICES] if len(chars) > 1 else chars for chars in self.places)
        lost = any(before and not after for before, after in zip(self.places, places, strict=True))
        return None if lost else replace(self, places=places)

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile("".join(f"[{re.escape(chars)}]" if chars else r"[^ \n]" for chars in self.places))


def by_sound(typed: str, *, loosely: bool = False) -> Iterator[Guess]:
    """Guesses for letters that can be read as pinyin of at least two characters.

    ``loosely``: with the sounds that many do not tell from these.
    """
    if len(typed) <= 6 * LONGEST and _LETTERS.fullmatch(typed):
        for way in split(typed)[:WAYS]:
            if 2 <= len(way) <= LONGEST:
                sounds = [(syllable, *(blurred(syllable) if loosely else ())) for syllable in way]
                yield Guess(tuple("".join(alike(sound)[:POOL] for sound in heard) for heard in sounds), "pinyin")


def by_slip(typed: str, known: Lexicon, shortest: int = SHORTEST) -> Iterator[Guess]:
    """Guesses for Chinese characters, one of them wrong; then two changed round, one too many, one missing.

    From four characters on, a sound that many do not tell from it comes after the same sound: 创兴 for 创新.
    """
    if not (shortest <= len(typed) <= LONGEST and _HAN.fullmatch(typed)):
        return
    for mistaken in (_mistaken, *(_blurred,) * (len(typed) >= SHORTEST_SLIP or shortest < SHORTEST)):
        for at, char in enumerate(typed):
            others = mistaken(char, known)
            if others:
                yield Guess((*typed[:at], others, *typed[at + 1 :]), "fuzzy")
    if len(typed) < SHORTEST:
        return
    for at in range(len(typed) - 1):
        if typed[at] != typed[at + 1]:
            yield Guess((*typed[:at], typed[at + 1], typed[at], *typed[at + 2 :]), "fuzzy")
    if len(typed) > SHORTEST_SLIP:
        for at in range(1, len(typed) - 1):
            yield Guess((*typed[:at], *typed[at + 1 :]), "fuzzy")
    if len(typed) >= SHORTEST_SLIP:
        for at in range(1, len(typed)):
            yield Guess((*typed[:at], "", *typed[at:]), "fuzzy")


def _mistaken(char: str, known: Lexicon) -> str:
    """The characters that ``char`` may stand for by its sound or its looks."""
    sounds = "".join(alike(syllable)[:POOL] for syllable in readings(char))
    return "".join(dict.fromkeys(other for other in known.lookalikes.get(char, "") + sounds if other != char))


def _blurred(char: str, _known: Lexicon) -> str:
    sounds = (other for syllable in readings(char)[:1] for other in blurred(syllable))
    return "".join(dict.fromkeys(other for sound in sounds for other in alike(sound)[:POOL] if other != char))


def meant(guess: Guess, entries: Iterable[Entry], known: Lexicon) -> list[str]:
    """What stands in ``entries`` for the guess, as whole words there if any does; the likeliest first.

    Three characters or fewer that are only ever cut out of words (热带雨 of 热带雨林) are no answer to a slip.
    """
    counts: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    cut_out: Counter[str] = Counter()
    pattern = guess.pattern
    for entry in entries:
        for line in (entry.title, *entry.body.split("\n")):
            if pattern.search(line):
                between = list(accumulate(map(len, known.cut(line)), initial=0))
                for found in pattern.finditer(line):
                    start, end = bisect_right(between, found.start()) - 1, bisect_left(between, found.end())
                    exact = between[start] == found.start() and between[end] == found.end()
                    counts[found.group()] += 1
                    whole[found.group()] += exact
                    cut_out[found.group()] += end - start == 1 and not exact
    apart = guess.how != "fuzzy" or len(guess.places) > SHORTEST
    likely = [found for found in counts if apart or cut_out[found] < counts[found]]
    likely = [found for found in likely if whole[found]] or likely
    return sorted(likely, key=lambda found: (not _of_words(found, known), -counts[found], found))


def _of_words(found: str, known: Lexicon) -> bool:
    return all(len(word) > 1 for word in known.cut(found))


def latin_grams(typed: str) -> list[frozenset[str]]:
    """Grams by which to find Latin words close to ``typed``; [] for what is no Latin word of at least four letters."""
    if len(typed) < SHORTEST_SLIP or not _LATIN_WORD.fullmatch(typed):
        return []
    return [frozenset((gram,)) for gram in sorted(needed(typed))]


def closest(typed: str, entries: Iterable[Entry]) -> list[str]:
    """Latin words of ``entries`` one edit away (two from eight letters on), the nearest and most frequent first."""
    allowed = 1 if len(typed) < 8 else 2
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update(set(_LATIN_WORD.findall(f"{entry.title}\n{entry.body}")))
    near = {word: distance for word in counts if (distance := _distance(typed, word, allowed)) <= allowed}
    return sorted(near, key=lambda word: (near[word], -counts[word], word))


def _distance(a: str, b: str, most: int) -> int:
    """Edits between ``a`` and ``b``, two letters changed round counting as one; ``most`` + 1 for anything above it.

    Source: optimal string alignment, Damerau (1964).
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: Sequence[int] = ()
    row: Sequence[int] = range(len(b) + 1)
    for i, x in enumerate(a, 1):
        last, row = row, [i]
        for j, y in enumerate(b, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before = last
    return min(row[-1], most + 1)
