"""What the centre last gave to each station's engine (`central.ratchets`)."""

from __future__ import annotations

from sqlalchemy import ColumnElement as Condition
from sqlalchemy import and_, select

from central.ratchets import Ratchet
from central.store.engine import Transaction
from central.store.schema import ratchet


def _is(tx: Transaction, station: str, epoch: int) -> Condition[bool]:
    return and_(ratchet.c.municipality == tx.municipality, ratchet.c.station == station, ratchet.c.epoch == epoch)


def find(tx: Transaction, station: str, epoch: int) -> Ratchet | None:
    row = tx.connection.execute(select(ratchet).where(_is(tx, station, epoch))).one_or_none()
    if row is None:
        return None
    marks = tuple((int(base), int(at)) for base, at in (mark.split(":") for mark in row.marks.split()))
    given, dead = tuple(row.given.split()), tuple(row.dead.split())
    return Ratchet(base=row.base, given=given, dead=dead, marks=marks, long_dead=row.long_dead)


def put(tx: Transaction, station: str, epoch: int, held: Ratchet) -> None:
    """The station's row is locked by whoever calls: one of its requests at a time."""
    values = {
        "base": held.base,
        "given": " ".join(held.given),
        "dead": " ".join(held.dead),
        "marks": " ".join(f"{base}:{at}" for base, at in held.marks),
        "long_dead": held.long_dead,
    }
    if tx.connection.execute(ratchet.update().where(_is(tx, station, epoch)).values(**values)).rowcount == 0:
        key = {"municipality": tx.municipality, "station": station, "epoch": epoch}
        tx.connection.execute(ratchet.insert().values(**key, **values))
