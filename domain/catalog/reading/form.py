"""The form of a procedure, read strictly: a condition names a choice before it, a rule fits its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from domain.catalog.form import NO, PHOTOS_MAX, REPEATS_MAX, YES, Condition, FieldKind, FormField
from domain.catalog.reading.rows import NAME_LENGTH, TEXT_LENGTH, Row, shown
from domain.catalog.reading.settings import distinct

_FIELD_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NUMBER_MOST: Final = 999_999_999
_COUNTED: Final = {FieldKind.PHOTO: PHOTOS_MAX, FieldKind.REPEAT: REPEATS_MAX}
_BOUNDED: Final = (FieldKind.NUMBER, FieldKind.DECIMAL, *_COUNTED)
_WRITTEN: Final = (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.ADDRESS)
#: What a group may ask: no groups inside groups, and photos belong to the whole.
_INNER: Final = tuple(kind for kind in FieldKind if kind not in _COUNTED)


def read_form(row: Row) -> tuple[FormField, ...]:
    fields: list[FormField] = []
    for item in distinct(row.rows("form", "procedure.form", least=0), "id"):
        fields.append(_field(item, {field.id: field for field in fields}))
    pages = {field.page for field in fields}
    if "" in pages and len(pages) > 1:
        row.note("form", "questions with a page and questions without", "a page for each of them, or for none")
    return tuple(fields)


def _field(row: Row, before: Mapping[str, FormField]) -> FormField:
    read = _question(row, FieldKind)
    page = row.text("page", longest=60, default="")
    when = _condition(row, before) if row.has("when") else None
    inner: tuple[FormField, ...] = ()
    if read.kind is FieldKind.REPEAT:
        inner = tuple(_inner(item) for item in distinct(row.rows("field", "procedure.form.field"), "id"))
    elif row.has("field"):
        row.note("field", "a group of questions", f"no such group, because the kind is {read.kind}")
    row.finish()
    return replace(read, page=page, when=when, fields=inner)


def _inner(row: Row) -> FormField:
    read = _question(row, FieldKind)
    if read.kind not in _INNER:
        row.note("kind", f'"{read.kind}"', "inside a group one of " + ", ".join(sorted(_INNER)))
    row.finish()
    return read


def _question(row: Row, kinds: type[FieldKind]) -> FormField:
    kind = row.choice("kind", kinds)
    is_choice = kind is FieldKind.CHOICE
    if row.has("choices") and not is_choice and row.table.get("kind") == kind:
        row.note("choices", "choices", f"no choices, because the kind is {kind}")
    least, most = _bounds(row, kind)
    past, future = _day_bounds(row, kind)
    return FormField(
        id=row.pattern("id", _FIELD_ID, "1 to 40 small letters, digits and underscores, a letter first"),
        label=row.text("label"),
        kind=kind,
        required=row.flag("required", default=True),
        choices=row.texts("choices", least=2, most=60, longest=NAME_LENGTH) if is_choice else (),
        help=row.text("help", longest=TEXT_LENGTH, default=""),
        least=least,
        most=most,
        not_after_today=past,
        not_before_today=future,
        pattern=_pattern(row, kind),
        message=row.text("message", longest=TEXT_LENGTH, default=""),
    )


def _bounds(row: Row, kind: FieldKind) -> tuple[int | None, int | None]:
    found: list[int | None] = []
    for key in ("least", "most"):
        if not row.has(key):
            found.append(_COUNTED.get(kind) if key == "most" else None)
        elif kind not in _BOUNDED:
            row.note(key, shown(row.table[key]), f"no {key}, because the kind is {kind}")
            found.append(None)
        else:
            counted = _COUNTED.get(kind)
            found.append(row.whole(key, 0 if counted else -_NUMBER_MOST, counted or _NUMBER_MOST))
    least, most = found
    if least is not None and most is not None and least > most:
        row.note("least", f"the number {least}", f"at most {most}, which is the most")
    return least, most


def _day_bounds(row: Row, kind: FieldKind) -> tuple[bool, bool]:
    found = []
    for key in ("not_after_today", "not_before_today"):
        value = row.flag(key, default=False)
        if value and kind is not FieldKind.DATE:
            row.note(key, "true", f"left out, because the kind is {kind}")
        found.append(value)
    return found[0], found[1]


def _pattern(row: Row, kind: FieldKind) -> str:
    if not row.has("pattern"):
        return ""
    text = row.text("pattern", longest=NAME_LENGTH)
    if kind not in _WRITTEN:
        row.note("pattern", shown(text), f"no pattern, because the kind is {kind}")
    elif not row.table.get("message"):
        row.note("pattern", "no message beside it", "a message that says how to write it: nobody reads a pattern")
    try:
        re.compile(text)
    except re.error as error:
        row.note("pattern", shown(text), f"a regular expression; {error.msg}")
        return ""
    return text


def _condition(row: Row, before: Mapping[str, FormField]) -> Condition | None:
    """`when = { field = "is_company", is = ["yes"] }`."""
    table = row.row("when", "procedure.form.when")
    if table is None:
        return None
    choices = {
        name: field.choices if field.kind is FieldKind.CHOICE else (YES, NO)
        for name, field in before.items()
        if field.kind in (FieldKind.CHOICE, FieldKind.YES_NO)
    }
    name = table.reference("field", choices, "the id of a choice or yes_no question before this one")
    values = table.texts("is", least=1, most=60, longest=NAME_LENGTH)
    for position, value in enumerate(values):
        if name and value not in choices[name]:
            table.note_item("is", position, shown(value), "one of " + ", ".join(choices[name]))
    table.finish()
    return Condition(name, values)
