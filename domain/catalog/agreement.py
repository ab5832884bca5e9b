"""The agreement (convenio) between the municipality and the businesses that run its cabins: every figure of money."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.catalog.schedule import Schedule, Source
from domain.money import Money


class CommissionMode(StrEnum):
    """`settled` monthly against the agent's invoice; `retained` at remittance; `surcharge` paid by the citizen."""

    SETTLED = "settled"
    RETAINED = "retained"
    SURCHARGE = "surcharge"


@dataclass(frozen=True, slots=True)
class Agreement:
    """`headroom_percent` of the guarantee is what a station may hold; `warn_percent` of that is when it is warned.

    `banking_term_hours`: money taken must be banked within it. `smallest_coin`: cash is rounded down to it.
    `receipt_block`: how many receipt numbers one grant carries.
    """

    commission: Schedule
    commission_mode: CommissionMode
    guarantee: Money
    headroom_percent: int
    warn_percent: int
    banking_term_hours: int
    smallest_coin: Money
    receipt_block: int
    source: Source

    def headroom(self, prepaid: Money | None = None) -> Money:
        """Guarantee x factor, rounded down to the minor unit, plus the agent's prepaid float."""
        covered = Money(self.guarantee.minor * self.headroom_percent // 100, self.guarantee.currency)
        return covered if prepaid is None else covered + prepaid
