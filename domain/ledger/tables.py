"""What an auditor takes to a spreadsheet: receipts, closes, deposits and entries as rows.

Rows are values, not text: whoever writes a file decides how a moment or an amount looks there. Columns are named for
machines; people read the titles of `kiosk_app.spreadsheets`. The lines are those of `domain.ledger.reconciliation`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum
from typing import Final, TypeVar

from domain.journal.entry import SignedEntry
from domain.journal.kinds import kind_of
from domain.ledger.lines import CashLine, CloseLine, PrepaidLine, ReceiptLine, RefundLine, RemittanceLine, TreasuryLine
from domain.ledger.reconciliation import Reconciliation
from domain.money import Money, decimal_text

Line = TypeVar("Line")


class CellType(Enum):
    """`NAME` is the name of a table, a column or a figure, which people read in their language."""

    TEXT = "text"
    NAME = "name"
    COUNT = "count"
    AMOUNT = "amount"
    MOMENT = "moment"


#: None is an empty cell. Moments are wall time in the municipality's zone.
Cell = str | int | Money | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: CellType


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def totals(self) -> dict[tuple[str, str], Money]:
        """The sum of every amount column over all rows, by (column, currency)."""
        found: dict[tuple[str, str], Money] = {}
        for row in self.rows:
            for column, cell in zip(self.columns, row, strict=True):
                if isinstance(cell, Money):
                    key = (column.name, cell.currency)
                    found[key] = found.get(key, Money(0, cell.currency)) + cell
        return found


@dataclass(frozen=True, slots=True)
class StationRecord:
    """One station's verified journals; `file` and its hash are None for those that come from no file."""

    file: str | None
    file_sha256: str | None
    figures: Reconciliation
    entries: Sequence[SignedEntry]
    centre_head: str


def station_currency(entries: Iterable[SignedEntry]) -> str | None:
    """The currency of the station's drawer; before there was one, that of what it was granted; else None."""
    granted = None
    for found in entries:
        currency = found.entry.body.get("currency")
        if currency is not None and found.entry.kind.startswith("session_opened/"):
            return str(currency)
        granted = granted or currency
    return granted


def columns_of(**types: CellType) -> tuple[Column, ...]:
    return tuple(Column(name, kind) for name, kind in types.items())


