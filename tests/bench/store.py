"""An article stored with its index entry, one by one and in bulk, beside raw FTS5 in the same run."""

from tests.bench.lookup import storing as measure

__all__ = ["measure"]
