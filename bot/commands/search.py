"""/find and plain text: looks the words up and answers with stories, a page at a time. No query is kept or logged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import render
from bot.commands.known import asking, theme_names
from bot.commands.talk import Reply, Request, say, show
from bot.commands.watching import watchable
from bot.messages import Message
from digests import pipeline
from digests.models import Reader

if TYPE_CHECKING:
    from digests.pipeline import Newsroom


def find(request: Request, newsroom: Newsroom) -> Reply:
    """The first page for the words given."""
    reader = asking(request, newsroom)
    w = request.words(reader)
    words = " ".join(request.text.split())
    if not words:
        return say(render.lines((w("find.ask"), w("find.syntax"))))
    asked = render.shorten(words, render.QUERY_UTF16).removesuffix("…") if len(words) > render.QUERY_UTF16 else words
    found = _page(request, newsroom, reader, asked, 1)
    cut = (render.line(w("find.cut", n=len(asked))),) if asked != words else ()
    return say(*cut, found)


def paged(request: Request, newsroom: Newsroom) -> Reply:
    """Another page in the place of this one; the words are read back from the message."""
    reader = asking(request, newsroom)
    subject = request.pressed.subject if request.pressed else ""
    if not subject:
        return Reply(toast=request.words(reader)("find.gone"))
    return show(request, _page(request, newsroom, reader, subject, int(request.arguments[0])))


def suggested(request: Request, newsroom: Newsroom) -> Reply:
    """A keyword offered as a button."""
    return find(replace(request, text=request.arguments[0], pressed=None), newsroom)


def _page(request: Request, newsroom: Newsroom, reader: Reader, words: str, page: int) -> Message:
    w = request.words(reader)
    answer = pipeline.find(newsroom, words, script=reader.script, page=page, per_page=render.PER_PAGE, now=request.now)
    return render.lookup(
        replace(answer, query=words),
        w,
        signer=request.signer,
        page=page,
        names=theme_names(newsroom, w),
        watchable=request.alone and watchable(words, request.now),
        kind=request.kind,
    )
