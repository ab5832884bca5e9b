"""Tables as an XLSX workbook, through XlsxWriter: the only module that knows it.

Amounts are numbers with their currency's decimals, moments are dates, text is text and never a formula; no formula
stands where a figure is evidence. The same tables make the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.errors import Refusal
from domain.ledger.tables import Cell, CellType, Table
from domain.money import EXPONENTS, Money, decimal_text
from kiosk_app.spreadsheet_words import title

#: What a sheet can hold; the writer would drop the rest without a word.
ROWS_MAX: Final = 1_048_576
_WIDTH_MIN, _WIDTH_MAX = 8, 48
_MOMENT_WIDTH: Final = 19
_MOMENT_FORMAT: Final = "dd/mm/yyyy hh:mm:ss"
#: Workbooks carry the moment they were made; one that varies would change the file's hash for nothing.
_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the writer takes wall time


def xlsx_bytes(tables: Sequence[Table], control: Sequence[Table], rows_max: int = ROWS_MAX) -> bytes:
    """A sheet for each of `tables`, and the sheet Control with all of `control`, one below the other.

    Raises Refusal `sheet_too_long` for a table with more rows than a sheet has.
    """
    for table in tables:
        if len(table.rows) >= rows_max:
            raise Refusal("sheet_too_long", sheet=title(table.name), rows=len(table.rows), most=rows_max - 1)
    stream = io.BytesIO()
    # Text is written as text below; these say so once more, for whoever adds a cell.
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, plain) as workbook:
        workbook.set_properties({"created": _MADE})
        page = _Page(workbook)
        for table in tables:
            sheet = workbook.add_worksheet(title(table.name))
            page.write(sheet, table, 0)
            sheet.freeze_panes(1, 0)
            _fit(sheet, [table])
        sheet = workbook.add_worksheet(title("control"))
        row = 0
        for table in control:
            row = page.write(sheet, table, row) + 1
        _fit(sheet, control)
    return stream.getvalue()


class _Page:
    """Writes tables with the formats of one workbook."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._head: Format = workbook.add_format({"bold": True, "bottom": 1})
        self._count: Format = workbook.add_format({"num_format": "0"})
        self._moment: Format = workbook.add_format({"num_format": _MOMENT_FORMAT})
        self._amounts: dict[str, Format] = {}

    def write(self, sheet: Worksheet, table: Table, row: int) -> int:
        """Writes from `row` on, the titles first. Returns the row after the last."""
        for column, told in enumerate(table.columns):
            _written(sheet.write_string(row, column, title(told.name), self._head))
        for cells in table.rows:
            row += 1
            for column, cell in enumerate(cells):
                self._cell(sheet, row, column, cell, table.columns[column].type)
        return row + 1

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Cell, kind: CellType) -> None:
        match cell:
            case None:
                return
            case Money():
                # A spreadsheet computes with 15 digits; the minor units, exact, are in the CSV.
                number = Decimal(cell.minor).scaleb(-EXPONENTS[cell.currency])
                _written(sheet.write_number(row, column, number, self._amount(cell.currency)))
            case datetime():
                _written(sheet.write_datetime(row, column, cell.replace(tzinfo=None), self._moment))
            case str():
                _written(sheet.write_string(row, column, title(cell) if kind is CellType.NAME else cell))
            case _:
                _written(sheet.write_number(row, column, cell, self._count))

    def _amount(self, currency: str) -> Format:
        """`#,##0.00` for two decimals, `#,##0` for none."""
        if currency not in self._amounts:
            decimals = "0" * EXPONENTS[currency]
            self._amounts[currency] = self._workbook.add_format(
                {"num_format": f"#,##0.{decimals}" if decimals else "#,##0"}
            )
        return self._amounts[currency]


def _written(answer: int) -> None:
    """The writer answers below zero for what it left out: a figure that is missing must not pass."""
    assert answer == 0, f"a cell was not written ({answer})"


def _fit(sheet: Worksheet, tables: Sequence[Table]) -> None:
    """Each column as wide as what is in it, within bounds."""
    for column in range(max(len(table.columns) for table in tables)):
        widths = [
            _width(cell)
            for table in tables
            if column < len(table.columns)
            for cell in (title(table.columns[column].name), *(row[column] for row in table.rows))
        ]
        sheet.set_column(column, column, min(max(_WIDTH_MIN, *widths), _WIDTH_MAX) + 1)


def _width(cell: Cell) -> int:
    match cell:
        case None:
            return 0
        case Money():
            digits = decimal_text(cell)
            return len(digits) + len(digits) // 3
        case datetime():
            return _MOMENT_WIDTH
        case _:
            return len(str(cell))
