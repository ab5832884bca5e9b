"""The auditor's window: one screen, its keys, and a word about who is at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from kiosk_app.screens.audit.state import Export, Tab
from kiosk_app.screens.audit.view import AuditView
from wording.catalogue import _

#: 1080p at 150 % is 1280x720 logical pixels; a task bar takes the rest.
SMALLEST = (1240, 660)


class AuditWindow(QMainWindow):
    """Lives on the application thread. Nothing of the audit is written on this computer: it closes at once.

    Keys: F5 verifies again; Ctrl+P, Ctrl+S, Ctrl+E, Ctrl+L and Ctrl+B export (PDF, CSV, XLSX, hledger, beancount);
    Ctrl+1 to Ctrl+8 choose a tab; Esc shows every row again. Signal: `closed()`.
    """

    closed = Signal()

    def __init__(self, auditor: str) -> None:
        super().__init__()
        self.view = AuditView()
        self.setCentralWidget(self.view)
        self.setWindowTitle(_("Audit of cabins: {auditor}").format(auditor=auditor))
        self.setMinimumSize(*SMALLEST)
        self.resize(1440, 860)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.view.verify_asked)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._on_escape)
        self._add_keys("Ctrl+P", "Ctrl+S", "Ctrl+E", "Ctrl+L", "Ctrl+B", meanings=tuple(Export), slot=self._on_export)
        self._add_keys(*(f"Ctrl+{number}" for number in range(1, len(Tab) + 1)), meanings=tuple(Tab), slot=self._on_tab)

    def _add_keys(self, *keys: str, meanings: Sequence[str], slot: Callable[[], None]) -> None:
        for key, meaning in zip(keys, meanings, strict=True):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setProperty("meaning", str(meaning))
            shortcut.activated.connect(slot)

    def show_working(self, working: bool) -> None:
        """Verifying takes a tenth of a millisecond an entry: say that it goes on, and take no second order."""
        self.view.top.setEnabled(not working)
        if working:
            self.setCursor(Qt.CursorShape.BusyCursor)
        else:
            self.unsetCursor()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _on_escape(self) -> None:
        self.view.figure_opened.emit("")

    def _on_export(self) -> None:
        self.view.export_asked.emit(self.sender().property("meaning"))

    def _on_tab(self) -> None:
        self.view.tab_chosen.emit(self.sender().property("meaning"))
