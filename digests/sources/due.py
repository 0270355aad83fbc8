"""When a source is read again, and what one read leaves for the next: pure arithmetic on its state."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from digests.errors import SourceError
from digests.models import Source, SourceState

DAY_S = 86_400  # no pause is longer: a feed that came back is found within a day
MOVES = 3  # a permanent redirect is believed when it was met so many times in a row


def after_success(
    source: Source, state: SourceState, *, now: datetime, documents: int, failed: int = 0, pause_s: float = 0
) -> SourceState:
    """``pause_s``: what the server asked for (time to live, cache control); it lengthens the interval, to a day."""
    wait_s = max(source.every_s, min(pause_s, DAY_S))
    return replace(
        state,
        next_due_at=now + timedelta(seconds=wait_s),
        last_read_at=now,
        last_good_at=now,
        documents=documents,
        failed=failed,
        failures=0,
        reason=None,
    )


def after_failure(
    source: Source, state: SourceState, error: SourceError, *, now: datetime, pause_s: float = 0
) -> SourceState:
    """The pause doubles with each failure in a row, up to a day; a folder costs nothing and is tried at its interval.

    ``pause_s``: what the server asked for (Retry-After), heeded up to a day where it is longer.
    """
    failures = state.failures + 1
    doubled_s = source.every_s if source.kind == "folder" else source.every_s * 2 ** min(failures, 16)
    wait_s = max(source.every_s, min(max(doubled_s, pause_s), DAY_S))
    if location(source, state) != source.location:  # an address that was learnt and fails has to be told of again
        state = replace(state, moved_times=MOVES - 1)
    return replace(
        state,
        etag=None,  # what stands for the last answer may be what this one was refused for
        last_modified=None,
        next_due_at=now + timedelta(seconds=wait_s),
        last_read_at=now,
        failures=failures,
        reason=error.cause,
    )


def location(source: Source, state: SourceState) -> str:
    """Where to read: what the source says, until it was answered three times with the same new address."""
    return state.moved_to if state.moved_to and state.moved_times >= MOVES else source.location


def after_move(source: Source, state: SourceState, moved_to: str | None) -> SourceState:
    """``moved_to``: where the answer just had says that the source lives from now on; None: it stays.

    A single wrong redirect (a captive network, a site under maintenance) must not redirect a source for ever.
    """
    if location(source, state) != source.location and moved_to is None:
        return state
    same = moved_to is not None and moved_to == state.moved_to
    return replace(state, moved_to=moved_to, moved_times=state.moved_times + 1 if same else int(moved_to is not None))
