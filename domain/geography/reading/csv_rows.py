"""Rows of a CSV file: a heading with the columns, then a line for each thing that stands at a point.

Commas or semicolons, whichever the heading has; UTF-8, with or without a byte order mark, as spreadsheets write it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from domain.geography.features import Features
from domain.geography.reading.layers import LAYERS, Record, layer_of, spot
from domain.geography.reading.problems import MapFile

_SPOT = ("latitude", "longitude")


def read_csv(name: str, content: bytes, layer: str, renamed: Mapping[str, str] | None = None) -> Features:
    """`renamed` says what our columns are called in this file. Raises MapSourceRefused with every fault."""
    file = MapFile(name)
    if LAYERS[layer].shape != "point":
        file.note(1, "", "CSV", f"GeoJSON: {layer} are {LAYERS[layer].shape}s, and a row of CSV is one point")
        file.refuse()
    return layer_of(file, layer, _records(file, file.text(content), layer, renamed or {}))


def _records(file: MapFile, text: str, layer: str, renamed: Mapping[str, str]) -> Iterator[Record]:
    heading, _end, _rest = text.partition("\n")
    rows = csv.reader(io.StringIO(text), delimiter=";" if heading.count(";") > heading.count(",") else ",", strict=True)
    try:
        columns = [column.strip() for column in next(rows, [])]
        if not _is_whole(file, columns, layer, renamed):
            return
        for row in rows:
            if any(cell.strip() for cell in row):
                yield from _record(file, rows.line_num, columns, row, renamed)
    except csv.Error as wrong:
        file.note(rows.line_num, "", str(wrong), "CSV with a heading")


def _is_whole(file: MapFile, columns: list[str], layer: str, renamed: Mapping[str, str]) -> bool:
    for ours in (*LAYERS[layer].needed, *_SPOT):
        theirs = renamed.get(ours, ours)
        if columns.count(theirs) != 1:
            found = "no such column" if theirs not in columns else "the column more than once"
            file.note(1, theirs, found, f"one column called {theirs} (the heading has: {', '.join(columns)})")
    return not file.problems


def _record(
    file: MapFile, line: int, columns: list[str], row: list[str], renamed: Mapping[str, str]
) -> Iterator[Record]:
    if len(row) != len(columns):
        file.note(line, "", f"{len(row)} cells", f"{len(columns)} cells, as the heading has")
        return
    theirs = dict(zip(columns, row, strict=True))
    ours = {name: said for said, name in renamed.items()}
    values = {ours.get(name, name): cell.strip() for name, cell in theirs.items()}
    point = spot(file, line, "", values.get("latitude"), values.get("longitude"))
    if point is not None:
        yield Record(line, "", values, ((point,),))
