"""What the centre granted beforehand, given back: while a cabin holds a number or an hour, nobody else may use it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

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


@dataclass(frozen=True, slots=True)
class HeldHours:
    """Free hours of one grant that are still to come: `numbers` in order, `first` and `last` as wall time."""

    grant: str
    service: str
    office: str
    numbers: tuple[int, ...]
    first: datetime
    last: datetime


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

    def hours(self) -> list[HeldHours]:
        """Hours of appointments that this station may still give, the nearest day first."""
        zone, now = self._counter.zone, self._counter.now()
        found = []
        for grant, held in self._counter.journal.books.facts.standing.units.items():
            if held.slots is None:
                continue
            moments = {number: held.slots.moment(number).replace(tzinfo=zone) for number in sorted(held.free)}
            numbers = tuple(number for number, moment in moments.items() if moment > now)
            if numbers:
                first, last = moments[numbers[0]], moments[numbers[-1]]
                found.append(HeldHours(grant, held.slots.service, held.slots.office, numbers, first, last))
        return sorted(found, key=lambda held: (held.first, held.office, held.grant))

    def release_hours(self, operator: Operator, grant: str) -> HeldHours:
        """Give all of a grant's hours to come back, in one transaction; those that somebody has stay.

        Raises Refusal `slots_exhausted` when there are none.
        """
        held = next((one for one in self.hours() if one.grant == grant), None)
        if held is None:
            raise Refusal("slots_exhausted")
        drafts = [
            Draft("numbers_released/1", {"grant": grant, "first": first, "last": last}) for first, last in runs(held)
        ]
        self._counter.journal.record(operator.id, *drafts)
        return held


def runs(held: HeldHours) -> list[tuple[int, int]]:
    """First and last of each stretch without a gap: an entry gives back one stretch."""
    found = []
    for _, stretch in groupby(enumerate(held.numbers), key=lambda placed: placed[1] - placed[0]):
        numbers = [number for _, number in stretch]
        found.append((numbers[0], numbers[-1]))
    return found
