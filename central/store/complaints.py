"""Where complaints are, who joined them, and how much of it each station was told.

Changes are counted, one number a change and municipality, by a row that whoever changes something holds until the end
of the transaction: so they become visible in the order of their numbers, and nobody is told past one that is not there
yet. It is the last lock that a transaction takes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import and_, bindparam, func, select, text

from central.store.complaint_schema import complaint_clock, complaint_place, complaint_told
from central.store.engine import Transaction
from central.store.schema import case_file


@dataclass(frozen=True, slots=True)
class PlacedComplaint:
    """`neighbours` counts the people in it, with the one who made it; `elsewhere` those whom other stations added."""

    code: str
    station: str
    service: str
    assets: tuple[str, ...]
    spot: tuple[int, int] | None
    promise: str
    state: str
    neighbours: int
    elsewhere: int
    changed: int


_COUNT: Final = text("INSERT INTO complaint_clock (municipality, changes) VALUES (:of, 0) ON CONFLICT DO NOTHING")
_ADVANCE: Final = (
    complaint_clock.update()
    .where(complaint_clock.c.municipality == bindparam("of"))
    .values(changes=complaint_clock.c.changes + bindparam("more"))
    .returning(complaint_clock.c.changes)
)
_OTHER: Final = complaint_place.alias("other")


def place(tx: Transaction, station: str, bodies: Sequence[dict[str, Any]]) -> None:
    """Bodies of `complaint_placed/1` about cases that are on record; what a case said before is replaced."""
    for body in bodies:
        spot = body.get("spot") or (None, None)
        key = {"municipality": tx.municipality, "code": body["case"]}
        tx.connection.execute(complaint_place.delete().where(*_is(key)))
        row = key | {
            "station": station,
            "service": body["service"],
            "assets": json.dumps(body.get("assets", [])),
            "latitude": spot[0],
            "longitude": spot[1],
            "joins": body.get("joins"),
            "changed": _next(tx),
        }
        tx.connection.execute(complaint_place.insert(), row)
        if body.get("joins"):
            touch(tx, body["joins"])


def touch(tx: Transaction, code: str) -> None:
    """Something about a case changed: if it is a complaint with a place, stations are to be told."""
    where = _is({"municipality": tx.municipality, "code": code})
    if tx.connection.execute(select(complaint_place.c.code).where(*where)).one_or_none() is not None:
        tx.connection.execute(complaint_place.update().where(*where).values(changed=_next(tx)))


def joined(tx: Transaction, code: str) -> list[str]:
    """The cases of who joined this complaint."""
    where = and_(complaint_place.c.municipality == tx.municipality, complaint_place.c.joins == code)
    return list(tx.connection.execute(select(complaint_place.c.code).where(where)).scalars())


def changed_since_told(tx: Transaction, station: str, epoch: int, most: int) -> list[PlacedComplaint]:
    """Complaints that are nobody's neighbour and changed after what this station was told, oldest change first."""
    values = {"of": tx.municipality, "name": station, "in_epoch": epoch, "most": most}
    return [_complaint(row) for row in tx.connection.execute(_CHANGED, values)]


def told(tx: Transaction, station: str, epoch: int) -> int:
    where = _is_told(tx, station, epoch)
    return tx.connection.execute(select(complaint_told.c.through).where(where)).scalar_one_or_none() or 0


def set_told(tx: Transaction, station: str, epoch: int, through: int) -> None:
    where = _is_told(tx, station, epoch)
    tx.connection.execute(complaint_told.delete().where(where))
    row = {"municipality": tx.municipality, "station": station, "epoch": epoch, "through": through}
    tx.connection.execute(complaint_told.insert(), row)


def _next(tx: Transaction) -> int:
    tx.connection.execute(_COUNT, {"of": tx.municipality})
    return int(tx.connection.execute(_ADVANCE, {"of": tx.municipality, "more": 1}).scalar_one())


def _is(key: dict[str, str]) -> list[Any]:
    return [complaint_place.c[name] == value for name, value in key.items()]


def _is_told(tx: Transaction, station: str, epoch: int) -> Any:
    return and_(
        complaint_told.c.municipality == tx.municipality,
        complaint_told.c.station == station,
        complaint_told.c.epoch == epoch,
    )


def _changed() -> Any:
    through = (
        select(complaint_told.c.through)
        .where(
            complaint_told.c.municipality == bindparam("of"),
            complaint_told.c.station == bindparam("name"),
            complaint_told.c.epoch == bindparam("in_epoch"),
        )
        .scalar_subquery()
    )
    joined = and_(_OTHER.c.municipality == complaint_place.c.municipality, _OTHER.c.joins == complaint_place.c.code)
    everybody = select(func.count()).select_from(_OTHER).where(joined).scalar_subquery()
    elsewhere = (
        select(func.count()).select_from(_OTHER).where(joined, _OTHER.c.station != bindparam("name")).scalar_subquery()
    )
    of_case = and_(
        case_file.c.municipality == complaint_place.c.municipality, case_file.c.code == complaint_place.c.code
    )
    return (
        select(
            complaint_place,
            case_file.c.promise,
            case_file.c.state,
            everybody.label("joiners"),
            elsewhere.label("elsewhere"),
        )
        .select_from(complaint_place.join(case_file, of_case))
        .where(
            complaint_place.c.municipality == bindparam("of"),
            complaint_place.c.joins.is_(None),
            complaint_place.c.changed > func.coalesce(through, 0),
        )
        .order_by(complaint_place.c.changed)
        .limit(bindparam("most"))
    )


#: Asked whenever a station sends something: built once, because building it costs more than running it.
_CHANGED: Final = _changed()


def _complaint(row: Any) -> PlacedComplaint:
    return PlacedComplaint(
        code=row.code,
        station=row.station,
        service=row.service,
        assets=tuple(json.loads(row.assets)),
        spot=None if row.latitude is None else (row.latitude, row.longitude),
        promise=row.promise,
        state=row.state,
        neighbours=1 + row.joiners,
        elsewhere=row.elsewhere,
        changed=row.changed,
    )
