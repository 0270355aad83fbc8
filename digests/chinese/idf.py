"""How telling a word is: inverse document frequency and part of speech, from a table shipped with the project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import exp, log
from types import MappingProxyType

from digests.errors import SettingsError

RARE = 11.7  # idf of a word outside the table: the median of jieba's whole list, as its own TF-IDF assumes
PRIOR_DOCUMENTS = 2000.0  # how many articles of an archive weigh as much as the shipped table


class Idf:
    """Callable: folded word -> natural-logarithm idf, about 1 (的) to `RARE`.

    ``archive``: in how many of ``documents`` articles each word stands; blended with the table as if that had been
    seen in `PRIOR_DOCUMENTS` articles, so a young archive changes little and a large one decides.
    """

    __slots__ = ("_archive", "_documents", "_table")

    def __init__(
        self, table: Mapping[str, tuple[float, str]], archive: Mapping[str, int] | None = None, documents: int = 0
    ) -> None:
        self._table = table
        self._archive = archive or {}
        self._documents = documents

    def __call__(self, word: str) -> float:
        listed = self._table.get(word)
        idf = listed[0] if listed else RARE
        if not self._documents:
            return idf
        seen = self._archive.get(word, 0) + PRIOR_DOCUMENTS * exp(-idf)
        return min(RARE, log((self._documents + PRIOR_DOCUMENTS) / seen))

    def facts(self, words: Iterable[str]) -> dict[str, tuple[float, str]]:
        """idf and part of speech of each word at once: a third of the time of asking one by one."""
        get, unlisted = self._table.get, (RARE, "")
        if not self._documents:
            return {word: get(word, unlisted) for word in words}
        return {word: (self(word), get(word, unlisted)[1]) for word in words}

    def part(self, word: str) -> str:
        """Part of speech: n nr ns nt nz vn v a b d i l j m q t s f, u for function words, p for
        plain words of news prose that name no matter; "" for a word not listed."""
        listed = self._table.get(word)
        return listed[1] if listed else ""

    def with_archive(self, counts: Mapping[str, int], documents: int) -> Idf:
        """The same table beside an archive's own document frequencies."""
        return Idf(self._table, counts, documents)


def parse_idf(text: str) -> Idf:
    """The table from its file: lines of ``idf part words...``, ``#`` comments. Raises SettingsError naming the line."""
    table: dict[str, tuple[float, str]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            value, part, words = line.split(" ", 2)
            shared = (float(value), part)
        except ValueError as error:
            raise SettingsError(f"idf table, line {number}", line[:40], "'idf part words...'") from error
        table.update(dict.fromkeys(words.split(" "), shared))
    return Idf(MappingProxyType(table))


def document_frequencies(documents: Iterable[Iterable[str]]) -> dict[str, int]:
    """In how many of ``documents`` (each its words) every word stands, for `Idf.with_archive`."""
    counts: dict[str, int] = {}
    for words in documents:
        for word in set(words):
            counts[word] = counts.get(word, 0) + 1
    return counts
