"""What an auditor signs for: a station's receipts, closes and deposits beside its books, to the smallest unit.

Everything is recomputed from the two journals (`domain.journal.verify`); nothing that the station or the centre *says*
about its totals is used. `agreements` are pairs of figures reached by different roads that must be equal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Final

from domain.journal.entry import SignedEntry
from domain.journal.verify import Finding, Verification
from domain.ledger import accounts
from domain.ledger.books import Books
from domain.ledger.exports import trial_balance


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt as issued; amounts in minor units. `z` is the close that took it in, None while its drawer is open."""

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
    z: int | None = None
    voided: str | None = None


@dataclass(frozen=True, slots=True)
class CloseLine:
    """A closed session. `difference` is negative when cash was missing; `pieces` face -> count."""

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

    @property
    def difference(self) -> int:
        return self.counted - self.expected


@dataclass(frozen=True, slots=True)
class RemittanceLine:
    name: str
    declared_at: datetime
    amount: int
    voucher: str
    sequence: int
    confirmed: int = 0
    confirmed_at: datetime | None = None
    bank_line: str | None = None


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
    agreements: tuple[Agreement, ...]
    findings: tuple[Finding, ...]
    station_length: int
    station_head: str
    centre_length: int

    @property
    def fees(self) -> int:
        return sum(receipt.fee for receipt in self.receipts if receipt.voided is None)

    @property
    def commission(self) -> int:
        return sum(receipt.commission for receipt in self.receipts if receipt.voided is None)

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


@dataclass(slots=True)
class _Reader:
    """Collects the lines while the entries go by in the station's own order."""

    receipts: dict[str, ReceiptLine]
    closes: list[CloseLine]
    remittances: dict[str, RemittanceLine]
    session: int = 0
    opened: SignedEntry | None = None
    counted: SignedEntry | None = None

    def read(self, found: SignedEntry) -> None:
        body = found.entry.body
        match found.entry.kind:
            case "session_opened/1":
                self.session, self.opened = body["session"], found
            case "fee_collected/1":
                self._receipt(found)
            case "fee_voided/1":
                number = body["receipt"]
                self.receipts[number] = replace(self.receipts[number], voided=body["reason"])
            case "drawer_counted/1":
                self.counted = found
            case "session_closed/1":
                self._close(found)
            case "remittance_declared/1":
                name = body["remittance"]
                line = RemittanceLine(name, found.entry.at, body["amount"], body["voucher"], found.entry.sequence)
                self.remittances[name] = line
            case "remittance_confirmed/1":
                line = self.remittances[body["remittance"]]
                self.remittances[line.name] = replace(
                    line,
                    confirmed=line.confirmed + body["amount"],
                    confirmed_at=found.entry.at,
                    bank_line=body["bank_line"],
                )
            case _:
                pass

    def _receipt(self, found: SignedEntry) -> None:
        entry, body = found.entry, found.entry.body
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
        )

    def _close(self, found: SignedEntry) -> None:
        assert self.opened is not None, "a lawful close follows an opening"
        assert self.counted is not None, "a lawful close follows a count"
        entry, body = found.entry, found.entry.body
        pieces = self.counted.entry.body["pieces"]
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
            )
        )
        for number, receipt in self.receipts.items():
            if receipt.session == body["session"]:
                self.receipts[number] = replace(receipt, z=body["z"])


#: The last day that is asked for when no period is.
_EVER: Final = (date.min, date.max)


def reconcile(
    verification: Verification, currency: str, zone: tzinfo, period: tuple[date, date] = _EVER
) -> Reconciliation:
    """`period` is the first and the last local day, both included."""
    reader = _Reader({}, [], {})
    for found in verification.booked:
        reader.read(found)
    books = verification.books
    receipts = tuple(reader.receipts.values())

    def within(instant: datetime) -> bool:
        return period[0] <= instant.astimezone(zone).date() <= period[1]

    return Reconciliation(
        station=verification.station,
        currency=currency,
        receipts=tuple(line for line in receipts if within(line.at)),
        closes=tuple(line for line in reader.closes if within(line.closed_at)),
        remittances=tuple(line for line in reader.remittances.values() if within(line.declared_at)),
        exposure=books.exposure(currency),
        headroom=books.headroom,
        guarantee=-books.balance(accounts.GUARANTEE, currency),
        in_drawer=books.balance(accounts.DRAWER, currency),
        in_safe=books.balance(accounts.SAFE, currency),
        in_transit=books.balance(accounts.IN_TRANSIT, currency),
        banked=books.balance(accounts.BANK_FEES, currency),
        agent_owes=books.balance(accounts.AGENT_OWES, currency),
        overage=-books.balance(accounts.OVERAGE, currency),
        commission_due=-books.balance(accounts.COMMISSION_DUE, currency),
        agreements=_agreements(books, currency, receipts, reader),
        findings=tuple(verification.findings),
        station_length=verification.station_length,
        station_head=verification.station_head,
        centre_length=verification.centre_length,
    )


def _agreements(
    books: Books, currency: str, receipts: tuple[ReceiptLine, ...], reader: _Reader
) -> tuple[Agreement, ...]:
    live = [receipt for receipt in receipts if receipt.voided is None]
    income = -sum(
        amount
        for (account, commodity), amount in books.balances.items()
        if commodity == currency and account.startswith(f"{accounts.FEES}:")
    )
    # Earned on live receipts, whoever bears it: on top of the fee it is nobody's expense.
    settled = sum(receipt.commission for receipt in live) + books.balance(accounts.COMMISSION_DUE, currency)
    cash_in = sum(receipt.due for receipt in live) + sum(max(0, close.difference) for close in reader.closes)
    cash_out = books.exposure(currency) + books.balance(accounts.BANK_FEES, currency) + settled
    return (
        Agreement("fees_of_receipts_are_the_income", sum(receipt.fee for receipt in live), income),
        Agreement(
            "receipts_issued_are_numbers_used",
            len(receipts),
            books.balance(accounts.RECEIPTS_USED, accounts.RECEIPT),
        ),
        Agreement("cash_collected_is_held_owed_or_banked", cash_in, cash_out),
        Agreement(
            "declared_and_not_confirmed_is_in_transit",
            sum(line.amount - line.confirmed for line in reader.remittances.values()),
            books.balance(accounts.IN_TRANSIT, currency),
        ),
        Agreement("every_commodity_balances", 0, sum(abs(total) for total in trial_balance(books).values())),
    )
