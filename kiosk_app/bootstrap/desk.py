"""The desk: who signs in, what is built then, and how the screens find each other."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from domain.errors import Refusal
from kiosk_app.background.exchange_thread import Carrier
from kiosk_app.bootstrap.crashes import catch_crashes
from kiosk_app.bootstrap.desk_screens import DeskScreens
from kiosk_app.bootstrap.running import Running, start
from kiosk_app.bootstrap.station import closed_station, open_station
from kiosk_app.devices.clock import Clock, SystemClock
from kiosk_app.devices.key_store import Hardness
from kiosk_app.screens.desk.problem.presenter import problem_state
from kiosk_app.screens.desk.problem.view import ProblemView
from kiosk_app.screens.desk.sign_in.presenter import SignInPresenter
from kiosk_app.screens.desk.sign_in.view import SignInView
from kiosk_app.screens.desk.status.state import StatusState
from kiosk_app.services.sign_in import Unlocked
from kiosk_app.shells.desk_window import DeskWindow
from kiosk_app.theme.apply import apply_theme
from kiosk_app.theme.tokens import DESK
from kiosk_app.widgets.scan_filter import ScanFilter

#: The clock on the screen, the wait after wrong PINs and "last sent" are looked at this often.
TICK_MS: Final = 1000


class DeskProgram(QObject):
    """Lives on the application thread. Until somebody has signed in only the key store is known; then all is built."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock | None = None,
        hardness: Hardness | None = None,
        carrier: Carrier | None = None,
    ) -> None:
        super().__init__()
        self._clock = clock or SystemClock()
        self._carrier = carrier
        self.folder, self._sign_in_service = closed_station(path, hardness, self._clock)
        self._municipality = self.folder.municipality()
        self.window = DeskWindow()
        self.running: Running | None = None
        self.screens: DeskScreens | None = None
        self._locked = False
        self._before_lock = ""
        self._sign_in_view = SignInView()
        self._problem_view = ProblemView()
        self.sign_in = SignInPresenter(
            self._sign_in_view,
            self._sign_in_service,
            self._municipality.name,
            now=self._now,
            unlocked=self._unlocked,
        )
        self._connect()
        app = QApplication.instance()
        assert isinstance(app, QApplication), "a window needs an application"
        self._scanner = ScanFilter(app)
        self._scanner.scanned.connect(self._scanned)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._show_sign_in()

    def _connect(self) -> None:
        self._sign_in_view.operator_chosen.connect(self.sign_in.choose)
        self._sign_in_view.pin_given.connect(self.sign_in.give_pin)
        self._problem_view.acted.connect(self.window.close)
        self.window.add_view("sign_in", self._sign_in_view)
        self.window.add_view("problem", self._problem_view)
        self.window.place_chosen.connect(self._place)
        self.window.lock_asked.connect(self.lock)
        self.window.searched.connect(self._search)
        self.window.queue_asked.connect(self._queue)
        self.window.undone.connect(self._undo)

    def _now(self) -> datetime:
        return self._clock.now().astimezone(ZoneInfo(self._municipality.timezone))

    # -- signing in and out --------------------------------------------------------------------------------------------

    def _show_sign_in(self) -> None:
        self.window.show_status(StatusState(place=self._municipality.name, station="", moment="", signed_in=False))
        self.sign_in.show(self._operator() if self._locked else "")
        self.window.show_view("sign_in")

    def _operator(self) -> str:
        return "" if self.screens is None else self.screens.operator.id

    def _unlocked(self, unlocked: Unlocked) -> None:
        if self._locked and self.screens is not None:
            self._locked = False
            self.screens.refresh_status()
            self.window.show_view(self._before_lock)
            return
        try:
            station = open_station(self.folder, unlocked, self._clock)
            self.running = start(station, self, self._carrier)
        except Refusal as refusal:
            self.show_problem(refusal, refusal.code)
            return
        self.screens = DeskScreens(self.window, self.running, unlocked.operator)
        self.screens.begin()

    @Slot()
    def lock(self) -> None:
        """The screen is covered; drafts stay, and only the same person gets back to them."""
        if self.screens is None:
            return
        self._locked, self._before_lock = True, self.window.shown()
        self._show_sign_in()

    def show_problem(self, error: BaseException, code: str) -> None:
        contact = self._municipality.offices[0].phone if self._municipality.offices else ""
        self._problem_view.render(problem_state(error, code=code, contact=contact))
        self.window.show_view("problem")

    # -- what the window says ------------------------------------------------------------------------------------------

    def _place(self, name: object) -> None:
        if self.screens is not None:
            self.screens.go(str(name), "")

    def _search(self, text: object) -> None:
        if self.screens is not None:
            self.screens.find(str(text))

    def _queue(self) -> None:
        self._place("queue")

    def _undo(self) -> None:
        if self.screens is not None:
            self.screens.attend.undo_discard()

    def _scanned(self, text: str) -> None:
        if self.screens is not None and not self._locked:
            self.screens.scanned(text)

    def _tick(self) -> None:
        if self.window.shown() == "sign_in":
            if self.sign_in.is_waiting:
                self.sign_in.tick()
        elif self.screens is not None:
            self.screens.refresh_status()

    def stop(self) -> None:
        """Ends threads and closes the database; everything committed is on disk already."""
        self._timer.stop()
        self._scanner.uninstall()
        if self.running is not None:
            self.running.stop()
            self.running = None


def run_desk(path: Path) -> int:
    app = QApplication(sys.argv[:1])
    apply_theme(app, DESK)
    program = DeskProgram(path)
    catch_crashes(path, program.show_problem)
    program.window.resize(1366, 768)
    program.window.show()
    try:
        return app.exec()
    finally:
        program.stop()
