"""When a source is read again, and what one read leaves for the next: pure arithmetic on its state."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from digests.errors import SourceError
from digests.models import Source, SourceState

DAY_S = 86_400  # no pause is longer: a feed that came back is found within a day


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
    return replace(
        state,
        next_due_at=now + timedelta(seconds=wait_s),
        last_read_at=now,
        failures=failures,
        reason=error.cause,
    )
