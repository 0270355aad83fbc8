"""What a story is worth in a digest: a sum of named parts that a reader can check.

    total = theme + keywords + freshness + outlets + facts + length + feedback

    theme      w x fit / (fit + half)           fit: the best score of any of its articles for this theme
    keywords   w x mean of the 5 best weights of the lead, each weight / (weight + half)
    freshness  w x 2 ** (-age / half-life)      age: from the noon of the printed day, else from first reading
    outlets    w x (1 - 1 / outlets)            how many sources report it
    facts      w x facts / (facts + half)       figures and named things (quoted or book-title names) in the lead's body
    length     -w x how far the lead's body falls short of a paragraph, 0 to 1
    feedback   the reader's leanings to the lead's keywords, themes and sources, summed, within +-w
               leaning: what they pressed about it, each press x 2 ** (-age / taste half-life), summed, within +-1

Every part but feedback lies between 0 and its weight (length: between -weight and 0), so the weights say what counts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from digests.chinese.script import fold
from digests.models import Feedback, Score, StoryView

_FACT = re.compile(r"\d+(?:\.\d+)?%?|[“「《『][^”」》』]{2,20}[”」》』]")
_BEST = 5  # keywords that count
MOST_LEANING = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The most each part can give, and where it reaches half of that.

    ``theme_half``: in points of the themes file; articles of the bundled ones have 30 to 150 for their theme.
    ``taste_half_life_d``: a month, in days, chosen and not measured: what somebody presses about once a fortnight
    stays at its bound, one press is a tenth after a hundred days, and a holiday changes little.
    """

    theme: float = 4.0
    theme_half: float = 60.0
    keywords: float = 2.0
    keywords_half: float = 5.0
    freshness: float = 3.0
    half_life_h: float = 36.0
    outlets: float = 2.0
    facts: float = 1.0
    facts_half: float = 6.0
    length: float = 1.5
    length_chars: int = 120
    feedback: float = 3.0
    taste_half_life_d: float = 30.0


def score(
    story: StoryView,
    theme: str,
    *,
    now: datetime,
    weights: Weights | None = None,
    taste: Iterable[tuple[str, float]] = (),
) -> Score:
    """The parts in the order of the formula, rounded to a thousandth; a theme the story has not gives 0 for the fit.

    ``taste``: (keyword, theme or source id, weight), the reader's ``leanings`` at ``now``.
    """
    w = weights or Weights()
    lead = story.lead
    body = lead.article.text
    facts = len(set(_FACT.findall(body)))
    parts = (
        ("theme", w.theme * _half(theme_fit(story, theme), w.theme_half)),
        ("keywords", w.keywords * _keyword_weight(story, w.keywords_half)),
        ("freshness", w.freshness * 0.5 ** (_age_h(story, now) / w.half_life_h)),
        ("outlets", w.outlets * (1 - 1 / outlets(story))),
        ("facts", w.facts * _half(facts, w.facts_half)),
        ("length", -w.length * max(0.0, 1 - len(body) / w.length_chars)),
        ("feedback", max(-w.feedback, min(w.feedback, _liking(story, taste)))),
    )
    return Score(parts=tuple((name, round(value, 3) + 0.0) for name, value in parts))


def leanings(
    taste: Iterable[Feedback], *, now: datetime, weights: Weights | None = None
) -> tuple[tuple[str, float], ...]:
    """How much of every press is left, by name and within +-1, strongest first; presses of the future count whole.

    A name in both scripts is one, spelt as it was pressed last.
    """
    half_life = timedelta(days=(weights or Weights()).taste_half_life_d)
    sums: dict[str, float] = {}
    spelt: dict[str, str] = {}
    for press in taste:
        left = press.weight * 0.5 ** max(0.0, (now - press.at) / half_life)
        for name in press.names:
            spelt[fold(name)] = name
            sums[fold(name)] = sums.get(fold(name), 0.0) + left
    bounded = {spelt[name]: max(-MOST_LEANING, min(MOST_LEANING, weight)) for name, weight in sums.items()}
    return tuple(sorted(bounded.items(), key=lambda entry: (-abs(entry[1]), entry[0])))


def theme_fit(story: StoryView, theme: str) -> float:
    """The best fit of any article of the story; 0 where none has the theme."""
    fits = (fit.score for stored in story.articles for fit in stored.analysis.themes if fit.theme == theme)
    return max(fits, default=0.0)


def outlets(story: StoryView) -> int:
    return len({stored.article.source for stored in story.articles})


def _half(value: float, half: float) -> float:
    return max(0.0, value) / (max(0.0, value) + half)


def _keyword_weight(story: StoryView, half: float) -> float:
    best = [keyword.weight for keyword in story.lead.analysis.keywords[:_BEST]]
    return sum(_half(weight, half) for weight in best) / _BEST


def _age_h(story: StoryView, now: datetime) -> float:
    """Hours since first reading, or since the noon of the printed day where that is earlier; never negative.

    Of a month or a year alone the last day counts: an article of this year may be from today.
    """
    printed = story.lead.article.published_on
    since = story.first_read_at
    if printed is not None:
        since = min(since, _last_day(printed) + timedelta(hours=12))
    return max(0.0, (now - since) / timedelta(hours=1))


def _last_day(printed: str) -> datetime:
    """Midnight (UTC) of the last day of "YYYY-MM-DD", "YYYY-MM" or "YYYY"."""
    year, *rest = map(int, printed.split("-"))
    month = rest[0] if rest else 12
    day = rest[1] if len(rest) > 1 else monthrange(year, month)[1]
    return datetime(year, month, day, tzinfo=UTC)


def _liking(story: StoryView, taste: Iterable[tuple[str, float]]) -> float:
    liked = {fold(name): weight for name, weight in taste}
    if not liked:
        return 0.0
    analysis = story.lead.analysis
    names = {fold(keyword.text) for keyword in analysis.keywords[:10]}
    names |= {fit.theme for fit in analysis.themes} | {stored.article.source for stored in story.articles}
    return sum(liked.get(name, 0.0) for name in names)