_RECEIPTS: Final = columns_of(
    station=CellType.TEXT,
    receipt=CellType.TEXT,
    at=CellType.MOMENT,
    case=CellType.TEXT,
    service=CellType.TEXT,
    operator=CellType.TEXT,
    fee=CellType.AMOUNT,
    due=CellType.AMOUNT,
    commission=CellType.AMOUNT,
    paid=CellType.AMOUNT,
    currency=CellType.TEXT,
    prepaid=CellType.TEXT,
    session=CellType.COUNT,
    z=CellType.COUNT,
    void_reason=CellType.TEXT,
    voided_by=CellType.TEXT,
    void_by_paper=CellType.COUNT,
    approver=CellType.TEXT,
    refund=CellType.TEXT,
    sequence=CellType.COUNT,
    entry_hash=CellType.TEXT,
)
_CLOSES: Final = columns_of(
    station=CellType.TEXT,
    z=CellType.COUNT,
    session=CellType.COUNT,
    operator=CellType.TEXT,
    opened_at=CellType.MOMENT,
    closed_at=CellType.MOMENT,
    float=CellType.AMOUNT,
    expected=CellType.AMOUNT,
    counted=CellType.AMOUNT,
    difference=CellType.AMOUNT,
    currency=CellType.TEXT,
    pieces=CellType.TEXT,
    explanation=CellType.TEXT,
    approver=CellType.TEXT,
    unapproved=CellType.COUNT,
    sequence=CellType.COUNT,
)
_DEPOSITS: Final = columns_of(
    station=CellType.TEXT,
    deposit=CellType.TEXT,
    declared_at=CellType.MOMENT,
    voucher=CellType.TEXT,
    declared=CellType.AMOUNT,
    confirmed=CellType.AMOUNT,
    short=CellType.AMOUNT,
    pending=CellType.AMOUNT,
    retained=CellType.AMOUNT,
    currency=CellType.TEXT,
    confirmed_at=CellType.MOMENT,
    bank_line=CellType.TEXT,
    sequence=CellType.COUNT,
)
_REFUNDS: Final = columns_of(
    station=CellType.TEXT,
    refund=CellType.TEXT,
    receipt=CellType.TEXT,
    ground=CellType.TEXT,
    amount=CellType.AMOUNT,
    commission_owed=CellType.AMOUNT,
    currency=CellType.TEXT,
    approved_at=CellType.MOMENT,
    resolution=CellType.TEXT,
    paid_at=CellType.MOMENT,
    source=CellType.TEXT,
)
_CASH: Final = columns_of(
    station=CellType.TEXT,
    at=CellType.MOMENT,
    session=CellType.COUNT,
    operator=CellType.TEXT,
    way=CellType.TEXT,
    amount=CellType.AMOUNT,
    currency=CellType.TEXT,
    reason=CellType.TEXT,
    approver=CellType.TEXT,
    sequence=CellType.COUNT,
)
_PREPAID: Final = columns_of(
    station=CellType.TEXT,
    prepaid=CellType.TEXT,
    sold_at=CellType.MOMENT,
    amount=CellType.AMOUNT,
    expired=CellType.AMOUNT,
    currency=CellType.TEXT,
    sequence=CellType.COUNT,
)
_TREASURY: Final = columns_of(
    station=CellType.TEXT,
    kind=CellType.TEXT,
    at=CellType.MOMENT,
    amount=CellType.AMOUNT,
    currency=CellType.TEXT,
    reference=CellType.TEXT,
    sequence=CellType.COUNT,
)
_ENTRIES: Final = columns_of(
    station=CellType.TEXT,
    journal=CellType.TEXT,
    sequence=CellType.COUNT,
    at=CellType.MOMENT,
    kind=CellType.TEXT,
    operator=CellType.TEXT,
    entry_hash=CellType.TEXT,
)


#: Every table that a spreadsheet gets, in this order.
TABLES: Final = ("receipts", "closes", "deposits", "refunds", "cash", "prepaid_codes", "treasury", "entries")


def receipts_table(every: Iterable[Reconciliation], zone: tzinfo) -> Table:
    return _table("receipts", _RECEIPTS, every, lambda f: f.receipts, lambda f, line: _receipt(f, line, zone))


def record_tables(records: Sequence[StationRecord], zone: tzinfo) -> tuple[Table, ...]:
    """The tables of all stations, those of `TABLES`."""
    every = [record.figures for record in records]
    return (
        receipts_table(every, zone),
        _table("closes", _CLOSES, every, lambda f: f.closes, lambda f, line: _close(f, line, zone)),
        _table("deposits", _DEPOSITS, every, lambda f: f.remittances, lambda f, line: _deposit(f, line, zone)),
        _table("refunds", _REFUNDS, every, lambda f: f.refunds, lambda f, line: _refund(f, line, zone)),
        _table("cash", _CASH, every, lambda f: f.cash, lambda f, line: _cash(f, line, zone)),
        _table("prepaid_codes", _PREPAID, every, lambda f: f.prepaid, lambda f, line: _prepaid(f, line, zone)),
        _table("treasury", _TREASURY, every, lambda f: f.treasury, lambda f, line: _treasury(f, line, zone)),
        Table("entries", _ENTRIES, tuple(_entry(found, zone) for record in records for found in record.entries)),
    )


