"""CSV for people with a spreadsheet: what they typed stays text, and amounts stay amounts in every currency."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.ledger.tables import Cell, CellType, Column, Table
from domain.money import Money
from kiosk_app.spreadsheets import csv_bytes, sidecar


def table(kind: CellType, *cells: Cell) -> Table:
    return Table("t", (Column("what", kind),), tuple((cell,) for cell in cells))


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(start: str) -> None:
    formula = f'{start}HYPERLINK("http://x";"y")'
    assert read(csv_bytes(table(CellType.TEXT, formula))) == [["what"], ["'" + formula]]


@pytest.mark.parametrize("text", ["a=1", "Ana", "", " =1", "'=1", "0042", "di vuelto, dos veces;\nfin"])
def test_other_text_is_as_it_was_typed(text: str) -> None:
    assert read(csv_bytes(table(CellType.TEXT, text)))[1:] == [[text]]


@pytest.mark.parametrize(
    ("amount", "minor", "written"),
    [
        (Money(-40, "PEN"), "-40", "-0.40"),
        (Money(1530, "PEN"), "1530", "15.30"),
        (Money(-1500, "CLP"), "-1500", "-1500"),
        (Money(5, "KWD"), "5", "0.005"),
    ],
)
def test_an_amount_is_minor_units_and_text_of_its_currency_and_never_disarmed(
    amount: Money, minor: str, written: str
) -> None:
    assert read(csv_bytes(table(CellType.AMOUNT, amount))) == [["what_minor", "what"], [minor, written]]


def test_moments_are_iso_and_counts_are_digits_and_nothing_is_empty() -> None:
    moment = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
    assert read(csv_bytes(table(CellType.MOMENT, moment, None)))[1:] == [["2026-11-20T14:05:00+00:00"], [""]]
    assert read(csv_bytes(table(CellType.COUNT, 0, None)))[1:] == [["0"], [""]]
    assert read(csv_bytes(table(CellType.AMOUNT, None)))[1:] == [["", ""]]


def test_a_spreadsheet_sees_utf_8_and_lines_as_rfc_4180_ends_them() -> None:
    content = csv_bytes(table(CellType.TEXT, "año", "dos"))
    assert content == b"\xef\xbb\xbfwhat\r\na\xc3\xb1o\r\ndos\r\n"


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum here")
def test_the_sidecar_is_what_sha256sum_reads(tmp_path: Path) -> None:
    content = csv_bytes(table(CellType.TEXT, "año"))
    (tmp_path / "t.csv.sha256").write_bytes(sidecar(content, "t.csv"))
    for kept, verdict in ((content, 0), (content + b" ", 1)):
        (tmp_path / "t.csv").write_bytes(kept)
        check = ["sha256sum", "--check", "t.csv.sha256"]
        assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == verdict
