"""Message entities: what they are, and how Telegram puts a heap of them in order.

Offsets and lengths are UTF-16 code units throughout. The rules were read off TDLib by feeding it random entities
(``parseMarkdown`` on a text without markup only repairs entities): the tests compare again where it is installed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace

QUOTES = ("blockquote", "expandable_blockquote")
VERBATIM = ("pre", "code")
STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")  # may overlap: split until they nest
MAX_ENTITIES = 100  # what is over loses its formatting without a word
MAX_BYTES = 9500  # serialised size that the servers were seen to accept

_RANK = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """``argument``: the URL, language, user id, emoji id or time, as the kind needs one; ``format`` only of times."""

    kind: str
    offset: int
    length: int
    argument: str = ""
    format: str = ""

    @property
    def end(self) -> int:
        return self.offset + self.length


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """Outer before inner; of equal spans the kind that Telegram nests outside first."""
    return sorted(
        entities, key=lambda e: (e.offset, -e.length, _RANK.get(e.kind, 50) - (e.kind == "pre" and e.argument != ""))
    )


def repair(entities: Iterable[Entity]) -> list[Entity]:
    """Entities that nest: no quote in a quote, nothing but quotes around verbatim text, styles merged and split.

    Continuous entities (links, mentions, code ...) that overlap: the first in order stays whole, and goes as well
    where it crosses the edge of a quote.
    """
    ordered = in_order(e for e in entities if e.length > 0)
    quotes = _first_of_overlapping(e for e in ordered if e.kind in QUOTES)
    solid = _first_of_overlapping(e for e in ordered if e.kind not in QUOTES and e.kind not in STYLES)
    fixed = in_order([*quotes, *(e for e in solid if not any(_crosses(e, quote) for quote in quotes))])
    return in_order([*fixed, *_split_styles([e for e in ordered if e.kind in STYLES], fixed)])


def serialised_bytes(entities: Iterable[Entity]) -> int:
    """Size on the wire: 12 bytes each, and an argument padded to words."""
    size = 0
    for entity in entities:
        size += 12
        if entity.argument:
            size += (len(entity.argument.encode()) + 4) // 4 * 4
    return size


def _first_of_overlapping(ordered: Iterable[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in ordered:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _crosses(entity: Entity, quote: Entity) -> bool:
    """Overlaps without one holding the other, or holds the quote."""
    if entity.end <= quote.offset or quote.end <= entity.offset:
        return False
    return not (quote.offset <= entity.offset and entity.end <= quote.end)


def _split_styles(styles: list[Entity], fixed: list[Entity]) -> list[Entity]:
    """Every style cut at the edges of ``fixed`` and wherever another style begins, so that all of them nest."""
    verbatim = [(e.offset, e.end) for e in fixed if e.kind in VERBATIM]
    runs = {kind: _minus(_union((e.offset, e.end) for e in styles if e.kind == kind), verbatim) for kind in STYLES}
    cuts = {edge for e in fixed for edge in (e.offset, e.end)}
    cuts |= {start for own in runs.values() for start, _ in own}
    return [
        Entity(kind=kind, offset=start, length=end - start)
        for kind, own in runs.items()
        for run in own
        for start, end in _cut(run, cuts)
    ]


def _cut(run: tuple[int, int], cuts: set[int]) -> list[tuple[int, int]]:
    points = [run[0], *sorted(cut for cut in cuts if run[0] < cut < run[1]), run[1]]
    return list(itertools.pairwise(points))


def _union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _minus(spans: list[tuple[int, int]], holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    for low, high in holes:
        spans = [
            part
            for start, end in spans
            for part in ((start, min(end, low)), (max(start, high), end))
            if part[0] < part[1]
        ]
    return spans


def clip(entities: Iterable[Entity], start: int, end: int) -> list[Entity]:
    """The part of each entity inside ``[start, end)``, counted from ``start``."""
    clipped = []
    for entity in entities:
        low, high = max(entity.offset, start), min(entity.end, end)
        if low < high:
            clipped.append(replace(entity, offset=low - start, length=high - low))
    return clipped
