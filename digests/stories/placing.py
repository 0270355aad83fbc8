"""Where a newcomer belongs: the same text, the same event, or a story of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from digests.chinese.script import fold
from digests.models import Article, Candidate, Signature
from digests.stories.lead import better_lead
from digests.stories.likeness import Gist, Wording, cosine, event_likeness
from digests.stories.signature import common_share

EVENT_WINDOW = timedelta(days=4)  # an event is reported within days; later reports are new stories, linked
COMPARED = 5  # candidates whose wording is compared in full, the likeliest first
FAINT = 0.15  # cosine of the telling words below which two articles are not compared as events
LIKELY = 0.04  # estimated overlap of 8-character shingles from which the wording is compared in full

Kind = Literal["text", "event", "new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where on two articles are one; shares of what the shorter one says.

    ``text``: 4-character shingles; on the dev half of 400 edited pairs every copy has 0.74 or more, every other
    article 0.67 or less. ``reworded``: a machine's paraphrase keeps half, an unrelated text of the same office 0.06;
    with fewer than ``reworded_grams`` shingles and ``facts`` figures in common it may be a form (telegrams keep 0.57).
    Below ``certain``, texts with less than ``figures`` of their figures in common are two reports of a
    series (the daily counts of one office keep 0.63 of their wording), and so are events that share ``form`` of it.
    ``event``: chance of one event; 85 % precision on pairs of short news begins at 0.69. ``related``: from where on
    stories are linked.
    """

    text: float = 0.70
    certain: float = 0.90
    reworded: float = 0.38
    reworded_grams: int = 200
    facts: int = 4
    form: float = 0.20
    figures: float = 0.5
    event: float = 0.72
    related: float = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """``story``: the one to join, None: a new one. ``leads``: the newcomer stands for the story from now on.

    ``related``: other stories it is close to, best first; two stories it would have joined stay two and are linked.
    ``likeness``: what decided, 0 to 1, of article ``beside``.
    """

    kind: Kind
    story: str | None
    leads: bool
    related: tuple[str, ...] = ()
    likeness: float = 0.0
    beside: str | None = None


def reading_order(articles: Iterable[tuple[datetime, Article]]) -> list[tuple[datetime, Article]]:
    """The order in which a batch is placed: first read first, then by id."""
    return sorted(articles, key=lambda pair: (pair[0], pair[1].id))


@dataclass(frozen=True, slots=True)
class _Likeness:
    kind: Kind
    value: float
    candidate: Candidate


def place(
    article: Article,
    wanted: Signature,
    candidates: Sequence[Candidate],
    *,
    now: datetime,
    limits: Limits | None = None,
) -> Placement:
    """Decides for one article, first read at ``now``. Neither the order of ``candidates`` nor a repeat changes it.

    A chain cannot form: an event is joined only by likeness to the article that leads it, a text by likeness to any
    of its copies.
    """
    limits = limits or Limits()
    others = sorted((c for c in candidates if c.article != article.id), key=lambda c: (c.first_read_at, c.article))
    likenesses = _compare(article, wanted, others, now, limits)
    joinable = sorted(
        (x for x in likenesses if x.kind == "text" or (x.kind == "event" and x.candidate.lead)),
        key=lambda x: (x.kind != "text", -x.value, x.candidate.first_read_at, x.candidate.article),
    )
    near = sorted(likenesses, key=lambda x: (-x.value, x.candidate.first_read_at, x.candidate.article))
    if not joinable:
        return Placement(kind="new", story=None, leads=True, related=_stories(near, None))
    best = joinable[0]
    story = best.candidate.story
    lead = next((c for c in others if c.story == story and c.lead), None)
    return Placement(
        kind=best.kind,
        story=story,
        leads=lead is not None and _key(article, now) < _candidate_key(lead),
        related=_stories(near, story),
        likeness=round(best.value, 3),
        beside=best.candidate.article,
    )


def _compare(
    article: Article, wanted: Signature, others: Sequence[Candidate], now: datetime, limits: Limits
) -> list[_Likeness]:
    """Every candidate that is at least related, with what it has in common."""
    estimates = {c.article: common_share(wanted.minhash, c.signature.minhash) for c in others}
    closest = sorted(others, key=lambda c: -estimates[c.article])[:COMPARED]
    worth = {c.article for c in closest if estimates[c.article] >= LIKELY}
    mine = Wording.of(article.title, article.text) if worth else None
    gist = Gist.of(article.title, article.text)
    terms = dict(wanted.terms)
    found: list[_Likeness] = []
    for candidate in others:
        other = Wording.of(candidate.title, candidate.text) if candidate.article in worth else None
        shared = mine.share(other) if mine and other else 0.0
        alike = _event(gist, terms, candidate)
        best = max(alike, shared)
        series = shared < limits.certain and mine and other and mine.figures_share(other) < limits.figures
        recent = abs(now - candidate.first_read_at) <= EVENT_WINDOW
        reworded = shared >= limits.reworded and mine and other and _beyond_form(mine, other, limits)
        if (shared >= limits.text or reworded) and not series:
            found.append(_Likeness("text" if shared >= limits.text else "event", shared, candidate))
        elif recent and alike >= limits.event and not (series and shared >= limits.form):
            found.append(_Likeness("event", alike, candidate))
        elif best >= limits.related:
            found.append(_Likeness("new", best, candidate))
    return found


def _beyond_form(mine: Wording, other: Wording, limits: Limits) -> bool:
    """Whether what two texts have in common is more than a form that any two of the kind share."""
    return len(mine.grams & other.grams) >= limits.reworded_grams or len(mine.figures & other.figures) >= limits.facts


def _event(gist: Gist, terms: Mapping[str, float], candidate: Candidate) -> float:
    alike = cosine(terms, candidate.signature)
    return event_likeness(alike, gist, Gist.of(candidate.title, candidate.text)) if alike >= FAINT else 0.0


def _stories(near: Iterable[_Likeness], joined: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(x.candidate.story for x in near if x.candidate.story != joined))


def _key(article: Article, now: datetime) -> tuple[bool, bool, str, datetime, str]:
    return better_lead(
        text=article.text,
        folded=fold(article.text),
        script=article.script,
        published_on=article.published_on,
        first_read_at=now,
        article=article.id,
    )


def _candidate_key(candidate: Candidate) -> tuple[bool, bool, str, datetime, str]:
    return better_lead(
        text=candidate.text,
        folded=fold(candidate.text),
        script=candidate.script,
        published_on=candidate.published_on,
        first_read_at=candidate.first_read_at,
        article=candidate.article,
    )
