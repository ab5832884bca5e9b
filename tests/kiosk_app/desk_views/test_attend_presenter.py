"""The counter's main screen, with the real services behind it and a list as its view."""

from __future__ import annotations

import pytest

from kiosk_app.screens.desk.attend.presenter import AttendPresenter
from kiosk_app.screens.desk.attend.services import AttendServices
from kiosk_app.screens.desk.attend.state import AttendState, Step
from kiosk_app.services.citizen import Citizen
from kiosk_app.shown import FieldEdited
from printing.spool import SpoolState
from tests.kiosk_app.desk_views.kit import INES, ROSA, Desk, Shown


@pytest.fixture
def view() -> Shown:
    return Shown()


def presenter_of(desk: Desk, view: Shown) -> AttendPresenter:
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
    return presenter


def fill_in(presenter: AttendPresenter, citizen: Citizen = INES) -> None:
    for name, text in (
        ("document", citizen.document),
        ("given_names", citizen.names),
        ("family_names", citizen.surnames),
    ):
        presenter.edit(FieldEdited(name, text))
    presenter.choose_procedure("RC-01")
    presenter.edit(FieldEdited("question:record_holder", "Inés Yupanqui Torres"))
    presenter.edit(FieldEdited("question:copies", "1"))


def state(view: Shown) -> AttendState:
    shown = view.last()
    assert isinstance(shown, AttendState)
    return shown


def test_a_first_screen_teaches_how_to_begin(desk: Desk, view: Shown) -> None:
    presenter_of(desk, view)
    assert state(view).cases.rows == ()
    assert "F2" in state(view).cases.empty
    assert not state(view).payment.can_collect


