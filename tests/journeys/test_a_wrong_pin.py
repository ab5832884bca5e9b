"""Whoever mistypes is told so and waits; whoever is asked away from the counter finds everything as it was left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kiosk_app.shells.desk_window import LockButton
from tests.fakes.clock import FakeClock
from tests.journeys.conftest import Sit
from tests.journeys.kit import BIRTH, City, Seat, raw_words
from tools.demo_town import PIN

WRONG = "314159"


def may_type(desk: Seat) -> bool:
    return desk.hands.find("PIN", QLineEdit).isEnabled()


def test_wrong_pins_are_said_cost_time_and_are_written_down(city: City, sit: Sit) -> None:
    clock = FakeClock()
    desk = sit(clock=clock)
    desk.hands.click("Rosa Quispe")
    for left in ("Quedan 4 intentos", "Quedan 3 intentos", "Quedan 2 intentos", "Queda 1 intento"):
        desk.give_pin(WRONG)
        assert f"Ese PIN no es de Rosa Quispe. {left} antes de esperar" in desk.seen()
    desk.give_pin(WRONG)
    assert "Demasiados intentos. Espere 60 segundos; no se pierde nada" in desk.seen()
    assert not may_type(desk)
    assert raw_words(desk.seen()) == []
    desk.stop()

    again = sit(clock=clock)  # starting the program anew is no way around it
    again.hands.click("Rosa Quispe")
    again.give_pin(PIN)
    assert again.shows("sign_in")
    assert "Demasiados intentos" in again.seen()
    clock.advance(61)
    again.hands.until(lambda: may_type(again), what="the end of the wait")
    again.give_pin(PIN)
    again.hands.until(lambda: not again.shows("sign_in"), what="the desk")
    (signed_in,) = (found.entry for found in again.own() if found.entry.kind == "operator_signed_in/1")
    assert (signed_in.operator, signed_in.body) == ("rosa", {"refused": 5})


def test_a_locked_screen_hides_the_person_and_keeps_the_draft(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    desk._fill(BIRTH)
    assert "Muñoz" in desk.seen()
    desk.hands.press_widget(next(desk.hands.all(LockButton)))
    assert desk.shows("sign_in")
    assert "Su trabajo sigue donde lo dejó." in desk.seen()
    assert "Muñoz" not in desk.seen()

    length = len(desk.own())
    desk.give_pin(WRONG)
    assert desk.shows("sign_in")
    assert "Ese PIN no es de Rosa Quispe" in desk.seen()
    desk.give_pin(PIN)
    desk.hands.until(lambda: desk.shows("attend"), what="the work that waited")
    assert "Muñoz" in desk.seen()
    assert len(desk.own()) == length + 1
    assert desk.own()[-1].entry.body == {"refused": 1}, "the wrong one is written down"
    desk.hands.key(Qt.Key.Key_F12)
    assert desk.receipts() == ["C07-000001"], "the same hands go on where they were"
    desk.hands.until(lambda: not desk.is_printing(), what="the paper")
