"""From what was committed to what is printed: documents are composed from records, jobs stored with their entry.

`queue_*` are called inside the transaction of the entry (the `alongside` of `Journal.record`), so paper never precedes
the commit and a committed act never forgets its paper. Sending happens elsewhere (`background`), from the stored bytes.
"""

from __future__ import annotations

import secrets
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from domain.errors import Refusal
from domain.ids import uuid7
from domain.journal.entry import SignedEntry
from kiosk_app.services.appointment_documents import AppointmentDocuments
from kiosk_app.services.case_documents import CaseDocuments
from kiosk_app.services.case_notices import CaseNotices
from kiosk_app.services.centre_documents import CentreDocuments
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.document_parts import DocumentParts, operator_names, remember_operator
from kiosk_app.services.information_documents import InformationDocuments
from kiosk_app.services.money_documents import MoneyDocuments
from kiosk_app.storage import settings, spool_table
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Draft
from printing.documents import Copy, Document, Statement
from printing.profiles import PROFILE_A4, PrinterProfile, ThermalProfile
from printing.render import render
from printing.spool import BEARER_DOCUMENTS, MAY_STILL_COME, PrintJob, queue, reprint
from wording.catalogue import _

__all__ = ["Paper", "PrinterChoice", "operator_names"]


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """The printer this station prints slips on: its name, and what it understands."""

    name: str
    profile: PrinterProfile


