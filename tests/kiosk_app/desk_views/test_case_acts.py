"""The case's screen says where it stands and does what it needs; the page for one act takes it in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from domain.ids import case_code
from kiosk_app.screens.desk.case_act.presenter import CaseActPresenter
from kiosk_app.screens.desk.cases.presenter import CasesPresenter
from kiosk_app.services.procedures import ProcedureRequest
from tests.kiosk_app.desk_views.kit import INES, ROSA, Desk, Shown
from tests.kiosk_app.desk_views.test_other_presenters import cases_of

MISSING = ("R3", "R4")


@pytest.fixture
def view() -> Shown:
    return Shown()


def act_of(desk: Desk, view: Shown) -> CaseActPresenter:
    services = desk.services
    return CaseActPresenter(
        view, ROSA, services.counter, services.cases, services.acts, committed=desk.committed, go=desk.go
    )


def collected(desk: Desk, *missing: str) -> str:
    """A case whose person did not bring everything, as the service leaves it."""
    quote = desk.services.procedures.quote("UR-04")
    form = {question.id: (question.choices or ("1",))[0] for question in quote.procedure.form if question.required}
    met = tuple(item.code for item in quote.procedure.requirements if item.code not in missing)
    request = ProcedureRequest("UR-04", INES, met, (), quote.due, form)
    return desk.services.procedures.submit(ROSA, request).code


def shown(desk: Desk, code: str) -> tuple[CasesPresenter, Shown]:
    view = Shown()
    presenter = cases_of(desk, view)
    presenter.open(code)
    return presenter, view


def test_an_observed_case_says_until_when_and_offers_to_take_it_in(desk: Desk) -> None:
    code = collected(desk, *MISSING)
    presenter, view = shown(desk, code)
    detail = view.last().detail
    assert detail.advice.words.startswith("Falta algo. Se puede traer a cualquier cabina hasta el ")
    assert [act.key for act in detail.acts] == ["complete"]
    assert [step.stage for step in detail.steps] == ["now", "to_come", "to_come", "to_come"]
    assert any(line.words == "Plazo legal" and "detenido" in line.amount for line in detail.dates)
    presenter.act("complete")
    assert desk.went[-1] == ("case_act", f"complete:{code}")


def test_what_is_ticked_is_taken_in_with_its_photo_and_nothing_is_taken_in_twice(
    desk: Desk, view: Shown, tmp_path: Path
) -> None:
    code = collected(desk, *MISSING)
    photo = tmp_path / "plano.png"
    Image.new("RGB", (40, 30), "white").save(photo)
    presenter = act_of(desk, view)
    presenter.show(f"complete:{code}")
    presenter.confirm()
    assert [problem.words for problem in view.last().problems] == ["Marque lo que trae la persona"]
    presenter.toggle("R3")
    presenter.toggle("R4")
    presenter.add_photo(str(photo))
    presenter.add_photo(str(tmp_path / "nothing.png"))
    assert view.last().problems
    presenter.confirm()
    assert "Quedó anotado" in view.last().done.words
    assert "La nueva fecha es el" in view.last().done.words
    length = desk.station.journal.length
    presenter.confirm()
    assert desk.station.journal.length == length
    assert shown(desk, code)[1].last().detail.advice.words.startswith("Ya trajo todo")


def test_a_case_of_another_cabin_is_taken_in_from_its_paper(desk: Desk, view: Shown) -> None:
    code = case_code(12, 3, b"k" * 32)
    presenter = act_of(desk, view)
    presenter.show(f"complete:{code}:UR-04")
    assert len(view.last().requirements) == 4
    presenter.toggle("R3")
    presenter.confirm()
    assert view.last().done.words == "Quedó anotado. El papel con el código se está imprimiendo."
    presenter.leave()
    assert desk.went[-1] == ("cases", "")


def test_a_new_date_is_told_by_the_first_key_and_then_no_more(desk: Desk) -> None:
    code = collected(desk)
    desk.hear("case_moved/1", case=code, state="received", area="CAT")
    desk.hear(
        "promise_moved/1", case=code, promise="2026-12-16", reason="weather", told="counter", words="Por la lluvia."
    )
    presenter, view = shown(desk, code)
    detail = view.last().detail
    assert detail.acts[0].key == "tell:date"
    assert "16/12/2026" in detail.advice.words
    assert [line.words for line in detail.dates][:3] == ["En su papel", "Nueva fecha", "Por qué cambió"]
    presenter.act("tell:date")
    assert view.last().detail.acts == ()
    assert "Se imprimió la nueva fecha" in [line.words for line in view.last().detail.history]


def test_an_answered_case_prints_its_answer_and_may_be_opened_again(desk: Desk, view: Shown) -> None:
    code = collected(desk)
    desk.hear("case_moved/1", case=code, state="resolved", area="SG", answer="Recoja su constancia.")
    presenter, cases = shown(desk, code)
    assert [act.key for act in cases.last().detail.acts] == ["tell:answer", "reopen"]
    presenter.act("tell:answer")
    act = act_of(desk, view)
    act.show(f"reopen:{code}")
    act.confirm()
    assert [problem.words for problem in view.last().problems] == ["Elija lo que dice la persona"]
    act.choose_ground("not_solved")
    act.confirm()
    assert view.last().done.tone == "ok"
    presenter.refresh()
    assert cases.last().detail.acts == ()
    assert "Se pidió reabrirlo" in cases.last().detail.advice.words
