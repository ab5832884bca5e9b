"""Tables as CSV, for people with a spreadsheet and for whoever takes their files apart; and the hash beside a file.

A cell of text stays text: nothing that a person once typed at a counter may run as a formula.
"""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import datetime
from typing import Final

from domain.ledger.tables import Cell, CellType, Table
from domain.money import Money, decimal_text

#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: Table) -> bytes:
    """RFC 4180 with commas and CRLF, UTF-8 with a byte order mark; ISO 8601 moments.

    An amount has two columns: `fee_minor`, whole minor units, and `fee`, text with the currency's decimals.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    header: list[str] = []
    for column in table.columns:
        header += [f"{column.name}_minor", column.name] if column.type is CellType.AMOUNT else [column.name]
    writer.writerow(header)
    for row in table.rows:
        written: list[object] = []
        for column, cell in zip(table.columns, row, strict=True):
            written += _csv_cells(cell, column.type)
        writer.writerow(written)
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _csv_cells(cell: Cell, kind: CellType) -> list[object]:
    match cell:
        case None:
            return ["", ""] if kind is CellType.AMOUNT else [""]
        case Money():
            return [cell.minor, decimal_text(cell)]
        case datetime():
            return [cell.isoformat()]
        case str():
            return [f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell]
        case _:
            return [cell]


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sidecar(content: bytes, name: str) -> bytes:
    """`<sha256>  <name>`, as `sha256sum --check` reads it."""
    return f"{sha256_of(content)}  {name}\n".encode()
