"""Stations, the keys they have had, and the nonces they have used."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import BigInteger, Row, Select, Text, and_, bindparam, func, select
from sqlalchemy import ColumnElement as Condition

from central.store import restore_marks, signing_keys
from central.store.changes import LAST
from central.store.engine import Transaction
from central.store.schema import entry, journal, listing, municipality, nonce, outbound, station
from domain.journal.keys import KeyRange

#: For as long as this a nonce is remembered, seconds (docs/PROTOCOL.md §1).
NONCE_LIFE_S: Final = 24 * 60 * 60

INVITED: Final = "invited"
PENDING: Final = "pending"
APPROVED: Final = "approved"
REVOKED: Final = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """`key` is base64url; `operators` are (operator, role) to admit at approval. `epoch` 0: never enrolled."""

    station: str
    number: int
    label: str
    face: str
    status: str
    epoch: int
    key: str | None
    operators: tuple[tuple[str, str], ...]
    code: bytes | None
    expires_at: int
    attempts: int
    program: str
    doubt: bool
    contact_at: int | None


_COLUMNS: Final = [station.c[item.name] for item in fields(Station)]


def _station(row: Row[Any]) -> Station:
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    values = {column.name: found[column] for column in _COLUMNS}
    values["operators"] = tuple((name, role) for name, role in json.loads(values["operators"]))
    values["doubt"] = bool(values["doubt"])
    return Station(**values)


def _is(tx: Transaction, name: str) -> Condition[bool]:
    return and_(station.c.municipality == tx.municipality, station.c.station == name)


def add_municipality(tx: Transaction, name: str, at: int) -> None:
    tx.connection.execute(municipality.insert().values(municipality=tx.municipality, name=name, created_at=at))


def municipality_name(tx: Transaction) -> str | None:
    query = select(municipality.c.name).where(municipality.c.municipality == tx.municipality)
    return tx.connection.execute(query).scalar_one_or_none()


#: Asked in every request: built once, which costs more than running them.
_THIS: Final = and_(station.c.municipality == bindparam("of"), station.c.station == bindparam("name"))
#: With it comes, in one question, when the centre was last restored (`central.store.restore_marks`).
_RESTORED: Final = restore_marks.HOUR.scalar_subquery().label("restored")
_FIND: Final[Select[Any]] = select(*_COLUMNS, _RESTORED).where(_THIS)
#: To who writes also how far the station has been told of the others (`central.store.listings`).
_TOLD: Final = select(listing.c.told).where(
    listing.c.municipality == bindparam("of"),
    listing.c.station == bindparam("name"),
    listing.c.epoch == station.c.epoch,
)
_LOCK: Final[Select[Any]] = (
    select(
        *_COLUMNS,
        _RESTORED,
        _TOLD.correlate(station).scalar_subquery().label("told"),
        LAST.label("last"),
    )
    .where(_THIS)
    .with_for_update()
)
_TOUCH: Final = station.update().where(_THIS).values(contact_at=bindparam("at"))


def find(tx: Transaction, name: str) -> Station | None:
    row = tx.connection.execute(_FIND, {"of": tx.municipality, "name": name}).one_or_none()
    return None if row is None else _known(tx, row)


def lock(tx: Transaction, name: str) -> Station | None:
    """Find, and hold the row until the transaction ends, so that one journal has one writer at a time.

    A transaction that does not write only finds.
    """
    if not tx.writes:
        return find(tx, name)
    row = tx.connection.execute(_LOCK, {"of": tx.municipality, "name": name}).one_or_none()
    if row is None:
        return None
    tx.working["told", name] = (row.told or 0) == (row.last or 0)
    return _known(tx, row)


def _known(tx: Transaction, row: Row[Any]) -> Station:
    tx.working["restored"] = row.restored or 0
    return _station(row)


def lock_municipality(tx: Transaction) -> None:
    """Hold what all stations share (the ledger of receipt numbers) until the transaction ends."""
    query = select(municipality.c.municipality).where(municipality.c.municipality == tx.municipality)
    tx.connection.execute(query.with_for_update()).one()


def all_of(tx: Transaction) -> list[Station]:
    query = select(*_COLUMNS).where(station.c.municipality == tx.municipality).order_by(station.c.station)
    return [_station(row) for row in tx.connection.execute(query)]


def some(tx: Transaction, names: Collection[str]) -> list[Station]:
    """Those of the names that there are, by name."""
    query = select(*_COLUMNS).where(station.c.municipality == tx.municipality, station.c.station.in_(names))
    return [_station(row) for row in tx.connection.execute(query.order_by(station.c.station))]


def with_number(tx: Transaction, number: int) -> Station | None:
    query = select(*_COLUMNS).where(station.c.municipality == tx.municipality, station.c.number == number)
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else _station(row)


def add(tx: Transaction, new: Station) -> None:
    tx.connection.execute(station.insert().values(municipality=tx.municipality, **_values(new)))


def update(tx: Transaction, changed: Station) -> None:
    tx.connection.execute(station.update().where(_is(tx, changed.station)).values(**_values(changed)))


def _values(of: Station) -> dict[str, Any]:
    values = {item.name: getattr(of, item.name) for item in fields(Station)}
    return values | {"operators": json.dumps([list(pair) for pair in of.operators]), "doubt": int(of.doubt)}


def touch(tx: Transaction, name: str, at: int) -> None:
    tx.connection.execute(_TOUCH, {"of": tx.municipality, "name": name, "at": at})


def set_doubt(tx: Transaction, name: str | None, *, doubt: bool) -> None:
    """`name` None is every station."""
    where = station.c.municipality == tx.municipality if name is None else _is(tx, name)
    tx.connection.execute(station.update().where(where).values(doubt=int(doubt)))


def start_journal(tx: Transaction, name: str, epoch: int, key: str, at: int) -> None:
    tx.connection.execute(
        journal.insert().values(municipality=tx.municipality, station=name, epoch=epoch, key=key, started_at=at)
    )
    signing_keys.add(tx, name, KeyRange(epoch, 1, key), at)


def set_key(tx: Transaction, name: str, key: str) -> None:
    """The station signs its requests with this key from now on."""
    tx.connection.execute(station.update().where(_is(tx, name)).values(key=key))


def key_of(tx: Transaction, name: str, epoch: int) -> str | None:
    """The key that the epoch began with: with it, whoever has the journal verifies all of it."""
    query = select(journal.c.key).where(
        journal.c.municipality == tx.municipality, journal.c.station == name, journal.c.epoch == epoch
    )
    return tx.connection.execute(query).scalar_one_or_none()


def all_keys(tx: Transaction) -> list[tuple[str, int, str]]:
    """Station, epoch and key of every journal, in order."""
    query = select(journal.c.station, journal.c.epoch, journal.c.key).where(journal.c.municipality == tx.municipality)
    query = query.order_by(journal.c.station, journal.c.epoch)
    return [(row[0], row[1], row[2]) for row in tx.connection.execute(query)]


def lengths(tx: Transaction) -> dict[tuple[str, int], tuple[int, int]]:
    """Entries and outbound entries of every journal, by (station, epoch), in two queries for the whole municipality."""
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for index, table in enumerate((entry, outbound)):
        query = (
            select(table.c.station, table.c.epoch, func.max(table.c.sequence))
            .where(table.c.municipality == tx.municipality)
            .group_by(table.c.station, table.c.epoch)
        )
        for name, epoch, length in tx.connection.execute(query):
            own, sent = found.get((name, epoch), (0, 0))
            found[name, epoch] = (length, sent) if index == 0 else (own, length)
    return found


_NONCES: Final = and_(nonce.c.municipality == bindparam("of"), nonce.c.station == bindparam("name"))
_FORGET_NONCES: Final = nonce.delete().where(_NONCES, nonce.c.at < bindparam("before"))
_KNOWN: Final = select(nonce.c.at).where(_NONCES, nonce.c.nonce == bindparam("value")).exists()
_NEW_NONCE: Final = select(
    bindparam("of", type_=Text()),
    bindparam("name", type_=Text()),
    bindparam("value", type_=Text()),
    bindparam("at", type_=BigInteger()),
).where(~_KNOWN)
_USE_NONCE: Final = (
    nonce.insert()
    .from_select(["municipality", "station", "nonce", "at"], _NEW_NONCE)
    .execution_options(preserve_rowcount=True)  # of an INSERT it is not kept otherwise
)


def use_nonce(tx: Transaction, name: str, value: str, at: int) -> bool:
    """Remember a nonce; False when this station has used it, within the last 24 hours at least."""
    words = {"of": tx.municipality, "name": name, "value": value, "at": at}
    return tx.connection.execute(_USE_NONCE, words).rowcount == 1


def forget_nonces(tx: Transaction, name: str, at: int) -> None:
    """Those that are older than 24 hours."""
    words = {"of": tx.municipality, "name": name, "before": at - NONCE_LIFE_S}
    tx.connection.execute(_FORGET_NONCES, words)
