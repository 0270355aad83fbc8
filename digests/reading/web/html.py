"""A web page: its main text, and what it says about it.

`pieces` takes the markup apart, `frames` marks what is no article, `maintext` finds the text, `imprint` headline,
writers and day. The libraries that vote on the text are loaded on first need; they cost 20 MB that a folder of text
files should not pay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from digests.reading.lines import refuse_scraps
from digests.reading.web import captions, carried, edges, frames, imprint, maintext, pieces, published
from digests.reading.web.carried import Carried
from digests.reading.web.parsing import parsed
from digests.reading.web.pieces import Piece

_MOST_NESTED = 400_000  # pieces, each times the blocks around it; a page of 3,000 pieces in 25 blocks has 75,000
_LABELS, _LABEL = 100, 25  # characters of all labels beside links, and of one
_TOLD = 15  # characters by which a beginning is known
_ABOVE, _BELOW = 16, 8  # pieces beside the text that may say who wrote it and when


@dataclass(frozen=True, slots=True)
class WebPage:
    """Paragraphs of the main text in order: the line of the source on which each begins, its text, its indent."""

    paragraphs: tuple[tuple[int, str, int], ...]
    title: str | None
    byline: tuple[str, ...]
    published_on: str | None
    published_how: str | None
    gallery: bool  # its text are the captions of pictures


def extract(text: str, url: str | None) -> WebPage:
    """The main text of the page ``text``; no paragraphs where neither markup nor libraries find any.

    Raises NoText as `parsed` does, Scraps as `lines` tells.
    """
    from lxml import html as lxml_html

    tree, page, deep = parsed(text)
    body = next(tree.iter("body"), tree)
    found = pieces.pieces(body)
    refuse_scraps(len(found), sum([len(piece.text) for piece in found]))
    if deep or sum([piece.depth for piece in found]) > _MOST_NESTED:
        found = pieces.flattened(body, found)
        page = lxml_html.tostring(tree, encoding="unicode")
    title, headline = imprint.headline(tree, found)
    inside = pieces.inside(found)
    frames.mark(found, inside, headline)
    took = captions.unsign(found)
    kept = _kept(page, tree, found, inside, headline)
    above, below, others = _around(found, kept, headline)
    day, how = published.published(tree, above, below, others, url)
    names = imprint.writers(tree, [*above, *below])
    if (data := carried.article(tree, imprint.named(tree, title))) and _says_more(data, kept):
        kept = maintext.alone(pieces.pieces(lxml_html.fragment_fromstring(data.markup, create_parent="div")))
        title, names = data.title or title, names or imprint.persons(data.author)
        day, how = (day, how) if day or not data.day else (data.day, "metadata")
    lines = [(edges.without_pointer(piece), piece.indent) for piece in kept if piece.text != title]
    return WebPage(tuple(_located(lines, text)), title, names or took or (), day, how, gallery=took is not None)


def _kept(
    page: str, tree: Any, found: Sequence[Piece], inside: dict[Any, list[Piece]], headline: Piece | None
) -> list[Piece]:
    """The main text by what the page prints."""
    if _holds_links_only(found):
        return []
    if headline is None and _frameless(tree, found):
        return maintext.alone(found)
    return maintext.main_text(page, found, inside, headline)


def _holds_links_only(found: Sequence[Piece]) -> bool:
    """Whether nothing stands beside links but labels: told before libraries are asked, which take seconds for it."""
    unlinked = [len(piece.text) for piece in found if 2 * piece.linked <= len(piece.text)]
    if sum(unlinked) > _LABELS or max(unlinked, default=0) >= _LABEL:
        return False
    return bool(found) and sum([piece.linked for piece in found]) >= 0.5 * sum([len(piece.text) for piece in found])


def _says_more(data: Carried, kept: Sequence[Piece]) -> bool:
    """Whether the page prints only the beginning of the text that its scripts hold, or something else in its place.

    What a library found there comes without paragraphs.
    """
    printed = "".join(piece.text for piece in kept)
    if len(printed) < 0.5 * data.han:
        return data.title is not None or len(printed) < 0.25 * data.han or printed[:_TOLD] in data.markup
    return data.han >= 0.8 * len(printed) and all(piece.element is None for piece in kept)


def _frameless(tree: Any, found: Sequence[Piece]) -> bool:
    """Whether a page without a headline has no frame (an entry of a feed): nothing to vote on, all of it is text.

    A frame is navigation, forms, footers, whatever its makers or its label call one, or a tenth of the text in links.
    """
    if next(tree.iter("nav", "footer", "header", "aside", "form", "script", "iframe"), None) is not None:
        return False
    if any(piece.frame for piece in found):
        return False
    return sum(piece.linked for piece in found) <= 0.1 * sum(len(piece.text) for piece in found)


def _around(
    found: Sequence[Piece], kept: Sequence[Piece], headline: Piece | None
) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """What stands between the headline and the text or close above it, what stands close below, and all the rest."""
    chosen = {id(piece) for piece in kept}
    places = [at for at, piece in enumerate(found) if id(piece) in chosen]
    if not places:
        return [], [], list(found)
    first, last = places[0], places[-1]
    top = next((at for at, piece in enumerate(found) if piece is headline), first)
    start = top if top < first else max(0, first - _BELOW)
    above = list(found[start : min(first, start + _ABOVE)])
    inside = [piece for piece in found[first : last + 1] if id(piece) not in chosen]
    below = [*inside, *found[last + 1 : last + 1 + _BELOW]]
    known = chosen | {id(piece) for piece in (*above, *below)}
    return above, below, [piece for piece in found if id(piece) not in known]


def _located(lines: Sequence[tuple[str, int]], text: str) -> Iterator[tuple[int, str, int]]:
    """Each paragraph with its line in the source, found by its first characters, else the line before."""
    at, number = 0, 1
    for line, indent in lines:
        found = text.find(line[:12], at)
        if found >= 0:
            number += text.count("\n", at, found)
            at = found
        yield number, line, indent
