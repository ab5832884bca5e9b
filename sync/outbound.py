"""The centre's entries on their way in, whichever way they came."""

from __future__ import annotations

from collections.abc import Iterable

from domain.envelope import Signed
from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author
from domain.journal.verify import JournalWalk
from sync.exchange import Identity
from sync.outbox import OutboxView


def continued(
    identity: Identity, outbox: OutboxView, received: Iterable[Signed]
) -> tuple[tuple[SignedEntry, ...], bool]:
    """Those that continue what is held, each verified, up to the first that does not; and whether there is one."""
    walk = JournalWalk(Author.CENTRE, identity.station, identity.centre_key, identity.verify)
    walk.length, walk.head = outbox.outbound_length, outbox.outbound_head
    entries = tuple(walk.entries(received))
    return entries, walk.finding is not None
