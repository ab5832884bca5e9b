"""One connection, keyed, in WAL with synchronous=FULL, and every write inside our own BEGIN IMMEDIATE.

The world's faults (full disk, damaged file, newer program's file, another program holding it) come out as Refusals with
a code; anything else is a bug and stays an exception.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from domain.errors import Refusal
from kiosk_app.storage import cipher
from kiosk_app.storage.schema import MIGRATIONS, SCHEMA_VERSION

KEY_BYTES: Final = 32
BUSY_MS: Final = 2000
#: Pages kept as they were decrypted, in kibibytes: what a counter with 100,000 cases goes through while somebody types.
#: With SQLite's own 2 MiB each letter decrypts most of them anew, which takes five times as long.
PAGES_KIB: Final = 16_384
#: What SQLite says when the machine is at fault, whole phrases: a column called `full_name` is not a full disk.
_WORLD: Final = {
    "database or disk is full": "disk_full",
    "is locked": "database_busy",
    "disk I/O error": "disk_failing",
    "attempt to write a readonly database": "disk_failing",
    "unable to open database file": "disk_failing",
}


class Store:
    """The open database. Use it on the thread that opened it: sqlite3's own check enforces that."""

    def __init__(self, connection: cipher.Connection, path: Path) -> None:
        self.connection: Final = connection
        self.path: Final = path
        #: For schema, migrations and tooling; the hot path is explicit SQL.
        self.tools: Final = cipher.Database(connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block, or nothing of it, on disk when the block is left. Not nested."""
        assert not self.connection.in_transaction, "one transaction an act"
        with environment_errors():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # a full disk has rolled back by itself
                    self.connection.execute("ROLLBACK")
                raise

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        assert self.connection.in_transaction, "writes belong to a transaction"
        self.connection.execute(sql, parameters)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with environment_errors():
            found: list[Any] = self.connection.execute(sql, parameters).fetchall()
            return found

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Any | None:
        with environment_errors():
            return self.connection.execute(sql, parameters).fetchone()

    def empty_log(self) -> None:
        """What was overwritten (`secure_delete`) leaves the write-ahead log too: older pages there still show it."""
        with environment_errors():
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.connection.close()


@contextmanager
def environment_errors() -> Iterator[None]:
    """SQLite's complaints about the world, as Refusals (notes in docs/adr/0006): what is our own bug passes through."""
    try:
        yield
    except cipher.OperationalError as error:
        code = next((code for words, code in _WORLD.items() if words in str(error)), None)
        if code is None:
            raise
        raise Refusal(code, why=str(error)) from error
    except cipher.DatabaseError as error:
        # Only the class itself speaks of the file; its other children (IntegrityError, ProgrammingError) are our bugs.
        if type(error) is not cipher.DatabaseError:
            raise
        raise Refusal("database_damaged", why=str(error)) from error


def open_store(path: Path, key: bytes, *, create: bool = False) -> Store:
    """Open (or create) the encrypted database and bring it to this program's schema.

    Raises Refusal `database_missing`, `database_key_wrong` (wrong key or damaged first page), `database_damaged`,
    `database_newer` (written by a newer program: update this one, nothing is lost).
    """
    assert len(key) == KEY_BYTES, "a raw 256-bit key"
    if create == path.exists():
        raise Refusal("database_exists" if create else "database_missing", path=path.name)
    if create:
        path.touch(mode=0o600)
    elif path.stat().st_size == 0:
        # SQLite would take it for a new database, and a cabin would seem never to have worked.
        raise Refusal("database_damaged", why="the file is empty")
    with environment_errors():
        connection = cipher.connect(str(path), isolation_level=None, timeout=BUSY_MS / 1000)
    try:
        _prepare(connection, key)
        store = Store(connection, path)
        _bring_up_to_date(store)
    except BaseException:
        connection.close()
        if create:  # a half-made database would stand in the way of the next attempt
            path.unlink()
        raise
    return store


def _prepare(connection: cipher.Connection, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    try:
        with environment_errors():
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except Refusal as refusal:
        if refusal.code != "database_damaged":
            raise
        raise Refusal("database_key_wrong") from refusal
    connection.row_factory = cipher.Row
    with environment_errors():
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute(f"PRAGMA cache_size = -{PAGES_KIB}")
        full = connection.execute("PRAGMA synchronous").fetchone()[0]
    # WAL with NORMAL loses acknowledged receipts in a power cut: without FULL no money is taken.
    if (mode, full) != ("wal", 2):
        raise Refusal("database_not_durable", mode=mode, synchronous=full)


def _bring_up_to_date(store: Store) -> None:
    version = store.connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise Refusal("database_newer", found=version, known=SCHEMA_VERSION)
    if version == SCHEMA_VERSION:
        return
    with environment_errors():
        MIGRATIONS.apply(store.tools)
        store.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        # A database just created is only safe from a power cut once its first pages have left the log.
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if os.name != "posix":  # Windows opens no folders, and needs no such sync
        return
    folder = os.open(store.path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def integrity_faults(store: Store) -> list[str]:
    """What SQLCipher's page check and SQLite's quick check complain of; empty when sound.

    The log is written back first: the page check reads the file alone, and a power cut while the log was being written
    back leaves torn pages there that the log still holds whole.
    """
    found: list[str] = []
    store.empty_log()
    for check in ("cipher_integrity_check", "quick_check"):
        try:
            found += [row[0] for row in store.rows(f"PRAGMA {check}")]
        except Refusal as refusal:  # too damaged to be looked through is what was asked
            found.append(f"{check}: {refusal.details.get('why', refusal.code)}")
    return [line for line in found if line != "ok"]
