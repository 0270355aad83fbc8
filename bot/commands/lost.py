"""Messages whose delivery is unknown: mentioned to the reader once, sent again on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import render
from bot.buttons import Action
from bot.commands.known import asking
from bot.commands.talk import Reply, Request
from bot.messages import Message

if TYPE_CHECKING:
    from digests.pipeline import Newsroom


def missed(request: Request, newsroom: Newsroom) -> bool:
    """Whether there is a delivery nobody knows the fate of and the reader was not told of."""
    with newsroom.store.reading() as tx:
        return bool(tx.outbox.unknown_for(request.address))


def notice(request: Request, newsroom: Newsroom) -> Message | None:
    """One line with a button for the oldest of those, which counts as told from now on."""
    with newsroom.store.writing() as tx:
        unknown = tx.outbox.unknown_for(request.address)
        if not unknown:
            return None
        tx.outbox.noticed([unknown[0].id])
    w = request.words(asking(request, newsroom))
    row = (request.signer.button(w("unknown.again"), Action.SHOW_AGAIN, str(unknown[0].id)),)
    return render.line(w("unknown.one"), (row,))


def again(request: Request, newsroom: Newsroom) -> Reply:
    """The button of such a notice. Pressed twice, it shows once."""
    w = request.words(asking(request, newsroom))
    with newsroom.store.writing(durable=True) as tx:
        rows = tx.outbox.again(int(request.arguments[0]), request.address, request.now)
    return Reply(toast=w("unknown.shown" if rows else "unknown.gone"), wakes=rows > 0)
