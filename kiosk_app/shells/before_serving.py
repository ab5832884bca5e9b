"""What must be read stands before the next service, and never in the middle of one (docs/adr/0040)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kiosk_app.screens.desk.announcements.screen import announcements_screen
from kiosk_app.screens.desk.attend.view import AttendView
from kiosk_app.screens.desk.ports import Go
from kiosk_app.screens.desk.screens import DeskHooks, DeskServices
from kiosk_app.shells.desk_screens import Presenters
from kiosk_app.shells.desk_window import DeskWindow

PLACE: Final = "announcements"
#: Where a service begins.
_BEGINS: Final = frozenset({"attend", "complaint", "case_act", "prepaid"})


class BeforeServing:
    """The page of announcements in the window, and when it is put in front: where nothing is typed and no paper is on
    its way to a citizen. `go` shows any other place.
    """

    def __init__(self, window: DeskWindow, services: DeskServices, hooks: DeskHooks, on: Presenters, go: Go) -> None:
        self._window, self._on, self._go = window, on, go
        view, self._announcements = announcements_screen(services, hooks)
        window.add_view(PLACE, view)
        attend = window.view("attend")
        assert isinstance(attend, AttendView), "built with the other screens"
        # After the presenter's own: what it left behind is what counts.
        for meaning in (
            attend.finished,
            attend.continue_requested,
            attend.new_case_requested,
            attend.save_requested,
            attend.discard_requested,
        ):
            meaning.connect(self.look)

    def at_sign_in(self, then: Callable[[], None]) -> None:
        """Everything that is announced today, and then `then`."""
        if self._announcements.begin(then, everything=True):
            self._window.show_view(PLACE)
        else:
            then()

    def stands(self, place: str, about: str, then: Callable[[], None] | None = None) -> bool:
        """Whether something is to be read before a service begins there. It is on show now, and leads on to it."""
        if place not in _BEGINS or self._is_serving(place, about) or not self._announcements.waits():
            return False
        self._announcements.begin(then or (lambda: self._go(place, about)))
        self._window.show_view(PLACE)
        return True

    def look(self) -> None:
        """Something happened: a person left, a form was put aside, the centre was heard."""
        shown = self._window.shown()
        if shown == "attend":
            self.stands("attend", "")
        elif shown == PLACE:
            self._announcements.refresh()

    def _is_serving(self, place: str, about: str) -> bool:
        """A form with something in it, or a receipt that the citizen waits for."""
        if place == "complaint" and self._on.complaint.has_work():
            return True
        return about != "new" and self._on.attend.is_serving()
