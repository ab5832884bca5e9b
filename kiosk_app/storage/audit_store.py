"""What an auditor's station keeps of others: the directory, and every journal exactly as it was signed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from domain.envelope import EnvelopeType, Signed
from kiosk_app.storage.connection import Store
from sync.messages import StationListing


class AuditTables:
    """`kiosk_app.background.audit_link.AuditStore` over this station's database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def held(self, station: str, epoch: int, journal: str) -> int:
        row = self._store.row(
            "SELECT coalesce(max(sequence), 0) AS held FROM audit_entry"
            " WHERE station = ? AND epoch = ? AND journal = ?",
            (station, epoch, journal),
        )
        assert row is not None, "an aggregate always has a row"
        return int(row["held"])

    def store_directory(self, stations: Sequence[StationListing]) -> None:
        with self._store.transaction():
            self._store.execute("DELETE FROM audit_station")
            for listing in stations:
                self._store.execute(
                    "INSERT INTO audit_station (station, number, listing) VALUES (?, ?, ?)",
                    (listing.station, listing.number, json.dumps(asdict(listing))),
                )

    def store_part(self, station: str, epoch: int, journal: str, first: int, entries: Sequence[Signed]) -> None:
        with self._store.transaction():
            for sequence, signed in enumerate(entries, first):
                self._store.execute(
                    "INSERT INTO audit_entry (station, epoch, journal, sequence, payload, signature)"
                    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    (station, epoch, journal, sequence, signed.payload, signed.signature),
                )

    def directory(self) -> list[StationListing]:
        rows = self._store.rows("SELECT listing FROM audit_station ORDER BY number")
        return [StationListing(**json.loads(row["listing"])) for row in rows]

    def journal(self, station: str, epoch: int, journal: str) -> Iterator[Signed]:
        rows = self._store.rows(
            "SELECT payload, signature FROM audit_entry"
            " WHERE station = ? AND epoch = ? AND journal = ? ORDER BY sequence",
            (station, epoch, journal),
        )
        return (Signed(EnvelopeType.ENTRY, bytes(row["payload"]), bytes(row["signature"])) for row in rows)
