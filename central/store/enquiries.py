"""How often stations told of what somebody only asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from central.store.engine import Transaction
from central.store.enquiry_schema import enquiry

_COLUMNS: Final = enquiry.c


@dataclass(frozen=True, slots=True)
class Asked:
    """`month` as `2026-11`; `about` and `subject` as in the entry."""

    month: str
    about: str
    subject: str


@dataclass(frozen=True, slots=True)
class Count:
    station: str
    asked: Asked
    told: int


def add(tx: Transaction, station: str, asked: Asked, told: int) -> None:
    """So many more. The transaction holds the station's row: nobody else counts for it meanwhile."""
    key = {
        "municipality": tx.municipality,
        "station": station,
        "month": asked.month,
        "about": asked.about,
        "subject": asked.subject,
    }
    where = tuple(_COLUMNS[name] == value for name, value in key.items())
    known = tx.connection.execute(select(_COLUMNS.told).where(*where)).scalar_one_or_none()
    if known is None:
        tx.connection.execute(enquiry.insert(), key | {"told": told})
    else:
        tx.connection.execute(enquiry.update().where(*where).values(told=known + told))


def all_of(tx: Transaction, month: str = "") -> list[Count]:
    """By month, station and subject; of one month where it is named."""
    query = select(enquiry).where(_COLUMNS.municipality == tx.municipality)
    if month:
        query = query.where(_COLUMNS.month == month)
    order = (_COLUMNS.month, _COLUMNS.station, _COLUMNS.about, _COLUMNS.subject)
    return [
        Count(row.station, Asked(row.month, row.about, row.subject), row.told)
        for row in tx.connection.execute(query.order_by(*order))
    ]
