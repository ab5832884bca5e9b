"""The last report of each station (`central.fleet`)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, select

from central.store.engine import Transaction
from central.store.schema import station_report


@dataclass(frozen=True, slots=True)
class ReportRow:
    """`document` is canonical JSON of `sync.messages.Report`, without its papers."""

    at: int
    clock_offset_s: int
    document: str


def put(tx: Transaction, station: str, row: ReportRow) -> None:
    values = {"at": row.at, "clock_offset_s": row.clock_offset_s, "document": row.document}
    one = and_(station_report.c.municipality == tx.municipality, station_report.c.station == station)
    if tx.connection.execute(station_report.update().where(one).values(**values)).rowcount == 0:
        tx.connection.execute(station_report.insert().values(municipality=tx.municipality, station=station, **values))


def all_of(tx: Transaction) -> dict[str, ReportRow]:
    query = select(station_report).where(station_report.c.municipality == tx.municipality)
    return {row.station: ReportRow(row.at, row.clock_offset_s, row.document) for row in tx.connection.execute(query)}
