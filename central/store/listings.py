"""What stations hear of each other: when it last changed, and up to which change each one has been told.

Announcements are numbered with them (`central.store.changes`), so one number says what a station lacks of both.

Changes of a municipality are numbered under its own row's lock, so a number is seen only once all lower ones are. A
station's row here is written by whoever holds that station.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, bindparam, select

from central.store import stations
from central.store.changes import LAST
from central.store.engine import Transaction
from central.store.schema import listing


@dataclass(frozen=True, slots=True)
class News:
    """A station has been told up to change `after` (0: nothing), and there are changes up to `until`."""

    after: int
    until: int


_COLUMNS: Final = listing.c
_THIS: Final = and_(_COLUMNS.municipality == bindparam("of"), _COLUMNS.station == bindparam("name"))
_TOLD: Final = select(_COLUMNS.told).where(_THIS, _COLUMNS.epoch == bindparam("epoch")).scalar_subquery()
_NEWS: Final = select(_TOLD.label("told"), LAST.label("last"))


def mark(tx: Transaction, station: str) -> None:
    """What others are told of this station has changed. Holds the municipality until the transaction ends."""
    _put(tx, station, changed=next_change(tx))


def next_change(tx: Transaction) -> int:
    """The number of a change that is about to be written. Holds the municipality until the transaction ends."""
    stations.lock_municipality(tx)
    return (tx.connection.execute(select(LAST), {"of": tx.municipality}).scalar_one() or 0) + 1


def news_for(tx: Transaction, station: str, epoch: int) -> News | None:
    """None where the station has been told everything, in the outbound journal of this epoch.

    Whoever locked the station has seen that already, as of the moment before it waited for the lock: it may be asked
    for nothing, and what came in that moment is told the next time.
    """
    if tx.working.get(("told", station)):
        return None
    row = tx.connection.execute(_NEWS, {"of": tx.municipality, "name": station, "epoch": epoch}).one()
    found = News(row.told or 0, row.last or 0)
    return found if found.after < found.until else None


def changed(tx: Transaction, news: News) -> list[str]:
    """The stations of whom there is something to tell, by name."""
    query = select(_COLUMNS.station).where(
        _COLUMNS.municipality == tx.municipality, _COLUMNS.changed > news.after, _COLUMNS.changed <= news.until
    )
    return list(tx.connection.execute(query.order_by(_COLUMNS.station)).scalars())


def told(tx: Transaction, station: str, epoch: int, until: int) -> None:
    """Everything up to change `until`; 0 has it told from the beginning again."""
    _put(tx, station, epoch=epoch, told=until)


def all_told(tx: Transaction) -> dict[str, tuple[int, int]]:
    """By station: the epoch whose journal it was told in, and up to which change."""
    query = select(_COLUMNS.station, _COLUMNS.epoch, _COLUMNS.told).where(_COLUMNS.municipality == tx.municipality)
    return {row.station: (row.epoch, row.told) for row in tx.connection.execute(query)}


def _put(tx: Transaction, station: str, **values: int) -> None:
    tx.working.pop(("told", station), None)
    same = and_(_COLUMNS.municipality == tx.municipality, _COLUMNS.station == station)
    if tx.connection.execute(listing.update().where(same).values(**values)).rowcount == 0:
        row = {"municipality": tx.municipality, "station": station, "changed": 0, "epoch": 0, "told": 0}
        tx.connection.execute(listing.insert().values(row | values))
