"""Lines under the pictures of a web page, told by their place and their looks; and pages whose text they are.

Theory: a caption stands straight below its picture, is short, and is set otherwise than the text: in the middle, small,
or grey. Where most of the text is set so (accounts in messengers centre everything), looks tell nothing. A gallery has
no text but captions: several made alike, each below a picture; who took them is its byline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Any

from digests.reading import bylines
from digests.reading.marks import is_closed, plain
from digests.reading.names import is_name
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
_FEW, _LEAST = 3, 60  # captions of a gallery, and their characters
_TAKEN = re.compile(  # who took a picture, or when, behind what it shows
    "(?:(?<=[。！？!?…”’」])|(?=[(])) ?(?:[(][^()]{0,24}摄影?[)]|[^。！？!?,;()]{0,24}(?:摄影?|供图)|"
    "[^。！？!?,;()]{2,8}[(][^()]{2,12}摄[)])(?=。?$)"
)
_TAKER = re.compile("(?:记者|通讯员|社发|[ /(]) ?([一-鿿]{2,4}) ?/?摄")


def gallery(found: Sequence[Piece]) -> list[Piece]:
    """The captions of a page without text: those of one kind, each below a picture, that say most. [] if there are few.

    Looked for among frames as well: that a box is called "desc" or "pics" is no reason to leave out all that is told.
    """
    kinds: dict[tuple[str, str, int], list[Piece]] = {}
    for piece in found:
        if piece.pictured and not (piece.beside or 2 * piece.linked > len(piece.text)):
            kind = (piece.element.tag, piece.element.get("class") or "", piece.depth)
            kinds.setdefault(kind, []).append(piece)
    told = max(kinds.values(), key=lambda alike: sum([len(piece.text) for piece in alike]), default=[])
    if len(told) < _FEW or 2 * sum(piece.prose for piece in told) < len(told):
        return []
    return told if sum([len(piece.text) for piece in told]) >= _LEAST else []


def unsign(found: Sequence[Piece]) -> tuple[str, ...] | None:
    """Cut off the captions that a gallery tells its story in who took the pictures; their names. None: no gallery."""
    told = [piece for piece in found if piece.prose and (piece.pictured or not piece.frame) and not piece.beside]
    ends = {id(piece): end for piece in found if piece.pictured and (end := _TAKEN.search(plain(piece.text)))}
    shown = sum([len(piece.text) for piece in found if id(piece) in ends])
    if len(ends) < _FEW or 2 * shown <= sum([len(piece.text) for piece in told]):
        return None
    names: dict[str, None] = {}
    for piece in found:
        end = ends.get(id(piece))
        while end is not None and end.start():
            said = plain(piece.text)[end.start() :]
            names |= dict.fromkeys(bylines.credited(said) or [name for name in _TAKER.findall(said) if is_name(name)])
            piece.text = (piece.text[: end.start()] + piece.text[end.end() :]).rstrip()
            end = _TAKEN.search(plain(piece.text))
    return tuple(names)


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
