"""The database's own ways: the one place that knows SQLite from PostgreSQL.

Writers take the write lock at once (SQLite: `BEGIN IMMEDIATE`; PostgreSQL: the row locks that `stations.lock` takes),
so two processes at one database queue instead of failing half way. Locks are taken in one order, stations by their
name and then the municipality (docs/adr/0017). Readers see one moment of the database, whatever is written meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from domain.errors import Refusal

#: The execution option of a connection that is going to write.
WRITES: Final = "ventanilla_writes"
#: And of one that belongs to one municipality: every statement of it names that municipality (docs/adr/0017).
OF_ONE: Final = "ventanilla_municipality"
_POSTGRESQL: Final = "postgresql"
_SQLITE: Final = "sqlite"
_LOCK_WAIT_S: Final = 20
_POOL: Final = 40  # more than the server has threads (at most 32): none waits for a connection
_FULL: Final = 2
#: A transaction that stands still holds its station's lock: its process is gone, or cannot reach the database.
_STANDSTILL_S: Final = 300
#: SQLSTATEs of PostgreSQL after which nothing was written and the same again may succeed: a serialisation failure, a
#: deadlock, and a key that another transaction inserted at the same moment.
_RUN_AGAIN: Final = frozenset({"40001", "40P01", "23505"})
#: And those that pass by themselves: a lock waited for too long, too many connections, the server stopping or starting.
_LATER: Final = frozenset({"55P03", "53300", "57P01", "57P02", "57P03", "25P03"})
#: Two processes at once bring one database to the present version: the second waits.
_MIGRATION_LOCK: Final = 0x56454E54


class Contended(Exception):  # noqa: N818 - not a fault: two wanted the same at once
    """The transaction was undone because of another one. The same again, from its beginning, may succeed at once."""


class Unavailable(Exception):  # noqa: N818 - not a fault of the program
    """The database cannot be used now. Whether a commit that was under way took place is not known."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction of one municipality.

    `after_commit` holds what may happen only once it is durable; `working` holds values that live no longer than it.
    One that does not write sees one moment, takes no lock and waits for nobody.
    """

    connection: Connection
    municipality: str
    writes: bool
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    working: dict[Hashable, Any] = field(default_factory=dict)


class Store:
    """The registry of record. Nothing outside this package writes SQL."""

    def __init__(self, engine: Engine, municipality: str, *, turn_wait_s: float = _LOCK_WAIT_S) -> None:
        self._engine = engine
        self.municipality: Final = municipality
        self._turn_wait_s = turn_wait_s
        # SQLite has one writer at a time, and whoever waits for it looks again now and then: with many waiting some
        # never find it free. Of one process, each has its turn.
        self._turn = Lock() if engine.dialect.name == _SQLITE else None

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """One moment of the database. Raises Unavailable."""
        with _told_apart(), self._engine.connect() as plain:
            connection = plain.execution_options(**{OF_ONE: self.municipality})
            if plain.dialect.name == _POSTGRESQL:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield Transaction(connection, self.municipality, writes=False)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Commits when the block ends, rolls back when it raises; then, and only then, runs `after_commit`.

        Raises Contended or Unavailable, from within the block too.
        """
        with _told_apart(), self._in_turn(), self._engine.connect() as plain:
            connection = plain.execution_options(**{WRITES: True, OF_ONE: self.municipality})
            transaction = Transaction(connection, self.municipality, writes=True)
            with connection.begin():
                yield transaction
        for act in transaction.after_commit:
            act()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if self._turn is None:
            yield
        elif self._turn.acquire(timeout=self._turn_wait_s):
            try:
                yield
            finally:
                self._turn.release()
        else:
            raise Unavailable("others of this process were writing all the time")

    def close(self) -> None:
        self._engine.dispose()


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


@contextmanager
def _told_apart() -> Iterator[None]:
    """What a database says when it is busy or gone, as ours; any other error stays what it is."""
    try:
        yield
    except NoConnectionLeft as error:
        raise Unavailable(str(error)) from error
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        if state in _RUN_AGAIN:
            raise Contended(state) from error
        busy = isinstance(error.orig, sqlite3.OperationalError) and error.orig.sqlite_errorcode == sqlite3.SQLITE_BUSY
        if busy or state in _LATER or error.connection_invalidated or _is_lost(error, state):
            raise Unavailable(str(error.orig)) from error
        raise


def _is_lost(error: DBAPIError, state: str | None) -> bool:
    """Where nobody answers there is nobody to give a SQLSTATE."""
    lost = isinstance(error, OperationalError) and not isinstance(error.orig, sqlite3.Error)
    return lost and (state is None or state.startswith("08"))


def read_url(text: str) -> URL:
    """The address of a database. Raises Refusal `database_address_malformed`, `database_password_in_address`."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise Refusal("database_address_malformed") from None  # its words may hold what was typed
    if url.password is not None or "password" in url.query:
        raise Refusal("database_password_in_address")
    if url.get_backend_name() == _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != _SQLITE:
        raise Refusal("database_address_malformed")
    return url


def connect(address: str) -> Engine:
    """An engine ready for `Store`. Raises Refusal `database_unreadable` when there is no database of ours behind it."""
    url = read_url(address)
    if url.get_backend_name() == _POSTGRESQL:
        engine = create_engine(url, pool_pre_ping=True, pool_size=_POOL)
        event.listen(engine, "connect", _prepare_postgresql)
        check: Callable[[Connection], None] = _check_postgresql
    else:
        engine = create_engine(url, pool_size=_POOL, connect_args={"timeout": _LOCK_WAIT_S})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        check = _check_sqlite
    try:
        with engine.connect() as connection:
            check(connection)
    except DatabaseError as error:
        engine.dispose()
        raise Refusal("database_unreadable", why=str(error.orig)) from error
    except Refusal:
        engine.dispose()
        raise
    return engine


def lock_migration(connection: Connection) -> None:
    """Wait for whoever else migrates this database. On SQLite the transaction itself is that lock."""
    if connection.dialect.name == _POSTGRESQL:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})


def _check_sqlite(connection: Connection) -> None:
    settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", _FULL], f"a journal survives a power cut only so, not with {settings}"


def _check_postgresql(connection: Connection) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise Refusal("database_unreadable", why=f"its encoding is {encoding}, not UTF8")


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    """What an acknowledgement promises is on disk: a server that was set to answer earlier is told otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit')")
        if cursor.fetchone() == ("off",):
            cursor.execute("SET synchronous_commit = on")
        # A plan made while a table was small is kept for the connection's life, or until statistics are gathered: what
        # a station's return fills in seconds was then read by nested loops, in time that grew with its square.
        cursor.execute("SET plan_cache_mode = force_custom_plan")
        cursor.execute(f"SET lock_timeout = '{_LOCK_WAIT_S}s'")
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{_STANDSTILL_S}s'")
    connection.commit()


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions behind our back
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
