"""A kiosk with the sample folder of Cajamarca, a desk that remembers, and a clock that stands until told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.catalog import Municipality, read_municipality
from kiosk_app.theme import KIOSK, apply_theme
from tests.kiosk_app.kiosk_views.kit import Kiosk, open_kiosk

FOLDERS = Path(__file__).resolve().parents[3] / "municipalities"


@pytest.fixture(scope="session")
def municipality() -> Municipality:
    return read_folder("cajamarca")


def read_folder(name: str) -> Municipality:
    return read_municipality({path.name: path.read_bytes() for path in (FOLDERS / name).glob("*.toml")})


@pytest.fixture
def make_kiosk(qtbot: QtBot, qapp: QApplication, municipality: Municipality) -> Iterator[Callable[..., Kiosk]]:
    made: list[Kiosk] = []

    def make(
        factor: float = 1.0,
        size: tuple[int, int] = (1920, 1080),
        *,
        offline: bool = True,
        municipality: Municipality = municipality,
    ) -> Kiosk:
        apply_theme(qapp, KIOSK.times(factor))
        kiosk = open_kiosk(municipality, factor, offline=offline)
        kiosk.window.resize(*size)
        kiosk.window.show()
        kiosk.window.watch.start()
        kiosk.window.watch._timer.stop()  # time passes when a test says so, never while it looks the other way
        made.append(kiosk)
        kiosk.settle()
        return kiosk

    yield make
    for kiosk in made:
        kiosk.window.stop()
        kiosk.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def kiosk(make_kiosk: Callable[..., Kiosk]) -> Kiosk:
    return make_kiosk()
