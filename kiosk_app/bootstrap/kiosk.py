"""The kiosk as a program: opened by nobody's PIN, left by an attendant's, and forgetful of everybody it serves."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from domain.errors import Refusal
from kiosk_app.background.case_link import CaseLink
from kiosk_app.background.exchange_thread import Carrier
from kiosk_app.bootstrap.closed import closed_station
from kiosk_app.bootstrap.crashes import catch_crashes
from kiosk_app.bootstrap.running import start
from kiosk_app.bootstrap.station import open_station
from kiosk_app.devices.clock import Clock, SystemClock
from kiosk_app.devices.key_store import Hardness
from kiosk_app.screens.kiosk.code_entry import WrongTries
from kiosk_app.screens.kiosk.home.presenter import FramePresenter
from kiosk_app.screens.kiosk.services import CentreCases, CitizenNews, KioskComplaints, KioskSheets, KnownCases
from kiosk_app.screens.kiosk.session import Session, TapGuard
from kiosk_app.screens.kiosk.welcome import Welcome
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.complaints import FileComplaint
from kiosk_app.services.enquiries import Enquiries
from kiosk_app.shells.kiosk_window import KioskWindow
from kiosk_app.storage import settings
from kiosk_app.theme.apply import apply_theme
from kiosk_app.theme.tokens import KIOSK, KIOSK_LARGE
from sync.status import Connection
from sync.transport import Transport
from wording.formats import LOCALES

#: The screen that the sizes of theme.tokens.KIOSK are drawn for: 21.5 inches, 102 dots an inch.
DRAWN_FOR: Final = (1920, 1080)
#: The slot that opens a kiosk's database: nobody stands there to type a PIN.
UNATTENDED: Final = "kiosk"
_HEARD: Final = frozenset({Connection.CONNECTED, Connection.SLOW})


class KioskProgram(QObject):
    """Lives on the application thread. Raises what opening a station raises: a kiosk that cannot keep, does not ask."""

    def __init__(
        self,
        app: QApplication,
        path: Path,
        *,
        clock: Clock | None = None,
        hardness: Hardness | None = None,
        carrier: Carrier | None = None,
        case_carrier: Carrier | None = None,
        screen: tuple[int, int] = DRAWN_FOR,
    ) -> None:
        super().__init__()
        self._folder, self._sign_in = closed_station(path, hardness, clock or SystemClock())
        station = open_station(self._folder, self._sign_in.unlock(UNATTENDED, None), clock)
        self.running = start(station, self, carrier)
        self.counter = station.counter
        self._length = self.counter.journal.length
        identity = self.counter.identity
        line = case_carrier or Transport(identity.address, identity.authority)
        self.case_link = CaseLink(station.speaker, lambda: station.outbox.acknowledged, line, parent=self)
        self.elsewhere = CentreCases(self.case_link, self.counter)
        factor = min(screen[0] / DRAWN_FOR[0], screen[1] / DRAWN_FOR[1])
        scales = KIOSK.times(factor), KIOSK_LARGE.times(factor)
        apply_theme(app, scales[0])
        self.window = KioskWindow(
            self._welcome(),
            session=Session(time.monotonic),
            taps=TapGuard(time.monotonic),
            pin_tries=WrongTries(time.monotonic),
            check_pin=self._is_attendant,
            scales=scales,
        )
        self.frame = FramePresenter(
            self.window,
            municipality=self.counter.municipality.name,
            place=self.counter.identity.label,
            now=self.counter.now,
            is_offline=self._is_offline,
            sample=self.counter.municipality.sample_notice,
        )
        self._connect()
        self.frame.open()

    def _welcome(self) -> Welcome:
        counter, paper = self.counter, self.running.paper
        cases = CaseBook(counter)
        return Welcome(
            municipality=counter.municipality,
            locale=LOCALES[counter.municipality.locale],
            complaints=KioskComplaints(counter, FileComplaint(counter, paper), paper, cases),
            sheets=KioskSheets(counter, Enquiries(counter, paper)),
            find=KnownCases(cases, self._offline_since).find,
            elsewhere=self.elsewhere,
            tries=WrongTries(time.monotonic),
            agent=counter.identity.station,
            today=counter.today,
            announced=CitizenNews(counter).valid,
        )

    def _connect(self) -> None:
        self.window.language_chosen.connect(self.frame.choose_language)
        self.window.large_letters_chosen.connect(self.frame.choose_large_letters)
        self.window.visit_ended.connect(self.frame.open)
        self.window.ticked.connect(self.frame.tick)
        self.window.ticked.connect(self._look)
        self.case_link.answered.connect(self.elsewhere.answered)
        self.case_link.unknown.connect(self.elsewhere.unknown)
        self.case_link.unreachable.connect(self.elsewhere.unreachable)

    def start(self) -> None:
        self.case_link.start()
        self.window.start()

    def stop(self) -> None:
        self.window.stop()
        self.case_link.stop()
        self.running.stop()

    def _look(self) -> None:
        """What was filed at the glass goes to the printer and to the centre."""
        if self.counter.journal.length != self._length:
            self._length = self.counter.journal.length
            self.running.committed()

    def _is_offline(self) -> bool:
        return self.running.sync.status.connection not in _HEARD

    def _offline_since(self) -> datetime | None:
        """When the centre was last heard, while it is not."""
        mark = settings.watermark(self.counter.store)
        if not self._is_offline() or mark is None:
            return None
        return self.counter.local(mark.at)

    def _is_attendant(self, pin: str) -> bool:
        """Whether the PIN is of somebody who may close the kiosk."""
        for operator in self._sign_in.operators():
            if operator.id == UNATTENDED:
                continue
            try:
                self._sign_in.unlock(operator.id, pin)
            except Refusal:
                continue
            return True
        return False


def run_kiosk(path: Path) -> int:
    app = QApplication(sys.argv[:1])
    size = app.primaryScreen().size()
    program = KioskProgram(app, path, screen=(size.width(), size.height()))
    catch_crashes(path, lambda _error, _code: None)
    program.window.left.connect(app.quit)
    program.start()
    try:
        return app.exec()
    finally:
        program.stop()
