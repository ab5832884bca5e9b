"""The registry of record: SQLAlchemy Core on SQLite or PostgreSQL, chosen by the database's address."""

from __future__ import annotations

from central.store.engine import Contended, Store, Transaction, Unavailable, connect, sqlite_url
from central.store.migrations import migrate

__all__ = ["Contended", "Store", "Transaction", "Unavailable", "connect", "migrate", "sqlite_url"]
