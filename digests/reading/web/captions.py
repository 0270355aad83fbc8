"""Lines under the pictures of a web page, told by their place and their looks.

Theory: a caption stands straight below its picture, is short, and is set otherwise than the text: in the middle, small,
or grey. Where most of the text is set so (accounts in messengers centre everything), looks tell nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Any

from digests.reading.marks import is_closed
from digests.reading.web.pieces import Piece

_LONGEST = 80
_FIRST = 4  # elements in a line that may style all of it
_LONGEST_SENTENCE = 40  # a paragraph may follow a picture; one that ends as a sentence is a caption only if short
_QUIET = re.compile(
    "text-align: ?center|(?<!-)color: ?(?:#([6-9a-c][\\da-f]?)\\1\\1\\b|gr[ae]y|rgb\\( ?(1\\d\\d), ?\\2, ?\\2)|"
    "font-size: ?(?:1[0-3](?:\\.\\d+)?px|x?-?small|0?\\.[5-9]\\d*r?em)",
    re.I,
)
_QUIET_CLASS = re.compile("center|caption|slide|pic|img|photo|image|desc|note|small|gray|grey", re.I)


def left_out(kept: Sequence[Piece]) -> list[Piece]:
    """``kept`` without the captions in it."""
    if not any(piece.pictured for piece in kept):
        return list(kept)
    held = Counter(piece.element for piece in kept if piece.element is not None)
    looks = {element: _is_quiet(element, alone=count == 1) for element, count in held.items()}
    quiet = {id(piece) for piece in kept if looks.get(piece.element)}
    prose = [id(piece) in quiet for piece in kept if piece.prose]
    if 3 * sum(prose) > len(prose):
        return list(kept)
    return [piece for piece in kept if not (piece.pictured and id(piece) in quiet and _is_short(piece))]


def _is_short(piece: Piece) -> bool:
    text = piece.text
    if piece.bold or len(text) > _LONGEST:
        return False
    return not is_closed(text) or len(text) <= _LONGEST_SENTENCE


def _is_quiet(element: Any, *, alone: bool) -> bool:
    """Whether ``element`` or the one around it is set in the middle, small or grey.

    ``alone``: it holds one line, which one of the first elements in it may style.
    """
    around = [element, *([element.getparent()] if element.getparent() is not None else [])]
    own = element.iterdescendants("span", "font", "em", "i", "small", "center") if alone else ()
    return any(_looks_quiet(each) for each in (*around, *islice(own, _FIRST)))


def _looks_quiet(element: Any) -> bool:
    get = element.get
    if element.tag in ("small", "center") or (get("align") or "").lower() == "center":
        return True
    return bool(_QUIET.search(get("style") or "") or _QUIET_CLASS.search(get("class") or ""))
