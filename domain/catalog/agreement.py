"""The agreement (convenio) between the municipality and the businesses that run its cabins: every figure of money.

Each figure has the day from which it holds. A change is a new set of terms with a later day; the earlier ones stay, so
that what is done on a day is always decided by the figures of that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.catalog.schedule import Commissions, Source
from domain.errors import Refusal
from domain.money import Money


class CommissionMode(StrEnum):
    """`settled` monthly against the agent's invoice; `retained` at remittance; `surcharge` paid by the citizen."""

    SETTLED = "settled"
    RETAINED = "retained"
    SURCHARGE = "surcharge"


@dataclass(frozen=True, slots=True)
class Terms:
    """A full set of figures, in force from `since` to the eve of the next set's day.

    `headroom_percent` of the guarantee is what a station may hold; `warn_percent` of that is when it is warned.
    `banking_term_hours`: money taken must be banked within it. `smallest_coin`: cash is rounded down to it.
    `receipt_block`: how many receipt numbers one grant carries. An operator alone may void a receipt of at most
    `void_alone` within `void_minutes` of its issue, take at most `cash_alone` out of the drawer in one session, and
    close it with a difference of at most `difference_alone`; beyond it takes a second person. The last two may not be
    agreed upon (None): nothing is asked then. `voucher_count` treasury vouchers of `voucher_amount` are granted to a
    station beforehand: each reopens so much headroom with no network.
    `prepaid_amounts` are the face values of prepaid codes that may be sold, largest first; empty where none may.
    """

    since: date
    commission_mode: CommissionMode
    guarantee: Money
    headroom_percent: int
    warn_percent: int
    banking_term_hours: int
    smallest_coin: Money
    receipt_block: int
    void_minutes: int
    void_alone: Money
    voucher_amount: Money
    voucher_count: int
    prepaid_amounts: tuple[Money, ...]
    source: Source
    cash_alone: Money | None = None
    difference_alone: Money | None = None

    def headroom(self, prepaid: Money | None = None) -> Money:
        """Guarantee x factor, rounded down to the minor unit, plus the agent's prepaid float."""
        covered = Money(self.guarantee.minor * self.headroom_percent // 100, self.guarantee.currency)
        return covered if prepaid is None else covered + prepaid


@dataclass(frozen=True, slots=True)
class Agreement:
    """`terms` are in order of date and at least one; the reader has seen to it."""

    terms: tuple[Terms, ...]
    commissions: Commissions

    def on(self, day: date) -> Terms:
        """The terms in force on `day`. Raises Refusal `terms_not_in_force` before the first day."""
        if day < self.terms[0].since:
            raise Refusal("terms_not_in_force", day=day.isoformat(), since=self.terms[0].since.isoformat())
        return self.closest_to(day)

    def closest_to(self, day: date) -> Terms:
        """The terms in force on `day`, or the first ones before there were any.

        For what is shown or judged whatever a clock says; what takes or grants money asks `on`.
        """
        begun = [terms for terms in self.terms if terms.since <= day]
        return begun[-1] if begun else self.terms[0]

    def commission_on(self, day: date, agent: str) -> Money:
        """What the station `agent` earns on `day` for a procedure without a commission of its own.

        Raises Refusal `commission_not_in_force`.
        """
        commission = self.commissions.on(day, agent)
        if commission is None:
            raise Refusal("commission_not_in_force", agent=agent, day=day.isoformat())
        return commission
