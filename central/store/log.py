"""The rows of the transparency log: which entries stand where, the tiles of its tree, and what was signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import and_, func, select

from central.store.engine import Transaction
from central.store.journals import JournalName
from central.store.schema import entry, log_checkpoint, log_head, log_span, log_tile, outbound
from domain.journal.kinds import Author
from domain.merkle import Tile

_LOST: Final = "lost"
_TABLES: Final = {Author.STATION: entry, Author.CENTRE: outbound}


@dataclass(frozen=True, slots=True)
class LogHead:
    origin: str
    size: int


@dataclass(frozen=True, slots=True)
class Span:
    """Entries `first` … `last` of one journal, one leaf each, beginning at leaf `position`. `name` None: lost."""

    position: int
    name: JournalName | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """`note` is the whole text; `signed_at` in seconds since 1970."""

    size: int
    note: str
    signed_at: int


def head(tx: Transaction) -> LogHead | None:
    row = tx.connection.execute(select(log_head).where(log_head.c.municipality == tx.municipality)).one_or_none()
    return None if row is None else LogHead(row.origin, row.size)


def lock(tx: Transaction) -> LogHead:
    """Hold the log until the transaction ends: one program at a time appends to it."""
    query = select(log_head).where(log_head.c.municipality == tx.municipality).with_for_update()
    row = tx.connection.execute(query).one()
    return LogHead(row.origin, row.size)


def begin(tx: Transaction, origin: str) -> None:
    tx.connection.execute(log_head.insert().values(municipality=tx.municipality, origin=origin, size=0))


def load_tile(tx: Transaction) -> Callable[[Tile], bytes]:
    def load(tile: Tile) -> bytes:
        query = select(log_tile.c.hashes).where(
            log_tile.c.municipality == tx.municipality,
            log_tile.c.level == tile.level,
            log_tile.c.number == tile.number,
        )
        return bytes(tx.connection.execute(query).scalar_one())

    return load


def grow(tx: Transaction, size: int, spans: Iterable[Span], tiles: Mapping[Tile, bytes | bytearray]) -> None:
    """The log has `size` leaves now: the new `spans`, and every tile that changed."""
    rows = [_span_row(tx, span) for span in spans]
    if not rows:
        return
    tx.connection.execute(log_span.insert(), rows)
    for tile, hashes in tiles.items():
        key = {"municipality": tx.municipality, "level": tile.level, "number": tile.number}
        here = and_(*(log_tile.c[name] == value for name, value in key.items()))
        if not tx.connection.execute(log_tile.update().where(here).values(hashes=bytes(hashes))).rowcount:
            tx.connection.execute(log_tile.insert().values(**key, hashes=bytes(hashes)))
    mine = log_head.c.municipality == tx.municipality
    tx.connection.execute(log_head.update().where(mine).values(size=size))


def _span_row(tx: Transaction, span: Span) -> dict[str, object]:
    return {
        "municipality": tx.municipality,
        "position": span.position,
        "station": "" if span.name is None else span.name.station,
        "epoch": 0 if span.name is None else span.name.epoch,
        "author": _LOST if span.name is None else span.name.author.value,
        "first": span.first,
        "last": span.last,
    }


def waiting(tx: Transaction) -> list[tuple[JournalName, int, int]]:
    """Every journal that holds more than the log, with the first and the last entry that the log lacks; in order."""
    columns = log_span.c
    query = select(columns.station, columns.epoch, columns.author, func.max(columns.last))
    query = query.where(columns.municipality == tx.municipality, columns.author != _LOST)
    reached = {
        JournalName(row[0], row[1], Author(row[2])): row[3]
        for row in tx.connection.execute(query.group_by(columns.station, columns.epoch, columns.author))
    }
    found = []
    for author, table in _TABLES.items():
        lengths = select(table.c.station, table.c.epoch, func.max(table.c.sequence))
        lengths = lengths.where(table.c.municipality == tx.municipality)
        for station, epoch, length in tx.connection.execute(lengths.group_by(table.c.station, table.c.epoch)):
            name = JournalName(station, epoch, author)
            if length > reached.get(name, 0):
                found.append((name, reached.get(name, 0) + 1, length))
    return sorted(found, key=lambda one: (one[0].station, one[0].epoch, one[0].author.value))


def position_of(tx: Transaction, name: JournalName, sequence: int) -> int | None:
    """Where an entry stands in the log."""
    columns = log_span.c
    query = select(columns.position, columns.first).where(
        columns.municipality == tx.municipality,
        columns.station == name.station,
        columns.epoch == name.epoch,
        columns.author == name.author.value,
        columns.first <= sequence,
        columns.last >= sequence,
    )
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else row.position + sequence - row.first


def count_lost(tx: Transaction) -> int:
    """Leaves whose entries nobody has any more."""
    columns = log_span.c
    query = select(func.coalesce(func.sum(columns.last - columns.first + 1), 0))
    query = query.where(columns.municipality == tx.municipality, columns.author == _LOST)
    return int(tx.connection.execute(query).scalar_one())


def add_checkpoint(tx: Transaction, signed: SignedCheckpoint) -> None:
    values = {"size": signed.size, "note": signed.note, "signed_at": signed.signed_at}
    tx.connection.execute(log_checkpoint.insert().values(municipality=tx.municipality, **values))


def last_checkpoint(tx: Transaction) -> SignedCheckpoint | None:
    columns = log_checkpoint.c
    query = select(log_checkpoint).where(columns.municipality == tx.municipality).order_by(columns.size.desc()).limit(1)
    return _one(tx, query)


def first_checkpoint_with(tx: Transaction, position: int) -> SignedCheckpoint | None:
    """The first that was signed over this leaf."""
    columns = log_checkpoint.c
    query = select(log_checkpoint).where(columns.municipality == tx.municipality, columns.size > position)
    return _one(tx, query.order_by(columns.size).limit(1))


def _one(tx: Transaction, query: Any) -> SignedCheckpoint | None:
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else SignedCheckpoint(row.size, row.note, row.signed_at)


def replace_note(tx: Transaction, signed: SignedCheckpoint) -> None:
    """The same checkpoint with more signatures under it."""
    here = and_(log_checkpoint.c.municipality == tx.municipality, log_checkpoint.c.size == signed.size)
    tx.connection.execute(log_checkpoint.update().where(here).values(note=signed.note))
