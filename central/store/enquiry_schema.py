"""The table of enquiries; like those of `schema`, and of the same metadata."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, String, Table

from central.store.schema import METADATA, of_station, station_key

#: How often a station told of a subject in a month of its own clock, `2026-11`, as its journal says.
enquiry: Final = Table(
    "enquiry",
    METADATA,
    *station_key(
        Column("month", String(7), primary_key=True),
        Column("about", String(16), primary_key=True),
        Column("subject", String(24), primary_key=True),
    ),
    Column("told", BigInteger, nullable=False),
    of_station(),
)
