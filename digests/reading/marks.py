"""What single characters and small patterns on a newspaper page say, in both scripts and both widths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from functools import cache, lru_cache
from importlib.resources import files

from digests.chinese.script import convert

_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_HALF_WIDTH |= dict(zip("　\xa0\t﹕﹔﹐︰﹝﹞〔〕‐‑−﹣・･‧", "   :;,:()()----···", strict=True))


@cache
def _folding() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern that splits a text at the characters that change, and the form of each."""
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    simple = convert("\n".join(characters), "hans", source="hant").split("\n")
    table = {a: b for a, b in zip(characters, simple, strict=True) if a != b and len(b) == 1} | _HALF_WIDTH
    return re.compile(f"([{re.escape(''.join(table))}])"), table


def one_of(characters: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of ``characters``: tells whether a text holds one eight times as fast as a set does."""
    return re.compile(f"[{re.escape(''.join(characters))}]")


CLOSERS = "”’」』》〉）)】]﹞〕\"'"
TERMINAL = re.compile(rf"[。！？!?…｡．]+[{re.escape(CLOSERS)}]*$|[;；﹔]$|[.．][{re.escape(CLOSERS)}]*$")
_REMARK = re.compile("[。！？!?…][”’」』]?[(（][^()（）]+[)）]$")
_LONGEST_REMARK = 40
_DECIMAL = re.compile(r"\d[.．]$")
_CLOSING = frozenset(CLOSERS + "!?.．｡;；﹔")
LEADING_PUNCTUATION = frozenset("，。、；：！？,;:!?)）》」』】〉%％…·”’﹔﹕")  # no text begins with one
_ANY_OPENER, _ANY_CLOSER = one_of("“‘「『《〈（(【["), one_of("”’」』》〉）)】]")
_BRACKETS = re.compile("[“‘「『《〈（(【[”’」』》〉）)】\\]]")
# Words, of two characters each, that end headlines with one that else goes on.
WHOLE_WORD = re.compile(
    "(?:[应面核校针]对|(?:行|有|可|人|[新善敢]作)为|[指禁号口时命司法限政军售条集制居]令|[自理缘]由|[数证依票收]据|[参赠]与|[普波涉]及|"
    "[方走动意导志去转定双流风朝取]向|[对环同占评]比|[解清消拆扫免剔]除|植被|[大天行出]使|合并|[报周迟收达]到|[存现同常内]在|"
    "[总温共谦祥饱缓]和|[小老名健虎大]将|[服听]从|[执沉衣]着|平等|火把|[礼谦转出]让|[冬夏将已]至|目的)$"
)
_PAIRS = dict(zip("“‘「『《〈（(【[", "”’」』》〉）)】]", strict=True))
_OPENERS = {close: opener for opener, close in _PAIRS.items()}


def plain(text: str) -> str:
    """``text`` for pattern matching: Simplified and half-width as far as patterns go, same length.

    Only what changes is looked up, which nothing is in four texts of five that are asked for: `str.translate` looks up
    every character, and takes three times as long.
    """
    changes, table = _folding()
    pieces = changes.split(text)
    if len(pieces) == 1:
        return text
    pieces[1::2] = map(table.__getitem__, pieces[1::2])
    return "".join(pieces)


def folded(characters: Set[str]) -> dict[str, str]:
    """Those of ``characters`` that `plain` changes, and into what; the usual punctuation left out."""
    table = _folding()[1]
    return {char: table[char] for char in table.keys() & characters}


def is_closed(text: str) -> bool:
    """Whether ``text`` ends as a printed sentence ends, be it with a remark in brackets behind it.

    A decimal point after a digit is no end.
    """
    last = text[-1]
    if last in "。！？…":
        return True
    if last not in _CLOSING:
        return False
    if last in ")）" and _REMARK.search(text[-_LONGEST_REMARK:]):
        return True
    return bool(TERMINAL.search(text[-8:])) and not _DECIMAL.search(text[-2:])


def unbalanced(text: str) -> bool:
    """Whether a quotation mark or bracket opened in ``text`` is still open at its end."""
    if not _ANY_OPENER.search(text):
        return False
    stack: list[str] = []
    for char in _BRACKETS.findall(text):
        if char in _PAIRS:
            stack.append(_PAIRS[char])
        elif stack and char == stack[-1]:
            stack.pop()
        elif char in stack:
            del stack[stack.index(char) :]
    return bool(stack)


def closes_more(text: str) -> bool:
    """Whether ``text`` closes a quotation mark or bracket that it did not open: it goes on with what stood before."""
    found = _ANY_CLOSER.findall(text)
    return any(found.count(close) > text.count(_OPENERS[close]) for close in set(found)) if found else False


@cache
def _seams() -> dict[str, str]:
    text = files("digests.data").joinpath("word_seams.txt").read_text("utf-8")
    return {line[0]: line[1:] for line in text.splitlines() if line and not line.startswith("#")}


@lru_cache(maxsize=4096)
def cuts_word(left: str, right: str) -> bool:
    """Whether a line end between these two characters would stand inside a word, by `data/word_seams.txt`."""
    if right in _seams().get(left, ""):
        return True
    if max(left, right) < "一":
        return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
    simple = _folding()[1]
    simple_left, simple_right = simple.get(left, left), simple.get(right, right)
    return (simple_left, simple_right) != (left, right) and simple_right in _seams().get(simple_left, "")


def followers(left: str) -> str:
    """The characters, folded as `plain` folds them, between which and ``left`` a line end would cut a word."""
    return _seams().get(_folding()[1].get(left, left), "")
