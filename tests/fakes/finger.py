"""Fingers on the glass: real touch events, told to the window as a system with a touch screen tells them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QPointingDevice, QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

#: A drag is told to the window in so many steps.
STEPS = 16


@cache
def _glass() -> QPointingDevice:
    """One for the whole run: a device cannot be taken away again."""
    return QTest.createTouchDevice()


def middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def tap(widget: QWidget, at: QPoint | None = None) -> None:
    """Put a finger on `widget` and lift it again."""
    drag(widget, [middle(widget) if at is None else at])


def slide(widget: QWidget, begin: QPoint, end: QPoint) -> None:
    """One finger, from `begin` to `end` in the coordinates of `widget`."""
    drag(widget, [begin + (end - begin) * step / STEPS for step in range(STEPS + 1)])


def drag(widget: QWidget, way: Sequence[QPoint]) -> None:
    window = widget.window()
    places = [widget.mapTo(window, place) for place in way]
    QTest.touchEvent(window, _glass()).press(1, places[0], window).commit()
    for place in places[1:]:
        QTest.touchEvent(window, _glass()).move(1, place, window).commit()
        QApplication.processEvents()
    QTest.touchEvent(window, _glass()).release(1, places[-1], window).commit()
    QApplication.processEvents()


def pinch(widget: QWidget, around: QPoint, begin: int, end: int) -> None:
    """Two fingers left and right of `around`, `begin` pixels apart and then `end`."""
    window = widget.window()
    centre = widget.mapTo(window, around)

    def fingers(apart: float) -> tuple[QPoint, QPoint]:
        return centre - QPoint(round(apart / 2), 0), centre + QPoint(round(apart / 2), 0)

    one, other = fingers(begin)
    QTest.touchEvent(window, _glass()).press(1, one, window).commit()
    # A finger that lies still is told as one that moved nowhere: QTest forgets where it was.
    QTest.touchEvent(window, _glass()).move(1, one, window).press(2, other, window).commit()
    for step in range(1, STEPS + 1):
        one, other = fingers(begin + (end - begin) * step / STEPS)
        QTest.touchEvent(window, _glass()).move(1, one, window).move(2, other, window).commit()
        QApplication.processEvents()
    QTest.touchEvent(window, _glass()).release(1, one, window).release(2, other, window).commit()
    QApplication.processEvents()


def begun_and_taken_away(widget: QWidget, at: QPoint) -> None:
    """A finger that the system takes back: TouchCancel, straight to the widget, for QTest knows none."""
    window = widget.window()
    QTest.touchEvent(window, _glass()).press(1, widget.mapTo(window, at), window).commit()
    QApplication.sendEvent(widget, QTouchEvent(QEvent.Type.TouchCancel, _glass()))
    QTest.touchEvent(window, _glass()).release(1, widget.mapTo(window, at), window).commit()
    QApplication.processEvents()
