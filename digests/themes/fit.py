"""Points of an article under a themes file."""

from __future__ import annotations

from math import sqrt

from digests.chinese.script import fold
from digests.models import Article, ThemeScore
from digests.themes.format import Key, Scoring, Themes

MOST = 3  # themes an article may have

Counts = dict[Key, float]  # times found


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
    overlap, index, singles = themes.scoring.overlap, themes.index, themes.has_singles
    for begin in themes.begins.finditer(text):
        start = begin.start()
        entries = index.get(text[start : start + 2], ())
        if singles and start + 1 < len(text):
            entries += index.get(text[start], ())
        for keyword, size, owners in entries:
            if size > 2 and not text.startswith(keyword, start):
                continue
            end = start + size
            for place, key in owners:
                if end > covered[place] or overlap:
                    covered[place] = end
                    counts[key] = counts.get(key, 0.0) + 1
    return counts
