"""/find and plain text: looks the words up and answers with stories, a page at a time. No query is kept or logged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import render
from bot.commands.known import asking, theme_names
from bot.commands.menu import about, unspaced
from bot.commands.talk import Reply, Request, say, show
from bot.commands.watching import watchable
from bot.messages import Message
from digests import pipeline
from digests.models import Lookup, Reader

if TYPE_CHECKING:
    from digests.pipeline import Newsroom


def find(request: Request, newsroom: Newsroom) -> Reply:
    """The first page for the words given."""
    reader = asking(request, newsroom)
    w = request.words(reader)
    words = " ".join(request.text.split())
    if not any(map(str.isalnum, words)):  # an emoji, a full stop
        return say(render.lines((w("find.ask"), w("find.syntax"))))
    asked = render.shorten(words, render.QUERY_UTF16).removesuffix("…") if len(words) > render.QUERY_UTF16 else words
    cut = (render.line(w("find.cut", n=len(asked))),) if asked != words else ()
    answer = _answer(request, newsroom, reader, asked, 1)
    if not answer.total and (rest := unspaced(asked)):
        answer = _answer(request, newsroom, reader, rest, 1)
    if not answer.total and (rest := about(answer.query)):
        found = _answer(request, newsroom, reader, rest, 1)
        answer = found if found.total else answer
    return say(*cut, _page(request, newsroom, reader, answer, 1))


def paged(request: Request, newsroom: Newsroom) -> Reply:
    """Another page in the place of this one; the words are read back from the message."""
    reader = asking(request, newsroom)
    subject = request.pressed.subject if request.pressed else ""
    if not subject:
        return Reply(toast=request.words(reader)("find.gone"))
    page = int(request.arguments[0])
    return show(request, _page(request, newsroom, reader, _answer(request, newsroom, reader, subject, page), page))


def suggested(request: Request, newsroom: Newsroom) -> Reply:
    """A keyword offered as a button."""
    return find(replace(request, text=request.arguments[0], pressed=None), newsroom)


def _answer(request: Request, newsroom: Newsroom, reader: Reader, words: str, page: int) -> Lookup:
    found = pipeline.find(newsroom, words, script=reader.script, page=page, per_page=render.PER_PAGE, now=request.now)
    return replace(found, query=words)


def _page(request: Request, newsroom: Newsroom, reader: Reader, answer: Lookup, page: int) -> Message:
    w = request.words(reader)
    return render.lookup(
        answer,
        w,
        signer=request.signer,
        page=page,
        names=theme_names(newsroom, w),
        watchable=request.alone and watchable(answer.query, request.now),
        kind=request.kind,
    )
