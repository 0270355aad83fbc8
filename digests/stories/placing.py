"""Where a newcomer belongs: the same text, the same event, or a story of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from digests.chinese.script import fold
from digests.models import Article, Candidate, Print, Signature
from digests.stories.lead import LeadKey, better_lead
from digests.stories.likeness import Common, Gist, event_likeness
from digests.stories.signature import shared
from digests.stories.wording import Prints, Shared, Wordings, Yardstick

EVENT_WINDOW = timedelta(days=4)  # an event is reported within days; later reports are new stories, linked
COMPARED = 2  # candidates whose wording is compared in full, the likeliest first
RELATED = 5  # stories a newcomer is linked with at most
FAINT = 0.15  # cosine of the telling words below which two articles are not compared as events
# Estimated share of 8-character shingles from which the wording is compared in full. On the dev half of 400 edited
# pairs every copy is estimated at 0.58 or more; a machine's paraphrase that keeps half of the 4-character ones at 0.25.
LIKELY = 0.15
FORMED = 0.04  # the same for two articles that may tell one event, or be two reports of one form

Kind = Literal["text", "event", "new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where on two articles are one; shares of what the shorter one says.

    ``text``: 4-character shingles; on the dev half of 400 edited pairs every copy has 0.74 or more, every other
    article 0.67 or less. ``reworded``: a machine's paraphrase keeps half, an unrelated text of the same office 0.06;
    with fewer than ``reworded_grams`` shingles and ``facts`` figures in common it may be a form (telegrams keep 0.57).
    Below ``certain``, texts with less than ``figures`` of their figures in common are two reports of a
    series (the daily counts of one office keep 0.63 of their wording), and so are events that share ``form`` of it.
    ``event``: chance of one event. On 9,858 pairs of short news, weights refitted without the pairs judged, 89 % of
    what is merged at 0.80 (as text or event) is one event, 85 % at 0.72; of the few merged as events alone 75 %.
    ``related``: from where on stories are linked.
    """

    text: float = 0.70
    certain: float = 0.90
    reworded: float = 0.38
    reworded_grams: int = 200
    facts: int = 4
    form: float = 0.20
    figures: float = 0.5
    event: float = 0.80
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


_LIMITS = Limits()
_NOTHING = Shared(grams=0, share=0.0, figures=0, figures_share=1.0)


def reading_order(articles: Iterable[tuple[datetime, Article]]) -> list[tuple[datetime, Article]]:
    """The order in which a batch is placed: first read first, then by id."""
    return sorted(articles, key=lambda pair: (pair[0], pair[1].id))


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """``folded``: title, a line break and text."""

    article: Article
    signature: Signature
    folded: str
    now: datetime

    @property
    def key(self) -> LeadKey:
        return better_lead(
            text=self.article.text,
            folded=self.folded[self.folded.index("\n") + 1 :],
            script=self.article.script,
            published_on=self.article.published_on,
            first_read_at=self.now,
            article=self.article.id,
        )


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
    prints: Prints,
    now: datetime,
    folded: str | None = None,
    known: Wordings | None = None,
    limits: Limits | None = None,
) -> Placement:
    """Decides for one article, first read at ``now``. Neither the order of ``candidates`` nor a repeat changes it.

    ``folded``: its title, a line break and its text, where they were folded before. ``known``: where wordings are kept
    from one newcomer to the next.

    Most candidates are dismissed by their signatures; ``prints`` is asked for what the others printed, at most
    `COMPARED` of them. A chain cannot form: an event is joined only by likeness to the article that leads it, a text
    by likeness to any of its copies.
    """
    others = sorted([c for c in candidates if c.article != article.id], key=_age)
    if not others:
        return Placement(kind="new", story=None, leads=True)
    newcomer = _Newcomer(article, wanted, folded or fold(f"{article.title}\n{article.text}"), now)
    found = _compare(newcomer, others, prints, known or Wordings(), limits or _LIMITS)
    found.sort(key=lambda x: (-x.value, *_age(x.candidate)))
    joinable = [x for x in found if x.kind == "text" or (x.kind == "event" and x.candidate.lead == x.candidate.article)]
    if not joinable:
        return Placement(kind="new", story=None, leads=True, related=_stories(found, None))
    best = min(joinable, key=lambda x: x.kind != "text")
    lead = best.candidate.lead
    return Placement(
        kind=best.kind,
        story=best.candidate.story,
        leads=newcomer.key < _print_key(lead, prints([lead])[lead]),
        related=_stories(found, best.candidate.story),
        likeness=round(best.value, 3),
        beside=best.candidate.article,
    )


