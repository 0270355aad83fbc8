"""A message's text and entities as HTML."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Mapping

from markupsafe import Markup

from bot.sandbox.entities import QUOTES, Entity, in_order
from bot.sandbox.links import checked_link

_BLOCKS = ("pre", *QUOTES)
_PLAIN = {"bold": "strong", "italic": "em", "underline": "u", "strikethrough": "s"}


def text_html(text: str, entities: list[Entity], labels: Mapping[str, str]) -> Markup:
    """Entities may cross each other: each one is closed and opened again at the edge of another."""
    units = _unit_offsets(text)
    edges = sorted(
        {0, len(text), *(_index(units, e.offset) for e in entities), *(_index(units, e.end) for e in entities)}
    )
    spans = [(e, _index(units, e.offset), _index(units, e.end)) for e in in_order(entities)]
    parts: list[Markup] = []
    stack: list[Entity] = []
    for start, end in itertools.pairwise(edges):
        active = [e for e, low, high in spans if low <= start and end <= high]
        common = 0
        while common < min(len(stack), len(active)) and stack[common] is active[common]:
            common += 1
        parts += [_closing(e, labels) for e in reversed(stack[common:])]
        closed_block = any(e.kind in _BLOCKS for e in stack[common:])
        parts += [_opening(e, _word(text, units, e), labels) for e in active[common:]]
        piece = text[start:end]
        if closed_block and piece.startswith("\n"):
            piece = piece[1:]  # a block ends its line by itself
        stack = active
        parts.append(Markup.escape(piece))
    parts += [_closing(e, labels) for e in reversed(stack)]
    return Markup("").join(parts)


def _unit_offsets(text: str) -> list[int]:
    offsets, units = [], 0
    for character in text:
        offsets.append(units)
        units += 1 + (ord(character) > 0xFFFF)
    return offsets


def _index(units: list[int], offset: int) -> int:
    """The code point that the UTF-16 offset lies in; one past the end where it is behind all."""
    if not units:
        return 0
    place = bisect_right(units, offset) - 1
    return place if units[place] == offset else place + 1


def _word(text: str, units: list[int], entity: Entity) -> str:
    return text[_index(units, entity.offset) : _index(units, entity.end)]


def _opening(entity: Entity, word: str, labels: Mapping[str, str]) -> Markup:
    match entity.kind:
        case "spoiler":
            return Markup('<span class="spoiler" role="button" tabindex="0" title="{}">').format(labels["spoiler"])
        case "code":
            return Markup('<code class="copyable">')
        case "pre":
            return Markup('<pre class="copyable" data-language="{}"><code>').format(entity.argument)
        case "blockquote":
            return Markup("<blockquote>")
        case "expandable_blockquote":
            return Markup('<blockquote class="expandable folded"><div class="quoted">')
        case "text_link":
            return _link(entity.argument)
        case "url":
            return _link(checked_link(word))
        case "email":
            return Markup('<a href="mailto:{}">').format(word)
        case "bot_command":
            return Markup('<a href="#" class="command" data-say="{}">').format(word)
        case "date_time":
            return Markup('<time class="moment" data-at="{}" data-format="{}">').format(entity.argument, entity.format)
        case kind if kind in _PLAIN:
            return Markup("<{}>").format(_PLAIN[kind])
        case kind:
            return Markup('<span class="{}">').format(kind)


def _closing(entity: Entity, labels: Mapping[str, str]) -> Markup:
    match entity.kind:
        case "code":
            return Markup("</code>")
        case "pre":
            return Markup("</code></pre>")
        case "blockquote":
            return Markup("</blockquote>")
        case "expandable_blockquote":
            return Markup(
                '</div><button type="button" class="unfold" aria-expanded="false">{}</button></blockquote>'
            ).format(labels["show_more"])
        case "text_link" | "url" | "email" | "bot_command":
            return Markup("</a>")
        case "date_time":
            return Markup("</time>")
        case kind if kind in _PLAIN:
            return Markup("</{}>").format(_PLAIN[kind])
        case _:
            return Markup("</span>")


def _link(address: str) -> Markup:
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">').format(address)
