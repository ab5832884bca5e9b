"""What the municipality announces here today, and who has confirmed that they read it (docs/adr/0040)."""

from __future__ import annotations

from datetime import date

from kiosk_app.services.counter import Counter
from kiosk_app.services.operator import Operator
from kiosk_app.storage import announcement_tables
from kiosk_app.storage.announcement_tables import Announcement
from kiosk_app.storage.journal import Draft

__all__ = ["Announcement", "Announcements"]


class Announcements:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def today(self) -> date:
        """By the clock, or by the last hour that a journal names: a clock that was put back revives nothing."""
        counter = self._counter
        known = announcement_tables.last_known_moment(counter.store)
        return counter.today() if known is None else max(counter.today(), counter.day_of(known))

    def valid(self) -> list[Announcement]:
        """Those of today, the newest first."""
        return announcement_tables.valid_on(self._counter.store, self.today())

    def unread(self, operator: Operator) -> list[Announcement]:
        """Those that this operator must still confirm, the oldest first."""
        must = [one for one in self.valid() if one.must_read]
        if not must:
            return []
        read = announcement_tables.read_by(self._counter.store, operator.id)
        return [one for one in reversed(must) if one.code not in read]

    def for_citizens(self) -> list[Announcement]:
        return [one for one in self.valid() if one.citizens]

    def confirm(self, operator: Operator, code: str) -> None:
        """This operator has read it. What was withdrawn or confirmed meanwhile is passed over.

        Raises what `Journal.record` raises: nothing was written.
        """
        if any(one.code == code for one in self.unread(operator)):
            self._counter.journal.record(operator.id, Draft("announcement_read/1", {"announcement": code}))
