"""Lists and pages that a finger drags, as people know it from their telephones."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMouseEvent, QPointingDevice
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QScroller, QScrollerProperties

_MOVED: Final = frozenset({QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease})
_STILL: Final = frozenset({QScroller.State.Inactive, QScroller.State.Pressed})


class FingerScroll(QObject):
    """Lets a finger drag what `area` shows, and keeps the drag from also choosing what it began on.

    Qt offers a touch that no widget takes once more as a mouse: a button that moves away under the finger takes it back
    by itself, a row of a list would be chosen where the finger ends. A mouse scrolls nothing by dragging. Two taps soon
    one after the other are two taps: Qt makes a double click of the second, which never reaches what is touched.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        ground = area.viewport()
        self._has_pressed = False
        QScroller.grabGesture(ground, QScroller.ScrollerGestureType.TouchGesture)
        self._scroller = QScroller.scroller(ground)
        properties = self._scroller.scrollerProperties()
        metric, off = QScrollerProperties.ScrollMetric, QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
        properties.setScrollMetric(metric.HorizontalOvershootPolicy, off)
        properties.setScrollMetric(metric.VerticalOvershootPolicy, off)
        self._scroller.setScrollerProperties(properties)
        if isinstance(area, QAbstractItemView):
            ground.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.TouchBegin:
            self._has_pressed = False
        if not isinstance(event, QMouseEvent):
            return False
        if event.pointingDevice().pointerType() is not QPointingDevice.PointerType.Finger:
            return False
        if event.type() in _MOVED and self._scroller.state() not in _STILL:
            return True
        if event.type() is QEvent.Type.MouseButtonPress:
            self._has_pressed = True
        elif event.type() is QEvent.Type.MouseButtonRelease and not self._has_pressed:
            QApplication.sendEvent(watched, _press(event))
        return False


def _press(lifted: QMouseEvent) -> QMouseEvent:
    """The press of a finger that was lifted again at the same place."""
    return QMouseEvent(
        QEvent.Type.MouseButtonPress,
        lifted.position(),
        lifted.scenePosition(),
        lifted.globalPosition(),
        lifted.button(),
        lifted.button(),
        lifted.modifiers(),
        lifted.pointingDevice(),
    )
