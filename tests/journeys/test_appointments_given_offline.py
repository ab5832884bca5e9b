"""Hours given with no network; one is changed, one cancelled; the network returns and the office has its list."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kiosk_app.screens.desk.appointments.view import AppointmentsView
from tests.journeys.conftest import Sit
from tests.journeys.kit import City, Seat, raw_words
from tools.demo_town import CABIN

DAY = "04/12/2026"


def give(desk: Seat, names: str, surnames: str, *, later: int = 0) -> str:
    """From the counter's own search field to the paper; `later` is how many free hours are passed over."""
    hands = desk.hands
    hands.key(Qt.Key.Key_F2)
    hands.write("¿Qué necesita la persona?", "audiencia")
    hands.key(Qt.Key.Key_Return)
    assert desk.shows("appointments")
    hands.write("Nombres", names)
    hands.write("Apellidos", surnames)
    if later:
        hands.key(Qt.Key.Key_F9)
        for _ in range(later):
            hands.key(Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_F12)
    assert "Cita dada" in desk.seen()
    assert raw_words(desk.seen()) == []
    hands.until(lambda: not desk.is_printing(), what="the slip")
    return str(desk.own()[-1].entry.body["case"])


def open_on(desk: Seat, code: str) -> None:
    """By its code, from the field on top of every screen."""
    desk.hands.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    desk.hands.write("Buscar", code)
    desk.hands.key(Qt.Key.Key_Return)
    assert desk.shows("appointments")


def hours(city: City) -> list[str]:
    return [line for line in city.order("appointments", DAY).splitlines()[1:] if line]


def test_two_hours_given_offline_one_changed_one_cancelled_and_the_offices_list(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    city.order("hours", "AUD-1", "DIVORC", "PALACIO", "--day", DAY, "--from", "09:00", "--count", "4")
    city.order("grant-units", CABIN.station, "SLOT", "AUD-1", "--count", "3")
    desk.ask_until(lambda: len(desk.services.appointments.free("DIVORC")) == 3, "the hours")
    desk.cable.pulled = True

    first, second = give(desk, "Rosaura", "Ayay Quispe"), give(desk, "Wilder", "Tasilla", later=1)
    assert [slot.at.strftime("%H:%M") for slot in desk.services.appointments.free("DIVORC")] == ["09:45"]

    open_on(desk, first)
    desk.hands.key(Qt.Key.Key_F12)
    desk.hands.key(Qt.Key.Key_F12)
    assert "Hora cambiada" in desk.seen()
    desk.hands.until(lambda: not desk.is_printing(), what="the other slip")
    open_on(desk, second)
    desk.hands.click("Cancelar")
    desk.hands.click("Sí, cancelar")
    assert "La cita se canceló" in desk.seen()
    assert raw_words(desk.seen()) == []
    third = give(desk, "Segundo", "Cerquín", later=1)

    assert hours(city) == [], "nothing was sent yet"
    desk.cable.pulled = False
    desk.send_everything()
    listed = hours(city)
    assert sorted(line.split()[:2] for line in listed) == [
        ["09:45", "reservado"],
        ["10:30", "cancelado"],
        ["10:30", "reservado"],
    ]
    assert "Ayay Quispe, Rosaura" in listed[0]
    assert any("Cerquín, Segundo" in line for line in listed)
    assert {first, third} == {row.appointment.code for row in desk.services.appointments.upcoming() if row.can_change}
    assert desk.verification().findings == []
    assert city.findings() == []


def test_a_counter_without_hours_says_so_and_what_to_do(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    desk.program.shell.go("appointments", "book:DIVORC")
    desk.hands.settle()
    assert "no le quedan horas libres" in desk.seen()
    view = desk.window.view("appointments")
    assert isinstance(view, AppointmentsView)
    assert not view.confirm.isEnabled()
