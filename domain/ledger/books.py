"""The books of one station: a pure function of its two journals. No clock, no I/O, no randomness.

`decide` asks whether an entry may be booked and answers with what would change; nothing moves until `accept`. The same
code decides at the counter, is asked again when the centre receives the entry, and again by an auditor from nothing.
"""

from __future__ import annotations

from domain.errors import InvariantBroken, Refusal
from domain.journal.entry import RULES_VERSION, Entry
from domain.ledger import accounts
from domain.ledger.facts import Change
from domain.ledger.rules import rule_for
from domain.ledger.state import Balances, State


class Books(State):
    """Balances and facts of one station. Load a stored state, or start empty and replay."""

    def copy(self) -> Books:
        """A second set to try several entries on, before any of them is written."""
        return Books(self.station, self.balances, self.facts)

    def decide(self, entry: Entry) -> Change:
        """What booking `entry` would change.

        Raises Refusal when a rule says no (the code says which), InvariantBroken when the rules themselves would leave
        the books wrong: that is the program's fault, and nothing may be written.
        """
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


def trial_balance(books: Books) -> dict[str, int]:
    """Sum of all accounts for each commodity; every value is zero when the books agree (I7)."""
    totals: dict[str, int] = {}
    for (_, commodity), amount in books.balances.items():
        totals[commodity] = totals.get(commodity, 0) + amount
    return totals
