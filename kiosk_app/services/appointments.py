"""Appointments at the desk, with no network: hours of granted slots, given, moved, cancelled, ended (adr/0038)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from domain import canonical
from domain.appointments import Appointment, AppointmentState
from domain.catalog import AppointmentService, Office, search_appointments
from domain.errors import Refusal
from domain.ids import CASE_CODE_DIGITS, read_case_code
from domain.journal.entry import SignedEntry
from kiosk_app.services.citizen import Citizen, beginnings, from_personal
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.services.procedures import next_case_code
from kiosk_app.storage import appointment_tables, drafts, settings
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Draft
from printing.spool import PrintJob
from wording import formats

LIST_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """An hour that this station may give. `at` is wall time with the municipality's zone."""

    grant: str
    number: int
    service: str
    office: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """`is_past`: its hour has come; `sent` once the centre has signed for it."""

    appointment: Appointment
    service_name: str
    office: Office
    at: datetime
    citizen: Citizen
    is_past: bool
    sent: bool

    @property
    def can_change(self) -> bool:
        return self.appointment.state is AppointmentState.BOOKED and not self.is_past

    @property
    def can_end(self) -> bool:
        return self.appointment.state is AppointmentState.BOOKED and self.is_past


@dataclass(frozen=True, slots=True)
class AppointmentDone:
    """An act that is committed; `job` is its paper, None for one that has none."""

    row: AppointmentRow
    entries: tuple[SignedEntry, ...]
    job: PrintJob | None = None


