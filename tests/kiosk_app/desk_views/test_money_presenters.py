"""Drawer, close, deposits, voids and reports, with the real services and a list as the view."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.money import Money
from kiosk_app.screens.desk.close_drawer.presenter import CloseDrawerPresenter, CloseServices
from kiosk_app.screens.desk.close_drawer.state import CloseStep
from kiosk_app.screens.desk.drawer.presenter import DrawerPresenter, DrawerServices
from kiosk_app.screens.desk.expected import expected_parts
from kiosk_app.screens.desk.open_drawer.presenter import OpenDrawerPresenter
from kiosk_app.screens.desk.remittance.presenter import RemittancePresenter
from kiosk_app.screens.desk.reports.presenter import ReportsPresenter
from kiosk_app.services.prepaid import PrepaidCodes
from kiosk_app.services.procedures import ProcedureRequest
from kiosk_app.services.readings import takings_of
from kiosk_app.shown import FieldEdited
from printing.documents import CloseReport
from tests.fakes.answers import right_answers
from tests.kiosk_app.desk_views.kit import INES, ROSA, Desk, Shown
from tests.kiosk_app.services.desk import Hand


@pytest.fixture
def view() -> Shown:
    return Shown()


def closing(desk: Desk, view: Shown, drafts: int = 0) -> CloseDrawerPresenter:
    services = desk.services
    needed = CloseServices(services.counter, services.drawer, services.approval, services.queue, services.paper)
    presenter = CloseDrawerPresenter(view, ROSA, needed, committed=desk.committed, go=desk.go, drafts=lambda: drafts)
    presenter.show()
    return presenter


def test_a_drawer_opens_with_what_was_typed(closed_desk: Desk, view: Shown) -> None:
    services = closed_desk.services
    presenter = OpenDrawerPresenter(
        view, ROSA, services.counter, services.drawer, committed=closed_desk.committed, go=closed_desk.go
    )
    presenter.open()
    assert [problem.field for problem in view.last().problems] == ["float"]
    presenter.change("50,00")
    presenter.open()
    current = services.drawer.current()
    assert current is not None
    assert current.opening_float.minor == 5000
    assert closed_desk.went == [("attend", "")]
    assert len(closed_desk.commits) == 1


def test_a_counter_without_receipt_numbers_says_so_and_still_opens(closed_desk: Desk, view: Shown) -> None:
    presenter = OpenDrawerPresenter(
        view,
        ROSA,
        closed_desk.services.counter,
        closed_desk.services.drawer,
        committed=closed_desk.committed,
        go=closed_desk.go,
    )
    presenter.refresh()
    assert view.last().facts[0].amount == "200"
    assert view.last().reason_not == ""
    assert view.last().can_open


def test_the_expected_amount_is_in_no_state_until_the_count_is_signed(desk: Desk, view: Shown) -> None:
    desk.collect()
    presenter = closing(desk, view)
    presenter.go_on()
    presenter.count(FieldEdited("5000", "1"))
    presenter.count(FieldEdited("1000", "1"))
    expected = "62.30"
    assert all(expected not in repr(shown) for shown in view)
    assert view.last().result is None
    assert view.last().counted == "S/ 60.00"
    presenter.go_on()
    assert expected in repr(view.last().result)
    assert view.last().result.difference.words == "\N{MINUS SIGN}S/ 2.30"


def test_a_difference_is_explained_before_the_drawer_closes(desk: Desk, view: Shown) -> None:
    desk.collect()
    presenter = closing(desk, view)
    presenter.go_on()
    presenter.count(FieldEdited("5000", "1"))
    presenter.go_on()
    presenter.go_on()
    assert view.last().step is CloseStep.COMPARE
    assert [problem.field for problem in view.last().problems] == ["explanation"]
    presenter.explain(FieldEdited("explanation", "Di vuelto de más"))
    presenter.go_on()
    assert view.last().step is CloseStep.DONE
    assert view.last().closed.heading == "Caja cerrada: Z-0001"
    assert desk.services.drawer.current() is None
    presenter.go_on()
    assert desk.went[-1] == ("open_drawer", "")


def test_the_expected_cash_adds_up_line_by_line_after_the_count(desk: Desk, view: Shown) -> None:
    services = desk.services
    money = services.counter.money
    hand = Hand()
    PrepaidCodes(services.counter, hand).sell(ROSA, money(1000))
    quote = services.procedures.quote("RC-01")
    request = ProcedureRequest(
        "RC-01",
        INES,
        tuple(item.code for item in quote.procedure.requirements),
        (),
        money(230),
        right_answers(quote.procedure),
        prepaid=hand.codes[-1],
    )
    services.procedures.submit(ROSA, request)
    for way, amount in (("float_in", 2000), ("float_out", 500), ("to_safe", 1100), ("from_safe", 100)):
        services.drawer.move_cash(ROSA, way, money(amount), "prueba")
    presenter = closing(desk, view)
    presenter.go_on()
    presenter.count(FieldEdited("5000", "1"))
    assert view.last().result is None, "blind until it is signed"
    presenter.go_on()
    result = view.last().result
    assert [(line.words, line.amount) for line in result.parts] == [
        ("Fondo inicial", "S/ 50.00"),
        ("Total de derechos", "S/ 12.36"),
        ("Redondeo a su favor", "\N{MINUS SIGN}S/ 0.06"),
        ("Pagado con códigos prepago", "\N{MINUS SIGN}S/ 10.00"),
        ("Códigos prepago vendidos", "S/ 10.00"),
        ("Sencillo puesto", "S/ 20.00"),
        ("Dinero propio retirado", "\N{MINUS SIGN}S/ 5.00"),
        ("A la caja fuerte", "\N{MINUS SIGN}S/ 11.00"),
        ("De la caja fuerte", "S/ 1.00"),
    ]
    drawer = services.drawer.current()
    assert drawer is not None
    parts = expected_parts(drawer.opening_float, takings_of(services.counter, drawer.session))
    assert sum((amount for _words, amount in parts), money(0)) == services.drawer.count_signed().expected
    presenter.explain(FieldEdited("explanation", "se contó un billete"))
    presenter.go_on()
    assert view.last().step is CloseStep.DONE
    assert view.last().closed.next_steps[-1].startswith("Debe depositar antes de mañana")
    reports = ReportsPresenter(view, services.counter, services.drawer, go=desk.go)
    reports.refresh()
    told = [(line.words, line.amount) for line in view.last().facts]
    assert [(line.words, line.amount) for line in result.parts] == told[:9], "the Z in the list says the same"


def test_money_that_was_counted_is_deposited_next(desk: Desk, view: Shown) -> None:
    desk.collect()
    presenter = closing(desk, view)
    presenter.go_on()
    for face, count in (("5000", "1"), ("1000", "1"), ("200", "1"), ("20", "1"), ("10", "1")):
        presenter.count(FieldEdited(face, count))
    presenter.go_on()
    presenter.go_on()
    assert desk.services.drawer.in_safe() == Money(1230, "PEN")
    presenter.go_on()
    assert desk.went[-1] == ("remittance", "")


def test_a_count_that_agrees_closes_without_an_explanation(desk: Desk, view: Shown) -> None:
    presenter = closing(desk, view)
    presenter.go_on()
    presenter.count(FieldEdited("5000", "1"))
    presenter.go_on()
    assert view.last().result.difference_caption == "Cuadra"
    assert not view.last().result.needs_explanation
    presenter.go_on()
    assert view.last().step is CloseStep.DONE


def test_nothing_counted_is_not_a_count(desk: Desk, view: Shown) -> None:
    presenter = closing(desk, view)
    presenter.go_on()
    presenter.go_on()
    assert view.last().step is CloseStep.COUNT
    assert view.last().problems
    presenter.count(FieldEdited("10", "x"))
    assert view.last().counted == "S/ 0.00"


def test_a_signed_count_is_not_taken_back_and_survives_a_restart(desk: Desk, view: Shown) -> None:
    presenter = closing(desk, view)
    presenter.go_on()
    presenter.count(FieldEdited("5000", "1"))
    presenter.go_on()
    presenter.back()
    assert view.last().step is CloseStep.COMPARE
    after_a_power_cut = Shown()
    closing(desk, after_a_power_cut)
    assert after_a_power_cut.last().step is CloseStep.COMPARE
    assert after_a_power_cut.last().result is not None


def test_what_is_not_settled_is_listed_before_counting(desk: Desk, view: Shown) -> None:
    desk.collect()
    presenter = closing(desk, view, drafts=2)
    words = [(check.words, check.done) for check in view.last().checks]
    assert ("1 papel espera a la impresora, o a que usted mire la bandeja", False) in words
    assert ("2 casos están escritos sin registrar; quedan como borradores", False) in words
    presenter.ask("prints")
    assert desk.went == [("queue", "")]
    presenter.back()
    assert desk.went[-1] == ("drawer", "")


def test_the_next_close_starts_from_nothing(desk: Desk, view: Shown) -> None:
    presenter = closing(desk, view)
    presenter.go_on()
    presenter.count(FieldEdited("5000", "1"))
    presenter.go_on()
    presenter.go_on()
    desk.services.drawer.open(ROSA, desk.services.counter.money(0))
    presenter.show()
    assert view.last().step is CloseStep.CHECK
    assert view.last().result is None
    assert all(denomination.count == "" for denomination in view.last().denominations)


def drawer_of(desk: Desk, view: Shown) -> DrawerPresenter:
    services = desk.services
    needed = DrawerServices(services.counter, services.drawer, services.cases, services.remittances, services.prepaid)
    presenter = DrawerPresenter(view, ROSA, needed, go=desk.go, print_reading=lambda: desk.said.append(("X", "")))
    presenter.refresh()
    return presenter


def test_the_gauge_warns_at_seventy_per_cent(desk: Desk, view: Shown) -> None:
    drawer_of(desk, view)
    assert (view.last().gauge.tone, view.last().gauge.percent) == ("primary", 0)
    while desk.services.drawer.gauge().percent < 70:
        desk.collect(procedure="LF-01")
    desk.station.clock.advance(7200)
    drawer_of(desk, view)
    assert view.last().gauge.tone == "warn"
    assert view.last().gauge.percent % 10 == 0
    assert view.last().gauge.forecast.words == "A este paso se acaba en menos de una hora. Deposite ahora."


def test_the_reading_on_the_screen_says_what_the_paper_x_says(desk: Desk, view: Shown) -> None:
    first = desk.collect()
    desk.collect()
    desk.collect(procedure="LF-01")
    desk.services.drawer.void(ROSA, first.receipt or "", "pagó dos veces")
    drawer_of(desk, view)
    paper = desk.services.paper.x_report(ROSA)
    assert isinstance(paper, CloseReport)
    assert [(line.words, line.amount) for line in view.last().procedures] == [
        (counted.name, str(counted.count)) for counted in paper.procedures
    ]
    assert [line.amount for line in view.last().reading] == [
        "S/ 50.00",
        f"{paper.receipt_count}  (C07-000001 – C07-000003)",  # noqa: RUF001 - a range takes an en dash
        f"{len(paper.voids)}",
    ]


def test_only_a_chosen_receipt_that_stands_can_be_voided(desk: Desk, view: Shown) -> None:
    done = desk.collect()
    presenter = drawer_of(desk, view)
    assert not view.last().can_void
    presenter.choose(done.receipt)
    assert view.last().can_void
    presenter.void()
    assert desk.went == [("void", done.receipt)]


def close_session(desk: Desk) -> None:
    drawer, counter = desk.services.drawer, desk.services.counter
    drawer.sign_count(ROSA, {counter.money(1000): 6, counter.money(10): 23})
    drawer.close(ROSA)


def test_a_deposit_is_declared_with_its_voucher(desk: Desk, view: Shown, tmp_path: Path) -> None:
    desk.collect()
    close_session(desk)
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
    assert view.last().amount == "12.30", "what waits is proposed"
    presenter.declare()
    assert [problem.field for problem in view.last().problems] == ["voucher"]
    presenter.edit(FieldEdited("voucher", "BN 004417"))
    presenter.change_amount("99.00")
    presenter.declare()
    assert [problem.field for problem in view.last().problems] == ["amount"]
    not_a_photo = tmp_path / "voucher.jpg"
    not_a_photo.write_bytes(b"MZ this is a program")
    presenter.add_photo(str(not_a_photo))
    assert view.last().photo == ""
    assert view.last().notice.tone == "warn"
    presenter.change_amount("12.30")
    presenter.declare()
    assert view.last().declared[0].cell(4).text == "Por confirmar"
    assert services.remittances.to_deposit.minor == 0
    assert services.remittances.in_transit.minor == 1230


def test_reports_tell_each_close_and_what_it_collected(desk: Desk, view: Shown) -> None:
    presenter = ReportsPresenter(view, desk.services.counter, desk.services.drawer, go=desk.go)
    presenter.refresh()
    assert view.last().closes == ()
    assert view.last().empty
    desk.collect()
    close_session(desk)
    presenter.refresh()
    assert view.last().closes[0].cells[0] == "Z-0001"
    assert view.last().procedures[0].cells[1:] == ("1", "12.36")
