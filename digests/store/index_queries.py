"""What FTS5 is asked: an expression over grams, the facts that narrow a lookup down among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

NEEDED = 48  # grams asked of the index for one word; more would not narrow down, and the form is checked anyway
MONTHS = 36
_FACET = "\ue001"

Grams = frozenset[str]
Alternatives = Sequence[Grams]  # any one of these sets


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What narrows a lookup down, none of it text. Days include both ends."""

    themes: tuple[str, ...] = ()  # any of them
    source: str | None = None
    after: date | None = None
    before: date | None = None


NO_FACETS = Facets()


def facet_grams(source: str, themes: Iterable[str], day: date) -> str:
    """The grams of an article that are not of its text, parted by spaces."""
    facets = [_facet("source", source), _facet("month", f"{day.year:04}{day.month:02}")]
    return " ".join(facets + [_facet("theme", theme) for theme in themes])


@lru_cache(maxsize=512)
def _facet(name: str, value: str) -> str:
    """A gram for a fact that is no text; whatever the tokenizer would part at is spelt out."""
    plain = "".join(c if c.isalnum() else f"{_FACET}{ord(c):x}" for c in value.casefold())
    return f"{_FACET}{name}{_FACET}{plain}"


def expression(
    wanted: Sequence[Alternatives],
    facets: Facets = NO_FACETS,
    counts: Mapping[str, float] | None = None,
    without: Collection[str] = (),
) -> str:
    """The FTS5 query; "" when everything matches. Each gram is one quoted token, so nothing in it is syntax.

    ``counts``: about how many articles have a gram, where that is known. FTS5 walks the first list and looks its
    articles up in the others, so the shortest comes first. ``without``: grams that the articles do not have.
    """
    known = counts or {}
    several = [alternatives for alternatives in wanted if len(alternatives) != 1]
    grams = {gram for alternatives in wanted if len(alternatives) == 1 for gram in _chosen(alternatives[0])}
    groups = [_quoted(gram) for gram in sorted(grams, key=lambda gram: (known.get(gram, 0.0), gram))]
    groups += [" OR ".join(_all_of(grams) for grams in alternatives) for alternatives in several]
    if facets.source:
        groups.append(_quoted(_facet("source", facets.source)))
    if facets.themes:
        groups.append(" OR ".join(_quoted(_facet("theme", theme)) for theme in facets.themes))
    if facets.after and facets.before and (months := _months(facets.after, facets.before)):
        groups.append(" OR ".join(_quoted(_facet("month", month)) for month in months))
    every = " AND ".join(f"({group})" for group in groups)
    without = [gram for gram in without if "$" not in gram]
    return f"({every}) NOT ({' OR '.join(map(_quoted, without))})" if every and without else every


def _months(after: date, before: date) -> list[str]:
    """The months between two days; [] for more than MONTHS: the entries' own days decide anyway."""
    first, last = after.year * 12 + after.month - 1, before.year * 12 + before.month - 1
    if not 0 <= last - first < MONTHS:
        return []
    return [f"{month // 12:04}{month % 12 + 1:02}" for month in range(first, last + 1)]


def _chosen(grams: Grams) -> list[str]:
    chosen = sorted(grams)
    return chosen[:: max(1, -(-len(chosen) // NEEDED))]


def _all_of(grams: Grams) -> str:
    return "(" + " AND ".join(map(_quoted, _chosen(grams))) + ")"


def _quoted(gram: str) -> str:
    """The gram as one token. The tokenizer parts at a dollar sign, so what is left of such a gram is asked for."""
    tokens = [token for token in gram.split("$") if token] or [gram]
    asked = " AND ".join('"' + token.replace('"', '""') + '"' for token in tokens)
    return f"({asked})" if len(tokens) > 1 else asked
