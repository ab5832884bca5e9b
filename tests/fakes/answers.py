"""What a person answers to a form, so that it will do: for each kind something right."""

from __future__ import annotations

from typing import Final

from domain.catalog import FieldKind, FormField, Procedure, asked

_RIGHT: Final = {
    FieldKind.NUMBER: "1",
    FieldKind.DECIMAL: "42,5",
    FieldKind.DATE: "20/11/2026",
    FieldKind.YES_NO: "no",
    FieldKind.DNI: "41239077",
    FieldKind.TAX_ID: "20495556787",
    FieldKind.PHONE: "976543210",
    FieldKind.EMAIL: "vecina@ejemplo.pe",
    FieldKind.PHOTO: "1",
}
#: What the patterns of the folders ask for.
_WRITTEN: Final = {"schedule": "8 a 13", "registry": "11012345"}


def right_answer(field: FormField) -> str:
    if field.pattern:
        return _WRITTEN[field.id]
    if field.kind is FieldKind.REPEAT:
        return str(field.least or 1)
    if field.kind is FieldKind.NUMBER and field.least is not None:
        return str(field.least)
    return field.choices[0] if field.choices else _RIGHT.get(field.kind, "1")


def right_answers(procedure: Procedure) -> dict[str, str]:
    """To everything that has to be answered, as far as these answers call for it."""
    answers: dict[str, str] = {}
    while True:
        open_ones = [one for one in asked(procedure.form, answers) if one.field.required and one.key not in answers]
        if not open_ones:
            return answers
        answers[open_ones[0].key] = right_answer(open_ones[0].field)
