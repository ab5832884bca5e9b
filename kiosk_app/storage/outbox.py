"""The station's storage as sync sees it (`sync.outbox.Outbox`): the journal is the queue, position is a number."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from domain.envelope import Signed
from domain.journal.entry import NO_PREVIOUS, SignedEntry, read_entry
from domain.journal.kinds import Author
from kiosk_app.storage import courier_files, entries, settings, station_keys
from kiosk_app.storage.journal import Journal
from kiosk_app.storage.settings import Watermark
from sync.outbox import PendingBlob

log = logging.getLogger("ventanilla.sync")


def instant(unix_s: int) -> str:
    return datetime.fromtimestamp(unix_s, UTC).isoformat()


class JournalOutbox:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._store = journal.store

    @property
    def length(self) -> int:
        return self._journal.length

    @property
    def acknowledged(self) -> int:
        mark = settings.watermark(self._store)
        return 0 if mark is None else mark.sequence

    @property
    def ratchet(self) -> str:
        return settings.ratchet(self._store)

    @property
    def restored(self) -> str:
        return settings.restored(self._store)

    @property
    def outbound_length(self) -> int:
        return self._journal.heard

    @property
    def outbound_head(self) -> str:
        return self._journal.heard_head

    @property
    def oldest_pending(self) -> int | None:
        oldest = next(entries.read(self._store, Author.STATION, self.acknowledged + 1), None)
        return None if oldest is None else int(read_entry(oldest).entry.at.timestamp())

    def entries(self, first: int, bytes_max: int, count_max: int) -> list[Signed]:
        found: list[Signed] = []
        room = bytes_max
        for signed in entries.read(self._store, Author.STATION, first, first + count_max - 1):
            room -= len(signed.payload)
            if found and room < 0:
                break
            found.append(signed)
        return found

    def hash_at(self, sequence: int) -> str | None:
        if sequence > self._journal.length:
            return None
        return NO_PREVIOUS if sequence == 0 else entries.hash_at(self._store, Author.STATION, sequence)

    def pending_blobs(self, most: int) -> Sequence[PendingBlob]:
        return self._waiting("up", most)

    def small_pending_blobs(self, most: int, size_max: int) -> Sequence[PendingBlob]:
        return self._waiting("up", most, size_max)

    @property
    def pending_blob_count(self) -> int:
        row = self._store.row("SELECT count(*) AS waiting FROM blob WHERE direction = 'up' AND done = 0")
        assert row is not None, "an aggregate always has a row"
        return int(row["waiting"])

    def blob_bytes(self, sha256: str, offset: int, most: int) -> bytes:
        row = self._store.row(
            "SELECT substr(bytes, ?, ?) AS part FROM blob WHERE sha256 = ?", (offset + 1, most, sha256)
        )
        return b"" if row is None else bytes(row["part"])

    def wanted_blobs(self, most: int) -> Sequence[PendingBlob]:
        return self._waiting("down", most)

    def record_acknowledged(self, sequence: int, head: str, at: int) -> None:
        went_back = sequence < self.acknowledged
        with self._store.transaction():
            settings.put_watermark(self._store, Watermark(sequence, head, instant(at)))
            forgot = station_keys.forget_old_key(self._store, sequence)
            if went_back:
                self._offer_again()
        if forgot:
            self._store.empty_log()

    def record_restored(self, mark: str) -> None:
        with self._store.transaction():
            settings.put_restored(self._store, mark)
            self._offer_again()

    def record_ratchet(self, value: str) -> None:
        with self._store.transaction():
            settings.put_ratchet(self._store, value)

    def store_outbound(self, entries: Sequence[SignedEntry], at: int) -> None:  # noqa: ARG002 - an entry says when
        assert all(b.entry.sequence == a.entry.sequence + 1 for a, b in pairwise(entries)), "in order, without holes"
        for refusal in self._journal.hear(entries):
            log.error("the centre's entry breaks a rule here: %s", refusal.code)

    def record_blob_sent(self, sha256: str, at: int) -> None:  # noqa: ARG002 - nobody asks when
        with self._store.transaction():
            self._store.execute("UPDATE blob SET done = 1, held = size WHERE sha256 = ?", (sha256,))

    def store_blob_part(self, sha256: str, offset: int, data: bytes) -> None:
        with self._store.transaction():
            self._store.execute(
                "UPDATE blob SET bytes = CAST(bytes || ? AS BLOB), held = held + ?"
                " WHERE sha256 = ? AND direction = 'down' AND held = ?",
                (data, len(data), sha256, offset),
            )
            row = self._store.row("SELECT bytes, size, held FROM blob WHERE sha256 = ?", (sha256,))
            if row is None or row["held"] < row["size"]:
                return
            if row["held"] == row["size"] and hashlib.sha256(row["bytes"]).hexdigest() == sha256:
                self._store.execute("UPDATE blob SET done = 1 WHERE sha256 = ?", (sha256,))
            else:
                log.warning("a blob arrived altered and is asked for again")
                self._store.execute("UPDATE blob SET bytes = x'', held = 0 WHERE sha256 = ?", (sha256,))

    def _offer_again(self) -> None:
        """A centre restored from a backup may lack any blob. What this station no longer holds cannot be offered."""
        courier_files.forget_all(self._store)  # their answers are about a centre that held more
        self._store.execute("UPDATE blob SET done = 0, held = 0 WHERE direction = 'up' AND length(bytes) = size")

    def _waiting(self, direction: str, most: int, size_max: int = sys.maxsize) -> list[PendingBlob]:
        rows = self._store.rows(
            "SELECT sha256, size, held FROM blob WHERE direction = ? AND done = 0 AND size <= ?"
            " ORDER BY sequence LIMIT ?",
            (direction, size_max, most),
        )
        return [PendingBlob(row["sha256"], row["size"], row["held"] if direction == "down" else 0) for row in rows]
