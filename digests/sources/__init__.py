"""Sources: where documents come from. ``read`` opens one and gives its documents, one outcome each."""

from __future__ import annotations

from digests.sources.outcomes import Failed, Finished, Known, Outcome, Read, Unchanged, Waiting

__all__ = ["Failed", "Finished", "Known", "Outcome", "Read", "Unchanged", "Waiting"]
