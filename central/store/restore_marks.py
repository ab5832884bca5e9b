"""The hour in which it was last said that this centre was restored from a backup."""

from __future__ import annotations

from sqlalchemy import select

from central.store.engine import Transaction
from central.store.schema import restore_mark


def hour(tx: Transaction) -> int:
    """Hours since the beginning of 2026 (UTC); 0 when this centre was never restored."""
    query = select(restore_mark.c.hour).where(restore_mark.c.municipality == tx.municipality)
    return tx.connection.execute(query).scalar_one_or_none() or 0


def put(tx: Transaction, now: int, at: int) -> None:
    tx.connection.execute(restore_mark.delete().where(restore_mark.c.municipality == tx.municipality))
    tx.connection.execute(restore_mark.insert().values(municipality=tx.municipality, hour=now, said_at=at))
