"""A period's statement: every line of money between the municipality and one agent, the same for whoever computes it.

The centre signs its hash (`statement_issued/1`), the station recomputes it from its own journals before it signs too,
and an auditor does it again. A line is disputed by its number; the others are not held up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from domain import canonical
from domain.envelope import to_base64url
from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author, kind_of
from domain.journal.merge import merge
from domain.journal.verify import broken_rule
from domain.ledger.books import Books

Body = Mapping[str, Any]
#: The body of every fee by its receipt's number.
Fees = dict[str, Body]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """`fee` and `commission` are what the entry adds to the municipality's income and to the agent's earnings; `cash`
    is any other money it speaks of (a deposit, a shortage, a payment); minor units, negative when they take away.

    `sequence` is the entry's, in the journal of its author; `reference` the receipt, deposit or act it names.
    """

    number: int
    author: str
    sequence: int
    kind: str
    at: datetime
    reference: str
    fee: int
    commission: int
    cash: int

    def canonical(self) -> bytes:
        return canonical.encode(
            {
                "author": self.author,
                "cash": self.cash,
                "commission": self.commission,
                "fee": self.fee,
                "kind": self.kind,
                "number": self.number,
                "reference": self.reference,
                "sequence": self.sequence,
            }
        )


@dataclass(frozen=True, slots=True)
class PeriodStatement:
    """`through` is the station's last entry in it."""

    through: int
    lines: tuple[StatementLine, ...]

    @property
    def fees(self) -> int:
        return sum(line.fee for line in self.lines)

    @property
    def commission(self) -> int:
        """Earned less taken back, kept back and paid: what the period adds to what the agent is owed."""
        return sum(line.commission for line in self.lines)

    @property
    def hash(self) -> str:
        """SHA-256 over the canonical JSON of each line and a line feed, in base64url."""
        digest = hashlib.sha256()
        for line in self.lines:
            digest.update(line.canonical() + b"\n")
        return to_base64url(digest.digest())


def lawful(station: str, own: Iterable[SignedEntry], outbound: Iterable[SignedEntry]) -> Iterator[SignedEntry]:
    """The entries of both journals that the rules book, in the station's order; the others are in no statement."""
    books = Books(station)
    for author, found in merge(own, outbound):
        if broken_rule(books, author, found) is None:
            yield found


def statement_of(booked: Iterable[SignedEntry], after: int, through: int) -> PeriodStatement:
    """The lines after the station's entry `after`, up to its entry `through` and what it had seen by then.

    `booked` is the station's whole life (`lawful`, or `Verification.booked`): a void names a receipt of any day before.
    """
    fees: Fees = {}
    lines: list[StatementLine] = []
    begun = after == 0
    for found in booked:
        entry, author = found.entry, kind_of(found.entry.kind).author
        if entry.kind.startswith("fee_collected/"):
            fees[entry.body["receipt"]] = entry.body
        if begun:
            lines += _line(len(lines) + 1, author, found, fees)
        if author is Author.STATION and entry.sequence >= through:
            break
        begun = begun or (author is Author.STATION and entry.sequence >= after)
    return PeriodStatement(through, tuple(lines))


#: Entries that speak of one amount: the field that names them, and which way it goes as commission and as other cash.
_PLAIN: Final[dict[str, tuple[str, int, int]]] = {
    "remittance_declared": ("remittance", 0, 1),
    "remittance_confirmed": ("remittance", 0, 1),
    "remittance_fell_short": ("remittance", 0, -1),
    "remittance_overdue": ("reason", 0, -1),
    "commission_retained": ("remittance", -1, 0),
    "commission_settled": ("invoice", -1, 0),
    "debt_paid": ("reference", 0, 1),
    "debt_written_off": ("resolution", 0, 1),
    "guarantee_deposited": ("reference", 0, 1),
    "guarantee_replenished": ("reference", 0, 1),
    "guarantee_drawn": ("resolution", 0, 1),
    "guarantee_returned": ("resolution", 0, 1),
}


def _line(number: int, author: Author, found: SignedEntry, fees: Fees) -> tuple[StatementLine, ...]:
    entry = found.entry
    money = _money(entry.kind.partition("/")[0], entry.body, fees)
    if money is None:
        return ()
    return (StatementLine(number, author.value, entry.sequence, entry.kind, entry.at, *money),)


def _money(kind: str, body: Body, fees: Fees) -> tuple[str, int, int, int] | None:
    """Reference, fee, commission and other cash of an entry; None for one that is no matter between the two sides."""
    match kind:
        case "fee_collected":
            return body["receipt"], body["fee"], body["commission"], 0
        case "fee_voided" | "refund_approved":
            undone = fees[body["receipt"]]
            return body["receipt"], -undone["fee"], -undone["commission"], -body.get("owed", 0)
        case "session_closed":
            difference = body["counted"] - body["expected"]
            return (f"Z {body['z']}", 0, 0, difference) if difference else None
        case "dispute_resolved":
            return f"{body['statement']} / {body['line']}", 0, body["adjustment"], 0
        case _ if kind in _PLAIN:
            field, commission, cash = _PLAIN[kind]
            return body[field], 0, commission * body["amount"], cash * body["amount"]
        case _:
            return None
