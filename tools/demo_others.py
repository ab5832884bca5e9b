"""The kiosk's and the auditor's part of the demonstration, on their real windows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView

from kiosk_app.bootstrap.audit import AuditProgram
from kiosk_app.bootstrap.kiosk import DRAWN_FOR, KioskProgram
from kiosk_app.screens.kiosk.follow.view import FollowView
from kiosk_app.services.audit import Audit, Audited
from kiosk_app.storage.audit_store import AuditTables
from kiosk_app.theme.apply import apply_theme
from kiosk_app.theme.tokens import DESK
from tools.demo_town import AUDITOR, KIOSK, PIN, Town
from tools.hands import Hands

#: A page that has just turned takes no finger for a moment (kiosk_app.screens.kiosk.session.TapGuard).
PAGE_REST: Final = 14


class Kiosk:
    def __init__(self, town: Town, app: QApplication, screens: Path) -> None:
        self.program = KioskProgram(app, town.data / KIOSK.station)
        self.window = self.program.window
        self.program.start()
        self.window.showNormal()  # the offscreen platform's screen is smaller than the glass
        self.window.resize(*DRAWN_FOR)
        self.hands = Hands(self.window)
        self._screens = screens

    def picture(self, name: str) -> None:
        self.hands.picture(self._screens / f"kiosk-{name}.png")

    def tap(self, name: str) -> None:
        for _ in range(PAGE_REST):
            self.hands.breathe()
        self.hands.click(name)

    def look_up(self) -> None:
        self.picture("1-home")
        self.tap("Ver un trámite")
        self.picture("2-procedures")
        self.tap("Copia certificada de acta de nacimiento")
        self.picture("3-procedure")
        self.tap("Atrás")
        self.tap("Atrás")

    def complain(self) -> str:
        """One question a page. Returns the code on the last page."""
        self.tap("Hacer un reclamo")
        self.picture("4-complaint")
        self.tap("Basura y limpieza")
        self.tap("No pasó el camión")
        self.tap("Esquina de dos calles")
        self._write_pair("jr cinco esquinas", "av atahualpa")
        self.picture("5-place")
        self.tap("Continuar")
        self.tap("2 o 3 días")
        self.tap("Continuar")
        self.picture("6-who")
        self.tap("Sin mi nombre")
        self.picture("7-check")
        self.tap("Enviar")
        self.hands.until(lambda: self._last_code() != "", what="the complaint's code")
        self.picture("8-done")
        return self._last_code()

    def _write_pair(self, first: str, second: str) -> None:
        """On the glass's own keyboard, letter by letter."""
        for _ in range(PAGE_REST):
            self.hands.breathe()
        fields = list(self.hands.all(QLineEdit))
        for field, text in zip(fields, (first, second), strict=True):
            self.hands.press_widget(field)
            for letter in text:
                self.hands.click("Espacio" if letter == " " else letter)

    def _last_code(self) -> str:
        row = self.program.counter.store.row("SELECT code FROM service_case ORDER BY sequence DESC LIMIT 1")
        return "" if row is None else str(row["code"])

    def follow(self, code: str) -> None:
        self.tap("Terminar y borrar")
        self.tap("Seguir mi caso")
        for _ in range(PAGE_REST):
            self.hands.breathe()
        for digit in code:
            self.hands.click(digit)
        self.picture("9-code")
        self.hands.click("Ver mi caso")
        self.picture("10-follow")

    def follow_elsewhere(self, code: str) -> None:
        """A case of the cabin: this kiosk does not know it, the centre does."""
        self.tap("Ver otro caso")
        for _ in range(PAGE_REST):
            self.hands.breathe()
        for digit in code:
            self.hands.click(digit)
        self.hands.click("Ver mi caso")
        follow = self.window.visit.tasks["follow"].screen
        assert isinstance(follow, FollowView), "the task that is on show"
        self.hands.until(follow.case.isVisible, what="the centre's answer about a case of the cabin")
        self.picture("11-follow-elsewhere")

    def send_everything(self) -> None:
        status = self.program.running.sync
        status.sync_now()
        self.hands.until(
            lambda: status.status.pending_entries == 0 and status.status.pending_blobs == 0,
            what="the centre to have the kiosk's complaint",
            milliseconds=60_000,
        )

    def stop(self) -> None:
        self.program.stop()
        self.window.deleteLater()
        self.hands.settle()


class Auditor:
    def __init__(self, town: Town, app: QApplication, screens: Path, output: Path) -> None:
        apply_theme(app, DESK)
        self._output = output
        self.program = AuditProgram(town.data / AUDITOR.station, ask_folder=lambda: output)
        self.program.start()
        self._screens = screens
        hands = Hands(self.program.sign_in_view)
        hands.click(AUDITOR.people[0][1])
        hands.write("PIN", PIN)
        hands.key(Qt.Key.Key_Return)
        assert self.program.window is not None, "the auditor has signed in"
        self.hands = Hands(self.program.window)
        self.hands.until(lambda: self.program.pulled > 0, what="the journals", milliseconds=60_000)

    def picture(self, name: str) -> None:
        self.hands.picture(self._screens / f"audit-{name}.png")

    def look(self) -> None:
        self.picture("1-cabins")
        for number, name in enumerate(("receipts", "voids", "closes", "deposits", "treasury", "statements"), start=2):
            self.hands.key(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
            self.picture(f"{number}-{name}")

    def open_close(self) -> None:
        """The evidence behind a close: its count, its explanation, its receipts."""
        self.hands.key(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
        table = next(self.hands.all(QTableView))
        table.setFocus()
        self.hands.key(Qt.Key.Key_Home)
        table.selectRow(0)
        self.hands.key(Qt.Key.Key_Return)
        self.picture("8-evidence")

    def export(self) -> None:
        for key in (Qt.Key.Key_P, Qt.Key.Key_S, Qt.Key.Key_E, Qt.Key.Key_L, Qt.Key.Key_B):
            self.hands.key(key, Qt.KeyboardModifier.ControlModifier)

    def audited(self) -> list[Audited]:
        assert self.program.running is not None, "the auditor has signed in"
        counter = self.program.running.station.counter
        return Audit(counter, AuditTables(counter.store)).run()

    def stop(self) -> None:
        self.program.stop()
        self.hands.settle()
