"""A whole day without a network, then one sync: the desk, the centre and the auditor hold the same books."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from domain.envelope import from_base64url, to_base64url
from domain.journal.kinds import Author
from kiosk_app.journal_commands import read_file, verify_file
from kiosk_app.services.exporting import write_journal_file
from kiosk_app.storage import entries, projections, spool_table
from printing.spool import SpoolState
from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, HEALTH, NO_DEBT, Auditor, City, Seat, hledger_check, photo

SERVED = ["case_opened", "fee_collected"]
DAY = [
    *("journal_started", "operator_signed_in", "session_opened", *SERVED, *SERVED, *SERVED, "fee_voided"),
    *("copy_printed", "case_opened", "slip_issued", "drawer_counted", "session_closed", "remittance_declared"),
]
#: The float of fifty soles, RC-01 (12.30) and TB-01 (17.90) in cash, less forty céntimos that are missing.
PIECES = (("50.00", 1), ("20.00", 1), ("5.00", 1), ("2.00", 2), ("0.50", 1), ("0.20", 1), ("0.10", 1))
FEES, CASH, COMMISSION, MISSING = 1236 + 1795, 1230 + 1790, 800, 40


def work_the_day(desk: Seat) -> None:
    """Three people, one of whom changes their mind; a copy; a complaint; the count, the Z and the deposit."""
    for person in (BIRTH, NO_DEBT, HEALTH):
        assert desk.serve(person)
    desk.void()
    desk.copy_of_first()
    desk.complain(photo(desk.town.data))
    close_short(desk)
    desk.deposit(photo(desk.town.data))


def close_short(desk: Seat) -> None:
    hands = desk.hands
    hands.key(Qt.Key.Key_F6)
    hands.key(Qt.Key.Key_F12)
    hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    for face, count in PIECES:
        hands.write(f"Cuántas piezas de S/ {face}", str(count))
    assert "80.20" not in desk.seen(), "whoever counts is not told what should be there"
    hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.write("¿Qué explica", "Di cuarenta céntimos de más en un vuelto")
    hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: not desk.is_printing(), what="the Z")


def test_a_day_without_a_network_ends_with_three_parties_that_hold_the_same_books(
    city: City, sit: Sit, audit: Callable[[], Auditor], tmp_path: Path
) -> None:
    desk = sit()
    desk.begin_day()
    desk.cable.pulled = True
    work_the_day(desk)
    assert desk.kinds() == DAY
    assert desk.receipts() == ["C07-000001", "C07-000002", "C07-000003"]
    assert len(city.held()) < len(DAY), "nothing of the day can have been sent"
    papers = [job for found in desk.own() for job in spool_table.of_entry(desk.store, f"C07/{found.entry.sequence}")]
    assert len(papers) == 8, "three receipts, a void, a copy, a slip, a Z and a deposit"
    assert {job.state for job in papers} == {SpoolState.PRINTED}
    assert len(list((city.data / "C07" / "paper").glob("*.pdf"))) == len({job.id for job in papers})

    desk.cable.pulled = False
    desk.send_everything()
    assert [found.hash for found in city.held()] == [found.hash for found in desk.own()], "the centre holds exactly it"
    assert city.findings() == []
    desk.ask_until(lambda: desk.services.counter.journal.heard == len(city.held("C07", Author.CENTRE)), "the news")

    exported = verify_file(read_file(write_journal_file(desk.services.counter.journal, tmp_path)))
    assert (exported.is_clean, exported.station_length) == (True, len(DAY))
    assert_figures(desk, audit())


def assert_figures(desk: Seat, auditor: Auditor) -> None:
    audited, books = auditor.audited(), desk.services.counter.journal.books
    figures = audited.figures
    assert audited.verification.is_clean
    assert audited.verification.station_length == len(DAY)
    assert figures.is_sound
    assert (figures.fees, figures.commission, figures.difference) == (FEES, COMMISSION, -MISSING)
    assert figures.declared == CASH - MISSING, "what is missing is owed, not deposited"
    assert figures.exposure == books.exposure("PEN")
    assert audited.verification.books.balances == books.balances, "to the céntimo, account by account"
    stored = projections.dump(desk.store)
    desk.services.counter.journal.rebuild()
    assert projections.dump(desk.store) == stored


def test_the_export_names_an_entry_that_was_changed_in_the_file(city: City, sit: Sit, tmp_path: Path) -> None:
    """The control: were verification blind, the journey above would prove nothing."""
    desk = sit()
    desk.begin_day()
    assert desk.serve(BIRTH)
    path = write_journal_file(desk.services.counter.journal, tmp_path)
    forge(path, b'"receipt":"C07-000001"', b'"receipt":"C07-000009"')
    found = verify_file(read_file(path))
    charged = next(one.entry.sequence for one in desk.own() if one.entry.kind == "fee_collected/1")
    assert (found.is_clean, found.findings[0].sequence) == (False, charged)


def forge(path: Path, true: bytes, false: bytes) -> None:
    """Put other words into the one exported entry that has them, and leave its signature."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    forged = 0
    for number, line in enumerate(lines):
        for part in re.findall(r"[A-Za-z0-9_-]{40,}", line):
            content = from_base64url(part)
            if true in content:
                lines[number] = line.replace(part, to_base64url(content.replace(true, false)))
                forged += 1
    assert forged == 1
    path.write_text("".join(lines), "utf-8")


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed here")
def test_another_program_adds_up_the_auditors_ledger(
    city: City, sit: Sit, audit: Callable[[], Auditor], tmp_path: Path
) -> None:
    desk = sit()
    desk.begin_day()
    assert desk.serve(BIRTH)
    desk.send_everything()
    (ledger,) = audit().export_ledger()
    assert hledger_check(ledger) == ""
    text = ledger.read_text("utf-8")
    broken = tmp_path / "broken.journal"
    broken.write_text(text.replace("12.36", "12.37", 1), "utf-8")
    assert hledger_check(broken) != "", "the control: it does notice a céntimo"


def test_what_the_centre_wrote_is_what_the_desk_has_heard(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    heard = [signed.hash for signed in entries.read(desk.store, Author.CENTRE)]
    assert heard == [found.hash for found in city.held("C07", Author.CENTRE)][: len(heard)]
    assert heard
