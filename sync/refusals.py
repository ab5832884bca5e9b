"""What a signed "no" means to the engine, by its code. Any other code is an ordinary failure: later, and smaller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sync.errors import Reason
from sync.limits import HEARTBEAT_MS, PENDING_MS
from sync.outputs import AlertCode

#: A person has to look before anything more is sent.
HALTING: Final[Mapping[str, Reason]] = {
    "journal_forked": Reason.JOURNAL_FORKED,
    "entry_not_authentic": Reason.ENTRY_NOT_AUTHENTIC,
    "epoch_changed": Reason.EPOCH_CHANGED,
}
HALTS: Final = frozenset(AlertCode(reason.value) for reason in HALTING.values())

#: Signed by a key that the station itself has replaced: the centre holds the rotation, and its watermark says so.
KEY_REPLACED: Final = "key_replaced"
#: This computer's files are a copy of the station's, or were put back: a person looks, and enrols it again.
COPIED: Final = frozenset({"ratchet_stale", "station_copied"})

#: The station may speak, and is told nothing. How long until it asks again, in milliseconds.
WAITING_ROOM: Final[Mapping[str, tuple[Reason, int]]] = {
    "station_pending": (Reason.STATION_PENDING, PENDING_MS),
    "station_revoked": (Reason.STATION_REVOKED, HEARTBEAT_MS),
}
