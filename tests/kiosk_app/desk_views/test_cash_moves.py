"""Cash that is not a fee: the presenter with real services, then the window with an operator's hands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton

from kiosk_app.screens.desk.cash.presenter import CashPresenter, CashServices
from kiosk_app.screens.desk.drawer.presenter import DrawerPresenter, DrawerServices
from kiosk_app.shown import FieldEdited
from tests.kiosk_app.desk_views.hands import Operator, button
from tests.kiosk_app.desk_views.kit import ROSA, Desk, Shown


@pytest.fixture
def view() -> Shown:
    return Shown()


def moving(desk: Desk, view: Shown) -> CashPresenter:
    services = desk.services
    needed = CashServices(services.counter, services.drawer, services.approval, services.paper)
    presenter = CashPresenter(view, ROSA, needed, committed=desk.committed, go=desk.go)
    presenter.show()
    return presenter


def test_nothing_is_moved_until_it_is_said_what_and_how_much_and_why(desk: Desk, view: Shown) -> None:
    presenter = moving(desk, view)
    presenter.confirm()
    assert [problem.field for problem in view.last().problems] == ["cash_way"]
    presenter.choose_way("float_out")
    presenter.confirm()
    assert [problem.field for problem in view.last().problems] == ["cash_amount"]
    presenter.change_amount("10.00")
    presenter.confirm()
    assert [problem.field for problem in view.last().problems] == ["cash_reason"]
    assert desk.commits == []
    presenter.edit(FieldEdited("cash_reason", "pago del dueño"))
    presenter.confirm()
    assert view.last().notice.words == "Anotado: dinero propio retirado, S/ 10.00."
    assert [move.reason for move in desk.services.drawer.reading().moves] == ["pago del dueño"]
    assert len(desk.commits) == 1
    assert [job.document for job in desk.services.queue.waiting().papers] == ["CashSlip"]
    presenter.confirm()
    assert len(desk.commits) == 1, "pressed again it has nothing to write"


def test_a_usual_reason_is_proposed_and_never_takes_the_place_of_ones_own(desk: Desk, view: Shown) -> None:
    presenter = moving(desk, view)
    presenter.choose_way("float_in")
    assert view.last().reason == "Sencillo para dar vuelto"
    presenter.choose_way("float_out")
    assert view.last().reason == ""
    presenter.choose_way("to_safe")
    assert view.last().reason == "Para no tener demasiado en la caja"
    presenter.edit(FieldEdited("cash_reason", "orden de la jefa"))
    presenter.choose_way("float_in")
    assert view.last().reason == "orden de la jefa"


def test_more_than_the_drawer_holds_is_refused_without_saying_how_much_it_holds(desk: Desk, view: Shown) -> None:
    desk.collect()
    presenter = moving(desk, view)
    presenter.choose_way("to_safe")
    presenter.change_amount("12.31")
    presenter.confirm()
    (problem,) = view.last().problems
    assert problem.field == "cash_amount"
    assert not any(letter.isdigit() for letter in problem.words)
    presenter.change_amount("12.30")
    presenter.confirm()
    assert desk.services.drawer.in_safe().minor == 1230


def test_the_drawer_lists_cash_among_its_receipts_and_in_its_reading(desk: Desk, view: Shown) -> None:
    desk.collect()
    desk.station.clock.advance(60)
    services = desk.services
    services.drawer.move_cash(ROSA, "float_in", services.counter.money(2000), "monedas")
    desk.station.clock.advance(60)
    services.drawer.move_cash(ROSA, "to_safe", services.counter.money(1000), "mucho dinero")
    needed = DrawerServices(services.counter, services.drawer, services.cases, services.remittances, services.prepaid)
    presenter = DrawerPresenter(view, ROSA, needed, go=desk.go, print_reading=lambda: None)
    presenter.refresh()
    rows = [(row.cell(2).text, row.cell(4).text) for row in view.last().movements]
    assert rows[:2] == [
        ("A la caja fuerte: mucho dinero", "\N{MINUS SIGN}10.00"),
        ("Sencillo puesto: monedas", "20.00"),
    ]
    assert rows[2][1] == "12.30"
    told = [(line.words, line.amount) for line in view.last().reading]
    assert ("Sencillo puesto", "1") in told
    assert ("A la caja fuerte", "1") in told, "counted and not summed: the drawer is blind"
    presenter.choose(view.last().movements[0].key)
    assert not view.last().can_void, "a move is not a receipt"
    presenter.move_cash()
    assert desk.went == [("cash", "")]


def test_money_goes_to_the_safe_by_keys_alone(attending: Operator) -> None:
    attending.desk.collect()
    attending.key(Qt.Key.Key_F6)
    attending.key(Qt.Key.Key_F9)
    assert attending.place == "cash"
    attending.key(Qt.Key.Key_Down)
    attending.key(Qt.Key.Key_Down)
    attending.key(Qt.Key.Key_Tab)
    attending.type("10")
    attending.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (move,) = attending.desk.services.drawer.moves()
    assert (move.way, move.amount) == ("to_safe", attending.desk.services.counter.money(1000))
    attending.key(Qt.Key.Key_Escape)
    assert attending.place == "drawer"


def test_change_is_put_in_with_the_mouse(attending: Operator) -> None:
    attending.key(Qt.Key.Key_F6)
    button(attending, "Mover efectivo").click()
    assert attending.place == "cash"
    ways = [found for found in attending.shell.window.findChildren(QRadioButton) if found.isVisible()]
    next(found for found in ways if found.text().startswith("Poner sencillo")).click()
    button(attending, "Anotar").click()
    assert attending.desk.services.drawer.reading().moves == (), "an amount is asked for first"
    attending.key(Qt.Key.Key_Tab)
    attending.key(Qt.Key.Key_Return)
    attending.dictate("20")
    button(attending, "Anotar").click()
    assert [move.way for move in attending.desk.services.drawer.reading().moves] == ["float_in"]
