"""What the kiosk's tests hold in their hands."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from domain.catalog import Municipality
from kiosk_app.screens.kiosk import samples
from kiosk_app.screens.kiosk.code_entry import WrongTries
from kiosk_app.screens.kiosk.home.presenter import FramePresenter
from kiosk_app.screens.kiosk.session import Session, TapGuard
from kiosk_app.services.announcements import Announcement
from kiosk_app.shells.kiosk_window import KioskWindow
from kiosk_app.theme import KIOSK, KIOSK_LARGE

PIN = "2468"


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
    announced: list[Announcement] = field(default_factory=list)

    def settle(self) -> None:
        """Let the event loop do what it has to, and let the finger rest long enough for the next tap to count."""
        for _round in range(3):  # a scrolling list learns its height in one round and lays itself out in the next
            QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.clock.now += 0.5

    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.window.watch.tick()


def open_kiosk(municipality: Municipality, factor: float = 1.0, *, offline: bool = True) -> Kiosk:
    """The window with a desk that remembers, not shown yet; its clock stands until told. The PIN is `PIN`."""
    scales = KIOSK.times(factor), KIOSK_LARGE.times(factor)
    clock = FakeClock()
    announced: list[Announcement] = []
    desk, centre = samples.SampleDesk(municipality), samples.SampleCentre()
    session = Session(clock)
    window = KioskWindow(
        samples.sample_welcome(municipality, desk, clock, centre, announced),
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
    return Kiosk(window, frame, desk, centre, clock, session, announced)
