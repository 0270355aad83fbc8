"""Operator commands: /status, /sources and /preview. They show nothing that a reader wrote."""

from __future__ import annotations

import re
import resource
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo

from bot import publish, render
from bot.commands.known import SCRIPTS, asking
from bot.commands.talk import Reply, Request, say
from bot.wording import Words
from digests import pipeline
from digests.chinese.script import convert
from digests.models import Address, DeliveryState

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

SOURCES_SHOWN = 40
PREVIEW_PARTS = 3
BROADCASTS_SHOWN = 5
STATES = get_args(DeliveryState)


def status(request: Request, newsroom: Newsroom) -> Reply:
    """Counts of everything, broadcasts under way, and the memory in use."""
    w = request.words(asking(request, newsroom))
    with newsroom.store.reading() as tx:
        articles, readers, counts = tx.articles.count(), tx.readers.count(), tx.outbox.counts()
        next_due, records, under_way = tx.readers.next_due_at(), tx.sources.all(active_only=True), tx.outbox.progress()
    failing = sum(record.state.reason is not None for record in records)
    texts = [
        w("operator.articles", n=articles),
        w("operator.sources_count", n=len(records), failing=failing),
        w("operator.readers", n=readers),
        w("operator.next", when=_moment(next_due, newsroom, w)),
        w("operator.deliveries", counts=_counts(counts, w)),
        *(w("operator.edition", id=str(p.edition), counts=_counts(p.counts, w)) for p in under_way[:BROADCASTS_SHOWN]),
        w("operator.memory", n=resident_mb()),
    ]
    return say(render.titled(w("operator.status"), texts))


def _counts(counts: dict[str, int], w: Words) -> str:
    """Those without an answer always, as they are what an operator looks for."""
    shown = [w(f"operator.state_{state}", n=n) for state in STATES if (n := counts.get(state, 0)) or state == "unknown"]
    return w.join(shown)


def _moment(moment: datetime | None, newsroom: Newsroom, w: Words) -> str:
    if moment is None:
        return w("operator.none")
    return f"{w.day(moment, newsroom.timezone)} {moment.astimezone(ZoneInfo(newsroom.timezone)):%H:%M}"


def resident_mb() -> int:
    """Memory of this process; where the system does not tell the present, the most it ever was."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most // (1024 * 1024 if sys.platform == "darwin" else 1024)
    return pages * resource.getpagesize() // (1024 * 1024)


def sources(request: Request, newsroom: Newsroom) -> Reply:
    """Every source, when it was last read and what stopped it."""
    w = request.words(asking(request, newsroom))
    with newsroom.store.reading() as tx:
        records = tx.sources.all(active_only=True)
    texts = []
    for record in records[:SOURCES_SHOWN]:
        state = record.state
        if state.reason is not None:
            how = w("operator.source_bad", reason=render.shorten(state.reason, 120))
        elif state.last_good_at is None:
            how = w("operator.source_new")
        else:
            how = w("operator.source_ok", when=_moment(state.last_good_at, newsroom, w))
        name = render.shorten(convert(record.source.name, SCRIPTS[w.language]), 40)
        texts.append(f"{name} ({w(f'operator.kind_{record.source.kind}')}){w('list.colon')}{how}")
    return say(render.titled(w("operator.sources"), texts or [w("operator.none")]))


def preview(request: Request, newsroom: Newsroom) -> Reply:
    """``/preview CHAT [TOPIC]``: what that reader would get now. Nothing is sent to them, nothing counts as had."""
    w = request.words(asking(request, newsroom))
    ids = re.fullmatch(r"\s*(-?\d{1,18})(?:\s+(\d{1,18}))?\s*", request.text)
    if not ids:
        return say(render.line(w("operator.ask_preview")))
    address = Address(chat_id=int(ids[1]), thread_id=int(ids[2]) if ids[2] else None)
    with newsroom.store.reading() as tx:
        row, reader = tx.readers.row(address), tx.readers.get(address)
    if row is None or reader is None:
        return say(render.line(w("operator.no_reader")))
    composition = pipeline.compose(
        newsroom, themes=reader.themes, since=row.covered_until, until=request.now, script=reader.script,
        length=reader.length, template=reader.template, now=request.now, reader=address,
    )  # fmt: skip
    pages = publish.rendered(newsroom, composition, reader, request.signer)
    return say(*(page.message for page in pages[:PREVIEW_PARTS]))
