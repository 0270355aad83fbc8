"""Choosing the quotes: expected overlap with the headline an editor would write, each sentence for what it adds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from digests.chinese.script import Folded, fold, fold_aligned
from digests.chinese.sentences import sentences
from digests.models import Article, Keyword, Length, Quote, Sentence
from digests.summarize.clauses import Span, clauses, runs
from digests.summarize.fitness import own_start, standing, unfit
from digests.summarize.worth import Idf, Worth, worth

Cut = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How long a quote may be. A sentence of up to ``whole_chars`` is shown whole, a longer one by a run of its clauses
    of up to ``most_chars``; ``aim_chars`` is the length of the headline it is measured against.
    """

    whole_chars: int
    most_chars: int
    aim_chars: float


ROOM: dict[Length, Room] = {
    "short": Room(whole_chars=30, most_chars=80, aim_chars=15),
    "normal": Room(whole_chars=130, most_chars=130, aim_chars=60),
    "long": Room(whole_chars=160, most_chars=160, aim_chars=60),
}


@dataclass(frozen=True, slots=True)
class _Option:
    """One way to show one sentence."""

    index: int
    sentence: Sentence
    text: str
    words: tuple[str, ...]
    factor: float
    shortened: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence made ready: folded, cut into clauses, each clause into words."""

    sentence: Sentence
    folded: Folded
    parts: list[Span]
    words: list[list[str]]

    @classmethod
    def of(cls, sentence: Sentence, cut: Cut) -> _Read:
        folded = fold_aligned(sentence.text)
        parts = clauses(folded.text)
        return cls(sentence, folded, parts, [_words(cut(folded.text[a:b])) for a, b in parts])

    def printed(self, begin: int, end: int) -> str:
        """What is printed where ``folded.text[begin:end]`` stands."""
        offsets, text = self.folded.offsets, self.sentence.text
        return text[offsets[begin] : offsets[end] if end < len(offsets) else len(text)]


def quotes(
    article: Article,
    n: int,
    *,
    cut: Cut,
    idf: Idf,
    keywords: Iterable[Keyword] = (),
    room: Room = ROOM["normal"],
    weights: Worth | None = None,
) -> tuple[Quote, ...]:
    """At most ``n`` quotes in printed order; fewer where no further sentence can stand alone.

    ``cut`` (a segmenter's) and ``idf`` work on folded text. Ties go to the earlier sentence. An article all of whose
    sentences are unfit gives its least unfit, a severed one never; empty where that leaves none.
    """
    chosen = ranked(article, n, cut=cut, idf=idf, keywords=keywords, room=room, weights=weights)
    return tuple(
        Quote(text=o.text, article=article.id, lines=o.sentence.lines, shortened=o.shortened)
        for o in sorted(chosen, key=lambda o: o.index)
    )


def ranked(
    article: Article,
    n: int,
    *,
    cut: Cut,
    idf: Idf,
    keywords: Iterable[Keyword] = (),
    room: Room = ROOM["normal"],
    weights: Worth | None = None,
) -> list[_Option]:
    """The chosen sentences, best first."""
    found = [_Read.of(sentence, cut) for sentence in sentences(article)]
    known = {word for keyword in keywords for word in _words(cut(fold(keyword.text)))}
    title = set(_words(cut(fold(article.title))))
    chances = worth([read.words for read in found], idf=idf, keywords=known, title=title, weights=weights)
    fit: list[_Option] = []
    rest: list[_Option] = []
    for index, read in enumerate(found):
        begin = own_start(read.folded.text)
        if read.sentence.severed or read.sentence.role == "question":
            continue
        if unfit(read.folded.text[begin:]) is None:
            fit.extend(_options(index, read, begin, room))
        else:
            rest.append(_whole(index, read, begin))
    return _greedy(fit, n, chances, room.aim_chars) or _greedy(rest, 1, chances, room.aim_chars)


def _words(tokens: Iterable[str]) -> list[str]:
    return [word for word in tokens if word[0].isalnum()]


def _whole(index: int, read: _Read, begin: int) -> _Option:
    end = len(read.folded.text)
    words = tuple(w for (_, b), part in zip(read.parts, read.words, strict=True) if b > begin for w in part)
    factor = standing(read.folded.text[begin:], complete=read.sentence.complete)
    return _Option(index, read.sentence, read.printed(begin, end), words, factor, False)


def _options(index: int, read: _Read, begin: int, room: Room) -> list[_Option]:
    """The whole sentence where it fits, else every run of clauses that may stand for it."""
    whole = _whole(index, read, begin)
    if len(whole.text) <= room.whole_chars:
        return [whole]
    skipped = sum(b <= begin for _, b in read.parts)
    parts = [(max(a, begin), b) for a, b in read.parts[skipped:]]
    options = []
    for first, last in runs(read.folded.text, parts, room.most_chars):
        if first == 0 and last == len(parts):
            options.append(whole)
            continue
        a, b = parts[first][0], parts[last - 1][1]
        if unfit(read.folded.text[a:b].rstrip(",;: ")) is not None:
            continue
        text = read.printed(a, b).strip()
        if last < len(parts):
            text = text.rstrip("，,；;﹔：: ") + "…"
        words = tuple(w for part in read.words[skipped + first : skipped + last] for w in part)
        options.append(_Option(index, read.sentence, text if first == 0 else "…" + text, words, whole.factor, True))
    return options


def _greedy(options: Sequence[_Option], n: int, chances: dict[str, float], aim_chars: float) -> list[_Option]:
    chosen: list[_Option] = []
    said: set[str] = set()
    while len(chosen) < n:
        taken = {option.index for option in chosen}
        best, best_gain = None, 0.0
        for option in options:
            if option.index in taken:
                continue
            gain = _gain(option, said, chances, aim_chars)
            if gain > best_gain + 1e-12:
                best, best_gain = option, gain
        if best is None:
            break
        chosen.append(best)
        said.update(best.words)
    return chosen


def _gain(option: _Option, said: Collection[str], chances: dict[str, float], aim_chars: float) -> float:
    """Expected F1, in characters, of the option's new words with a headline of ``aim_chars``."""
    new = sum(chances[word] * len(word) for word in set(option.words) if word not in said)
    return option.factor * 2 * new / (sum(map(len, option.words)) + aim_chars)
