"""How sync stands, in codes and counts. The screens choose the words and the colours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sync.errors import NO_ANSWER, Reason
from sync.limits import SLOW_MS


class Connection(StrEnum):
    NEVER = "never"  # no signed answer since this station was made or started
    CONNECTED = "connected"
    SLOW = "slow"  # answers come, late
    OFFLINE = "offline"
    HALTED = "halted"  # answers come, and a person has to look before anything more is sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`oldest_pending` and `last_contact` are Unix seconds of the station's clock; `clock_offset_s` is how far the
    centre's clock is ahead of it (None before the first answer). `sending` of `sending_total` entries of this round
    are with the centre; both are 0 while nothing is being sent. `set_aside` are blobs that the centre refused: they are
    offered again with the next round.
    """

    connection: Connection
    reason: Reason | None
    pending_entries: int
    pending_blobs: int
    oldest_pending: int | None
    last_contact: int | None
    clock_offset_s: int | None
    sending: int
    sending_total: int
    set_aside: frozenset[str] = frozenset()


def connection_of(
    halted: Reason | None, reason: Reason | None, last_contact: int | None, elapsed_ms: int
) -> Connection:
    """`elapsed_ms` is how long the last answer took."""
    if halted is not None:
        return Connection.HALTED
    if last_contact is None:
        return Connection.NEVER
    if reason in NO_ANSWER:
        return Connection.OFFLINE
    return Connection.SLOW if elapsed_ms > SLOW_MS else Connection.CONNECTED
