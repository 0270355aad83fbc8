"""Readers' comments below an article that no label, time or button marks as such.

Theory: readers' words stand below the text, in a box beside that of the text, each under the name or nickname of
another reader: name and words by turns, or "name：words". Sections of an article are headed, not named; and in an
interview the same few speak again and again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from digests.reading import bylines
from digests.reading.marks import is_closed, plain
from digests.reading.web.pieces import Piece, with_ancestors

_FEWEST = 2  # who speak
_LONGEST_NAME = 14
_SAID = re.compile("@?([^:。,!?“”「」]{1,14}):(?=.)")
_LISTS = frozenset(("ul", "ol", "dl", "table"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def without(region: Sequence[Piece], inside: dict[Any, list[Piece]]) -> Sequence[Piece]:
    """``region`` without boxes at its end that hold readers' words, or present its writer."""
    while box := _last_box(region, inside):
        region = [piece for piece in region if id(piece) not in box]
    return region


def _last_box(region: Sequence[Piece], inside: dict[Any, list[Piece]]) -> set[int]:
    """The pieces of the largest box of readers or writers at the end of ``region``; one with its beginning is none.

    Lines without a sentence below it count for nothing. A list among the paragraphs of the text belongs to it.
    """
    own = {id(piece) for piece in region}
    prose = [piece for piece in region if piece.prose]
    found: set[int] = set()
    for element in with_ancestors(prose[-1].element) if prose else ():
        held = [piece for piece in inside[element] if id(piece) in own]
        if any(piece is prose[0] for piece in held):
            break
        listed = element.tag in _LISTS and element.getparent() is prose[0].element.getparent()
        if len(held) < 2 or (listed and prose[0].element.tag == "p"):
            continue
        if are_sayings(held) or (is_card(held) and not _is_one_of_several(element, inside)):
            found = {id(piece) for piece in held}
    return found


def are_sayings(held: Sequence[Piece]) -> bool:
    """Whether the pieces of a box below the text are what several readers said."""
    names = _by_turns(held) or _in_front(held)
    return len(names) >= _FEWEST and len(set(names)) == len(names)


def _by_turns(held: Sequence[Piece]) -> list[str]:
    """The names where each stands on a line of its own above what its bearer says; none if other lines stand there."""
    names: list[str] = []
    named = False
    for piece in held:
        if is_name := _may_name(piece):
            if named:
                return []  # two in a row: a list of something else
            names.append(plain(piece.text).rstrip(": "))
        elif not named and not names:
            return []
        named = is_name
    return names


def _may_name(piece: Piece) -> bool:
    text = piece.text
    if len(text) > _LONGEST_NAME or is_closed(text):
        return False
    within: Any = piece.element
    while within is not None and within.tag not in ("div", "body", "section", "article"):
        if within.tag in _HEADINGS:
            return False
        within = within.getparent()
    return piece.pictured or not piece.bold


def _in_front(held: Sequence[Piece]) -> list[str]:
    said = [_SAID.match(plain(piece.text)) for piece in held]
    names = [match[1].strip() for match in said if match]
    return names if 3 * len(names) >= 2 * len(held) else []


def is_card(held: Sequence[Piece]) -> bool:
    """Whether a box below the text presents its writer: a name, and a line or two on who that is."""
    first = held[0]
    return 2 <= len(held) <= 4 and len(bylines.names(first.text)) == 1


def _is_one_of_several(element: Any, inside: dict[Any, list[Piece]]) -> bool:
    """Whether boxes beside ``element`` begin with names, too, as the turns of an interview do."""
    beside = element.getparent() if element.getparent() is not None else ()
    alike = [inside[other][0].text for other in beside if other is not element and other in inside]
    return any(bylines.names(text.rstrip("：: ")) for text in alike)
