"""What `sync.outbox` promises, kept by the storage of the program and by the lists that tests use for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.envelope import to_base64url
from domain.journal.entry import NO_PREVIOUS
from domain.journal.kinds import Author
from kiosk_app.storage import blobs
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.journal import Draft
from kiosk_app.storage.outbox import JournalOutbox
from sync.engine import SyncEngine
from sync.exchange import Identity
from sync.outbox import Outbox
from sync.seal import SigningKey, verify
from tests.fakes.station import new_station
from tests.sync.memory_outbox import Journal, MemoryOutbox
from tests.sync.small_centre import SmallCentre
from tests.sync.station import CENTRE_KEY, STATION_KEY, Station, carried_to

PHOTOGRAPH = bytes(range(256)) * 300
LETTER = b"%PDF-1.7 a letter" * 9_000


@dataclass
class Kept:
    """An outbox, what writes into it, and the keys on both sides."""

    outbox: Outbox
    write: Callable[[], object]
    queue: Callable[[bytes], None]
    want: Callable[[bytes], None]
    signer: SigningKey
    centre: SigningKey

    def outbound(self) -> Journal:
        journal = Journal(Author.CENTRE, "C07", self.centre)
        journal.write("outbound_started/1", {"municipality": "cajamarca", "key": to_base64url(self.centre.public_key)})
        for number in range(3):
            journal.write("headroom_granted/1", {"grant": f"H{number}", "amount": 100, "currency": "PEN"})
        return journal


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _lists(_folder: Path) -> Iterator[Kept]:
    journal = Journal(Author.STATION, "C07", STATION_KEY)
    outbox = MemoryOutbox(journal)

    def write() -> object:
        return journal.write("operator_signed_in/1", {"refused": 0}, seen=outbox.outbound_length)

    def queue(data: bytes) -> None:
        outbox.queue_blob(data)

    def want(data: bytes) -> None:
        outbox.wanted[sha256(data)] = len(data)

    write()
    yield Kept(outbox, write, queue, want, STATION_KEY, CENTRE_KEY)


def _storage(folder: Path) -> Iterator[Kept]:
    station = new_station(folder)

    def write() -> object:
        return station.journal.record("ana", Draft("operator_signed_in/1", {"refused": 0}))

    def queue(data: bytes) -> None:
        with station.store.transaction():
            blobs.queue_upload(station.store, Blob("image/jpeg", data), 1)

    def want(data: bytes) -> None:
        with station.store.transaction():
            reference = {"sha": sha256(data), "size": len(data), "type": "application/pdf"}
            blobs.expect_download(station.store, reference, 1)

    yield Kept(JournalOutbox(station.journal), write, queue, want, station.signer, station.centre.key)
    station.store.close()


@pytest.fixture(params=[_lists, _storage], ids=["lists", "storage"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    yield from request.param(tmp_path)


def test_entries_come_in_order_and_chained_to_the_hash_before_them(kept: Kept) -> None:
    for _ in range(9):
        kept.write()
    found = kept.outbox.entries(1, 10**6, 500)
    assert len(found) == kept.outbox.length == 10
    assert [entry.hash for entry in found] == [kept.outbox.hash_at(number) for number in range(1, 11)]
    assert (kept.outbox.hash_at(0), kept.outbox.hash_at(11)) == (NO_PREVIOUS, None)


def test_a_batch_keeps_both_limits_and_is_never_empty_before_the_end(kept: Kept) -> None:
    for _ in range(9):
        kept.write()
    sizes = [len(entry.payload) for entry in kept.outbox.entries(1, 10**6, 500)]
    assert len(kept.outbox.entries(1, 10**6, 4)) == 4
    assert len(kept.outbox.entries(3, sizes[2] + sizes[3], 500)) == 2
    assert len(kept.outbox.entries(3, sizes[2] + sizes[3] - 1, 500)) == 1
    assert len(kept.outbox.entries(3, 1, 500)) == 1, "one large entry must not stop the line"
    assert kept.outbox.entries(11, 10**6, 500) == []


def test_the_watermark_moves_both_ways_and_says_what_is_oldest(kept: Kept) -> None:
    for _ in range(4):
        kept.write()
    outbox = kept.outbox
    assert (outbox.acknowledged, outbox.oldest_pending is None) == (0, False)
    for sequence in (5, 2):
        head = outbox.hash_at(sequence)
        assert head is not None
        outbox.record_acknowledged(sequence, head, 1_795_000_000)
        assert outbox.acknowledged == sequence
        assert (outbox.oldest_pending is None) == (sequence == 5)


def test_the_centres_entries_are_kept_and_continue(kept: Kept) -> None:
    journal = kept.outbound()
    kept.outbox.store_outbound(journal.entries[:2], 1_795_000_000)
    kept.outbox.store_outbound(journal.entries[2:], 1_795_000_000)
    assert (kept.outbox.outbound_length, kept.outbox.outbound_head) == (4, journal.head)


def test_a_blob_is_pending_until_the_centre_has_verified_it(kept: Kept) -> None:
    kept.queue(PHOTOGRAPH)
    name, size = sha256(PHOTOGRAPH), len(PHOTOGRAPH)
    assert [(blob.sha256, blob.size, blob.held) for blob in kept.outbox.pending_blobs(5)] == [(name, size, 0)]
    assert kept.outbox.pending_blob_count == 1
    assert kept.outbox.blob_bytes(name, 100, 50) == PHOTOGRAPH[100:150]
    assert kept.outbox.blob_bytes(name, size, 50) == b""
    kept.outbox.record_blob_sent(name, 1_795_000_000)
    assert (list(kept.outbox.pending_blobs(5)), kept.outbox.pending_blob_count) == ([], 0)


def test_every_blob_is_pending_again_after_a_restore_that_is_remembered(kept: Kept) -> None:
    assert kept.outbox.restored == ""
    for data in (PHOTOGRAPH, b"one"):
        kept.queue(data)
        kept.outbox.record_blob_sent(sha256(data), 1_795_000_000)
    assert kept.outbox.pending_blob_count == 0
    kept.outbox.record_restored("07Q6")
    assert kept.outbox.restored == "07Q6"
    assert [blob.sha256 for blob in kept.outbox.pending_blobs(5)] == [sha256(PHOTOGRAPH), sha256(b"one")]


def test_small_pending_blobs_come_in_the_same_order_without_the_large_ones(kept: Kept) -> None:
    for data in (PHOTOGRAPH, b"one", b"three", b"two"):
        kept.queue(data)
    small = [blob.sha256 for blob in kept.outbox.small_pending_blobs(5, 5)]
    assert small == [blob.sha256 for blob in kept.outbox.pending_blobs(5) if blob.size <= 5]
    assert len(small) == 3
    assert [blob.sha256 for blob in kept.outbox.small_pending_blobs(2, 5)] == small[:2]
    assert [blob.size for blob in kept.outbox.small_pending_blobs(5, 3)] == [3, 3]
    kept.outbox.record_blob_sent(small[0], 1_795_000_000)
    assert [blob.sha256 for blob in kept.outbox.small_pending_blobs(5, 5)] == small[1:]


def test_a_wanted_blob_grows_and_an_altered_one_is_wanted_from_its_beginning(
    kept: Kept, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.sync: a blob arrived altered")
    kept.want(LETTER)
    name = sha256(LETTER)
    kept.outbox.store_blob_part(name, 0, LETTER[:100])
    assert [(blob.sha256, blob.held) for blob in kept.outbox.wanted_blobs(5)] == [(name, 100)]
    kept.outbox.store_blob_part(name, 100, b"x" * (len(LETTER) - 100))
    assert [blob.held for blob in kept.outbox.wanted_blobs(5)] == [0], "the wrong hash is thrown away whole"
    kept.outbox.store_blob_part(name, 0, LETTER)
    assert list(kept.outbox.wanted_blobs(5)) == []


def test_the_engine_makes_it_whole(kept: Kept, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.sync: the centre's entry breaks a rule here")
    for _ in range(120):
        kept.write()
    kept.queue(PHOTOGRAPH)
    kept.want(LETTER)
    centre = SmallCentre("C07", kept.signer.public_key, kept.centre)
    centre.outbound = kept.outbound()
    centre.blobs[sha256(LETTER)] = LETTER
    station = Station()
    station.outbox = kept.outbox  # type: ignore[assignment]  # any outbox will do
    station.engine = SyncEngine(Identity("C07", 1, kept.signer, kept.centre.public_key, verify), kept.outbox)
    station.until_quiet(carried_to(centre.handle))
    assert kept.outbox.acknowledged == kept.outbox.length == centre.walk.length == 121
    assert kept.outbox.outbound_head == centre.outbound.head
    assert centre.blobs[sha256(PHOTOGRAPH)] == PHOTOGRAPH
    assert list(kept.outbox.wanted_blobs(5)) == []
