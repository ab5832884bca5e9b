"""The municipality's form at the counter: one page of it at a time, asked by what was answered so far."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from domain.catalog import Asked, FieldKind, FormField, asked, count_of
from domain.errors import Refusal
from kiosk_app.screens.desk.attend.draft import AttendDraft
from kiosk_app.screens.desk.attend.state import EditorKind, FormPage, FormQuestion
from kiosk_app.screens.desk.photos import photo_words, read_photo
from kiosk_app.shown import Choice
from kiosk_app.storage.drafts import DraftPhoto
from wording.catalogue import _

_EDITORS: Final[dict[FieldKind, EditorKind]] = {
    FieldKind.LONG_TEXT: "long_text",
    FieldKind.NUMBER: "number",
    FieldKind.DECIMAL: "number",
    FieldKind.DATE: "date",
    FieldKind.CHOICE: "choice",
    FieldKind.YES_NO: "yes_no",
    FieldKind.PHOTO: "photo",
    FieldKind.REPEAT: "repeat",
}
ADD: Final = "+"
REMOVE: Final = "-"


def all_asked(draft: AttendDraft) -> list[Asked]:
    return [] if draft.quote is None else list(asked(draft.quote.procedure.form, draft.answers))


def pages(draft: AttendDraft) -> list[str]:
    """The headings that have a question now, in the form's order."""
    return list(dict.fromkeys(question.page for question in all_asked(draft)))


def page_on_show(draft: AttendDraft) -> int:
    """A page can vanish with the answer that called for it."""
    return max(0, min(draft.form_page, len(pages(draft)) - 1))


def on_page_of(draft: AttendDraft, key: str) -> AttendDraft:
    """Turned to the page on which that question stands."""
    headings = pages(draft)
    found = next((headings.index(question.page) for question in all_asked(draft) if question.key == key), None)
    return draft if found is None else replace(draft, form_page=found)


def turned(draft: AttendDraft, by: int) -> AttendDraft:
    last = len(pages(draft)) - 1
    return replace(draft, form_page=max(0, min(page_on_show(draft) + by, last)))


def first_question(draft: AttendDraft) -> str:
    """The key of the first question on show that has to be answered and is not; failing that, of the first."""
    here = _here(draft)
    open_ones = [one for one in here if one.field.required and not draft.answers.get(one.key, "").strip()]
    return next((one.key for one in (*open_ones, *here)), "")


def form_page(draft: AttendDraft) -> FormPage:
    headings, at = pages(draft), page_on_show(draft)
    heading = ""
    if len(headings) > 1:
        told = _("{heading} · part {number} of {count}")
        heading = told.format(heading=headings[at], number=at + 1, count=len(headings))
    return FormPage(
        heading, tuple(_shown(draft, question) for question in _here(draft)), at > 0, at + 1 < len(headings)
    )


def with_answer(draft: AttendDraft, key: str, text: str) -> AttendDraft:
    """Raises Refusal `file_unreadable`, `file_too_large` or `too_many_photos` for a photo that will not do."""
    field = next((question.field for question in all_asked(draft) if question.key == key), None)
    if field is None or field.kind is not FieldKind.PHOTO:
        return draft.with_answer(key, text)
    mine = [photo for photo in draft.photos if photo.field == key]
    others = tuple(photo for photo in draft.photos if photo.field != key)
    if text.startswith(REMOVE):
        del mine[int(text.removeprefix(REMOVE))]
    else:
        mine.append(_photo(field, key, text.removeprefix(ADD), len(mine)))
    return replace(draft.with_answer(key, str(len(mine))), photos=(*others, *mine))


def prefilled(draft: AttendDraft) -> AttendDraft:
    """What the person told already is not asked again."""
    for question in all_asked(draft):
        known = draft.citizen.phone if question.field.kind is FieldKind.PHONE else ""
        if known and not draft.answers.get(question.key):
            draft = draft.with_answer(question.key, known)
    return draft


def _photo(field: FormField, key: str, path: str, held: int) -> DraftPhoto:
    if field.most is not None and held >= field.most:
        raise Refusal("too_many_photos", most=field.most)
    blob = read_photo(path)
    return DraftPhoto(key, photo_words(Path(path).name, blob), blob)


def _here(draft: AttendDraft) -> list[Asked]:
    headings = pages(draft)
    if not headings:
        return []
    heading = headings[page_on_show(draft)]
    return [question for question in all_asked(draft) if question.page == heading]


def _shown(draft: AttendDraft, question: Asked) -> FormQuestion:
    field = question.field
    kind = _EDITORS.get(field.kind, "text")
    choices = tuple(Choice(text, text) for text in field.choices)
    if kind == "yes_no":
        choices = (Choice("yes", _("Yes")), Choice("no", _("No")))
    if kind == "photo":
        held = (photo for photo in draft.photos if photo.field == question.key)
        choices = tuple(Choice(str(place), photo.name) for place, photo in enumerate(held))
    answer = draft.answers.get(question.key, "")
    if kind == "repeat":
        answer = str(count_of(field, answer))
    return FormQuestion(
        key=question.key,
        caption=f"{field.label} ({question.copy})" if question.copy else field.label,
        kind=kind,
        answer=answer,
        choices=choices,
        hint="" if field.required else _("optional"),
        help=field.help,
        least=field.least or 0,
        most=field.most or 0,
    )
