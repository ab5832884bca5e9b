"""Hours of pools, and appointments as their stations told them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, select

from central.store.appointment_schema import appointment, slot_pool
from central.store.engine import Transaction
from central.store.pools import PoolName
from central.store.schema import pool
from domain.appointments import Appointment, AppointmentState, SlotTimes


@dataclass(frozen=True, slots=True)
class StationAppointment:
    """`sealed` is the SHA-256 of the blob that says who, None where none was sent."""

    appointment: Appointment
    station: str
    epoch: int
    commitment: str | None
    sealed: str | None


def set_times(tx: Transaction, name: PoolName, times: SlotTimes) -> None:
    values = {"service": times.service, "office": times.office, "day": times.day}
    row = {"municipality": tx.municipality, "unit": name.unit, "pool": name.pool} | values
    tx.connection.execute(slot_pool.insert(), row | {"start": times.start, "minutes": times.minutes})


def times_of(tx: Transaction, name: PoolName) -> SlotTimes | None:
    """None for a pool whose numbers mean no time."""
    where = and_(
        slot_pool.c.municipality == tx.municipality, slot_pool.c.unit == name.unit, slot_pool.c.pool == name.pool
    )
    row = tx.connection.execute(select(slot_pool).where(where)).one_or_none()
    return None if row is None else _times(row)


def open_on(tx: Transaction, day: str) -> list[tuple[PoolName, SlotTimes, int]]:
    """Pools of a day that are not closed, with their last number."""
    same = and_(
        pool.c.municipality == slot_pool.c.municipality,
        pool.c.unit == slot_pool.c.unit,
        pool.c.pool == slot_pool.c.pool,
    )
    where = and_(slot_pool.c.municipality == tx.municipality, slot_pool.c.day == day, pool.c.closed == 0)
    query = select(slot_pool, pool.c.last).select_from(slot_pool.join(pool, same)).where(where)
    return [(PoolName(row.unit, row.pool), _times(row), row.last) for row in tx.connection.execute(query)]


def find(tx: Transaction, code: str) -> StationAppointment | None:
    where = and_(appointment.c.municipality == tx.municipality, appointment.c.code == code)
    row = tx.connection.execute(select(appointment).where(where)).one_or_none()
    return None if row is None else _appointment(row)


def put(tx: Transaction, told: StationAppointment) -> None:
    one = told.appointment
    where = and_(appointment.c.municipality == tx.municipality, appointment.c.code == one.code)
    tx.connection.execute(appointment.delete().where(where))
    row: dict[str, Any] = one.document() | {"state": one.state.value, "municipality": tx.municipality}
    row |= {"station": told.station, "epoch": told.epoch, "commitment": told.commitment, "sealed": told.sealed}
    tx.connection.execute(appointment.insert(), row)


def on_day(tx: Transaction, day: str) -> list[StationAppointment]:
    """Of all services and offices, in the order of the clock."""
    where = and_(appointment.c.municipality == tx.municipality, appointment.c.day == day)
    order = (appointment.c.clock, appointment.c.office, appointment.c.service, appointment.c.code)
    return [_appointment(row) for row in tx.connection.execute(select(appointment).where(where).order_by(*order))]


def _times(row: Row[Any]) -> SlotTimes:
    return SlotTimes(row.service, row.office, row.day, row.start, row.minutes)


def _appointment(row: Row[Any]) -> StationAppointment:
    one = Appointment(
        code=row.code,
        service=row.service,
        opened=row.opened,
        state=AppointmentState(row.state),
        grant=row.grant,
        number=row.number,
        office=row.office,
        day=row.day,
        clock=row.clock,
        given=row.given,
        moves=row.moves,
    )
    return StationAppointment(one, row.station, row.epoch, row.commitment, row.sealed)
