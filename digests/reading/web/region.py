"""Which element of a web page holds its text, and which boxes beside it belong to it.

The element that gathers most of the weight of its pieces; their neighbours join it where they are of its kind. A short
text may be outweighed by readers' words or teasers below it, so a box that begins straight below the headline counts
for more, unless it is one of many around the heaviest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from digests.reading.web import sayings
from digests.reading.web.pieces import Piece

_PARAGRAPHS = frozenset(
    ("p", "li", "ul", "ol", "dl", "dd", "dt", "blockquote", "pre", "table", "tbody", "tr", "td", "th")
)
_PARAGRAPH_LIKE = _PARAGRAPHS | {"h1", "h2", "h3", "h4", "h5", "h6", "center", "section", "figure"}
_FIRST_TOLD, _NEARER = 150, 4.0  # characters of running text below the headline, and how much more they weigh


def region(
    found: Sequence[Piece], inside: dict[Any, list[Piece]], headline: Piece | None, weights: dict[int, float]
) -> list[Piece]:
    """The pieces of the text's element and its neighbours, in order. ``weights`` by the ids of pieces."""
    home = _homes(found, inside)
    best = _best(found, home, weights)
    if best is None:
        return []
    begins = first(found, headline)
    nearer = _best(found, home, _nearer_to_the_headline(found, headline, home, weights))
    if nearer is not best and nearer not in best.iterancestors():
        best = nearer
    elif begins is not None and sayings.are_sayings(inside[best]) and not any(each is begins for each in inside[best]):
        best = home[id(begins)]
    return _with_neighbours(found, inside, best, weights)


def _nearer_to_the_headline(
    found: Sequence[Piece], headline: Piece | None, home: dict[int, Any], weights: dict[int, float]
) -> dict[int, float]:
    """``weights`` with those of the box of the first paragraph below the headline made more, for it is likely the text.

    Only a short text needs it, that readers' words or teasers below it outweigh.
    """
    begins, told, out = first(found, headline), 0, dict(weights)
    if begins is None:
        return weights
    for piece in found:
        if home[id(piece)] is home[id(begins)] and piece.prose and weights[id(piece)] > 0 and told < _FIRST_TOLD:
            told += len(piece.text)
            out[id(piece)] *= _NEARER
    return out


def _best(found: Sequence[Piece], home: dict[int, Any], weights: dict[int, float]) -> Any:
    """The element that gathers most."""
    gathered: dict[Any, float] = {}
    for piece in found:
        element, points = home[id(piece)], weights[id(piece)]
        gathered[element] = gathered.get(element, 0.0) + points
        above = element.getparent()
        while above is not None and above.tag in _PARAGRAPH_LIKE:
            above = above.getparent()
        if above is not None and element.tag in _PARAGRAPH_LIKE:
            gathered[above] = gathered.get(above, 0.0) + 0.9 * points
        elif above is not None:
            gathered[above] = gathered.get(above, 0.0) + 0.3 * points
    return max(gathered, key=lambda element: gathered[element], default=None)


def _homes(found: Sequence[Piece], inside: dict[Any, list[Piece]]) -> dict[int, Any]:
    """For each piece the element that it is a paragraph of: the innermost with other pieces, no paragraph itself."""
    out: dict[int, Any] = {}
    for piece in found:
        element = piece.element
        while element.getparent() is not None and (len(inside[element]) == 1 or element.tag in _PARAGRAPHS - {"td"}):
            element = element.getparent()
        out[id(piece)] = element
    return out


def _with_neighbours(
    found: Sequence[Piece], inside: dict[Any, list[Piece]], best: Any, weights: dict[int, float]
) -> list[Piece]:
    """The pieces of ``best`` and of the boxes beside it, as far up as the page goes, called and filled like it."""
    chosen = {id(piece) for box in (best, *_twins(best, inside)) for piece in inside[box]}
    element = best
    while element.getparent() is not None and element.tag != "body":
        for beside in element.getparent():
            held = [piece for piece in inside.get(beside, ()) if not piece.frame]
            if beside is element or not held:
                continue
            length = sum(len(piece.text) for piece in held)
            good = sum(len(piece.text) for piece in held if weights[id(piece)] >= 0.5 * len(piece.text))
            # boxes called otherwise need the vote of both libraries
            sure = sum(len(piece.text) for piece in held if weights[id(piece)] >= 0.9 * len(piece.text))
            if (good if _same_kind(beside, element) else sure) >= 0.7 * length:
                chosen |= {id(piece) for piece in held}
        element = element.getparent()
    places = [at for at, piece in enumerate(found) if id(piece) in chosen]
    chosen |= _in_gaps(found[places[0] : places[-1] + 1], inside, best)
    return [piece for piece in found if id(piece) in chosen]


def _twins(best: Any, inside: dict[Any, list[Piece]]) -> list[Any]:
    """Boxes called like ``best`` at the same depth, of running text as well: a text that something was set between."""
    called, depth = best.get("class") or "", sum(1 for _ in best.iterancestors())
    return [
        element
        for element, held in inside.items()
        if element is not best
        and element.tag == best.tag
        and called
        and element.get("class") == called
        and sum(1 for _ in element.iterancestors()) == depth
        and not any(piece.frame for piece in held)
        and 2 * sum(piece.prose for piece in held) >= len(held)
    ]


def _in_gaps(span: Sequence[Piece], inside: dict[Any, list[Piece]], best: Any) -> set[int]:
    """Short blocks between chosen boxes (a sub-head) that stand beside them."""
    between = {id(piece) for piece in span}
    beside = (
        [element for element in best.getparent() if _same_kind(element, best)] if best.getparent() is not None else []
    )
    return {id(piece) for element in beside for piece in inside.get(element, ()) if id(piece) in between}


def _same_kind(one: Any, other: Any) -> bool:
    if one.tag in _PARAGRAPH_LIKE and one.tag != "table":
        return True
    return bool(one.tag == other.tag and (one.get("class") or "") == (other.get("class") or ""))


def first(found: Sequence[Piece], headline: Piece | None) -> Piece | None:
    """The first paragraph below the headline: where the text begins with it, it may be as short as it is."""
    top = next((at for at, piece in enumerate(found) if piece is headline), len(found))
    return next((piece for piece in found[top + 1 :] if piece.prose and not piece.frame), None)
