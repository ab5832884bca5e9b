"""What the engine wants written down, written down: the part of a driver that is the same for every driver."""

from __future__ import annotations

from sync.outbox import Outbox
from sync.outputs import Acknowledged, BlobPart, BlobSent, OutboundReceived, Output, Restored
from sync.ratchet import Ratcheted


def record(outbox: Outbox, output: Output, at: int) -> None:
    """Durable when it returns; `at` is the wall clock in Unix seconds. What is not for the storage is passed over."""
    match output:
        case Ratcheted():
            outbox.record_ratchet(output.value)
        case Acknowledged():
            outbox.record_acknowledged(output.sequence, output.head, at)
        case Restored():
            outbox.record_restored(output.mark)
        case OutboundReceived():
            outbox.store_outbound(output.entries, at)
        case BlobSent():
            outbox.record_blob_sent(output.sha256, at)
        case BlobPart():
            outbox.store_blob_part(output.sha256, output.offset, output.data)
