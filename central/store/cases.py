"""Cases as the journals tell them: where each stands, who owes it, and which of its blobs are still on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, bindparam, func, select

from central.store import complaints
from central.store.engine import Transaction
from central.store.schema import blob, case_blob, case_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`promise` is an ISO day; `since` (Unix seconds) when `state` began. `announced` says whether the station
    was told `received`: WAITING, TOLD, or HELD_BACK because something it names does not open.
    """

    code: str
    station: str
    epoch: int
    sequence: int
    type: str
    service: str
    area: str
    promise: str
    state: str
    since: int
    commitment: str | None
    announced: int


WAITING: Final = 0
TOLD: Final = 1
HELD_BACK: Final = 2

_NAMES: Final = tuple(item.name for item in fields(Case))
_COLUMNS: Final = [case_file.c[name] for name in _NAMES]


def _case(row: Row[Any]) -> Case:
    return Case(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping


def find(tx: Transaction, code: str) -> Case | None:
    where = and_(case_file.c.municipality == tx.municipality, case_file.c.code == code)
    row = tx.connection.execute(select(*_COLUMNS).where(where)).one_or_none()
    return None if row is None else _case(row)


def with_codes(tx: Transaction, codes: Iterable[str]) -> dict[str, Case]:
    """Those of the codes that there are."""
    where = and_(case_file.c.municipality == tx.municipality, case_file.c.code.in_(list(codes)))
    return {row.code: _case(row) for row in tx.connection.execute(select(*_COLUMNS).where(where))}


def add(tx: Transaction, new: Sequence[tuple[Case, dict[str, str]]]) -> None:
    """Each with the blobs that it names: media types by SHA-256."""
    files = [{name: getattr(case, name) for name in _NAMES} | {"municipality": tx.municipality} for case, _ in new]
    named = [
        {"municipality": tx.municipality, "code": case.code, "sha256": sha256, "type": media}
        for case, blobs in new
        for sha256, media in blobs.items()
    ]
    for table, rows in ((case_file, files), (case_blob, named)):
        if rows:
            tx.connection.execute(table.insert(), rows)


def move(tx: Transaction, code: str, *, state: str, area: str, promise: str, since: int) -> None:
    where = and_(case_file.c.municipality == tx.municipality, case_file.c.code == code)
    values = {"state": state, "area": area, "promise": promise, "since": since, "announced": TOLD}
    tx.connection.execute(case_file.update().where(where).values(values))
    complaints.touch(tx, code)


def hold_back(tx: Transaction, code: str) -> None:
    where = and_(case_file.c.municipality == tx.municipality, case_file.c.code == code)
    tx.connection.execute(case_file.update().where(where).values(announced=HELD_BACK))


def _ready() -> Select[Any]:
    missing = (
        select(case_blob.c.sha256)
        .select_from(case_blob.outerjoin(blob, _same_blob(bindparam("station"))))
        .where(
            case_blob.c.municipality == case_file.c.municipality,
            case_blob.c.code == case_file.c.code,
            func.coalesce(blob.c.complete, 0) == 0,
        )
        .correlate(case_file)
    )
    where = and_(
        case_file.c.municipality == bindparam("municipality"),
        case_file.c.station == bindparam("station"),
        case_file.c.epoch == bindparam("epoch"),
        case_file.c.announced == WAITING,
        ~missing.exists(),
    )
    return select(*_COLUMNS).where(where).order_by(case_file.c.sequence).limit(bindparam("most"))


def ready(tx: Transaction, station: str, epoch: int, most: int) -> list[Case]:
    """Cases that nobody was told of yet and that wait for no blob, oldest first."""
    values = {"municipality": tx.municipality, "station": station, "epoch": epoch, "most": most}
    return [_case(row) for row in tx.connection.execute(_READY, values)]


def told_in_state(tx: Transaction, state: str) -> list[Case]:
    """Cases in a state that their stations were told of, the longest in it first."""
    where = and_(case_file.c.municipality == tx.municipality, case_file.c.state == state, case_file.c.announced == TOLD)
    query = select(*_COLUMNS).where(where).order_by(case_file.c.since, case_file.c.code)
    return [_case(row) for row in tx.connection.execute(query)]


def _same_blob(station: str | BindParameter[Any]) -> ColumnElement[bool]:
    return and_(
        blob.c.municipality == case_blob.c.municipality,
        blob.c.station == station,
        blob.c.sha256 == case_blob.c.sha256,
    )


#: Asked whenever a station makes contact: built once, because building it costs more than running it.
_READY: Final = _ready()


def blobs_of(tx: Transaction, case: Case) -> dict[str, tuple[str, bool]]:
    """Media type and whether the centre has it whole, by SHA-256."""
    query = (
        select(case_blob.c.sha256, case_blob.c.type, func.coalesce(blob.c.complete, 0))
        .select_from(case_blob.outerjoin(blob, _same_blob(case.station)))
        .where(case_blob.c.municipality == tx.municipality, case_blob.c.code == case.code)
    )
    return {sha256: (media, bool(complete)) for sha256, media, complete in tx.connection.execute(query)}


def count_by_state(tx: Transaction) -> dict[str, int]:
    query = (
        select(case_file.c.state, func.count())
        .where(case_file.c.municipality == tx.municipality)
        .group_by(case_file.c.state)
        .order_by(case_file.c.state)
    )
    return {state: count for state, count in tx.connection.execute(query)}  # noqa: C416 - rows are not pairs to mypy
