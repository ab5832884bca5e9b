"""A barcode reader types like a very fast person. Its bursts become one signal and touch nothing on the screen.

The faults of others this prevents: a reader's closing Enter that also pressed the button in focus, and codes that ended
up in the amount field.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

CHARACTERS_MIN: Final = 8
GAP_MAX_S: Final = 0.035
_ENDS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ScanFilter(QObject):
    """Watches the keys of an application, on the application thread.

    A burst is at least 8 characters, each at most 35 ms after the one before, closed by Enter or Tab within 35 ms.

    Signals: `scanned(str)` with the characters of the burst.
    """

    scanned = Signal(str)

    def __init__(self, app: QApplication, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(app)
        self._now = now
        self._typed = ""
        self._last = float("-inf")
        self._before: Callable[[], None] | None = None
        app.installEventFilter(self)

    def uninstall(self) -> None:
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A key nobody wants is offered to the parents too: only the first offer, to the focus, is a key stroke.
        if watched is not QApplication.focusWidget():
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self._running() and not _edits_text(QApplication.focusWidget())
        return False

    def _running(self) -> bool:
        return len(self._typed) > 1 and self._now() - self._last <= GAP_MAX_S

    def _pressed(self, event: QKeyEvent) -> bool:
        moment = self._now()
        fast = moment - self._last <= GAP_MAX_S
        self._last = moment
        if event.key() in _ENDS:
            return self._ended(fast=fast)
        letter = event.text()
        if not letter or not letter.isprintable():
            return False
        if not fast:
            self._typed = ""
            self._before = _memory_of(QApplication.focusWidget())
        self._typed += letter
        # Where no text is edited a burst's letters would act (a space presses a button), so they stop here.
        return fast and not _edits_text(QApplication.focusWidget())

    def _ended(self, *, fast: bool) -> bool:
        code, self._typed = self._typed, ""
        restore, self._before = self._before, None
        if not fast or len(code) < CHARACTERS_MIN:
            return False
        if restore is not None:
            restore()
        self.scanned.emit(code)
        return True


def _edits_text(widget: QWidget | None) -> bool:
    return isinstance(widget, (QLineEdit, QPlainTextEdit))


def _memory_of(widget: QWidget | None) -> Callable[[], None] | None:
    """How to put an editor back as it was before a burst began."""
    if isinstance(widget, QLineEdit):
        return _line_memory(widget)
    if isinstance(widget, QPlainTextEdit):
        return _text_memory(widget)
    return None


def _line_memory(editor: QLineEdit) -> Callable[[], None]:
    text, cursor = editor.text(), editor.cursorPosition()

    def restore() -> None:
        if isValid(editor) and editor.text() != text:
            editor.setText(text)
            editor.setCursorPosition(cursor)
            editor.textEdited.emit(text)  # whoever heard the burst as typing hears that it is gone

    return restore


def _text_memory(editor: QPlainTextEdit) -> Callable[[], None]:
    text, cursor = editor.toPlainText(), editor.textCursor().position()

    def restore() -> None:
        if isValid(editor) and editor.toPlainText() != text:
            editor.setPlainText(text)
            moved = editor.textCursor()
            moved.setPosition(cursor)
            editor.setTextCursor(moved)

    return restore
