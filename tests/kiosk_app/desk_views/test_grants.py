"""What was assigned to a counter is seen, and given back after a question that says what it means."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from kiosk_app.screens.desk.grants.presenter import RECEIPTS, GrantsPresenter
from kiosk_app.screens.desk.grants.view import GrantsView
from tests.kiosk_app.desk_views.hands import Operator, button
from tests.kiosk_app.desk_views.kit import INES, ROSA, Desk, Shown

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view() -> Shown:
    return Shown()


def hours(desk: Desk) -> None:
    """Four hours of a Monday, three quarters each from eight."""
    body = {"pool": "D", "service": "DIVORC", "office": "PALACIO", "day": "2026-11-23", "start": "08:00", "minutes": 45}
    desk.hear("slots_granted/1", grant="C07-S1", first=1, last=4, **body)


def holding(desk: Desk, view: Shown) -> GrantsPresenter:
    services = desk.services
    presenter = GrantsPresenter(view, ROSA, services.counter, services.grants, committed=desk.committed, go=desk.go)
    presenter.show()
    return presenter


def rows(view: Shown) -> list[tuple[str, str, str]]:
    return [(row.cell(0).text, row.cell(1).text, row.cell(2).text) for row in view.last().held]


def test_numbers_and_hours_are_listed_with_how_many(desk: Desk, view: Shown) -> None:
    hours(desk)
    holding(desk, view)
    assert rows(view) == [
        ("Números de recibo", "C07-000001 \N{EN DASH} C07-000200", "200"),
        ("Audiencia de separación convencional", "23/11/2026, 08:00 \N{EN DASH} 10:15 · Palacio Municipal", "4"),
    ]


def test_hours_are_asked_about_before_they_are_given_back_and_who_has_one_keeps_it(desk: Desk, view: Shown) -> None:
    hours(desk)
    services = desk.services
    booked = services.appointments.book(ROSA, services.appointments.free("DIVORC")[1], INES)
    presenter = holding(desk, view)
    presenter.choose("C07-S1")
    assert "otras cabinas" in view.last().means.words
    length = desk.station.journal.length
    presenter.release()
    assert desk.station.journal.length == length, "asked, and nothing done"
    assert (view.last().is_asking, view.last().means.tone) == (True, "warn")
    assert "¿Devolver?" in view.last().means.words
    presenter.leave()
    assert not view.last().is_asking
    assert desk.went == [], "out of the question first"
    presenter.release()
    presenter.release()
    assert view.last().notice.words == "Se devolvieron 3 a la municipalidad."
    assert len(desk.commits) == 1
    assert services.appointments.free("DIVORC") == ()
    assert services.appointments.row(booked.row.appointment.code).can_change
    released = [desk.station.journal.length - 1, desk.station.journal.length]
    assert released == [length + 1, length + 2], "an entry for each stretch without a gap"


def test_another_row_is_another_question(desk: Desk, view: Shown) -> None:
    hours(desk)
    presenter = holding(desk, view)
    presenter.choose("C07-S1")
    presenter.release()
    presenter.choose("C07-S1")
    presenter.release()
    assert view.last().is_asking
    assert desk.commits == []


def test_hours_that_have_passed_are_not_listed(desk: Desk, view: Shown) -> None:
    hours(desk)
    desk.station.clock.advance(3 * 24 * 3600 + 60)  # Monday, 09:01
    holding(desk, view)
    assert rows(view)[1][1:] == ("23/11/2026, 09:30 \N{EN DASH} 10:15 · Palacio Municipal", "2")


def test_numbers_are_given_back_only_with_the_drawer_closed(closed_desk: Desk, view: Shown) -> None:
    drawer, counter = closed_desk.services.drawer, closed_desk.services.counter
    presenter = holding(closed_desk, view)
    drawer.open(ROSA, counter.money(0))
    presenter.refresh()
    assert not view.last().can_release
    assert view.last().means.words == "Los números se devuelven con la caja cerrada (F6)."
    presenter.release()
    presenter.release()
    assert closed_desk.commits == []
    drawer.sign_count(ROSA, {})
    drawer.close(ROSA)
    presenter.choose(RECEIPTS)
    assert "no se podrá cobrar nada más" in view.last().means.words
    presenter.release()
    presenter.release()
    assert view.last().notice.words == "Se devolvieron 200 a la municipalidad."
    assert closed_desk.services.grants.unused() == []
    assert view.last().empty


def test_an_hour_goes_back_by_keys_alone(attending: Operator) -> None:
    hours(attending.desk)
    attending.key(Qt.Key.Key_F7)
    attending.key(Qt.Key.Key_F4)
    assert attending.place == "grants"
    attending.key(Qt.Key.Key_Down)
    attending.key(Qt.Key.Key_Return, CONTROL)
    assert [held.grant for held in attending.desk.services.grants.hours()] == ["C07-S1"]
    attending.key(Qt.Key.Key_Return, CONTROL)
    assert attending.desk.services.grants.hours() == []
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "reports"


def test_an_hour_goes_back_with_the_mouse_and_no_press_goes_through_twice(attending: Operator) -> None:
    hours(attending.desk)
    attending.shell.go("grants", "")
    view = attending.shell.window.findChild(GrantsView)
    assert view is not None
    view.held_chosen.emit("C07-S1")
    button(attending, "Devolver a la municipalidad").click()
    button(attending, "No devolver").click()
    assert attending.place == "grants"
    button(attending, "Devolver a la municipalidad").click()
    button(attending, "Sí, devolver").click()
    assert attending.desk.services.grants.hours() == []
