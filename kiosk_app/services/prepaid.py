"""Prepaid codes: sold for cash, printed once, and spent on fees at the station that sold them.

The code is a bearer secret. The journal holds its proof (`domain.ledger.bearer`); the code itself is on the citizen's
paper and nowhere else, so nobody here can look it up for whoever lost the paper.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.ledger.bearer import bearer_code, proof_of, read_bearer_code
from domain.money import Money
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Draft


class PrepaidPaper(Protocol):
    """What puts the code on paper (`kiosk_app.services.paper`), in the transaction of the sale."""

    def queue_prepaid(self, store: Store, found: SignedEntry, code: str, operator: Operator) -> object: ...


@dataclass(frozen=True, slots=True)
class PrepaidValue:
    """What is left on a code; `name` is what the journal calls it."""

    name: str
    left: Money


class PrepaidCodes:
    def __init__(self, counter: Counter, paper: PrepaidPaper) -> None:
        self._counter = counter
        self._paper = paper

    def amounts(self) -> tuple[Money, ...]:
        """What codes are sold for today, largest first; empty where none are. Raises Refusal `terms_not_in_force`."""
        return self._counter.municipality.agreement.on(self._counter.today()).prepaid_amounts

    def sell(self, operator: Operator, amount: Money) -> PrepaidValue:
        """Take the cash, and queue the paper with the code, in one transaction.

        Raises Refusal `prepaid_amount_unknown`, `terms_not_in_force`, `drawer_not_open`, `drawer_already_counted`,
        `headroom_exhausted`.
        """
        if amount not in self.amounts():
            raise Refusal("prepaid_amount_unknown", amount=amount.minor, currency=amount.currency)
        counter = self._counter
        name, code = self._next_name(), bearer_code(secrets.token_bytes(8))
        body = {
            "prepaid": name,
            "amount": amount.minor,
            "currency": amount.currency,
            "proof": proof_of(counter.identity.station, name, code),
        }

        def alongside(store: Store, written: Sequence[SignedEntry]) -> None:
            self._paper.queue_prepaid(store, written[-1], code, operator)

        counter.journal.record(operator.id, Draft("prepaid_sold/1", body), alongside=alongside)
        return PrepaidValue(name, amount)

    def find(self, typed: str) -> PrepaidValue:
        """The value of a typed or scanned code. Raises Refusal `bearer_code_incomplete`, `prepaid_unknown`."""
        return find_prepaid(self._counter, typed)

    def _next_name(self) -> str:
        """`P12`, this station's twelfth: short, because a fee that it pays must fit the QR of its receipt."""
        return f"P{len(self._counter.journal.books.facts.standing.prepaid) + 1}"


def find_prepaid(counter: Counter, typed: str) -> PrepaidValue:
    """Raises Refusal `bearer_code_incomplete`, `prepaid_unknown`."""
    code = read_bearer_code(typed)
    for name, value in counter.journal.books.facts.standing.prepaid.items():
        if proof_of(counter.identity.station, name, code) == value.proof:
            return PrepaidValue(name, Money(value.left, value.currency))
    raise Refusal("prepaid_unknown")
