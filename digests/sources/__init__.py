"""Sources: where documents come from. ``read`` opens one and gives its documents, one outcome each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from digests.models import Source, SourceState
from digests.sources import folder
from digests.sources.outcomes import Failed, Finished, Known, Outcome, Read, Unchanged, Waiting

__all__ = ["Failed", "Finished", "Known", "Outcome", "Read", "Unchanged", "Waiting", "read"]


def read(source: Source, state: SourceState, *, known: Known, now: datetime) -> Iterator[Outcome]:
    """One outcome a document, ``Finished`` with the state to keep last.

    Lazy: what is not asked for is not read, and a caller that stops early keeps the old state. Never raises for what
    a source, a file or a server does wrong.
    """
    return folder.read(source, state, known=known, now=now)
