"""The books of one station: a pure function of its two journals. No clock, no I/O, no randomness.

`decide` asks whether an entry may be booked and answers with what would change; nothing moves until `accept`. The same
code decides at the counter, is asked again when the centre receives the entry, and again by an auditor from nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.errors import InvariantBroken, Refusal
from domain.journal.entry import RULES_VERSION, Entry
from domain.ledger import accounts


@dataclass(frozen=True, slots=True)
class Posting:
    """`amount` in the commodity's smallest unit: debit positive, credit negative."""

    account: str
    commodity: str
    amount: int


@dataclass(frozen=True, slots=True)
class Session:
    """An open drawer. `counted` is the whole cash signed at the blind count, None before it."""

    number: int
    float_minor: int
    currency: str
    operator: str
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    number: str
    session: int
    postings: tuple[Posting, ...]
    voided: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptGrant:
    """Numbers `next_number..last` of `series` are this station's alone; `next_number > last` means all are used."""

    grant: str
    series: str
    next_number: int
    last: int

    @property
    def left(self) -> int:
        return self.last - self.next_number + 1


@dataclass(frozen=True, slots=True)
class Remittance:
    amount: int
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules must remember besides balances. `receipts` holds the open session's only: later is a refund."""

    session: Session | None = None
    last_session: int = 0
    last_z: int = 0
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    receipt_grants: tuple[ReceiptGrant, ...] = ()
    remittances: Mapping[str, Remittance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    postings: tuple[Posting, ...]
    facts: Facts


#: Balances by (account, commodity); what is not there is zero.
Balances = dict[tuple[str, str], int]


class Books:
    """Balances and facts of one station. Load a stored state, or start empty and replay."""

    def __init__(self, station: str, balances: Balances | None = None, facts: Facts | None = None) -> None:
        self.station: Final = station
        self.balances: Balances = dict(balances or {})
        self.facts = facts or Facts()

    def copy(self) -> Books:
        """A second set to try several entries on, before any of them is written."""
        return Books(self.station, self.balances, self.facts)

    def balance(self, account: str, commodity: str) -> int:
        return self.balances.get((account, commodity), 0)

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

    def decide(self, entry: Entry) -> Change:
        """What booking `entry` would change.

        Raises Refusal when a rule says no (the code says which), InvariantBroken when the rules themselves would leave
        the books wrong: that is the program's fault, and nothing may be written.
        """
        from domain.ledger.postings import rule_for  # noqa: PLC0415 - the rules read the books; a cycle otherwise

        if entry.station != self.station:
            raise Refusal("entry_of_another_station", station=entry.station)
        if entry.rules != RULES_VERSION:
            raise Refusal("rules_version_unknown", rules=entry.rules)
        change = rule_for(entry.kind)(self, entry)
        self._assert_invariants(entry, change)
        return change

    def accept(self, change: Change) -> None:
        for posting in change.postings:
            key = (posting.account, posting.commodity)
            self.balances[key] = self.balances.get(key, 0) + posting.amount
        self.facts = change.facts

    def book(self, entry: Entry) -> Change:
        change = self.decide(entry)
        self.accept(change)
        return change

    def _assert_invariants(self, entry: Entry, change: Change) -> None:
        """I1 balanced, I2 no asset below zero, I3 nothing owed or earned in debit, I6 a closed drawer is empty."""
        sums: dict[str, int] = {}
        after: Balances = {}
        for posting in change.postings:
            sums[posting.commodity] = sums.get(posting.commodity, 0) + posting.amount
            key = (posting.account, posting.commodity)
            after[key] = after.get(key, self.balance(*key)) + posting.amount
        unbalanced = {commodity: total for commodity, total in sums.items() if total}
        if unbalanced:
            raise InvariantBroken("I1", kind=entry.kind, unbalanced=unbalanced)
        for (account, commodity), amount in after.items():
            if account.startswith("Assets:") and amount < 0:
                raise InvariantBroken("I2", kind=entry.kind, account=account, commodity=commodity, amount=amount)
            if account.startswith(("Liabilities:", "Income:")) and amount > 0:
                raise InvariantBroken("I3", kind=entry.kind, account=account, commodity=commodity, amount=amount)
        if self.facts.session is not None and change.facts.session is None:
            key = (accounts.DRAWER, self.facts.session.currency)
            if after.get(key, self.balance(*key)) != 0:
                raise InvariantBroken("I6", kind=entry.kind)
