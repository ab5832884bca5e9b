"""The hour in which it was last said that this centre was restored from a backup."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, select

from central.store.engine import Transaction
from central.store.schema import restore_mark

#: Asked in every request: built once, which costs more than running it.
_HOUR: Final = select(restore_mark.c.hour).where(restore_mark.c.municipality == bindparam("of"))


def hour(tx: Transaction) -> int:
    """Hours since the beginning of 2026 (UTC); 0 when this centre was never restored."""
    return tx.connection.execute(_HOUR, {"of": tx.municipality}).scalar_one_or_none() or 0


def put(tx: Transaction, now: int, at: int) -> None:
    tx.connection.execute(restore_mark.delete().where(restore_mark.c.municipality == tx.municipality))
    tx.connection.execute(restore_mark.insert().values(municipality=tx.municipality, hour=now, said_at=at))
