"""Opens the database, begins its transactions, and maps the driver's errors to `StoreError`: nothing else does.

SQLite in WAL mode: any number of readers, one writer at a time. Reads run in a deferred transaction (a stable
snapshot), writes in ``BEGIN IMMEDIATE``, so that a writer waits at its start and never fails half-way.
``durable`` writes commit with ``synchronous = FULL``: what was committed before a call to Telegram is on disk
even when power fails; other writes use NORMAL, which can lose the last commits but never tears the file.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from digests.errors import SettingsError, StoreError
from digests.store.ahead import Ahead
from digests.store.articles import Articles
from digests.store.driver import as_json, driver
from digests.store.editions import Editions
from digests.store.index import Index
from digests.store.outbox import Outbox
from digests.store.promises import Promises
from digests.store.readers import Readers
from digests.store.signatures import Signatures
from digests.store.sources import Sources
from digests.store.stories import Stories
from digests.store.watches import Watches

BUSY_MS = 10_000  # how long a statement waits for another process's lock before it gives up

REMEDIES = (
    ("database or disk is full", "the disk is full: free some space and start again; nothing stored was lost"),
    (
        "database is locked",
        "another process holds its lock: stop that process (a second `jianbao`, a backup) and try again",
    ),
    ("unable to open database file", "cannot be opened: the folder must exist and be writable for this user"),
    ("readonly", "is read-only: give this user write permission on the file and its folder"),
    ("file is not a database", "is not a Jianbao database: move the file away, or point `home` elsewhere"),
    ("malformed", "is damaged: restore a copy, or move the file away and read the sources again"),
    ("disk i/o error", "the disk reports an error: check the disk, restore a copy if needed"),
)


class Transaction:
    """One transaction; every room of the store, bound to its connection. Not shared between threads."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @cached_property
    def sources(self) -> Sources:
        return Sources(self.connection)

    @cached_property
    def articles(self) -> Articles:
        return Articles(self.connection)

    @cached_property
    def stories(self) -> Stories:
        return Stories(self.connection)

    @cached_property
    def signatures(self) -> Signatures:
        return Signatures(self.connection)

    @cached_property
    def index(self) -> Index:
        return Index(self.connection)

    @cached_property
    def readers(self) -> Readers:
        return Readers(self.connection)

    @cached_property
    def editions(self) -> Editions:
        return Editions(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection)

    @cached_property
    def promises(self) -> Promises:
        return Promises(self.connection)

    @cached_property
    def watches(self) -> Watches:
        return Watches(self.connection)

    @cached_property
    def ahead(self) -> Ahead:
        return Ahead(self.connection)


class Store:
    """An open database. ``url`` is ``sqlite:///PATH``; safe to use from several threads."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            raise SettingsError(
                "database_url", parsed.render_as_string(), "sqlite:///PATH (PostgreSQL is not supported yet)"
            )
        self.path = Path(parsed.database or "")
        self._writer = threading.Lock()
        self._engine = create_engine(
            parsed,
            json_serializer=as_json,
            connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
            max_overflow=-1,  # the threads are bounded where they are made; a source that is read may keep a connection
            hide_parameters=True,  # an error ends up in a log: it names the statement, no chat and no reader's words
        )
        event.listen(self._engine, "connect", _configure)
        try:
            with self._named_failures():
                _migrate(self._engine)
        except BaseException:
            self._engine.dispose()  # nobody holds a store that could not be opened, so nobody else can close it
            raise

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A snapshot to read from; writing through it is refused by the database."""
        with self._named_failures(), self._engine.connect() as connection, self._snapshot(connection) as tx:
            yield tx

    @contextmanager
    def readings(self) -> Iterator[Callable[[], AbstractContextManager[Transaction]]]:
        """What gives one `reading` after the other on one connection: asking the pool for it takes as long as reading
        what one document needs, and a connection that now reads and now writes has its statements compiled anew.
        """
        with self._named_failures(), self._engine.connect() as connection:
            yield partial(self._snapshot, connection)

    @contextmanager
    def _snapshot(self, connection: Connection) -> Iterator[Transaction]:
        run = driver(connection).execute
        with self._named_failures():
            _query_only(connection, "ON")
            run("BEGIN")
            try:
                yield Transaction(connection)
            finally:
                run("ROLLBACK")

    @contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[Transaction]:
        """All or nothing: commits at the end of the block, rolls back when it raises."""
        with self._writer, self._named_failures(), self._engine.connect() as connection:
            run = driver(connection).execute
            _query_only(connection, "OFF")
            run(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            run("BEGIN IMMEDIATE")
            try:
                yield Transaction(connection)
            except BaseException:
                run("ROLLBACK")
                raise
            run("COMMIT")

    def scrub(self) -> None:
        """Moves the write-ahead log into the file and empties it, so that what was deleted stands nowhere any more.

        ``secure_delete`` has zeroed it in the file. Readers in the middle of a snapshot are waited for.
        """
        with self._writer, self._named_failures(), self._engine.connect() as connection:
            _query_only(connection, "OFF")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _named_failures(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            advice = remedy(str(error.orig if isinstance(error, DBAPIError) else error))
            if advice is None:
                raise
            raise StoreError(f"database {self.path}: {advice}") from error


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """The database at ``url``, migrated, and closed at the end; its folder is made when it is not there.

    Raises:
        StoreError: the folder or the file cannot be used; says which and what to do.
    """
    folder = Path(url.removeprefix("sqlite:///")).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(f"data directory {folder}: {reason}; set `home` to a writable folder") from error
    store = Store(url)
    try:
        yield store
    finally:
        store.close()


def _configure(connection: Any, _record: object) -> None:
    # The driver must not open transactions of its own: BEGIN is ours, see reading() and writing().
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _query_only(connection: Connection, wanted: str) -> None:
    """Asked of the database only where it changes: it has every statement of the connection compiled anew."""
    if connection.info.get("query_only") != wanted:
        driver(connection).execute(f"PRAGMA query_only = {wanted}")
        connection.info["query_only"] = wanted


def _migrate(engine: Engine) -> None:
    from digests.store import migrations

    migrations.upgrade(engine)


def remedy(failure: str) -> str | None:
    """What a person can do about a failure of the database, told by its text; None for one that is our own mistake."""
    return next((advice for sign, advice in REMEDIES if sign in failure.lower()), None)
