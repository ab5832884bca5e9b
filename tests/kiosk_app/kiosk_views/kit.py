"""What the kiosk's tests hold in their hands."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from kiosk_app.screens.kiosk import samples
from kiosk_app.screens.kiosk.home.presenter import FramePresenter
from kiosk_app.screens.kiosk.session import Session
from kiosk_app.shells.kiosk_window import KioskWindow


class FakeClock:
    def __init__(self) -> None:
        self.now = 5000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Kiosk:
    """What a test holds: the window, what stands behind it, and the way to let time pass."""

    window: KioskWindow
    frame: FramePresenter
    desk: samples.SampleDesk
    centre: samples.SampleCentre
    clock: FakeClock
    session: Session

    def settle(self) -> None:
        """Let the event loop do what it has to, and let the finger rest long enough for the next tap to count."""
        for _round in range(3):  # a scrolling list learns its height in one round and lays itself out in the next
            QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.clock.now += 0.5

    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.window.watch.tick()
