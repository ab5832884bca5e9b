"""Every statement of the store, watched as it goes to the database: does it say of which municipality it speaks?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from central.store.engine import OF_ONE
from central.store.schema import METADATA

_TABLES: Final = "|".join(name for name in METADATA.tables if name != "schema_version")
_OURS: Final = re.compile(rf'\b(?:FROM|JOIN|UPDATE|INTO)\s+"?({_TABLES})\b', re.IGNORECASE)
_NAMED: Final = re.compile(r"\bmunicipality\s*=", re.IGNORECASE)
_INSERTED: Final = re.compile(r"INSERT INTO \S+ \([^)]*\bmunicipality\b", re.IGNORECASE)


def names_its_municipality(statement: str) -> bool:
    """A condition on it for each table that is read, changed or joined; a column of what is inserted."""
    if statement.lstrip().upper().startswith("INSERT"):
        return _INSERTED.match(statement.lstrip()) is not None
    return len(_NAMED.findall(statement)) >= len(_OURS.findall(statement))


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that goes to any database while the block runs."""
    found: list[str] = []

    def look(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", look)


@contextmanager
def strangers() -> Iterator[list[str]]:
    """Statements inside transactions of one municipality that do not name it; filled while the block runs."""
    found: list[str] = []

    def look(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if connection.get_execution_options().get(OF_ONE) and not names_its_municipality(statement):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", look)
