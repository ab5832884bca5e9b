"""Orders that count cases: promises kept, real durations, first answers and the index; on the terminal, and as CSV."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Sequence

from central import case_figures, case_files
from central.command import Say, write_whole
from central.opening import DataDirectory
from central.store import Transaction, case_lives, cases
from domain.cases.case_file import CaseFile, read_case_file
from wording.catalogue import _

_Row = Sequence[str | int]


def files_of(tx: Transaction) -> list[CaseFile]:
    """Every case; one of an earlier version of the tables is read from its entries."""
    found = []
    for code, document in list(case_lives.all_of(tx)):
        if document is not None:
            found.append(read_case_file(document))
            continue
        case = cases.find(tx, code)
        assert case is not None, "it was listed"
        found.append(case_files.file_of(tx, case))
    return found


def compliance(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    heading = (_("Area"), _("Service"), _("Kept"), _("Late"), _("Overdue"), _("Open"), _("Kept, %"))
    with data.open() as centre, centre.store.reading() as tx:
        found = case_figures.compliance(files_of(tx), centre.today, centre.day_of)
        rows = [
            (
                centre.terms.areas.get(one.area, one.area),
                centre.terms.services.get(one.service, one.service),
                *(one.kept, one.late, one.overdue, one.open, _percent(one.percent)),
            )
            for one in found
        ]
    _tell(heading, rows, asked, say)


def durations(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    heading = (_("Service"), _("Answered"), _("Half within"), _("9 of 10 within"), _("Longest"), _("Promised"))
    with data.open() as centre, centre.store.reading() as tx:
        found = case_figures.durations(files_of(tx), centre.terms.calendar, centre.day_of)
        rows = [
            (
                centre.terms.services.get(one.service, one.service),
                *(one.answered, one.half, one.nine_of_ten, one.longest, one.promised),
            )
            for one in found
        ]
    _tell(heading, rows, asked, say)
    say(_("In working days, from the counter to the answer."))


def index(data: DataDirectory, asked: argparse.Namespace, say: Say) -> None:
    heading = (
        *(_("Area"), _("Cases"), _("Measured"), _("Closed in time"), _("Index, %"), _("Goal")),
        *(_("First answer in 24 h of the counter"), _("of the centre")),
    )
    with data.open() as centre, centre.store.reading() as tx:
        found = case_figures.index(files_of(tx), centre.today, centre.day_of, asked.days)
        rows = [
            (
                centre.terms.areas.get(one.area, one.area),
                *(one.cases, one.measured, one.closed, _percent(one.percent), _goal(one.percent, asked.goal)),
                *(one.from_counter, one.from_centre),
            )
            for one in found
        ]
    _tell(heading, rows, asked, say)
    text = _("Closed in time: within {days} days. Measured: those that were closed, or are older than that.")
    say(text.format(days=asked.days))


def _percent(value: int | None) -> str:
    return "-" if value is None else str(value)


def _goal(value: int | None, goal: int) -> str:
    if value is None:
        return "-"
    return _("met") if value > goal else _("not met")


def _tell(heading: Sequence[str], rows: Sequence[_Row], asked: argparse.Namespace, say: Say) -> None:
    tell_table(heading, rows, asked, say, empty=_("There are no cases here."))


def tell_table(
    heading: Sequence[str], rows: Sequence[_Row], asked: argparse.Namespace, say: Say, *, empty: str
) -> None:
    """On the terminal in columns, or as CSV into the file that was asked for."""
    if asked.csv is not None:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows([_safe(cell) for cell in row] for row in rows)
        write_whole(asked.csv, text.getvalue().encode("utf-8"))
        say(_("Written to {file}.").format(file=asked.csv))
        return
    if not rows:
        say(empty)
        return
    cells = [tuple(heading), *(tuple(str(cell) for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heading))]
    for row in cells:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _safe(cell: str | int) -> str | int:
    """A spreadsheet must not take a name for a formula."""
    return "'" + cell if isinstance(cell, str) and cell[:1] in "=+@" else cell
