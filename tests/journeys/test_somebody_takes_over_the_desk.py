"""Two people share a counter: one locks it, the other takes over with a PIN of their own, if the centre admits them."""

from __future__ import annotations

from PySide6.QtCore import Qt

from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from kiosk_app.devices.key_store import KeyStore
from kiosk_app.screens.desk.attend.view import AttendView
from kiosk_app.storage import drafts, entries
from kiosk_app.widgets import Button
from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, SOFT, City, Seat

LUIS_PIN = "918273"


def luis_has_a_key(desk: Seat) -> None:
    """As `ventanilla` adds one more person to a station that is open."""
    who = desk.program._who
    assert who is not None
    folder = desk.program._folder.path
    KeyStore(folder, SOFT).add(who.key, operator="luis", name="Luis Ayala", role="operator", pin=LUIS_PIN)


def heard(desk: Seat) -> set[object]:
    """The operators of whom the centre has said something."""
    own = entries.read(desk.store, Author.CENTRE)
    return {read_entry(signed).entry.body.get("operator") for signed in own}


def lock(desk: Seat) -> None:
    desk.hands.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert desk.shows("sign_in")


def come(desk: Seat, name: str, pin: str) -> None:
    found = next(button for button in desk.hands.all(Button) if button.text() == name)
    desk.hands.press_widget(found)
    desk.give_pin(pin)


def test_who_the_centre_has_not_admitted_does_not_take_over_and_who_it_admits_does(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    luis_has_a_key(desk)
    desk._fill(BIRTH)
    lock(desk)
    come(desk, "Luis Ayala", LUIS_PIN)
    assert desk.shows("sign_in")
    assert "Su permiso para trabajar aquí terminó" in desk.seen()
    city.order("admit", "C07", "luis:operator", "--by", "ana.torres")
    desk.ask_until(lambda: "luis" in heard(desk), what="the permission")
    come(desk, "Luis Ayala", LUIS_PIN)
    desk.hands.until(lambda: desk.shows("attend"), what="the desk")
    signed_in = desk.own()[-1].entry
    assert (signed_in.kind, signed_in.operator) == ("operator_signed_in/1", "luis")
    assert desk.services.drawer.current() is not None, "the drawer stays as it was"
    view = desk.window.view("attend")
    assert isinstance(view, AttendView)
    view.case_chosen.emit(drafts.read_all(desk.store)[0].key)
    desk.hands.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    desk.hands.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    desk.hands.key(Qt.Key.Key_F12)
    assert desk.receipts() == ["C07-000001"]
    assert desk.own()[-1].entry.operator == "luis", "who collected is who is named"
    assert desk.verification().is_clean
