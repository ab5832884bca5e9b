"""What a station asks the centre: the requests of docs/PROTOCOL.md §2, one function each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain import canonical
from sync.batch import Unit
from sync.blob_line import BlobLine
from sync.exchange import DEADLINE_MAX_MS, Call
from sync.messages import BLOB_TYPE, BLOBS_TYPE, DOCUMENT_TYPE, ENTRIES_TYPE, Report
from sync.outbox import BlobsView, OutboxView, PendingBlob
from sync.packing import ENTRIES_MAX, pack_entries
from sync.states import State

#: What an entry of a journal usually takes: turns a unit of bytes into a number of entries to ask for.
_ENTRY_BYTES: Final = 512
#: Where the centre keeps blobs: a station's own, and courier files of others that it carries.
BLOBS: Final = "blobs"
CARRIED: Final = "carried"


def due(doing: State, outbox: OutboxView, units: Mapping[State, Unit], blobs: BlobLine) -> Call:
    """What is said in a state that brings or fetches something."""
    if doing is State.PUSHING:
        return push(outbox, units[doing].size)
    if doing is State.PULLING:
        return pull(outbox.outbound_length + 1, units[doing].size)
    if doing is State.DELIVERING:
        return small_blobs(blobs.small.body())
    if doing is State.QUERYING:
        return blob_state(blobs.current)
    if doing is State.FETCHING:
        return fetch_blob(blobs.current, units[doing].size)
    return send_blob(outbox, blobs.current, blobs.offset, units[doing].size)


def state(report: Report | None = None) -> Call:
    """How far the centre got; with a report, the same question says how the station is."""
    if report is None:
        return Call("GET", "/v1/state")
    return Call("POST", "/v1/report", canonical.encode(report.document()), DOCUMENT_TYPE)


def push(outbox: OutboxView, bytes_max: int) -> Call:
    """The entries after the last acknowledged one, as many as fit."""
    first = outbox.acknowledged + 1
    entries = outbox.entries(first, bytes_max, ENTRIES_MAX)
    assert entries, "an outbox longer than what is acknowledged has entries"
    carried = sum(len(entry.payload) for entry in entries)
    return Call("POST", f"/v1/entries?from={first}", pack_entries(entries), ENTRIES_TYPE, carried)


def pull(first: int, bytes_max: int) -> Call:
    """The centre's entries for this station, from `first` on."""
    return _journal("/v1/outbound", first, bytes_max)


def directory() -> Call:
    return Call("GET", "/v1/stations", expected_bytes=64_000)


def journal_of(station: str, journal: str, first: int, bytes_max: int) -> Call:
    """An auditor's reading of another station's `entries` or `outbound`."""
    return _journal(f"/v1/stations/{station}/{journal}", first, bytes_max)


def _journal(path: str, first: int, bytes_max: int) -> Call:
    most = max(1, min(ENTRIES_MAX, bytes_max // _ENTRY_BYTES))
    return Call("GET", f"{path}?from={first}&most={most}", expected_bytes=bytes_max)


def small_blobs(body: bytes) -> Call:
    """`body` is of `sync.small_blobs.pack_items`."""
    return Call("POST", "/v1/blobs", body, BLOBS_TYPE, len(body))


def blob_state(blob: PendingBlob, kept: str = BLOBS) -> Call:
    return Call("GET", f"/v1/{kept}/{blob.sha256}/state")


def send_blob(outbox: BlobsView, blob: PendingBlob, offset: int, most: int, kept: str = BLOBS) -> Call:
    body = outbox.blob_bytes(blob.sha256, offset, most)
    return Call("PATCH", f"/v1/{kept}/{blob.sha256}?offset={offset}&size={blob.size}", body, BLOB_TYPE, len(body))


def fetch_blob(blob: PendingBlob, most: int, kept: str = BLOBS) -> Call:
    return Call("GET", f"/v1/{kept}/{blob.sha256}?offset={blob.held}&most={most}", expected_bytes=most)


def take_carried(sha256: str) -> Call:
    """Many entries to verify, and many megabytes to keep."""
    return Call("POST", f"/v1/{CARRIED}/{sha256}", work_ms=DEADLINE_MAX_MS)
