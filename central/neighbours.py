"""Each station learns the others' keys from its own outbound journal, and checks their receipts with no network.

docs/adr/0034: changes are numbered, and at its contact a station is told, in lists, of all that changed since it was
last told. Nobody has to be told while another is approved. Of itself a station hears the keys of the computers it has
had before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from central import announcements, restores
from central.centre import Centre
from central.outbound import OutboundWriter
from central.store import Transaction, listings, signing_keys, stations
from central.store.listings import News
from central.store.stations import Station
from domain import canonical
from domain.journal.fields import KEYS_MAX, LISTED_MAX
from domain.journal.keys import KeyRange

_LISTED: Final = "stations_listed/1"
#: The kinds by which stations were ever told of each other.
KINDS: Final = ("station_listed/1", "station_listed/2", _LISTED)
#: Of the kind's own field (domain.journal.fields).
_LABEL_MAX: Final = 60
#: Who gives out paper: an auditor's key must not make a receipt genuine.
_FACES: Final = frozenset({"desk", "kiosk"})


def changed(tx: Transaction, station: Station) -> None:
    """Every station is told of this one at its next contact: it was approved or revoked, or has changed its key."""
    listings.mark(tx, station.station)


def tell(centre: Centre, tx: Transaction, station: Station) -> None:
    """What this station has not been told of the others, and of announcements, which are numbered with them.

    Nothing is written to one that is not approved or is in doubt.

    The transaction holds the station's lock.
    """
    if station.status != stations.APPROVED or station.doubt:
        return
    news = listings.news_for(tx, station.station, station.epoch)
    if news is None or restores.is_unsaid(centre, tx):
        return
    writer = OutboundWriter(centre, tx, station)
    for some in _lists(_bodies(tx, station, news)):
        writer.tell(_LISTED, {"stations": some})
    announcements.tell(writer, news)
    listings.told(tx, station.station, station.epoch, news.until)


def begin_again(tx: Transaction, station: Station) -> None:
    """It will be told everything: after a restore nobody knows what it was told since the backup."""
    listings.told(tx, station.station, station.epoch, 0)


def _bodies(tx: Transaction, station: Station, news: News) -> Iterator[dict[str, Any]]:
    names = listings.changed(tx, news)
    keys = signing_keys.some_ranges(tx, names)
    for other in stations.some(tx, names):
        ranges = keys.get(other.station, ())
        if other.station == station.station:
            ranges = () if news.after else tuple(one for one in ranges if one.epoch < station.epoch)
        body = _listing(other, ranges) if other.face in _FACES else None
        if body is not None:
            yield body


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


def _lists(bodies: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """As many stations together as an entry takes, and no more keys than one station may have."""
    some: list[dict[str, Any]] = []
    for body in bodies:
        keys = sum(len(one["keys"]) for one in some)
        if some and (len(some) == LISTED_MAX or keys + len(body["keys"]) > KEYS_MAX):
            yield some
            some = []
        some.append(body)
    if some:
        yield some
