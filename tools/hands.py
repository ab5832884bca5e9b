"""A person's hands on a window: they find things by the names that are read aloud, click, type and scan.

Used by the demonstration and by the journeys; it reaches into no presenter and no service.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QWidget

Found = TypeVar("Found", bound=QWidget)
#: Only what fails waits so long; a machine that does ten things at once is slow.
PATIENCE_MS = 60_000
HUMAN_MS = 45


class NotOnScreenError(AssertionError):
    """What a person would look for is not there."""


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


class Hands:
    def __init__(self, window: QWidget) -> None:
        self.window = window

    def settle(self) -> None:
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()

    def until(self, condition: Callable[[], bool], *, what: str, milliseconds: int = PATIENCE_MS) -> None:
        """Let the program work until `condition` holds; events, not time, wake us up."""
        deadline, look = QTimer(), QTimer()
        loop = QEventLoop()
        deadline.setSingleShot(True)
        deadline.timeout.connect(loop.quit)
        look.timeout.connect(lambda: loop.quit() if condition() else None)
        deadline.start(milliseconds)
        look.start(10)
        if not condition():
            loop.exec()
        deadline.stop()
        look.stop()
        if not condition():
            raise NotOnScreenError(f"waited in vain for {what}")
        self.settle()

    def all(self, kind: type[Found]) -> Iterator[Found]:
        return (widget for widget in self.window.findChildren(kind) if widget.isVisible())

    def find(self, name: str, kind: type[Found], *, last: bool = False) -> Found:
        """The visible widget that is read aloud so; where no name is the same, one that begins so."""
        known = [(name_of(widget), widget) for widget in self.all(kind)]
        if last:
            known.reverse()
        for matches in (name.__eq__, lambda text: text.startswith(name)):
            for text, widget in known:
                if matches(text):
                    return widget
        raise NotOnScreenError(f"no {kind.__name__} called {name!r}; there are {sorted({text for text, _ in known})}")

    def click(self, name: str) -> None:
        button = self.find(name, QAbstractButton)
        if not button.isEnabled():
            raise NotOnScreenError(f"{name!r} cannot be pressed")
        self.press_widget(button)

    def press_widget(self, widget: QWidget) -> None:
        where = QPoint(12, widget.height() // 2) if isinstance(widget, QCheckBox) else widget.rect().center()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where)
        self.settle()

    def write(self, name: str, text: str, *, last: bool = False) -> None:
        """Into a field, in place of what is there; `last` where two are called alike."""
        self.hold_window()
        field = self._field(name, last=last)
        field.setFocus()
        self.settle()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        for letter in text:
            self.strike(letter)
        self.breathe()

    def breathe(self) -> None:
        """Only a barcode reader presses Enter as fast as that (kiosk_app.widgets.scan_filter)."""
        loop = QEventLoop()
        QTimer.singleShot(HUMAN_MS, loop.quit)
        loop.exec()
        self.settle()

    def _field(self, name: str, *, last: bool) -> QLineEdit | QPlainTextEdit:
        try:
            return self.find(name, QLineEdit, last=last)
        except NotOnScreenError:
            return self.find(name, QPlainTextEdit, last=last)

    def hold_window(self) -> None:
        """Without a window manager nobody else gives the window the keyboard."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.until(self.window.isActiveWindow, what="the keyboard")

    def strike(self, letter: str, key: int = 0, at_ms: int = 0) -> None:
        """One key. QTest aborts the process on ñ and on accented small letters, so the event is made here."""
        target = QApplication.focusWidget() or self.window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(at_ms)
            QApplication.sendEvent(target, event)

    def scan(self, text: str) -> None:
        """A barcode reader: a burst of keys, closed by Enter. Each says when it was struck, however late it is read."""
        self.hold_window()
        begin_ms = int(time.monotonic() * 1000) - len(text)
        for number, letter in enumerate(text):
            self.strike(letter, at_ms=begin_ms + number)
        self.strike("\r", Qt.Key.Key_Return, at_ms=begin_ms + len(text))
        self.settle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.hold_window()
        self.breathe()
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        self.settle()

    def tick_all(self) -> None:
        """Every requirement on show is there."""
        for box in list(self.all(QCheckBox)):
            if not box.isChecked() and box.isEnabled():
                self.press_widget(box)

    def picture(self, path: Path) -> None:
        self.settle()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self.window.grab().save(str(path)):
            raise OSError(f"{path.name} could not be written")
