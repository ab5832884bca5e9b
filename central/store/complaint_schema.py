"""The tables of where complaints are; like those of `schema`, and of the same metadata."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, String, Table, Text

from central.store.schema import METADATA, of_station, station_key

#: Where complaints are, as their stations told (`complaint_placed/1`). `changed` is the municipality's count of changes
#: at which this one last changed: what a station was told up to is `complaint_told`.
complaint_place: Final = Table(
    "complaint_place",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("code", String(10), primary_key=True),
    Column("station", String(16), nullable=False),
    Column("service", String(24), nullable=False),
    Column("assets", Text, nullable=False),
    Column("latitude", Integer),
    Column("longitude", Integer),
    Column("joins", String(10)),
    Column("changed", BigInteger, nullable=False),
    ForeignKeyConstraint(["municipality", "code"], ["case_file.municipality", "case_file.code"]),
    Index("complaint_place_changed", "municipality", "changed"),
    Index("complaint_place_joins", "municipality", "joins"),
)

complaint_clock: Final = Table(
    "complaint_clock",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("changes", BigInteger, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipality.municipality"]),
)

complaint_told: Final = Table(
    "complaint_told",
    METADATA,
    *station_key(Column("epoch", Integer, primary_key=True)),
    Column("through", BigInteger, nullable=False),
    of_station(),
)
