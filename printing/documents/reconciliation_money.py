"""What the treasury did with a period's money, for the reconciliation: facts, in words where words are needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRow:
    """`owed` is commission that the agent gives back; `payment` says whether it is paid and whose money it was."""

    station: str
    receipt: str
    approved_on: date
    ground: str
    resolution: str
    amount: Money
    owed: Money
    payment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One movement of a debt, the guarantee, an overage or the commission, and what it rests on."""

    station: str
    on: date
    what: str
    rests_on: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepaidRow:
    """A cabin's codes: sold, used and expired in the period; `owed` is what is worth something to this day."""

    station: str
    cabin: str
    codes: int
    sold: Money
    used: Money
    expired: Money
    owed: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSummary:
    """`agrees` is whether its entries say the same; `unanswered` counts disputed lines among `disputed`."""

    station: str
    statement: str
    lines: int
    fees: Money
    commission: Money
    agrees: bool
    signed_on: date | None
    disputed: int
    unanswered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TreasuryFacts:
    """Of all cabins, oldest first within a cabin."""

    refunds: tuple[RefundRow, ...] = ()
    accounts: tuple[AccountRow, ...] = ()
    prepaid: tuple[PrepaidRow, ...] = ()
    statements: tuple[StatementSummary, ...] = ()
