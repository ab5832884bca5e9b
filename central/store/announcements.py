"""Announcements, and who has read them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select

from central.store.announcement_schema import announcement, announcement_reading
from central.store.engine import Transaction
from central.store.listings import News


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """Valid from `first` to `last`, both included. No `stations`: for all of them."""

    code: str
    title: str
    paragraphs: tuple[str, ...]
    first: date
    last: date
    must_read: bool
    citizens: bool
    stations: tuple[str, ...]
    made_by: str
    made_at: int
    changed: int = 0
    withdrawn_at: int | None = None

    def concerns(self, station: str, face: str) -> bool:
        """A kiosk shows only what is for citizens, and an auditor's station none."""
        is_shown = face == "desk" or (face == "kiosk" and self.citizens)
        return is_shown and (not self.stations or station in self.stations)


@dataclass(frozen=True, slots=True)
class Reading:
    """`at` is the station's clock, Unix seconds."""

    station: str
    operator: str
    at: int


_COLUMNS: Final = announcement.c
_READINGS: Final = announcement_reading.c


def add(tx: Transaction, made: Announcement) -> None:
    row = {
        "municipality": tx.municipality,
        "code": made.code,
        "changed": made.changed,
        "title": made.title,
        "paragraphs": json.dumps(made.paragraphs),
        "first_day": made.first.isoformat(),
        "last_day": made.last.isoformat(),
        "must_read": int(made.must_read),
        "citizens": int(made.citizens),
        "stations": json.dumps(made.stations),
        "made_at": made.made_at,
        "made_by": made.made_by,
    }
    tx.connection.execute(announcement.insert(), row)


def withdraw(tx: Transaction, code: str, *, changed: int, at: int, by: str) -> None:
    where = (_COLUMNS.municipality == tx.municipality, _COLUMNS.code == code)
    values = {"changed": changed, "withdrawn_at": at, "withdrawn_by": by}
    tx.connection.execute(announcement.update().where(*where).values(**values))


def count(tx: Transaction) -> int:
    query = select(func.count()).select_from(announcement).where(_COLUMNS.municipality == tx.municipality)
    return int(tx.connection.execute(query).scalar_one())


def find(tx: Transaction, code: str) -> Announcement | None:
    query = select(announcement).where(_COLUMNS.municipality == tx.municipality, _COLUMNS.code == code)
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else _announcement(row)


def all_of(tx: Transaction) -> list[Announcement]:
    """In the order in which they were made."""
    query = select(announcement).where(_COLUMNS.municipality == tx.municipality)
    return [_announcement(row) for row in tx.connection.execute(query.order_by(_COLUMNS.made_at, _COLUMNS.code))]


def changed(tx: Transaction, news: News) -> list[Announcement]:
    """Those made or withdrawn since, oldest change first."""
    query = select(announcement).where(
        _COLUMNS.municipality == tx.municipality, _COLUMNS.changed > news.after, _COLUMNS.changed <= news.until
    )
    return [_announcement(row) for row in tx.connection.execute(query.order_by(_COLUMNS.changed))]


def note_reading(tx: Transaction, code: str, reading: Reading) -> None:
    """The first one of an operator counts; of an announcement that is not on record nothing is noted."""
    if find(tx, code) is None:
        return
    key = {
        "municipality": tx.municipality,
        "station": reading.station,
        "code": code,
        "operator": reading.operator,
    }
    known = select(_READINGS.at).where(*(_READINGS[name] == value for name, value in key.items()))
    if tx.connection.execute(known).one_or_none() is None:
        tx.connection.execute(announcement_reading.insert(), key | {"at": reading.at})


def readings(tx: Transaction, code: str) -> list[Reading]:
    """By station, the first who read it first."""
    query = select(announcement_reading).where(_READINGS.municipality == tx.municipality, _READINGS.code == code)
    rows = tx.connection.execute(query.order_by(_READINGS.station, _READINGS.at, _READINGS.operator))
    return [Reading(row.station, row.operator, row.at) for row in rows]


def _announcement(row: Any) -> Announcement:
    return Announcement(
        code=row.code,
        title=row.title,
        paragraphs=tuple(json.loads(row.paragraphs)),
        first=date.fromisoformat(row.first_day),
        last=date.fromisoformat(row.last_day),
        must_read=bool(row.must_read),
        citizens=bool(row.citizens),
        stations=tuple(json.loads(row.stations)),
        made_by=row.made_by,
        made_at=row.made_at,
        changed=row.changed,
        withdrawn_at=row.withdrawn_at,
    )
