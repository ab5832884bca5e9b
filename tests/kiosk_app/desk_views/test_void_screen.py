"""Voiding at the desk: the paper's code, a second person in the same dialog, and when it is the municipality's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton

from kiosk_app.screens.desk.void.presenter import VoidPresenter, VoidServices
from kiosk_app.screens.desk.void.view import VoidView
from kiosk_app.services.procedures import CaseDone
from kiosk_app.shown import FieldEdited
from tests.kiosk_app.desk_views.hands import Operator, button
from tests.kiosk_app.desk_views.kit import ROSA, Desk, Shown

MARTA_PIN = "445566"


@pytest.fixture
def view() -> Shown:
    return Shown()


@pytest.fixture
def limited(desk: Desk) -> Desk:
    """The centre has said what one person voids alone, and admitted Marta as a supervisor."""
    limit(desk)
    return desk


def limit(desk: Desk) -> None:
    desk.hear("limits_set/1", void_minutes=30, void_alone=5000, currency="PEN")
    desk.hear("operator_admitted/1", operator="marta", role="supervisor", until="2026-12-31")
    desk.keys.add(bytes(32), operator="marta", name="Marta Ríos", role="supervisor", pin=MARTA_PIN)


def voiding(desk: Desk, view: Shown, done: CaseDone) -> VoidPresenter:
    services = desk.services
    needed = VoidServices(
        services.counter, services.drawer, services.cases, services.approval, services.refunds, services.paper
    )
    presenter = VoidPresenter(view, ROSA, needed, committed=desk.committed, go=desk.go)
    presenter.show(done.receipt or "")
    return presenter


def code_of(desk: Desk, done: CaseDone) -> str:
    return desk.station.journal.books.facts.receipts[done.receipt or ""].void_code


def qr_of(desk: Desk, done: CaseDone) -> str:
    return desk.services.paper.cases.receipt(done.entries[-1], ROSA).code_text


def fields(view: Shown) -> list[str]:
    return [problem.field for problem in view.last().problems]


def is_voided(desk: Desk, done: CaseDone) -> bool:
    return next(found.voided for found in desk.services.drawer.movements() if found.number == done.receipt)


def test_voiding_needs_the_papers_code_and_a_reason_and_keeps_the_receipt(limited: Desk, view: Shown) -> None:
    done = limited.collect()
    presenter = voiding(limited, view, done)
    presenter.edit(FieldEdited("void_code", code_of(limited, done)))
    presenter.confirm("")
    assert fields(view) == ["void_reason"]
    presenter.choose_reason("other")
    presenter.confirm("")
    assert fields(view) == ["void_note"]
    presenter.edit(FieldEdited("void_note", "El vecino pagó dos veces"))
    presenter.confirm("")
    presenter.confirm("")
    assert view.last().done.tone == "ok"
    assert limited.services.paper.papers_of(done.code)[-1].document == "VoidSlip"
    assert "Devuelva S/ 12.30 en efectivo." in view.last().done.words
    assert len(limited.commits) == 1
    assert is_voided(limited, done)
    presenter.show(done.receipt or "")
    assert view.last().done.words, "coming back to it still says that it is done"


def test_a_wrong_code_is_said_beside_its_field_and_nothing_is_voided(limited: Desk, view: Shown) -> None:
    done = limited.collect()
    presenter = voiding(limited, view, done)
    presenter.choose_reason("duplicate")
    presenter.edit(FieldEdited("void_code", f"{(int(code_of(limited, done)) + 1) % 10**6:06d}"))
    presenter.confirm("")
    assert fields(view) == ["void_code"]
    assert not is_voided(limited, done)
    assert view.last().second is None, "whoever has the paper reads it again: nobody else is called"


def test_without_the_paper_a_second_person_is_asked_for_and_only_then(limited: Desk, view: Shown) -> None:
    done = limited.collect()
    presenter = voiding(limited, view, done)
    presenter.choose_reason("duplicate")
    assert view.last().second is None
    presenter.confirm("")
    assert fields(view) == ["void_code"]
    assert view.last().second.why == "Sin el papel de la persona, debe autorizar una segunda persona."
    assert [person.words for person in view.last().second.people] == ["Marta Ríos"]
    presenter.confirm("")
    assert fields(view) == ["approver"]
    presenter.choose_approver("marta")
    presenter.confirm("")
    assert fields(view) == ["approver_pin"]
    presenter.confirm("000000")
    assert fields(view) == ["approver_pin"]
    assert "4" in view.last().problems[0].words, "how many tries are left"
    assert not is_voided(limited, done)
    presenter.confirm(MARTA_PIN)
    assert is_voided(limited, done)
    assert all(MARTA_PIN not in repr(shown) for shown in view), "no state carries a PIN"


def test_late_or_too_much_calls_a_second_person_at_once(limited: Desk, view: Shown) -> None:
    large, small = limited.collect(procedure="LF-01"), limited.collect()
    voiding(limited, view, small)
    assert view.last().second is None
    voiding(limited, view, large)
    assert view.last().second.why.startswith("Es más de lo que una sola persona puede anular")
    limited.station.clock.advance(31 * 60)
    voiding(limited, view, small)
    assert view.last().second.why.startswith("Pasó demasiado tiempo")


def test_a_counter_without_a_supervisor_says_who_can_help(desk: Desk, view: Shown) -> None:
    desk.keys.add(bytes(32), operator=ROSA.id, name=ROSA.name, role="operator", pin="738291")
    desk.hear("limits_set/1", void_minutes=30, void_alone=5000, currency="PEN")
    presenter = voiding(desk, view, desk.collect(procedure="LF-01"))
    presenter.choose_reason("duplicate")
    presenter.confirm("")
    assert fields(view) == ["approver"]
    assert "municipalidad" in view.last().problems[0].words


def test_before_the_centre_has_set_limits_no_code_is_needed(desk: Desk, view: Shown) -> None:
    done = desk.collect()
    presenter = voiding(desk, view, done)
    presenter.choose_reason("withdrawn")
    presenter.confirm("")
    assert is_voided(desk, done)


def test_the_papers_qr_is_answered_with_what_to_write(limited: Desk, view: Shown) -> None:
    done = limited.collect()
    presenter = voiding(limited, view, done)
    presenter.choose_reason("duplicate")
    presenter.take_scan("7750885000123")
    assert fields(view) == ["void_code"]
    presenter.take_scan(qr_of(limited, done))
    assert fields(view) == ["void_code"]
    assert "código cuadrado no sirve" in view.last().problems[0].words
    assert view.last().code == ""
    presenter.edit(FieldEdited("void_code", code_of(limited, done)))
    presenter.confirm("")
    assert is_voided(limited, done)


def test_cash_that_is_in_the_safe_has_to_be_brought_back_first(limited: Desk, view: Shown) -> None:
    done = limited.collect()
    services = limited.services
    services.drawer.move_cash(ROSA, "to_safe", services.counter.money(1230), "mucho")
    presenter = voiding(limited, view, done)
    presenter.choose_reason("duplicate")
    presenter.edit(FieldEdited("void_code", code_of(limited, done)))
    presenter.confirm("")
    assert "caja fuerte" in view.last().problems[0].words
    services.drawer.move_cash(ROSA, "from_safe", services.counter.money(1230), "para devolver")
    presenter.confirm("")
    assert is_voided(limited, done)


def test_what_a_closed_drawer_collected_is_the_municipalitys_to_refund(limited: Desk, view: Shown) -> None:
    done = limited.collect()
    drawer, counter = limited.services.drawer, limited.services.counter
    drawer.sign_count(ROSA, {counter.money(1000): 6, counter.money(10): 23})
    drawer.close(ROSA)
    presenter = voiding(limited, view, done)
    assert "Lo devuelve la municipalidad" in view.last().instead.words
    presenter.choose_reason("duplicate")
    presenter.confirm("")
    assert fields(view), "and trying it says so too"
    limited.hear(
        "refund_approved/1",
        refund="DEV-1",
        receipt=done.receipt,
        ground="agent_error",
        amount=1230,
        owed=0,
        resolution="R-12",
    )
    presenter.show(done.receipt or "")
    assert view.last().instead.words == "La municipalidad aprobó devolver S/ 12.30 (R-12). Lo paga tesorería."


def test_the_papers_six_numbers_and_two_keys_void_a_receipt(attending: Operator) -> None:
    limit(attending.desk)
    done = attending.desk.collect()
    attending.shell.go("void", done.receipt or "")
    attending.scan(qr_of(attending.desk, done))
    assert attending.place == "void", "the paper is for the screen on show"
    view = attending.shell.window.findChild(VoidView)
    assert view is not None
    view.code.setFocus()
    attending.dictate(code_of(attending.desk, done))
    attending.key(Qt.Key.Key_Tab)
    attending.key(Qt.Key.Key_Space)
    attending.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert is_voided(attending.desk, done)


def test_a_second_person_approves_with_the_mouse_and_their_pin(attending: Operator) -> None:
    limit(attending.desk)
    done = attending.desk.collect(procedure="LF-01")
    attending.key(Qt.Key.Key_F6)
    attending.shell.go("void", done.receipt or "")
    view = attending.shell.window.findChild(VoidView)
    assert view is not None
    for words in ("Marta Ríos", "Se cobró dos veces"):
        next(found for found in view.findChildren(QRadioButton) if found.text() == words).click()
    view.code.setFocus()
    attending.dictate(code_of(attending.desk, done))
    view.pin.setFocus()
    attending.dictate(MARTA_PIN)
    button(attending, "Anular el recibo").click()
    assert view.pin.text() == "", "a PIN stays nowhere"
    assert is_voided(attending.desk, done)
    assert not view.pin.isVisible()
