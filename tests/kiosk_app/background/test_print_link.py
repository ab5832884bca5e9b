"""What is queued is sent by itself; what may be on paper only when a person says that it is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from domain.ledger.bearer import proof_of
from kiosk_app.background.jobs import Jobs
from kiosk_app.background.print_link import PrintLink
from kiosk_app.storage import spool_table
from kiosk_app.storage.journal import Draft
from printing.printers import Condition, FolderPrinter, PrinterStatus
from printing.spool import PrintJob, SpoolState, queue
from tests.kiosk_app.services.desk import ROSA, Desk, new_desk

CODE = "K7QM2P9DXT4A"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    found = new_desk(tmp_path / "station")
    found.open_drawer()
    return found


@pytest.fixture
def link(tmp_path: Path, desk: Desk) -> Iterator[PrintLink]:
    (tmp_path / "tray").mkdir()
    jobs = Jobs()
    made = PrintLink(desk.station.store, {"tickets": FolderPrinter("tickets", tmp_path / "tray")}, jobs)
    yield made
    made.stop()
    jobs.stop()


def sell(desk: Desk) -> PrintJob:
    body = {"prepaid": "P1", "amount": 1000, "currency": "PEN", "proof": proof_of("C07", "P1", CODE)}
    jobs: list[PrintJob] = []
    desk.station.journal.record(
        ROSA.id,
        Draft("prepaid_sold/1", body),
        alongside=lambda store, written: jobs.append(desk.paper.queue_prepaid(store, written[-1], CODE, ROSA)),
    )
    return jobs[0]


def printed(qtbot: QtBot, link: PrintLink, desk: Desk, job: PrintJob) -> PrintJob:
    qtbot.waitUntil(lambda: not link.is_busy)
    found = spool_table.read(desk.station.store, job.id)
    assert found is not None
    assert found.state is SpoolState.PRINTED
    return found


def test_a_denied_prepaid_code_goes_to_the_printer_again_with_the_same_bytes(
    qtbot: QtBot, tmp_path: Path, link: PrintLink, desk: Desk
) -> None:
    job = sell(desk)
    link.look()
    first = printed(qtbot, link, desk, job)
    (paper,) = (tmp_path / "tray").glob("*.escpos")
    assert paper.read_bytes() == job.content
    paper.unlink()
    assert link.not_in_hand(first).state is SpoolState.SENDING
    again = printed(qtbot, link, desk, job)
    assert [each.read_bytes() for each in (tmp_path / "tray").glob("*.escpos")] == [job.content]
    assert link.in_hand(again).content == b""


def test_a_denied_receipt_is_not_sent_again(qtbot: QtBot, link: PrintLink, desk: Desk) -> None:
    job = desk.charge().job
    link.look()
    assert link.not_in_hand(printed(qtbot, link, desk, job)).state is SpoolState.UNKNOWN
    assert not link.is_busy


def test_a_close_while_the_code_is_on_its_way_loses_nothing(qtbot: QtBot, link: PrintLink, desk: Desk) -> None:
    job = sell(desk)
    link.look()
    desk.close_drawer()
    assert printed(qtbot, link, desk, job).content == job.content
    desk.open_drawer()
    desk.close_drawer()
    forgotten = spool_table.read(desk.station.store, job.id)
    assert forgotten is not None
    assert link.not_in_hand(forgotten).state is SpoolState.UNKNOWN
    assert not link.is_busy


class Watched(FolderPrinter):
    """Counts how often it is asked how it is, and is never well."""

    asked = 0

    def status(self) -> PrinterStatus:
        self.asked += 1
        return PrinterStatus(Condition.PROBLEM, "queue_stopped")


def test_a_printer_that_stands_beside_prints_its_own_and_is_no_trouble_of_the_counter(
    qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    for name in ("tray", "sheets"):
        (tmp_path / name).mkdir()
    slips, sheets = Watched("tickets", tmp_path / "tray"), Watched("sheets", tmp_path / "sheets")
    jobs = Jobs()
    link = PrintLink(desk.station.store, {"tickets": slips}, jobs, beside=sheets)
    receipt = desk.charge().job
    sheet = queue(id="s1", document="Statement", entry="central/9", content=b"%PDF-1", printer="sheets")
    with desk.station.store.transaction():
        spool_table.add(desk.station.store, sheet, desk.clock.now().isoformat())
    link.look()
    printed(qtbot, link, desk, receipt)
    printed(qtbot, link, desk, sheet)
    assert [each.read_bytes() for each in (tmp_path / "sheets").glob("*.escpos")] == [b"%PDF-1"]
    link.ask()
    qtbot.waitUntil(lambda: link.problems == ("queue_stopped",))
    assert (slips.asked, sheets.asked) == (1, 0)
    link.stop()
    jobs.stop()
