"""Certificates: honest about what the kiosk does not do yet."""

from __future__ import annotations

from typing import Protocol

from kiosk_app.screens.kiosk.certificate.state import CertificateState
from kiosk_app.screens.kiosk.navigation import Navigation
from kiosk_app.screens.kiosk.pages.state import Fact, ToldPage
from wording.catalogue import _


class View(Protocol):
    def render(self, state: CertificateState) -> None: ...


class CertificatePresenter:
    def __init__(self, view: View, navigation: Navigation) -> None:
        self._view = view
        self._navigation = navigation

    def open(self) -> None:
        self._view.render(
            ToldPage(
                page="certificate",
                heading=_("Print a certificate"),
                text=_("Certificates are not printed here yet. Ask for yours at the desk of this cabin."),
                icon="printer",
                tone="plum",
                go_on=_("Back to the first page"),
                go_on_icon="house",
                next_steps=(
                    Fact(
                        icon="id-card",
                        label=_("Bring with you"),
                        value=_("Your DNI, and the name and year on the record."),
                    ),
                    Fact(icon="clock", label=_("How long it takes"), value=_("You take it with you, if it is here.")),
                ),
            )
        )

    def show_again(self) -> None:
        self.open()

    def tick(self) -> None:
        """Nothing here changes with time."""

    def go_back(self, _written: tuple[str, ...]) -> None:
        self._navigation.go_home()

    def go_on(self) -> None:
        self._navigation.go_home()
