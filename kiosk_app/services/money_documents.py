"""Papers of money, composed from their entries: voids, prepaid codes, cash moved, vouchers, deposits, X and Z."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from domain.envelope import from_base64url
from domain.journal.entry import SignedEntry
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.document_parts import DocumentParts
from kiosk_app.services.drawer import Closed, Drawer, Reading
from kiosk_app.services.session_acts import SessionActs, acts_of_session
from kiosk_app.storage import standing_table
from printing.documents import (
    CashCount,
    CashMovement,
    CashSlip,
    CashWay,
    CloseKind,
    CloseReport,
    Copy,
    DenominationCount,
    PrepaidFigures,
    PrepaidSlip,
    PrepaidUse,
    ProcedureCount,
    RemittanceSlip,
    VoidLine,
    VoidSlip,
    VoucherSlip,
)

_HEAD_DIGITS: Final = 8


class MoneyDocuments:
    def __init__(self, counter: Counter, parts: DocumentParts) -> None:
        self._counter = counter
        self._parts = parts
        self._drawer = Drawer(counter)

    def void_slip(
        self, found: SignedEntry, operator: Operator, approver: str | None = None, copy: Copy | None = None
    ) -> VoidSlip:
        """`approver` is a name; without one it is looked up among those who have been here."""
        counter, parts, body = self._counter, self._parts, found.entry.body
        receipt = self._receipt(body["receipt"])
        prepaid = receipt["prepaid"]
        return VoidSlip(
            letterhead=parts.letterhead,
            locale=parts.locale,
            operator=operator.name,
            approver=approver or self._approver(found),
            voided_at=found.entry.at.astimezone(counter.zone),
            receipt_number=receipt["number"],
            issued_at=counter.local(receipt["at"]),
            case_code=receipt["code"],
            procedure_name=parts.procedure_name(receipt["service"]),
            cash=counter.money(receipt["due"]),
            prepaid=None if prepaid is None else PrepaidUse(name=prepaid, amount=counter.money(receipt["paid"])),
            reason=body["reason"],
            entry=parts.name(found),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )

    def prepaid_slip(self, found: SignedEntry, code: str, operator: Operator) -> PrepaidSlip:
        """There is no other way to this paper: nobody but the sale knows the code."""
        counter, parts, body = self._counter, self._parts, found.entry.body
        return PrepaidSlip(
            letterhead=parts.letterhead,
            locale=parts.locale,
            operator=operator.name,
            sold_at=found.entry.at.astimezone(counter.zone),
            name=body["prepaid"],
            value=counter.money(body["amount"]),
            code=code,
            entry=parts.name(found),
        )

    def cash_slip(self, found: SignedEntry, operator: Operator, copy: Copy | None = None) -> CashSlip:
        counter, parts, body = self._counter, self._parts, found.entry.body
        return CashSlip(
            letterhead=parts.letterhead,
            locale=parts.locale,
            operator=operator.name,
            approver=self._approver(found),
            moved_at=found.entry.at.astimezone(counter.zone),
            session=parts.session_name(body["session"]),
            way=CashWay(body["way"]),
            amount=counter.money(body["amount"]),
            reason=body["reason"],
            entry=parts.name(found),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )

    def voucher_slip(self, found: SignedEntry, operator: Operator, copy: Copy | None = None) -> VoucherSlip:
        counter, parts, body = self._counter, self._parts, found.entry.body
        grant = standing_table.load(counter.store).vouchers[body["grant"]]
        return VoucherSlip(
            letterhead=parts.letterhead,
            locale=parts.locale,
            operator=operator.name,
            station=counter.identity.station,
            redeemed_at=found.entry.at.astimezone(counter.zone),
            grant=body["grant"],
            code=body["code"],
            amount=counter.money(grant.amount),
            entry=parts.name(found),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )

    def remittance_slip(self, found: SignedEntry, operator: Operator, copy: Copy | None = None) -> RemittanceSlip:
        """`found` declares the deposit. Commission kept back of it stands on the slip that is made with it."""
        counter, parts, body = self._counter, self._parts, found.entry.body
        declared_at = found.entry.at.astimezone(counter.zone)
        row = counter.store.row("SELECT retained FROM remittance WHERE name = ?", (body["remittance"],))
        retained = 0 if row is None else row["retained"]
        return RemittanceSlip(
            letterhead=parts.letterhead,
            locale=parts.locale,
            operator=operator.name,
            station=counter.identity.station,
            declared_at=declared_at,
            remittance=body["remittance"],
            amount=counter.money(body["amount"]),
            retained=counter.money(retained) if retained else None,
            account=counter.municipality.name,
            voucher=body["voucher"],
            deposited_on=declared_at.date(),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )

    def declared(self, found: SignedEntry) -> SignedEntry:
        """The entry that declared the deposit which `found` speaks of: commission is kept back by another one."""
        row = self._counter.store.row(
            "SELECT sequence FROM remittance WHERE name = ?", (found.entry.body["remittance"],)
        )
        return found if row is None else self._parts.entry(row["sequence"])

    # -- X and Z ------------------------------------------------------------------------------------------------------

    def x_report(self, operator: Operator) -> CloseReport:
        """The reading of the open session; it is not stored: it changes with every receipt."""
        return self._close_report(self._drawer.reading(), operator)

    def z_report(self, closed: Closed, operator: Operator, copy: Copy | None = None) -> CloseReport:
        return self._close_report(closed.reading, operator, closed, copy)

    def closed_by(self, found: SignedEntry) -> Closed:
        """The chain's end that a Z names is the close itself, however long after it the paper is made."""
        closed = self._drawer.closed(found.entry.body["session"])
        return replace(closed, reading=replace(closed.reading, chain_head=found.hash))

    def _close_report(
        self, reading: Reading, operator: Operator, closed: Closed | None = None, copy: Copy | None = None
    ) -> CloseReport:
        """A Z of a session that is closed; of one that is open an X, which has no sums."""
        counter, parts = self._counter, self._parts
        acts = acts_of_session(counter.store, reading.session)
        blind = closed is None
        counted = [ProcedureCount(code=row.service, name=row.name, count=row.count) for row in reading.procedures]
        if closed is not None:
            rows = closed.takings.procedures
            counted = [ProcedureCount(code=row.service, name=row.name, count=row.count, fees=row.fees) for row in rows]
        return CloseReport(
            letterhead=parts.letterhead,
            locale=parts.locale,
            kind=CloseKind.X if closed is None else CloseKind.Z,
            number=reading.session if closed is None else closed.z,
            session=parts.session_name(reading.session),
            operator=operator.name,
            opened_at=reading.opened_at,
            closed_at=reading.read_at,
            opening_float=reading.opening_float,
            receipts=reading.receipts,
            receipt_count=reading.receipt_count,
            procedures=tuple(counted),
            voids=tuple(self._void_line(found, blind=blind) for found in acts.voided),
            movements=tuple(self._movement(found, blind=blind) for found in acts.moved),
            prepaid=self._prepaid_figures(reading.session, acts, blind=blind),
            cash=None if closed is None else self._cash_count(closed),
            chain_head=_hex_tail(reading.chain_head),
            signers=(operator.name,),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )

    def _void_line(self, found: SignedEntry, *, blind: bool) -> VoidLine:
        body = found.entry.body
        return VoidLine(
            receipt=body["receipt"],
            reason=body["reason"],
            approver=self._approver(found),
            given_back=None if blind else self._counter.money(self._receipt(body["receipt"])["due"]),
        )

    def _movement(self, found: SignedEntry, *, blind: bool) -> CashMovement:
        body = found.entry.body
        return CashMovement(
            at=found.entry.at.astimezone(self._counter.zone),
            way=CashWay(body["way"]),
            reason=body["reason"],
            approver=self._approver(found),
            amount=None if blind else self._counter.money(body["amount"]),
        )

    def _prepaid_figures(self, session: int, acts: SessionActs, *, blind: bool) -> PrepaidFigures:
        used = [receipt["paid"] for receipt in self._live(session) if receipt["prepaid"] is not None]
        sold = [found.entry.body["amount"] for found in acts.sold]
        return PrepaidFigures(
            sold_count=len(sold),
            used_count=len(used),
            sold=None if blind else self._counter.money(sum(sold)),
            used=None if blind else self._counter.money(sum(used)),
        )

    def _cash_count(self, closed: Closed) -> CashCount:
        count = closed.count
        live = self._live(closed.reading.session)
        on_top = sum(receipt["commission"] for receipt in live if receipt["mode"] == "surcharge")
        asked = sum(receipt["fee"] for receipt in live) + on_top
        return CashCount(
            expected=count.expected,
            counted=count.counted,
            denominations=tuple(DenominationCount(value=face, count=pieces) for face, pieces in count.pieces),
            service_fees=self._counter.money(on_top),
            rounding=self._counter.money(asked - sum(receipt["paid"] + receipt["due"] for receipt in live)),
            commission=closed.takings.commission,
            explanation=closed.explanation,
            approver=None if closed.approver is None else self._parts.person(closed.approver),
        )

    # -- records ------------------------------------------------------------------------------------------------------

    def _approver(self, found: SignedEntry) -> str | None:
        approver = found.entry.body.get("approver")
        return None if approver is None else self._parts.person(approver)

    def _receipt(self, number: str) -> Any:
        row = self._counter.store.row("SELECT * FROM receipt WHERE number = ?", (number,))
        assert row is not None, "what was voided had been issued here"
        return row

    def _live(self, session: int) -> list[Any]:
        return self._counter.store.rows("SELECT * FROM receipt WHERE session = ? AND voided IS NULL", (session,))


def _hex_tail(head: str) -> str:
    return from_base64url(head).hex()[-_HEAD_DIGITS:]
