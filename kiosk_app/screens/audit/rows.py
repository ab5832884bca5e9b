"""A row of the grid: its cells, what it sorts by, what it adds to a figure, and the line behind it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.ledger.lines import CloseLine, ReceiptLine, RefundLine, RemittanceLine, StatementFact, TreasuryLine
from kiosk_app.screens.audit.cabins import Cabin
from kiosk_app.screens.audit.state import Tab
from kiosk_app.screens.audit.voids import OperatorVoids
from kiosk_app.screens.audit.written import Written
from kiosk_app.shown import Cell, TableRow, Tone

Order = int | str
Behind = ReceiptLine | CloseLine | RemittanceLine | RefundLine | TreasuryLine | StatementFact | OperatorVoids


@dataclass(frozen=True, slots=True)
class Listed:
    """`order` has one value a column; `amounts` is what the row adds to a figure, by the figure's id."""

    row: TableRow
    order: tuple[Order, ...]
    amounts: dict[str, int]
    cabin: Cabin
    line: Behind | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A cell and what it sorts by."""

    text: str
    order: Order
    tone: Tone | None = None
    chip: bool = False
    strong: bool = False


def listed(
    key: str,
    values: Sequence[Value],
    cabin: Cabin,
    amounts: dict[str, int] | None = None,
    line: Behind | None = None,
) -> Listed:
    cells = tuple(Cell(value.text, value.tone, value.chip, value.strong) for value in values)
    order = tuple(value.order for value in values)
    return Listed(TableRow(key, cells), order, amounts or {}, cabin, line)


def key_of(tab: Tab, *parts: object) -> str:
    return "|".join((tab.value, *(str(part) for part in parts)))


def tab_of_key(key: str) -> Tab:
    return Tab(key.partition("|")[0])


def amount(minor: int, written: Written, tone: Tone | None = None) -> Value:
    return Value(written.number(minor), minor, tone, strong=tone is not None)


def chip(text: str, tone: Tone) -> Value:
    return Value(text, text, tone, chip=True)


def plain(text: str) -> Value:
    return Value(text, text)


def counted(figure: int, written: Written) -> Value:
    return Value(written.count(figure), figure)


def name(cabin: Cabin) -> Value:
    return plain(cabin.label)
