"""What the engine wants done. Frozen values, to be applied in the order given, before the engine is asked again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.journal.entry import SignedEntry
from sync.exchange import Exchange
from sync.ratchet import Ratcheted


class AlertCode(StrEnum):
    """What a person has to know. Said once, and again only after things had been well in between."""

    JOURNAL_FORKED = "journal_forked"
    ENTRY_NOT_AUTHENTIC = "entry_not_authentic"
    EPOCH_CHANGED = "epoch_changed"
    CENTRE_WENT_BACK = "centre_went_back"
    OUTBOUND_WENT_BACK = "outbound_went_back"
    OUTBOUND_FORKED = "outbound_forked"
    BLOB_REFUSED = "blob_refused"
    NO_PROGRESS = "sync_no_progress"
    STATION_COPIED = "station_copied"


@dataclass(frozen=True, slots=True)
class Send:
    """Carry this exchange; report `received` or `failed` with its id. There is never more than one under way."""

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The centre signed that it holds the first `sequence` entries (which may be fewer than it said before)."""

    sequence: int
    head: str


@dataclass(frozen=True, slots=True)
class Restored:
    """The centre was put back from a backup, and says so by this mark: it may lack any blob that it ever had."""

    mark: str


@dataclass(frozen=True, slots=True)
class OutboundReceived:
    """The centre's next entries: authentic, and continuing the chain the station holds."""

    entries: tuple[SignedEntry, ...]


@dataclass(frozen=True, slots=True)
class BlobSent:
    """The centre holds the whole blob and has verified its hash."""

    sha256: str


@dataclass(frozen=True, slots=True)
class BlobPart:
    """Bytes of a wanted blob from `offset`. The store verifies the hash when it is whole."""

    sha256: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Alert:
    code: AlertCode


@dataclass(frozen=True, slots=True)
class WakeAt:
    """Call `tick` at this monotonic time (or before). Replaces the last one."""

    now_ms: int


Output = Send | Ratcheted | Acknowledged | Restored | OutboundReceived | BlobSent | BlobPart | Alert | WakeAt
