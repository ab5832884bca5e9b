"""A station's receipts, closes, deposits and debts as lines, read from its lawful entries without asking the books."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from domain.journal.entry import SignedEntry
from domain.ledger.rules.second_person import closes_alone


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt as issued; amounts in minor units: `due` in cash, `paid` by the code `prepaid`.

    `z` is the close that took it in, None while its drawer is open; `voided` the reason, `voided_by` who did it,
    `by_paper` whether the code on the citizen's paper was given, `approver` who approved it; `refund` the refund that
    gave it back.
    """

    number: str
    at: datetime
    case: str
    service: str
    operator: str
    fee: int
    due: int
    commission: int
    sequence: int
    hash: str
    session: int
    prepaid: str | None
    paid: int
    z: int | None = None
    voided: str | None = None
    voided_by: str | None = None
    by_paper: bool = False
    approver: str | None = None
    refund: str | None = None

    @property
    def is_live(self) -> bool:
        return self.voided is None and self.refund is None


@dataclass(frozen=True, slots=True)
class CloseLine:
    """A closed session. `difference` is negative when cash was missing; `pieces` face -> count.

    `approver` is the second person; `most_alone` the difference up to which none was asked for, None where none is.
    """

    z: int
    session: int
    operator: str
    opened_at: datetime
    closed_at: datetime
    float_minor: int
    expected: int
    counted: int
    pieces: tuple[tuple[int, int], ...]
    explanation: str | None
    sequence: int
    approver: str | None = None
    most_alone: int | None = None

    @property
    def difference(self) -> int:
        return self.counted - self.expected

    @property
    def is_unapproved(self) -> bool:
        """The agreement asked for a second person, and nobody is named."""
        return self.approver is None and not closes_alone(self.most_alone, self.difference)


@dataclass(frozen=True, slots=True)
class RemittanceLine:
    """A deposit: `short` of it the bank never showed; `retained` is commission kept back beside it."""

    name: str
    declared_at: datetime
    amount: int
    voucher: str
    sequence: int
    confirmed: int = 0
    confirmed_at: datetime | None = None
    bank_line: str | None = None
    short: int = 0
    retained: int = 0

    @property
    def pending(self) -> int:
        return self.amount - self.confirmed - self.short


@dataclass(frozen=True, slots=True)
class RefundLine:
    """`amount` goes to the citizen; `owed` is commission already paid that the agent owes back."""

    name: str
    receipt: str
    ground: str
    amount: int
    owed: int
    approved_at: datetime
    resolution: str
    sequence: int
    paid_at: datetime | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CashLine:
    """Cash that moved without a fee (`way` as in docs/JOURNAL_FORMAT.md); `approver` is the second person."""

    at: datetime
    session: int
    operator: str
    way: str
    amount: int
    reason: str
    sequence: int
    approver: str | None = None


@dataclass(frozen=True, slots=True)
class PrepaidLine:
    """A code as sold; `expired` is what was taken in by a resolution."""

    name: str
    sold_at: datetime
    amount: int
    sequence: int
    expired: int = 0


@dataclass(frozen=True, slots=True)
class TreasuryLine:
    """What the centre booked of debts, guarantee, overages and commission: one amount and what it rests on."""

    kind: str
    at: datetime
    amount: int
    reference: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Dispute:
    """Why the agent does not agree with a line, and the answer: `outcome` is empty until there is one.

    `adjustment` is commission granted by it, minor units.
    """

    reason: str
    outcome: str
    adjustment: int
    words: str


@dataclass(frozen=True, slots=True)
class StatementFact:
    """A statement as the centre issued it, and whether the station signed the same; `disputes` by line.

    `after` and `through` are the station's entries between which it stands; `fees` and `commission` minor units, as the
    centre says them. `agrees` is whether all of it is what the entries say (`domain.ledger.reconciliation`).
    """

    name: str
    after: int
    through: int
    hash: str
    lines: int
    fees: int
    commission: int
    issued_at: datetime
    sequence: int
    agrees: bool
    signed_at: datetime | None = None
    disputes: Mapping[int, Dispute] = field(default_factory=dict)


