"""A counter with the sample folder of Cajamarca: real storage, real services, a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from domain.catalog import Municipality, read_municipality
from kiosk_app.theme import DESK, apply_theme
from tests.kiosk_app.desk_views.kit import ROSA, Desk, approved_desk

FOLDER = Path(__file__).resolve().parents[3] / "municipalities" / "cajamarca"


@pytest.fixture(scope="session")
def municipality() -> Municipality:
    return read_municipality({path.name: path.read_bytes() for path in FOLDER.glob("*.toml")})


@pytest.fixture
def closed_desk(tmp_path: Path, municipality: Municipality) -> Iterator[Desk]:
    """Approved by the centre; its drawer is shut."""
    made = approved_desk(tmp_path, municipality)
    yield made
    made.station.store.close()


@pytest.fixture
def desk(closed_desk: Desk) -> Desk:
    """The same with fifty soles in an open drawer."""
    closed_desk.services.drawer.open(ROSA, closed_desk.services.counter.money(5000))
    return closed_desk


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in the desk's face."""
    apply_theme(qapp, DESK)
    return qapp
