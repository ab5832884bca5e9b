"""From a used-up guarantee to a signed statement: voucher by telephone, refund, dispute and payment, on both sides."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from domain.ledger import accounts
from kiosk_app.screens.desk.statements.view import StatementsView
from tests.fakes.clock import FakeClock
from tests.journeys.conftest import Sit
from tests.journeys.kit import LICENCE, WORKS, Auditor, City, Seat, hledger_check, photo, raw_words

#: Fifty soles of float with 186.20 and 90.60; and with 90.60 alone.
FIRST = (("200.00", 1), ("100.00", 1), ("20.00", 1), ("5.00", 1), ("1.00", 1), ("0.50", 1), ("0.20", 1), ("0.10", 1))
SECOND = (("100.00", 1), ("20.00", 2), ("0.50", 1), ("0.10", 1))
_CODE = re.compile(r"\b[0-9A-Z]{4}[ -][0-9A-Z]{4}[ -][0-9A-Z]{4}\b")


def banked(city: City, desk: Seat, line: str) -> None:
    """The last deposit is on the bank's statement, and the station has heard so."""
    declared = desk.services.remittances.all()[0]
    amount = str(declared.amount).partition(" ")[2]
    city.order("confirm", "C07", declared.name, "--amount", amount, "--bank-line", line)
    desk.ask_until(lambda: desk.services.remittances.all()[0].is_confirmed, "the deposit's confirmation")


def open_with_a_voucher(city: City, desk: Seat) -> None:
    """The treasury reads a code out by telephone; nobody has a network."""
    said = city.order("voucher", "C07", "--deposit", desk.services.remittances.all()[0].name, "--by", "lucia")
    found = _CODE.search(said)
    assert found is not None, said
    desk.hands.key(Qt.Key.Key_F6)
    desk.hands.key(Qt.Key.Key_F4)
    desk.hands.write("Código del vale", found.group())
    desk.hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def collect_what_was_typed(desk: Seat) -> None:
    """The person is still at the window, and so is everything that was typed."""
    before = len(desk.receipts())
    desk.hands.key(Qt.Key.Key_F2)
    desk.hands.key(Qt.Key.Key_F12)
    desk.hands.until(lambda: len(desk.receipts()) > before and not desk.is_printing(), what="the receipt")


def work_until_the_guarantee_is_used_up(city: City, desk: Seat) -> None:
    """Two days without a network; the second goes on because the treasury answers the telephone."""
    desk.cable.pulled = True
    assert desk.serve(WORKS)
    assert desk.serve(LICENCE)
    desk.count_and_close(FIRST)
    desk.deposit(photo(city.data))
    desk.open_drawer()
    assert not desk.serve(LICENCE), "deposited is not confirmed"
    open_with_a_voucher(city, desk)
    assert raw_words(desk.seen()) == []
    assert desk.services.counter.journal.books.headroom == 30000 + 10000
    collect_what_was_typed(desk)
    desk.count_and_close(SECOND)
    desk.cable.pulled = False


def bank_and_refund(city: City, desk: Seat) -> None:
    """Both deposits are confirmed, and the first person is given their money back."""
    desk.send_everything()
    banked(city, desk, "BN 1")
    books = desk.services.counter.journal
    desk.ask_until(lambda: books.books.headroom == 30000, "the voucher's headroom to be taken back")
    desk.deposit(photo(city.data))
    desk.send_everything()
    banked(city, desk, "BN 2")
    first = desk.receipts()[0]
    city.order("refund", first, "--ground", "municipality_error", "--resolution", "RG-1")
    city.order("refund-paid", first, "--reference", "BN 3", "--source", "collection")
    desk.ask_until(lambda: [found.is_paid for found in desk.services.refunds.all()] == [True], "the refund")


def sign_the_month(city: City, desk: Seat) -> None:
    """Issued by the centre, computed again here, one line disputed, signed; answered and paid by the municipality."""
    month = f"{desk.own()[-1].entry.at:%Y-%m}"
    city.order("statement", "C07", "--month", month)
    statements, operator = desk.services.statements, desk.services.operator
    desk.ask_until(lambda: bool(statements.all()), "the statement")
    (issued,) = statements.all()
    lines = statements.check(issued.name).lines
    taken = [line.kind for line in lines if line.kind.startswith(("fee", "refund"))]
    assert taken == ["fee_collected/1", "fee_collected/1", "fee_collected/1", "refund_approved/1"]
    disputed = next(line.number for line in lines if line.kind == "refund_approved/1")
    statements.dispute(operator, issued.name, disputed, "El error fue de la municipalidad")
    statements.sign(operator, issued.name)
    desk.send_everything()
    answer = ("--outcome", "upheld", "--adjustment", "4.00", "--text", "Se reconoce la comisión del recibo devuelto")
    city.order("resolve-dispute", "C07", issued.name, str(disputed), *answer)
    city.order("settle-commission", "C07", "--amount", "12.00", "--period", month, "--invoice", "E001-7")
    journal = desk.services.counter.journal
    desk.ask_until(lambda: journal.books.owed(accounts.COMMISSION_DUE, "PEN") == 0, "the payment")


def save_the_statement(desk: Seat, folder: Path) -> None:
    """As a sheet of PDF, in the folder that the operator chose."""
    desk.program.shell.go("statements", "")
    view = desk.program.shell.window.findChild(StatementsView)
    assert view is not None
    with pytest.MonkeyPatch.context() as chosen:
        chosen.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(folder))
        view.save_requested.emit()
    (issued,) = desk.services.statements.all()
    assert (folder / f"C07-{issued.name}.pdf").read_bytes() == desk.services.paper.statement_pdf(issued.name)


def test_a_months_money_from_a_used_up_guarantee_to_a_signed_statement(
    city: City, sit: Sit, audit: Callable[[], Auditor], tmp_path: Path
) -> None:
    # The centre signs a month that is over by its own clock, which is this computer's.
    desk = sit(clock=FakeClock(datetime.now(UTC).replace(day=1, hour=15) - timedelta(days=9)))
    desk.begin_day()
    work_until_the_guarantee_is_used_up(city, desk)
    bank_and_refund(city, desk)
    desk.open_drawer()  # what was heard is in a statement from the station's next entry on
    desk.send_everything()
    sign_the_month(city, desk)
    save_the_statement(desk, tmp_path)
    desk.send_everything()
    assert city.findings() == []
    assert desk.verification().is_clean

    auditor = audit()
    figures = auditor.audited().figures
    assert figures.is_sound, [pair for pair in figures.agreements if not pair.holds]
    assert (figures.exposure, figures.commission_due, figures.refunds_due) == (0, 0, 0)
    assert [fact.signed_at is not None for fact in figures.statements] == [True]
    (path,) = auditor.export_ledger()
    if shutil.which("hledger"):
        assert hledger_check(path) == ""
