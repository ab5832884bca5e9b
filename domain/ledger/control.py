"""What shows that a spreadsheet is whole and nobody changed it: counts, sums, chain heads, hashes and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Final

from domain.ledger.reconciliation import Reconciliation
from domain.ledger.tables import Cell, CellType, StationRecord, Table, columns_of
from domain.money import Money


def control_tables(
    records: Sequence[StationRecord], tables: Sequence[Table], csv_sha256: Mapping[str, str], zone: tzinfo
) -> tuple[Table, ...]:
    """What shows that nothing of `tables` was lost or changed. `csv_sha256` has the hash of each table as CSV."""
    text, name, count = CellType.TEXT, CellType.NAME, CellType.COUNT
    figures = tuple(row for record in records for row in _figures(record.figures))
    return (
        Table(
            "chains",
            columns_of(
                station=text, file=text, file_sha256=text,
                station_entries=count, station_head=text, centre_entries=count, centre_head=text,
            ),
            tuple(_chain(record) for record in records),
        ),
        Table(
            "sheets",
            columns_of(sheet=name, rows=count, csv_sha256=text, zone=text),
            tuple((table.name, len(table.rows), csv_sha256[table.name], str(zone)) for table in tables),
        ),
        Table(
            "totals",
            columns_of(sheet=name, column=name, currency=text, total=CellType.AMOUNT),
            tuple(
                (table.name, column, currency, total)
                for table in tables
                for (column, currency), total in sorted(table.totals().items())
            ),
        ),
        Table("figures", columns_of(station=text, figure=name, currency=text, amount=CellType.AMOUNT), figures),
    )  # fmt: skip


def _chain(record: StationRecord) -> tuple[Cell, ...]:
    figures = record.figures
    return (
        figures.station,
        record.file,
        record.file_sha256,
        figures.station_length,
        figures.station_head,
        figures.centre_length,
        record.centre_head,
    )


#: Money figures of a reconciliation that an auditor compares with the sheets.
FIGURES: Final = (
    "fees", "commission", "difference", "declared", "confirmed", "in_drawer", "in_safe", "in_transit", "agent_owes",
    "exposure", "headroom", "guarantee", "banked", "overage", "commission_due", "prepaid_owed", "refunds_due",
)  # fmt: skip


def _figures(figures: Reconciliation) -> list[tuple[Cell, ...]]:
    if not figures.currency:
        return []
    return [
        (figures.station, name, figures.currency, Money(getattr(figures, name), figures.currency)) for name in FIGURES
    ]
