"""The slip of an appointment, composed from the entry that gave its hour."""

from __future__ import annotations

import json
from datetime import datetime

from domain.appointments import AppointmentState
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from kiosk_app.services.citizen import from_personal
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.document_parts import DocumentParts
from kiosk_app.storage import appointment_tables
from printing.documents import AppointmentSlip, Copy


class AppointmentDocuments:
    def __init__(self, counter: Counter, parts: DocumentParts) -> None:
        self._counter = counter
        self._parts = parts

    def slip(self, found: SignedEntry, operator: Operator, copy: Copy | None = None) -> AppointmentSlip:
        """A paper of an hour that does not hold any more says so."""
        counter, body = self._counter, found.entry.body
        appointment = appointment_tables.find(counter.store, body["case"])
        assert appointment is not None, "the entry that gave its hour opened it, or followed what did"
        holds = appointment.state is not AppointmentState.CANCELLED and appointment.given == found.entry.sequence
        name, bring = self._service(body["service"])
        office, address, phone = self._office(body["office"])
        return AppointmentSlip(
            word=counter.municipality.appointment_word.value,
            letterhead=self._parts.letterhead,
            operator=operator.name,
            issued_at=found.entry.at.astimezone(counter.zone),
            case_code=body["case"],
            service_name=name,
            at=datetime.fromisoformat(f"{body['day']}T{body['clock']}").replace(tzinfo=counter.zone),
            office_name=office,
            office_address=address,
            office_phone=phone or None,
            person=self._initials(body["case"]),
            bring=bring,
            code_text=self._parts.code(found),
            is_moved=appointment.moves > 0,
            cancelled=not holds,
            received_by_centre=self._parts.is_received(found.entry.sequence),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )

    def _service(self, code: str) -> tuple[str, tuple[str, ...]]:
        try:
            service = self._counter.municipality.appointment_service(code)
        except Refusal:  # of an older edition
            return code, ()
        return service.name, service.bring

    def _office(self, code: str) -> tuple[str, str, str]:
        try:
            office = self._counter.municipality.office(code)
        except Refusal:  # of an older edition
            return code, "-", ""
        return office.name, office.address, office.phone

    def _initials(self, code: str) -> str:
        row = self._counter.store.row(
            "SELECT personal.document FROM appointment JOIN personal USING (commitment) WHERE code = ?", (code,)
        )
        return "-" if row is None else from_personal(json.loads(row["document"])).initials or "-"
