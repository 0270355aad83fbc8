"""Pinyin without tones: how characters may be read, and how typed Latin letters fall into syllables.

Readings of single characters, not of words in context: a lookup by sound must find 银行 under yinhang and 行走 under
xingzou, so every usual reading of a character counts. ü is written v (lv, nve), as it is typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

_MANY = 64  # ways of splitting that are followed at once; fangan has two, and no name has this many
_INITIALS = 4  # ways of abbreviating one name
_LONGEST = 6  # letters of a syllable: zhuang
_BLURRED = {"zh": "z", "z": ("zh",), "ch": "c", "c": ("ch",), "sh": "s", "s": ("sh",), "l": "n", "n": "l"}


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    """Folded character -> its readings, the most usual first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for syllable, rank, characters in _lines():
        for char in characters:
            found.setdefault(char, []).append((rank, syllable))
    return {char: tuple(syllable for _, syllable in sorted(ranked)) for char, ranked in found.items()}


def _lines() -> Iterator[tuple[str, int, str]]:
    """(syllable, which reading of its characters it is, the characters, the most frequent first)."""
    text = (resources.files("digests") / "data" / "pinyin.txt").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            numbered, characters = line.split(" ")
            syllable = numbered.rstrip("0123456789")
            yield syllable, int(numbered[len(syllable) :] or 1), characters


@cache
def _alike() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for syllable, _, characters in sorted(_lines(), key=lambda line: line[1]):
        found[syllable] = found.get(syllable, "") + characters
    return found


def readings(char: str) -> tuple[str, ...]:
    """How a folded character may be read, the most usual first; () for what is no Chinese character."""
    return _table().get(char, ())


def alike(syllable: str) -> str:
    """The characters read so, the most frequent first, those whose second or third reading it is at the end."""
    return _alike().get(syllable, "")


def blurred(syllable: str) -> tuple[str, ...]:
    """Syllables that many speakers do not tell from this one: xing and xin, zhan and zan, lan and nan."""
    known = _alike()
    begin = next((b for b in ("zh", "ch", "sh") if syllable.startswith(b)), syllable[:1])
    rest = syllable[len(begin) :]
    begins = [begin, *_BLURRED.get(begin, ())]
    rests = [rest] + [rest[:-1] if rest.endswith("ng") else f"{rest}g"] * rest.endswith(("an", "en", "in", "ng"))
    made = (f"{b}{r}" for b in begins for r in rests)
    return tuple(other for other in made if other != syllable and other in known and not other.endswith("ong"))


@cache
def _first_letters() -> Mapping[str, str]:
    return {char: "".join(dict.fromkeys(syllable[0] for syllable in said)) for char, said in _table().items()}


def initials(text: str) -> tuple[str, ...]:
    """First letters of a folded text: 材料银行 gives clyx and clyh. A few ways where characters have more readings."""
    table = _first_letters()
    ways = [""]
    for char in text:
        letters = table.get(char, char)
        ways = [way + letter for way in ways for letter in letters][:_INITIALS]
    return tuple(ways)


def split(typed: str) -> list[tuple[str, ...]]:
    """The ways of reading lower-case Latin letters as syllables, fewest syllables first; [] for no pinyin.

    An apostrophe parts (xi'an); ü and u: are v.
    """
    known = _alike()
    letters = typed.replace("ü", "v").replace("u:", "v").replace("’", "'")
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        if letters[end - 1] == "'":
            ways[end] = ways[end - 1]
            continue
        for start in range(max(0, end - _LONGEST), end):
            if letters[start:end] in known:
                ways[end].extend((*way, letters[start:end]) for way in ways[start])
        ways[end] = sorted(ways[end], key=len)[:_MANY]
    return sorted(ways[-1], key=len) if letters else []
