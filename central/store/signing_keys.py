"""Every key a station has had, the entries that each signs, and where a revoked one stops to count."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import Row, and_, select

from central.store.engine import Transaction
from central.store.schema import revocation, signing_key
from domain.journal.keys import KeyRange


def add(tx: Transaction, station: str, new: KeyRange, at: int) -> None:
    """What is known already is not written again; where a range ends follows from the next one."""
    columns = signing_key.c
    same = and_(
        columns.municipality == tx.municipality,
        columns.station == station,
        columns.epoch == new.epoch,
        columns.first == new.first,
    )
    if tx.connection.execute(select(columns.key).where(same)).one_or_none() is None:
        row = {"municipality": tx.municipality, "station": station, "epoch": new.epoch, "first": new.first}
        tx.connection.execute(signing_key.insert().values(**row, key=new.key, heard_at=at))


def revoke(tx: Transaction, station: str, epoch: int, good: int, at: int) -> None:
    """What this epoch's keys sign after entry `good` no longer counts. The first word stands."""
    columns = revocation.c
    same = and_(columns.municipality == tx.municipality, columns.station == station, columns.epoch == epoch)
    if tx.connection.execute(select(columns.good).where(same)).one_or_none() is None:
        row = {"municipality": tx.municipality, "station": station, "epoch": epoch}
        tx.connection.execute(revocation.insert().values(**row, good=good, revoked_at=at))


def ranges(tx: Transaction, station: str) -> tuple[KeyRange, ...]:
    """In order. Empty for a station that never enrolled."""
    return _all(tx, station).get(station, ())


def all_ranges(tx: Transaction) -> dict[str, tuple[KeyRange, ...]]:
    return _all(tx, None)


def _all(tx: Transaction, station: str | None) -> dict[str, tuple[KeyRange, ...]]:
    keys = select(signing_key).where(signing_key.c.municipality == tx.municipality)
    ended = select(revocation).where(revocation.c.municipality == tx.municipality)
    if station is not None:
        keys = keys.where(signing_key.c.station == station)
        ended = ended.where(revocation.c.station == station)
    columns = signing_key.c
    good = {(row.station, row.epoch): row.good for row in tx.connection.execute(ended)}
    rows = tx.connection.execute(keys.order_by(columns.station, columns.epoch, columns.first)).all()
    return {name: tuple(_of_station(list(found), good)) for name, found in groupby(rows, lambda row: row.station)}


def _of_station(rows: list[Row[Any]], good: dict[tuple[str, int], int]) -> Iterable[KeyRange]:
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        through = following.first - 1 if following is not None and following.epoch == row.epoch else None
        yield KeyRange(row.epoch, row.first, row.key, through, good.get((row.station, row.epoch)))
