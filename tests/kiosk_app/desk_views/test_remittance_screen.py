"""Commission kept back of a deposit, and until when money must be at the bank."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from domain.catalog import CommissionMode
from domain.money import Money
from kiosk_app.screens.desk.deadline import deadline_words
from kiosk_app.screens.desk.remittance.presenter import RemittancePresenter
from kiosk_app.screens.desk.remittance.view import RemittanceView
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.procedures import OpenProcedure
from kiosk_app.services.remittances import Remittances, SafeAge
from kiosk_app.shown import FieldEdited
from tests.kiosk_app.desk_views.hands import Operator
from tests.kiosk_app.desk_views.kit import ROSA, Desk, Shown
from tests.kiosk_app.services.desk import pieces


@pytest.fixture
def view() -> Shown:
    return Shown()


def keep_back(desk: Desk) -> None:
    """From now on the agreement has the agent keep its commission of each deposit."""
    services = desk.services
    municipality = services.counter.municipality
    terms = replace(municipality.agreement.terms[0], commission_mode=CommissionMode.RETAINED)
    counter = replace(
        services.counter,
        municipality=replace(municipality, agreement=replace(municipality.agreement, terms=(terms,))),
    )
    desk.services = replace(
        services,
        counter=counter,
        procedures=OpenProcedure(counter, services.paper),
        remittances=Remittances(counter),
    )


def fill_the_safe(desk: Desk) -> None:
    """Two fees of S/ 12.30, counted and closed: S/ 8.00 of commission."""
    desk.collect()
    desk.collect()
    counter = desk.services.counter
    desk.services.drawer.sign_count(ROSA, pieces(counter.municipality, 5000 + 2460))
    desk.services.drawer.close(ROSA)


@pytest.fixture
def keeping(desk: Desk) -> Desk:
    keep_back(desk)
    fill_the_safe(desk)
    return desk


def declaring(desk: Desk, view: Shown) -> RemittancePresenter:
    services = desk.services
    presenter = RemittancePresenter(
        view,
        ROSA,
        services.counter,
        services.remittances,
        services.paper,
        committed=desk.committed,
        go=desk.go,
        say=desk.say,
    )
    presenter.show()
    return presenter


def told(view: Shown) -> list[str]:
    return [line.amount for line in view.last().sum]


def test_the_most_commission_and_the_rest_as_deposit_are_proposed(keeping: Desk, view: Shown) -> None:
    presenter = declaring(keeping, view)
    assert (view.last().kept, view.last().amount) == ("8.00", "16.60")
    assert told(view) == ["S/ 24.60", "\N{MINUS SIGN}S/ 8.00", "S/ 16.60"]
    presenter.edit(FieldEdited("voucher", "BN 004417"))
    presenter.declare()
    (declared,) = keeping.services.remittances.all()
    assert (declared.gross.minor, declared.retained.minor, declared.amount.minor) == (2460, 800, 1660)
    assert [view.last().declared[0].cell(column).text for column in (2, 3)] == ["16.60", "8.00"]
    assert not view.last().keeps, "nothing is left to keep"


def test_less_may_be_kept_and_the_deposit_follows_until_somebody_types_it(keeping: Desk, view: Shown) -> None:
    presenter = declaring(keeping, view)
    presenter.change_kept("3.00")
    assert view.last().amount == "21.60"
    presenter.change_amount("20.00")
    presenter.change_kept("2.00")
    assert view.last().amount == "20.00", "what was typed is what the bank's voucher says"
    presenter.edit(FieldEdited("voucher", "BN 1"))
    presenter.declare()
    (declared,) = keeping.services.remittances.all()
    assert (declared.retained.minor, declared.amount.minor) == (200, 2000)


def test_more_than_was_earned_is_refused_beside_its_field(keeping: Desk, view: Shown) -> None:
    presenter = declaring(keeping, view)
    presenter.edit(FieldEdited("voucher", "BN 1"))
    presenter.change_kept("8.01")
    presenter.declare()
    assert [problem.field for problem in view.last().problems] == ["kept"]
    assert keeping.services.remittances.all() == []


def test_nothing_is_kept_where_commission_is_settled_by_the_month(desk: Desk, view: Shown) -> None:
    fill_the_safe(desk)
    presenter = declaring(desk, view)
    assert not view.last().keeps
    assert view.last().amount == "24.60"
    assert view.last().sum == ()
    presenter.edit(FieldEdited("voucher", "BN 1"))
    presenter.declare()
    assert desk.services.remittances.all()[0].retained.minor == 0


def test_what_the_bank_never_had_is_said_in_the_list(desk: Desk, view: Shown) -> None:
    fill_the_safe(desk)
    presenter = declaring(desk, view)
    presenter.edit(FieldEdited("voucher", "BN 1"))
    presenter.declare()
    name = desk.services.remittances.all()[0].name
    desk.hear("remittance_confirmed/1", remittance=name, amount=2000, currency="PEN", bank_line="EXT-1")
    desk.hear("remittance_fell_short/1", remittance=name, amount=460, currency="PEN")
    presenter.refresh()
    assert view.last().declared[0].cell(4).text == "Faltaron S/ 4.60"


NOW = datetime(2026, 11, 20, 12, 0)  # noqa: DTZ001 - wall time of the municipality


@pytest.mark.parametrize(
    ("hours", "late", "words", "tone"),
    [
        (3, 0, "Debe depositar hoy antes de las 15:00", "warn"),
        (24, 0, "Debe depositar antes de mañana a las 12:00", "plain"),
        (72, 0, "Debe depositar antes del 23/11/2026 12:00", "plain"),
        (-1, 500, "Vencido desde las 11:00: deposite S/ 5.00 cuanto antes", "err"),
        (-24, 500, "Vencido desde ayer: deposite S/ 5.00 cuanto antes", "err"),
        (-72, 500, "Vencido desde el 17/11/2026: deposite S/ 5.00 cuanto antes", "err"),
    ],
)
def test_the_banks_term_is_said_as_whoever_walks_there_hears_it(
    desk: Desk, hours: int, late: int, words: str, tone: str
) -> None:
    age = SafeAge(NOW, NOW + timedelta(hours=hours), Money(late, "PEN"))
    said = deadline_words(age, NOW, Words(desk.services.counter.municipality))
    assert (said.words, said.tone) == (words, tone)


def test_an_empty_safe_has_no_term(desk: Desk, view: Shown) -> None:
    declaring(desk, view)
    assert view.last().deadline.words == ""
    fill_the_safe(desk)
    declaring(desk, view)
    assert view.last().deadline.words.startswith("Debe depositar antes de mañana a las")
    desk.station.clock.advance(25 * 3600)
    declaring(desk, view)
    assert view.last().deadline.tone == "err"


def test_a_deposit_with_commission_kept_goes_by_keys_alone(attending: Operator) -> None:
    desk = attending.desk
    keep_back(desk)
    attending.shell.begin(desk.services, desk.hooks())
    fill_the_safe(desk)
    attending.shell.go("remittance", "")
    view = [found for found in attending.shell.window.findChildren(RemittanceView) if found.isVisible()][-1]
    attending.key(Qt.Key.Key_Return)
    attending.dictate("BN 004417")
    attending.key(Qt.Key.Key_Return)
    assert attending.focus() is view.kept
    view.kept.selectAll()
    attending.dictate("5.00")
    assert view.amount.text() == "19.60"
    attending.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (declared,) = desk.services.remittances.all()
    assert (declared.retained.minor, declared.amount.minor) == (500, 1960)
