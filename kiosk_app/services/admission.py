"""Whether an operator may still work here, by what the centre has said: thirty days at most without hearing of it.

The clock alone does not decide: a day that the journal has seen since the last permission has passed, whatever the
computer's clock says today.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from domain.errors import Refusal
from domain.journal.entry import Entry, read_entry
from domain.journal.fields import WITHDRAWN
from domain.journal.kinds import Author
from kiosk_app.services.counter import Counter
from kiosk_app.storage import entries

_ADMITTED: Final = "operator_admitted/1"


class Admission:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def days_left(self, operator: str) -> int | None:
        """Whole days after today; None where the centre has admitted nobody yet, and at a kiosk, which nobody signs
        in to.

        Raises Refusal `operator_not_admitted`, `operator_withdrawn` or `operator_expired`.
        """
        journal = self._counter.journal
        if self._counter.identity.face != "desk":
            return None
        admitted = [
            read_entry(signed).entry
            for signed in entries.read_kinds(journal.store, Author.CENTRE, [_ADMITTED], 1, journal.heard)
        ]
        if not admitted:
            return None
        last = next((entry for entry in reversed(admitted) if entry.body["operator"] == operator), None)
        if last is None:
            raise Refusal("operator_not_admitted", operator=operator)
        if last.body["until"] == WITHDRAWN:
            raise Refusal("operator_withdrawn", operator=operator)
        until = date.fromisoformat(last.body["until"])
        left = (until - self._today(last)).days
        if left < 0:
            raise Refusal("operator_expired", operator=operator, until=until)
        return left

    def _today(self, admitted: Entry) -> date:
        """The latest day that the clock, or either journal since this permission was heard, has shown."""
        journal = self._counter.journal
        seen: list[datetime] = [self._counter.clock.now()]
        first = self._first_after(admitted.sequence)
        own = entries.read(journal.store, Author.STATION, first, journal.length)
        heard = entries.read(journal.store, Author.CENTRE, admitted.sequence, journal.heard)
        seen += [read_entry(signed).entry.at for signed in (*own, *heard)]
        return max(seen).astimezone(self._counter.zone).date()

    def _first_after(self, heard: int) -> int:
        """The station's first entry that had seen entry `heard` of the centre: `se` only grows."""
        low, high = 1, self._counter.journal.length + 1
        while low < high:
            middle = (low + high) // 2
            if self._seen_by(middle) >= heard:
                high = middle
            else:
                low = middle + 1
        return low

    def _seen_by(self, sequence: int) -> int:
        """A hole, where somebody has deleted an entry, is passed over: naming it is the verifier's business."""
        signed = entries.next_from(self._counter.journal.store, Author.STATION, sequence)
        assert signed is not None, "the last entry is what the length was read from"
        return read_entry(signed).entry.seen
