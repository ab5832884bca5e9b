"""Which questions a form asks by what was answered, and which answers will do."""

from __future__ import annotations

from datetime import date

import pytest

from domain.catalog import Condition, FieldKind, FormField, asked, count_of, fault_of, given, read_municipality
from tests.domain.catalog.conftest import folder
from tests.fakes.answers import right_answers

TODAY = date(2026, 11, 20)


def field(kind: FieldKind, **more: object) -> FormField:
    return FormField(**({"id": "q", "label": "Q", "kind": kind, "required": True} | more))  # type: ignore[arg-type]


COMPANY = field(FieldKind.YES_NO, id="company")
PARTNER = field(
    FieldKind.REPEAT,
    id="partner",
    least=2,
    most=3,
    when=Condition("company", ("yes",)),
    fields=(field(FieldKind.TEXT, id="name"), field(FieldKind.DNI, id="dni")),
)
KIND = field(FieldKind.CHOICE, id="kind", choices=("A", "B"), when=Condition("company", ("yes",)))
MORE = field(FieldKind.TEXT, id="more", when=Condition("kind", ("A",)))
FORM = (COMPANY, PARTNER, KIND, MORE)


def keys(answers: dict[str, str]) -> list[str]:
    return [question.key for question in asked(FORM, answers)]


def test_a_question_is_asked_when_the_answer_before_it_calls_for_it() -> None:
    assert keys({}) == ["company"]
    assert keys({"company": "no"}) == ["company"]
    assert "kind" in keys({"company": "yes"})
    assert "more" in keys({"company": "yes", "kind": "A"})


def test_what_hangs_on_a_question_that_is_not_asked_is_not_asked_either() -> None:
    assert keys({"company": "no", "kind": "A"}) == ["company"]


def test_a_group_stands_there_as_often_as_it_must_and_as_was_said() -> None:
    names = ["partner.1.name", "partner.1.dni", "partner.2.name", "partner.2.dni"]
    assert keys({"company": "yes"})[2:6] == names
    assert "partner.3.dni" in keys({"company": "yes", "partner": "3"})
    assert count_of(PARTNER, "9") == 3
    assert count_of(PARTNER, "0") == 2
    assert count_of(PARTNER, "many") == 2


def test_an_answer_to_what_is_asked_no_more_is_not_given() -> None:
    told = {"company": "no", "kind": "A", "more": "secret", "partner.1.name": "Julia"}
    assert given(FORM, told) == {"company": "no"}


def test_a_nought_is_an_answer_and_no_photos_are_none() -> None:
    form = (field(FieldKind.NUMBER, id="n"), field(FieldKind.PHOTO, id="p"))
    assert given(form, {"n": "0", "p": "0"}) == {"n": "0"}


@pytest.mark.parametrize(
    ("question", "right", "wrong", "why"),
    [
        (field(FieldKind.TEXT), "x", " ", "missing"),
        (field(FieldKind.NUMBER), "-12", "1,5", "number"),
        (field(FieldKind.NUMBER, least=1), "1", "0", "least"),
        (field(FieldKind.NUMBER, most=20), "20", "21", "most"),
        (field(FieldKind.DECIMAL, least=1), "1,5", "0.99", "least"),
        (field(FieldKind.DECIMAL), "42.5", "1.2.3", "decimal"),
        (field(FieldKind.DATE), "29/02/2024", "29/02/2025", "date"),
        (field(FieldKind.DATE), "1-3-1979", "1979-03-01", "date"),
        (field(FieldKind.DATE, not_after_today=True), "20/11/2026", "21/11/2026", "after_today"),
        (field(FieldKind.DATE, not_before_today=True), "20/11/2026", "19/11/2026", "before_today"),
        (field(FieldKind.CHOICE, choices=("A", "B")), "A", "C", "choice"),
        (field(FieldKind.YES_NO), "yes", "sí", "yes_no"),
        (field(FieldKind.DNI), "45 067 318", "4506731A", "dni"),
        (field(FieldKind.TAX_ID), "20495556787", "20495556781", "tax_id"),
        (field(FieldKind.TAX_ID), "30-50001091-2", "30-50001091-3", "tax_id"),
        (field(FieldKind.PHONE), "+51 976 543 210", "97654321x", "phone"),
        (field(FieldKind.EMAIL), "ana@ejemplo.pe", "ana@ejemplo", "email"),
        (field(FieldKind.TEXT, pattern="[0-9]{8}", message="m"), "12345678", "123456789", "pattern"),
        (field(FieldKind.PHOTO, least=2), "2", "1", "least"),
        (field(FieldKind.PHOTO), "1", "", "missing"),
        (field(FieldKind.PHOTO, most=2), "2", "3", "most"),
    ],
)
def test_an_answer_will_do_or_it_is_said_why_not(question: FormField, right: str, wrong: str, why: str) -> None:
    assert fault_of(question, right, TODAY) == ""
    assert fault_of(question, wrong, TODAY) == why


def test_what_need_not_be_answered_may_be_empty_and_not_wrong() -> None:
    optional = field(FieldKind.EMAIL, required=False)
    assert fault_of(optional, "", TODAY) == ""
    assert fault_of(optional, "ana", TODAY) == "email"


@pytest.mark.parametrize(("name", "most"), [("cajamarca", 3), ("mar-del-plata", 1)])
def test_the_folders_have_forms_with_conditions_and_every_form_can_be_answered(name: str, most: int) -> None:
    procedures = {one.code: one for one in read_municipality(folder(name)).procedures}
    rich = {one.code for one in procedures.values() if any(field.when for field in one.form)}
    assert len(rich) >= most
    for procedure in procedures.values():
        answers = right_answers(procedure)
        faults = [
            one.key for one in asked(procedure.form, answers) if fault_of(one.field, answers.get(one.key, ""), TODAY)
        ]
        assert faults == [], procedure.code
