"""A station's storage as lists: the Outbox of `sync.outbox` with nothing behind it, and a pen to write entries with."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.envelope import EnvelopeType, Signed, Signer, sign
from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS, Entry, SignedEntry, read_entry
from domain.journal.kinds import Author
from sync.outbox import PendingBlob

BEGINNING = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)


class Journal:
    """Entries of one author for one station, in order, each signed and chained as it is written."""

    def __init__(self, author: Author, station: str, signer: Signer, epoch: int = 1) -> None:
        self.author = author
        self.station = station
        self.signer = signer
        self.epoch = epoch
        self.entries: list[SignedEntry] = []

    @property
    def head(self) -> str:
        return self.entries[-1].hash if self.entries else NO_PREVIOUS

    def write(self, kind: str, body: dict[str, Any], seen: int = 0) -> SignedEntry:
        number = len(self.entries) + 1
        entry = Entry(
            kind=kind,
            station=self.station,
            epoch=self.epoch,
            sequence=number,
            previous=self.head,
            seen=seen,
            at=BEGINNING + timedelta(minutes=number),
            uptime_s=number * 60,
            boot="b1",
            operator="op-1" if self.author is Author.STATION else "centre",
            body=body,
        )
        written = read_entry(sign(EnvelopeType.ENTRY, entry.payload(), self.signer))
        self.entries.append(written)
        return written


class MemoryOutbox:
    """`length`, `acknowledged` … are what a disk would still say after the program was killed."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.outbound: list[SignedEntry] = []
        self.recorded = 0
        self.ratchet = ""
        self.restored = ""
        self.last_at = 0
        self.disk_full = False
        self.blobs: dict[str, bytes] = {}
        self.kept: list[str] = []
        self.pending: list[str] = []
        self.wanted: dict[str, int] = {}
        self.parts: dict[str, bytes] = {}

    @property
    def length(self) -> int:
        return len(self.journal.entries)

    @property
    def acknowledged(self) -> int:
        return self.recorded

    @property
    def outbound_length(self) -> int:
        return len(self.outbound)

    @property
    def outbound_head(self) -> str:
        return self.outbound[-1].hash if self.outbound else NO_PREVIOUS

    @property
    def oldest_pending(self) -> int | None:
        if self.recorded >= self.length:
            return None
        return int(self.journal.entries[self.recorded].entry.at.timestamp())

    def entries(self, first: int, bytes_max: int, count_max: int) -> list[Signed]:
        chosen: list[Signed] = []
        for item in self.journal.entries[first - 1 : first - 1 + count_max]:
            bytes_max -= len(item.signed.payload)
            if chosen and bytes_max < 0:
                break
            chosen.append(item.signed)
        return chosen

    def hash_at(self, sequence: int) -> str | None:
        if sequence > self.length:
            return None
        return self.journal.entries[sequence - 1].hash if sequence else NO_PREVIOUS

    def queue_blob(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self.blobs[sha256] = data
        self.kept.append(sha256)
        self.pending.append(sha256)
        return sha256

    def pending_blobs(self, most: int) -> Sequence[PendingBlob]:
        return [PendingBlob(sha256, len(self.blobs[sha256])) for sha256 in self.pending[:most]]

    def small_pending_blobs(self, most: int, size_max: int) -> Sequence[PendingBlob]:
        return [blob for blob in self.pending_blobs(len(self.pending)) if blob.size <= size_max][:most]

    @property
    def pending_blob_count(self) -> int:
        return len(self.pending)

    def blob_bytes(self, sha256: str, offset: int, most: int) -> bytes:
        return self.blobs[sha256][offset : offset + most]

    def wanted_blobs(self, most: int) -> Sequence[PendingBlob]:
        wanted = [(sha256, size) for sha256, size in self.wanted.items() if sha256 not in self.blobs]
        return [PendingBlob(sha256, size, len(self.parts.get(sha256, b""))) for sha256, size in wanted[:most]]

    def record_acknowledged(self, sequence: int, head: str, at: int) -> None:
        assert self.hash_at(sequence) == head, "an acknowledgement is of this journal"
        if sequence < self.recorded:
            self.pending = list(self.kept)
        self.recorded, self.last_at = sequence, at

    def record_restored(self, mark: str) -> None:
        self.restored, self.pending = mark, list(self.kept)

    def record_ratchet(self, value: str) -> None:
        self.ratchet = value

    def store_outbound(self, entries: Sequence[SignedEntry], at: int) -> None:
        if self.disk_full:
            raise Refusal("disk_full")
        for item in entries:
            assert item.entry.sequence == self.outbound_length + 1, "the centre's entries come in order, once"
            assert item.entry.previous == self.outbound_head, "and chained"
            self.outbound.append(item)
        self.last_at = at

    def record_blob_sent(self, sha256: str, at: int) -> None:
        self.pending.remove(sha256)
        self.last_at = at

    def store_blob_part(self, sha256: str, offset: int, data: bytes) -> None:
        assert offset == len(self.parts.get(sha256, b"")), "parts come in order"
        whole = self.parts.pop(sha256, b"") + data
        if len(whole) < self.wanted[sha256]:
            self.parts[sha256] = whole
        elif hashlib.sha256(whole).hexdigest() == sha256:
            self.blobs[sha256] = whole
