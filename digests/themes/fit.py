"""Points of an article under a themes file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress
from math import sqrt
from operator import add

from digests.chinese.script import fold
from digests.models import Article, ThemeScore
from digests.themes.format import Entry, Scoring, Themes

MOST = 3  # themes an article may have

Counts = dict[tuple[int, str, float], float]  # (theme's place, keyword, weight) -> times found


def score(article: Article, themes: Themes) -> tuple[ThemeScore, ...]:
    """The article's themes, primary first, at most three; empty where none reaches ``minimum``: the theme is other."""
    return fit(article.title, article.text, themes)


def fit(title: str, text: str, themes: Themes) -> tuple[ThemeScore, ...]:
    """`score` for a bare title and text, neither folded."""
    return fit_folded(fold(title), fold(text), themes)


def fit_folded(title: str, text: str, themes: Themes) -> tuple[ThemeScore, ...]:
    """`score` for a title and text that were folded before."""
    first, *others = _points(title, text, themes)
    if not first.hits or first.score < themes.scoring.minimum:
        return ()
    floor = max(themes.scoring.minimum, themes.scoring.second * first.score)
    return (first, *(other for other in others[: MOST - 1] if other.hits and other.score >= floor))


def points(title: str, text: str, themes: Themes) -> tuple[ThemeScore, ...]:
    """Every theme's score, best first, equal ones in the file's order; hits heaviest first. For ``why``."""
    return _points(fold(title), fold(text), themes)


def _points(title: str, text: str, themes: Themes) -> tuple[ThemeScore, ...]:
    scoring = themes.scoring
    in_title, counts = _count(title, themes), _count(text, themes)
    for key, times in in_title.items():
        counts[key] = counts.get(key, 0.0) + times
    times_of = {key: min(scoring.cap, times) + scoring.title * (key in in_title) for key, times in counts.items()}
    divisor = _divisor(times_of, len(title) + len(text), scoring)
    hits: list[list[tuple[str, float]]] = [[("base", theme.base)] if theme.base else [] for theme in themes.all]
    for (place, keyword, weight), times in times_of.items():
        if weight:
            hits[place].append((keyword, weight * times / divisor))
    scores = [
        ThemeScore(
            theme=theme.slug,
            score=sum(value for _, value in found),
            hits=tuple(sorted(found, key=lambda hit: (-hit[1], hit[0]))),
        )
        for theme, found in zip(themes.all, hits, strict=True)
    ]
    return tuple(sorted(scores, key=lambda one: -one.score))


def _divisor(times_of: Counts, chars: int, scoring: Scoring) -> float:
    if scoring.unit:
        by_keyword = {keyword: times for (_, keyword, _), times in times_of.items()}
        return sqrt(sum(times * times for times in by_keyword.values())) or 1.0
    return float(max(1.0, (chars / scoring.length_chars) ** scoring.length_power))


def _count(text: str, themes: Themes) -> Counts:
    """How often each keyword stands in folded ``text``; unless ``overlap``, not inside a longer one of its theme."""
    counts: Counts = {}
    covered = [0] * len(themes.all)  # how far each theme's keywords reach so far
    overlap = themes.scoring.overlap
    for start, (keyword, owners) in _found(text, themes):
        end = start + len(keyword)
        for place, weight in owners:
            if end > covered[place] or overlap:
                covered[place] = end
                key = (place, keyword, weight)
                counts[key] = counts.get(key, 0.0) + 1
    return counts


def _found(text: str, themes: Themes) -> Iterator[tuple[int, Entry]]:
    """Every place where a keyword begins, in order, the longest first.

    Places are sifted by their first two characters, all at once: few begin a keyword.
    """
    index = themes.index
    pairs = [*map(add, text, text[1:]), ""]
    begins: Iterable[int] = range(len(text))
    if not themes.has_singles:
        begins = compress(begins, map(index.__contains__, pairs))
    for start in begins:
        for entry in index.get(pairs[start], ()):
            if text.startswith(entry[0], start):
                yield start, entry
        if themes.has_singles:
            for entry in index.get(text[start], ()):
                yield start, entry
