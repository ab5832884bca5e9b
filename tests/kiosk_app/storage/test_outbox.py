"""The station's storage as sync sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS
from kiosk_app.storage import blobs
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.outbox import JournalOutbox
from sync.messages import BLOB_BYTES_MAX
from sync.outbox import Outbox, PendingBlob
from tests.kiosk_app.services.desk import Desk

#: Bytes that are no text: a database that joins them as text would alter them.
AWKWARD = bytes(range(256)) * 40 + b"\x00\xff\xfe\x00"


@pytest.fixture
def outbox(desk: Desk) -> JournalOutbox:
    return JournalOutbox(desk.station.journal)


def wanted(desk: Desk, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    reference = {"sha": sha256, "size": len(content), "type": "application/pdf"}
    code = desk.charge().code
    desk.hear("case_moved/1", case=code, state="resolved", area="RC", answer="Listo", blobs=[reference])
    return sha256


def test_it_is_what_sync_asks_for(outbox: JournalOutbox) -> None:
    as_protocol: Outbox = outbox
    assert as_protocol.acknowledged == 0


def test_pending_entries_come_in_order_within_bytes_and_count(desk: Desk, outbox: JournalOutbox) -> None:
    for _ in range(6):
        desk.charge()
    everything = outbox.entries(1, 10**9, 10**9)
    assert len(everything) == outbox.length == desk.length
    assert outbox.entries(3, 10**9, 2) == everything[2:4]
    room = len(everything[0].payload) + len(everything[1].payload)
    assert outbox.entries(1, room, 100) == everything[:2]
    assert outbox.entries(1, 1, 100) == everything[:1], "one large entry must not stop the line"
    assert outbox.entries(desk.length + 1, 10**9, 100) == []


def test_hashes_are_given_from_before_the_first_to_the_last(desk: Desk, outbox: JournalOutbox) -> None:
    assert outbox.hash_at(0) == NO_PREVIOUS
    assert outbox.hash_at(desk.length) == desk.station.journal.head
    assert outbox.hash_at(desk.length + 1) is None
    assert (outbox.outbound_length, outbox.outbound_head) == (4, desk.centre.head)


def test_what_the_centre_signed_for_survives_a_restart(desk: Desk, outbox: JournalOutbox) -> None:
    oldest = outbox.oldest_pending
    assert oldest == int(desk.clock.now().timestamp())
    outbox.record_acknowledged(desk.length, desk.station.journal.head, int(desk.clock.now().timestamp()))
    assert outbox.acknowledged == desk.length
    assert outbox.oldest_pending is None
    desk.restart()
    assert JournalOutbox(desk.station.journal).acknowledged == desk.length
    assert desk.queue.waiting().last_contact == desk.counter.now()


def sent(outbox: JournalOutbox, found: Sequence[PendingBlob]) -> None:
    for blob in found:
        outbox.record_blob_sent(blob.sha256, 0)


def test_blobs_wait_in_the_order_of_their_entries_until_the_centre_has_verified_them(
    desk: Desk, outbox: JournalOutbox
) -> None:
    photos = (Blob("image/jpeg", b"one" * 100), Blob("image/jpeg", b"two" * 100))
    desk.complain(photos=photos)
    desk.charge()
    waiting = outbox.pending_blobs(10)
    assert outbox.pending_blob_count == len(waiting) == 4, "two photos and two sealed documents"
    assert {blob.sha256 for blob in waiting[:3]} >= {photo.sha256 for photo in photos}
    assert outbox.blob_bytes(photos[0].sha256, 298, 100) == b"ne"
    assert outbox.blob_bytes(photos[0].sha256, 300, 100) == b""
    sent(outbox, waiting[:1])
    assert outbox.pending_blobs(10) == waiting[1:]
    assert outbox.pending_blobs(1) == waiting[1:2]


def test_a_centre_that_went_back_in_time_is_offered_every_blob_again(desk: Desk, outbox: JournalOutbox) -> None:
    desk.charge()
    at, waiting = int(desk.clock.now().timestamp()), outbox.pending_blobs(10)
    outbox.record_acknowledged(desk.length, desk.station.journal.head, at)
    sent(outbox, waiting)
    outbox.record_acknowledged(desk.length, desk.station.journal.head, at)
    assert outbox.pending_blob_count == 0, "the same again is no step back"
    outbox.record_acknowledged(1, outbox.hash_at(1) or "", at)
    assert outbox.pending_blobs(10) == waiting
    assert outbox.acknowledged == 1


def test_a_download_is_resumed_where_it_stopped_byte_for_byte(desk: Desk, outbox: JournalOutbox) -> None:
    sha256 = wanted(desk, AWKWARD)
    for offset in range(0, len(AWKWARD), 1000):
        assert outbox.wanted_blobs(5) == [PendingBlob(sha256, len(AWKWARD), offset)]
        assert blobs.content(desk.station.store, sha256) is None, "half a file is no file"
        outbox.store_blob_part(sha256, offset, AWKWARD[offset : offset + 1000])
        if offset == 3000:
            desk.restart()
            outbox = JournalOutbox(desk.station.journal)
    assert outbox.wanted_blobs(5) == []
    assert blobs.content(desk.station.store, sha256) == AWKWARD


def test_a_part_that_does_not_follow_is_dropped(desk: Desk, outbox: JournalOutbox) -> None:
    sha256 = wanted(desk, AWKWARD)
    outbox.store_blob_part(sha256, 0, AWKWARD[:1000])
    outbox.store_blob_part(sha256, 0, AWKWARD[:1000])
    outbox.store_blob_part(sha256, 2000, AWKWARD[2000:])
    assert outbox.wanted_blobs(5)[0].held == 1000
    outbox.store_blob_part(sha256, 1000, AWKWARD[1000:])
    outbox.store_blob_part(sha256, 1000, AWKWARD[1000:])
    assert blobs.content(desk.station.store, sha256) == AWKWARD


@pytest.mark.parametrize("content", [AWKWARD[:-1] + b"x", AWKWARD + b"x"])
def test_a_blob_with_the_wrong_hash_is_thrown_away_and_asked_for_again(
    desk: Desk, outbox: JournalOutbox, expected_log_lines: list[str], content: bytes
) -> None:
    expected_log_lines.append("ventanilla.sync: a blob arrived altered")
    sha256 = wanted(desk, AWKWARD)
    outbox.store_blob_part(sha256, 0, content)
    assert outbox.wanted_blobs(5) == [PendingBlob(sha256, len(AWKWARD), 0)]
    assert blobs.content(desk.station.store, sha256) is None
    outbox.store_blob_part(sha256, 0, AWKWARD)
    assert blobs.content(desk.station.store, sha256) == AWKWARD


def test_a_part_of_a_blob_nobody_asked_for_is_ignored(outbox: JournalOutbox) -> None:
    outbox.store_blob_part("a" * 64, 0, b"x")
    assert outbox.wanted_blobs(5) == []


def test_what_the_centre_said_wrongly_is_logged_and_kept(
    desk: Desk, outbox: JournalOutbox, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.sync: the centre's entry breaks a rule here: grant_overlaps")
    again = desk.centre.write("receipts_granted/1", {"grant": "R1", "series": "C07", "first": 1, "last": 5})
    outbox.store_outbound([again], 0)
    assert outbox.outbound_length == 5


def test_a_blob_too_large_for_the_centre_is_refused_before_anything_is_written(desk: Desk) -> None:
    before = desk.length
    with pytest.raises(Refusal, match="file_too_large"):
        desk.complain(photos=(Blob("image/jpeg", bytes(BLOB_BYTES_MAX + 1)),))
    assert desk.length == before
    assert desk.queue.waiting().files == 0
