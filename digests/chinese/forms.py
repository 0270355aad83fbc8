"""The search form of a text: what a lookup compares, and the grams under which the index finds it.

On top of `script.fold` (script, width, case, variants) the search form takes out what a reader does not type:
quotation marks, brackets, middle dots, hyphens, the spaces between Chinese characters (“六新”行动 is found as
六新行动, 1+2+3+4 as 1+2+3+4 and as 1234). Marks that part words become one space: stops, commas, dashes, the space
between two Latin words. A dot between Latin letters or digits stays (5.5, yuque.com), a comma between digits goes
(4,500). A form holds no line break, so forms of sentences can be stored one a line.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add

from digests.chinese.script import fold, fold_aligned
from digests.chinese.sentences import split
from digests.models import Article

# Raised whenever the same text would give another form or other grams, with a migration that says what became of the
# index: until it is rebuilt, `check` calls it stale.
VERSION = 1
TITLE = "\ue000"  # prefix of a gram that stands in the title; forms hold no private-use character

SUBHEAD, SEVERED, QUESTION, PLAIN = "#", "~", "?", "."  # what a line of an indexed body is

_DOT, _JOIN, _PART = "\u2024", "\x1e", "\x1f"  # folding leaves none of the three
_LINE = "\ue002"  # parts the texts that are folded together
_NUMBER_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_INNER_DOT = re.compile(r"(?<=[0-9a-z])\.(?=[0-9a-z])")
_LATIN_SPACE = re.compile(r"(?<=[0-9a-z])[ \u00a0](?=[0-9a-z])")
_PARTING = frozenset("，。！？；：、,.!?;:…⋯‥—–―─|/\\\n\r\t\v\f\x85\u2028\u2029" + _PART)
_MARKED = re.compile(r"[“「《『]([^”」》』“「《『\n]{2,14})[”」》』]")
_NAME = re.compile(r"[\u3400-\u9fff]{2,10}")
_RUN = re.compile(r"[\u3400-\u9fff]{3,10}")
NAMES = 64
_RUNS = re.compile(r" {2,}")
_UTF_32 = f"utf-32-{sys.byteorder[0]}e"


class _Search(dict[int, str]):
    """Folded code point -> what it is in a search form; filled as characters are met."""

    def __missing__(self, code_point: int) -> str:
        char = chr(code_point)
        if char.isalnum() or char == _DOT or unicodedata.category(char) in ("So", "Sc"):
            kept = char
        else:
            kept = " " if char in _PARTING else ""
        self[code_point] = kept
        return kept


_search = _Search()

# Nearly every folded character stays or is one of three marks that part words; what is left is found by one pattern.
_UNUSUAL = re.compile(rf"[^\u4e00-\u9fa5a-z0-9,。、{_LINE}]")


def _searched_lines(protected: str) -> str:
    """Each character's place in a search form, lines kept apart."""
    found = _UNUSUAL.sub(lambda odd: _search[ord(odd[0])], protected)
    return found.replace(",", " ").replace("。", " ").replace("、", " ").replace(_LINE, "\n")


def _protected(folded: str) -> str:
    """``folded``, equally long, with the marks whose meaning hangs on their neighbours replaced."""
    if "," in folded:
        folded = _NUMBER_COMMA.sub(_JOIN, folded)
    if "." in folded:
        folded = _INNER_DOT.sub(_DOT, folded)
    if " " in folded or "\u00a0" in folded:
        folded = _LATIN_SPACE.sub(_PART, folded)
    return folded


def form(text: str) -> str:
    """The search form; "" where nothing in ``text`` can be looked for. Idempotent but for dots and commas."""
    searched = _protected(fold(text)).translate(_search)
    return _RUNS.sub(" ", searched).strip()


def form_aligned(text: str) -> tuple[str, list[int]]:
    """`form` and, for each of its characters, where in ``text`` it stands."""
    folded = fold_aligned(text)
    chars: list[str] = []
    offsets: list[int] = []
    for char, at in zip(_protected(folded.text), folded.offsets, strict=True):
        kept = _search[ord(char)]
        if kept and not (kept == " " and (not chars or chars[-1] == " ")):
            chars.append(kept)
            offsets.append(at)
    if chars and chars[-1] == " ":
        del chars[-1], offsets[-1]
    return "".join(chars), offsets


def grams(searched: str) -> set[str]:
    """Every character and every pair of neighbours of a search form; pairs do not cross a space or a line."""
    found: set[str] = set()
    for run in searched.split():
        found.update(run)
        found.update(map(add, run, run[1:]))
    return found


