"""The page of appointments: the next free hour is offered, another is a touch away, and every act says what it did."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from domain.catalog import Municipality
from kiosk_app.screens.desk.appointments.presenter import AppointmentServices, AppointmentsPresenter
from kiosk_app.screens.desk.appointments.view import AppointmentsView
from kiosk_app.screens.desk.attend.view import AttendView
from kiosk_app.screens.desk.samples_appointments import BOOKING, DETAIL
from kiosk_app.services.citizen import Citizen
from kiosk_app.shown import FieldEdited
from kiosk_app.widgets import Button
from tests.kiosk_app.desk_views.kit import INES, ROSA, Desk, Shown, approved_desk
from tests.kiosk_app.services.desk import municipality

SERVICE = "LICENCIA-T"


@pytest.fixture
def city() -> Municipality:
    return municipality("mar-del-plata")


@pytest.fixture
def desk(tmp_path: Path, city: Municipality) -> Desk:
    made = approved_desk(tmp_path, city)
    for number, day in enumerate(("2026-11-24", "2026-11-23")):
        body = {"pool": day, "service": SERVICE, "office": "LICENCIA", "day": day, "start": "08:00", "minutes": 30}
        made.hear("slots_granted/1", grant=f"C07-S{number}", first=1, last=3, **body)
    return made


@pytest.fixture
def view() -> Shown:
    return Shown()


def presenter_of(desk: Desk, view: Shown, handed: Citizen = INES) -> AppointmentsPresenter:
    services = desk.services
    needed = AppointmentServices(services.counter, services.appointments, services.people, services.tray)
    return AppointmentsPresenter(view, ROSA, needed, committed=desk.committed, go=desk.go, handed=lambda: handed)


def given(desk: Desk, view: Shown) -> tuple[AppointmentsPresenter, str]:
    presenter = presenter_of(desk, view)
    presenter.show(f"book:{SERVICE}")
    presenter.confirm()
    return presenter, view.last().chosen


def test_the_next_free_hour_is_chosen_and_who_stood_at_the_counter_is_there(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    presenter.show(f"book:{SERVICE}")
    booking = view.last().booking
    assert [row.title for row in booking.days] == ["Lunes 23 de noviembre", "Martes 24 de noviembre"]
    assert [row.aside for row in booking.days] == ["3 horas", "3 horas"]
    assert [hour.words for hour in booking.hours] == ["08:00", "08:30", "09:00"]
    assert (booking.hour, booking.person.names) == ("C07-S1:1", INES.names)
    assert booking.told.words.startswith("Lunes 23 de noviembre, a las 08:00. ")
    assert view.last().list_title == "Turnos", "the municipality's word"


def test_another_day_offers_its_own_first_hour(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    presenter.show(f"book:{SERVICE}")
    presenter.choose_day("2026-11-24 LICENCIA")
    presenter.choose_hour("C07-S0:3")
    assert view.last().booking.hour == "C07-S0:3"
    presenter.choose_day("2026-11-23 LICENCIA")
    assert view.last().booking.hour == "C07-S1:1"


def test_giving_it_says_day_hour_and_what_to_bring_and_a_second_press_changes_nothing(desk: Desk, view: Shown) -> None:
    presenter, code = given(desk, view)
    delivery = view.last().delivery
    assert delivery.heading == "Turno dado"
    assert ("Día", "Lunes 23 de noviembre") in {(line.words, line.amount) for line in delivery.facts}
    assert any("Debe traer: DNI" in step for step in delivery.next_steps)
    length = desk.station.journal.length
    presenter.confirm()
    assert desk.station.journal.length == length
    assert [row.code.replace(" ", "") for row in view.last().rows] == [code]
    presenter.finish()
    assert desk.went[-1] == ("attend", "new")


def test_without_a_name_the_cursor_is_told_where(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view, Citizen())
    presenter.show(f"book:{SERVICE}")
    presenter.confirm()
    assert [problem.field for problem in view.last().problems] == ["given_names"]
    presenter.edit(FieldEdited("given_names", "Ana"))
    assert view.last().problems == ()
    presenter.confirm()
    assert view.last().delivery is not None


def test_another_hour_asks_for_nobody_and_leaves_the_one_before_free(desk: Desk, view: Shown) -> None:
    presenter, code = given(desk, view)
    presenter.show(code)
    presenter.act("move")
    assert view.last().booking.person is None
    presenter.leave()
    assert view.last().detail.code.replace(" ", "") == code, "Esc gives no other hour"
    presenter.act("move")
    presenter.choose_hour("C07-S1:3")
    presenter.confirm()
    assert view.last().delivery.heading == "Hora cambiada"
    assert len(desk.services.appointments.free(SERVICE)) == 5


def test_cancelling_is_asked_twice(desk: Desk, view: Shown) -> None:
    presenter, code = given(desk, view)
    presenter.show(code)
    presenter.act("cancel")
    assert [act.key for act in view.last().detail.acts] == ["keep", "cancel"]
    presenter.act("keep")
    assert view.last().detail.chip == "Reservado"
    presenter.act("cancel")
    presenter.act("cancel")
    assert view.last().detail.chip == "Cancelado"
    assert view.last().notice.words == "El turno se canceló. Su hora se puede dar de nuevo."
    assert len(desk.services.appointments.free(SERVICE)) == 6


def test_after_its_hour_it_is_said_whether_they_came(desk: Desk, view: Shown) -> None:
    presenter, code = given(desk, view)
    desk.station.clock.advance(3 * 24 * 3600 + 3600)
    presenter.show(code)
    assert view.last().detail.chip == "¿Vino?"
    assert [act.key for act in view.last().detail.acts] == ["attended", "absent"]
    presenter.act("absent")
    assert (view.last().detail.chip, view.last().detail.acts) == ("No vino", ())


def test_what_another_counter_gave_is_not_here_and_that_is_said(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    presenter.show("0072911488")
    assert "No lo dio esta ventanilla" in view.last().notice.words
    presenter.show("")
    presenter.search("Nadie")
    assert view.last().empty


def test_an_hour_is_taken_with_the_arrows_and_given_with_f12(qtbot: QtBot) -> None:
    view = AppointmentsView()
    qtbot.addWidget(view)
    heard: list[object] = []
    view.hour_chosen.connect(heard.append)
    view.confirmed.connect(lambda: heard.append("given"))
    view.act_chosen.connect(heard.append)
    view.show()
    view.render(BOOKING)
    with qtbot.waitActive(view):
        view.activateWindow()
    view.hours.focus_chosen()
    focus = view.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_F12)
    view.render(DETAIL)
    QTest.keyClick(view, Qt.Key.Key_F12)
    assert heard == ["S:1", "given", "move"]


@pytest.mark.parametrize(("word", "said"), [("Bookings", "Turnos"), ("Appointments", "Citas")])
def test_the_counter_says_the_municipalitys_word_on_its_button_and_in_its_bar(
    qtbot: QtBot, word: str, said: str
) -> None:
    view = AttendView(word)
    qtbot.addWidget(view)
    said_here = {found.text() for found in view.cases.findChildren(Button)}
    assert said_here & {"Turnos", "Citas", "Turnos y citas"} == {said}
    assert [key.words for key in view.keys_now() if key.sequence == "F10"] == [word]
