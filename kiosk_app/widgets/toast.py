"""A short word at the bottom of a window about something just done, with a way to take it back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.buttons import Button
from kiosk_app.widgets.layouts import row
from kiosk_app.widgets.text import IconLabel, label

STAYS_MS: Final = 10_000


class Toast(QFrame):
    """Signals: `undone()` when a person takes it back. It leaves by itself after ten seconds."""

    undone = Signal()

    def __init__(self, window: QWidget, *, bottom: int = 52) -> None:
        super().__init__(window)
        self.setProperty("box", "toast")
        self._bottom = bottom
        self.words = label()
        self.button = Button("", "inverse", size="small")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self.hide)
        self.button.clicked.connect(self.take_back)
        self.setLayout(
            row(IconLabel("circle-check", COLOURS.surface, 18), 10, self.words, 12, self.button, margins=(14, 8, 10, 8))
        )
        self.hide()

    def say(self, text: str, undo: str = "") -> None:
        self.words.setText(text)
        self.button.setText(undo)
        self.button.setVisible(bool(undo))
        self.setAccessibleName(text)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def place(self) -> None:
        """Bottom centre of its window; the window calls this when it is resized."""
        window = self.parentWidget()
        if window is not None:
            self.move((window.width() - self.width()) // 2, window.height() - self.height() - self._bottom)

    def take_back(self) -> None:
        """The same as pressing its button; nothing where there is nothing to take back."""
        if self.isVisible() and self.button.isVisible():
            self.hide()
            self.undone.emit()
