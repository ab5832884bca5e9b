"""Appointments in words: days and hours that are free, what one is about, and what was just given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.appointments import AppointmentState
from domain.catalog import AppointmentService, AppointmentWord
from kiosk_app.screens.desk.appointments.state import AppointmentDetail
from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.screens.desk.words import paper_words, spoken_code
from kiosk_app.services.appointments import AppointmentRow, FreeSlot
from kiosk_app.shown import UNSAID, Choice, Line, ListRow, Tone
from printing.spool import PrintJob
from wording import formats
from wording.catalogue import _, mark, ngettext

#: The municipality's word decides which of the two is said.
TITLES: Final = {AppointmentWord.TURNO: mark("Bookings"), AppointmentWord.CITA: mark("Appointments")}
ONE: Final = {AppointmentWord.TURNO: mark("Booking"), AppointmentWord.CITA: mark("Appointment")}
GIVEN: Final = {AppointmentWord.TURNO: mark("Booking given"), AppointmentWord.CITA: mark("Appointment given")}
CANCELLED: Final = {
    AppointmentWord.TURNO: mark("The booking was cancelled. Its hour can be given again."),
    AppointmentWord.CITA: mark("The appointment was cancelled. Its hour can be given again."),
}
_STATES: Final[dict[AppointmentState, tuple[str, Tone]]] = {
    AppointmentState.BOOKED: (mark("Booked"), "info"),
    AppointmentState.CANCELLED: (mark("Cancelled"), "err"),
    AppointmentState.ATTENDED: (mark("Came"), "ok"),
    AppointmentState.ABSENT: (mark("Did not come"), "warn"),
}


def slot_key(slot: FreeSlot) -> str:
    return f"{slot.grant}:{slot.number}"


def day_key(slot: FreeSlot) -> str:
    return f"{slot.at.date().isoformat()} {slot.office}"


def day_rows(free: Sequence[FreeSlot], offices: dict[str, str], today: date) -> tuple[ListRow, ...]:
    """Each day at each office, with how many hours are free there."""
    counts: dict[str, int] = {}
    firsts: dict[str, FreeSlot] = {}
    for slot in free:
        counts[day_key(slot)] = counts.get(day_key(slot), 0) + 1
        firsts.setdefault(day_key(slot), slot)
    return tuple(
        ListRow(
            key,
            title=day_words(slot.at.date(), today),
            aside=ngettext("{count} hour", "{count} hours", counts[key]).format(count=counts[key]),
            subtitle=offices.get(slot.office, slot.office),
        )
        for key, slot in firsts.items()
    )


def day_words(day: date, today: date) -> str:
    words = formats.day_in_words(day)
    if (day - today).days == 0:
        return _("Today, {day}").format(day=words)
    if (day - today).days == 1:
        return _("Tomorrow, {day}").format(day=words)
    return words[:1].upper() + words[1:]


def hours(free: Sequence[FreeSlot], day: str) -> tuple[Choice, ...]:
    return tuple(Choice(slot_key(slot), formats.clock(slot.at)) for slot in free if day_key(slot) == day)


def state_words(row: AppointmentRow) -> tuple[str, Tone]:
    if row.can_end:
        return _("Did they come?"), "warn"
    words, tone = _STATES[row.appointment.state]
    return _(words), tone


def list_row(row: AppointmentRow, today: date) -> ListRow:
    words, tone = state_words(row)
    when = formats.clock(row.at) if row.at.date() == today else formats.day_and_clock(row.at)
    return ListRow(
        key=row.appointment.code,
        title=row.citizen.full_name or _("Without a name"),
        aside=when,
        subtitle=row.service_name,
        chip=words,
        tone=tone,
        code=formats.case_code(row.appointment.code),
    )


def facts(row: AppointmentRow) -> tuple[Line, ...]:
    day = formats.day_in_words(row.at.date())
    told = (
        (_("Day"), f"{day[:1].upper()}{day[1:]}"),
        (_("Hour"), formats.clock(row.at)),
        (_("Where to go"), row.office.name),
        (_("Address"), row.office.address),
        (_("Person"), row.citizen.full_name),
        (_("Telephone"), row.citizen.phone),
    )
    return tuple(Line(words, text) for words, text in told if text)


def detail(row: AppointmentRow, service: AppointmentService | None) -> AppointmentDetail:
    words, tone = state_words(row)
    return AppointmentDetail(
        code=formats.case_code(row.appointment.code),
        heading=row.service_name,
        chip=words,
        tone=tone,
        facts=facts(row),
        bring=() if service is None else service.bring,
        acts=acts(row),
    )


def acts(row: AppointmentRow) -> tuple[Choice, ...]:
    if row.can_change:
        return (
            Choice("move", _("Another hour"), icon="calendar-clock"),
            Choice("reprint", _("Print again"), icon="printer"),
            Choice("cancel", _("Cancel it…"), icon="x"),
        )
    if row.can_end:
        return (
            Choice("attended", _("They came"), icon="circle-check"),
            Choice("absent", _("They did not come"), icon="user-round"),
        )
    return ()


def sure() -> tuple[Choice, ...]:
    """Cancelling is asked twice: somebody else may have the hour a moment later."""
    return (
        Choice("keep", _("Leave it as it is"), icon="undo-2"),
        Choice("cancel", _("Yes, cancel it"), icon="x"),
    )


def delivered(row: AppointmentRow, bring: tuple[str, ...], job: PrintJob, word: AppointmentWord) -> Delivery:
    printing, ask = paper_words(job)
    steps = [_("Give the person the paper, and read the day and the hour to them.")]
    if bring:
        steps.append(_("They must bring: {things}.").format(things="; ".join(bring)))
    steps.append(_("To change or cancel it they come back here with the paper."))
    return Delivery(
        heading=_("Hour changed") if row.appointment.moves else _(GIVEN[word]),
        code=formats.case_code(row.appointment.code),
        code_spoken=spoken_code(row.appointment.code),
        facts=(Line(_("For"), row.service_name), *facts(row)),
        next_steps=tuple(steps),
        printing=printing if printing.words else UNSAID,
        print_caption=_("Print copy {number}").format(number=job.copy_number + 1),
        can_print=not ask,
        ask_paper=ask,
    )
