"""A kiosk with the sample folder of Cajamarca, a desk that remembers, and a clock that stands until told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.catalog import Municipality, read_municipality
from kiosk_app.screens.kiosk import samples
from kiosk_app.screens.kiosk.code_entry import WrongTries
from kiosk_app.screens.kiosk.home.presenter import FramePresenter
from kiosk_app.screens.kiosk.session import Session, TapGuard
from kiosk_app.shells.kiosk_window import KioskWindow
from kiosk_app.theme import KIOSK, KIOSK_LARGE, apply_theme
from tests.kiosk_app.kiosk_views.kit import FakeClock, Kiosk

FOLDERS = Path(__file__).resolve().parents[3] / "municipalities"
PIN = "2468"


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
        scales = KIOSK.times(factor), KIOSK_LARGE.times(factor)
        apply_theme(qapp, scales[0])
        clock = FakeClock()
        desk, centre = samples.SampleDesk(municipality), samples.SampleCentre()
        session = Session(clock)
        window = KioskWindow(
            samples.sample_welcome(municipality, desk, clock, centre),
            session=session,
            taps=TapGuard(clock),
            pin_tries=WrongTries(clock),
            check_pin=PIN.__eq__,
            scales=scales,
        )
        frame = FramePresenter(
            window,
            municipality=municipality.name,
            place="Cabina 07 · Mercado Central",
            now=samples.sample_now,
            is_offline=(lambda: True) if offline else samples.nobody_is_offline,
            sample=municipality.sample_notice,
        )
        window.language_chosen.connect(frame.choose_language)
        window.large_letters_chosen.connect(frame.choose_large_letters)
        window.visit_ended.connect(frame.open)
        window.ticked.connect(frame.tick)
        frame.open()
        window.resize(*size)
        window.show()
        window.watch.start()
        window.watch._timer.stop()  # time passes when a test says so, never while it looks the other way
        kiosk = Kiosk(window, frame, desk, centre, clock, session)
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
