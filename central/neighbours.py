"""Each station learns the others' keys from its own outbound journal, and checks their receipts with no network.

docs/adr/0012: once for each other station, and again when something about it has changed.
"""

from __future__ import annotations

from typing import Any, Final

from central.centre import Centre
from central.outbound import AUTOMATIC, OutboundWriter
from central.store import Transaction, journals, stations
from central.store.stations import Station
from domain import canonical

_LISTED: Final = "station_listed/1"
#: How a station's status here is told to the others. An invited or pending one has signed nothing that counts.
_TOLD: Final = {stations.APPROVED: "active", stations.REVOKED: "revoked"}
#: Of the kind's own field (domain.journal.kinds).
_LABEL_MAX: Final = 60
#: Who gives out paper: an auditor's key must not make a receipt genuine.
_FACES: Final = frozenset({"desk", "kiosk"})


def tell_everybody(centre: Centre, tx: Transaction, by: str = AUTOMATIC) -> None:
    """After a station was approved or revoked: every station hears what it has not heard yet."""
    for station in stations.lock_all(tx):
        tell(centre, tx, station, by)


def tell(centre: Centre, tx: Transaction, station: Station, by: str = AUTOMATIC) -> None:
    """What this station does not know of the others. Nothing is written to one that is not approved or is in doubt."""
    if station.status != stations.APPROVED or station.doubt:
        return
    writer = OutboundWriter(centre, tx, station, by)
    known = {found.entry.body["station"]: found.entry.body for found in journals.of_kind(tx, writer.outbound, _LISTED)}
    for other in stations.all_of(tx):
        if other.station == station.station or other.face not in _FACES or other.status not in _TOLD:
            continue
        body = _listing(other)
        if body is not None and known.get(other.station) != body:
            writer.tell(_LISTED, body)


def _listing(other: Station) -> dict[str, Any] | None:
    """None for one that was revoked before it had ever made its key."""
    if other.key is None:
        return None
    return {
        "station": other.station,
        "number": other.number,
        "label": canonical.plain_text(other.label)[:_LABEL_MAX] or other.station,
        "key": other.key,
        "status": _TOLD[other.status],
    }
