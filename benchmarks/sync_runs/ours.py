"""Ours: the station's engine, storage and transport, and the centre under uvicorn. TLS and signatures included."""

from __future__ import annotations

from pathlib import Path

from benchmarks.sync_runs import world
from benchmarks.sync_runs.cargo import Cargo
from benchmarks.sync_runs.contestant import Programs, own_program
from benchmarks.sync_runs.stage import Words
from central.store import journals
from central.store.journals import JournalName
from domain.journal.kinds import Author


class Ours:
    name = "ours"

    def missing(self) -> str:
        return ""

    def prepare(self, cargo: Cargo, folder: Path, address: str, port: int) -> Programs:
        cargo.copy_to(folder)

        def arrived(_words: Words) -> bool:
            station = world.open_station(folder)
            length, delivered = station.journal.length, station.has_delivered()
            station.journal.store.close()
            centre = world.open_its_centre(folder)
            with centre.store.reading() as tx:
                held = journals.head(tx, JournalName(world.STATION, 1, Author.STATION)).length
            centre.store.close()
            return delivered and held == length

        return Programs(
            own_program("ours_centre", folder, port),
            own_program("ours_station", folder, f"https://{address}:{port}"),
            arrived,
        )
