"""A municipality's rows from one database into another that has none of them: SQLite or PostgreSQL, on either side.

All of it is one moment of the one and one transaction of the other (docs/adr/0033).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table, select
from sqlalchemy.exc import DataError, IntegrityError

from central.store.engine import Contended, Store, Transaction
from central.store.schema import METADATA, schema_version
from domain.errors import Refusal

#: In an order in which no row comes before one that it names.
_TABLES: Final = tuple(table for table in METADATA.sorted_tables if table is not schema_version)
_ROWS_AT_ONCE: Final = 500


def copy_all(source: Store, target: Store) -> None:
    """Every row of the source's municipality. Both are migrated; whoever writes to the source meanwhile is not seen.

    Raises Refusal `database_in_use` where the target has a row of it, `database_row_refused` naming the table, and
    Contended or Unavailable as any transaction: nothing was written then.
    """
    with source.reading() as found, target.writing() as into:
        _require_empty(into)
        for table in _TABLES:
            _copy(table, found, into)


def require_empty(target: Store) -> None:
    """Raises Refusal `database_in_use` where there is a row of the municipality in any table."""
    with target.reading() as tx:
        _require_empty(tx)


def _require_empty(tx: Transaction) -> None:
    for table in _TABLES:
        query = select(table.c.municipality).where(table.c.municipality == tx.municipality).limit(1)
        if tx.connection.execute(query).first() is not None:
            raise Refusal("database_in_use", table=table.name)


def _copy(table: Table, found: Transaction, into: Transaction) -> None:
    query = select(table).where(table.c.municipality == found.municipality)
    rows = found.connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)).mappings()
    for some in rows.partitions():
        try:
            into.connection.execute(table.insert(), [dict(row) for row in some])
        except (DataError, IntegrityError) as error:
            if getattr(error.orig, "sqlstate", None) == "23505":  # somebody else fills it at this moment
                raise Contended("23505") from error
            raise Refusal("database_row_refused", table=table.name) from error
