"""From what was committed to what is printed: documents are composed from records, jobs stored with their entry.

`queue_*` are called inside the transaction of the entry (the `alongside` of `Journal.record`), so paper never precedes
the commit and a committed act never forgets its paper. Sending happens elsewhere (`background`), from the stored bytes.
"""

from __future__ import annotations

import json
import secrets
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from domain.envelope import from_base64url
from domain.errors import Refusal
from domain.ids import uuid7
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.kinds import Author
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.citizen import from_personal
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.drawer import Closed, Counted, Drawer, Reading
from kiosk_app.storage import entries, personal, settings, spool_table
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Draft
from printing import receipt_code
from printing.documents import (
    CashCount,
    CloseKind,
    CloseReport,
    ComplaintSlip,
    Copy,
    DenominationCount,
    Document,
    FeeReceipt,
    Letterhead,
    ProcedureCount,
    RemittanceSlip,
)
from printing.profiles import PrinterProfile
from printing.render import render
from printing.spool import PrintJob, queue, reprint
from wording.formats import LOCALES

_HEAD_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """The printer this station prints slips on: its name, and what it understands."""

    name: str
    profile: PrinterProfile


class Paper:
    def __init__(self, counter: Counter, printer: PrinterChoice) -> None:
        self._counter = counter
        self._printer = printer
        self._drawer = Drawer(counter)
        self._cases = CaseBook(counter)

    # -- jobs ---------------------------------------------------------------------------------------------------------

    def queue_receipt(self, store: Store, found: SignedEntry, operator: Operator) -> PrintJob:
        return self._queue(store, self.receipt(found, operator), "FeeReceipt", found)

    def queue_slip(self, store: Store, found: SignedEntry, operator: Operator | None) -> PrintJob:
        return self._queue(store, self.complaint_slip(found, operator), "ComplaintSlip", found)

    def queue_close(self, found: SignedEntry, operator: Operator) -> PrintJob:
        """The Z. Alongside the close it shares its transaction; called after it, it has one of its own."""
        store = self._counter.store
        with nullcontext() if store.connection.in_transaction else store.transaction():
            return self._queue(store, self.z_report(self._closed(found), operator), "CloseReport", found)

    def queue_remittance(self, store: Store, found: SignedEntry, operator: Operator) -> PrintJob:
        return self._queue(store, self.remittance_slip(found, operator), "RemittanceSlip", found)

    def copy(self, entry: str, operator: Operator, reason: str) -> PrintJob:
        """Another paper of an entry, because a person asked: an act of its own, marked COPIA n on the paper.

        `entry` is `C07/12`. Raises Refusal `print_job_unknown`, `reprint_while_printing`.
        """
        papers = spool_table.of_entry(self._counter.store, entry)
        if not papers:
            raise Refusal("print_job_unknown", entry=entry)
        last = papers[-1]
        number = last.copy_number + 1
        found = self._entry(int(entry.rpartition("/")[2]))
        mark = Copy(number=number, printed_at=self._counter.now(), operator=operator.name)
        document = self._again(last.document, found, mark)
        content = render(document, self._printer.profile)
        job = reprint(last, id=self._job_id(), content=content, copy_number=number)
        of = found.entry.body.get("receipt") or found.entry.body.get("case") or entry
        self._counter.journal.record(
            operator.id,
            Draft("copy_printed/1", {"of": of, "copy": number, "reason": reason}),
            alongside=lambda store, _written: spool_table.add(store, job, self._counter.clock.now().isoformat()),
        )
        return job

    def papers_of(self, code: str) -> list[PrintJob]:
        """All papers of a case, newest last."""
        sequences = self._counter.store.rows(
            "SELECT sequence FROM case_event"
            " WHERE code = ? AND author = 'station' AND what IN ('fee_collected', 'slip_issued')",
            (code,),
        )
        names = [self._name(row["sequence"]) for row in sequences]
        return [job for name in names for job in spool_table.of_entry(self._counter.store, name)]

    def x_report(self, operator: Operator) -> Document:
        """The reading of the open session; it is not stored: it changes with every receipt."""
        return self._close_report(self._drawer.reading(), operator)

    # -- documents ----------------------------------------------------------------------------------------------------

    def receipt(
        self, found: SignedEntry, operator: Operator, copy: Copy | None = None, *, voided: bool = False
    ) -> FeeReceipt:
        counter, body = self._counter, found.entry.body
        fee, due = counter.money(body["fee"]), counter.money(body["due"])
        on_top = counter.money(body["commission"]) if body["mode"] == "surcharge" else None
        rounding = due - fee - (on_top or counter.money(0))
        case = counter.store.row("SELECT * FROM service_case WHERE code = ?", (body["case"],))
        assert case is not None, "a fee belongs to a case"
        private = from_personal(personal.read(counter.store, case["commitment"]))
        detail = self._cases.detail(body["case"])
        name = self._cases.service_name("procedure", body["service"])
        tendered = counter.money(body["tendered"])
        return FeeReceipt(
            letterhead=self._letterhead(),
            locale=LOCALES[counter.municipality.locale],
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
            total=due,
            tendered=tendered,
            change=tendered - due,
            payer=private.initials or "-",
            promised=self._promise(case),
            legal_deadline=detail.legal,
            requirements_observed=self._cases.requirement_texts(body["service"], detail.observed),
            follow=counter.municipality.receipt.how_to_follow,
            code_text=self._code(found),
            received_by_centre=self._is_received(found.entry.sequence),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
            voided=voided,
        )

    def complaint_slip(self, found: SignedEntry, operator: Operator | None, copy: Copy | None = None) -> ComplaintSlip:
        counter, body = self._counter, found.entry.body
        detail = self._cases.detail(body["case"])
        return ComplaintSlip(
            letterhead=self._letterhead(),
            operator=None if operator is None else operator.name,
            issued_at=found.entry.at.astimezone(counter.zone),
            case_code=body["case"],
            category=detail.row.service_name,
            place=detail.place or "-",
            promised=date.fromisoformat(body["promise"]),
            follow=counter.municipality.receipt.how_to_follow,
            code_text=self._code(found),
            received_by_centre=self._is_received(found.entry.sequence),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )

    def z_report(self, closed: Closed, operator: Operator, copy: Copy | None = None) -> CloseReport:
        return self._close_report(closed.reading, operator, closed, copy)

    def remittance_slip(self, found: SignedEntry, operator: Operator, copy: Copy | None = None) -> RemittanceSlip:
        counter, body = self._counter, found.entry.body
        declared_at = found.entry.at.astimezone(counter.zone)
        return RemittanceSlip(
            letterhead=self._letterhead(),
            locale=LOCALES[counter.municipality.locale],
            operator=operator.name,
            station=counter.identity.station,
            declared_at=declared_at,
            remittance=body["remittance"],
            amount=counter.money(body["amount"]),
            account=counter.municipality.name,
            voucher=body["voucher"],
            deposited_on=declared_at.date(),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )

    def _close_report(
        self, reading: Reading, operator: Operator, closed: Closed | None = None, copy: Copy | None = None
    ) -> CloseReport:
        """A Z of a session that is closed; of one that is open an X, which has no sums."""
        counter = self._counter
        counted = [ProcedureCount(code=row.service, name=row.name, count=row.count) for row in reading.procedures]
        if closed is not None:
            rows = closed.takings.procedures
            counted = [ProcedureCount(code=row.service, name=row.name, count=row.count, fees=row.fees) for row in rows]
        return CloseReport(
            letterhead=self._letterhead(),
            locale=LOCALES[counter.municipality.locale],
            kind=CloseKind.X if closed is None else CloseKind.Z,
            number=reading.session if closed is None else closed.z,
            session=f"{counter.identity.station}-{reading.session:06d}",
            operator=operator.name,
            opened_at=reading.opened_at,
            closed_at=reading.read_at,
            opening_float=reading.opening_float,
            receipts=reading.receipts,
            receipt_count=reading.receipt_count,
            void_count=reading.void_count,
            procedures=tuple(counted),
            cash=None if closed is None else _cash_count(closed.count),
            commission=None if closed is None else closed.takings.commission,
            chain_head=_hex_tail(reading.chain_head),
            signers=(operator.name,),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )

    def _again(self, document: str, found: SignedEntry, copy: Copy) -> Document:
        """The document of an entry as a copy. The original names the cashier, the copy names both."""
        cashier = Operator(found.entry.operator, self._person(found.entry.operator), "operator")
        match document:
            case "FeeReceipt":
                return self.receipt(found, cashier, copy, voided=self.is_voided(found.entry.body["receipt"]))
            case "ComplaintSlip":
                return self.complaint_slip(found, cashier if found.entry.operator != "kiosk" else None, copy)
            case "CloseReport":
                return self.z_report(self._closed(found), cashier, copy)
            case "RemittanceSlip":
                return self.remittance_slip(found, cashier, copy)
            case _:
                raise Refusal("print_job_unknown", entry=document)

    def _closed(self, found: SignedEntry) -> Closed:
        """The chain's end that a Z names is the close itself, however long after it the paper is made."""
        closed = self._drawer.closed(found.entry.body["session"])
        return replace(closed, reading=replace(closed.reading, chain_head=found.hash))

    def is_voided(self, number: str) -> bool:
        row = self._counter.store.row("SELECT voided FROM receipt WHERE number = ?", (number,))
        return row is not None and row["voided"] is not None

    # -- parts --------------------------------------------------------------------------------------------------------

    def _queue(self, store: Store, document: Document, kind: str, found: SignedEntry) -> PrintJob:
        job = queue(
            id=self._job_id(),
            document=kind,
            entry=self._name(found.entry.sequence),
            content=render(document, self._printer.profile),
            printer=self._printer.name,
        )
        spool_table.add(store, job, self._counter.clock.now().isoformat())
        return job

    def _letterhead(self) -> Letterhead:
        """The municipality's own lines, and its warning while its figures are samples."""
        municipality = self._counter.municipality
        own = [line for line in municipality.receipt.header if line.casefold() != municipality.name.casefold()]
        notice = [municipality.sample_notice] if municipality.sample_notice else []
        return Letterhead(municipality=municipality.name, lines=(*own, *notice), cabin=self._counter.identity.label)

    def _code(self, found: SignedEntry) -> str:
        return receipt_code.of_entry(self._counter.municipality.receipt.verify_host, found)

    def _promise(self, case: Any) -> date | None:
        """None where it was delivered at once: a date that is today would only confuse."""
        promise = date.fromisoformat(case["promise"])
        return None if promise <= self._counter.local(case["opened_at"]).date() else promise

    def _exemption(self, service: str) -> str | None:
        try:
            return self._counter.municipality.procedure(service).exempt_ground or None
        except Refusal:
            return None

    def _is_received(self, sequence: int) -> bool:
        mark = settings.watermark(self._counter.store)
        return mark is not None and sequence <= mark.sequence

    def _person(self, operator: str) -> str:
        return operator_names(self._counter.store).get(operator, operator)

    def _entry(self, sequence: int) -> SignedEntry:
        return read_entry(next(entries.read(self._counter.store, Author.STATION, sequence, sequence)))

    def _name(self, sequence: int) -> str:
        return f"{self._counter.identity.station}/{sequence}"

    def _job_id(self) -> str:
        return uuid7(int(self._counter.clock.now().timestamp() * 1000), secrets.token_bytes(10))


def operator_names(store: Store) -> dict[str, str]:
    """The names of those who have signed in here, for papers printed again long after."""
    text = settings.get(store, "operator_names")
    return {} if text is None else dict(json.loads(text))


def _cash_count(count: Counted) -> CashCount:
    return CashCount(
        expected=count.expected,
        counted=count.counted,
        denominations=tuple(DenominationCount(value=face, count=pieces) for face, pieces in count.pieces),
    )


def _hex_tail(head: str) -> str:
    return from_base64url(head).hex()[-_HEAD_DIGITS:]
