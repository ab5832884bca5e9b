"""The ledger of receipt numbers: each number of a series is handed out once, to one station, for ever."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from central.store.engine import Transaction
from central.store.schema import receipt_block


@dataclass(frozen=True, slots=True)
class Block:
    grant: str
    series: str
    first: int
    last: int


def last_number(tx: Transaction, series: str) -> int:
    """The highest number of the series that was ever handed out; 0 for none."""
    query = select(func.max(receipt_block.c.last)).where(
        receipt_block.c.municipality == tx.municipality, receipt_block.c.series == series
    )
    return tx.connection.execute(query).scalar_one() or 0


def record(tx: Transaction, block: Block, station: str) -> None:
    tx.connection.execute(
        receipt_block.insert().values(
            municipality=tx.municipality,
            series=block.series,
            first=block.first,
            last=block.last,
            grant=block.grant,
            station=station,
        )
    )
