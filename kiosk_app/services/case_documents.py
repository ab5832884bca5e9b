"""Papers that a citizen takes home: the receipt of a fee and the slip of a complaint, composed from their records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.ledger.rules.collecting import void_code
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.citizen import from_personal
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.document_parts import DocumentParts
from kiosk_app.storage import complaint_tables, personal, standing_table
from printing.documents import ComplaintSlip, Copy, FeeReceipt, PrepaidUse


class CaseDocuments:
    def __init__(self, counter: Counter, parts: DocumentParts) -> None:
        self._counter = counter
        self._parts = parts
        self._cases = CaseBook(counter)

    def receipt(
        self, found: SignedEntry, operator: Operator, copy: Copy | None = None, *, voided: bool = False
    ) -> FeeReceipt:
        counter, body = self._counter, found.entry.body
        fee, due = counter.money(body["fee"]), counter.money(body["due"])
        on_top = counter.money(body["commission"]) if body["mode"] == "surcharge" else None
        paid = counter.money(body.get("paid", 0))
        rounding = due + paid - fee - (on_top or counter.money(0))
        case = counter.store.row("SELECT * FROM service_case WHERE code = ?", (body["case"],))
        assert case is not None, "a fee belongs to a case"
        private = from_personal(personal.read(counter.store, case["commitment"]))
        detail = self._cases.detail(body["case"])
        name = self._cases.service_name("procedure", body["service"])
        tendered = counter.money(body["tendered"])
        return FeeReceipt(
            letterhead=self._parts.letterhead,
            locale=self._parts.locale,
            operator=operator.name,
            issued_at=found.entry.at.astimezone(counter.zone),
            receipt_number=body["receipt"],
            case_code=body["case"],
            procedure_code=body["service"],
            procedure_name=name,
            municipal_fee=fee,
            service_fee=on_top,
            cash_rounding=rounding or None,
            exemption=self._exemption(body["service"]) if not fee else None,
            total=due + paid,
            prepaid=self._prepaid(body, original=copy is None),
            tendered=tendered,
            change=tendered - due,
            payer=private.initials or "-",
            promised=self._promise(case),
            legal_deadline=detail.legal,
            requirements_observed=self._cases.requirement_texts(body["service"], detail.observed),
            complete_by=detail.complete_by,
            follow=counter.municipality.receipt.how_to_follow,
            code_text=self._parts.code(found),
            received_by_centre=self._parts.is_received(found.entry.sequence),
            void_code=void_code(found.entry) if copy is None and not voided else None,
            copy_number=0 if copy is None else copy.number,
            copy=copy,
            voided=voided,
        )

    def complaint_slip(self, found: SignedEntry, operator: Operator | None, copy: Copy | None = None) -> ComplaintSlip:
        counter, body = self._counter, found.entry.body
        detail = self._cases.detail(body["case"])
        return ComplaintSlip(
            letterhead=self._parts.letterhead,
            operator=None if operator is None else operator.name,
            issued_at=found.entry.at.astimezone(counter.zone),
            case_code=body["case"],
            category=detail.row.service_name,
            place=detail.place or "-",
            promised=date.fromisoformat(body["promise"]),
            joined=complaint_tables.joined(counter.store, body["case"]) or None,
            follow=counter.municipality.receipt.how_to_follow,
            code_text=self._parts.code(found),
            received_by_centre=self._parts.is_received(found.entry.sequence),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )

    def is_voided(self, number: str) -> bool:
        row = self._counter.store.row("SELECT voided FROM receipt WHERE number = ?", (number,))
        return row is not None and row["voided"] is not None

    def _prepaid(self, body: Mapping[str, Any], *, original: bool) -> PrepaidUse | None:
        """What is left on the code is told while it is so: on the original, which is made with the fee."""
        if "prepaid" not in body:
            return None
        value = standing_table.load(self._counter.store).prepaid.get(body["prepaid"])
        left = None if value is None or not original else self._counter.money(value.left)
        return PrepaidUse(name=body["prepaid"], amount=self._counter.money(body["paid"]), left=left)

    def _promise(self, case: Any) -> date | None:
        """None where it was delivered at once: a date that is today would only confuse."""
        promise = date.fromisoformat(case["promise"])
        return None if promise <= self._counter.local(case["opened_at"]).date() else promise

    def _exemption(self, service: str) -> str | None:
        try:
            return self._counter.municipality.procedure(service).exempt_ground or None
        except Refusal:
            return None
