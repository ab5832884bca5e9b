"""One procedure and one complaint from the counter to the answer, and again: every step by hands and by orders."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import Qt

from domain.cases.states import CaseState
from domain.ids import read_case_code
from domain.journal.kinds import Author
from tests.journeys.conftest import Sit
from tests.journeys.kit import OTHER_CABIN, City, Seat, photo, raw_words
from tools.demo_day import WalkIn
from wording import formats

POSSESSION = WalkIn("UR-04", "posesion servicios", "26704511", "María Elena", "Chuquimango Rojas", missing=True)


def hear(desk: Seat, city: City) -> None:
    """Everything is sent, and everything that the centre says is heard."""
    desk.send_everything()
    journal, said = desk.services.counter.journal, len(city.held(desk.place.station, Author.CENTRE))
    desk.ask_until(lambda: journal.heard >= said, "the centre's words")


def look_at(desk: Seat, code: str) -> str:
    """The case's screen, as it is read."""
    desk.hands.key(Qt.Key.Key_F3)
    desk.program.shell.go("cases", code)
    desk.hands.settle()
    seen = desk.seen()
    assert raw_words(seen) == []
    return seen


def papers(desk: Seat, code: str) -> list[str]:
    return [job.document for job in desk.services.paper.papers_of(code)]


def state(desk: Seat, code: str) -> CaseState:
    return desk.services.cases.row(code).state


def complete(other: Seat, code: str, missing: str) -> None:
    """With no network at the other cabin, from the citizen's paper."""
    other.cable.pulled = True
    other.program.shell.go("case_act", f"complete:{code}:UR-04")
    asked = other.city.procedure("UR-04").requirements
    other.hands.click(next(item.text for item in asked if item.code == missing))
    other.hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Quedó anotado" in other.seen()
    other.hands.until(lambda: not other.is_printing(), what="the paper")
    other.cable.pulled = False
    other.send_everything()


def tell(desk: Seat, what: str) -> None:
    """The first key of the case's screen prints what the citizen is owed."""
    desk.hands.key(Qt.Key.Key_F12)
    desk.hands.until(lambda: not desk.is_printing(), what=what)


def completed_elsewhere(city: City, sit: Sit) -> tuple[Seat, str]:
    """Taken in offline with something missing, which is brought to another cabin; the first one has heard of it."""
    city.settle(OTHER_CABIN)
    other = sit(place=OTHER_CABIN)
    other.begin_day()
    desk = sit()
    desk.begin_day()
    desk.cable.pulled = True
    assert desk.serve(POSSESSION)
    code = desk.own()[-2].entry.body["case"]
    (missing,) = desk.own()[-2].entry.body["observed"]
    assert papers(desk, code) == ["CaseNotice", "FeeReceipt"]
    seen = look_at(desk, code)
    assert "Se puede traer a cualquier cabina hasta el" in seen
    assert "En este equipo, hasta que haya conexión" in seen
    desk.cable.pulled = False
    hear(desk, city)
    hear(other, city)
    desk.stop()

    complete(other, code, missing)
    desk = sit()
    desk.sign_in()
    hear(desk, city)
    assert state(desk, code) is CaseState.RECEIVED
    assert desk.services.cases.detail(code).observed == ()
    return desk, code


def test_a_procedure_is_completed_at_another_cabin_delayed_answered_and_opened_again(city: City, sit: Sit) -> None:
    desk, code = completed_elsewhere(city, sit)
    detail = desk.services.cases.detail(code)
    assert "Paso 1 de 4 cumplido" in city.order("step", code, "REVISION", "--by", "eva")
    later = desk.city.calendar.add_working_days(detail.row.promise, 4)
    why = ("--reason", "inspection", "--text", "El técnico va la otra semana.")
    said = city.order("new-date", code, "--day", formats.day(later), *why)
    assert "imprimirá la nueva fecha" in said
    hear(desk, city)
    seen = look_at(desk, code)
    assert f"Dígale a la persona la nueva fecha, {formats.day(later)}" in seen
    assert "Visita al predio" in seen
    tell(desk, "the new date")
    assert "Se imprimió la nueva fecha" in desk.seen()

    city.order("answer", code, "--state", "resolved", "--area", "SG", "--text", "Recoja su constancia.")
    hear(desk, city)
    assert "La municipalidad responde: Recoja su constancia." in look_at(desk, code)
    tell(desk, "the answer")
    desk.hands.click("Reabrir")
    desk.hands.click("No se resolvió")
    desk.hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hear(desk, city)
    assert state(desk, code) is CaseState.IN_PROGRESS
    file = desk.services.cases.detail(code).file
    assert (file.reopened, file.promise >= later) == (1, True), "no promise is shortened"

    city.order("answer", code, "--state", "rejected", "--text", "El predio está en zona de riesgo.")
    city.order("close-case", code)
    hear(desk, city)
    assert state(desk, code) is CaseState.CLOSED
    assert city.findings() == []
    assert desk.verification().is_clean
    table = city.order("compliance")
    assert "Constancia de posesión para servicios básicos" in table
    assert re.search(r"100$", table.splitlines()[-1])


def test_a_complaint_goes_through_its_steps_and_is_told_at_the_counter(city: City, sit: Sit) -> None:
    desk = sit()
    desk.begin_day()
    desk.complain(photo(city.data))
    found = next(one for one in reversed(desk.own()) if one.entry.kind == "case_opened/1")
    code = read_case_code(found.entry.body["case"])
    promised = date.fromisoformat(found.entry.body["promise"])
    hear(desk, city)
    assert "Secretaría General" in city.order("move-case", code, "--area", "SG")
    hear(desk, city)
    assert "Secretaría General, desde el" in look_at(desk, code)
    plan = desk.services.cases.detail(code).plan
    for number, step in enumerate(plan, 1):
        assert f"Paso {number} de {len(plan)}" in city.order("step", code, step.code)
    city.order("answer", code, "--state", "resolved", "--text", "Se reparó el poste.")
    hear(desk, city)
    detail = desk.services.cases.detail(code)
    assert detail.file.steps == tuple(step.code for step in plan)
    assert (detail.row.promise, detail.row.state) == (promised, CaseState.RESOLVED)
    seen = look_at(desk, code)
    assert "La municipalidad responde: Se reparó el poste." in seen
    tell(desk, "the answer")
    assert papers(desk, code) == ["ComplaintSlip", "CaseNotice"]
    city.order("close-case", code)
    city.order("reopen", code)
    hear(desk, city)
    assert state(desk, code) is CaseState.IN_PROGRESS
    assert "no cumplida" not in city.order("index")
    sheet = city.data / "plazos.csv"
    assert str(sheet) in city.order("durations", "--csv", str(sheet))
    assert sheet.read_text("utf-8").splitlines()[0].startswith("Servicio,Respondidos,La mitad en")
    assert "Paso cumplido" not in city.order("case", code), "a reopened case begins its steps again"
    assert city.findings() == []
