"""SQLCipher under sqlite-utils: the only door through which this program reaches SQLite.

sqlite-utils looks for a module called `pysqlite3` before the standard one, and catches that module's errors; giving it
SQLCipher's under that name is what makes its error handling hold (docs/adr/0006).
"""

from __future__ import annotations

import sys

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)

from sqlcipher3.dbapi2 import (  # noqa: E402 - after the alias
    Connection,
    DatabaseError,
    IntegrityError,
    OperationalError,
    Row,
    connect,
)
from sqlite_utils import Database, Migrations  # noqa: E402 - after the alias

__all__ = [
    "Connection",
    "Database",
    "DatabaseError",
    "IntegrityError",
    "Migrations",
    "OperationalError",
    "Row",
    "connect",
]
