"""A new signing key for this station: by a supervisor's order, or because the centre wishes it (docs/adr/0019)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from domain.envelope import to_base64url
from domain.errors import Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.kinds import Author
from kiosk_app.services.counter import Counter
from kiosk_app.services.operator import Operator
from kiosk_app.storage import entries, station_keys
from sync.status import Connection, Status

log = logging.getLogger("ventanilla.keys")

#: Who stands in the entry when nobody at the desk decided it.
BY_ITSELF: Final = "station"
_IN_CONTACT: Final = frozenset({Connection.CONNECTED, Connection.SLOW})
_ROLES: Final = frozenset({"supervisor"})


class KeyRotation:
    """`status` is how sync stands now."""

    def __init__(self, counter: Counter, status: Callable[[], Status]) -> None:
        self._counter = counter
        self._status = status
        self._looked_at = -1
        self._asked = ""

    def rotate(self, operator: Operator) -> SignedEntry:
        """Raises Refusal `supervisor_needed`, `rotation_needs_contact` or `rotation_under_way`."""
        if operator.role not in _ROLES:
            raise Refusal("supervisor_needed", operator=operator.id)
        return self._rotate(operator.id)

    def rotate_if_asked(self) -> bool:
        """Whether the centre's wish was fulfilled now. Until there is contact with nothing to send, it waits."""
        if not self.is_asked or station_keys.is_under_way(self._counter.store) or not self._is_quiet():
            return False
        try:
            self._rotate(BY_ITSELF)
        except Refusal as refusal:  # the disk: it is asked again at the next look
            log.warning("the key could not be changed yet: %s", refusal.code)
            return False
        return True

    @property
    def is_asked(self) -> bool:
        """Whether the key that the centre wishes replaced is still the one that signs."""
        journal = self._counter.journal
        if self._looked_at != journal.heard:
            kinds = ["rotation_asked/1"]
            first = max(1, self._looked_at + 1)
            for signed in entries.read_kinds(journal.store, Author.CENTRE, kinds, first, journal.heard):
                self._asked = read_entry(signed).entry.body["key"]
            self._looked_at = journal.heard
        return self._asked == to_base64url(journal.public_key)

    def _is_quiet(self) -> bool:
        """A paper that a new key signs is believed once the centre knows the key: the two should be close together."""
        status = self._status()
        return status.connection in _IN_CONTACT and not status.pending_entries

    def _rotate(self, by: str) -> SignedEntry:
        if not self._is_quiet():
            raise Refusal("rotation_needs_contact")
        found = station_keys.rotate(self._counter.journal, by)
        log.info("this station signs with a new key from entry %d on", found.entry.sequence + 1)
        return found
