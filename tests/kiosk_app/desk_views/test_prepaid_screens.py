"""Prepaid codes: sold at the drawer, used where a fee is paid; cash alone takes not one key more than before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from domain.envelope import Signed
from domain.journal.entry import read_entry
from domain.journal.kinds import Author
from kiosk_app.screens.desk.attend.presenter import AttendPresenter
from kiosk_app.screens.desk.attend.services import AttendServices
from kiosk_app.screens.desk.code_groups import grouped
from kiosk_app.screens.desk.drawer.presenter import DrawerPresenter, DrawerServices
from kiosk_app.screens.desk.prepaid.presenter import PrepaidPresenter
from kiosk_app.screens.desk.scan_result.presenter import scan_result_state
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.prepaid import PrepaidCodes
from kiosk_app.shown import FieldEdited
from kiosk_app.storage import entries
from printing.spool import PrintJob, SpoolState
from tests.fakes.answers import right_answers
from tests.kiosk_app.desk_views.hands import Operator, button
from tests.kiosk_app.desk_views.kit import INES, ROSA, Desk, Shown
from tests.kiosk_app.services.desk import Hand


@pytest.fixture
def view() -> Shown:
    return Shown()


def sold(desk: Desk, minor: int = 2000) -> str:
    """A code of that value, as the citizen reads it from the paper."""
    hand, services = Hand(), desk.services
    PrepaidCodes(services.counter, hand).sell(ROSA, services.counter.money(minor))
    return hand.codes[-1]


def sell_none(desk: Desk) -> None:
    """From now on the agreement has no prepaid codes."""
    counter = desk.services.counter
    agreement = counter.municipality.agreement
    terms = replace(agreement.terms[0], prepaid_amounts=())
    municipality = replace(counter.municipality, agreement=replace(agreement, terms=(terms,)))
    changed = replace(counter, municipality=municipality)
    desk.services = replace(desk.services, counter=changed, prepaid=PrepaidCodes(changed, desk.services.paper))


def selling(desk: Desk, view: Shown) -> PrepaidPresenter:
    services = desk.services
    presenter = PrepaidPresenter(
        view,
        ROSA,
        services.counter,
        services.prepaid,
        services.paper,
        tray=services.tray,
        committed=desk.committed,
        go=desk.go,
    )
    presenter.show()
    return presenter


def attending_of(desk: Desk, view: Shown) -> AttendPresenter:
    services = desk.services
    needed = AttendServices(
        services.counter,
        services.people,
        services.procedures,
        services.cases,
        services.paper,
        services.tray,
        services.prepaid,
        services.appointments,
    )
    presenter = AttendPresenter(view, ROSA, needed, committed=desk.committed, go=desk.go, say=desk.say)
    presenter.refresh()
    presenter.take_person(INES, "")
    return presenter


def slip(desk: Desk) -> PrintJob:
    """The paper of the first code."""
    found = desk.services.paper.prepaid_slip_of("P1")
    assert found is not None
    return found


def ready_to_pay(desk: Desk, view: Shown, procedure: str = "RC-01") -> AttendPresenter:
    presenter = attending_of(desk, view)
    presenter.choose_procedure(procedure)
    for key, answer in right_answers(desk.services.counter.municipality.procedure(procedure)).items():
        presenter.edit(FieldEdited(f"question:{key}", answer))
    return presenter


def use(presenter: AttendPresenter, code: str) -> None:
    presenter.edit(FieldEdited("prepaid", grouped(code)))


def told(view: Shown) -> list[tuple[str, str]]:
    return [(line.words, line.amount) for line in view.last().payment.lines]


def test_a_code_is_sold_and_its_letters_are_nowhere_on_the_screen(desk: Desk, view: Shown) -> None:
    presenter = selling(desk, view)
    assert [choice.words for choice in view.last().amounts] == ["S/ 50.00", "S/ 20.00", "S/ 10.00"]
    presenter.sell()
    assert [problem.field for problem in view.last().problems] == ["prepaid_amount"]
    presenter.choose_amount("2000")
    presenter.sell()
    assert view.last().notice.words.startswith("Código P1 vendido. Reciba S/ 20.00")
    assert len(desk.commits) == 1
    (job,) = desk.services.queue.waiting().papers
    assert job.document == "PrepaidSlip"
    presenter.sell()
    assert len(desk.commits) == 1, "each sale is chosen anew: a second press sells nothing"


def test_whoever_sold_a_code_says_whether_its_paper_came_out(desk: Desk, view: Shown) -> None:
    presenter = selling(desk, view)
    presenter.answer_for_paper(True)
    presenter.choose_amount("2000")
    presenter.sell()
    assert (view.last().printing.words, view.last().ask_paper) == ("El papel espera a la impresora.", False)
    presenter.answer_for_paper(False)
    first = slip(desk)
    assert first.state is SpoolState.QUEUED, "nobody can answer for what was not sent"
    desk.printed(first)
    presenter.refresh()
    assert view.last().ask_paper
    assert view.last().notice.tone == "ok", "what was taken and sold stays on the screen"
    presenter.answer_for_paper(False)
    assert not view.last().ask_paper
    again = slip(desk)
    assert (again.id, again.content, again.state) == (first.id, first.content, SpoolState.QUEUED)
    desk.printed(again)
    presenter.refresh()
    presenter.answer_for_paper(True)
    assert (view.last().printing.words, view.last().ask_paper) == ("El papel se imprimió.", False)
    assert slip(desk).state is SpoolState.CONFIRMED
    presenter.show()
    assert view.last().printing.words == ""


def test_the_answer_for_a_code_is_given_with_the_mouse(attending: Operator) -> None:
    desk = attending.desk
    attending.key(Qt.Key.Key_F6)
    attending.key(Qt.Key.Key_F5)
    attending.key(Qt.Key.Key_Down)
    button(attending, "Vender e imprimir").click()
    desk.printed(slip(desk))
    attending.shell.refresh()
    button(attending, "No salió").click()
    assert slip(desk).state is SpoolState.QUEUED
    desk.printed(slip(desk))
    attending.shell.refresh()
    button(attending, "Salió bien").click()
    assert slip(desk).state is SpoolState.CONFIRMED


def test_the_guarantee_stops_a_sale_and_the_way_out_is_offered(desk: Desk, view: Shown) -> None:
    for _fee in range(3):
        desk.collect(procedure="LF-01")
    presenter = selling(desk, view)
    presenter.choose_amount("5000")
    presenter.sell()
    presenter.choose_amount("5000")
    presenter.sell()
    assert view.last().offers_voucher
    presenter.use_voucher()
    assert desk.went == [("voucher", "prepaid")]


def test_where_the_agreement_has_no_codes_none_are_offered_anywhere(desk: Desk, view: Shown) -> None:
    sell_none(desk)
    services = desk.services
    needed = DrawerServices(services.counter, services.drawer, services.cases, services.remittances, services.prepaid)
    DrawerPresenter(view, ROSA, needed, go=desk.go, print_reading=lambda: None).refresh()
    assert not view.last().can_sell_prepaid
    selling(desk, view)
    assert view.last().amounts == ()
    ready_to_pay(desk, view)
    assert not view.last().payment.takes_prepaid


def test_a_code_sold_before_can_be_spent_where_none_are_sold_any_more(desk: Desk, view: Shown) -> None:
    code = sold(desk)
    sell_none(desk)
    presenter = ready_to_pay(desk, view)
    assert view.last().payment.takes_prepaid
    use(presenter, code)
    assert view.last().payment.prepaid_told.tone == "ok"


def test_a_code_that_pays_it_all_leaves_nothing_to_hand_over(desk: Desk, view: Shown) -> None:
    code = sold(desk)
    presenter = ready_to_pay(desk, view)
    use(presenter, code)
    payment = view.last().payment
    assert ("Código prepago", "\N{MINUS SIGN}S/ 12.36") in told(view), "to the céntimo: only cash is rounded"
    assert payment.total == "S/ 0.00"
    assert payment.prepaid_told.words == "Paga S/ 12.36 y le quedan S/ 7.64."
    assert payment.note.words == "No se cobra: lo paga todo el código prepago"
    assert not payment.enabled
    presenter.collect()
    done = view.last().delivery
    assert done.heading == "Pagado con código prepago: S/ 12.36"
    assert ("Queda en el código prepago", "S/ 7.64") in [(line.words, line.amount) for line in done.facts]
    assert desk.services.prepaid.find(code).left.minor == 764


def test_what_the_code_does_not_pay_is_asked_for_in_cash(desk: Desk, view: Shown) -> None:
    code = sold(desk, 1000)
    presenter = ready_to_pay(desk, view)
    presenter.receive("12.30")
    use(presenter, code)
    assert view.last().payment.total == "S/ 2.30"
    assert view.last().payment.received == "", "what was received for another amount is asked again"
    presenter.collect()
    assert [problem.field for problem in view.last().problems] == ["received"]
    presenter.receive("5")
    presenter.collect()
    movement = desk.services.drawer.movements()[0]
    assert (movement.due.minor, movement.paid.minor) == (230, 1000)
    assert view.last().delivery.heading == "Cobrado S/ 2.30. Vuelto S/ 2.70"


def test_a_scanned_receipt_tells_cash_and_code_as_one_sum(desk: Desk, view: Shown) -> None:
    code = sold(desk, 1000)
    presenter = ready_to_pay(desk, view)
    use(presenter, code)
    presenter.receive("2.30")
    presenter.collect()
    last = desk.services.cases.today()[0]
    job = desk.services.paper.papers_of(last.code)[-1]
    paper = desk.services.paper.cases.receipt(read_entry(entry_of(desk, job.entry)), ROSA)
    state = scan_result_state(desk.services.receipts.check(paper.code_text), Words(desk.services.counter.municipality))
    assert ("Pagado", "S/ 12.30") in [(line.words, line.amount) for line in state.facts]


def entry_of(desk: Desk, name: str) -> Signed:
    sequence = int(name.rpartition("/")[2])
    return next(entries.read(desk.station.store, Author.STATION, sequence, sequence))


def test_a_wrong_or_spent_code_is_told_at_once_and_taking_it_away_asks_for_all_in_cash(desk: Desk, view: Shown) -> None:
    code = sold(desk, 1000)
    presenter = ready_to_pay(desk, view)
    use(presenter, code)
    use(presenter, code[:-1])
    assert view.last().payment.total == "S/ 12.30"
    assert view.last().payment.prepaid_told.words == ""
    use(presenter, "0000 0000 0000")
    assert view.last().payment.prepaid_told.tone == "err"
    presenter.receive("12.30")
    presenter.collect()
    assert [problem.field for problem in view.last().problems] == ["prepaid"], "a code nobody sold pays nothing"
    use(presenter, code)
    presenter.receive("2.30")
    presenter.collect()
    again = ready_to_pay(desk, view)
    use(again, code)
    assert "no le queda saldo" in view.last().payment.prepaid_told.words


def test_a_half_typed_code_stops_the_collection_beside_its_field(desk: Desk, view: Shown) -> None:
    presenter = ready_to_pay(desk, view)
    presenter.edit(FieldEdited("prepaid", "7K3M"))
    presenter.receive("12.30")
    presenter.collect()
    assert [problem.field for problem in view.last().problems] == ["prepaid"]
    presenter.edit(FieldEdited("prepaid", ""))
    presenter.collect()
    assert view.last().delivery is not None


def test_a_code_taken_before_the_procedure_waits_and_follows_to_another_one(desk: Desk, view: Shown) -> None:
    code = sold(desk)
    presenter = attending_of(desk, view)
    assert presenter.take_prepaid(code)
    presenter.choose_procedure("RC-01")
    assert view.last().payment.total == "S/ 0.00"
    presenter.choose_procedure("LF-01")
    assert ("Código prepago", "\N{MINUS SIGN}S/ 20.00") in told(view)
    presenter.discard()
    presenter.choose_procedure("RC-01")
    assert view.last().payment.prepaid == "", "the next person does not pay with it"


def test_a_card_or_a_product_under_the_reader_is_no_prepaid_code(desk: Desk, view: Shown) -> None:
    presenter = ready_to_pay(desk, view)
    for text in ("45067318", "775088500012", "https://example.org", ""):
        assert not presenter.take_prepaid(text)


def open_fee(attending: Operator) -> None:
    """A known person, a procedure that costs something, its answer typed."""
    attending.desk.collect(procedure="DO-02")
    attending.scan("45067318")
    attending.type("archivo")
    attending.key(Qt.Key.Key_Return)
    attending.dictate("Expediente 123-2024")


def test_a_fee_in_cash_takes_the_same_keys_with_the_code_on_show(attending: Operator) -> None:
    counted = []
    for takes in (True, False):
        if not takes:
            sell_none(attending.desk)
            attending.shell.begin(attending.desk.services, attending.desk.hooks())
        open_fee(attending)
        attending.struck = 0
        assert attending.shell.window.isVisible()
        attending.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
        before = attending.focus()
        chain = []
        for _step in range(6):
            attending.key(Qt.Key.Key_Tab)
            chain.append(attending.focus().accessibleName())
        assert before is not attending.focus()
        counted.append(chain)
        attending.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
        attending.key(Qt.Key.Key_F12)
        counted.append([str(attending.struck)])
    assert counted[:2] == counted[2:], "what Tab visits and how many keys it takes"


def test_a_scanned_code_pays_by_keys_alone(attending: Operator) -> None:
    code = sold(attending.desk)
    open_fee(attending)
    before = len(attending.desk.services.drawer.movements())
    attending.scan(code)
    assert attending.place == "attend"
    attending.key(Qt.Key.Key_F12)
    movements = attending.desk.services.drawer.movements()
    assert len(movements) == before + 1
    assert (movements[0].due.minor, movements[0].paid.minor > 0) == (0, True)


def test_a_code_is_typed_after_its_key(attending: Operator) -> None:
    code = sold(attending.desk)
    open_fee(attending)
    attending.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    attending.dictate(code.lower())
    attending.key(Qt.Key.Key_F12)
    assert attending.desk.services.drawer.movements()[0].paid.minor > 0


def test_a_code_is_sold_by_keys_and_with_the_mouse(attending: Operator) -> None:
    attending.key(Qt.Key.Key_F6)
    attending.key(Qt.Key.Key_F5)
    assert attending.place == "prepaid"
    attending.key(Qt.Key.Key_Down)
    attending.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert attending.desk.services.drawer.reading().prepaid_sold == 1
    attending.key(Qt.Key.Key_Escape)
    button(attending, "Vender código prepago").click()
    button(attending, "Vender e imprimir").click()
    assert attending.desk.services.drawer.reading().prepaid_sold == 1, "nothing is chosen yet"
