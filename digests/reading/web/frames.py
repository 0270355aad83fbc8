"""What on a web page is no article: the elements that frame it.

Theory: markup says what belongs together, so a menu, a list of other articles, readers' comments each stand in an
element of their own. It gives itself away by what it is (nav, aside), by what its makers call it (the words of class
and id), by its first line, for a label names its box ("热门评论"), by holding links alone, or by being one of several
made alike: teasers are a link and a blurb each, comments a name, a time and a text. Whatever it is called, an element
that holds the headline, or without which hardly any text is left, is no frame.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from digests.reading import bylines
from digests.reading.marks import plain
from digests.reading.web.pieces import Piece, with_ancestors

_FRAMES = frozenset(
    (
        *("nav", "footer", "aside", "button", "select", "option", "textarea", "iframe", "figcaption", "video", "audio"),
        *("svg", "map", "object", "label", "dialog"),
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3"))
_ROLES = frozenset(("navigation", "complementary", "banner", "contentinfo", "search", "dialog", "menu", "tablist"))
_WORD = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LONGEST_LABEL = 20
_LEFT = 25  # characters of prose that must stand outside of a frame
_ALIKE = 2  # boxes that make a row of teasers or comments
_LARGEST_BOX = 8  # pieces of such a box
_SAID_AT = re.compile(
    "\\d{1,2}:\\d\\d|(?:19|20)\\d\\d[-/.年]\\d|\\d{1,2}[-/月]\\d{1,2}|\\d+ ?(?:秒|分钟|小时|天|周|个月)前|"
    "^(?:昨天|今天|刚刚)"
)
_DAY = re.compile(
    "[(\\[]?(?:(?:19|20)\\d\\d[-/.年])?\\d{1,2}[-/.月]\\d{1,2}日?(?: ?\\d{1,2}:\\d\\d(?::\\d\\d)?)?[)\\]]?"
)
_ANSWERED = re.compile("回复|点赞|举报|顶\\(|踩|支持|赞 ?\\(?\\d|推荐 ?\\d")


@dataclass(frozen=True, slots=True)
class _Names:
    words: frozenset[str]
    stems: re.Pattern[str]
    text: frozenset[str]
    label: re.Pattern[str]


@cache
def _names() -> _Names:
    rows = files("digests.data").joinpath("frames.txt").read_text("utf-8").splitlines()
    kinds: dict[str, list[str]] = {"word": [], "stem": [], "text": [], "label": []}
    for row in rows:
        if row and not row.startswith("#"):
            kind, _, value = row.partition("\t")
            kinds[kind] += [value] if kind == "label" else value.split()
    return _Names(
        words=frozenset(kinds["word"]),
        stems=re.compile("|".join(kinds["stem"])),
        text=frozenset(kinds["text"]),
        label=re.compile("[【\\[<《■●▍|]?(?:" + "|".join(kinds["label"]) + ")[】\\]>》:]?"),
    )


def called_a_frame(element: Any) -> int:
    """How surely the words of its class and id name a frame rather than the article: 0 not, 2 quite."""
    if (element.get("role") or "").lower() in _ROLES or is_label(element.get("aria-label") or ""):
        return 2
    called = " ".join(element.get(name) or "" for name in ("class", "id", "aria-label")).strip()
    if not called or len(called) > 300:
        return 0
    names = _names()
    words = [word.lower() for word in _WORD.findall(called)]
    against = sum(word in names.words for word in words) + 2 * len(names.stems.findall(called.lower()))
    return max(0, min(2, against - sum(word in names.text for word in words)))


def is_label(text: str) -> bool:
    return 2 <= len(text) <= _LONGEST_LABEL and bool(_names().label.fullmatch(plain(text).strip(" ·•-—>|")))


def mark(found: Sequence[Piece], inside: dict[Any, list[Piece]], headline: Piece | None) -> None:
    """Set ``frame`` of each piece that stands in one, and ``beside``. ``inside``: the pieces of each element."""
    prose = sum(len(piece.text) for piece in found if piece.prose)

    def may_be(element: Any) -> bool:
        held = inside.get(element, ())
        if element.tag in ("body", "html") or (headline is not None and any(piece is headline for piece in held)):
            return False
        within = sum(len(piece.text) for piece in held if piece.prose)
        return within == 0 or prose - within >= _LEFT

    suspects = {element for element, held in inside.items() if _frames_by_itself(element, held, prose)}
    suspects |= {_labelled(piece, inside, may_be) for piece in found if is_label(piece.text)}
    rows = set(_rows(inside))
    suspects |= rows | set(_other_stories(headline, inside))
    for element in filter(may_be, suspects - {None}):
        held = inside[element]
        sure = element.tag in _FRAMES or element in rows or called_a_frame(element) == 2
        small = 2 * sum(len(piece.text) for piece in held if piece.prose) <= prose
        for piece in held:
            piece.frame = True
            piece.beside = piece.beside or (sure and small)


def _frames_by_itself(element: Any, held: Sequence[Piece], prose: int) -> bool:
    """One word is not enough for what holds most of the page's ``prose`` (characters): "desc" may be the article."""
    if element.tag in _FRAMES or _links_only(held):
        return True
    called = called_a_frame(element)
    return called == 2 or (called == 1 and 2 * sum(len(piece.text) for piece in held if piece.prose) <= prose)


