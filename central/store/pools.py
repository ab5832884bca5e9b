"""Pools of numbers that stations share, and what of them the centre has in hand."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from central.spans import Span, Spans
from central.store.engine import Transaction
from central.store.schema import in_hand, pool


@dataclass(frozen=True, slots=True)
class PoolName:
    """`unit` is FOLIO, SLOT or, for numbers of a receipt series that came back, RECEIPT."""

    unit: str
    pool: str


@dataclass(frozen=True, slots=True)
class Pool:
    name: PoolName
    numbers: Span
    closed: bool


def add(tx: Transaction, name: PoolName, numbers: Span, at: int, by: str) -> None:
    tx.connection.execute(
        pool.insert().values(
            municipality=tx.municipality,
            unit=name.unit,
            pool=name.pool,
            first=numbers.first,
            last=numbers.last,
            opened_at=at,
            opened_by=by,
            closed=0,
        )
    )


def find(tx: Transaction, name: PoolName) -> Pool | None:
    return next((found for found in all_of(tx) if found.name == name), None)


def all_of(tx: Transaction) -> list[Pool]:
    query = select(pool).where(pool.c.municipality == tx.municipality).order_by(pool.c.unit, pool.c.pool)
    return [
        Pool(PoolName(row.unit, row.pool), Span(row.first, row.last), bool(row.closed))
        for row in tx.connection.execute(query)
    ]


def close_all(tx: Transaction) -> None:
    tx.connection.execute(pool.update().where(pool.c.municipality == tx.municipality).values(closed=1))


def held(tx: Transaction, name: PoolName) -> Spans:
    """What the centre has in hand."""
    query = select(in_hand.c.first, in_hand.c.last).where(_of(tx, name)).order_by(in_hand.c.first)
    return tuple(Span(row.first, row.last) for row in tx.connection.execute(query))


def hold(tx: Transaction, name: PoolName, spans: Spans) -> None:
    """From now on the centre has exactly `spans` in hand. The caller holds the municipality's lock."""
    tx.connection.execute(in_hand.delete().where(_of(tx, name)))
    rows = [
        {
            "municipality": tx.municipality,
            "unit": name.unit,
            "pool": name.pool,
            "first": span.first,
            "last": span.last,
        }
        for span in spans
    ]
    if rows:
        tx.connection.execute(in_hand.insert(), rows)


def _of(tx: Transaction, name: PoolName) -> ColumnElement[bool]:
    columns = in_hand.c
    return and_(columns.municipality == tx.municipality, columns.unit == name.unit, columns.pool == name.pool)
