"""The form of a procedure: which questions are asked, by what was answered so far, and whether an answer will do.

Answers are text by the question's key: its `id`, or `children.2.name` for the second of a repeated group. The answer to
the group itself is how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

Answers = Mapping[str, str]

YES: Final = "yes"
NO: Final = "no"
REPEATS_MAX: Final = 20
PHOTOS_MAX: Final = 4
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]{2,}")
_WHOLE: Final = re.compile(r"-?\d{1,9}")
_DECIMAL: Final = re.compile(r"-?\d{1,9}([.,]\d{1,4})?")
_PHONE_DIGITS: Final = range(6, 16)
_TAX_ID_DIGITS: Final = 11
_DNI_DIGITS: Final = (7, 8)  # Argentina's may have seven


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"  # a whole number
    DECIMAL = "decimal"  # typed with a decimal mark, kept as text: areas in m², never money
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    DNI = "dni"  # the country's identity document
    TAX_ID = "tax_id"  # RUC in Peru, CUIT in Argentina
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    PHOTO = "photo"  # of a document; the answer is how many there are
    REPEAT = "repeat"  # a group of questions, asked as often as it takes


@dataclass(frozen=True, slots=True)
class Condition:
    """The question is asked when the answer to `field`, a choice before it, is one of `values`."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of the form. `choices` is empty unless `kind` is `choice`; `help` may be empty.

    `page` is the heading under which it stands, empty where the form has one page. `least` and `most` bound a number,
    how many photos, or how often a group repeats; `not_after_today` and `not_before_today` bound a date; `pattern` is
    what a text must match as a whole. `message` is what to say of an answer that will not do, empty for usual words.
    `fields` are the questions of a group.
    """

    id: str
    label: str
    kind: FieldKind
    required: bool
    choices: tuple[str, ...] = ()
    help: str = ""
    page: str = ""
    when: Condition | None = None
    least: int | None = None
    most: int | None = None
    not_after_today: bool = False
    not_before_today: bool = False
    pattern: str = ""
    message: str = ""
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands in front of a person. `copy` counts from 1 inside a repeated group, 0 elsewhere."""

    key: str
    field: FormField
    page: str
    copy: int = 0


def asked(form: tuple[FormField, ...], answers: Answers) -> Iterator[Asked]:
    """The questions that these answers call for, in the form's order."""
    hidden: set[str] = set()
    for field in form:
        condition = field.when
        if condition is not None:
            unmet = condition.field in hidden or answers.get(condition.field, "") not in condition.values
            if unmet:
                hidden.add(field.id)
                continue
        yield Asked(field.id, field, field.page)
        for copy in range(1, count_of(field, answers.get(field.id, "")) + 1):
            for inner in field.fields:
                yield Asked(f"{field.id}.{copy}.{inner.id}", inner, field.page, copy)


def count_of(field: FormField, answer: str) -> int:
    """How often a group stands there: as often as it must before anybody has said."""
    if field.kind is not FieldKind.REPEAT:
        return 0
    least, most = field.least or 0, field.most or REPEATS_MAX
    return min(max(int(answer), least), most) if _is_count(answer) else least


def given(form: tuple[FormField, ...], answers: Answers) -> dict[str, str]:
    """What was answered to what is asked: an answer to a question that is asked no more is not kept."""
    found: dict[str, str] = {}
    for question in asked(form, answers):
        answer = answers.get(question.key, "").strip()
        if question.field.kind is FieldKind.REPEAT:
            answer = str(count_of(question.field, answer))
        counted = question.field.kind in (FieldKind.REPEAT, FieldKind.PHOTO)
        if answer and not (counted and answer == "0"):
            found[question.key] = answer
    return found


def fault_of(field: FormField, answer: str, today: date) -> str:
    """Nothing when the answer will do; otherwise a word for what is wrong: `missing`, `number`, `decimal`, `date`,
    `choice`, `dni`, `tax_id`, `phone`, `email`, `least`, `most`, `after_today`, `before_today` or `pattern`.
    """
    text = answer.strip()
    if field.kind in (FieldKind.PHOTO, FieldKind.REPEAT):
        return _count_fault(field, text)
    if not text:
        return "missing" if field.required else ""
    return _form_fault(field, text) or _bounds_fault(field, text, today)


def _count_fault(field: FormField, text: str) -> str:
    count = int(text) if _is_count(text) else 0
    if field.kind is FieldKind.REPEAT:
        count = count_of(field, text)
    if not count and field.required:
        return "missing"
    if count and field.least is not None and count < field.least:
        return "least"
    return "most" if field.most is not None and count > field.most else ""


def _form_fault(field: FormField, text: str) -> str:
    digits = "".join(letter for letter in text if letter not in " .-()+/")
    number = digits.isascii() and digits.isdigit()
    right = {
        FieldKind.NUMBER: lambda: _WHOLE.fullmatch(text) is not None,
        FieldKind.DECIMAL: lambda: _DECIMAL.fullmatch(text) is not None,
        FieldKind.DATE: lambda: day_of(text) is not None,
        FieldKind.CHOICE: lambda: text in field.choices,
        FieldKind.YES_NO: lambda: text in (YES, NO),
        FieldKind.DNI: lambda: number and len(digits) in _DNI_DIGITS,
        FieldKind.TAX_ID: lambda: number and len(digits) == _TAX_ID_DIGITS and tax_id_is_right(digits),
        FieldKind.PHONE: lambda: number and len(digits) in _PHONE_DIGITS,
        FieldKind.EMAIL: lambda: _EMAIL.fullmatch(text) is not None,
    }.get(field.kind)
    return "" if right is None or right() else field.kind.value


def _bounds_fault(field: FormField, text: str, today: date) -> str:
    if field.kind in (FieldKind.NUMBER, FieldKind.DECIMAL):
        value = Decimal(text.replace(",", "."))
        if field.least is not None and value < field.least:
            return "least"
        return "most" if field.most is not None and value > field.most else ""
    if field.kind is FieldKind.DATE:
        day = day_of(text)
        if day is not None and field.not_after_today and day > today:
            return "after_today"
        return "before_today" if day is not None and field.not_before_today and day < today else ""
    return "pattern" if field.pattern and re.fullmatch(field.pattern, text) is None else ""


def day_of(text: str) -> date | None:
    """A day as people write it, `14/03/1979`; None for anything else."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def tax_id_is_right(digits: str) -> bool:
    """Modulus 11 with the weights that SUNAT (RUC) and AFIP (CUIT) share; they differ where it has no digit."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=False))
    return int(digits[-1]) in {10: (0, 9), 11: (1, 0)}.get(11 - total % 11, (11 - total % 11,))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 2  # noqa: PLR2004 - two digits are more than enough
