"""What the centre last gave to each station's engine (`central.ratchets`)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import and_, bindparam, select

from central.ratchets import Ratchet
from central.store.engine import Transaction
from central.store.schema import ratchet

_THIS: Final = and_(
    ratchet.c.municipality == bindparam("of"),
    ratchet.c.station == bindparam("name"),
    ratchet.c.epoch == bindparam("in_epoch"),
)
#: Asked in every request: built once, which costs more than running them.
_FIND: Final = select(ratchet).where(_THIS)
_VALUES: Final = ("base", "given", "dead", "marks", "long_dead")
_UPDATE: Final = ratchet.update().where(_THIS).values({name: bindparam(f"new_{name}") for name in _VALUES})


def _key(tx: Transaction, station: str, epoch: int) -> dict[str, str | int]:
    return {"of": tx.municipality, "name": station, "in_epoch": epoch}


def find(tx: Transaction, station: str, epoch: int) -> Ratchet | None:
    row = tx.connection.execute(_FIND, _key(tx, station, epoch)).one_or_none()
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
    new = {f"new_{name}": value for name, value in values.items()}
    if tx.connection.execute(_UPDATE, _key(tx, station, epoch) | new).rowcount == 0:
        key = {"municipality": tx.municipality, "station": station, "epoch": epoch}
        tx.connection.execute(ratchet.insert().values(**key, **values))
