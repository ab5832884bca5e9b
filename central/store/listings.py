"""What stations hear of each other: when it last changed, and up to which change each one has been told.

Changes of a municipality are numbered under its own row's lock, so a number is seen only once all lower ones are. A
station's row here is written by whoever holds that station.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, bindparam, func, select

from central.store import stations
from central.store.engine import Transaction
from central.store.schema import listing


@dataclass(frozen=True, slots=True)
class News:
    """A station has been told up to change `after` (0: nothing), and there are changes up to `until`."""

    after: int
    until: int


_COLUMNS: Final = listing.c
_THIS: Final = and_(_COLUMNS.municipality == bindparam("of"), _COLUMNS.station == bindparam("name"))
_LAST: Final = select(func.max(_COLUMNS.changed)).where(_COLUMNS.municipality == bindparam("of")).scalar_subquery()
_TOLD: Final = select(_COLUMNS.told).where(_THIS, _COLUMNS.epoch == bindparam("epoch")).scalar_subquery()
_NEWS: Final = select(_TOLD.label("told"), _LAST.label("last"))


def mark(tx: Transaction, station: str) -> None:
    """What others are told of this station has changed. Holds the municipality until the transaction ends."""
    stations.lock_municipality(tx)
    last = tx.connection.execute(select(_LAST), {"of": tx.municipality}).scalar_one() or 0
    _put(tx, station, changed=last + 1)


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


def _put(tx: Transaction, station: str, **values: int) -> None:
    tx.working.pop(("told", station), None)
    same = and_(_COLUMNS.municipality == tx.municipality, _COLUMNS.station == station)
    if tx.connection.execute(listing.update().where(same).values(**values)).rowcount == 0:
        row = {"municipality": tx.municipality, "station": station, "changed": 0, "epoch": 0, "told": 0}
        tx.connection.execute(listing.insert().values(row | values))
