from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk_app.theme import DESK, apply_theme
from tests.journeys.kit import Auditor, City, Seat
from tools.demo_town import AUDITOR, CABIN

Sit = Callable[..., Seat]


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """The centre answers; the cabin is enrolled and approved."""
    made = City(tmp_path)
    made.found()
    made.open_centre()
    try:
        made.settle(CABIN)
        yield made
    finally:
        made.close_centre()


@pytest.fixture
def sit(city: City, qapp: QApplication) -> Iterator[Sit]:
    """Sit down at a desk: `sit(carrier=..., clock=..., place=...)`. Whoever still sits there at the end gets up."""
    apply_theme(qapp, DESK)
    seats: list[Seat] = []

    def down(**more: object) -> Seat:
        seats.append(Seat(city, qapp, city.data, **more))  # type: ignore[arg-type] # the fields of a Seat
        return seats[-1]

    yield down
    for seat in seats:
        seat.stop()


@pytest.fixture
def audit(city: City, qapp: QApplication) -> Iterator[Callable[[], Auditor]]:
    """Sit down at the auditor's desk: `audit()`, after whatever it should find."""
    apply_theme(qapp, DESK)
    city.settle(AUDITOR)
    opened: list[Auditor] = []

    def down() -> Auditor:
        opened.append(Auditor(city, qapp))
        return opened[-1]

    yield down
    for auditor in opened:
        auditor.stop()
