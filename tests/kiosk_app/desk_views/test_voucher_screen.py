"""A treasury voucher where the guarantee stops the counter: typed in groups or scanned, with no network."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from domain.ledger.bearer import proof_of
from kiosk_app.screens.desk.bearer_box import BearerBox
from kiosk_app.screens.desk.code_groups import grouped
from kiosk_app.screens.desk.voucher.presenter import VoucherPresenter
from kiosk_app.screens.desk.voucher.view import VoucherView
from kiosk_app.shown import FieldEdited, Line
from tests.conftest import type_text
from tests.kiosk_app.desk_views.hands import Operator, button
from tests.kiosk_app.desk_views.kit import ROSA, Desk, Shown

CODES = ("7K3M9QF24TXB", "ABCDEFGH2345")


@pytest.fixture
def view() -> Shown:
    return Shown()


def grant(desk: Desk) -> None:
    """Two vouchers of S/ 100.00 lie with the treasury."""
    proofs = [proof_of("C07", "V1", code) for code in CODES]
    desk.hear("vouchers_granted/1", grant="V1", amount=10_000, currency="PEN", proofs=proofs)


def using(desk: Desk, view: Shown) -> VoucherPresenter:
    services = desk.services
    presenter = VoucherPresenter(
        view,
        ROSA,
        services.counter,
        services.vouchers,
        services.paper,
        contacts=(Line("Tesorería", "076 602 660"),),
        committed=desk.committed,
        go=desk.go,
    )
    presenter.show("attend")
    return presenter


def use_up(desk: Desk) -> None:
    """Three licences leave less of the guarantee than a fourth needs."""
    for _fee in range(3):
        desk.collect(procedure="LF-01")


def test_a_voucher_opens_at_once_and_says_how_much(desk: Desk, view: Shown) -> None:
    grant(desk)
    before = desk.services.counter.journal.books.headroom
    presenter = using(desk, view)
    assert "2 vales" in view.last().steps[-1]
    presenter.use()
    assert [problem.field for problem in view.last().problems] == ["voucher_code"]
    presenter.edit(FieldEdited("voucher_code", "7k3m 9qf2 4txb"))
    presenter.use()
    assert view.last().done.words == "El vale abrió S/ 100.00 más. Ya puede seguir cobrando."
    assert view.last().code == ""
    assert desk.services.counter.journal.books.headroom == before + 10_000
    assert len(desk.commits) == 1
    assert [job.document for job in desk.services.queue.waiting().papers] == ["VoucherSlip"]
    presenter.leave()
    assert desk.went == [("attend", "")]


def test_a_wrong_code_stays_to_be_compared_and_the_fifth_says_to_call(desk: Desk, view: Shown) -> None:
    grant(desk)
    presenter = using(desk, view)
    presenter.edit(FieldEdited("voucher_code", "7K3M 9QF2 4TXC"))
    for _try in range(4):
        presenter.use()
        assert "Pida a tesorería" in view.last().problems[0].words
    assert view.last().code == "7K3M 9QF2 4TXC"
    presenter.use()
    assert "Llame a tesorería" in view.last().problems[0].words
    presenter.edit(FieldEdited("voucher_code", CODES[0]))
    presenter.use()
    presenter.edit(FieldEdited("voucher_code", CODES[0]))
    presenter.use()
    assert "ya se usó" in view.last().problems[0].words
    assert desk.commits == [desk.station.journal.length]


def test_without_vouchers_the_screen_says_so_and_asks_for_no_code(desk: Desk, view: Shown) -> None:
    using(desk, view)
    assert not view.last().can_use
    assert "no le quedan vales" in view.last().steps[-1]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("abcd", "ABCD"), ("abcde", "ABCD E"), ("ABCD-EFGH-2345", "ABCD EFGH 2345"), ("a b c d", "ABCD"), ("", "")],
)
def test_a_code_stands_in_groups_of_four(typed: str, shown: str) -> None:
    assert grouped(typed) == shown


def test_the_cursor_stays_where_a_letter_is_put_right(qtbot: QtBot) -> None:
    box = BearerBox("code")
    qtbot.addWidget(box)
    box.show()
    box.setFocus()
    for letter in "abcdefgh":
        type_text(box, letter)
    assert (box.text(), box.cursorPosition()) == ("ABCD EFGH", 9)
    box.setCursorPosition(1)
    box.del_()
    type_text(box, "x")
    assert (box.text(), box.cursorPosition()) == ("AXCD EFGH", 2)


#: Right answers to the form of LF-01, and to whatever may be left out of it.
LICENCE = {
    "ruc": "20495556787",
    "business_name": "Bodega La Ñusta",
    "trade_name": "",
    "activity": "Bodega",
    "premises_address": "Jr. Los Sauces 145",
    "area_m2": "24",
    "phone": "976543210",
    "email": "",
}


def test_the_refusal_for_the_guarantee_leads_to_the_voucher_and_back_to_the_same_draft(attending: Operator) -> None:
    grant(attending.desk)
    use_up(attending.desk)
    attending.scan("45067318")
    attending.dictate("licencia")
    attending.key(Qt.Key.Key_Return)
    for name, field in attending.attend().fields.items():
        if name.startswith("question:") and isinstance(field.editor, QLineEdit):
            field.editor.setFocus()
            attending.dictate(LICENCE[name.removeprefix("question:")])
    attending.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    attending.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    before = len(attending.desk.services.drawer.movements())
    attending.key(Qt.Key.Key_F12)
    assert len(attending.desk.services.drawer.movements()) == before
    attending.key(Qt.Key.Key_Return)
    assert attending.place == "voucher", "the cursor stood on the way out"
    attending.dictate(CODES[0].lower())
    attending.key(Qt.Key.Key_Return)
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "attend"
    assert attending.text_of("family_names") == "Yupanqui Torres"
    attending.key(Qt.Key.Key_F12)
    assert len(attending.desk.services.drawer.movements()) == before + 1


def test_the_drawer_leads_to_the_voucher_and_a_scanned_code_is_used_at_once(attending: Operator) -> None:
    grant(attending.desk)
    attending.key(Qt.Key.Key_F6)
    button(attending, "Vale de tesorería").click()
    assert attending.place == "voucher"
    before = attending.desk.services.counter.journal.books.headroom
    attending.scan(CODES[1])
    assert attending.desk.services.counter.journal.books.headroom == before + 10_000
    view = attending.shell.window.findChild(VoucherView)
    assert view is not None
    assert view.code.text() == "", "the reader's letters are not left in the field"
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "drawer"
    attending.key(Qt.Key.Key_F4)
    assert attending.place == "voucher"
