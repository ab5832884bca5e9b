"""Yesterday's database beside today's: taken and put back while nobody is connected to it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table

from central.store import connect
from central.store.schema import METADATA

Rows = dict[Table, list[dict[str, Any]]]


class FileOfYesterday:
    """SQLite: the file itself, closed and therefore whole."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._copy = file.with_name("yesterday.db")
        shutil.copy(file, self._copy)

    def put_back(self) -> None:
        for suffix in ("-wal", "-shm"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
        shutil.copy(self._copy, self._file)


class RowsOfYesterday:
    """Any other database: every row of every table."""

    def __init__(self, address: str) -> None:
        self._address = address
        engine = connect(address)
        self.rows = read_rows(engine)
        engine.dispose()

    def put_back(self) -> None:
        engine = connect(self._address)
        with engine.begin() as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(table.delete())
            for table, rows in self.rows.items():
                if rows:
                    connection.execute(table.insert(), rows)
        engine.dispose()


def read_rows(engine: Engine) -> Rows:
    with engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(table.select()).mappings()]
            for table in METADATA.sorted_tables
        }
