"""What can go wrong on the news side, and what a person can do about it."""

from __future__ import annotations


class DigestError(Exception):
    """Root of every expected failure here. ``str()`` is one line for a person: what, which one, what to do."""


class SettingsError(DigestError):
    """A setting that cannot be used."""

    def __init__(self, key: str, value: object, expected: str) -> None:
        self.key, self.value, self.expected = key, value, expected
        super().__init__(f"setting {key} = {value!r}: expected {expected}")


class SourceError(DigestError):
    """A source, or one document of it, could not be read; the other ones go on."""

    def __init__(self, source: str, cause: str) -> None:
        self.source, self.cause = source, cause
        super().__init__(f"{source}: {cause}")


class FetchError(SourceError):
    """Nothing usable came back from the network; worth another try later, ``pause_s`` from now if the server said so.

    ``status``: the answer's HTTP status; None: there was no answer, or none was asked for (a refused address).
    """

    def __init__(self, source: str, cause: str, *, status: int | None = None, pause_s: float = 0) -> None:
        self.status, self.pause_s = status, pause_s
        super().__init__(source, cause)


class UnreadableDocument(SourceError):
    """The bytes are here but no article can be made of them; tried again only when they change."""


class StoreError(DigestError):
    """The database cannot do what was asked (locked, full, damaged, from a newer version)."""
