"""The workbook, read back by another library: types, totals and hashes are those of the journals."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.errors import Refusal
from domain.journal.file import write_journal
from domain.ledger.control import FIGURES
from domain.ledger.reconciliation import Reconciliation, reconcile
from domain.ledger.tables import TABLES, CellType, Column, Table
from domain.money import EXPONENTS
from kiosk_app.journal_commands import export_command, read_file, verify_file
from kiosk_app.spreadsheet_words import title
from kiosk_app.workbook import xlsx_bytes
from tests.domain.random_life import LongDesk, lived

LIMA = ZoneInfo("America/Lima")
LIVES = {currency: lived(11, 12, currency=currency) for currency in ("PEN", "CLP", "KWD")}
NUMBER_FORMATS = {"PEN": "#,##0.00", "CLP": "#,##0", "KWD": "#,##0.000"}
SHEETS = [
    "Recibos", "Cierres", "Depósitos", "Devoluciones", "Movimientos de caja", "Códigos prepago", "Tesorería",
    "Registros", "Control",
]  # fmt: skip


def kept(desk: LongDesk, folder: Path) -> Path:
    path = folder / f"{desk.station}.diario"
    path.write_text("".join(write_journal(desk.file())), encoding="utf-8", newline="\n")
    return path


class Read:
    """A workbook of one station and the figures that the auditor reaches without it."""

    def __init__(self, currency: str, folder: Path) -> None:
        self.currency = currency
        self.path = kept(LIVES[currency], folder)
        self.content = export_command([self.path], "xlsx", "America/Lima", "receipts")
        self.book: Workbook = load_workbook(io.BytesIO(self.content))
        self.figures: Reconciliation = reconcile(verify_file(read_file(self.path)), currency, LIMA)

    def column(self, sheet: str, name: str) -> list[object]:
        return [cell.value for cell in self.cells(sheet, name)]

    def cells(self, sheet: str, name: str) -> list[Any]:
        page: Worksheet = self.book[sheet]
        heads = [cell.value for cell in page[1]]
        return [row[heads.index(title(name))] for row in page.iter_rows(min_row=2)]

    def control(self) -> list[tuple[object, ...]]:
        return [tuple(value for value in row if value is not None) for row in self.book["Control"].values]

    def minor(self, value: object) -> int:
        assert isinstance(value, int | float)
        return round(value * 10.0 ** EXPONENTS[self.currency])


@pytest.fixture(params=list(LIVES))
def read(request: pytest.FixtureRequest, tmp_path: Path) -> Read:
    return Read(request.param, tmp_path)


def test_sheets_and_titles_are_in_spanish_and_the_titles_stay_on_top(read: Read) -> None:
    assert read.book.sheetnames == SHEETS
    assert [cell.value for cell in read.book["Recibos"][1]][:3] == ["Puesto", "Recibo", "Fecha y hora"]
    assert all(read.book[name].freeze_panes == "A2" for name in SHEETS[:-1])


def test_columns_are_as_wide_as_what_is_in_them(read: Read) -> None:
    page = read.book["Recibos"]
    widths = [page.column_dimensions[cell.column_letter].width for cell in page[1]]
    assert all(width > len(str(cell.value)) for width, cell in zip(widths, page[1], strict=True))


def test_nothing_in_the_workbook_is_a_formula(read: Read) -> None:
    kinds = Counter(cell.data_type for page in read.book for row in page.iter_rows() for cell in row)
    assert kinds["f"] == 0
    assert {"s", "n", "d"} <= kinds.keys()


def test_what_people_typed_is_text_as_they_typed_it(read: Read) -> None:
    reasons = [cell for cell in read.cells("Recibos", "void_reason") if cell.value is not None]
    vouchers = read.cells("Depósitos", "voucher")
    assert {cell.value for cell in reasons} == {"=el vecino desistió"}
    assert {cell.value for cell in vouchers} == {"+0042"}
    assert {cell.data_type for cell in [*reasons, *vouchers]} == {"s"}


def test_amounts_are_numbers_with_the_decimals_of_their_currency(read: Read) -> None:
    fees = read.cells("Recibos", "fee")
    assert {(cell.data_type, cell.number_format) for cell in fees} == {("n", NUMBER_FORMATS[read.currency])}
    assert [read.minor(cell.value) for cell in fees] == [line.fee for line in read.figures.receipts]


def test_a_close_says_which_coins_were_there(read: Read) -> None:
    counted = [read.minor(figure) for figure in read.column("Cierres", "counted")]
    one = {"PEN": "0.01", "CLP": "1", "KWD": "0.001"}[read.currency]
    told = [figure or "" for figure in read.column("Cierres", "pieces")]
    assert told == [f"{count} x {one}" if count else "" for count in counted]
    assert 0 in counted


def test_moments_are_dates_in_the_municipality_s_time(read: Read) -> None:
    at = read.column("Recibos", "at")
    assert at == [line.at.astimezone(LIMA).replace(tzinfo=None) for line in read.figures.receipts]
    assert all(isinstance(moment, datetime) for moment in at)


def test_totals_of_the_sheets_are_the_reconciliation_s(read: Read) -> None:
    live = [
        (read.minor(fee), read.minor(commission))
        for fee, commission, undone in zip(
            read.column("Recibos", "fee"),
            read.column("Recibos", "commission"),
            zip(read.column("Recibos", "void_reason"), read.column("Recibos", "refund"), strict=True),
            strict=True,
        )
        if undone == (None, None)
    ]
    figures = read.figures
    assert (sum(fee for fee, _ in live), sum(paid for _, paid in live)) == (figures.fees, figures.commission)
    assert sum(map(read.minor, read.column("Cierres", "difference"))) == figures.difference
    assert sum(map(read.minor, read.column("Depósitos", "declared"))) == figures.declared
    assert sum(map(read.minor, read.column("Depósitos", "pending"))) == figures.in_transit
    assert len(read.column("Registros", "sequence")) == figures.station_length + figures.centre_length


def test_the_control_sheet_has_the_sum_of_every_amount_column(read: Read) -> None:
    columns = {
        "Recibos": ("fee", "due", "commission", "paid"),
        "Cierres": ("float", "expected", "counted", "difference"),
        "Depósitos": ("declared", "confirmed", "short", "pending", "retained"),
        "Tesorería": ("amount",),
    }
    totals = {
        row[:2]: read.minor(row[3])
        for row in read.control()
        if len(row) == 4 and row[2] == read.currency and row[0] in columns
    }
    assert totals == {
        (sheet, title(name)): sum(map(read.minor, read.column(sheet, name)))
        for sheet, names in columns.items()
        for name in names
    }


def test_the_control_sheet_has_the_figures_of_the_reconciliation(read: Read) -> None:
    shown = {row[1]: read.minor(row[3]) for row in read.control() if len(row) == 4 and row[0] == "C07"}
    assert shown == {title(name): getattr(read.figures, name) for name in FIGURES}


def test_the_control_sheet_has_heads_lengths_counts_and_hashes(read: Read) -> None:
    figures, desk = read.figures, LIVES[read.currency]
    file_hash = hashlib.sha256(read.path.read_bytes()).hexdigest()
    heads = (len(desk.own), desk.own[-1].hash, len(desk.outbound), desk.outbound[-1].hash)
    assert read.control()[1] == ("C07", read.path.name, file_hash, *heads)
    lines = (figures.receipts, figures.closes, figures.remittances, figures.refunds, figures.cash, figures.prepaid)
    rows = [*map(len, lines), len(figures.treasury), len(desk.own) + len(desk.outbound)]
    for sheet, table, count in zip(SHEETS[:-1], TABLES, rows, strict=True):
        csv = export_command([read.path], "csv", "America/Lima", table)
        assert (sheet, count, hashlib.sha256(csv).hexdigest(), "America/Lima") in read.control()


def test_the_same_journals_make_the_same_bytes(read: Read) -> None:
    assert export_command([read.path], "xlsx", "America/Lima", "receipts") == read.content
    assert read.book.properties.created == datetime(2000, 1, 1)  # noqa: DTZ001 - not the moment it was made


def test_several_stations_share_the_sheets_and_each_keeps_its_currency(tmp_path: Path) -> None:
    lima, santiago = lived(1, 4), lived(2, 4, station="C11", currency="CLP")
    paths = [kept(desk, tmp_path) for desk in (lima, santiago)]
    book = load_workbook(io.BytesIO(export_command(paths, "xlsx", "America/Lima", "receipts")))
    rows = [(row[0].value, row[10].value, row[6].number_format) for row in book["Recibos"].iter_rows(min_row=2)]
    assert set(rows) == {("C07", "PEN", "#,##0.00"), ("C11", "CLP", "#,##0")}


def test_a_station_that_never_had_money_has_entries_and_no_figures(tmp_path: Path) -> None:
    desk = LongDesk()
    desk.act("clock_stepped/1")
    book = load_workbook(io.BytesIO(export_command([kept(desk, tmp_path)], "xlsx", "America/Lima", "receipts")))
    assert [len(list(book[name].rows)) - 1 for name in SHEETS[:-1]] == [0, 0, 0, 0, 0, 0, 0, 1]


def test_a_table_beyond_a_sheet_is_refused_and_never_cut() -> None:
    told = Table("receipts", (Column("z", CellType.COUNT),), ((1,), (2,), (3,)))
    assert xlsx_bytes([told], [told], rows_max=4)
    with pytest.raises(Refusal, match="sheet_too_long"):
        xlsx_bytes([Table("receipts", told.columns, (*told.rows, (4,)))], [told], rows_max=4)