def _table(
    name: str,
    columns: tuple[Column, ...],
    every: Iterable[Reconciliation],
    lines: Callable[[Reconciliation], Iterable[Line]],
    row: Callable[[Reconciliation, Line], tuple[Cell, ...]],
) -> Table:
    return Table(name, columns, tuple(row(figures, line) for figures in every for line in lines(figures)))


def _receipt(figures: Reconciliation, line: ReceiptLine, zone: tzinfo) -> tuple[Cell, ...]:
    return (
        figures.station,
        line.number,
        line.at.astimezone(zone),
        line.case,
        line.service,
        line.operator,
        Money(line.fee, figures.currency),
        Money(line.due, figures.currency),
        Money(line.commission, figures.currency),
        Money(line.paid, figures.currency),
        figures.currency,
        line.prepaid,
        line.session,
        line.z,
        line.voided,
        line.voided_by,
        None if line.voided is None else int(line.by_paper),
        line.approver,
        line.refund,
        line.sequence,
        line.hash,
    )


def _close(figures: Reconciliation, line: CloseLine, zone: tzinfo) -> tuple[Cell, ...]:
    currency = figures.currency
    return (
        figures.station,
        line.z,
        line.session,
        line.operator,
        line.opened_at.astimezone(zone),
        line.closed_at.astimezone(zone),
        Money(line.float_minor, currency),
        Money(line.expected, currency),
        Money(line.counted, currency),
        Money(line.difference, currency),
        currency,
        "; ".join(f"{count} x {decimal_text(Money(face, currency))}" for face, count in line.pieces if count),
        line.explanation,
        line.approver,
        int(line.is_unapproved),
        line.sequence,
    )


def _deposit(figures: Reconciliation, line: RemittanceLine, zone: tzinfo) -> tuple[Cell, ...]:
    return (
        figures.station,
        line.name,
        line.declared_at.astimezone(zone),
        line.voucher,
        Money(line.amount, figures.currency),
        Money(line.confirmed, figures.currency),
        Money(line.short, figures.currency),
        Money(line.pending, figures.currency),
        Money(line.retained, figures.currency),
        figures.currency,
        None if line.confirmed_at is None else line.confirmed_at.astimezone(zone),
        line.bank_line,
        line.sequence,
    )


def _refund(figures: Reconciliation, line: RefundLine, zone: tzinfo) -> tuple[Cell, ...]:
    return (
        figures.station,
        line.name,
        line.receipt,
        line.ground,
        Money(line.amount, figures.currency),
        Money(line.owed, figures.currency),
        figures.currency,
        line.approved_at.astimezone(zone),
        line.resolution,
        None if line.paid_at is None else line.paid_at.astimezone(zone),
        line.source,
    )


def _cash(figures: Reconciliation, line: CashLine, zone: tzinfo) -> tuple[Cell, ...]:
    return (
        figures.station,
        line.at.astimezone(zone),
        line.session,
        line.operator,
        line.way,
        Money(line.amount, figures.currency),
        figures.currency,
        line.reason,
        line.approver,
        line.sequence,
    )


def _prepaid(figures: Reconciliation, line: PrepaidLine, zone: tzinfo) -> tuple[Cell, ...]:
    return (
        figures.station,
        line.name,
        line.sold_at.astimezone(zone),
        Money(line.amount, figures.currency),
        Money(line.expired, figures.currency),
        figures.currency,
        line.sequence,
    )


def _treasury(figures: Reconciliation, line: TreasuryLine, zone: tzinfo) -> tuple[Cell, ...]:
    return (
        figures.station,
        line.kind,
        line.at.astimezone(zone),
        Money(line.amount, figures.currency),
        figures.currency,
        line.reference,
        line.sequence,
    )


def _entry(found: SignedEntry, zone: tzinfo) -> tuple[Cell, ...]:
    entry = found.entry
    author = kind_of(entry.kind).author.value
    return (
        entry.station,
        author,
        entry.sequence,
        entry.at.astimezone(zone),
        entry.kind,
        entry.operator,
        found.hash,
    )
