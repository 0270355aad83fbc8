"""Whether an entry of the index holds a word, and where: plain substring search on search forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from digests.query import Entry, Query, Spelling, Word


def spelled(word: Word, entry: Entry) -> Spelling | None:
    """The first spelling of ``word`` that stands in the title or a line of ``entry``."""
    for spelling in word.spellings:
        if spelling.form in entry.body or spelling.form in entry.title:
            return spelling
    return None


def standing(word: Word, entry: Entry) -> list[Spelling]:
    """Every spelling of ``word`` that stands in ``entry``; the first, typed one where none does."""
    found = [spelling for spelling in word.spellings if spelling.form in entry.body or spelling.form in entry.title]
    return found or [word.spellings[0]]


def holds(query: Query, entry: Entry) -> bool:
    """Whether ``entry`` has every word and is `allowed`."""
    return all(spelled(word, entry) for word in query.words) and allowed(query, entry)


def allowed(query: Query, entry: Entry) -> bool:
    """Whether ``entry`` has none of the words excluded and lies within the days asked for."""
    if query.after is not None and entry.day < query.after:
        return False
    if query.before is not None and entry.day > query.before:
        return False
    return not any(spelled(word, entry) for word in query.without)


def held(words: Sequence[Word], entry: Entry) -> tuple[Word, ...]:
    """Those of ``words`` that stand in ``entry``."""
    return tuple(word for word in words if spelled(word, entry))


def places(form: str, text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of ``form`` in ``text``, none overlapping, left to right."""
    at = text.find(form)
    while at >= 0:
        yield at, at + len(form)
        at = text.find(form, at + len(form))


def whole(start: int, end: int, text: str) -> bool:
    """Whether ``text[start:end]`` begins and ends where Latin words and numbers do, not inside one."""
    return not (_joins(text, start) or _joins(text, end))


def _joins(text: str, at: int) -> bool:
    """Whether the characters on both sides of ``at`` belong to one Latin word or one number."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    if not (left.isascii() and right.isascii()):
        return (left == "\u2024" and right.isdigit()) or (right == "\u2024" and left.isdigit())
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


def merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """``spans`` in order, overlapping and touching ones made one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def together(words: Sequence[Word], entry: Entry) -> bool:
    """Whether one sentence, with the title, holds every word."""
    forms = [found.form for word in words if (found := spelled(word, entry))]
    left = [searched for searched in forms if searched not in entry.title]
    return any(all(searched in line for searched in left) for line in entry.body.split("\n"))
