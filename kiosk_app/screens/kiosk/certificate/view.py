"""What a person who wants a certificate is told."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk_app.screens.kiosk.certificate.state import CertificateState
from kiosk_app.screens.kiosk.page import KioskScreen, PageTurn
from kiosk_app.screens.kiosk.pages.ending import ToldView


class CertificateView(KioskScreen):
    """Signal: `went_on()`."""

    went_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.told = ToldView()
        self.hold(self.told)
        self.told.went_on.connect(self.went_on)

    def render(self, state: CertificateState) -> None:  # type: ignore[override]  # see KioskScreen
        self.told.show_page(state)
        self.turn_to(self.told, PageTurn(state.page))
