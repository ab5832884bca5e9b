"""What the centre granted beforehand, given back: a cabin that closes holds numbers that nobody else may use."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import Refusal
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.storage.journal import Draft


@dataclass(frozen=True, slots=True)
class Released:
    """Receipt numbers `first..last` of `series` that this station will not use any more."""

    grant: str
    series: str
    first: int
    last: int


class Grants:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def unused(self) -> list[Released]:
        """Receipt numbers that this station holds and has not used, oldest grant first."""
        return [
            Released(held.grant, held.series, held.next_number, held.last)
            for held in self._counter.journal.books.facts.receipt_grants
            if held.left > 0
        ]

    def release_receipts(self, operator: Operator) -> list[Released]:
        """Give all of them back, in one transaction: no fee can be collected here until the centre grants others.

        Raises Refusal `drawer_already_open` while a day is under way, `receipts_exhausted` when there are none.
        """
        session = self._counter.journal.books.facts.session
        if session is not None:
            raise Refusal("drawer_already_open", session=session.number)
        released = self.unused()
        if not released:
            raise Refusal("receipts_exhausted")
        drafts = [
            Draft("numbers_released/1", {"grant": held.grant, "first": held.first, "last": held.last})
            for held in released
        ]
        self._counter.journal.record(operator.id, *drafts)
        return released
