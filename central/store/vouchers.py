"""Vouchers of the treasury: the sealed codes, to whom each was told, and whether its headroom was taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, select

from central.store.engine import Transaction
from central.store.schema import voucher
from central.store.stations import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """`sequence` is that of the centre's entry which granted it; `amount` in minor units; `remittance` the deposit."""

    grant: str
    sequence: int
    proof: str
    amount: int
    currency: str
    code: bytes
    told_at: int | None = None
    told_by: str | None = None
    remittance: str | None = None
    recalled: bool = False
    withdrawn: bool = False


_COLUMNS: Final = [voucher.c[item.name] for item in fields(Voucher)]
#: Asked with every push: built once, which costs more than running it.
_ALL_OF: Final = (
    select(*_COLUMNS)
    .where(
        voucher.c.municipality == bindparam("of"),
        voucher.c.station == bindparam("name"),
        voucher.c.epoch == bindparam("in_epoch"),
    )
    .order_by(voucher.c.sequence, voucher.c.proof)
)


def _of(tx: Transaction, station: Station) -> ColumnElement[bool]:
    columns = voucher.c
    same = (columns.municipality == tx.municipality, columns.station == station.station)
    return and_(*same, columns.epoch == station.epoch)


def add(tx: Transaction, station: Station, new: Iterable[Voucher]) -> None:
    key: dict[str, Any] = {"municipality": tx.municipality, "station": station.station, "epoch": station.epoch}
    rows = [key | {item.name: getattr(one, item.name) for item in fields(Voucher)} for one in new]
    tx.connection.execute(voucher.insert(), [row | _flags(row) for row in rows])


def _flags(row: dict[str, Any]) -> dict[str, int]:
    return {name: int(row[name]) for name in ("recalled", "withdrawn")}


def all_of(tx: Transaction, station: Station) -> list[Voucher]:
    """Those of the station's present epoch, oldest grant first."""
    key = {"of": tx.municipality, "name": station.station, "in_epoch": station.epoch}
    found = (dict(row._mapping) for row in tx.connection.execute(_ALL_OF, key))  # noqa: SLF001 - public name
    return [Voucher(**(row | {name: bool(row[name]) for name in ("recalled", "withdrawn")})) for row in found]


def set_told(tx: Transaction, station: Station, told: Voucher) -> None:
    """Record to whom a code is about to be told. A code is told once: the row that says so is never changed back."""
    untold = and_(_of(tx, station), voucher.c.proof == told.proof, voucher.c.told_at.is_(None))
    words = {"told_at": told.told_at, "told_by": told.told_by, "remittance": told.remittance}
    done = tx.connection.execute(voucher.update().where(untold).values(words))
    assert done.rowcount == 1, "the code was told to nobody before, and its station's row is locked"


def set_recalled(tx: Transaction, station: Station, proofs: Iterable[str]) -> None:
    same = and_(_of(tx, station), voucher.c.proof.in_(list(proofs)))
    tx.connection.execute(voucher.update().where(same).values(recalled=1))


def withdraw(tx: Transaction, station: str | None) -> None:
    """None of these codes is told from now on. `station` None is every station."""
    where = voucher.c.municipality == tx.municipality
    if station is not None:
        where = and_(where, voucher.c.station == station)
    tx.connection.execute(voucher.update().where(where).values(withdrawn=1))
