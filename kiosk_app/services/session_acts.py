"""What a session did besides charging, read from its own entries: cash moved, prepaid codes sold, receipts voided.

Papers are composed from the journal itself, so an X, a Z and a copy of it years later say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.journal.entry import SignedEntry, read_entry
from domain.journal.kinds import Author
from kiosk_app.storage import entries
from kiosk_app.storage.connection import Store

_VOIDED: Final = ("fee_voided/1", "fee_voided/2")
_MOVED: Final = ("cash_moved/1", "cash_moved/2")
_SOLD: Final = "prepaid_sold/1"


@dataclass(frozen=True, slots=True)
class SessionActs:
    """Entries of one session, oldest first."""

    moved: tuple[SignedEntry, ...]
    sold: tuple[SignedEntry, ...]
    voided: tuple[SignedEntry, ...]


def acts_of_session(store: Store, session: int) -> SessionActs:
    first, last = _bounds(store, session)
    kinds = (*_VOIDED, *_MOVED, _SOLD)
    found = [read_entry(signed) for signed in entries.read_kinds(store, Author.STATION, kinds, first, last)]
    return SessionActs(
        tuple(each for each in found if each.entry.kind in _MOVED),
        tuple(each for each in found if each.entry.kind == _SOLD),
        tuple(each for each in found if each.entry.kind in _VOIDED),
    )


def _bounds(store: Store, session: int) -> tuple[int, int]:
    """First and last sequence of a session; of an open one the last is the journal's. Newest first: mostly today's."""
    row = store.row(
        "SELECT sequence FROM entry WHERE author = 'station' AND kind = 'session_opened/1'"
        " AND json_extract(payload, '$.b.session') = ? ORDER BY sequence DESC LIMIT 1",
        (session,),
    )
    assert row is not None, "a session begins with its entry"
    first: int = row["sequence"]
    closed = store.row(
        "SELECT sequence FROM entry WHERE author = 'station' AND kind IN ('session_closed/1', 'session_closed/2')"
        " AND sequence > ? ORDER BY sequence LIMIT 1",
        (first,),
    )
    return first, entries.end_of(store, Author.STATION)[0] if closed is None else closed["sequence"]
