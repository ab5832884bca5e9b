"""Scanned papers whose entry has not arrived (`central.gossip`). An entry that arrives takes its paper away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement as Condition
from sqlalchemy import and_, bindparam, select

from central.store.engine import Transaction
from central.store.journals import JournalName
from central.store.schema import paper
from domain.journal.kinds import Author


@dataclass(frozen=True, slots=True)
class Paper:
    """`seen_at` is Unix seconds of the centre's clock; `seen_by` a station, empty for the public page."""

    sequence: int
    hash: str
    seen_at: int
    seen_by: str


#: Asked with every push: built once, which costs more than running it.
_WAITING: Final = (
    select(paper)
    .where(
        paper.c.municipality == bindparam("of"),
        paper.c.station == bindparam("name"),
        paper.c.epoch == bindparam("in_epoch"),
    )
    .order_by(paper.c.sequence, paper.c.hash)
)


def _of(tx: Transaction, own: JournalName) -> Condition[bool]:
    return and_(paper.c.municipality == tx.municipality, paper.c.station == own.station, paper.c.epoch == own.epoch)


def waiting(tx: Transaction, own: JournalName) -> list[Paper]:
    key = {"of": tx.municipality, "name": own.station, "in_epoch": own.epoch}
    return [Paper(row.sequence, row.hash, row.seen_at, row.seen_by) for row in tx.connection.execute(_WAITING, key)]


def add(tx: Transaction, own: JournalName, seen: Paper) -> None:
    key = {"municipality": tx.municipality, "station": own.station, "epoch": own.epoch}
    what = {"sequence": seen.sequence, "hash": seen.hash, "seen_at": seen.seen_at, "seen_by": seen.seen_by}
    tx.connection.execute(paper.insert().values(**key, **what))


def remove(tx: Transaction, own: JournalName, seen: Paper) -> None:
    one = and_(_of(tx, own), paper.c.sequence == seen.sequence, paper.c.hash == seen.hash)
    tx.connection.execute(paper.delete().where(one))


def seen_before(tx: Transaction, moment: int) -> Iterator[tuple[JournalName, Paper]]:
    query = select(paper).where(paper.c.municipality == tx.municipality, paper.c.seen_at < moment)
    for row in tx.connection.execute(query.order_by(paper.c.station, paper.c.epoch, paper.c.sequence)).all():
        yield (
            JournalName(row.station, row.epoch, Author.STATION),
            Paper(row.sequence, row.hash, row.seen_at, row.seen_by),
        )