def _age(candidate: Candidate) -> tuple[datetime, str]:
    return candidate.first_read_at, candidate.article


def _compare(
    newcomer: _Newcomer, others: Sequence[Candidate], prints: Prints, known: Wordings, limits: Limits
) -> list[_Likeness]:
    """Every candidate that is at least related, with what it has in common."""
    seen = _seen(newcomer.signature, others, limits)
    worth = sorted(
        [x for x in seen if x[1] >= LIKELY or (x[2] >= limits.event and x[1] >= FORMED)],
        key=lambda x: (-max(x[1:]), *_age(x[0])),
    )
    shares = _shares(newcomer, [candidate for candidate, *_ in worth[:COMPARED]], prints, known)
    found: list[_Likeness] = []
    for candidate, _, alike in seen:
        shared = shares.get(candidate.article, _NOTHING)
        share = shared.share
        series = share < limits.certain and shared.figures_share < limits.figures
        if (share >= limits.text or _is_reworded(shared, limits)) and not series:
            found.append(_Likeness("text" if share >= limits.text else "event", share, candidate))
        elif alike >= limits.event and _is_recent(candidate, newcomer.now) and not (series and share >= limits.form):
            found.append(_Likeness("event", alike, candidate))
        elif (best := max(alike, share)) >= limits.related:
            found.append(_Likeness("new", best, candidate))
    return found


def _is_recent(candidate: Candidate, now: datetime) -> bool:
    return abs(now - candidate.first_read_at) <= EVENT_WINDOW


def _is_reworded(shared: Shared, limits: Limits) -> bool:
    """Whether two texts have much in common, and more than a form that any two of the kind share."""
    if shared.share < limits.reworded:
        return False
    return shared.grams >= limits.reworded_grams or shared.figures >= limits.facts


def _seen(wanted: Signature, others: Sequence[Candidate], limits: Limits) -> list[tuple[Candidate, float, float]]:
    """Each candidate with what the signatures tell: the wording shared, 0 where it is too little, and the event."""
    gist, terms, sketch = Gist.of(wanted.gist), wanted.weighed, frozenset(wanted.sketch)
    seen = []
    for one in others:
        event = _event(gist, terms, one)
        least = FORMED if event >= limits.event else LIKELY
        seen.append((one, shared(wanted, one.signature, sketch, least=least), event))
    return seen


def _shares(newcomer: _Newcomer, near: Sequence[Candidate], prints: Prints, known: Wordings) -> dict[str, Shared]:
    """What the wording of each of ``near`` has in common with the newcomer's."""
    if not near:
        return {}
    mine = Yardstick.of_folded(newcomer.folded)
    shares = {name: mine.beside(wording) for name, wording in known.of(near, prints).items()}
    known.keep(newcomer.article.id, newcomer.article.revision, mine.wording)
    return shares


def _event(gist: Gist, terms: Mapping[int, float], candidate: Candidate) -> float:
    common = Common.of(terms, candidate.signature, least=FAINT)
    return event_likeness(common, gist, candidate.signature.gist) if common else 0.0


def _stories(near: Iterable[_Likeness], joined: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(x.candidate.story for x in near if x.candidate.story != joined))[:RELATED]


def _print_key(article: str, it: Print) -> LeadKey:
    return better_lead(
        text=it.text,
        folded=fold(it.text),
        script=it.script,
        published_on=it.published_on,
        first_read_at=it.first_read_at,
        article=article,
    )
