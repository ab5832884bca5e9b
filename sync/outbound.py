"""The centre's entries on their way in, whichever way they came."""

from __future__ import annotations

from collections.abc import Iterable

from domain.envelope import Signed
from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author
from domain.journal.verify import JournalWalk
from sync.exchange import Identity
from sync.messages import Answer
from sync.outbox import OutboxView
from sync.outputs import AlertCode


def continued(
    identity: Identity, outbox: OutboxView, received: Iterable[Signed]
) -> tuple[tuple[SignedEntry, ...], bool]:
    """Those that continue what is held, each verified, up to the first that does not; and whether there is one."""
    walk = JournalWalk(Author.CENTRE, identity.station, identity.centre_key, identity.verify)
    walk.length, walk.head = outbox.outbound_length, outbox.outbound_head
    entries = tuple(walk.entries(received))
    return entries, walk.finding is not None


def contradiction(outbox: OutboxView, answer: Answer) -> AlertCode | None:
    """What the centre says of its own journal against what is held of it: shorter, or another history."""
    held = outbox.outbound_length
    if answer.outbound < held:
        return AlertCode.OUTBOUND_WENT_BACK
    differs = answer.outbound == held and answer.outbound_head != outbox.outbound_head
    return AlertCode.OUTBOUND_FORKED if differs else None
