"""/pause, /resume, /export and /forget: a reader's own data, and their wish to be left alone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import render
from bot.buttons import Action
from bot.commands import timetable
from bot.commands.known import OWN_WISH, asking, changed, reader_of, resumed
from bot.commands.subscriptions import none_yet
from bot.commands.talk import Attachment, Reply, Request, say, show
from bot.messages import Message
from digests.store.reader_rows import line

if TYPE_CHECKING:
    from digests.pipeline import Newsroom


def pause(request: Request, newsroom: Newsroom) -> Reply:
    before = reader_of(request, newsroom)
    if before is None:  # nobody is stored only to be left alone
        return none_yet(request, newsroom, asking(request, newsroom))
    w = request.words(before)
    changed(request, newsroom, lambda stored: replace(stored, paused=OWN_WISH))
    return say(render.line(w("own.paused_already" if before.paused else "own.paused")))


def resume(request: Request, newsroom: Newsroom) -> Reply:
    before = asking(request, newsroom)
    if not (before.paused or before.themes or before.watches):  # there is nothing that could come
        return none_yet(request, newsroom, before)
    reader = changed(request, newsroom, resumed)
    w = request.words(reader)
    key = "own.resumed" if before.paused else "own.resumed_already"
    return say(render.line(w(key, when=timetable.when(reader, w))))


def export(request: Request, newsroom: Newsroom) -> Reply:
    """Everything stored about the reader: the form of ``jianbao readers export``, and which stories they were sent."""
    reader = reader_of(request, newsroom)
    w = request.words(reader)
    if reader is None:
        return say(render.line(w("own.export_none")))
    with newsroom.store.reading() as tx:
        sent = tx.stories.views(sorted(tx.outbox.had(request.address)))
    had = [{"story": story.id, "headline": story.lead.article.title} for story in sent]
    content = json.dumps(json.loads(line(reader)) | {"had": had}, ensure_ascii=False, indent=2).encode()
    return Reply(attachment=Attachment(name="jianbao.json", content=content, caption=w("own.export")))


def forget(request: Request, newsroom: Newsroom) -> Reply:
    """Asks once; what is deleted cannot come back."""
    w = request.words(asking(request, newsroom))
    row = (
        request.signer.button(w("button.yes_forget"), Action.FORGET),
        request.signer.button(w("button.no"), Action.KEEP_DATA),
    )
    if request.kind == "channel":  # its readers could press the button
        return say(_forgotten(request, newsroom))
    return say(render.line(w("own.forget_ask"), (row,)))


def forgotten(request: Request, newsroom: Newsroom) -> Reply:
    return show(request, _forgotten(request, newsroom))


def _forgotten(request: Request, newsroom: Newsroom) -> Message:
    w = request.words(asking(request, newsroom))
    with newsroom.store.writing() as tx:
        tx.readers.forget(request.address)
    newsroom.store.scrub()
    return render.line(w("own.forget_done"))


def kept(request: Request, newsroom: Newsroom) -> Reply:
    return show(request, render.line(request.words(asking(request, newsroom))("own.forget_kept")))
