"""A cabin to measure: real storage, real keys, the real folder of a municipality, to be thrown away."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from domain.catalog import Municipality, read_municipality
from kiosk_app.services.counter import Counter, Operator
from tests.fakes.station import Station, new_station

ROOT: Final = Path(__file__).resolve().parents[1]
ROSA: Final = Operator("rosa", "Rosa Medina", "operator")


def cajamarca() -> Municipality:
    folder = ROOT / "municipalities" / "cajamarca"
    return read_municipality({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})


def open_cabin(folder: Path, name: str = "C07") -> tuple[Station, Counter]:
    """Enrolled, with room for anything a measurement charges, and its drawer not yet open."""
    folder.mkdir(parents=True, exist_ok=True)
    station = new_station(folder, name=name)
    station.journal.hear(station.centre.welcome(guarantee=1_000_000_000, receipts=900_000))
    return station, Counter(station.journal, cajamarca(), station.clock)
