"""Papers of what the centre decided: the notice of a refund, and the month's statement with both signatures."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from domain.envelope import from_base64url
from domain.errors import Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.kinds import Author
from domain.ledger.statements import StatementLine
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.document_parts import DocumentParts
from kiosk_app.services.statements import Dispute, IssuedStatement, Statements
from kiosk_app.storage import entries
from printing.documents import (
    Copy,
    RefundGround,
    RefundNotice,
    Statement,
    StatementAnswer,
    StatementDispute,
    StatementRow,
    StatementSignature,
)

_HASH_DIGITS: Final = 8


class CentreDocuments:
    def __init__(self, counter: Counter, parts: DocumentParts) -> None:
        self._counter = counter
        self._parts = parts
        self._statements = Statements(counter)

    # -- the notice of a refund ---------------------------------------------------------------------------------------

    def approved(self, refund: str) -> SignedEntry:
        """The centre's entry. Raises Refusal `refund_unknown`."""
        return self._parts.entry(self._refund(refund)["sequence"], Author.CENTRE)

    def refund_notice(self, found: SignedEntry, operator: Operator | None, copy: Copy | None = None) -> RefundNotice:
        """It says that money waits at the treasury: once it is paid there is no such paper any more.

        `operator` hands out the original. Raises Refusal `refund_already_paid`.
        """
        counter, parts, body = self._counter, self._parts, found.entry.body
        if self._refund(body["refund"])["paid_at"] is not None:
            raise Refusal("refund_already_paid", refund=body["refund"])
        receipt = counter.store.row("SELECT at, service FROM receipt WHERE number = ?", (body["receipt"],))
        assert receipt is not None, "what is refunded was collected here"
        texts = counter.municipality.receipt
        return RefundNotice(
            letterhead=parts.letterhead,
            locale=parts.locale,
            refund=body["refund"],
            receipt_number=body["receipt"],
            paid_on=counter.local(receipt["at"]).date(),
            procedure_name=parts.procedure_name(receipt["service"]),
            amount=counter.money(body["amount"]),
            ground=RefundGround(body["ground"]),
            resolution=body["resolution"],
            approved_on=found.entry.at.astimezone(counter.zone).date(),
            collect_at=texts.refund_place,
            bring=texts.refund_bring,
            entry=parts.name(found),
            operator=None if operator is None else operator.name,
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )

    def _refund(self, name: str) -> Any:
        row = self._counter.store.row("SELECT sequence, paid_at FROM refund WHERE name = ?", (name,))
        if row is None:
            raise Refusal("refund_unknown", refund=name)
        return row

    # -- the statement ------------------------------------------------------------------------------------------------

    def statement(self, name: str) -> Statement:
        """The lines as this station computes them, which are those that the centre signed, and both signatures.

        Reads both journals from their beginning. Raises Refusal `statement_unknown`, `statement_disagrees`.
        """
        counter, parts = self._counter, self._parts
        computed, issued = self._statements.check(name), self._statements.named(name)
        disputes = {dispute.line: _dispute(dispute, counter) for dispute in issued.disputes}
        return Statement(
            municipality=counter.municipality.name,
            notice=counter.municipality.sample_notice or None,
            locale=parts.locale,
            name=name,
            month=date.fromisoformat(f"{name}-01"),
            station=counter.identity.station,
            cabin=counter.identity.label,
            through=issued.through,
            rows=tuple(self._row(line, disputes.get(line.number)) for line in computed.lines),
            fees=issued.fees,
            commission=issued.commission,
            digest=from_base64url(issued.hash).hex(),
            issued_at=issued.issued_at,
            centre=self._issued_by(name),
            agent_signature=self._signed_by(issued),
        )

    def issued(self, name: str) -> SignedEntry:
        """The centre's entry. Raises Refusal `statement_unknown`."""
        row = self._counter.store.row("SELECT sequence FROM statement WHERE name = ?", (name,))
        if row is None:
            raise Refusal("statement_unknown", statement=name)
        return self._parts.entry(row["sequence"], Author.CENTRE)

    def _row(self, line: StatementLine, dispute: StatementDispute | None) -> StatementRow:
        counter = self._counter
        return StatementRow(
            number=line.number,
            at=line.at.astimezone(counter.zone),
            kind=line.kind.partition("/")[0],
            reference=line.reference,
            entry=self._parts.name_of(line.sequence, Author(line.author)),
            fee=counter.money(line.fee),
            commission=counter.money(line.commission),
            cash=counter.money(line.cash),
            dispute=dispute,
        )

    def _issued_by(self, name: str) -> StatementSignature:
        """The centre's people are known here by their identifier alone: the same letters may name another operator."""
        found = self.issued(name)
        return self._signature(found, found.entry.operator, self._counter.municipality.name)

    def _signed_by(self, issued: IssuedStatement) -> StatementSignature | None:
        if issued.signed_at is None:
            return None
        store, last = self._counter.store, self._counter.journal.length
        signed = map(read_entry, entries.read_kinds(store, Author.STATION, ["statement_signed/1"], 1, last))
        found = next(each for each in signed if each.entry.body["statement"] == issued.name)
        return self._signature(found, self._parts.person(found.entry.operator), self._counter.identity.label)

    def _signature(self, found: SignedEntry, name: str, role: str) -> StatementSignature:
        at, tail = found.entry.at.astimezone(self._counter.zone), from_base64url(found.hash).hex()[-_HASH_DIGITS:]
        return StatementSignature(name=name, role=role, at=at, hash_tail=tail)


def _dispute(dispute: Dispute, counter: Counter) -> StatementDispute:
    if dispute.outcome is None:
        return StatementDispute(reason=dispute.reason)
    assert dispute.words is not None, "an answer has words"
    answer = StatementAnswer(
        upheld=dispute.outcome == "upheld", adjustment=dispute.adjustment or counter.money(0), words=dispute.words
    )
    return StatementDispute(reason=dispute.reason, answer=answer)
