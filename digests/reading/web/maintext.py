"""Which pieces of a web page are its main text.

Theory, in three scored steps. Two libraries read the page, and each sentence gets a vote of either: trafilatura finds
nearly all there is to find, justext tells it from comments and teasers (on 62 real pages of Chinese news sites the
sentences that both keep give a character F1 of .904, trafilatura alone .830). The element that gathers most of the
weight so voted holds the text; its neighbours join it where they are of its kind. Inside it a piece stays unless it
looks like furniture: what an editor set between two paragraphs of the text is text, short as it may be, even if a
library passed it over (sub-heads, list items, a paragraph behind an inline link).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from digests.reading.marks import is_closed, plain
from digests.reading.web import captions, edges, imprint, region, sayings
from digests.reading.web.frames import is_label
from digests.reading.web.pieces import Piece
from digests.reading.web.votes import ask

_FEWEST = 0.4  # share of the longer reading that must be found; less means that the page is not what it seems
_STAYS = 0.0  # points above which a piece inside the text stays
_READS_ON = re.compile("继续(?:往下|向下)?阅读|[内原]?文未完|未完待续|点击(?:展开|查看)|往下(?:看|滑)")
_LEAD = 30  # characters of the shortest first paragraph
_BRIEF = re.compile("[【\\[(]?(?:摘要|导读|核心提示|内容提要|核心阅读|阅读提示|编者按|提要)")
_HAN = re.compile("[㐀-鿿]")


def main_text(text: str, found: Sequence[Piece], inside: dict[Any, list[Piece]], headline: Piece | None) -> list[Piece]:
    """The pieces of the main text in order; those of the longer library's where markup and votes do not agree."""
    votes = ask(text, len(found))
    shares = {id(piece): votes.share(piece.text) for piece in found}
    weights = {id(piece): _weight(piece, *shares[id(piece)]) for piece in found}
    around = region.region(found, inside, headline, weights)
    told = sayings.without(_led(_below(around, headline), found, headline, shares), inside)
    inner = _without_stray_labels(told)
    kept = edges.trimmed(captions.left_out([piece for piece in inner if _stays(piece, *shares[id(piece)])]))
    longer = max(votes.lines, key=lambda reading: sum(map(len, reading)))
    read = sum(len(line) for line in longer)
    fair = min(read, sum(len(piece.text) for piece in found if piece.prose and not piece.frame))
    if kept and (sum(len(piece.text) for piece in kept) >= _FEWEST * fair or kept[0] is region.first(found, headline)):
        return kept
    if not kept and _is_list(found):
        return []
    if not kept and (pictured := captions.gallery(found)):
        return pictured
    return [Piece(line, None, 0, bold=False) for line in longer]


def _is_list(found: Sequence[Piece]) -> bool:
    """Whether a page without a text is one of links to others, which may have a line about each beside them."""
    own = sum([len(piece.text) for piece in found if not (piece.beside or 2 * piece.linked > len(piece.text))])
    return 2 * own < sum([piece.linked for piece in found])


def alone(found: Sequence[Piece]) -> list[Piece]:
    """The text among ``found`` where there is nothing around it: no more than what is asked of readers goes."""
    return edges.trimmed(captions.left_out([piece for piece in found if _stays(piece, 1.0, 1.0)]))


def _weight(piece: Piece, first: float, second: float) -> float:
    """Characters that speak for the element of ``piece`` holding the text, below 0 where they speak against it."""
    length = len(piece.text)
    if piece.frame:
        return 0.0
    if 2 * piece.linked > length:
        return -0.5 * length
    if not piece.prose or edges.is_furniture(piece):
        return -0.2 * min(length, 40)
    return length * (0.2 + 0.4 * first + 0.4 * second)


def _below(region: Sequence[Piece], headline: Piece | None) -> Sequence[Piece]:
    """The part of the text below its headline, if the headline stands inside."""
    at = next((at for at, piece in enumerate(region) if piece is headline), -1)
    return region[at + 1 :]


def _led(
    region: Sequence[Piece], found: Sequence[Piece], headline: Piece | None, shares: dict[int, tuple[float, float]]
) -> Sequence[Piece]:
    """``region`` with the lead where that stands in a box of its own, between the headline and a picture."""
    first = next((at for at, piece in enumerate(found) if region and piece is region[0]), 0)
    top = next((at for at, piece in enumerate(found) if piece is headline), first)
    lead = [
        piece
        for piece in found[top + 1 : first]
        if piece.prose
        and not (piece.frame or piece.linked or edges.is_furniture(piece) or _BRIEF.match(plain(piece.text)))
        and len(piece.text) >= _LEAD
        and piece.text[-1] in "。！？”」"
        and max(shares[id(piece)]) >= 0.5
    ]
    return [*lead, *region]


def _without_stray_labels(region: Sequence[Piece]) -> list[Piece]:
    """``region`` without labels of boxes, but for those in bold straight above a paragraph: these are sub-heads."""
    out = []
    for at, piece in enumerate(region):
        below = region[at + 1 : at + 2]
        if not is_label(piece.text) or (piece.bold and below and below[0].prose and not below[0].frame):
            out.append(piece)
    return out


def _stays(piece: Piece, first: float, second: float) -> bool:
    """Whether a piece inside the text is part of it."""
    text = piece.text
    if text.isdigit() and len(text) <= 2 and piece.element.tag not in ("td", "th"):
        return False  # numbers a section
    if piece.frame or imprint.is_imprint(text) or edges.interrupts(text):
        return False
    if 4 <= len(text) <= 30 and _READS_ON.search(plain(text)):
        return False
    points = 0.5 * (first >= 0.5) + 0.5 * (second >= 0.5)
    points += 1.0 if piece.prose else 0.2
    points += 0.5 * piece.bold + 0.4 * (piece.element.tag in ("li", "td", "th", "dd", "blockquote"))
    points -= 3.0 * (piece.element.tag == "pre" and not _HAN.search(text))  # a program
    linked = piece.linked / len(text)
    points -= 3.0 * (linked > 0.6) + 1.0 * (0.35 < linked <= 0.6 and not (piece.prose or is_closed(text)))
    return points > _STAYS
