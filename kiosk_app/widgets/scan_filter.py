"""A barcode reader types like a very fast person. Its bursts become one signal and touch nothing on the screen.

The faults of others this prevents: a reader's closing Enter that also pressed the button in focus, and codes that ended
up in the amount field.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

CHARACTERS_MIN: Final = 8
GAP_MAX_S: Final = 0.035
#: From here on a burst is no hand any more, and what it holds besides letters is swallowed.
_SURELY_A_READER: Final = 4
#: No reader holds these down.
_OF_A_HAND: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_ENDS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
#: Readers may send their end as these, and may put them around the code: STX, ETX, EOT.
_END_LETTERS: Final = "\r\n\t\x03\x04"
#: `]C1`, `]Q3`: what a reader writes in front to say which kind of code it was (ISO/IEC 15424).
_SYMBOLOGY: Final = re.compile(r"^\][A-Za-z][0-9A-Za-z](?=.{8})")


class ScanFilter(QObject):
    """Watches the keys of an application, on the application thread, until it is uninstalled. Whoever made it owns it.

    A burst is at least 8 characters, each at most 35 ms after the one before, closed by Enter or Tab within 35 ms. Time
    is the key's own where the system says it: a window that was busy must not make a reader look like a hand. A prefix
    that names the symbology is taken away; control characters around and inside are swallowed, and so is a second end
    (readers that send CR and LF).

    Signals: `scanned(str)` with the characters of the burst.
    """

    scanned = Signal(str)

    def __init__(self, app: QApplication, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()  # a child of the application would stay as long as that, with all that its clock reaches
        self._now = now
        self._typed = ""
        self._last = float("-inf")
        self._scanned_at = float("-inf")
        self._before: Callable[[], None] | None = None
        app.installEventFilter(self)

    def uninstall(self) -> None:
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        # A key nobody wants is offered to the parents too: only the first offer, to the focus, is a key stroke.
        if watched is not _keyboard():
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            return self._pressed(event)
        if kind == QEvent.Type.ShortcutOverride and (self._is_control_of_a_reader(event) or self._goes_on(event)):
            event.accept()  # it comes back as a key press, and no shortcut hears of it
            return True
        if kind == QEvent.Type.ShortcutOverride and QApplication.activePopupWidget() is not None:
            return event.key() in _ENDS and self._pressed(event)  # an open list would choose by it already now
        if kind == QEvent.Type.KeyRelease:
            running = len(self._typed) > 1 and self._is_fast(event, self._last)
            return running and not _edits_text(QApplication.focusWidget())
        return False

    def _moment(self, event: QKeyEvent) -> float:
        return event.timestamp() / 1000 if event.timestamp() else self._now()

    def _is_fast(self, event: QKeyEvent, since: float) -> bool:
        return 0 <= self._moment(event) - since <= GAP_MAX_S

    def _goes_on(self, event: QKeyEvent) -> bool:
        """A letter of a burst, which may be a shortcut by itself: the slashes of an address."""
        letter = event.text()
        burst = len(self._typed) >= _SURELY_A_READER and self._is_fast(event, self._last)
        return burst and bool(letter) and letter.isprintable() and not event.modifiers() & _OF_A_HAND

    def _is_control_of_a_reader(self, event: QKeyEvent) -> bool:
        letter = event.text()
        control = bool(letter) and not letter.isprintable() and event.key() not in _ENDS
        return control and len(self._typed) >= _SURELY_A_READER and self._is_fast(event, self._last)

    def _pressed(self, event: QKeyEvent) -> bool:
        letter, fast = event.text(), self._is_fast(event, self._last)
        is_end = event.key() in _ENDS or (self._is_control_of_a_reader(event) and letter in _END_LETTERS)
        if is_end and not self._typed and self._is_fast(event, self._scanned_at):
            return True  # the second half of CR LF
        swallowed = self._is_control_of_a_reader(event)
        self._last = self._moment(event)
        if is_end:
            return self._ended(event, fast=fast)
        if not letter or not letter.isprintable():
            return swallowed
        if not fast:
            self._typed = ""
            self._before = _memory_of(QApplication.focusWidget())
        self._typed += letter
        # Where no text is edited a burst's letters would act (a space presses a button), so they stop here.
        return fast and not _edits_text(QApplication.focusWidget())

    def _ended(self, event: QKeyEvent, *, fast: bool) -> bool:
        code, self._typed = self._typed, ""
        restore, self._before = self._before, None
        if not fast or len(code) < CHARACTERS_MIN:
            return False
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        if restore is not None:
            restore()
        self.scanned.emit(_SYMBOLOGY.sub("", code, count=1) if code.startswith("]") else code)
        # What the code led to takes its time, and a second end may have waited for it.
        self._scanned_at = self._moment(event) if event.timestamp() else self._now()
        return True


def _keyboard() -> QObject | None:
    """What the next key is offered to first: an open list, the focus, or the window when nothing has the focus."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup.focusWidget() or popup
    return QApplication.focusWidget() or QApplication.activeWindow()


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