class Appointments:
    def __init__(self, counter: Counter, paper: Paper) -> None:
        self._counter = counter
        self._paper = paper

    def search(self, text: str, limit: int = 4) -> list[AppointmentService]:
        return search_appointments(self._counter.municipality, text, limit)

    def service(self, code: str) -> AppointmentService:
        """Raises Refusal `appointment_service_unknown`."""
        return self._counter.municipality.appointment_service(code)

    def free(self, service: str) -> tuple[FreeSlot, ...]:
        """Hours of a service in this station's hand that are still to come, the next one first."""
        zone, now = self._counter.zone, self._counter.now()
        found = [
            FreeSlot(name, number, service, held.slots.office, held.slots.moment(number).replace(tzinfo=zone))
            for name, held in self._counter.journal.books.facts.standing.units.items()
            if held.slots is not None and held.slots.service == service
            for number in held.free
        ]
        return tuple(sorted((slot for slot in found if slot.at > now), key=lambda slot: (slot.at, slot.office)))

    def book(self, operator: Operator, slot: FreeSlot, citizen: Citizen, draft: str = "") -> AppointmentDone:
        """Give an hour to somebody and queue the slip, in one transaction.

        Raises Refusal `citizen_incomplete` (a name is needed), `slot_taken` (given meanwhile, or past),
        `appointment_service_unknown`, `disk_full`.
        """
        service = self.service(slot.service)
        if not canonical.plain_text(citizen.names) and not canonical.plain_text(citizen.surnames):
            raise Refusal("citizen_incomplete", field="names")
        self._refuse_taken(slot)
        code = next_case_code(self._counter)
        opened = {"case": code, "service": service.code, "edition": self._counter.municipality.edition}
        return self._give(
            operator,
            code,
            Draft("appointment_opened/1", opened, personal=citizen.personal()),
            self._given(code, slot),
            draft=draft,
        )

    def move(self, operator: Operator, code: str, slot: FreeSlot) -> AppointmentDone:
        """Another hour for the same appointment, with another slip; the one before is no longer valid.

        Raises Refusal `appointment_unknown`, `appointment_past`, `appointment_not_booked`, `slot_taken`,
        `appointment_of_another_service`.
        """
        row = self._changeable(code)
        if row.appointment.service != slot.service:
            raise Refusal("appointment_of_another_service", case=code)
        self._refuse_taken(slot)
        return self._give(operator, row.appointment.code, self._given(row.appointment.code, slot))

    def cancel(self, operator: Operator, code: str, by: str = "citizen") -> AppointmentDone:
        """The hour is free at this desk again. Raises Refusal as `move`."""
        appointment = self._changeable(code).appointment
        body = {"case": appointment.code, "service": appointment.service, "by": by}
        written = self._counter.journal.record(operator.id, Draft("appointment_cancelled/1", body))
        return AppointmentDone(self.row(appointment.code), tuple(written))

    def end(self, operator: Operator, code: str, outcome: str) -> AppointmentDone:
        """`attended` or `absent`.

        Raises Refusal `appointment_unknown`, `appointment_not_yet`, `appointment_not_booked`.
        """
        row = self.row(code)
        appointment = row.appointment
        if appointment.state is not AppointmentState.BOOKED:
            raise Refusal("appointment_not_booked", case=appointment.code)
        if not row.is_past:
            raise Refusal("appointment_not_yet", case=appointment.code)
        body = {"case": appointment.code, "service": appointment.service, "outcome": outcome}
        written = self._counter.journal.record(operator.id, Draft("appointment_ended/1", body))
        return AppointmentDone(self.row(appointment.code), tuple(written))

    def row(self, code: str) -> AppointmentRow:
        """Raises Refusal `case_code_incomplete`, `case_code_mistyped`, `appointment_unknown`."""
        digits = read_case_code(code)
        found = self._rows("WHERE appointment.code = ?", digits)
        if not found:
            raise Refusal("appointment_unknown", case=digits)
        return found[0]

    def is_known(self, code: str) -> bool:
        return appointment_tables.find(self._counter.store, code) is not None

    def upcoming(self) -> list[AppointmentRow]:
        """Of today and later, the next one first."""
        return self._rows("WHERE day >= ? ORDER BY day, clock, code", self._counter.today().isoformat())

    def on(self, day: date) -> list[AppointmentRow]:
        return self._rows("WHERE day = ? ORDER BY clock, code", day.isoformat())

    def find(self, text: str) -> list[AppointmentRow]:
        """By code, document or beginnings of names, newest first; those to come where nothing is asked."""
        digits = "".join(letter for letter in text if letter.isdigit())
        if not text.strip():
            return self.upcoming()
        if len(digits) == CASE_CODE_DIGITS and digits == "".join(text.replace("-", " ").split()):
            return self._rows("WHERE appointment.code = ?", digits)
        query = beginnings(text)
        if not query:
            return []
        return self._rows(
            "WHERE opened IN (SELECT rowid FROM case_words WHERE case_words MATCH ?) ORDER BY opened DESC", query
        )

    def slip_of(self, code: str) -> PrintJob:
        """The last paper of the slip that is valid. Raises Refusal `appointment_unknown`."""
        return self._paper.slips_of(self.row(code).appointment.given)[-1]

    def reprint(self, operator: Operator, code: str, reason: str) -> PrintJob:
        """Raises what `Paper.copy` raises."""
        return self._paper.copy(self.slip_of(code).entry, operator, reason)

    def _give(self, operator: Operator, code: str, *acts: Draft, draft: str = "") -> AppointmentDone:
        jobs: list[PrintJob] = []

        def alongside(store: Store, written: Sequence[SignedEntry]) -> None:
            jobs.append(self._paper.queue_appointment(store, written[-1], operator))
            if draft:
                drafts.remove(store, draft)

        written = self._counter.journal.record(operator.id, *acts, alongside=alongside)
        return AppointmentDone(self.row(code), tuple(written), jobs[0])

    def _given(self, code: str, slot: FreeSlot) -> Draft:
        body = {
            "case": code,
            "service": slot.service,
            "grant": slot.grant,
            "number": slot.number,
            "office": slot.office,
            "day": slot.at.date().isoformat(),
            "clock": formats.clock(slot.at),
        }
        return Draft("appointment_given/1", body)

    def _refuse_taken(self, slot: FreeSlot) -> None:
        held = self._counter.journal.books.facts.standing.units.get(slot.grant)
        if held is None or slot.number not in held.free or slot.at <= self._counter.now():
            raise Refusal("slot_taken")

    def _changeable(self, code: str) -> AppointmentRow:
        row = self.row(code)
        if row.appointment.state is not AppointmentState.BOOKED:
            raise Refusal("appointment_not_booked", case=row.appointment.code)
        if row.is_past:
            raise Refusal("appointment_past", case=row.appointment.code)
        return row

    def _rows(self, condition: str, *parameters: Any) -> list[AppointmentRow]:
        mark = settings.watermark(self._counter.store)
        acknowledged = 0 if mark is None else mark.sequence
        rows = self._counter.store.rows(
            "SELECT appointment.*, personal.document AS person FROM appointment"  # noqa: S608 - our own conditions
            f" LEFT JOIN personal ON personal.commitment = appointment.commitment {condition} LIMIT {LIST_MAX}",
            parameters,
        )
        return [self._row(row, acknowledged) for row in rows]

    def _row(self, row: Any, acknowledged: int) -> AppointmentRow:
        appointment = appointment_tables.read(row)
        at = wall_time(self._counter, appointment.document())
        return AppointmentRow(
            appointment=appointment,
            service_name=service_name(self._counter, appointment.service),
            office=office_of(self._counter, appointment.office),
            at=at,
            citizen=from_personal(json.loads(row["person"])) if row["person"] else Citizen(),
            is_past=at <= self._counter.now(),
            sent=appointment.given <= acknowledged,
        )


def wall_time(counter: Counter, told: Mapping[str, Any]) -> datetime:
    """Of what has a `day` and a `clock`."""
    return datetime.fromisoformat(f"{told['day']}T{told['clock']}").replace(tzinfo=counter.zone)


def holds(appointment: Appointment, given: int) -> bool:
    """Whether the slip of the entry `given` is the one that is valid."""
    return appointment.state is not AppointmentState.CANCELLED and appointment.given == given


def service_name(counter: Counter, service: str) -> str:
    try:
        return counter.municipality.appointment_service(service).name
    except Refusal:  # of an older edition
        return service


def office_of(counter: Counter, code: str) -> Office:
    try:
        return counter.municipality.office(code)
    except Refusal:  # of an older edition
        return Office(code, code, "-", "", "")
