"""What a station keeps, as sync needs to see it. The station's storage implements it; so does a list in a test.

One truth: the engine asks here what is pending each time it looks and remembers nothing of it, so a crash between two
calls costs nothing. Everything is called on the thread that owns the database, and every write is durable when it
returns. `at` is the station's wall clock in Unix seconds: data for people, never an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.envelope import Signed
from domain.journal.entry import SignedEntry


@dataclass(frozen=True, slots=True)
class PendingBlob:
    """A blob that is not whole on one side. `held` is how many of its first bytes the receiver has; for a blob that
    goes up only the centre knows, and it is 0 here.
    """

    sha256: str
    size: int
    held: int = 0


class BlobsView(Protocol):
    """What `sync.blob_line` reads of what is to be sent and fetched."""

    def pending_blobs(self, most: int) -> Sequence[PendingBlob]:
        """Blobs that an own entry names and `record_blob_sent` has not confirmed, in the order of those entries."""
        ...

    def small_pending_blobs(self, most: int, size_max: int) -> Sequence[PendingBlob]:
        """Of the pending blobs those of at most `size_max` bytes, in the same order."""
        ...

    def blob_bytes(self, sha256: str, offset: int, most: int) -> bytes:
        """Up to `most` bytes of a pending blob, from `offset`. Empty only at its end."""
        ...

    def wanted_blobs(self, most: int) -> Sequence[PendingBlob]:
        """Blobs that an outbound entry names and the station does not hold whole, with how much it holds."""
        ...


class OutboxView(BlobsView, Protocol):
    """The reading half: all that the engine may do by itself."""

    @property
    def length(self) -> int:
        """The sequence of the station's last committed entry; 0 for none."""
        ...

    @property
    def acknowledged(self) -> int:
        """The last sequence recorded by `record_acknowledged`; 0 for none."""
        ...

    @property
    def ratchet(self) -> str:
        """The last value recorded by `record_ratchet`; empty for none."""
        ...

    @property
    def restored(self) -> str:
        """The last mark recorded by `record_restored`; empty for none."""
        ...

    @property
    def outbound_length(self) -> int:
        """How many entries of the centre's journal for this station are stored."""
        ...

    @property
    def outbound_head(self) -> str:
        """The hash of the last of them; `NO_PREVIOUS` for none."""
        ...

    @property
    def oldest_pending(self) -> int | None:
        """Wall time (Unix seconds) of entry `acknowledged + 1`; None when everything is acknowledged."""
        ...

    def entries(self, first: int, bytes_max: int, count_max: int) -> list[Signed]:
        """The station's own entries `first`, `first + 1`, … in order, exactly as signed.

        As many as fit into `bytes_max` (the sum of their payloads) and `count_max`, yet always at least one when
        `first <= length`: one large entry must not stop the line. Empty beyond the end.
        """
        ...

    def hash_at(self, sequence: int) -> str | None:
        """The hash of the station's own entry `sequence`; `NO_PREVIOUS` for 0; None beyond the end."""
        ...

    @property
    def pending_blob_count(self) -> int: ...


class Outbox(OutboxView, Protocol):
    """The writing half, applied by whoever drives the engine, in the order in which the engine says so."""

    def record_acknowledged(self, sequence: int, head: str, at: int) -> None:
        """The centre has signed that it holds the first `sequence` entries, the last with hash `head`.

        May be *lower* than before: the centre went back in time and will be sent the rest again. Nothing is deleted,
        and every blob that is still kept is pending again: the centre may have lost any, and says so when it is asked.
        """
        ...

    def record_restored(self, mark: str) -> None:
        """The centre says that it was put back from a backup since: every blob that is still kept is pending again."""
        ...

    def record_ratchet(self, value: str) -> None:
        """The centre gave this value; the station's next request shows it."""
        ...

    def store_outbound(self, entries: Sequence[SignedEntry], at: int) -> None:
        """Append the centre's next entries and apply them to the projections, all in one transaction.

        They are authentic and continue the chain at `outbound_length`. One that breaks a rule is stored with a verdict.
        """
        ...

    def record_blob_sent(self, sha256: str, at: int) -> None:
        """The centre has verified the whole blob against its hash. Purging it by rule is the storage's business."""
        ...

    def store_blob_part(self, sha256: str, offset: int, data: bytes) -> None:
        """Keep the next bytes of a wanted blob; `offset` is what `wanted_blobs` gave as held.

        When they complete it, its SHA-256 is checked: a blob with the wrong hash is thrown away whole and is wanted
        from its beginning again.
        """
        ...
