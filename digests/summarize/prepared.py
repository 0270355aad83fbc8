"""An article made ready for choosing: its sentences folded, cut into clauses and words, and what may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from digests.chinese.script import Folded, fold_aligned
from digests.models import Sentence
from digests.summarize.clauses import Span, clauses, runs, topic_alone
from digests.summarize.fitness import own_start, unfit
from digests.summarize.room import Room

_NO_SUBJECT = frozenset("vdp")

Cut = Callable[[str], Sequence[str]]


class Lexicon(Protocol):
    """How telling a folded word is, and what part of speech; ``digests.chinese.idf.Idf`` is one."""

    def __call__(self, word: str, /) -> float: ...
    def part(self, word: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sentence. ``begin``: where it begins behind 本报讯 and the like; ``unfit``: why it must not be shown."""

    index: int
    sentence: Sentence
    folded: Folded
    parts: list[Span]
    words: list[list[str]]
    begin: int
    unfit: str | None

    @classmethod
    def of(cls, index: int, sentence: Sentence, cut: Cut) -> Prepared:
        folded = fold_aligned(sentence.text)
        text = folded.text
        parts = clauses(text)
        begin = own_start(text)
        severed = sentence.severed or sentence.unfinished
        reason = "severed" if severed else "question" if sentence.role == "question" else unfit(text[begin:])
        return cls(index, sentence, folded, parts, [only_words(cut(text[a:b])) for a, b in parts], begin, reason)

    @property
    def text(self) -> str:
        """The folded sentence without what stands before it."""
        return self.folded.text[self.begin :]

    def printed(self, begin: int, end: int) -> str:
        """What is printed where ``folded.text[begin:end]`` stands."""
        offsets, text = self.folded.offsets, self.sentence.text
        return text[offsets[begin] : offsets[end] if end < len(offsets) else len(text)]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to show a sentence. ``words``: those it says, ``chars``: their `size`; ``folded``: its text, folded."""

    source: Prepared
    text: str
    folded: str
    words: tuple[str, ...]
    chars: int
    shortened: bool


def only_words(tokens: Iterable[str]) -> list[str]:
    return [word for word in tokens if word[0].isalnum()]


def size(words: Iterable[str]) -> int:
    """Characters, a Latin word or a number as one."""
    return sum(1 if word[0].isascii() else len(word) for word in words)


def whole(source: Prepared) -> Option:
    words = tuple(
        word for (_, end), part in zip(source.parts, source.words, strict=True) if end > source.begin for word in part
    )
    text = source.printed(source.begin, len(source.folded.text))
    return Option(source, text, source.text, words, size(words), False)


def options(source: Prepared, room: Room, lexicon: Lexicon, *, free: bool = False) -> Iterator[Option]:
    """The whole sentence where it fits, else every run of clauses that may stand for it; ``free``: both.

    A run that begins within the sentence begins with its subject, as far as the part of speech of its first word tells:
    从滨江来看 may not be dropped from 从滨江来看,正加快建设新区.
    """
    entire = whole(source)
    fits = len(entire.text) <= room.whole_chars
    if fits:
        yield entire
    if fits and not free:
        return
    skipped = sum(end <= source.begin for _, end in source.parts)
    parts = [(max(a, source.begin), b) for a, b in source.parts[skipped:]]
    for first, last in runs(source.folded.text, parts, room.most_chars):
        if last - first == len(parts):
            if not fits:
                yield entire
            continue
        a, b = parts[first][0], parts[last - 1][1]
        folded = source.folded.text[a:b].rstrip(",;: ")
        if unfit(folded) not in (None, source.unfit):
            continue
        text = source.printed(a, b).strip()
        if last < len(parts):
            text = text.rstrip("，,；;﹔：: ") + "…"
        words = tuple(word for part in source.words[skipped + first : skipped + last] for word in part)
        if first and words and lexicon.part(words[0]) in _NO_SUBJECT:
            continue
        if last == 1 and topic_alone(source.folded.text, b) and all(lexicon.part(word) != "v" for word in words):
            continue
        yield Option(source, text if first == 0 else "…" + text, folded, words, size(words), True)
