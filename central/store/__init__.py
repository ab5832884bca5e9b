"""The registry of record: SQLAlchemy Core on SQLite, written so that PostgreSQL takes its place by its address."""

from __future__ import annotations

from central.store.engine import Store, Transaction, connect, sqlite_url
from central.store.schema import migrate

__all__ = ["Store", "Transaction", "connect", "migrate", "sqlite_url"]
