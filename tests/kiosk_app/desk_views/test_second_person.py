"""A second person on the screens of cash and of the close: the same panel as a void's, by keys, mouse and finger."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QRadioButton

from domain.errors import Refusal
from domain.money import Money
from kiosk_app.screens.desk.cash.presenter import CashPresenter, CashServices
from kiosk_app.screens.desk.cash.view import CashView
from kiosk_app.screens.desk.close_drawer.presenter import CloseDrawerPresenter, CloseServices
from kiosk_app.screens.desk.close_drawer.state import CloseStep
from kiosk_app.screens.desk.close_drawer.view import CloseDrawerView
from kiosk_app.screens.desk.second_person.asking import NOBODY_HERE
from kiosk_app.screens.desk.void.view import VoidView
from kiosk_app.shown import FieldEdited
from tests.kiosk_app.desk_views.hands import Operator, button
from tests.kiosk_app.desk_views.kit import ROSA, Desk, Shown

MARTA_PIN = "445566"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view() -> Shown:
    return Shown()


def limit(desk: Desk) -> None:
    figures = {"void_minutes": 30, "void_alone": 5000, "cash_alone": 1000, "difference_alone": 200}
    desk.hear("limits_set/2", currency="PEN", **figures)
    desk.hear("operator_admitted/1", operator="marta", role="supervisor", until="2026-12-31")
    desk.keys.add(bytes(32), operator="marta", name="Marta Ríos", role="supervisor", pin=MARTA_PIN)


@pytest.fixture
def limited(desk: Desk) -> Desk:
    limit(desk)
    return desk


def moving(desk: Desk, view: Shown) -> CashPresenter:
    services = desk.services
    needed = CashServices(services.counter, services.drawer, services.approval, services.paper)
    presenter = CashPresenter(view, ROSA, needed, committed=desk.committed, go=desk.go)
    presenter.show()
    return presenter


def closing(desk: Desk, view: Shown, pieces: int) -> CloseDrawerPresenter:
    """Counted: so many coins of 1.00."""
    services = desk.services
    needed = CloseServices(services.counter, services.drawer, services.approval, services.queue, services.paper)
    presenter = CloseDrawerPresenter(view, ROSA, needed, committed=desk.committed, go=desk.go, drafts=lambda: 0)
    presenter.show()
    presenter.go_on()
    presenter.count(FieldEdited("100", str(pieces)))
    presenter.go_on()
    presenter.explain(FieldEdited("explanation", "Vuelto mal dado"))
    assert view.last().step is CloseStep.COMPARE
    return presenter


def fields(view: Shown) -> list[str]:
    return [problem.field for problem in view.last().problems]


def counted(desk: Desk) -> int:
    """Whole soles that the drawer should hold."""
    return desk.station.journal.books.expected_cash() // 100


# Cash.


def test_more_cash_than_agreed_asks_for_a_second_person_as_soon_as_it_is_written(limited: Desk, view: Shown) -> None:
    presenter = moving(limited, view)
    presenter.change_amount("10.00")
    presenter.choose_way("float_out")
    presenter.edit(FieldEdited("cash_reason", "pago del dueño"))
    assert view.last().second is None
    presenter.change_amount("10.10")
    assert [person.words for person in view.last().second.people] == ["Marta Ríos"]
    assert "debe autorizar una segunda persona" in view.last().second.why
    for given, missing in (("", "approver"), (MARTA_PIN, "approver")):
        presenter.confirm(given)
        assert fields(view) == [missing]
    presenter.choose_approver("marta")
    presenter.confirm("")
    assert fields(view) == ["approver_pin"]
    presenter.confirm("000000")
    assert fields(view) == ["approver_pin"]
    assert "4" in view.last().problems[0].words, "a wrong PIN counts as it does at sign-in"
    assert limited.commits == []
    presenter.confirm(MARTA_PIN)
    assert [move.approver for move in limited.services.drawer.moves()] == ["marta"]
    assert view.last().notice.tone == "ok"
    assert view.last().second is None
    assert all(MARTA_PIN not in repr(shown) for shown in view), "no state carries a PIN"
    presenter.choose_way("float_out")
    presenter.change_amount("11")
    assert view.last().second.chosen == "", "of the next act somebody is asked anew"


def test_cash_into_the_drawer_asks_nobody(limited: Desk, view: Shown) -> None:
    presenter = moving(limited, view)
    presenter.choose_way("float_in")
    presenter.change_amount("900")
    assert view.last().second is None
    presenter.confirm("")
    assert [move.amount for move in limited.services.drawer.moves()] == [Money(90_000, "PEN")]


def test_nobody_is_called_for_what_has_no_reason_yet(limited: Desk, view: Shown) -> None:
    presenter = moving(limited, view)
    presenter.choose_way("float_out")
    presenter.change_amount("11")
    presenter.confirm("")
    assert fields(view) == ["cash_reason"]


def test_where_nobody_may_approve_the_screen_says_what_else_there_is(desk: Desk, view: Shown) -> None:
    figures = {"void_minutes": 30, "void_alone": 5000, "cash_alone": 0}
    desk.hear("limits_set/2", currency="PEN", **figures)
    desk.keys.add(bytes(32), operator=ROSA.id, name=ROSA.name, role="operator", pin="738291")
    presenter = moving(desk, view)
    presenter.choose_way("float_out")
    presenter.change_amount("1")
    presenter.edit(FieldEdited("cash_reason", "x"))
    assert not view.last().second.asks_pin
    presenter.confirm("")
    assert view.last().problems[0].words == "Nadie más puede autorizar en este puesto. Saque menos, o cierre la caja"
    assert desk.commits == []


def test_wrong_pins_lock_the_second_person_as_at_sign_in(limited: Desk, view: Shown) -> None:
    presenter = moving(limited, view)
    presenter.choose_way("float_out")
    presenter.change_amount("11")
    presenter.edit(FieldEdited("cash_reason", "x"))
    presenter.choose_approver("marta")
    for _ in range(5):
        presenter.confirm("000000")
    with pytest.raises(Refusal, match="pin_locked"):
        limited.services.approval.approve(ROSA, "marta", MARTA_PIN)
    presenter.confirm(MARTA_PIN)
    assert limited.commits == []


# The close.


def test_a_large_difference_is_closed_by_two(limited: Desk, view: Shown) -> None:
    presenter = closing(limited, view, counted(limited) - 3)
    assert [choice.key for choice in view.last().result.second.people] == ["marta", NOBODY_HERE]
    presenter.go_on("")
    assert fields(view) == ["approver"]
    presenter.choose_approver("marta")
    presenter.go_on("000000")
    assert fields(view) == ["approver_pin"]
    assert view.last().step is CloseStep.COMPARE
    presenter.go_on(MARTA_PIN)
    assert view.last().step is CloseStep.DONE
    assert limited.services.drawer.closed(1).approver == "marta"
    assert all(MARTA_PIN not in repr(shown) for shown in view)


def test_a_small_difference_is_closed_alone(limited: Desk, view: Shown) -> None:
    presenter = closing(limited, view, counted(limited) - 2)
    assert view.last().result.second is None
    presenter.go_on("")
    assert view.last().step is CloseStep.DONE


def test_where_none_of_them_is_here_it_is_closed_and_says_who_will_see_it(limited: Desk, view: Shown) -> None:
    presenter = closing(limited, view, counted(limited) + 3)
    presenter.choose_approver(NOBODY_HERE)
    assert not view.last().result.second.asks_pin
    assert view.last().result.second.people[-1].words == "No está ninguna de ellas. La municipalidad lo verá"
    presenter.go_on("")
    assert view.last().step is CloseStep.DONE
    assert limited.services.drawer.closed(1).approver is None


def test_where_nobody_may_approve_it_is_closed_all_the_same(desk: Desk, view: Shown) -> None:
    figures = {"void_minutes": 30, "void_alone": 5000, "difference_alone": 0}
    desk.hear("limits_set/2", currency="PEN", **figures)
    desk.keys.add(bytes(32), operator=ROSA.id, name=ROSA.name, role="operator", pin="738291")
    presenter = closing(desk, view, counted(desk) - 1)
    assert "la municipalidad lo verá" in view.last().result.second.why
    presenter.go_on("")
    assert view.last().step is CloseStep.DONE


# The window.


def radio(program: Operator, words: str) -> QRadioButton:
    shown = [found for found in program.shell.window.findChildren(QRadioButton) if found.isVisible()]
    return next(found for found in shown if found.text() == words)


def test_cash_is_approved_by_keys_alone(attending: Operator) -> None:
    limit(attending.desk)
    attending.key(Qt.Key.Key_F6)
    attending.key(Qt.Key.Key_F9)
    attending.key(Qt.Key.Key_Down)
    attending.key(Qt.Key.Key_Tab)
    attending.type("15")
    attending.key(Qt.Key.Key_Tab)
    attending.type("pago del negocio")
    QApplication.processEvents()  # what appeared with the amount is laid out
    attending.key(Qt.Key.Key_Tab)
    attending.key(Qt.Key.Key_Space)
    attending.key(Qt.Key.Key_Tab)
    attending.type(MARTA_PIN)
    attending.key(Qt.Key.Key_Return, CONTROL)
    assert [move.approver for move in attending.desk.services.drawer.moves()] == ["marta"]


def test_a_pin_goes_with_the_screen_that_asked_for_it(attending: Operator) -> None:
    limit(attending.desk)
    done = attending.desk.collect(procedure="LF-01")
    attending.key(Qt.Key.Key_F6)
    attending.shell.go("cash", "")
    cash = attending.shell.window.findChild(CashView)
    assert cash is not None
    radio(attending, "Sacar dinero propio de la cabina").click()
    cash.amount.setFocus()
    attending.dictate("15")
    cash.pin.setFocus()
    attending.dictate(MARTA_PIN)
    assert cash.pin.text() == MARTA_PIN
    attending.key(Qt.Key.Key_Escape)
    assert cash.pin.text() == ""
    attending.shell.go("void", done.receipt or "")
    void = attending.shell.window.findChild(VoidView)
    assert void is not None
    void.pin.setFocus()
    attending.dictate(MARTA_PIN)
    attending.key(Qt.Key.Key_Escape)
    assert void.pin.text() == ""


def test_a_close_is_approved_with_the_mouse(attending: Operator) -> None:
    limit(attending.desk)
    attending.desk.services.drawer.sign_count(ROSA, {Money(100, "PEN"): counted(attending.desk) - 5})
    attending.shell.go("close_drawer", "")
    view = attending.shell.window.findChild(CloseDrawerView)
    assert view is not None
    view.fields["explanation"].editor.setFocus()
    attending.dictate("Vuelto mal dado")
    radio(attending, "Marta Ríos").click()
    for pin in ("000000", MARTA_PIN):
        assert view.pin.isVisible()
        assert view.pin.text() == "", "nor a wrong one"
        view.pin.setFocus()
        attending.dictate(pin)
        button(attending, "Cerrar la caja").click()
    assert view.pin.text() == "", "a PIN stays nowhere"
    assert attending.desk.services.drawer.closed(1).approver == "marta"
