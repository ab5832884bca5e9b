"""Each station learns the others' keys from its own outbound journal, and checks their receipts with no network.

docs/adr/0012 and 0019: once for each other station, and again when something about it has changed; of itself a station
hears the keys of the computers it has had before.
"""

from __future__ import annotations

from typing import Any, Final

from central import restores
from central.centre import Centre
from central.outbound import AUTOMATIC, OutboundWriter
from central.store import Transaction, journals, signing_keys, stations
from central.store.stations import Station
from domain import canonical
from domain.journal.fields import KEYS_MAX
from domain.journal.keys import KeyRange

_LISTED: Final = "station_listed/2"
#: Of the kind's own field (domain.journal.kinds).
_LABEL_MAX: Final = 60
#: Who gives out paper: an auditor's key must not make a receipt genuine.
_FACES: Final = frozenset({"desk", "kiosk"})


def tell_when_free(centre: Centre) -> None:
    """As `tell_everybody`, in a transaction of its own: after a key was rotated, and whenever the centre starts."""
    with centre.store.writing() as tx:
        if not restores.is_unsaid(centre, tx):
            tell_everybody(centre, tx)


def tell_everybody(centre: Centre, tx: Transaction, by: str = AUTOMATIC) -> None:
    """After a station was approved or revoked: every station hears what it has not heard yet."""
    keys = signing_keys.all_ranges(tx)
    for station in stations.lock_all(tx):
        _tell(centre, tx, station, keys, by)


def tell(centre: Centre, tx: Transaction, station: Station, by: str = AUTOMATIC) -> None:
    """What this station does not know of the others. Nothing is written to one that is not approved or is in doubt."""
    _tell(centre, tx, station, signing_keys.all_ranges(tx), by)


def _tell(centre: Centre, tx: Transaction, station: Station, keys: dict[str, tuple[KeyRange, ...]], by: str) -> None:
    if station.status != stations.APPROVED or station.doubt:
        return
    writer = OutboundWriter(centre, tx, station, by)
    known = {found.entry.body["station"]: found.entry.body for found in journals.of_kind(tx, writer.outbound, _LISTED)}
    for other in stations.all_of(tx):
        if other.face not in _FACES:
            continue
        ranges = keys.get(other.station, ())
        if other.station == station.station:
            ranges = tuple(one for one in ranges if one.epoch < station.epoch)
        body = _listing(other, ranges)
        if body is not None and known.get(other.station) != body:
            writer.tell(_LISTED, body)


def _listing(other: Station, ranges: tuple[KeyRange, ...]) -> dict[str, Any] | None:
    """None for one that nothing is to be said of: it has no key, or waits for its first approval.

    While the computer of a revoked one is replaced, it stays revoked, and the new key is not told yet.
    """
    if other.status in {stations.INVITED, stations.PENDING}:
        ranges = tuple(one for one in ranges if one.good is not None)
    if not ranges:
        return None
    return {
        "station": other.station,
        "number": other.number,
        "label": canonical.plain_text(other.label)[:_LABEL_MAX] or other.station,
        "status": "active" if other.status == stations.APPROVED else "revoked",
        "keys": [one.document() for one in ranges[-KEYS_MAX:]],
    }
