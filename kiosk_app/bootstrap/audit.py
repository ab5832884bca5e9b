"""The auditor's desk as a program: sign in, read every journal from the centre, verify from nothing, export."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QFileDialog

from domain.errors import Refusal
from kiosk_app.background.audit_link import AuditLink
from kiosk_app.bootstrap.closed import closed_station
from kiosk_app.bootstrap.crashes import catch_crashes
from kiosk_app.bootstrap.running import Running, start
from kiosk_app.bootstrap.station import open_station
from kiosk_app.command_words import sentence
from kiosk_app.devices.clock import Clock, SystemClock
from kiosk_app.devices.key_store import Hardness
from kiosk_app.screens.audit.presenter import AuditPresenter
from kiosk_app.screens.desk.sign_in.presenter import SignInPresenter
from kiosk_app.screens.desk.sign_in.view import SignInView
from kiosk_app.services.audit import Audit
from kiosk_app.services.sign_in import Unlocked
from kiosk_app.shells.audit_window import AuditWindow
from kiosk_app.storage.audit_store import AuditTables
from kiosk_app.storage.edition import read_folder
from kiosk_app.theme.apply import apply_theme
from kiosk_app.theme.tokens import DESK
from printing.printers.file import write_whole
from sync.transport import Transport
from wording.catalogue import _
from wording.formats import LOCALES

TICK_MS: Final = 1000
#: Verifying holds the application thread. What says that it goes on is painted before it begins.
PAINT_FIRST_MS: Final = 50
#: Asks where files are kept: a folder, or None when the auditor changed their mind.
AskFolder = Callable[[], Path | None]


class AuditProgram(QObject):
    """Lives on the application thread. `window` exists once somebody has signed in."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock | None = None,
        hardness: Hardness | None = None,
        ask_folder: AskFolder | None = None,
    ) -> None:
        super().__init__()
        self._clock = clock or SystemClock()
        self._ask_folder = ask_folder or self._choose_folder
        self._folder, sign_in = closed_station(path, hardness, self._clock)
        self._city = read_folder(self._folder.edition)
        self.sign_in_view = SignInView()
        self._sign_in = SignInPresenter(
            self.sign_in_view, sign_in, self._city.name, now=self._clock.now, unlocked=self._unlocked
        )
        self.sign_in_view.operator_chosen.connect(self._sign_in.choose)
        self.sign_in_view.pin_given.connect(self._sign_in.give_pin)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._verifying = QTimer(self)
        self._verifying.setSingleShot(True)
        self._verifying.setInterval(PAINT_FIRST_MS)
        self._verifying.timeout.connect(self._verify)
        self._pulling = False
        self.window: AuditWindow | None = None
        self.presenter: AuditPresenter | None = None
        self.running: Running | None = None
        self.link: AuditLink | None = None
        self.pulled = 0

    def start(self) -> None:
        self._sign_in.show()
        self._timer.start()
        self.sign_in_view.resize(1024, 720)
        self.sign_in_view.show()

    def stop(self) -> None:
        self._timer.stop()
        self._verifying.stop()
        if self.link is not None:
            self.link.stop()
        if self.running is not None:
            self.running.stop()
        if self.window is not None:
            self.window.close()

    def _unlocked(self, unlocked: Unlocked) -> None:
        station = open_station(self._folder, unlocked, self._clock)
        counter = station.counter
        self.running = start(station, self)
        tables = AuditTables(counter.store)
        self.window = AuditWindow(unlocked.operator.name)
        self.presenter = AuditPresenter(
            self.window.view,
            Audit(counter, tables),
            locale=LOCALES[self._city.locale],
            currency=counter.currency,
            zone=counter.zone,
            now=self._now,
            term_hours=lambda day: self._city.agreement.closest_to(day).banking_term_hours,
            prepared_by=unlocked.operator.name,
            keep=self._keep,
        )
        self._connect(self.window, self.presenter)
        identity = counter.identity
        self.link = AuditLink(station.speaker, tables, Transport(identity.address, identity.authority), parent=self)
        self.link.ended.connect(self._pulled)
        self.link.start()
        self.pull()
        self.window.show()
        self.sign_in_view.hide()
        self._verifying.start()  # what is held already does not wait for the centre

    def _connect(self, window: AuditWindow, presenter: AuditPresenter) -> None:
        view = window.view
        view.cabin_chosen.connect(presenter.choose_cabin)
        view.period_chosen.connect(presenter.choose_period)
        view.figure_opened.connect(presenter.open_figure)
        view.tab_chosen.connect(presenter.choose_tab)
        view.row_chosen.connect(presenter.choose_row)
        view.sort_asked.connect(presenter.sort)
        view.evidence_opened.connect(presenter.open_evidence)
        view.export_asked.connect(presenter.export)
        view.verify_asked.connect(self.pull)

    @Slot()
    def pull(self) -> None:
        """Read what is new at the centre; verifying follows when it has ended."""
        assert self.link is not None, "somebody has signed in"
        assert self.presenter is not None, "likewise"
        assert self.window is not None, "likewise"
        if self._pulling:
            return
        self._pulling = True
        self.presenter.begin()
        self.window.show_working(True)
        self.link.pull()

    def _pulled(self, _reason: object) -> None:
        """Whatever could not be read is read next time; what is held is verified now."""
        self._pulling = False
        self._verifying.start()

    def _verify(self) -> None:
        assert self.presenter is not None, "a pull follows signing in"
        assert self.window is not None, "likewise"
        self.presenter.verify()
        if not self._pulling:
            self.window.show_working(False)
            self.pulled += 1

    def _keep(self, files: Sequence[tuple[str, bytes]]) -> str:
        folder = self._ask_folder()
        if folder is None:
            return ""
        try:
            for name, content in files:
                write_whole(folder / name, content)
        except OSError as error:
            raise Refusal("disk_failing", why=str(error)) from error
        return folder.name or str(folder)  # a stick's root has no name

    def _choose_folder(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self.window, _("Where to keep the files"))
        return Path(chosen) if chosen else None

    def _now(self) -> datetime:
        return self._clock.now()

    def _tick(self) -> None:
        if self._sign_in.is_waiting:
            self._sign_in.tick()


def run_audit(path: Path) -> int:
    app = QApplication(sys.argv[:1])
    apply_theme(app, DESK)
    program = AuditProgram(path)
    catch_crashes(path, _tell)
    program.start()
    try:
        return app.exec()
    finally:
        program.stop()


def _tell(error: BaseException, code: str) -> None:
    words = sentence(error) if isinstance(error, Refusal) else _("The program failed through its own fault.")
    sys.stderr.write(f"{words} {code}\n")
