"""Every key a station has had, the entries that each signs, and where a revoked one stops to count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, select

from central.store.engine import Transaction
from central.store.schema import revocation, signing_key
from domain.journal.keys import KeyRange

#: Asked with every push: built once, which costs more than running them.
_SAME_EPOCH: Final = and_(*(signing_key.c[name] == revocation.c[name] for name in ("municipality", "station", "epoch")))
_KEYS: Final = (
    select(signing_key, revocation.c.good)
    .select_from(signing_key.outerjoin(revocation, _SAME_EPOCH))
    .where(signing_key.c.municipality == bindparam("of"))
    .order_by(signing_key.c.station, signing_key.c.epoch, signing_key.c.first)
)
_KEYS_OF_ONE: Final = _KEYS.where(signing_key.c.station == bindparam("name"))


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


def some_ranges(tx: Transaction, names: Collection[str]) -> dict[str, tuple[KeyRange, ...]]:
    """Of the stations of these names that ever enrolled."""
    query = _KEYS.where(signing_key.c.station.in_(names))
    return _by_station(tx.connection.execute(query, {"of": tx.municipality}).all())


def _all(tx: Transaction, station: str | None) -> dict[str, tuple[KeyRange, ...]]:
    if station is None:
        rows = tx.connection.execute(_KEYS, {"of": tx.municipality}).all()
    else:
        rows = tx.connection.execute(_KEYS_OF_ONE, {"of": tx.municipality, "name": station}).all()
    return _by_station(rows)


def _by_station(rows: Sequence[Row[Any]]) -> dict[str, tuple[KeyRange, ...]]:
    return {name: tuple(_of_station(list(found))) for name, found in groupby(rows, lambda row: row.station)}


def _of_station(rows: list[Row[Any]]) -> Iterable[KeyRange]:
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        through = following.first - 1 if following is not None and following.epoch == row.epoch else None
        yield KeyRange(row.epoch, row.first, row.key, through, row.good)
