"""What an auditor signs for: a station's receipts, closes and deposits beside its books, to the smallest unit.

Everything is recomputed from the two journals (`domain.journal.verify`); nothing that the station or the centre *says*
about its totals is used. `agreements` are pairs of figures reached by different roads that must be equal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Final

from domain.journal.verify import Finding, Verification
from domain.ledger import accounts
from domain.ledger.books import Books, trial_balance
from domain.ledger.lines import (
    CashLine,
    CloseLine,
    LineReader,
    PrepaidLine,
    ReceiptLine,
    RefundLine,
    RemittanceLine,
    StatementFact,
    TreasuryLine,
)
from domain.ledger.statements import statement_of

__all__ = ["Agreement", "CloseLine", "ReceiptLine", "Reconciliation", "RemittanceLine", "reconcile"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two figures that must be the same. `code` names the pair (docs/LEDGER.md)."""

    code: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Lines are those of the period asked for; balances and agreements are of the whole life of the journals."""

    station: str
    currency: str
    receipts: tuple[ReceiptLine, ...]
    closes: tuple[CloseLine, ...]
    remittances: tuple[RemittanceLine, ...]
    refunds: tuple[RefundLine, ...]
    cash: tuple[CashLine, ...]
    prepaid: tuple[PrepaidLine, ...]
    treasury: tuple[TreasuryLine, ...]
    statements: tuple[StatementFact, ...]
    exposure: int
    headroom: int
    guarantee: int
    in_drawer: int
    in_safe: int
    in_transit: int
    banked: int
    agent_owes: int
    overage: int
    commission_due: int
    prepaid_owed: int
    refunds_due: int
    agreements: tuple[Agreement, ...]
    findings: tuple[Finding, ...]
    station_length: int
    station_head: str
    centre_length: int

    @property
    def fees(self) -> int:
        return sum(receipt.fee for receipt in self.receipts if receipt.is_live)

    @property
    def commission(self) -> int:
        return sum(receipt.commission for receipt in self.receipts if receipt.is_live)

    @property
    def declared(self) -> int:
        return sum(line.amount for line in self.remittances)

    @property
    def confirmed(self) -> int:
        return sum(line.confirmed for line in self.remittances)

    @property
    def difference(self) -> int:
        return sum(close.difference for close in self.closes)

    @property
    def is_sound(self) -> bool:
        return not self.findings and all(agreement.holds for agreement in self.agreements)


#: The last day that is asked for when no period is.
_EVER: Final = (date.min, date.max)


def reconcile(
    verification: Verification, currency: str, zone: tzinfo, period: tuple[date, date] = _EVER
) -> Reconciliation:
    """`period` is the first and the last local day, both included."""
    reader = LineReader()
    for found in verification.booked:
        reader.read(found)
    books = verification.books
    statements = _checked(verification, reader)

    def within(instant: datetime) -> bool:
        return period[0] <= instant.astimezone(zone).date() <= period[1]

    return Reconciliation(
        station=verification.station,
        currency=currency,
        receipts=tuple(line for line in reader.receipts.values() if within(line.at)),
        closes=tuple(line for line in reader.closes if within(line.closed_at)),
        remittances=tuple(line for line in reader.remittances.values() if within(line.declared_at)),
        refunds=tuple(line for line in reader.refunds.values() if within(line.approved_at)),
        cash=tuple(line for line in reader.cash if within(line.at)),
        prepaid=tuple(line for line in reader.prepaid.values() if within(line.sold_at)),
        treasury=tuple(line for line in reader.treasury if within(line.at)),
        statements=tuple(fact for fact in statements if within(fact.issued_at)),
        exposure=books.exposure(currency),
        headroom=books.headroom,
        guarantee=books.owed(accounts.GUARANTEE, currency),
        in_drawer=books.balance(accounts.DRAWER, currency),
        in_safe=books.balance(accounts.SAFE, currency),
        in_transit=books.balance(accounts.IN_TRANSIT, currency),
        banked=books.balance(accounts.BANK_FEES, currency),
        agent_owes=books.balance(accounts.AGENT_OWES, currency),
        overage=books.owed(accounts.OVERAGE, currency),
        commission_due=books.owed(accounts.COMMISSION_DUE, currency),
        prepaid_owed=books.owed(accounts.PREPAID, currency),
        refunds_due=books.owed(accounts.REFUNDS_DUE, currency),
        agreements=_agreements(verification.books, currency, reader, statements),
        findings=(*verification.findings, *_unapproved(reader)),
        station_length=verification.station_length,
        station_head=verification.station_head,
        centre_length=verification.centre_length,
    )


def _unapproved(reader: LineReader) -> list[Finding]:
    """Closes that the books took and the agreement asked two persons for."""
    return [
        Finding(
            journal="station",
            sequence=line.sequence,
            code="close_needs_second_person",
            details={"difference": line.difference, "most": line.most_alone, "session": line.session},
            authentic=True,
        )
        for line in reader.closes
        if line.is_unapproved
    ]


def _agreements(
    books: Books, currency: str, reader: LineReader, statements: tuple[StatementFact, ...]
) -> tuple[Agreement, ...]:
    receipts = reader.receipts.values()
    paid_by_code = sum(receipt.paid for receipt in receipts if receipt.voided is None)
    income = sum(
        books.owed(account, commodity)
        for account, commodity in books.balances
        if commodity == currency and account.startswith(f"{accounts.FEES}:")
    )
    return (
        Agreement(
            "fees_of_receipts_are_the_income", sum(receipt.fee for receipt in receipts if receipt.is_live), income
        ),
        Agreement(
            "receipts_issued_are_numbers_used",
            len(receipts),
            books.balance(accounts.RECEIPTS_USED, accounts.RECEIPT),
        ),
        _cash_pair(books, currency, reader),
        _commission_pair(books, currency, reader),
        Agreement(
            "declared_and_not_confirmed_is_in_transit",
            sum(line.pending for line in reader.remittances.values()),
            books.balance(accounts.IN_TRANSIT, currency),
        ),
        Agreement(
            "prepaid_sold_is_used_or_owed",
            sum(line.amount - line.expired for line in reader.prepaid.values()),
            paid_by_code + books.owed(accounts.PREPAID, currency),
        ),
        Agreement(
            "refunds_approved_are_paid_or_due",
            sum(line.amount for line in reader.refunds.values() if line.paid_at is None),
            books.owed(accounts.REFUNDS_DUE, currency),
        ),
        Agreement(
            "guarantee_deposited_is_held_or_gone",
            _sum(reader, "guarantee_deposited", "guarantee_replenished"),
            _sum(reader, "guarantee_drawn", "guarantee_returned") + books.owed(accounts.GUARANTEE, currency),
        ),
        Agreement("statements_are_the_lines", len(statements), sum(fact.agrees for fact in statements)),
        Agreement("every_commodity_balances", 0, sum(abs(total) for total in trial_balance(books).values())),
    )


def _cash_pair(books: Books, currency: str, reader: LineReader) -> Agreement:
    """Cash that came in, and debts that came from nothing but a refund; and where all of it is now, or went."""
    cash_in = sum(receipt.due for receipt in reader.receipts.values() if receipt.voided is None)
    cash_in += sum(line.amount for line in reader.prepaid.values())
    cash_in += sum(max(0, close.difference) for close in reader.closes)
    cash_in += sum(line.owed for line in reader.refunds.values())
    gone = _commission_paid(reader) + _sum(reader, "debt_written_off")
    gone += sum(line.amount for line in reader.refunds.values() if line.source == "collection")
    held = books.exposure(currency) + books.balance(accounts.BANK_FEES, currency)
    return Agreement("cash_collected_is_held_owed_or_banked", cash_in, held + gone)


def _commission_pair(books: Books, currency: str, reader: LineReader) -> Agreement:
    """Earned on live receipts or granted, whoever bears it; less what a refund made the agent's debt instead."""
    earned = sum(receipt.commission for receipt in reader.receipts.values() if receipt.is_live)
    earned += _sum(reader, "dispute_resolved") + sum(line.owed for line in reader.refunds.values())
    return Agreement(
        "commission_earned_is_paid_or_due",
        earned,
        _commission_paid(reader) + books.owed(accounts.COMMISSION_DUE, currency),
    )


def _commission_paid(reader: LineReader) -> int:
    return _sum(reader, "commission_settled") + sum(line.retained for line in reader.remittances.values())


def _sum(reader: LineReader, *kinds: str) -> int:
    return sum(line.amount for line in reader.treasury if line.kind in kinds)


def _checked(verification: Verification, reader: LineReader) -> tuple[StatementFact, ...]:
    """Whether each statement is, line for line and in its sums, what the entries say."""

    def says(fact: StatementFact) -> bool:
        computed = statement_of(verification.booked, fact.after, fact.through)
        told = (fact.hash, fact.lines, fact.fees, fact.commission)
        return told == (computed.hash, len(computed.lines), computed.fees, computed.commission)

    return tuple(replace(fact, agrees=says(fact)) for fact in reader.statements.values())
