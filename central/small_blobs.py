"""Many small blobs in one request: each is what its bytes are, so each is taken, or not, by itself.

All of one request are made durable together, in one transaction. Of a request that was cut, those that arrived whole.
"""

from __future__ import annotations

from typing import Final

from central import receiving
from central.answers import Declined, Reply, document
from central.blob_exchange import STATION_BYTES_MAX, really
from central.case_intake import ANNOUNCED_WITH_LETTERS
from central.centre import Centre
from central.clock import unix_seconds
from central.requests import Call
from central.store import Transaction, blobs
from central.store.blobs import Blob
from central.store.stations import Station
from domain.errors import Refusal
from sync.messages import BlobsHeld
from sync.small_blobs import mark, unpack_items

_MALFORMED: Final = 400


def receive(centre: Centre, tx: Transaction, station: Station, call: Call) -> Reply:
    """Store what it brings and is not here; answer which of all that it names are held whole."""
    try:
        items = unpack_items(call.body, whole=call.whole)
    except Refusal as refusal:
        raise Declined(_MALFORMED, refusal) from refusal
    brought = {item.sha256: item.data for item in items if item.data is not None}
    known = blobs.find_all(tx, station.station, {item.sha256 for item in items})
    held = {sha256 for sha256, row in known.items() if really(centre, row).complete}
    new = _within_quota(tx, station, known, {name: data for name, data in brought.items() if name not in held})
    if new:
        centre.files.lay(station.station, new)
        whole = [
            Blob(station.station, name, len(new[name]), len(new[name]), True, _origin(known, name)) for name in new
        ]
        blobs.put_all(tx, whole, known, unix_seconds(centre.clock))
        receiving.follow_up(centre, tx, station, announced=ANNOUNCED_WITH_LETTERS)
    return document(BlobsHeld(held=sorted(mark(name) for name in held | new.keys())).document())


def _origin(known: dict[str, Blob], name: str) -> str:
    return known[name].origin if name in known else "station"


def _within_quota(
    tx: Transaction, station: Station, known: dict[str, Blob], offered: dict[str, bytes]
) -> dict[str, bytes]:
    """As many as there is room for; what was claimed for a part of one that is here counts no more."""
    room = STATION_BYTES_MAX - blobs.claimed_bytes(tx, station.station) if offered else 0
    taken: dict[str, bytes] = {}
    for name, data in offered.items():
        room -= len(data) - (known[name].size if name in known else 0)
        if room < 0:
            break
        taken[name] = data
    return taken
