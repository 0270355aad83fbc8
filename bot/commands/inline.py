"""``@bot words`` in any chat: the same lookup, as results to choose from."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import render
from bot.commands.known import asking, theme_names
from bot.commands.talk import Request
from bot.messages import utf16_len
from digests import pipeline
from digests.models import Hit

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

PER_PAGE = 20  # Telegram takes 50; fewer come faster while somebody types
PAGES = 50
DESCRIBED_UTF16 = 120  # of a result's sentence; two lines on a phone
BEFORE = 12  # characters before the hit in a clause that is longer than half of it
START_CHARS = 64  # of a deep link's parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    id: str
    title: str
    description: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """``hint`` leads to the chat with the bot, with ``start`` as the parameter of its link."""

    results: tuple[Result, ...]
    next_offset: str = ""
    hint: str = ""
    start: str = ""


def inline(request: Request, newsroom: Newsroom, offset: str) -> Results:
    """The page that ``offset`` names; the first for any offset that is none of ours."""
    reader = asking(request, newsroom)
    w = request.words(reader)
    words = " ".join(request.text.split())
    if not words:
        return Results(results=(), hint=w("inline.hint"), start="inline")
    page = int(offset) if offset in map(str, range(1, PAGES + 1)) else 1
    answer = pipeline.find(newsroom, words, script=reader.script, page=page, per_page=PER_PAGE, now=request.now)
    names = theme_names(newsroom, w)
    results = tuple(
        Result(
            id=f"{page}-{place}-{hit.article}"[:64],
            title=render.shorten(hit.title, 100) or "—",
            description=render.shorten(_described(hit), DESCRIBED_UTF16),
            html=render.hit(hit, w, names=names),
        )
        for place, hit in enumerate(answer.hits)
    )
    if not results:
        return Results(results=(), hint=w("inline.none"), start=_link(words))
    more = page < PAGES and page * PER_PAGE < answer.total
    return Results(results=results, next_offset=str(page + 1) if more else "")


def _described(hit: Hit) -> str:
    """The sentence, a long one from the clause of its first hit on: the line is short and the hit has to be in it."""
    text = hit.sentence
    if not hit.highlights or utf16_len(text) <= DESCRIBED_UTF16:
        return text
    first = min(hit.highlights[0][0], len(text) - DESCRIBED_UTF16 // 2)
    start = max((text.rfind(sign, 0, first) + 1 for sign in "，,；;：:、。"), default=0)
    if first - start > DESCRIBED_UTF16 // 2:
        start = first - BEFORE
    return f"…{text[start:].lstrip('…')}" if start > 1 else text


def _link(words: str) -> str:
    encoded = base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")
    parameter = f"find_{encoded}"
    return parameter if len(parameter) <= START_CHARS else "inline"
