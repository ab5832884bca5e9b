"""A station where all that goes into a receipt's entry is long, so that the entry fits no narrow paper."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.fakes.clock import FRIDAY_MORNING, FakeClock

#: Sixteen letters.
STATION: Final = "CABINA-MERCADO-1"
OPERATOR: Final = "maria.fernan"
#: As long as the codes of a real TUPA; it takes the place of ED-A.
PROCEDURE: Final = "PE1256830FAB"
CAJAMARCA: Final = Path(__file__).resolve().parents[2] / "municipalities" / "cajamarca"


def folder(into: Path) -> Path:
    """Cajamarca with one long procedure code."""
    into.mkdir()
    for file in CAJAMARCA.iterdir():
        if file.is_file():
            (into / file.name).write_bytes(file.read_bytes().replace(b'"ED-A"', f'"{PROCEDURE}"'.encode()))
    return into


def run_for_months(clock: FakeClock) -> FakeClock:
    """The computer was never turned off; it is Friday morning all the same."""
    clock.advance(10_000_000)
    clock.set_wall(FRIDAY_MORNING)
    return clock
