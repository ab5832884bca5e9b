"""The state of one station's books, as the posting rules read it: balances and facts, and figures made of them."""

from __future__ import annotations

from typing import Final

from domain.errors import Refusal
from domain.ledger import accounts
from domain.ledger.facts import Facts, Receipt

#: Balances by (account, commodity); what is not there is zero.
Balances = dict[tuple[str, str], int]


class State:
    def __init__(self, station: str, balances: Balances | None = None, facts: Facts | None = None) -> None:
        self.station: Final = station
        self.balances: Balances = dict(balances or {})
        self.facts = facts or Facts()

    def balance(self, account: str, commodity: str) -> int:
        return self.balances.get((account, commodity), 0)

    def owed(self, account: str, commodity: str) -> int:
        """A liability as the positive figure that people speak of."""
        return -self.balance(account, commodity)

    def exposure(self, currency: str) -> int:
        """Municipal money that the agent holds or owes, minor units."""
        return sum(self.balance(account, currency) for account in accounts.EXPOSURE)

    @property
    def headroom(self) -> int:
        """The most exposure the centre has granted, minor units."""
        return self.balance(accounts.HEADROOM_HELD, accounts.HEADROOM)

    def headroom_left(self, currency: str) -> int:
        return self.headroom - self.exposure(currency)

    @property
    def receipts_left(self) -> int:
        return sum(grant.left for grant in self.facts.receipt_grants)

    def next_receipt(self) -> tuple[str, str]:
        """The next receipt number and the grant it comes from. Raises Refusal `receipts_exhausted`."""
        for grant in self.facts.receipt_grants:
            if grant.left > 0:
                return f"{grant.series}-{grant.next_number:06d}", grant.grant
        raise Refusal("receipts_exhausted")

    def closed_receipt(self, number: str) -> Receipt | None:
        """A receipt of a closed drawer, newest session first."""
        return next((shelf[number] for shelf in reversed(self.facts.closed) if number in shelf), None)

    def expected_cash(self) -> int:
        """What the open drawer should hold, float included, minor units. Not for the cashier's eyes before the count.

        Raises Refusal `drawer_not_open`.
        """
        session = self.facts.session
        if session is None:
            raise Refusal("drawer_not_open")
        return self.balance(accounts.DRAWER, session.currency) + session.float_minor

    def commission_final(self, currency: str) -> int:
        """Commission owed for receipts of closed drawers, minor units.

        That of the open drawer can still be voided: a station may void while the centre's settlement is on its way,
        and commission that was paid could not be taken back.
        """
        live = sum(receipt.commission for receipt in self.facts.receipts.values() if not receipt.voided)
        return self.owed(accounts.COMMISSION_DUE, currency) - live

    def commission_retainable(self, currency: str) -> int:
        """How much of it the agent may keep back at a deposit: of receipts whose mode is `retained` alone."""
        return min(self.facts.standing.retainable, self.commission_final(currency))

    def debt_after_refund(self, receipt: Receipt) -> int:
        """The part of a refunded receipt's commission that the agent was paid already, and now owes."""
        return max(0, receipt.commission - self.commission_final(receipt.currency))
