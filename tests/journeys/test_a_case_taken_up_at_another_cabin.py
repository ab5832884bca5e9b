"""A case that one cabin took in goes on at another: asked of the centre by its code, though the line is cut, and though
the first cabin never comes back.
"""

from __future__ import annotations

from domain.ids import case_code
from domain.journal.kinds import Author
from tests.journeys.conftest import Sit
from tests.journeys.kit import OTHER_CABIN, City, Seat, raw_words
from tests.journeys.test_the_life_of_a_case import POSSESSION, hear
from wording import formats


def taken_in(city: City, sit: Sit) -> tuple[Seat, str, str]:
    """At the first cabin, with something missing; the centre has it."""
    desk = sit()
    desk.begin_day()
    assert desk.serve(POSSESSION)
    body = desk.own()[-2].entry.body
    hear(desk, city)
    (missing,) = body["observed"]
    return desk, body["case"], missing


def take_up(other: Seat, code: str) -> str:
    """The ten digits are typed where cases are searched."""
    other.program.shell.go("cases", "")
    other.hands.write("Buscar un caso", formats.case_code(code))
    other.hands.until(
        lambda: "Subgerencia de Planeamiento Urbano y Catastro, desde el" in other.seen(), what="the case"
    )
    seen = other.seen()
    assert raw_words(seen) == []
    return seen


def bring(other: Seat, missing: str) -> str:
    other.hands.click("Recibir lo que faltaba…")
    asked = other.city.procedure("UR-04").requirements
    other.hands.click(next(item.text for item in asked if item.code == missing))
    other.hands.click("Anotar e imprimir")
    other.hands.until(lambda: not other.is_printing(), what="the paper")
    return other.seen()


def test_a_case_goes_on_where_the_citizen_stands_though_the_line_is_cut_and_its_cabin_is_gone(
    city: City, sit: Sit
) -> None:
    city.settle(OTHER_CABIN)
    desk, code, missing = taken_in(city, sit)
    desk.stop()  # and nobody ever sits there again

    other = sit(place=OTHER_CABIN)
    other.begin_day()
    seen = take_up(other, code)
    assert "Se puede traer a cualquier cabina hasta el" in seen
    assert "otra cabina, número 007" in seen
    assert "Chuquimango" not in seen, "nobody's name is told to another cabin"
    other.cable.pulled = True  # the line is cut between the question and the act
    seen = bring(other, missing)
    assert "Quedó anotado" in seen
    assert "La nueva fecha es el" in seen, "what is missing is known here, so the paper says the date"
    own = other.own()[-1].entry
    assert (own.kind, own.body["brought"], "left" in own.body) == ("case_completed/1", [missing], False)

    other.cable.pulled = False
    hear(other, city)
    (resumed,) = [one for one in city.held("C07", Author.CENTRE) if one.entry.kind == "case_resumed/1"]
    assert resumed.entry.body["promise"] == own.body["promise"], "the centre keeps the date on the paper"
    assert city.findings() == []
    assert "La persona no tiene que hacer nada" in take_up(other, code)

    # The office answers; the citizen asks at the same place, and does not agree.
    city.order("answer", code, "--state", "resolved", "--text", "Recoja su constancia.")
    take_up(other, code)
    written = len(other.own())
    other.hands.click("Reabrir…")
    other.hands.click("No se resolvió")
    other.hands.click("Anotar e imprimir")
    hear(other, city)
    assert len(other.own()) == written + 1
    words = [one.entry for one in city.held("C07", Author.CENTRE) if one.entry.kind == "case_resumed/1"]
    assert [word.body["ground"] for word in words] == ["completed", "reopened"]
    assert words[1].body["promise"] >= words[0].body["promise"]


def test_two_cabins_that_take_in_the_same_leave_one_answer_and_the_first_one_hears_it(
    city: City, sit: Sit, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.cases: station C07")
    city.settle(OTHER_CABIN)
    desk, code, missing = taken_in(city, sit)
    other = sit(place=OTHER_CABIN)
    other.begin_day()
    take_up(other, code)
    desk.cable.pulled = other.cable.pulled = True
    bring(other, missing)
    desk.program.shell.go("cases", code)
    bring(desk, missing)
    other.cable.pulled = False
    hear(other, city)
    desk.cable.pulled = False
    hear(desk, city)
    words = [one.entry for one in city.held("C07", Author.CENTRE) if one.entry.kind == "case_resumed/1"]
    assert len(words) == 1, "the centre is the single writer of a case"
    assert city.findings() == [f"C07/{desk.own()[-1].entry.sequence} case_not_observed"]
    detail = desk.services.cases.detail(code)
    assert (detail.observed, detail.row.promise.isoformat()) == ((), words[0].body["promise"])


def test_a_code_that_nobody_knows_and_a_centre_that_nobody_reaches_are_told_apart(city: City, sit: Sit) -> None:
    city.settle(OTHER_CABIN)
    _desk, code, _missing = taken_in(city, sit)
    other = sit(place=OTHER_CABIN)
    other.begin_day()
    other.cable.pulled = True
    other.program.shell.go("cases", "")
    other.hands.write("Buscar un caso", code)
    other.hands.until(lambda: "ahora no hay conexión con la municipalidad" in other.seen(), what="that nobody answers")
    other.cable.pulled = False
    other.hands.write("Buscar un caso", case_code(99, 1, b"k" * 32))
    other.hands.until(lambda: "La municipalidad no conoce ningún caso" in other.seen(), what="that it is unknown")
