"""Where one entry stands in the public log, and the proof of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Final

from central.centre import Centre
from central.store import Transaction, log
from central.store.journals import JournalName, Stored
from domain.errors import Refusal
from domain.merkle import Tree
from domain.note import LogProof, read_note

#: The log is published every day: an entry that is here for longer and not in it is missing.
MERGE_DELAY: Final = timedelta(days=2)
_HOURS: Final = 24


class State(Enum):
    """`UNUSED`: this municipality publishes no log, or has not received the entry."""

    UNUSED = auto()
    WAITING = auto()
    PUBLISHED = auto()
    LATE = auto()


@dataclass(frozen=True, slots=True)
class Publication:
    """`at`: when the first checkpoint over the entry was signed."""

    state: State
    at: datetime | None = None


def publication(centre: Centre, tx: Transaction, name: JournalName, held: Stored | None) -> Publication:
    if held is None or log.last_checkpoint(tx) is None:
        return Publication(State.UNUSED)
    position = log.position_of(tx, name, held.sequence)
    first = None if position is None else log.first_checkpoint_with(tx, position)
    if first is not None:
        return Publication(State.PUBLISHED, datetime.fromtimestamp(first.signed_at, tz=UTC))
    since = datetime.fromtimestamp(held.stored_at, tz=UTC)
    return Publication(State.LATE if centre.clock.now() - since > MERGE_DELAY else State.WAITING)


def is_overdue(centre: Centre, at: datetime) -> bool:
    """Whether an entry of `at`, by the station's clock, should have arrived: the agreement's banking term in working
    days, and one more. An agent who keeps the term has had to connect by then.
    """
    try:
        hours = centre.terms.agreement.on(centre.day_of(at)).banking_term_hours
        last = centre.terms.calendar.add_working_days(centre.day_of(at), -(-hours // _HOURS) + 1)
    except Refusal:  # no terms or no calendar for a day that a wrong clock named
        return False
    return centre.today > last


def proof(tx: Transaction, name: JournalName, held: Stored) -> LogProof | None:
    """In the latest checkpoint; `extra` is the signed entry, as a compact JWS. None while it is not published."""
    position, last = log.position_of(tx, name, held.sequence), log.last_checkpoint(tx)
    if position is None or last is None or last.size <= position:
        return None
    hashes = Tree(last.size, log.load_tile(tx)).inclusion_proof(position, last.size)
    return LogProof(held.signed.compact().encode(), position, tuple(hashes), read_note(last.note))
