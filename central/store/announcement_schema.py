"""The tables of announcements; like those of `schema`, and of the same metadata."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, String, Table, Text

from central.store.schema import METADATA, of_station, station_key

#: `changed` is of the numbers of `listing`: what a station was told up to says of both. `paragraphs` and `stations` are
#: JSON; no stations: for all of them.
announcement: Final = Table(
    "announcement",
    METADATA,
    Column("municipality", String(24), primary_key=True),
    Column("code", String(24), primary_key=True),
    Column("changed", BigInteger, nullable=False),
    Column("title", String(80), nullable=False),
    Column("paragraphs", Text, nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("must_read", Integer, nullable=False),
    Column("citizens", Integer, nullable=False),
    Column("stations", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", String(12), nullable=False),
    Column("withdrawn_at", BigInteger),
    Column("withdrawn_by", String(12)),
    ForeignKeyConstraint(["municipality"], ["municipality.municipality"]),
    Index("announcement_changed", "municipality", "changed"),
)

#: Who has confirmed that it was read, as the stations' journals say; `at` is by the station's clock.
announcement_reading: Final = Table(
    "announcement_reading",
    METADATA,
    *station_key(Column("code", String(24), primary_key=True), Column("operator", String(12), primary_key=True)),
    Column("at", BigInteger, nullable=False),
    of_station(),
)