def _links_only(held: Sequence[Piece]) -> bool:
    """A list of links, perhaps with a label above."""
    linked = [piece for piece in held if 2 * piece.linked > len(piece.text)]
    if len(linked) < _ALIKE or any(piece.prose for piece in held):
        return False
    return sum(piece.linked for piece in held) >= 0.6 * sum(len(piece.text) for piece in held)


def _labelled(piece: Piece, inside: dict[Any, list[Piece]], may_be: Callable[[Any], bool]) -> Any:
    """The largest element that begins with the label ``piece`` and holds more, None if there is none."""
    box = None
    for element in with_ancestors(piece.element):
        if inside[element][0] is not piece:
            break
        if len(inside[element]) > 1 and may_be(element):
            box = element
    return box


def _other_stories(headline: Piece | None, inside: dict[Any, list[Piece]]) -> Iterator[Any]:
    """Boxes made like the one around the headline, each below a headline of its own: the page goes on with them."""
    if headline is None:
        return
    for element in with_ancestors(headline.element):
        beside = [other for other in element.itersiblings(element.tag) if other.get("class") == element.get("class")]
        for box in beside if len(inside[element]) > 1 else ():
            first = inside.get(box, [headline])[0]
            if first is not headline and len(inside[box]) > 1 and not first.prose:
                heads = first.element.tag == headline.element.tag or (element.tag == "article" and first.bold)
                if heads and headline.element.tag in _HEADINGS:
                    yield box


def _rows(inside: dict[Any, list[Piece]]) -> Iterator[Any]:
    """Boxes made alike beside each other that are teasers or comments, each by itself."""
    groups: dict[tuple[Any, str, str], list[Any]] = {}
    for element, held in inside.items():
        if 2 <= len(held) <= _LARGEST_BOX and element.getparent() is not None:
            key = (element.getparent(), element.tag, element.get("class") or "")
            groups.setdefault(key, []).append(element)
    for boxes in groups.values():
        if len(boxes) < _ALIKE:
            continue
        alike = [box for box in boxes if _is_teaser(inside[box]) or _is_comment(inside[box])]
        if len(alike) >= _ALIKE and 3 * len(alike) >= 2 * len(boxes):
            yield from alike


def _is_teaser(held: Sequence[Piece]) -> bool:
    """A linked headline, perhaps with its day, then what the other article is about."""
    first = held[0]
    headline = len(_DAY.sub("", first.text))
    return first.linked >= max(6, 0.9 * headline) and not held[1].linked


def _is_comment(held: Sequence[Piece]) -> bool:
    """Somebody's text, and beside it when it was said or what others may do with it; a reporter's is none."""
    beside = [plain(piece.text) for piece in held if not piece.prose and len(piece.text) <= 40]
    if any(bylines.byline(piece.text) for piece in held):
        return False
    return len(beside) < len(held) and any(_SAID_AT.search(text) or _ANSWERED.search(text) for text in beside)