class Paper:
    """`cases`, `appointments`, `notices`, `information`, `money` and `centre` compose the documents; the rest is about
    their jobs.
    """

    def __init__(self, counter: Counter, printer: PrinterChoice, sheets: PrinterChoice | None = None) -> None:
        """`sheets` is a printer of its own for A4 papers."""
        self._counter = counter
        self._own_sheets = sheets
        #: Practice opens no real drawer, and says so on paper.
        self._practice = settings.is_practice(counter.store)
        profile = printer.profile
        if self._practice and isinstance(profile, ThermalProfile):
            profile = replace(profile, drawer=False)
        self._printer = replace(printer, profile=profile)
        self._parts = DocumentParts(counter)
        self.cases = CaseDocuments(counter, self._parts)
        self.appointments = AppointmentDocuments(counter, self._parts)
        self.notices = CaseNotices(counter, self._parts)
        self.information = InformationDocuments(counter, self._parts)
        self.money = MoneyDocuments(counter, self._parts)
        self.centre = CentreDocuments(counter, self._parts)

    def use(self, printer: PrinterChoice) -> None:
        """Another printer was set up: what is queued from now on is made for it."""
        self._printer = printer

    def queue_receipt(self, store: Store, found: SignedEntry, operator: Operator) -> PrintJob:
        return self._queue(store, self.cases.receipt(found, operator), found)

    def queue_slip(self, store: Store, found: SignedEntry, operator: Operator | None) -> PrintJob:
        return self._queue(store, self.cases.complaint_slip(found, operator), found)

    def queue_appointment(self, store: Store, found: SignedEntry, operator: Operator) -> PrintJob:
        return self._queue(store, self.appointments.slip(found, operator), found)

    def queue_information(self, store: Store, found: SignedEntry, operator: Operator | None) -> PrintJob:
        """For somebody who only asked."""
        return self._queue(store, self.information.sheet(found, operator), found)

    def slips_of(self, sequence: int) -> list[PrintJob]:
        """All papers of one of this station's entries, newest last."""
        return spool_table.of_entry(self._counter.store, self._parts.name_of(sequence))

    def queue_case_notice(self, store: Store, found: SignedEntry, operator: Operator) -> PrintJob:
        """What the citizen is told of a case after its first paper."""
        return self._queue(store, self.notices.notice(found, operator), found)

    def queue_void(
        self, store: Store, found: SignedEntry, operator: Operator, approver: Operator | None = None
    ) -> PrintJob:
        """The second person's name is kept with it, for copies and for the Z; so it is with all that they approve."""
        name = _remembered(store, approver)
        return self._queue(store, self.money.void_slip(found, operator, name), found)

    def queue_prepaid(self, store: Store, found: SignedEntry, code: str, operator: Operator) -> PrintJob:
        """The only place outside the paper that holds the code, and only until it is in hand (`printing.spool`)."""
        return self._queue(store, self.money.prepaid_slip(found, code, operator), found)

    def queue_cash(
        self, store: Store, found: SignedEntry, operator: Operator, approver: Operator | None = None
    ) -> PrintJob:
        _remembered(store, approver)
        return self._queue(store, self.money.cash_slip(found, operator), found)

    def queue_voucher(self, store: Store, found: SignedEntry, operator: Operator) -> PrintJob:
        return self._queue(store, self.money.voucher_slip(found, operator), found)

    def queue_close(self, found: SignedEntry, operator: Operator, approver: Operator | None = None) -> PrintJob:
        """The Z. Alongside the close it shares its transaction; called after it, it has one of its own."""
        store = self._counter.store
        with nullcontext() if store.connection.in_transaction else store.transaction():
            _remembered(store, approver)
            return self._queue(store, self.money.z_report(self.money.closed_by(found), operator), found)

    def queue_remittance(self, store: Store, found: SignedEntry, operator: Operator) -> PrintJob:
        """`found` declares the deposit, or keeps commission back of it: one paper says both."""
        declared = self.money.declared(found)
        return self._queue(store, self.money.remittance_slip(declared, operator), declared)

    def queue_refund_notice(self, refund: str, operator: Operator) -> PrintJob:
        """For the citizen, of an entry that the centre wrote (`central/17`): the first is the original, every other one
        a copy, and so an act of the operator's.

        Raises Refusal `refund_unknown`, `refund_already_paid`, `reprint_while_printing`.
        """
        store, found = self._counter.store, self.centre.approved(refund)
        name = self._parts.name(found)
        if spool_table.of_entry(store, name):
            return self.copy(name, operator, _("Asked for at the counter"))
        document = self.centre.refund_notice(found, operator)
        with store.transaction():
            return self._queue(store, document, found)

    def prepaid_slip_of(self, name: str) -> PrintJob | None:
        """The paper of a code that was sold here, None of any other. There is only one: it has no copy."""
        store = self._counter.store
        sale = store.row("SELECT sequence FROM prepaid_sale WHERE name = ?", (name,))
        papers = [] if sale is None else spool_table.of_entry(store, self._parts.name_of(sale["sequence"]))
        return papers[0] if papers else None

    def notice_of(self, refund: str) -> PrintJob | None:
        """The last notice of a refund, None before the first. Raises Refusal `refund_unknown`."""
        papers = spool_table.of_entry(self._counter.store, self._parts.name(self.centre.approved(refund)))
        return papers[-1] if papers else None

    @property
    def sheets(self) -> PrinterChoice | None:
        """Where A4 papers go; None where this counter has rolls only."""
        if self._own_sheets is not None:
            return self._own_sheets
        return self._printer if self._printer.profile == PROFILE_A4 else None

    def queue_statement(self, name: str) -> PrintJob:
        """On A4, of the entry with which the centre issued it. It has no copies: its digest and both signatures say
        what it is, however often it is printed.

        Raises Refusal `needs_sheet_printer`, `reprint_while_printing`, `statement_unknown`, `statement_disagrees`.
        """
        sheets, store = self.sheets, self._counter.store
        if sheets is None:
            raise Refusal("needs_sheet_printer", document=name)
        document, issued = self.centre.statement(name), self.centre.issued(name)
        before = spool_table.of_entry(store, self._parts.name(issued))
        if any(job.state in MAY_STILL_COME for job in before):
            raise Refusal("reprint_while_printing", statement=name)
        content = render(replace(document, training=self._practice), sheets.profile)
        with store.transaction():
            return self._store_job(store, document, content, issued, sheets.name)

    def statement_pdf(self, name: str) -> bytes:
        """A4, for a sheet printer or a file. Raises Refusal `statement_unknown`, `statement_disagrees`."""
        return render(self.centre.statement(name), PROFILE_A4)

    def copy(self, entry: str, operator: Operator, reason: str) -> PrintJob:
        """Another paper of an entry, because a person asked: an act of its own, marked COPIA n on the paper.

        `entry` is `C07/12`, or `central/17`. Raises Refusal `print_job_unknown`, `reprint_while_printing`,
        `prepaid_never_copied`, `refund_already_paid`.
        """
        papers = spool_table.of_entry(self._counter.store, entry)
        if not papers:
            raise Refusal("print_job_unknown", entry=entry)
        last = papers[-1]
        if last.document in BEARER_DOCUMENTS:
            raise Refusal("prepaid_never_copied", entry=entry)
        number = last.copy_number + 1
        found = self._parts.named(entry)
        mark = Copy(number=number, printed_at=self._counter.now(), operator=operator.name)
        document = self._again(last.document, found, mark)
        content = render(self._marked(document), self._printer.profile)
        job = reprint(last, id=self._job_id(), content=content, copy_number=number)
        body = found.entry.body
        of = body.get("refund") or body.get("receipt") or body.get("case") or entry
        self._counter.journal.record(
            operator.id,
            Draft("copy_printed/1", {"of": of, "copy": number, "reason": reason}),
            alongside=lambda store, _written: spool_table.add(store, job, self._counter.clock.now().isoformat()),
        )
        return job

    def papers_of(self, code: str) -> list[PrintJob]:
        """All papers of a case, newest last."""
        sequences = self._counter.store.rows(
            "SELECT sequence FROM case_event WHERE code = ? AND author = 'station'"
            " AND (what IN ('opened', 'fee_collected', 'slip_issued', 'fee_voided', 'completed', 'reopening_asked')"
            " OR what LIKE 'told:%') ORDER BY sequence",
            (code,),
        )
        names = [self._parts.name_of(row["sequence"]) for row in sequences]
        return [job for name in names for job in spool_table.of_entry(self._counter.store, name)]

    def x_report(self, operator: Operator) -> Document:
        return self._marked(self.money.x_report(operator))

    def _again(self, document: str, found: SignedEntry, copy: Copy) -> Document:
        """The document of an entry as a copy. The original names the cashier, the copy names both."""
        cashier = self._parts.cashier_of(found)
        match document:
            case "FeeReceipt" | "ComplaintSlip" | "CaseNotice" | "AppointmentSlip" | "InformationSheet":
                return self._again_for_the_citizen(document, found, cashier, copy)
            case "VoidSlip":
                return self.money.void_slip(found, cashier, copy=copy)
            case "CashSlip":
                return self.money.cash_slip(found, cashier, copy)
            case "VoucherSlip":
                return self.money.voucher_slip(found, cashier, copy)
            case "CloseReport":
                return self.money.z_report(self.money.closed_by(found), cashier, copy)
            case "RefundNotice":
                return self.centre.refund_notice(found, None, copy)
            case "RemittanceSlip":
                return self.money.remittance_slip(found, cashier, copy)
            case _:
                raise Refusal("print_job_unknown", entry=document)

    def _again_for_the_citizen(self, document: str, found: SignedEntry, cashier: Operator, copy: Copy) -> Document:
        match document:
            case "FeeReceipt":
                voided = self.cases.is_voided(found.entry.body["receipt"])
                return self.cases.receipt(found, cashier, copy, voided=voided)
            case "ComplaintSlip":
                return self.cases.complaint_slip(found, cashier if found.entry.operator != "kiosk" else None, copy)
            case "AppointmentSlip":
                return self.appointments.slip(found, cashier, copy)
            case "InformationSheet":
                return self.information.sheet(found, cashier if found.entry.operator != "kiosk" else None, copy)
            case _:
                return self.notices.notice(found, cashier, copy)

    def _queue(self, store: Store, document: Document, found: SignedEntry) -> PrintJob:
        content = render(self._marked(document), self._printer.profile)
        return self._store_job(store, document, content, found, self._printer.name)

    def _store_job(
        self, store: Store, document: Document | Statement, content: bytes, found: SignedEntry, printer: str
    ) -> PrintJob:
        kind, entry = type(document).__name__, self._parts.name(found)
        job = queue(id=self._job_id(), document=kind, entry=entry, content=content, printer=printer)
        spool_table.add(store, job, self._counter.clock.now().isoformat())
        return job

    def _marked(self, document: Document) -> Document:
        if not self._practice:
            return document
        marked: Any = document  # each document is a dataclass with this field
        found: Document = replace(marked, training=True)
        return found

    def _job_id(self) -> str:
        return uuid7(int(self._counter.clock.now().timestamp() * 1000), secrets.token_bytes(10))


def _remembered(store: Store, approver: Operator | None) -> str | None:
    """The second person's name, kept for every paper that says it later."""
    if approver is None:
        return None
    remember_operator(store, approver)
    return approver.name
