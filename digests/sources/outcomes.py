"""What reading a source gives, document by document: values, so that one bad file never stops the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from digests.errors import SourceError
from digests.models import Document, Fingerprint, SourceKind, SourceState

Known = Mapping[str, Fingerprint]  # document name -> how it looked when last read


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A document that is new or has changed. Keep ``fingerprint`` under its name, whatever reading makes of it."""

    document: Document
    fingerprint: Fingerprint

    @property
    def name(self) -> str:
        return self.document.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Nothing to read. ``fingerprint`` differs from the known one where only the stamp did (a file was touched)."""

    name: str
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Not complete yet (a file still being written, a full text that did not come); the next read tries again."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A document that could not be read, and what to do about it. Keep no fingerprint: it is tried again."""

    name: str
    error: SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """Always the last outcome, and the only one of its kind. Keep ``state`` for the next read of this source.

    ``error``: the source as a whole could not be read (no such folder, no answer from the server); its reason
    and the pause before the next try are in ``state`` already.
    """

    state: SourceState
    error: SourceError | None = None


Outcome = Read | Unchanged | Waiting | Failed | Finished


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a look at a place found. ``location``: where to read, the feed that a page names or the place as asked.

    ``documents``: files, entries, or the articles a page lists. ``error``: why it cannot be read, and the remedy.
    ``note``: what an operator should know of a place that can be read.
    """

    kind: SourceKind
    location: str
    title: str | None = None
    documents: int = 0
    error: SourceError | None = None
    note: str | None = None
