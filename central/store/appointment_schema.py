"""The tables of appointments; like those of `schema`, and of the same metadata."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table

from central.store.schema import METADATA, of_station

#: Which hour each number of a pool means (`slots_granted/1`); `start` in minutes from midnight, wall time.
slot_pool: Final = Table(
    "slot_pool",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("unit", String(8), primary_key=True),
    Column("pool", String(40), primary_key=True),
    Column("service", String(24), nullable=False),
    Column("office", String(24), nullable=False),
    Column("day", String(10), nullable=False),
    Column("start", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    ForeignKeyConstraint(["municipality", "unit", "pool"], ["pool.municipality", "pool.unit", "pool.pool"]),
    Index("slot_pool_day", "municipality", "day"),
)

#: Appointments as their stations told them. `sealed` names the blob with who it is; nobody else is told of it.
appointment: Final = Table(
    "appointment",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("code", String(10), primary_key=True),
    Column("station", String(16), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("service", String(24), nullable=False),
    Column("opened", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("grant", String(24), nullable=False),
    Column("number", Integer, nullable=False),
    Column("office", String(24), nullable=False),
    Column("day", String(10), nullable=False),
    Column("clock", String(5), nullable=False),
    Column("given", Integer, nullable=False),
    Column("moves", Integer, nullable=False),
    Column("commitment", String(43)),
    Column("sealed", String(64)),
    of_station(),
    Index("appointment_day", "municipality", "day"),
)
