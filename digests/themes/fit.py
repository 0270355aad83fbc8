"""Points of an article under a themes file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import sqrt

from digests.chinese.script import fold
from digests.models import Article, ThemeScore
from digests.themes.format import Key, Scoring, Theme, Themes

MOST = 3  # themes an article may have

Counts = Counter[Key]  # times found
Hits = list[tuple[str, float]]  # keywords and their points


def score(article: Article, themes: Themes) -> tuple[ThemeScore, ...]:
    """The article's themes, primary first, at most three; empty where none reaches ``minimum``: the theme is other."""
    return fit(article.title, article.text, themes)


def fit(title: str, text: str, themes: Themes) -> tuple[ThemeScore, ...]:
    """`score` for a bare title and text, neither folded."""
    return fit_folded(fold(title), fold(text), themes)


def fit_folded(title: str, text: str, themes: Themes) -> tuple[ThemeScore, ...]:
    """`score` for a title and text that were folded before."""
    hits = _hits(title, text, themes)
    sums = [sum([value for _, value in found]) for found in hits]
    first, *others = sorted(range(len(hits)), key=lambda place: -sums[place])
    if not hits[first] or sums[first] < themes.scoring.minimum:
        return ()
    floor = max(themes.scoring.minimum, themes.scoring.second * sums[first])
    fitting = [first, *(other for other in others[: MOST - 1] if hits[other] and sums[other] >= floor)]
    return tuple([_score(themes.all[place], hits[place]) for place in fitting])


def points(title: str, text: str, themes: Themes) -> tuple[ThemeScore, ...]:
    """Every theme's score, best first, equal ones in the file's order; hits heaviest first. For ``why``."""
    hits = _hits(fold(title), fold(text), themes)
    return tuple(sorted(map(_score, themes.all, hits), key=lambda one: -one.score))


def _score(theme: Theme, hits: Hits) -> ThemeScore:
    ordered = sorted(hits, key=lambda hit: (-hit[1], hit[0]))
    return ThemeScore(theme=theme.slug, score=sum([value for _, value in hits]), hits=tuple(ordered))


def _hits(title: str, text: str, themes: Themes) -> list[Hits]:
    """For each theme the keywords found, with their points."""
    scoring = themes.scoring
    in_title, counts = _count(title, themes), _count(text, themes)
    for key, times in in_title.items():
        counts[key] += times
    times_of = {key: min(scoring.cap, times) + scoring.title * (key in in_title) for key, times in counts.items()}
    divisor = _divisor(times_of, len(title) + len(text), scoring)
    hits: list[Hits] = [[("base", theme.base)] if theme.base else [] for theme in themes.all]
    for (place, keyword, weight), often in times_of.items():
        if weight:
            hits[place].append((keyword, weight * often / divisor))
    return hits


def _divisor(times_of: Mapping[Key, float], chars: int, scoring: Scoring) -> float:
    if scoring.unit:
        by_keyword = {keyword: times for (_, keyword, _), times in times_of.items()}
        return sqrt(sum(times * times for times in by_keyword.values())) or 1.0
    return float(max(1.0, (chars / scoring.length_chars) ** scoring.length_power))


def _count(text: str, themes: Themes) -> Counts:
    """How often each keyword stands in folded ``text``; unless ``overlap``, not inside a longer one of its theme."""
    found: list[Key] = []
    covered = [0] * len(themes.all)  # how far each theme's keywords reach so far
    overlap, entries_of, singles = themes.scoring.overlap, themes.index.get, themes.has_singles
    for begin in themes.begins.finditer(text):
        start = begin.start()
        entries = entries_of(text[start : start + 2])
        if singles and start + 1 < len(text):
            entries = (entries or ()) + entries_of(text[start], ())
        if not entries:
            continue
        for keyword, size, owners in entries:
            if size > 2 and not text.startswith(keyword, start):
                continue
            end = start + size
            for place, key in owners:
                if end > covered[place] or overlap:
                    covered[place] = end
                    found.append(key)
    return Counter(found)