#: Entries of one amount, each with the field that it rests on.
_TREASURY: Final = {
    "commission_settled": "invoice",
    "debt_paid": "reference",
    "debt_written_off": "resolution",
    "dispute_resolved": "words",
    "guarantee_deposited": "reference",
    "guarantee_drawn": "resolution",
    "guarantee_replenished": "reference",
    "guarantee_returned": "resolution",
    "overage_recognised": "resolution",
    "remittance_fell_short": "remittance",
    "remittance_overdue": "reason",
}


@dataclass(slots=True)
class LineReader:
    """Collects the lines while the entries go by in the station's own order."""

    receipts: dict[str, ReceiptLine] = field(default_factory=dict)
    closes: list[CloseLine] = field(default_factory=list)
    remittances: dict[str, RemittanceLine] = field(default_factory=dict)
    refunds: dict[str, RefundLine] = field(default_factory=dict)
    cash: list[CashLine] = field(default_factory=list)
    prepaid: dict[str, PrepaidLine] = field(default_factory=dict)
    treasury: list[TreasuryLine] = field(default_factory=list)
    statements: dict[str, StatementFact] = field(default_factory=dict)
    session: int = 0
    difference_alone: int | None = None
    opened: SignedEntry | None = None
    counted: SignedEntry | None = None

    def read(self, found: SignedEntry) -> None:
        kind = found.entry.kind.partition("/")[0]
        reader = _READERS.get(kind)
        if reader is not None:
            reader(self, found, found.entry.body)
        elif kind in _TREASURY:
            self._treasury(kind, found)

    def _limits_set(self, _found: SignedEntry, body: Body) -> None:
        self.difference_alone = body.get("difference_alone")

    def _session_opened(self, found: SignedEntry, body: Body) -> None:
        self.session, self.opened = body["session"], found

    def _drawer_counted(self, found: SignedEntry, _body: Body) -> None:
        self.counted = found

    def _fee_collected(self, found: SignedEntry, body: Body) -> None:
        entry = found.entry
        self.receipts[body["receipt"]] = ReceiptLine(
            number=body["receipt"],
            at=entry.at,
            case=body["case"],
            service=body["service"],
            operator=entry.operator,
            fee=body["fee"],
            due=body["due"],
            commission=body["commission"],
            sequence=entry.sequence,
            hash=found.hash,
            session=self.session,
            prepaid=body.get("prepaid"),
            paid=body.get("paid", 0),
        )

    def _fee_voided(self, found: SignedEntry, body: Body) -> None:
        line = self.receipts[body["receipt"]]
        self.receipts[line.number] = replace(
            line,
            voided=body["reason"],
            voided_by=found.entry.operator,
            by_paper="code" in body,
            approver=body.get("approver"),
        )

    def _cash_moved(self, found: SignedEntry, body: Body) -> None:
        entry = found.entry
        line = CashLine(
            at=entry.at,
            session=body["session"],
            operator=entry.operator,
            way=body["way"],
            amount=body["amount"],
            reason=body["reason"],
            sequence=entry.sequence,
            approver=body.get("approver"),
        )
        self.cash.append(line)

    def _session_closed(self, found: SignedEntry, body: Body) -> None:
        assert self.opened is not None, "a lawful close follows an opening"
        assert self.counted is not None, "a lawful close follows a count"
        entry, pieces = found.entry, self.counted.entry.body["pieces"]
        self.closes.append(
            CloseLine(
                z=body["z"],
                session=body["session"],
                operator=entry.operator,
                opened_at=self.opened.entry.at,
                closed_at=entry.at,
                float_minor=self.opened.entry.body["float"],
                expected=body["expected"],
                counted=body["counted"],
                pieces=tuple((int(face), pieces[face]) for face in sorted(pieces, key=int, reverse=True)),
                explanation=body.get("explanation"),
                sequence=entry.sequence,
                approver=body.get("approver"),
                most_alone=self.difference_alone,
            )
        )
        for number, receipt in self.receipts.items():
            if receipt.session == body["session"]:
                self.receipts[number] = replace(receipt, z=body["z"])

    def _remittance_declared(self, found: SignedEntry, body: Body) -> None:
        name = body["remittance"]
        self.remittances[name] = RemittanceLine(
            name, found.entry.at, body["amount"], body["voucher"], found.entry.sequence
        )

    def _remittance_confirmed(self, found: SignedEntry, body: Body) -> None:
        line = self.remittances[body["remittance"]]
        self.remittances[line.name] = replace(
            line,
            confirmed=line.confirmed + body["amount"],
            confirmed_at=found.entry.at,
            bank_line=body["bank_line"],
        )

    def _remittance_fell_short(self, found: SignedEntry, body: Body) -> None:
        line = self.remittances[body["remittance"]]
        self.remittances[line.name] = replace(line, short=line.short + body["amount"])
        self._treasury("remittance_fell_short", found)

    def _commission_retained(self, _found: SignedEntry, body: Body) -> None:
        line = self.remittances[body["remittance"]]
        self.remittances[line.name] = replace(line, retained=line.retained + body["amount"])

    def _prepaid_sold(self, found: SignedEntry, body: Body) -> None:
        line = PrepaidLine(body["prepaid"], found.entry.at, body["amount"], found.entry.sequence)
        self.prepaid[line.name] = line

    def _prepaid_expired(self, _found: SignedEntry, body: Body) -> None:
        line = self.prepaid[body["prepaid"]]
        self.prepaid[line.name] = replace(line, expired=line.expired + body["amount"])

    def _refund_approved(self, found: SignedEntry, body: Body) -> None:
        self.refunds[body["refund"]] = RefundLine(
            name=body["refund"],
            receipt=body["receipt"],
            ground=body["ground"],
            amount=body["amount"],
            owed=body["owed"],
            approved_at=found.entry.at,
            resolution=body["resolution"],
            sequence=found.entry.sequence,
        )
        self.receipts[body["receipt"]] = replace(self.receipts[body["receipt"]], refund=body["refund"])

    def _refund_paid(self, found: SignedEntry, body: Body) -> None:
        line = self.refunds[body["refund"]]
        self.refunds[line.name] = replace(line, paid_at=found.entry.at, source=body["source"])

    def _statement_issued(self, found: SignedEntry, body: Body) -> None:
        fact = StatementFact(
            name=body["statement"],
            after=max((known.through for known in self.statements.values()), default=0),
            through=body["through"],
            hash=body["hash"],
            lines=body["lines"],
            fees=body["fees"],
            commission=body["commission"],
            issued_at=found.entry.at,
            sequence=found.entry.sequence,
            agrees=False,
        )
        self.statements[fact.name] = fact

    def _statement_signed(self, found: SignedEntry, body: Body) -> None:
        fact = self.statements[body["statement"]]
        self.statements[fact.name] = replace(fact, signed_at=found.entry.at)

    def _line_disputed(self, _found: SignedEntry, body: Body) -> None:
        self._dispute(body, Dispute(body["reason"], outcome="", adjustment=0, words=""))

    def _dispute_resolved(self, found: SignedEntry, body: Body) -> None:
        raised = self.statements[body["statement"]].disputes[body["line"]]
        answered = replace(raised, outcome=body["outcome"], adjustment=body["adjustment"], words=body["words"])
        self._dispute(body, answered)
        self._treasury("dispute_resolved", found)

    def _dispute(self, body: Body, dispute: Dispute) -> None:
        fact = self.statements[body["statement"]]
        self.statements[fact.name] = replace(fact, disputes={**fact.disputes, body["line"]: dispute})

    def _treasury(self, kind: str, found: SignedEntry) -> None:
        body = found.entry.body
        amount = body["adjustment"] if kind == "dispute_resolved" else body["amount"]
        line = TreasuryLine(kind, found.entry.at, amount, body[_TREASURY[kind]], found.entry.sequence)
        self.treasury.append(line)


Body = Mapping[str, Any]

#: By the kind without its version; no kind is named like anything else of the reader.
_READERS: Final[dict[str, Callable[[LineReader, SignedEntry, Body], None]]] = {
    name.removeprefix("_"): method for name, method in vars(LineReader).items()
}
