"""The archive and the outbox: every SQL statement of the project lives in this room."""

from digests.store.engine import Store, Transaction, opened

__all__ = ["Store", "Transaction", "opened"]
