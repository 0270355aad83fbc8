"""The words a lookup knows: aliases, question words, stop words, look-alike characters; and how it cuts text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from digests.chinese.forms import form
from digests.models import OTHER
from digests.query import Spelling, Word

LONGEST = 40  # characters of a word in which names of two characters are looked for

_COMMENT = re.compile(r"#(?:\s.*)?$|^#.*$")
_NUMBER = re.compile(r"[0-9]+(?:\u2024[0-9]+)?[年月日号届期家人个名条项次万亿元]?")
_PUNCTUATION = re.compile(r"[^\w\s.]+")
_LATIN = re.compile(r"[0-9a-z\u2024]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Read-only and shared by every lookup. All words are search forms."""

    cut: Callable[[str], list[str]]
    aliases: Mapping[str, tuple[str, ...]]
    questions: re.Pattern[str]
    small: frozenset[str]
    lookalikes: Mapping[str, str]
    idf: Callable[[str], float]  # how telling a word is in the language at large
    themes: Mapping[str, str]  # names of themes, as readers know them, and their slugs


def lexicon(
    *,
    cut: Callable[[str], list[str]],
    idf: Callable[[str], float],
    aliases: Iterable[str],
    questions: str,
    small: str,
    lookalikes: str,
    themes: Mapping[str, str],
) -> Lexicon:
    """From the texts of the data files; ``aliases`` are ours and the operator's.

    Lines without an equals sign in an alias file say nothing and are passed over.
    """
    names: dict[str, dict[str, None]] = {}
    for text in aliases:
        for line in text.splitlines():
            group = [name for name in (form(part) for part in _COMMENT.sub("", line).split("=")) if name]
            for name in group:
                names.setdefault(name, {}).update(dict.fromkeys(other for other in group if other != name))
    asking = sorted(_words(questions), key=lambda word: (-len(word), word))
    return Lexicon(
        cut=cut,
        aliases={name: tuple(others) for name, others in names.items() if others},
        questions=re.compile("|".join(map(re.escape, asking)) or r"(?!)"),
        small=frozenset(_words(small)),
        lookalikes=_groups(_words(lookalikes)),
        idf=idf,
        themes={"other": OTHER, "其他": OTHER, **themes},
    )


def _groups(groups: Iterable[str]) -> dict[str, str]:
    """Character -> the others of every group it is in."""
    found: dict[str, str] = {}
    for group in sorted(groups):
        for char in group:
            found[char] = found.get(char, "") + group.replace(char, "")
    return found


def _words(text: str) -> set[str]:
    lines = (_COMMENT.sub("", line) for line in text.splitlines())
    return {searched for line in lines for word in line.split() if (searched := form(word))}


def with_aliases(word: Word, known: Lexicon) -> Word:
    """``word`` with the spellings its other names give, as variants. A quoted word stays as it is."""
    if word.exact:
        return word
    forms = dict.fromkeys(spelling.form for spelling in word.spellings)
    others = dict.fromkeys(other for typed in forms for other in _renamed(typed, known) if other not in forms)
    return Word(text=word.text, spellings=word.spellings + tuple(Spelling(form=f, how="variant") for f in others))


def _renamed(typed: str, known: Lexicon) -> Iterable[str]:
    """``typed`` with a name in it replaced: the whole of it, a whole Latin word, or at least three characters.

    Two characters count where a word begins or ends with them: 网路安全 is 网络安全 too, 湖北大学 holds no 北大.
    """
    yield from known.aliases.get(typed, ())
    for found in _LATIN.finditer(typed):
        if found.group() != typed:
            for other in known.aliases.get(found.group(), ()):
                yield typed[: found.start()] + other + typed[found.end() :]
    between = frozenset(accumulate(map(len, known.cut(typed)), initial=0)) if len(typed) <= LONGEST else frozenset()
    for start in range(len(typed)):
        for end in range(start + 2, min(len(typed), start + 12) + 1):
            if end - start < len(typed) and (end - start > 2 or start in between or end in between):
                for other in known.aliases.get(typed[start:end], ()):
                    yield typed[:start] + other + typed[end:]


def without_question(typed: str, known: Lexicon) -> list[str]:
    """The pieces of a question that say what is asked for, small words at their ends cut off; [] for no question.

    Of 多少家 and 第几届 the measure word goes as well. [] when nothing or a character alone would be left: then the
    question words are what the reader looks for, or no answer is (几步).
    """
    if not known.questions.search(typed):
        return []
    pieces = (_trimmed(known.cut(piece), known) for piece in known.questions.sub(" ", typed).split())
    return [piece for piece in pieces if len(piece) > 1]


def _trimmed(words: list[str], known: Lexicon) -> str:
    while words and words[0] in known.small:
        words = words[1:]
    while words and words[-1] in known.small:
        words = words[:-1]
    return "".join(words)


def pieces(text: str) -> list[str]:
    """The search forms of what stands between the punctuation marks of a word as typed."""
    return [searched for piece in _PUNCTUATION.split(text) if (searched := form(piece))]


def parts(typed: str, known: Lexicon) -> list[str]:
    """The words a longer one is made of, small ones left out. A number keeps its measure word: 2023年, 18号."""
    found: list[str] = []
    for run in typed.split():
        at = 0
        for number in _NUMBER.finditer(run):
            found += [*known.cut(run[at : number.start()]), number.group()]
            at = number.end()
        found += known.cut(run[at:])
    return [word for word in dict.fromkeys(found) if word and word not in known.small]


def glued(parts: list[str], typed: str) -> list[str]:
    """``parts`` with a Chinese character alone joined to the part before it in ``typed``, the first to the one after.

    A character alone stands in any text: 中央, 活动 and 营 would be found where nothing of the kind is.
    """
    joined: list[str] = []
    at = 0
    for part in parts:
        at = typed.find(part, at)
        follows = bool(joined) and at >= 0 and typed[:at].endswith(joined[-1])
        if follows and any(len(piece) == 1 and not piece.isascii() for piece in (part, joined[-1])):
            joined[-1] += part
        else:
            joined.append(part)
        at = max(at, 0) + len(part)
    return joined
