"""The hour in which it was last said that this centre was restored from a backup."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, select

from central.store.engine import Transaction
from central.store.schema import restore_mark

#: `central.store.stations` asks it with the station, since every answer says it.
HOUR: Final = select(restore_mark.c.hour).where(restore_mark.c.municipality == bindparam("of"))


def hour(tx: Transaction) -> int:
    """Hours since the beginning of 2026 (UTC); 0 when this centre was never restored."""
    if "restored" not in tx.working:
        found = tx.connection.execute(HOUR, {"of": tx.municipality}).scalar_one_or_none()
        tx.working["restored"] = found or 0
    known: int = tx.working["restored"]
    return known


def put(tx: Transaction, now: int, at: int) -> None:
    tx.connection.execute(restore_mark.delete().where(restore_mark.c.municipality == tx.municipality))
    tx.connection.execute(restore_mark.insert().values(municipality=tx.municipality, hour=now, said_at=at))
    tx.working["restored"] = now
