"""The database's own ways: the one place that knows SQLite from PostgreSQL.

Writers take the write lock at once (SQLite: `BEGIN IMMEDIATE`; elsewhere the row lock that `stations.lock` asks for),
so two processes at one file queue instead of failing half way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from domain.errors import Refusal

#: The execution option of a connection that is going to write.
WRITES: Final = "ventanilla_writes"
_LOCK_WAIT_S: Final = 20
_POOL: Final = 40  # more than the server has threads (at most 32): none waits for a connection
_FULL: Final = 2


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction of one municipality.

    `after_commit` holds what may happen only once it is durable; `working` holds values that live no longer than it.
    """

    connection: Connection
    municipality: str
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    working: dict[Hashable, Any] = field(default_factory=dict)


class Store:
    """The registry of record. Nothing outside this package writes SQL."""

    def __init__(self, engine: Engine, municipality: str) -> None:
        self._engine = engine
        self.municipality: Final = municipality

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        with self._engine.connect() as connection, connection.begin():
            yield Transaction(connection, self.municipality)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Commits when the block ends, rolls back when it raises; then, and only then, runs `after_commit`."""
        with self._engine.connect() as plain:
            connection = plain.execution_options(**{WRITES: True})
            transaction = Transaction(connection, self.municipality)
            with connection.begin():
                yield transaction
        for act in transaction.after_commit:
            act()

    def close(self) -> None:
        self._engine.dispose()


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def connect(url: str) -> Engine:
    """An engine ready for `Store`. Raises Refusal `database_unreadable` when there is no database of ours behind it."""
    if not url.startswith("sqlite:"):
        return create_engine(url, pool_pre_ping=True, pool_size=_POOL)
    engine = create_engine(url, pool_size=_POOL, connect_args={"timeout": _LOCK_WAIT_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    try:
        with engine.connect() as connection:
            settings = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
            ]
    except DatabaseError as error:
        engine.dispose()
        raise Refusal("database_unreadable", why=str(error.orig)) from error
    assert settings == ["wal", _FULL], f"a journal survives a power cut only so, not with {settings}"
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions behind our back
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
