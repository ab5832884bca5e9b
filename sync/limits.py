"""Every wait and count of the engine, in one place. Milliseconds unless the name says otherwise."""

from __future__ import annotations

from typing import Final

#: An idle station asks this often, and so does a halted one.
HEARTBEAT_MS: Final = 300_000
#: A station that waits to be approved asks this often: somebody may be standing beside it.
PENDING_MS: Final = 60_000
BACK_OFF_MS: Final = 1_000
BACK_OFF_MAX_MS: Final = 300_000
#: The delay after a cut on a link that does carry something in between: there is nothing to wait for.
CUT_MS: Final = 200
#: Bytes of bodies from which an exchange says how fast the link is; a shorter one is all round trip.
RATE_BYTES_MIN: Final = 8_000
#: The transport keeps the deadline; this much later the engine stops believing in the driver.
GRACE_MS: Final = 5_000
SLOW_MS: Final = 5_000
#: Exchanges in a row that moved nothing, with something to move, before a person is told.
STALLED_MAX: Final = 8
#: Blobs of the centre that a file may bring: those already begun here go on where they stand.
CARRIED_WANTED_MAX: Final = 1_000