def test_a_procedure_is_found_by_any_word_and_its_price_is_told(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    presenter.search_procedure("partida nac")
    found = state(view).procedure.found
    assert found[0].key == "RC-01"
    assert found[0].aside == "S/ 12.36"
    presenter.search_procedure("zzzz")
    assert state(view).procedure.none_found


def test_the_total_is_rounded_in_the_citizens_favour_and_says_so(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    presenter.choose_procedure("RC-01")
    payment = state(view).payment
    assert payment.total == "S/ 12.30"
    assert [line.amount for line in payment.lines] == ["S/ 12.36", "\N{MINUS SIGN}S/ 0.06"]
    assert payment.quick[0].key == "12.30"


def test_paying_is_not_a_requirement_one_ticks(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    presenter.choose_procedure("RC-01")
    assert [requirement.key for requirement in state(view).procedure.requirements] == ["R1", "R2"]
    presenter.toggle_requirement(("R1", True))
    assert state(view).procedure.requirements_met == "1 de 2"


def test_everything_missing_is_said_at_once_beside_its_field(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    presenter.choose_procedure("RC-01")
    presenter.collect()
    fields = [problem.field for problem in state(view).problems]
    assert fields == [
        "document",
        "given_names",
        "family_names",
        "question:record_holder",
        "question:copies",
        "received",
    ]
    assert desk.commits == []
    presenter.edit(FieldEdited("given_names", "Inés"))
    assert "given_names" not in [problem.field for problem in state(view).problems]
    assert "family_names" in [problem.field for problem in state(view).problems]


def test_without_a_procedure_nothing_is_collected(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    for name in ("document", "given_names", "family_names"):
        presenter.edit(FieldEdited(name, "45067318"))
    presenter.collect()
    assert [problem.field for problem in state(view).problems] == ["procedure"]


def test_a_wrong_dni_is_refused_before_anything_is_written(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    fill_in(presenter)
    presenter.edit(FieldEdited("document", "4506731"))
    presenter.receive("20")
    presenter.collect()
    assert [problem.field for problem in state(view).problems] == ["document"]
    assert desk.commits == []


def test_change_is_told_while_the_amount_is_typed(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    fill_in(presenter)
    presenter.receive("20")
    assert (state(view).payment.change_caption, state(view).payment.change.words) == ("Vuelto", "S/ 7.70")
    presenter.receive("10")
    assert (state(view).payment.change_caption, state(view).payment.change.words) == ("Falta", "S/ 2.30")
    presenter.receive("1,")
    assert state(view).payment.change.tone == "err"
    presenter.receive("")
    assert state(view).payment.change.words == ""


def test_money_short_of_what_is_due_is_refused(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    fill_in(presenter)
    presenter.receive("10.00")
    presenter.collect()
    problem = state(view).problems[0]
    assert problem.field == "received"
    assert "S/ 2.30" in problem.words


def test_collecting_commits_once_and_shows_the_code_and_the_change(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    fill_in(presenter)
    presenter.toggle_requirement(("R1", True))
    presenter.receive("20,00")
    before = desk.station.journal.length
    presenter.collect()
    presenter.collect()
    assert desk.station.journal.length == before + 2
    assert len(desk.commits) == 1
    delivery = state(view).delivery
    assert delivery is not None
    assert "S/ 7.70" in delivery.heading
    assert state(view).step is Step.DELIVERY
    assert len(delivery.code.replace(" ", "")) == 10
    assert any("Nombre completo" in sentence for sentence in delivery.next_steps), "R2 was not ticked: it is observed"
    assert state(view).cases.rows[0].key == delivery.code.replace(" ", "")


def test_without_an_open_drawer_the_reason_is_said_and_the_draft_stays(closed_desk: Desk, view: Shown) -> None:
    presenter = presenter_of(closed_desk, view)
    fill_in(presenter)
    presenter.receive("20")
    presenter.collect()
    assert "Abra la caja" in state(view).notice.words
    assert state(view).delivery is None
    assert state(view).person.given_names == "Inés"


def test_a_draft_is_kept_when_somebody_else_comes_first(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    presenter.edit(FieldEdited("given_names", "Inés"))
    presenter.new_case()
    assert state(view).person.given_names == ""
    draft = state(view).cases.rows[0]
    assert draft.chip == "Borrador"
    assert presenter.drafts() == 1
    presenter.choose_case(draft.key)
    assert state(view).person.given_names == "Inés"


def test_discarding_is_taken_back_with_one_press(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    fill_in(presenter)
    presenter.discard()
    assert state(view).person.given_names == ""
    assert desk.said[-1][1] == "Deshacer"
    presenter.undo_discard()
    assert state(view).person.given_names == "Inés"
    assert state(view).procedure.chosen


def test_somebody_served_before_is_recognised_by_the_number(desk: Desk, view: Shown) -> None:
    desk.collect()
    presenter = presenter_of(desk, view)
    presenter.edit(FieldEdited("document", "4506731"))
    assert state(view).person.given_names == ""
    presenter.edit(FieldEdited("document", "45067318"))
    assert state(view).person.given_names == "Inés"
    assert state(view).person.origin.words == "Ya atendido aquí"


def test_typed_names_are_never_overwritten_by_what_is_known(desk: Desk, view: Shown) -> None:
    desk.collect()
    presenter = presenter_of(desk, view)
    presenter.edit(FieldEdited("given_names", "Inés Rosa"))
    presenter.edit(FieldEdited("document", "45067318"))
    assert state(view).person.given_names == "Inés Rosa"


def test_a_scanned_card_goes_on_to_what_the_person_needs(desk: Desk, view: Shown) -> None:
    desk.collect()
    presenter = presenter_of(desk, view)
    presenter.take_person(Citizen(document="45067318"), "Leído del documento")
    assert state(view).person.family_names == "Yupanqui Torres"
    assert state(view).step is Step.REQUIREMENTS
    presenter.new_case()
    presenter.take_person(Citizen(document="11111111"), "Leído del documento")
    assert state(view).step is Step.PERSON, "nobody knows that name yet"


def test_people_are_found_by_name(desk: Desk, view: Shown) -> None:
    desk.collect()
    presenter = presenter_of(desk, view)
    presenter.search_person()
    assert state(view).person.searching
    presenter.search_people("yupa ine")
    assert [row.title for row in state(view).person.found] == ["Yupanqui Torres, Inés"]
    presenter.choose_person("0")
    assert not state(view).person.searching
    assert state(view).person.document == "45067318"


def test_a_paper_nobody_saw_is_asked_about_and_a_copy_is_numbered(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    fill_in(presenter)
    presenter.receive("20")
    presenter.collect()
    delivery = state(view).delivery
    assert delivery is not None
    job = desk.services.paper.papers_of(delivery.code.replace(" ", ""))[-1]
    presenter.print_again()
    assert "en camino" in state(view).notice.words, "the first paper may still come out"
    desk.printed(job, SpoolState.UNKNOWN, "stalled")
    presenter.refresh()
    assert state(view).delivery.ask_paper  # type: ignore[union-attr]  # it is there: nothing was finished
    presenter.answer_for_paper(False)
    presenter.print_again()
    copies = desk.services.paper.papers_of(delivery.code.replace(" ", ""))
    assert [paper.copy_number for paper in copies if paper.document == "FeeReceipt"] == [0, 1]


def test_a_case_of_the_list_opens_where_its_history_is(desk: Desk, view: Shown) -> None:
    done = desk.collect()
    presenter = presenter_of(desk, view)
    presenter.choose_case(done.code)
    assert desk.went == [("cases", done.code)]


def test_the_tabs_count_and_show_what_waits(desk: Desk, view: Shown) -> None:
    desk.collect()
    presenter = presenter_of(desk, view)
    assert state(view).cases.tabs == ("Hoy 1", "Por enviar 1", "Vencidos 0")
    presenter.choose_tab("queued")
    assert [row.chip for row in state(view).cases.rows] == ["Por enviar"]
    presenter.choose_tab("overdue")
    assert state(view).cases.rows == ()


def test_the_next_person_starts_with_an_empty_form(desk: Desk, view: Shown) -> None:
    presenter = presenter_of(desk, view)
    fill_in(presenter)
    presenter.receive("20")
    presenter.collect()
    presenter.finish()
    assert state(view).delivery is None
    assert state(view).person.document == ""
    assert not presenter.has_work()
