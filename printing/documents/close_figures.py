"""What a close is made of: receipts by procedure, cash moved, codes sold and used, voids, and the count.

Sums of money belong to a Z; on an X, which is blind, they are None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.errors import InvariantBroken
from domain.money import Money
from printing.documents.cash_slip import CashWay


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureCount:
    """Live receipts of one procedure."""

    code: str
    name: str
    count: int
    fees: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMovement:
    """Cash that moved without a fee; `amount` is above zero whichever way. `approver` is None where nobody had to."""

    at: datetime
    way: CashWay
    reason: str
    approver: str | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepaidFigures:
    """Codes sold in the session, and live receipts that a code paid or helped to pay."""

    sold_count: int
    used_count: int
    sold: Money | None = None
    used: Money | None = None

    def __post_init__(self) -> None:
        for count, total in ((self.sold_count, self.sold), (self.used_count, self.used)):
            if total is not None and bool(total) != bool(count):
                raise InvariantBroken("prepaid_figures_disagree", count=count, total=str(total))


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidLine:
    """`given_back` is cash; `approver` is None where the cashier voided alone."""

    receipt: str
    reason: str
    approver: str | None
    given_back: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DenominationCount:
    value: Money
    count: int

    @property
    def amount(self) -> Money:
        return self.value * self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class CashCount:
    """`difference = counted - expected`: negative is a shortage. `denominations` add up to `counted`.

    `service_fees` is commission that citizens paid on top, `rounding` what rounding down cost, both of live receipts;
    `explanation` is the cashier's, of a difference; `approver` the second person who saw it, None where nobody did.
    """

    expected: Money
    counted: Money
    denominations: tuple[DenominationCount, ...]
    service_fees: Money
    rounding: Money
    commission: Money
    explanation: str | None = None
    approver: str | None = None

    def __post_init__(self) -> None:
        found = sum((row.amount for row in self.denominations), start=Money(0, self.counted.currency))
        if found != self.counted:
            raise InvariantBroken("count_does_not_add_up", counted=str(self.counted), denominations=str(found))

    @property
    def difference(self) -> Money:
        return self.counted - self.expected
