"""Blobs on the wire: up in pieces that continue where the centre stands, down to the station they were meant for.

A piece must begin exactly where the centre stands, under the station's lock. So an older writer that wakes up late is
refused, and never mixes its bytes in. Of a piece that was cut, what arrived is kept: the whole blob's hash decides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from central import receiving
from central.answers import Reply, decline, document, problem
from central.centre import Centre
from central.clock import unix_seconds
from central.requests import Call
from central.store import Transaction, blobs
from central.store.blobs import Blob
from central.store.stations import Station
from domain.errors import Refusal
from sync.messages import BLOB_BYTES_MAX, BLOB_TYPE, BODY_BYTES_MAX, BlobState

#: What one station may lay up here, bytes: a stolen key must not fill the disk.
STATION_BYTES_MAX: Final = 4 * 1024**3


def state(centre: Centre, tx: Transaction, station: Station, sha256: str) -> Reply:
    held = held_of(centre, tx, station, sha256)
    return _say(held if held is not None else Blob(station.station, sha256, 0, 0, complete=False, origin="station"))


def _say(held: Blob, status: int = 200) -> Reply:
    body = BlobState(sha256=held.sha256, offset=held.offset, complete=held.complete)
    return replace(document(body.document()), status=status)


def held_of(centre: Centre, tx: Transaction, station: Station, sha256: str) -> Blob | None:
    """What is really there: a database and a folder restored from different days may disagree, and the less counts."""
    row = blobs.find(tx, station.station, sha256)
    return None if row is None else really(centre, row)


def really(centre: Centre, row: Blob) -> Blob:
    on_disk = centre.files.held(row.station, row.sha256, complete=row.complete)
    if row.complete and on_disk != row.size:
        return replace(row, complete=False, offset=0)
    return replace(row, offset=min(row.offset, on_disk))


def receive(centre: Centre, tx: Transaction, station: Station, sha256: str, call: Call) -> Reply:
    offset, size, data = call.number("offset"), call.number("size", least=1), call.body
    if size > BLOB_BYTES_MAX:
        raise decline(413, "blob_too_large", size=size, most=BLOB_BYTES_MAX)
    if not data or offset + len(data) > size:
        raise decline(400, "blob_piece_malformed", offset=offset, size=size, found=len(data))
    held = held_of(centre, tx, station, sha256)
    if held is not None and held.complete:
        return _say(held)
    if held is None or (offset == 0 and held.size != size):
        held = Blob(station.station, sha256, size, 0, complete=False, origin="station")
        _refuse_beyond_quota(tx, held)
    if held.offset != offset:
        return _say(held, 409)
    if held.size != size:
        raise decline(400, "blob_size_differs", size=size, held=held.size)
    return _append(centre, tx, station, held, data)


def _refuse_beyond_quota(tx: Transaction, new: Blob) -> None:
    if blobs.claimed_bytes(tx, new.station) + new.size > STATION_BYTES_MAX:
        raise decline(413, "station_storage_full", most=STATION_BYTES_MAX)


def _append(centre: Centre, tx: Transaction, station: Station, held: Blob, data: bytes) -> Reply:
    now = unix_seconds(centre.clock)
    centre.files.append(held.station, held.sha256, held.offset, data)
    grown = replace(held, offset=held.offset + len(data))
    if grown.offset < grown.size:
        blobs.put(tx, grown, now)
        return _say(grown)
    if not centre.files.seal(held.station, held.sha256):
        blobs.put(tx, replace(grown, offset=0), now)
        return problem(400, Refusal("blob_hash_wrong", sha256=held.sha256))
    whole = replace(grown, complete=True)
    blobs.put(tx, whole, now)
    receiving.follow_up(centre, tx, station)
    return _say(whole)


def send(centre: Centre, tx: Transaction, station: Station, sha256: str, call: Call) -> Reply:
    """Bytes of a blob that the centre's journal for this station names; empty beyond its end."""
    held = held_of(centre, tx, station, sha256)
    if held is None or held.origin != "centre" or not held.complete:
        raise decline(404, "blob_unknown", sha256=sha256)
    offset = call.number("offset", default=0)
    most = min(call.number("most", default=BODY_BYTES_MAX, least=1), BODY_BYTES_MAX)
    return Reply(centre.files.read(station.station, sha256, offset, most), BLOB_TYPE)
