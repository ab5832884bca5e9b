"""The tables of the worked example, which has every kind of entry: rows are the reconciliation's lines, whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.journal.verify import Verification
from domain.ledger.books import Books
from domain.ledger.control import FIGURES, control_tables
from domain.ledger.reconciliation import reconcile
from domain.ledger.tables import TABLES, CellType, StationRecord, Table, record_tables, station_currency
from domain.money import Money
from tests.domain.ledger_programs import page_entries


def page_record() -> StationRecord:
    """The page's entries are chained by nobody: what a verification would have booked."""
    life = page_entries()
    books = Books(life.station)
    for found in life.entries:
        books.book(found.entry)
    figures = reconcile(Verification(life.station, books, booked=list(life.entries)), "PEN", UTC)
    return StationRecord("C07.diario", "0" * 64, figures, life.entries, "h" * 43)


RECORD = page_record()
PAGE = {table.name: table for table in record_tables([RECORD], UTC)}
_TYPES = {
    CellType.TEXT: str,
    CellType.NAME: str,
    CellType.COUNT: int,
    CellType.AMOUNT: Money,
    CellType.MOMENT: datetime,
}


def test_every_table_has_the_lines_that_the_reconciliation_found() -> None:
    figures = RECORD.figures
    lines = (
        figures.receipts, figures.closes, figures.remittances, figures.refunds, figures.cash, figures.prepaid,
        figures.treasury, RECORD.entries,
    )  # fmt: skip
    assert tuple(PAGE) == TABLES
    assert [len(table.rows) for table in PAGE.values()] == [len(found) for found in lines]
    assert all(lines), "the page has something for every table"


@pytest.mark.parametrize("table", PAGE.values(), ids=lambda table: table.name)
def test_every_cell_is_of_its_column(table: Table) -> None:
    for row in table.rows:
        assert len(row) == len(table.columns)
        for cell, column in zip(row, table.columns, strict=True):
            assert cell is None or type(cell) is _TYPES[column.type], (column.name, cell)


def test_what_is_owed_and_pending_is_that_of_the_books() -> None:
    deposits, refunds = PAGE["deposits"].totals(), PAGE["refunds"].totals()
    figures = RECORD.figures
    assert deposits["pending", "PEN"].minor == figures.in_transit
    assert deposits["declared", "PEN"].minor == figures.declared
    assert refunds["amount", "PEN"].minor == sum(line.amount for line in figures.refunds)
    assert PAGE["closes"].totals()["difference", "PEN"].minor == figures.difference


def test_a_void_says_who_did_it_and_whether_the_citizen_s_code_was_given() -> None:
    table = PAGE["receipts"]
    places = [[column.name for column in table.columns].index(name) for name in ("voided_by", "void_by_paper")]
    told = [tuple(row[place] for place in places) for row in table.rows]
    lines = RECORD.figures.receipts
    assert told == [(line.voided_by, None if line.voided is None else int(line.by_paper)) for line in lines]
    assert {row for row in told if row[0]}, "the page has a void"
    assert (None, None) in told


def test_control_counts_and_adds_up_every_table() -> None:
    control = control_tables([RECORD], list(PAGE.values()), dict.fromkeys(PAGE, "f" * 64), UTC)
    chains, sheets, totals, figures = control
    assert [row[3:] for row in chains.rows] == [(0, "0" * 43, 0, "h" * 43)]
    assert [(row[0], row[1]) for row in sheets.rows] == [(name, len(table.rows)) for name, table in PAGE.items()]
    assert {(row[0], row[1]): row[3] for row in totals.rows} == {
        (name, column): total for name, table in PAGE.items() for (column, _), total in table.totals().items()
    }
    assert [row[1] for row in figures.rows] == list(FIGURES)


def test_the_currency_is_the_drawer_s() -> None:
    assert station_currency(RECORD.entries) == "PEN"
    assert station_currency([]) is None