def pairs(searched: str) -> list[str]:
    """The pairs of neighbours of a search form, a character where a run is one alone; repeated as they stand."""
    found: list[str] = []
    for run in searched.split():
        found.extend(map(add, run, run[1:]) if len(run) > 1 else run)
    return found


def needed(searched: str) -> frozenset[str]:
    """The fewest grams that every text containing this form has."""
    return frozenset(pairs(searched))


def is_gram(searched: str) -> bool:
    """Whether exactly the texts that have this form as a gram hold it."""
    return len(searched) <= 2 and searched.isalnum()


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index keeps of an article: the title's form, and its sentences and sub-heads, one form a line.

    ``marks`` has one character a line: SUBHEAD, SEVERED (its opening or end is on another page), QUESTION or PLAIN.
    The lines that are no sub-heads are, in order, those of `sentences.sentences`.
    """

    title: str
    body: str
    marks: str

    def grams(self) -> set[str]:
        """Every gram of title and body; those of the title a second time, marked."""
        title = grams(self.title)
        return grams(self.body) | title | {TITLE + gram for gram in title}

    def spaced(self) -> str:
        """The same grams, parted by spaces, some of them more than once: three times as fast.

        A pair across a space or a line is that space and one character, which stands here anyway.
        """
        title = grams(self.title)
        return " ".join((_pairs(self.body), *set(self.body), *title, *(TITLE + gram for gram in title)))


def _pairs(text: str) -> str:
    """Every character with the next one, parted by spaces."""
    chars = array("I", text.encode(_UTF_32))
    paired = array("I", [ord(" ")]) * (3 * len(chars))
    paired[::3] = chars
    paired[1:-3:3] = chars[1:]
    return paired.tobytes().decode(_UTF_32)


def names(article: Article, phrases: Iterable[str] = ()) -> tuple[str, ...]:
    """What a reader may ask for by its initials: what is printed in quotation or title marks, and ``phrases``.

    Search forms of two to ten Chinese characters, at most NAMES of them; of “门楣之光·人才20条” its runs.
    """
    printed = [match[1] for text in (article.title, article.text) for match in _MARKED.finditer(text)]
    known = list(phrases)
    if not (known or printed):
        return ()
    made = _forms([*known, *printed])
    odd = (text for text, searched in zip(printed, made[len(known) :], strict=True) if not _NAME.fullmatch(searched))
    made += [form(run) for text in odd for run in _RUN.findall(text)]
    found = dict.fromkeys(searched for searched in made if _NAME.fullmatch(searched))
    return tuple(found)[:NAMES]


def indexed(article: Article, folded: str | None = None) -> Indexed:
    """The forms of one article. What introduces it leads to its first sentence, as a sub-head would.

    ``folded``: its title, a line break and its text, where they were folded before.
    """
    printed = f"{article.title}\n{article.text}"
    known = folded is not None and len(folded) == len(printed)  # so each character stands where it is printed
    whole = folded if folded and known else printed
    at = len(article.title)
    headline = " ".join(filter(None, (article.kicker, article.title, article.deck)))
    texts = [whole[:at] if headline == article.title else headline, *article.context]
    if known and (headline != article.title or article.context):
        texts = [fold(text) for text in texts]
    marks = [SUBHEAD] * len(article.context)
    for paragraph in article.paragraphs:
        at += 1 if at == len(article.title) else 2
        text = whole[at : at + len(paragraph.text)]
        at += len(text)
        if paragraph.role == "subhead":
            texts.append(text)
            marks.append(SUBHEAD)
            continue
        usual = QUESTION if paragraph.role == "question" else PLAIN
        told = [sentence for begin, end in split(paragraph.text) if (sentence := text[begin:end].strip())]
        texts += told
        cut = {0} if paragraph.severed else set()
        cut |= {len(told) - 1} if paragraph.unfinished else set()
        marks += [SEVERED if n in cut else usual for n in range(len(told))]
    title, *lines = _forms(texts, folded=known)
    return Indexed(title, "\n".join(lines), "".join(marks))


def _forms(texts: Iterable[str], *, folded: bool = False) -> list[str]:
    """`form` of each text, in one go: crossing over to OpenCC for every sentence would cost more than the rest."""
    joined = _LINE.join(text.replace(_LINE, "") for text in texts)
    searched = _RUNS.sub(" ", _searched_lines(_protected(joined if folded else fold(joined))))
    return [line.strip() for line in searched.split("\n")]
