"""What the centre holds of each blob. The bytes are files (`central.blob_files`); rows say how many are durable."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select

from central.store.engine import Transaction
from central.store.schema import blob


@dataclass(frozen=True, slots=True)
class Blob:
    """`origin` is "station" for what came up and "centre" for what the station may fetch."""

    station: str
    sha256: str
    size: int
    offset: int
    complete: bool
    origin: str


def _is(tx: Transaction, station: str, sha256: str) -> ColumnElement[bool]:
    return and_(blob.c.municipality == tx.municipality, blob.c.station == station, blob.c.sha256 == sha256)


def _blob(row: Row[Any]) -> Blob:
    return Blob(row.station, row.sha256, row.size, row.offset, bool(row.complete), row.origin)


def find(tx: Transaction, station: str, sha256: str) -> Blob | None:
    row = tx.connection.execute(select(blob).where(_is(tx, station, sha256))).one_or_none()
    return None if row is None else _blob(row)


def find_all(tx: Transaction, station: str, names: Collection[str]) -> dict[str, Blob]:
    """Those of `names` that are known, by their hash."""
    query = select(blob).where(
        blob.c.municipality == tx.municipality, blob.c.station == station, blob.c.sha256.in_(names)
    )
    return {row.sha256: _blob(row) for row in tx.connection.execute(query)}


def put_all(tx: Transaction, held: Collection[Blob], known: Container[str], at: int) -> None:
    """`known` are the hashes that have a row already."""
    new = [one for one in held if one.sha256 not in known]
    if new:
        key = {"municipality": tx.municipality, "touched_at": at}
        tx.connection.execute(blob.insert(), [key | asdict(one) | {"complete": int(one.complete)} for one in new])
    for one in held:
        if one.sha256 in known:
            put(tx, one, at)


def put(tx: Transaction, held: Blob, at: int) -> None:
    values = {
        "size": held.size,
        "offset": held.offset,
        "complete": int(held.complete),
        "origin": held.origin,
        "touched_at": at,
    }
    if find(tx, held.station, held.sha256) is None:
        key = {"municipality": tx.municipality, "station": held.station, "sha256": held.sha256}
        tx.connection.execute(blob.insert().values(**key, **values))
    else:
        tx.connection.execute(blob.update().where(_is(tx, held.station, held.sha256)).values(**values))


def claimed_bytes(tx: Transaction, station: str) -> int:
    """The sizes of everything this station has sent or begun to send, in bytes."""
    query = select(func.coalesce(func.sum(blob.c.size), 0)).where(
        blob.c.municipality == tx.municipality, blob.c.station == station, blob.c.origin == "station"
    )
    return int(tx.connection.execute(query).scalar_one())
